"""The output formats of an answer. All write the same cells, so that they agree cell for cell.

Input: a ``Result`` whose rows have not been read, the name of a format, a stream of text or bytes. Output: the answer
on that stream, with the sources of the cells. This package never opens or closes the file it writes and never changes
a number. It shortens only texts that are too long for a terminal or a spreadsheet cell, and then the answer says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from warehouse.errors import UsageError
from warehouse.reports.formats.bibliography import write_bibtex, write_csl_json
from warehouse.reports.formats.delimited import write_csv, write_tsv
from warehouse.reports.formats.html import write_html, write_svg
from warehouse.reports.formats.json import write_json, write_ndjson
from warehouse.reports.formats.markdown import write_markdown
from warehouse.reports.formats.parquet import write_parquet
from warehouse.reports.formats.terminal import write_table
from warehouse.reports.formats.xlsx import write_xlsx
from warehouse.yamlfiles import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from warehouse.reports.result import Result

    Writer = Callable[[Result, Any, int | None], None]


@dataclass(frozen=True, slots=True)
class Format:
    """An output format.

    Attributes:
        name: Its name on the command line.
        suffixes: The suffixes of its files, the usual one first.
        write: The function that reads all rows of an answer and writes them. It takes the result, a stream (of bytes if
            ``is_binary``, otherwise of text), and the width of the terminal in cells (None without a terminal).
        is_binary: Whether it writes bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    write: Writer
    is_binary: bool = False

    def require_file(self) -> None:
        """Check that a terminal can show this format.

        Raises:
            UsageError: The format is binary, so it must be written to a file.
        """
        if self.is_binary:
            hint = f"Write it to a file: -o answer{self.suffixes[0]}"
            raise UsageError(f"{self.name} is a binary format, which a terminal cannot show", hint=hint)


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
    Format("csl-json", (".csljson",), write_csl_json),
    Format("bibtex", (".bib",), write_bibtex),
)
FORMATS: Final[Mapping[str, Format]] = {form.name: form for form in _ALL}
"""The formats, by their names on the command line."""

SUFFIXES: Final[Mapping[str, Format]] = {suffix: form for form in _ALL for suffix in form.suffixes}
"""The formats, by the suffixes of their files in lower case."""


def choose(name: str | None, path: str) -> Format:
    """Return the named format, or else the one of the file's suffix.

    Args:
        name: Name of the format; None: not given.
        path: The file to write.

    Raises:
        UsageError: The name or the suffix is unknown.
    """
    if name is not None:
        if name not in FORMATS:
            raise UsageError(f'there is no format "{name}"', hint=nearest(name, FORMATS))
        return FORMATS[name]
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        hint = f"Name a format with -f, or end the name in {', '.join(SUFFIXES)}."
        raise UsageError(f'the name "{path}" does not tell a format', hint=hint)
    return SUFFIXES[suffix]


def write(result: Result, format_name: str, stream: IO[str] | IO[bytes], width: int | None = None) -> None:
    """Read all rows of the answer and write them.

    Args:
        result: The answer.
        format_name: One of ``FORMATS``.
        stream: The target. A text stream must not translate line ends (``newline=""``). A binary format that gets a
            text stream writes to its underlying buffer.
        width: Width of the terminal in cells. None means that the target is not a terminal, so that lines may have any
            length.

    Raises:
        UsageError: There is no such format, or it cannot be written to this target.
    """
    form = choose(format_name, "")
    if form.is_binary:
        if width is not None:
            form.require_file()
        stream.flush()
        stream = getattr(stream, "buffer", stream)
    form.write(result, stream, width)
