"""A launcher: it runs one program to its end, and prints exit code, seconds, CPU seconds, and peak memory in KiB.

It is a separate, small process because the kernel never reports less peak memory for a program than the process that
started it had. ``measure`` uses it. The program's output goes to the launcher's standard error.
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
    cpu = usage.ru_utime + usage.ru_stime
    sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {seconds} {cpu} {usage.ru_maxrss}\n")


if __name__ == "__main__":
    main()
