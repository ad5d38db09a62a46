"""The pages of reports: rows, downloads, charts, and the lineage from the mart down to the tables of ``core``."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from warehouse.errors import UsageError
from warehouse.publish import figures, urls
from warehouse.publish.facets import facet_of, is_key, ranks
from warehouse.publish.records import (
    Cell,
    Column,
    Download,
    Lineage,
    Link,
    Page,
    Parameter,
    Picture,
    Report,
    ReportEntry,
    Source,
)
from warehouse.publish.wording import Quote
from warehouse.reports.charts import draw
from warehouse.reports.execute import run
from warehouse.reports.formats import FORMATS, write
from warehouse.reports.parameters import asked
from warehouse.sqlfiles import names_in
from warehouse.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.mart.objects import MartObject
    from warehouse.publish.building import Building, Writer
    from warehouse.publish.snapshots import Shared
    from warehouse.reports import definition
    from warehouse.reports.quotes import Quotes
    from warehouse.reports.result import Citation, Result, Row, RunInfo


def read_by(report: definition.Report, objects: Mapping[str, MartObject]) -> list[str]:
    """Return the names of the mart objects that a report reads, sorted.

    Args:
        report: The report.
        objects: All objects of the mart, by name.
    """
    return sorted(names_in(report.source.tokens, "mart") & objects.keys())


def lineage(report: definition.Report, objects: Mapping[str, MartObject]) -> list[Lineage]:
    """Return the tables and views that a report reads, down to the tables of ``core``.

    If an object occurs again, the tables that it reads are left out.

    Args:
        report: The report.
        objects: All objects of the mart, by name.
    """
    return _followed(read_by(report, objects), objects, set())


def _followed(names: Iterable[str], objects: Mapping[str, MartObject], seen: set[str]) -> list[Lineage]:
    followed = []
    for name in names:
        is_new = name not in seen
        seen.add(name)
        reads = _reads(objects[name], objects, seen) if is_new else []
        followed.append(Lineage(Link(f"mart.{name}", urls.table(name)), reads))
    return followed


def _reads(mart_object: MartObject, objects: Mapping[str, MartObject], seen: set[str]) -> list[Lineage]:
    within = sorted((mart_object.words & objects.keys()) - {mart_object.name})
    below = sorted(mart_object.words & TABLES.keys())
    return [*_followed(within, objects, seen), *(Lineage(Link(f"core.{name}")) for name in below)]


SHOWN: Final = 500
"""The maximum number of rows on the page of a report. The downloads hold all rows."""
KEPT: Final = 5_000
"""The maximum number of rows that are kept in memory. A longer answer is read again for each download."""
AT_ONCE: Final = 3
"""Reports that one helper runs; a connection of its own for each would cost more than most reports."""
DOWNLOADS: Final = ("csv", "json", "xlsx")
MOST_IN_SHEET: Final = 50_000
"""The maximum number of rows in a spreadsheet. Larger answers have none.

