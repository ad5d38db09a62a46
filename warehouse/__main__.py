"""Start the command line: ``warehouse`` and ``python -m warehouse``."""

import signal
import sys

from warehouse.cli.app import run


def main() -> None:
    """Run the command line and end the process with its exit code; SIGTERM interrupts it as Ctrl+C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
