"""The execution of a report in DuckDB, on tables with the names and columns of the mart.

Only a report whose statement can be translated runs there; ``dialects`` says which. The answer has the form of one from
PostgreSQL, sources included. Numbers have no trailing zeros.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

import duckdb

from warehouse import __version__
from warehouse.errors import UsageError
from warehouse.reports.dialects import duckdb as dialect
from warehouse.reports.dialects.translation import NotPortable, Translator
from warehouse.reports.execute import Numbering, marks_of
from warehouse.reports.fetching import BATCH, took_too_long, wrong_grain
from warehouse.reports.parameters import settle
from warehouse.reports.result import Column, Document, Layout, Result, Row, RunInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from warehouse.mart.objects import MartObject
    from warehouse.reports.definition import Report
    from warehouse.reports.parameters import Value

SOURCES: Final = ("bridge_fact_document", "dim_document", "dim_fact", "dim_load", "dim_term")
"""The tables that sources, and the facts about a run, are read from."""

_TYPES: Final = {
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "numeric",
    "HUGEINT": "bigint",
    "INTEGER": "integer",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
}
"""The PostgreSQL type of each type of DuckDB; decimals are numeric, all others text."""

_PLACES: Final = """
SELECT c.fact_key, c.document_key, c.paragraph, c.locator, d.title, d.section, d.page_date_printed,
  c.span_start, c.span_end, c.quote_sha256, coalesce(f.is_disputed, false)
FROM bridge_fact_document AS c
JOIN dim_document AS d ON d.document_key = c.document_key
LEFT JOIN dim_fact AS f ON f.fact_key = c.fact_key
WHERE c.fact_key IN (SELECT unnest(?))
ORDER BY d.page_date, c.document_key, c.paragraph, c.locator
"""

_DOCUMENTS: Final = """
SELECT d.document_key, d.title, d.kind, t.citation_type, d.section, d.publisher_name, d.language,
  coalesce(strftime(d.published_on, '%Y-%m-%d'), d.page_date_printed), d.url, d.archive_url, d.licence