A larger spreadsheet takes minutes to write, and programs are slow to open it.
"""


class Answers(NamedTuple):
    """The objects needed to run reports.

    Attributes:
        connection: A connection with an open snapshot.
        info: The run information of every answer.
        objects: All objects of the mart, by name.
        quotes: The words that sources are quoted with; None means that they are not quoted.
        snapshot: The snapshot, for helpers.
    """

    connection: Connection[Any]
    info: RunInfo
    objects: Mapping[str, MartObject]
    quotes: Quotes | None
    snapshot: Shared


def pages(
    reports: Sequence[definition.Report], answers: Answers, building: Building
) -> list[tuple[ReportEntry, Picture | None]]:
    """Write a page per report.

    Args:
        reports: The reports to run.
        answers: The objects needed to run them.
        building: The objects that all pages share.

    Returns:
        The entry of each report for the index, and its chart for other pages; complete when the helpers are done.
    """
    found: list[tuple[ReportEntry, Picture | None]] = []
    for at in range(0, len(reports), AT_ONCE):
        building.write(partial(_some, reports[at : at + AT_ONCE], answers), found.extend)
    for report in reports:
        building.search.add(report.header.title, f"report: {report.header.question}", urls.report(report.name))
    return found


def index(entries: Sequence[ReportEntry], writer: Writer) -> None:
    """Write the index of reports."""
    about = "Questions that the warehouse answers, each with its sources"
    page = Page(urls.REPORTS.path or "", "Reports", about, "reports", [urls.START])
    writer.page("reports", page, entries=entries)


def _some(
    reports: Sequence[definition.Report], answers: Answers, writer: Writer
) -> list[tuple[ReportEntry, Picture | None]]:
    with answers.snapshot.connected() as connection:
        return [_page(report, answers._replace(connection=connection), writer) for report in reports]


def _page(report: definition.Report, answers: Answers, writer: Writer) -> tuple[ReportEntry, Picture | None]:
    header, path = report.header, urls.report(report.name)
    values = _values_for(report)
    try:
        answer = _read(report, values, answers)
        names = [name for name in DOWNLOADS if name != "xlsx" or answer.total <= MOST_IN_SHEET]
        downloads = [_download(answer, name, writer) for name in names]
        picture = _picture(answer, writer) if header.chart is not None and _is_drawn(header.chart, answer) else None
        refusal = None
    except UsageError as error:
        answer, downloads, picture, refusal = None, [], None, error.what
    view = Report(
        name=report.name,
        question=header.question,
        parameters=list(answer.parameters()) if answer else [],
        command=_command(report, values),
        chart=None if picture is None else picture.svg,
        columns=list(answer.columns()) if answer else [],
        rows=answer.cells() if answer else [],
        total=answer.total if answer else 0,
        downloads=downloads,
        sql=report.source.statement.strip(),
        lineage=lineage(report, answers.objects),
        sources=answer.sources() if answer else [],
        refusal=refusal,
    )
    page = Page(path, header.title, header.question, "reports", [urls.START, urls.REPORTS])
    writer.page("report", page, report=view)
    chart = urls.report(report.name, "svg") if picture else None
    return ReportEntry(Link(header.title, path), report.name, header.question, view.total, chart), picture


def _is_drawn(chart: definition.Chart, answer: _Answer) -> bool:
    """Return whether a chart stays legible and small: lines stay so, however many figures they join."""
    return answer.total <= SHOWN or chart.kind == "line"


def _values_for(report: definition.Report) -> Mapping[str, str]:
    """Return the parameters to run a report with.

    They are empty if every parameter is optional or has a default, else those of the report's first case.
    """
    if not any(parameter.required and parameter.default is None for parameter in report.header.params.values()):
        return {}
    return next((case.params for case in report.header.cases), {})


def _command(report: definition.Report, values: Mapping[str, str]) -> str:
    parts = ["warehouse", "report", "run", report.name]
    for name, value in values.items():
        parts += ["-p", f"{name}={value}"]
    return shlex.join(parts)


def _read(report: definition.Report, values: Mapping[str, str], answers: Answers) -> _Answer:
    """Run a report, keep its rows or the first of them, and count the others."""
    with _opened(report, values, answers) as result:
        rows = list(islice(result.rows, KEPT))
        total = len(rows) + sum(1 for _ in result.rows)
        return _Answer(report, values, answers, result, rows, total)


@contextmanager
def _opened(report: definition.Report, values: Mapping[str, str], answers: Answers) -> Iterator[Result]:
    """Run a report in a savepoint, so that its settings, such as the time limit, end with it."""
    connection = answers.connection
    with connection.transaction(force_rollback=True), run(connection, report, values, quotes=answers.quotes) as result:
        result.run = answers.info
        yield result


@dataclass(frozen=True, slots=True)
class _Answer:
    """The answer of a report: its rows, or the first ``KEPT`` of many, and a way to read all rows again."""

    report: definition.Report
    values: Mapping[str, str]
    answers: Answers
    first: Result
    rows: Sequence[Row]
    total: int

    @contextmanager
    def again(self) -> Iterator[Result]:
        """Yield the result with all rows: from memory if all of them are there, else from the server."""
        if self.total > len(self.rows):
            with _opened(self.report, self.values, self.answers) as result:
                yield result
        else:
            yield replace(self.first, rows=iter(self.rows), citations=list(self.first.citations), lines=None)

    def parameters(self) -> Iterator[Parameter]:
        """Yield the parameters with their values."""
        for name, value in asked(self.first.values):
            parameter = self.report.header.params[name]
            yield Parameter(name, parameter.type, value, parameter.help)

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that the page shows."""
        return self.rows[:SHOWN]

    def columns(self) -> Iterator[Column]:
        """Yield the columns with their meanings."""
        header = self.report.header
        texts = {column.name: [row.cells[at] for row in self.shown] for at, column in enumerate(self.first.columns)}
        rank = ranks(texts, {column.name: column.doc.unit for column in self.first.columns}, header)
        for column in self.first.columns:
            doc, is_grain = column.doc, column.name in header.grain
            yield Column(
                name=column.name,
                type=column.type,
                meaning=doc.meaning,
                unit=doc.unit,
                empty=doc.empty,
                is_number=column.is_number,
                is_grain=is_grain,
                facet=None if column.is_number or is_key(column.name) else facet_of(texts[column.name]),
                rank=rank[column.name],
            )

    def cited(self) -> list[Citation]:
        """Return the sources of the rows shown, by number."""
        by_number = {citation.number: citation for row in self.shown for marks in row.marks for citation in marks}
        return [by_number[number] for number in sorted(by_number)]

    def sources(self) -> list[Source]:
        """Return the sources of the rows shown, by number, with their quotes."""
        return [
            replace(
                _source(citation),
                quotes=[Quote(each.words, each.language) for each in self.first.quotes_of(citation)],
            )
            for citation in self.cited()
        ]

    def cells(self) -> list[list[Cell]]:
        """Return the rows shown."""
        sources = {citation.number: _source(citation) for citation in self.cited()}
        numbers = [column.is_number for column in self.first.columns]
        return [
            [
                Cell(
                    text,
                    [sources[citation.number] for citation in marks],
                    figures.read(text) if is_number else None,
                    (at, column) in self.first.disputed,
                )
                for column, (text, marks, is_number) in enumerate(zip(row.cells, row.marks, numbers, strict=True))
            ]
            for at, row in enumerate(self.shown)
        ]


