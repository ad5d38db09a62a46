"""Reach a PostgreSQL server and bring its schema to this version's revision.

Comes in: settings. Goes out: a libpq connection string that answers, open connections, a migrated database. When no
address is given, the ``embedded`` room runs a server of its own. Never reads seeds, never writes a fact.
"""
