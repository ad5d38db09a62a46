"""The Markdown format: a pipe table with marks beside the cells, and the numbered sources below it."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Final

from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from warehouse.reports.result import Citation, Result

_SPECIAL: Final = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)")

_HARMLESS: Final = re.compile(r"(?:[0-9A-Za-z .,:;%()/+-]|(?<=[0-9A-Za-z])_(?=[0-9A-Za-z]))*")


def write_markdown(result: Result, stream: IO[str], _width: int | None) -> None:
    """Write the title, the question, the table row by row, and the sources."""
    header = result.report.header
    stream.write(f"# {_escaped(header.title)}\n\n{_escaped(header.question)}\n\n")
    stream.write(_line([_escaped(column.name) for column in result.columns]))
    stream.write(_line(["---:" if column.is_number else "---" for column in result.columns]))
    stream.writelines(
        _line([_cell(cell, marks) for cell, marks in zip(row.cells, row.marks, strict=True)]) for row in result.rows
    )
    for citation in result.citations:
        before = "\n## Sources\n\n" if citation.number == 1 else ""
        stream.write(f"{before}- \\[{citation.number}\\] {_escaped(citation.line)}\n")
        quotes = [f"  > “{_escaped(quote.words)}”\n" for quote in result.quotes_of(citation)]
        stream.write("  >\n".join(quotes))


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _cell(cell: str | None, marks: tuple[Citation, ...]) -> str:
    shown = "" if cell is None else _escaped(cell)
    return " ".join(part for part in (shown, "".join(f"\\[{citation.number}\\]" for citation in marks)) if part)


def _escaped(text: str) -> str:
    """Return a text as Markdown: special characters of Markdown and HTML escaped, and line ends as ``<br>``."""
    if _HARMLESS.fullmatch(text):
        return text
    lines = re.split(r"\r\n|\n|\r", text.replace("&", "&amp;"))
    return "<br>".join(_SPECIAL.sub(r"\\\g<0>", visible(line)) for line in lines)
