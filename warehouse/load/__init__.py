"""The load: brings ``core`` and ``mart`` up to date with the seeds, in one transaction.

Input: the address of a database and the seed files. Output: the ``Plan`` of the changes that were found and applied.
Unchanged files are not read. Rows are copied into staging tables with COPY and compared inside the database. Unchanged
rows are not written. A version that ends moves to ``history``. ``ledger`` records the run on its own connection, so
that failed runs are recorded too; ``undo`` reverts a load. Only ``runner`` opens the connection of a load and commits
it; the other modules work in the transaction that they are given. Writes to ``core``, ``history``, ``ops`` and, through
the package ``mart``, to ``mart``; to no other schema.

``runner`` runs a load from connection to commit, or rehearses it for ``plan``; ``pipeline`` holds the order of the
steps. ``work`` finds the files to read, ``sources`` and ``staging`` read and stage the rows, ``diff`` compares them
with ``core``, ``apply`` writes the changes, and ``drift`` finds rows edited by hand. ``rejects`` finds the seed that is
wrong when the database rejects a row; ``table_sql`` holds the SQL names of each table.
"""
