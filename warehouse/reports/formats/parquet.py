"""The Parquet format: typed columns with their meaning, and the sources of each row in ``_citations``.

It needs pyarrow. pyarrow is as large as the rest of the installation together, so it is an optional dependency.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from warehouse import extras

if TYPE_CHECKING:
    from warehouse.reports.result import Result


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
        raise extras.missing(purpose, "pyarrow", "choose csv") from error


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
