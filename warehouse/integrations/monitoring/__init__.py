"""The monitoring of commands: a metrics file, an HTTP call and a notification command, each with the outcome.

Input: the outcome of a command, as a record. Output: the file, the call or the process; if one of them fails, the
reason as a sentence. This package never uses a database connection or a terminal, never changes the outcome of the
command, and never shows more of an address than its host.

``notify`` defines the outcome, calls an address (``Ping``) and runs a command (``Alarm``). ``metrics`` writes the
outcome for Prometheus.
"""
