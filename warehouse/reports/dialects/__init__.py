"""The statements of reports in the SQL of SQLite and DuckDB, for files that hold the mart.

Input: a report and the objects of the mart. Output: a statement that gives the same answer on such a file, or
``NotPortable`` with the reason. This package never runs a statement, and guesses nothing: what it has no rule for is
refused. sqlglot parses, resolves names and types, and prints; ``duckdb`` and ``sqlite`` hold the rules for what it does
not know. All modules need sqlglot; see ``warehouse.extras``.
"""
