"""Start the command line: ``warehouse`` and ``python -m warehouse``."""

import gc
import signal
import sys

gc.set_threshold(50_000, 20, 20)  # a command imports and reads much before it lets go of anything

from warehouse.cli.app import run  # noqa: E402 - the imports are most of what there is to collect in vain
from warehouse.cli.streams import secure_streams  # noqa: E402


def main() -> None:
    """Run the command line and end the process with its exit code; SIGTERM interrupts it as Ctrl+C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    secure_streams()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
