"""The HTML format: a page with the table, the sources, the columns and the run. Also the SVG format.

The page has a light, a dark and a print style, and uses the fonts of the reader's system.
"""

from __future__ import annotations

import html
import re
from typing import IO, TYPE_CHECKING, Final

from warehouse.reports.parameters import asked
from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from warehouse.reports.result import Citation, Column, Result, Row

STYLE: Final = """\
:root { color-scheme: light dark; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --page: #fff; --head: #f6f8fa;
  --link: #0550ae; --here: #fff8c5; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9198a1; --line: #3d444d; --page: #0d1117;
  --head: #161b22; --link: #79c0ff; --here: #3a3000; } }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { padding: 1rem 1.5rem 3rem; }
h1 { font-size: 1.6rem; margin: 0.5rem 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
a { color: var(--link); }
small, dd, caption { color: var(--soft); }
.table { overflow-x: auto; }
table { border-collapse: collapse; }
caption { text-align: left; padding: 0.5rem 0; overflow-wrap: anywhere; }
th, td { border-bottom: 1px solid var(--line); padding: 0.3rem 0.7rem; text-align: start; vertical-align: top;
  max-width: 40rem; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: plaintext; }
thead th { background: var(--head); overflow-wrap: normal; }
tbody th { font-weight: normal; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.number sup, th.number sup { display: inline-block; min-width: 1.8rem; text-align: left; }
[data-empty]::before { content: "\\2013"; color: var(--soft); }
sup { line-height: 0; margin-left: 0.2rem; }
.sign { border: 1px solid var(--soft); border-radius: 3px; color: var(--soft); font-size: 0.75em; padding: 0 0.2em; }
:target { background: var(--here); }
dt { font-weight: 600; }
dd { margin: 0 0 0.4rem 1.5rem; }
@media print { main { padding: 0; } .table { overflow: visible; } thead { display: table-header-group; }
  tr { break-inside: avoid; } a { color: inherit; text-decoration: none; } thead th { background: none; } }
"""

_PLAIN: Final = re.compile(r"[0-9A-Za-z .,:;%()/_+-]*")
NOT_IN_HTML: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
"""The characters that HTML does not allow, and those that would change the direction of the text."""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def write_html(result: Result, stream: IO[str], _width: int | None) -> None:
    """Write the answer as an HTML page, row by row. A mark links to its source, and a source to its first mark."""
    header = result.report.header
    stream.write(
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{_text(visible(header.title))}'
        f'</title>\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n<style>\n{STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{_text(header.title)}</h1>\n<p>{_text(header.question)}</p>\n"
    )
    stream.write('<div class="table" role="region" aria-labelledby="caption" tabindex="0">\n<table>\n')
    stream.write(f'<caption id="caption">{_text(_asked(result))}</caption>\n<thead>\n<tr>')
    for column in result.columns:
        stream.write(f'<th scope="col"{_kind(column)}>{_text(column.name)}</th>')
    count = _rows(result, stream)
    stream.write(f"</div>\n<p>{count} row{'' if count == 1 else 's'}</p>\n")
    stream.writelines(_sources(result.citations))
    stream.writelines(_columns(result))
    stream.writelines(_run(result))
    stream.write("</main>\n</body>\n</html>\n")


def write_fragment(result: Result, stream: IO[str], prefix: str, total: int) -> None:
    """Write the answer as a part of a page: the title, the table with units in its head, and the sources.

    Args:
        result: The answer, or its first rows.
        stream: The text stream.
        prefix: What the ids of this part begin with.
        total: The number of rows of the whole answer.
    """
    header = result.report.header
    stream.write(f"<p><strong>{_text(visible(header.title))}</strong><br>{_text(header.question)}</p>\n")
    stream.write("<table>\n<thead>\n<tr>")
    for column in result.columns:
        unit = f"<br><small>{_text(column.doc.unit)}</small>" if column.doc.unit else ""
        stream.write(f'<th scope="col"{_kind(column)}>{_text(column.name)}{unit}</th>')
    count = _rows(result, stream, prefix)
    stream.write(f"<p>{f'{count} of ' if count < total else ''}{total} row{'' if total == 1 else 's'}</p>\n")
    stream.writelines(_sources(result.citations, prefix, "p"))


def _rows(result: Result, stream: IO[str], prefix: str = "") -> int:
    """Write the table from the end of its head on, and return the number of its rows."""
    stream.write("</tr>\n</thead>\n<tbody>\n")
    line, count = _line_of(result, prefix), 0
    for row in result.rows:
        stream.write(line(row))
        count += 1
    stream.write("</tbody>\n</table>\n")
    return count


def _asked(result: Result) -> str:
    """Return the name of the report and the parameters that have a value."""
    values = ", ".join(f"{name} {value}" for name, value in asked(result.values) if value is not None)
    return f"{result.report.name}: {values}" if values else result.report.name


def _kind(column: Column) -> str:
    return ' class="number"' if column.is_number else ""


def _line_of(result: Result, prefix: str) -> Callable[[Row], str]:
    """Return a function that formats a row; cells of the grain become the row's heads."""
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
            note = (
                f"<sup>{''.join(_mark(citation, marked, prefix) for citation in marks)}</sup>" if marks or room else ""
            )
            parts.append(f"{start}{shown}{_text(cell or '')}{note}{end}")
        return f"<tr>{''.join(parts)}</tr>\n"

    return line


def _mark(citation: Citation, marked: set[int], prefix: str) -> str:
    number = citation.number
    name = "" if number in marked else f' id="{prefix}mark-{number}"'
    marked.add(number)
    return f'<a href="#{prefix}source-{number}"{name}>[{number}]</a>'


def _sources(citations: list[Citation], prefix: str = "", heading: str = "h2") -> Iterator[str]:
    if not citations:
        return
    yield f'<{heading}>Sources</{heading}>\n<ol class="sources">\n'
    for citation in citations:
        number = citation.number
        back = f'<a href="#{prefix}mark-{number}" aria-label="to the first mark of source {number}">↩</a>'
        yield f'<li id="{prefix}source-{number}" value="{number}">{_text(citation.line)} {back}</li>\n'
    yield "</ol>\n"


def _columns(result: Result) -> Iterator[str]:
    yield "<h2>Columns</h2>\n<dl>\n"
    for column in result.columns:
        doc = column.doc
        parts = (doc.meaning, doc.unit and f"unit: {doc.unit}", doc.empty and f"empty: {doc.empty}")
        yield f"<dt>{_text(column.name)}</dt><dd>{_text('; '.join(part for part in parts if part))}</dd>\n"
    yield "</dl>\n"


def _run(result: Result) -> Iterator[str]:
    details = ", ".join(f"{name} {text}" for name, text in result.run.details())
    yield f"<p><small>{_text(details)}</small></p>\n"


def _text(text: str) -> str:
    """Return a text as HTML: special characters escaped, forbidden ones made visible, and line ends as ``<br>``."""
    if _PLAIN.fullmatch(text):
        return text
    return NOT_IN_HTML.sub(_sign, html.escape(text)).replace("\n", "<br>")


def _sign(match: re.Match[str]) -> str:
    return f'<span class="sign">U+{ord(match[0]):04X}</span>'


def write_svg(result: Result, stream: TextIO, _width: int | None) -> None:
    """Write the answer as an SVG chart; the width of a terminal does not affect it.

    Args:
        result: The answer.
        stream: The text stream that gets the SVG.

    Raises:
        UsageError: The report has no chart, or its chart uses columns that cannot be drawn.
    """
    from warehouse.reports.charts import draw  # no other format needs charts

    stream.write(draw(result).svg)