def _source(citation: Citation) -> Source:
    fragment = urls.place_id(citation.paragraph, citation.locator)
    return Source(
        number=citation.number,
        title=citation.title,
        section=citation.section,
        page_date=citation.page_date,
        place=citation.locator,
        path=urls.document(citation.document, fragment),
        document=citation.document,
    )


def _download(answer: _Answer, name: str, writer: Writer) -> Download:
    path = urls.report(answer.report.name, name)
    with answer.again() as result, writer.files.opened(path, is_binary=FORMATS[name].is_binary) as stream:
        write(result, name, stream)
    return Download(name, path, readable(writer.files.size(path)))


def _picture(answer: _Answer, writer: Writer) -> Picture:
    name, header = answer.report.name, answer.report.header
    with answer.again() as result, writer.files.opened(urls.report(name, "svg")) as stream:
        write(result, "svg", stream)
    with answer.again() as result:
        svg = draw(result, prefix=f"chart-{name}", has_heading=False, has_style=False).svg
    return Picture(header.title, header.question, svg, urls.report(name))


def readable(size: int) -> str:
    """Format a number of bytes for people, such as ``12 kB``, rounded up. A kB has 1000 bytes."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:  # noqa: PLR2004 - the size of the next unit
            return f"{size:.0f} {unit}"
        size = -(-size // 1000)
    return f"{size} GB"
