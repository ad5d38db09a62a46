"""The book as one HTML page: contents, each report with its chart and table, and all sources at the end."""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import replace
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Final

from warehouse.errors import UsageError
from warehouse.reports.charts import MOST_ROWS, draw
from warehouse.reports.charts.canvas import page_style
from warehouse.reports.formats.html import CLOSING, WIDE_PAPER, columns, escaped, is_wide, opening, sources, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.reports.books.contents import Book
    from warehouse.reports.result import Result, Row

_STYLE: Final = f"""\
@page wide {{ {WIDE_PAPER} }}
.wide {{ page: wide; }}
section {{ margin-top: 3rem; border-top: 2px solid var(--line); }}
figure {{ margin: 1rem 0; }}
h3 {{ font-size: 1rem; margin: 1.2rem 0 0.3rem; }}
.note {{ color: var(--soft); }}
@media print {{ section {{ break-before: page; margin: 0; border: 0; }} figure {{ break-inside: avoid; }} }}
"""


def write(book: Book, stream: IO[bytes]) -> None:
    """Write the book, row by row."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    text.write(opening(book.title, f"{page_style()}\n{_STYLE}"))
    text.writelines(_contents(book))
    marked: set[int] = set()
    with closing(book.answers()) as answers:
        for result in answers:
            _write_section(result, text, marked)
    if book.citations:
        text.write("<section>\n")
        text.writelines(sources(book.citations, "h2"))
        text.write("</section>\n")
    text.write(CLOSING)
    text.detach()


def _contents(book: Book) -> Iterator[str]:
    yield f"<h1>{escaped(book.title)}</h1>\n<dl>\n"
    for name, text in book.origin:
        yield f"<dt>{escaped(name)}</dt><dd>{escaped(text)}</dd>\n"
    yield '</dl>\n<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ol>\n'
    for entry in book.entries:
        header = entry.report.header
        link = f'<a href="#{entry.report.name}">{escaped(header.title)}</a>'
        yield f"<li>{link}<br><small>{escaped(header.question)}</small></li>\n"
    yield '<li><a href="#sources">Sources</a></li>\n' if any(e.report.header.cite for e in book.entries) else ""
    yield "</ol>\n</nav>\n"


def _write_section(result: Result, stream: IO[str], marked: set[int]) -> None:
    """Write a report: title, question, chart, table and columns."""
    name, header = result.report.name, result.report.header
    wide = ' class="wide"' if is_wide(result) else ""
    stream.write(f'<section id="{name}"{wide}>\n<h2>{escaped(header.title)}</h2>\n<p>{escaped(header.question)}</p>\n')
    first = list(islice(result.rows, MOST_ROWS + 1))
    if header.chart is not None:
        stream.write(_chart(result, first))
    result.rows = chain(first, result.rows)
    write_rows(result, stream, f"{name}-caption", marked)
    stream.writelines(columns(result, "h3"))
    stream.write("</section>\n")


def _chart(result: Result, rows: Sequence[Row]) -> str:
    """Return the chart of the rows, or a sentence that says why there is none."""
    if len(rows) > MOST_ROWS:
        return f'<p class="note">No chart: the answer has more than {MOST_ROWS} rows.</p>\n'
    cited = {citation.number: citation for row in rows for marks in row.marks for citation in marks}
    drawn = replace(result, rows=iter(rows), citations=list(cited.values()))
    try:
        svg = draw(drawn, prefix=f"chart-{result.report.name}", has_heading=False, has_style=False).svg
    except UsageError as error:
        return f'<p class="note">No chart: {escaped(error.what)}.</p>\n'
    return f"<figure>{svg}</figure>\n"
