"""One HTML page that needs nothing else: table, columns and sources; no script, and nothing is fetched."""

from __future__ import annotations

import html
import re
from typing import IO, TYPE_CHECKING, Final

from warehouse.reports.formats.about import answered, asked
from warehouse.reports.formats.html_style import STYLE
from warehouse.reports.formats.visible import NOT_IN_HTML, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from warehouse.reports.result import Citation, Column, Result, Row

_PLAIN: Final = re.compile(r"[0-9A-Za-z .,:;%()/_+-]*")
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def write(result: Result, stream: IO[str], _width: int | None) -> None:
    """Write the page, row by row; marks lead to their source, a source back to the first of its marks."""
    header = result.report.header
    stream.write(
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{_text(visible(header.title))}'
        f'</title>\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n<style>\n{STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{_text(header.title)}</h1>\n<p>{_text(header.question)}</p>\n"
    )
    count = _table(result, stream)
    stream.write(f"<p>{count} row{'' if count == 1 else 's'}</p>\n")
    stream.writelines(_sources(result.citations))
    stream.writelines(_columns(result))
    stream.writelines(_run(result))
    stream.write("</main>\n</body>\n</html>\n")


def _table(result: Result, stream: IO[str]) -> int:
    """Write the table and count its rows."""
    stream.write('<div class="table" role="region" aria-labelledby="caption" tabindex="0">\n<table>\n')
    stream.write(f'<caption id="caption">{_text(_asked(result))}</caption>\n<thead>\n<tr>')
    for column in result.columns:
        stream.write(f'<th scope="col"{_kind(column)}>{_text(column.name)}</th>')
    stream.write("</tr>\n</thead>\n<tbody>\n")
    line, count = _line_of(result), 0
    for row in result.rows:
        stream.write(line(row))
        count += 1
    stream.write("</tbody>\n</table>\n</div>\n")
    return count


def _asked(result: Result) -> str:
    """Give the name of the report and the parameters that were set."""
    values = ", ".join(f"{name} {value}" for name, value in asked(result.values) if value is not None)
    return f"{result.report.name}: {values}" if values else result.report.name


def _kind(column: Column) -> str:
    return ' class="number"' if column.is_number else ""


def _line_of(result: Result) -> Callable[[Row], str]:
    """Give the function that writes a row; the columns of the grain are the heads of rows."""
    header = result.report.header
    tags = [
        (f'<th scope="row"{_kind(column)}', "</th>")
        if column.name in header.grain
        else (f"<td{_kind(column)}", "</td>")
        for column in result.columns
    ]
    keeps_room = [column.is_number and column.name in header.cite for column in result.columns]
    marked: set[int] = set()

    def line(row: Row) -> str:
        parts = []
        for (start, end), room, cell, marks in zip(tags, keeps_room, row.cells, row.marks, strict=True):
            shown = ">" if cell is not None else ' data-empty="">'
            note = f"<sup>{''.join(_mark(citation, marked) for citation in marks)}</sup>" if marks or room else ""
            parts.append(f"{start}{shown}{_text(cell or '')}{note}{end}")
        return f"<tr>{''.join(parts)}</tr>\n"

    return line


def _mark(citation: Citation, marked: set[int]) -> str:
    number = citation.number
    name = "" if number in marked else f' id="mark-{number}"'
    marked.add(number)
    return f'<a href="#source-{number}"{name}>[{number}]</a>'


def _sources(citations: list[Citation]) -> Iterator[str]:
    if not citations:
        return
    yield '<h2>Sources</h2>\n<ol class="sources">\n'
    for citation in citations:
        number = citation.number
        back = f'<a href="#mark-{number}" aria-label="to the first mark of source {number}">↩</a>'
        yield f'<li id="source-{number}" value="{number}">{_text(citation.line)} {back}</li>\n'
    yield "</ol>\n"


def _columns(result: Result) -> Iterator[str]:
    yield "<h2>Columns</h2>\n<dl>\n"
    for column in result.columns:
        doc = column.doc
        parts = (doc.meaning, doc.unit and f"unit: {doc.unit}", doc.empty and f"empty: {doc.empty}")
        yield f"<dt>{_text(column.name)}</dt><dd>{_text('; '.join(part for part in parts if part))}</dd>\n"
    yield "</dl>\n"


def _run(result: Result) -> Iterator[str]:
    said = ", ".join(f"{name} {text}" for name, text in answered(result.run))
    yield f"<p><small>{_text(said)}</small></p>\n"


def _text(text: str) -> str:
    """Take the meaning from characters that HTML would read, show those it does not allow, keep line ends."""
    if _PLAIN.fullmatch(text):
        return text
    return NOT_IN_HTML.sub(_sign, html.escape(text)).replace("\n", "<br>")


def _sign(found: re.Match[str]) -> str:
    return f'<span class="sign">U+{ord(found[0]):04X}</span>'
