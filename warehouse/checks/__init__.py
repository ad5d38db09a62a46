"""Rules the data must keep: read a check file, run it, say which rows break it.

Comes in: ``sql/checks/*.sql`` and a connection, possibly in the middle of a load. Goes out: for each check the rows
found, each with the sentence that says what is wrong. Never changes data, never ends the caller's transaction, never
decides what a finding means for the caller: a load stops at the blocking ones, the command line shows them all.

``library`` finds checks, ``run`` runs them.
"""
