"""Tell others how a command ended: a file of metrics, an address that is called, a command that is run.

Comes in: the outcome of a command, as a record. Goes out: the file, the call, the process; where one of them fails,
the reason as a sentence. Never touches a connection or a terminal, never changes how the command ended, never shows
what an address carries beyond its host.

``outcome`` is the record, ``metrics`` writes it for Prometheus, ``ping`` calls an address, ``alarm`` runs a command.
"""
