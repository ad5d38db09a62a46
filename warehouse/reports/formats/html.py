"""The HTML format: a page with the table, the sources, the columns and the run. Also the SVG format.

The page has a light, a dark and a print style, and uses the fonts of the reader's system.
"""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Final

from warehouse.reports.figures import grouped
from warehouse.reports.parameters import asked
from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from warehouse.reports.quotes import Quoted
    from warehouse.reports.result import Citation, Column, Result, Row, RunInfo

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
  max-width: 40rem; white-space: pre; unicode-bidi: plaintext; }
thead th { background: var(--head); vertical-align: bottom; white-space: normal; }
.text { min-width: 12rem; white-space: pre-wrap; }
.split { min-width: 12rem; white-space: pre-wrap; overflow-wrap: anywhere; }
tbody th { font-weight: normal; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.number sup, th.number sup { display: inline-block; min-width: 1.8rem; text-align: left; }
[data-empty]::before { content: "\\2013"; color: var(--soft); }
sup { line-height: 0; margin-left: 0.2rem; }
.sign { border: 1px solid var(--soft); border-radius: 3px; color: var(--soft); font-size: 0.75em; padding: 0 0.2em; }
:target { background: var(--here); }
dt { font-weight: 600; }
dd { margin: 0 0 0.4rem 1.5rem; }
@media print { :root { color-scheme: light; } body { font-size: 9pt; } main { padding: 0; }
  .table { overflow: visible; } table { font-size: 0.8em; } th, td { padding: 0.15rem 0.35rem; }
  td, th { white-space: normal; } .text, .split { min-width: 8em; }
  thead { display: table-header-group; } tr { break-inside: avoid; } h2, h3, dt { break-after: avoid; }
  dl { columns: 3; }
  a { color: inherit; text-decoration: none; } thead th { background: none; } }
"""

QUOTE_STYLE: Final = """\
blockquote { border-inline-start: 3px solid var(--line); margin: 0.3rem 0 0.6rem; padding-inline-start: 0.7rem;
  max-width: 45rem; overflow-wrap: anywhere; }
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
    style = f"@page {{ {WIDE_PAPER} }}\n" if is_wide(result) else ""
    stream.write(opening(header.title, style if result.quoted is None else style + QUOTE_STYLE))
    stream.write(f"<h1>{escaped(header.title)}</h1>\n<p>{escaped(header.question)}</p>\n")
    write_rows(result, stream, "caption", set())
    stream.writelines(sources(result.citations, "h2", result.quoted))
    stream.writelines(columns(result, "h2"))
    stream.writelines(run_details(result.run))
    stream.write(CLOSING)


_PAPER: Final = "@page { size: A4 landscape; margin: 12mm; }\n"
WIDE_PAPER: Final = "size: A3 landscape; margin: 12mm;"
"""The style of printed pages for a table with many columns, whose last ones A4 would cut off."""
_MOST_ON_A4: Final = 10


def is_wide(result: Result) -> bool:
    """Return whether the table has so many columns that it needs ``WIDE_PAPER``."""
    return len(result.columns) > _MOST_ON_A4


def opening(title: str, style: str = "") -> str:
    """Return the beginning of a page, up to its content.

    Args:
        title: Title of the page.
        style: What the style sheet has in addition.
    """
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escaped(visible(title))}'
        '</title>\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<style>\n{STYLE}{_PAPER}{style}</style>\n</head>\n<body>\n<main>\n"
    )


CLOSING: Final = "</main>\n</body>\n</html>\n"
"""The end of a page."""


def write_rows(result: Result, stream: IO[str], caption: str, marked: set[int]) -> int:
    """Write the table, and below it the number of its rows.

    Args:
        result: The answer.
        stream: The text stream that gets the table.
        caption: Id of the caption of the table.
        marked: The numbers of the sources that the page has marked before; those of the table are added.

    Returns:
        The number of rows.
    """
    stream.write(f'<div class="table" role="region" aria-labelledby="{caption}" tabindex="0">\n<table>\n')
    stream.write(f'<caption id="{caption}">{escaped(_asked(result))}</caption>\n<thead>\n<tr>')
    for column in result.columns:
        stream.write(f'<th scope="col"{_kind(column)}>{escaped(column.name).replace("_", "_<wbr>")}</th>')
    count = _body(result, stream, marked)
    stream.write(f"</div>\n<p>{count} row{'' if count == 1 else 's'}</p>\n")
    return count


