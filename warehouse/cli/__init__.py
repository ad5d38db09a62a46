"""The command line: parse, call, print.

Comes in: arguments and environment. Goes out: data on stdout and nothing else there, progress and messages on stderr,
and an exit code of ``errors.ExitCode``. This is the only room that opens connections, commits, prints, or knows a
terminal. Heavy libraries are imported when a command needs them, so that ``--help`` answers at once.
"""