FROM dim_document AS d
JOIN dim_term AS t ON t.scheme = 'document-kind' AND t.label = d.kind
WHERE d.document_key IN (SELECT unnest(?))
ORDER BY d.document_key
"""

_LOAD: Final = "SELECT load_id, schema_revision FROM dim_load ORDER BY loaded_at DESC LIMIT 1"


def statement_of(report: Report, objects: Iterable[MartObject], at: datetime | None = None) -> str:
    """Return the statement of a report for DuckDB.

    Args:
        report: The report.
        objects: All objects of the mart.
        at: The instant whose state is read; None: now.

    Raises:
        UsageError: It has no equal there.
    """
    try:
        return Translator(dialect, objects, at).translated(report)
    except NotPortable as reason:
        what = f"{report.label} does not run on DuckDB: {reason}"
        raise UsageError(what, hint="Run it on the database, without --on.") from reason


@contextmanager
def run(
    engines: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
    report: Report,
    statement: str,
    values: Mapping[str, str],
    at: datetime | None,
) -> Iterator[Result]:
    """Run a report and yield its result, whose rows can be read until the context ends.

    Args:
        engines: DuckDB with the tables that the report reads, and with those of ``SOURCES``. These are two, because a
            query ends the answer of the one before.
        report: The report.
        statement: Its statement, from ``statement_of``.
        values: Parameters as given on the command line.
        at: The instant whose state is read; None: now.

    Raises:
        UsageError: A parameter is unknown, missing or not allowed, or DuckDB refuses the report.
        DatabaseBusy: It took longer than its timeout.
        CheckFailed: Two rows are equal in the grain; raised while the rows are read.
    """
    settled, (engine, beside) = settle(report, values), engines
    timer = Timer(report.header.timeout, engine.interrupt)
    timer.start()
    try:
        found = _asked(engine, report, statement, settled)
        layout = _layout(report, found)
        numbering = _Numbering(beside)
        result = Result(report, settled, layout.columns, _run_info(beside, at), iter(()), numbering.citations)
        result.documents = lambda: numbering.documents({each.document for each in result.citations})
        result.rows = _rows(found, layout, result, numbering)
        yield result
    except duckdb.InterruptException as error:
        raise took_too_long(report) from error
    except duckdb.Error as error:
        what = f"{report.label} does not run on DuckDB: {str(error).partition(chr(10))[0]}"
        raise UsageError(what, hint="Run it on the database, without --on.") from error
    finally:
        timer.cancel()


def _asked(
    engine: duckdb.DuckDBPyConnection, report: Report, statement: str, settled: Mapping[str, Value]
) -> duckdb.DuckDBPyConnection:
    given = ", ".join(f'"{name}" := NULL' for name in report.header.params)
    engine.execute(f"CREATE TEMP MACRO asked({given}) AS TABLE {statement}")
    bound = {name: value for name, value in settled.items() if value is not None}
    call = ", ".join(f'"{name}" := ?' for name in bound)
    return engine.execute(f"FROM asked({call})", [_bound(value) for value in bound.values()])


def _bound(value: Value) -> Any:  # noqa: ANN401 - whatever DuckDB binds
    return value if isinstance(value, list) else _text(value)


def _layout(report: Report, found: duckdb.DuckDBPyConnection) -> Layout:
    header = report.header
    described = [(column[0], str(column[1])) for column in found.description or ()]
    index = {name: number for number, (name, _) in enumerate(described)}
    return Layout(
        columns=tuple(Column(name, _type(described[index[name]][1]), doc) for name, doc in header.columns.items()),
        shown=tuple(index[name] for name in header.columns),
        facts=tuple(index[header.cite[name]] if name in header.cite else None for name in header.columns),
        grain=tuple(index[name] for name in header.grain),
        has_array_in_grain=True,
    )


def _type(name: str) -> str:
    return "numeric" if name.startswith("DECIMAL") else _TYPES.get(name, "text")


def _run_info(engine: duckdb.DuckDBPyConnection, at: datetime | None) -> RunInfo:
    load_id, revision = engine.execute(_LOAD).fetchone() or (None, None)
    started = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return RunInfo(started, load_id, revision, __version__, _text(at))


def _rows(found: duckdb.DuckDBPyConnection, layout: Layout, result: Result, numbering: Numbering) -> Iterator[Row]:
    seen: set[str] = set()
    count = 0
    while rows := found.fetchmany(BATCH):
        for row in rows:
            key = repr([row[at] for at in layout.grain])
            if key in seen:
                raise wrong_grain(result.report, [_text(row[at]) for at in layout.grain])
            seen.add(key)
        marks = marks_of(rows, layout, result, numbering, count)
        count += len(rows)
        for row, cited in zip(rows, marks, strict=False):
            yield Row(tuple(_text(row[at]) for at in layout.shown), cited)


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever DuckDB gives
    """Return a value as a cell shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | Decimal):
        return _number(Decimal(repr(value)) if isinstance(value, float) else value)
    if isinstance(value, datetime):
        text = value.astimezone(UTC).isoformat().removesuffix("+00:00")
        return f"{text.rstrip('0') if '.' in text else text}Z"
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)


def _number(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class _Numbering(Numbering):
    """The numbering of citations that are looked up in DuckDB."""

    def __init__(self, engine: duckdb.DuckDBPyConnection) -> None:
        super().__init__(None, [])  # type: ignore[arg-type]
        self._engine = engine

    def places_of(self, fact_ids: Sequence[str]) -> Iterable[tuple[Any, ...]]:
        return self._engine.execute(_PLACES, [list(fact_ids)]).fetchall()

    def documents(self, keys: Iterable[str]) -> list[Document]:
        """Return documents in the order of their keys."""
        return [Document(*row) for row in self._engine.execute(_DOCUMENTS, [sorted(keys)]).fetchall()]
