"""The export of the mart, in its current or a past state: a folder of csv and Parquet, or one file of SQLite or DuckDB.

Input: a connection, the objects of the mart, the saved reports and a path. Output: the folder or file, from one
snapshot, replaced as a whole. This package never holds more than a batch of rows in memory, never replaces what is not
an export, never writes to the database, and never commits.

``snapshot`` reads the mart, ``folder`` writes the data package, ``single_file`` the one file, as ``sqlite`` or
``duckdb`` fill it. ``metadata`` describes a SQLite file to Datasette, and ``explore`` runs Datasette with ``plugins``.
"""
