"""Recovery after a loss: dumps, restores, upgrades of the embedded server, and rehearsals of upgrades and loads.

Input: the address of a database, and earlier dumps. Output: a checked dump with a description beside it, a database
restored from a dump, the embedded server's data under a newer PostgreSQL, and the duration and locks of a migration.
PostgreSQL's own programs copy the data; no password is ever on their command line. This package never writes to a
database that holds something, and never leaves a partial result behind.
"""
