"""Come back after a loss: dumps, restores, a new server version, and rehearsals of what is about to be done.

Comes in: the address of a database, and files that were dumped before. Goes out: a checked dump with a description
beside it, a database restored from one, the embedded server's data under a newer PostgreSQL, and what a migration
would take and lock. PostgreSQL's own programs do the copying; no password is ever on their command line. Never writes
to a database that holds something, and never leaves half of anything behind.
"""
