"""Runs a push and kills it, as with kill -9, when it makes its Nth step; tells the number of steps if it ends.

A step is a file that is made, or a pointer that is moved.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from pyiceberg.io.pyarrow import PyArrowFile

from warehouse.cli.app import run
from warehouse.lake.together import TogetherCatalog


def main(last: int, arguments: list[str]) -> int:
    steps = 0

    def counted(step: Any) -> Any:
        def stepped(*given: Any, **named: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*given, **named)

        return stepped

    PyArrowFile.create = counted(PyArrowFile.create)  # type: ignore[method-assign]
    TogetherCatalog._move = counted(TogetherCatalog._move)  # type: ignore[method-assign]  # noqa: SLF001
    code = run(arguments)
    print(steps)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
