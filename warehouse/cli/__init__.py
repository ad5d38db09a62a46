"""The command line: it parses arguments, calls the other packages, and prints results.

Input: arguments and environment. Output: data on stdout and nothing else there; progress and messages on stderr; and an
exit code of ``errors.ExitCode``. Only this package opens connections, commits, prints, or handles a terminal. It
imports heavy libraries when a command needs them, so that ``--help`` answers at once.
"""
