"""Access to a PostgreSQL server, and the migration of its schema to the revision of this version.

Input: settings. Output: a libpq connection string of a server that answers, open connections, a migrated database.
Without an address in the settings, the package ``embedded`` runs a server. This package never reads seeds and never
writes a fact.
"""
