"""The Parquet format: typed columns with their meaning, and the sources of each row in ``_citations``.

It needs pyarrow. pyarrow is as large as the rest of the installation together, so it is an optional dependency.
"""

from __future__ import annotations

import shlex
import sys
from typing import IO, TYPE_CHECKING, Final

from warehouse.errors import UsageError

if TYPE_CHECKING:
    from warehouse.reports.result import Result

PYARROW: Final = "pyarrow>=23"
"""The requirement to install. It must be the same as the extra ``parquet`` of the distribution."""


def require(purpose: str = "parquet") -> None:
    """Check that pyarrow is installed.

    Args:
        purpose: What needs it.

    Raises:
        UsageError: It is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401 - tells whether it is installed
    except ImportError as error:
        raise missing(purpose, "pyarrow", PYARROW, "choose csv") from error


def missing(purpose: str, module: str, requirement: str, otherwise: str) -> UsageError:
    """Return the error for a package that is not installed.

    Args:
        purpose: What needs it.
        module: Its name.
        requirement: What to install.
        otherwise: What to do without it.
    """
    command = shlex.join([sys.executable, "-m", "pip", "install", requirement])
    hint = f"Install it: {command}\n  Or {otherwise}."
    return UsageError(f"{purpose} needs {module}, which is not installed", hint=hint)


def write_parquet(result: Result, stream: IO[bytes], _width: int | None) -> None:
    """Write the answer as a Parquet file.

    Args:
        result: The answer.
        stream: The stream of bytes that gets the file.

    Raises:
        UsageError: pyarrow is not installed.
    """
    require()
    from warehouse.reports.formats import parquet_file

    parquet_file.write(result, stream)
