"""Parquet for programs: typed columns with their meaning, and the sources of each row in ``_citations``.

Needs pyarrow, which comes with the extra ``parquet``.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from warehouse.errors import UsageError

if TYPE_CHECKING:
    from warehouse.reports.result import Result


def write(result: Result, stream: IO[bytes], _width: int | None) -> None:
    """Write the file.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        from warehouse.reports.formats import parquet_file
    except ImportError as error:
        hint = "install it: pip install 'critical-minerals-warehouse[parquet]'"
        raise UsageError("parquet needs pyarrow, which is not installed", hint=hint) from error
    parquet_file.write(result, stream)
