"""Bring ``core`` in step with the seeds, in one transaction of the caller's.

Comes in: an open connection and the seed files. Goes out: the ``Plan`` that was found and carried out; the caller
commits it, or rolls it back when it only wanted to see it. Files that did not change are not read; rows are staged by
COPY and compared inside the database; a row that stays as it is is not written; a version that ends goes to
``history``. ``ledger`` records the run on a connection of its own, so that failed runs are known too; ``undo`` takes a
load back. Never commits, never writes to any schema but ``core``, ``history`` and ``ops``.

``reading`` and ``staging`` bring the rows in, ``comparing`` finds what differs, ``writing`` carries it out,
``refusals`` says which seed is to blame where the database refuses.
"""
