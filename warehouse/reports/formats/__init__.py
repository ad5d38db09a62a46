"""The output formats of an answer. All write the same cells, so that they agree cell for cell.

Input: a ``Result`` whose rows have not been read, the name of a format, a stream of text or bytes. Output: the answer
on that stream, with the sources of the cells. This package never opens or closes the file it writes and never changes
a number. It shortens only texts that are too long for a terminal or a spreadsheet cell, and then the answer says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from warehouse.errors import UsageError
from warehouse.yamlfiles import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.reports.result import Result


@dataclass(frozen=True, slots=True)
class Format:
    """An output format.

    Attributes:
        name: Its name on the command line.
        suffixes: The suffixes of its files, the usual one first.
        writer: The module and the function that write it. The module is imported only when it is needed.
        is_binary: Whether it writes bytes.
        lists_sources: Whether it lists the sources behind the rows, and so has room for quotes.
    """

    name: str
    suffixes: tuple[str, ...]
    writer: str
    is_binary: bool = False
    lists_sources: bool = False

    def write(self, result: Result, stream: Any, width: int | None) -> None:  # noqa: ANN401 - of text or of bytes
        """Read all rows of an answer and write them.

        Args:
            result: The answer.
            stream: A stream of bytes if ``is_binary``, otherwise of text.
            width: Width of the terminal in cells; None without a terminal.
        """
        module, function = self.writer.split(".")
        getattr(import_module(f"{__name__}.{module}"), function)(result, stream, width)

    def require_file(self) -> None:
        """Check that a terminal can show this format.

        Raises:
            UsageError: The format is binary, so it must be written to a file.
        """
        if self.is_binary:
            hint = f"Write it to a file: -o answer{self.suffixes[0]}"
            raise UsageError(f"{self.name} is a binary format, which a terminal cannot show", hint=hint)


_ALL: Final = (
    Format("table", (".txt",), "terminal.write_table", lists_sources=True),
    Format("csv", (".csv",), "delimited.write_csv"),
    Format("tsv", (".tsv",), "delimited.write_tsv"),
    Format("json", (".json",), "json.write_json", lists_sources=True),
    Format("ndjson", (".ndjson", ".jsonl"), "json.write_ndjson"),
    Format("md", (".md",), "markdown.write_markdown", lists_sources=True),
    Format("html", (".html", ".htm"), "html.write_html", lists_sources=True),
    Format("xlsx", (".xlsx",), "xlsx.write_xlsx", is_binary=True, lists_sources=True),
    Format("parquet", (".parquet",), "parquet.write_parquet", is_binary=True),
    Format("svg", (".svg",), "html.write_svg"),
    Format("csl-json", (".csljson",), "bibliography.write_csl_json"),
    Format("bibtex", (".bib",), "bibliography.write_bibtex"),
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