def write_fragment(result: Result, stream: IO[str], prefix: str, total: int) -> None:
    """Write the answer as a part of a page: the title, the table with units in its head, and the sources.

    Args:
        result: The answer, or its first rows.
        stream: The text stream.
        prefix: What the ids of this part begin with.
        total: The number of rows of the whole answer.
    """
    header = result.report.header
    stream.write(f"<p><strong>{escaped(visible(header.title))}</strong><br>{escaped(header.question)}</p>\n")
    stream.write("<table>\n<thead>\n<tr>")
    for column in result.columns:
        unit = f"<br><small>{escaped(column.doc.unit)}</small>" if column.doc.unit else ""
        stream.write(f'<th scope="col"{_kind(column)}>{escaped(column.name)}{unit}</th>')
    count = _body(result, stream, set(), prefix)
    stream.write(f"<p>{f'{count} of ' if count < total else ''}{total} row{'' if total == 1 else 's'}</p>\n")
    stream.writelines(sources(result.citations, "p", prefix=prefix))


def _body(result: Result, stream: IO[str], marked: set[int], prefix: str = "") -> int:
    """Write the table from the end of its head on, and return the number of its rows."""
    stream.write("</tr>\n</thead>\n<tbody>\n")
    line, count = _line_of(result, marked, prefix), 0
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


_OF_ROW: Final = ' scope="row"'


def _line_of(result: Result, marked: set[int], prefix: str) -> Callable[[Row], str]:
    """Return a function that formats a row; cells of the grain become the row's heads."""
    header = result.report.header
    tags = ["th" if column.name in header.grain else "td" for column in result.columns]
    heads = [
        (
            tag,
            f"<{tag}{_OF_ROW if tag == 'th' else ''}{_kind(column)}",
            _figure if column.is_number else escaped,
            column.is_number and column.name in header.cite,
        )
        for tag, column in zip(tags, result.columns, strict=True)
    ]

    def line(row: Row) -> str:
        parts = []
        for (tag, start, show, room), cell, marks in zip(heads, row.cells, row.marks, strict=True):
            shown = ' data-empty="">' if cell is None else f"{'' if show is _figure else _room(cell)}>{show(cell)}"
            note = (
                f"<sup>{''.join(_mark(citation, marked, prefix) for citation in marks)}</sup>" if marks or room else ""
            )
            parts.append(f"{start}{shown}{note}</{tag}>")
        return f"<tr>{''.join(parts)}</tr>\n"

    return line


_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _figure(cell: str) -> str:
    """Return a number as HTML, with commas between thousands; what is copied by machine stays in ``value``."""
    shown = grouped(Decimal(cell)) if _NUMBER.fullmatch(cell) else cell
    return escaped(cell) if shown == cell else f'<data value="{cell}">{shown}</data>'


_LONG_TEXT, _LONG_WORD = 24, 40
"""The number of characters from which a text has several lines, and from which a word is broken."""


def _room(cell: str) -> str:
    """Return the class of a text by the room that it needs. Words stay whole, unless one is too long for a line."""
    if len(cell) <= _LONG_TEXT:
        return ""
    return ' class="split"' if max(map(len, cell.split()), default=0) > _LONG_WORD else ' class="text"'


def _mark(citation: Citation, marked: set[int], prefix: str) -> str:
    number = citation.number
    name = "" if number in marked else f' id="{prefix}mark-{number}"'
    marked.add(number)
    return f'<a href="#{prefix}source-{number}"{name}>[{number}]</a>'


def sources(citations: list[Citation], heading: str, quoted: Quoted | None = None, prefix: str = "") -> Iterator[str]:
    """Yield the list of sources, with their quotes; nothing if there are no sources.

    Args:
        citations: The sources.
        heading: Name of the element that is the heading.
        quoted: Their quotes; None: they have none.
        prefix: What the ids begin with.
    """
    if not citations:
        return
    yield f'<{heading} id="{prefix}sources">Sources</{heading}>\n<ol class="sources">\n'
    for citation in citations:
        number = citation.number
        back = f'<a href="#{prefix}mark-{number}" aria-label="to the first mark of source {number}">↩</a>'
        yield f'<li id="{prefix}source-{number}" value="{number}">{escaped(citation.line)} {back}'
        for quote in quoted.of(number) if quoted else ():
            words = f'<q lang="{html.escape(quote.language)}" dir="auto">{escaped(quote.words)}</q>'
            yield f"\n<blockquote>{words}</blockquote>"
        yield "</li>\n"
    yield "</ol>\n"


def columns(result: Result, heading: str) -> Iterator[str]:
    """Yield the meaning of each column, below a heading of this level."""
    yield f"<{heading}>Columns</{heading}>\n<dl>\n"
    for column in result.columns:
        doc = column.doc
        parts = (doc.meaning, doc.unit and f"unit: {doc.unit}", doc.empty and f"empty: {doc.empty}")
        yield f"<dt>{escaped(column.name)}</dt><dd>{escaped('; '.join(part for part in parts if part))}</dd>\n"
    yield "</dl>\n"


def run_details(run: RunInfo) -> Iterator[str]:
    """Yield a line about the run."""
    details = ", ".join(f"{name} {text}" for name, text in run.details())
    yield f"<p><small>{escaped(details)}</small></p>\n"


def escaped(text: str) -> str:
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
