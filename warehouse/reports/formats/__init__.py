"""Write an answer: one module per format, all from the same cells, so that they agree cell for cell.

Comes in: a ``Result`` whose rows have not been read, the name of a format, a stream of text or bytes. Goes out: the
answer on it, with the sources of the cells. Never opens or closes the file it writes, never changes a number. Nothing
is shortened but what a terminal or a spreadsheet cell cannot hold, and that is said in the answer.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from warehouse.errors import UsageError
from warehouse.reports.formats.delimited import write_csv, write_tsv
from warehouse.reports.formats.html import write_html, write_svg
from warehouse.reports.formats.json import write_json, write_ndjson
from warehouse.reports.formats.markdown import write_markdown
from warehouse.reports.formats.parquet import write_parquet
from warehouse.reports.formats.registry import Format
from warehouse.reports.formats.terminal import write_table
from warehouse.reports.formats.xlsx import write_xlsx
from warehouse.yamlfiles import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.reports.result import Result

_ALL: Final = (
    Format("table", (".txt",), write_table),
    Format("csv", (".csv",), write_csv),
    Format("tsv", (".tsv",), write_tsv),
    Format("json", (".json",), write_json),
    Format("ndjson", (".ndjson", ".jsonl"), write_ndjson),
    Format("md", (".md",), write_markdown),
    Format("html", (".html", ".htm"), write_html),
    Format("xlsx", (".xlsx",), write_xlsx, is_binary=True),
    Format("parquet", (".parquet",), write_parquet, is_binary=True),
    Format("svg", (".svg",), write_svg),
)
FORMATS: Final[Mapping[str, Format]] = {form.name: form for form in _ALL}
"""What can be written, by the name used on the command line."""

SUFFIXES: Final[Mapping[str, Format]] = {suffix: form for form in _ALL for suffix in form.suffixes}
"""The format of a file, by how its name ends, in lower case."""

__all__ = ["FORMATS", "SUFFIXES", "Format", "write"]


def write(result: Result, format_name: str, stream: IO[str] | IO[bytes], width: int | None = None) -> None:
    """Read all rows of the answer and write them.

    Args:
        result: The answer.
        format_name: One of ``FORMATS``.
        stream: Where to. A stream of text must leave line ends as they are (``newline=""``); a format of bytes that
            gets one writes to the bytes below it.
        width: Cells of the terminal; None: no terminal, lines may be of any length.

    Raises:
        UsageError: There is no such format, or it cannot be written here.
    """
    if format_name not in FORMATS:
        raise UsageError(f'there is no format "{format_name}"', hint=nearest(format_name, FORMATS))
    form = FORMATS[format_name]
    if form.is_binary:
        if width is not None:
            form.require_file()
        stream.flush()
        stream = getattr(stream, "buffer", stream)
    form.write(result, stream, width)
