"""Start one program, wait until it is gone, and print how it went: exit code, seconds, most memory in KiB.

A process of its own, and a small one: what a program is said to have had in memory is never less than what the process
that started it had. Used by ``measure``; output of the program goes where this one's error output goes.
"""

import os
import sys
import time


def main() -> None:
    """Run the program that the arguments name."""
    argv = sys.argv[1:]
    started = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - started
    sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {seconds} {usage.ru_maxrss}\n")


if __name__ == "__main__":
    main()
