"""Answers made in memory, to be written without a database; and csv of a report, written in both ways."""

from __future__ import annotations

from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, Final

from tests.builders import sound_report
from warehouse.reports import definition, formats
from warehouse.reports.definition import ColumnDoc
from warehouse.reports.execute import run
from warehouse.reports.result import Citation, Column, Document, Result, Row, RunInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

    from warehouse.reports.definition import Report

PUSH = Citation(1, "push", "The push", "Politics", "2026-02-18", 18, "¶18")
LAW = Citation(2, "law", "희토류 <법>", None, None, None, "article 4")
DOCUMENTS: Final = (
    Document(
        "law", "희토류 <법>", "law", "legislation", None, "The {State} & Co_1", "ko", "2026-02", "https://x.kr/%7Ea b"
    ),
    Document(
        "push", "50% of $1, ~#1^2 \\cite{x}", "article", "article-newspaper", "Politics", None, "en", "2026", None
    ),
)
RUN = RunInfo("2026-02-22T00:00:00Z", 7, "20260101_0000", "0.1.0")
TYPES: Final = {
    "company": "text",
    "amount": "numeric",
    "contracts": "integer",
    "ratio": "double precision",
    "signed": "date",
    "seen": "timestamptz",
    "is_total": "boolean",
    "note": "text",
}
NONE: Final = ((),) * 8
ROWS: Final = (
    Row(
        ("포스코", "622000000.10", "3", "0.1", "2025-09-01", "2026-02-18T00:30:00Z", "true", "plain"),
        ((PUSH,), (PUSH, LAW), *NONE[2:]),
    ),
    Row(
        ("中国稀土", "-0.5", "-12", "1000000000000000000000", "1899-12-31", "2026-02-18T09:30:01.5Z", "false", ""),
        ((), (LAW,), *NONE[2:]),
    ),
    Row(("Acme", None, None, None, None, None, None, None), NONE),
    Row(("=cmd|' /C calc'!A0", "NaN", "0", "Infinity", "9999-12-31", None, None, "[bold]x[/bold] @+-="), NONE),
    Row(("<b>&amp;\"'", "12345678901234567890.123456789", None, None, None, None, None, "a\tb\nc\\d\re"), NONE),
    Row(("שלום \u202eabc", "100", "0", "-1.5", "1900-03-01", None, None, "\x1b[31m\x00\x7f\x9b _x0041_ a|b"), NONE),
)


def report_of(names: Sequence[str], cited: Sequence[str] = ()) -> definition.Report:
    """Make a report with these columns."""
    lines = ["/* report", "title: Contract <values>", "question: What is it worth?", f"grain: [{names[0]}]", "columns:"]
    lines += [f"  {name}: {{meaning: the {name}, empty: not said}}" for name in names]
    lines += ["cite:", *(f"  {name}: {name}_fact" for name in cited)] if cited else []
    return sound_report("\n".join([*lines, "*/", "SELECT 1", "ORDER BY 1"]))


def answer(
    *rows: Row, types: dict[str, str] | None = None, units: dict[str, str] | None = None, **values: Any
) -> Result:
    """Make an answer; without types one of a column per type, without rows of those above."""
    columns = types or TYPES
    report = report_of(list(columns), [name for name in ("company", "amount") if name in columns])
    shown = [
        Column(name, kind, ColumnDoc(meaning=f"the {name}", unit=(units or {}).get(name), empty="not said"))
        for name, kind in columns.items()
    ]
    given = rows or ROWS
    citations = sorted({mark for row in given for cell in row.marks for mark in cell}, key=lambda mark: mark.number)
    return Result(report, values, shown, RUN, iter(given), citations, documents=lambda: DOCUMENTS)


def nothing(types: dict[str, str] | None = None) -> Result:
    """Make an answer without rows."""
    result = answer(types=types)
    result.rows, result.citations = iter(()), []
    return result


def texts(*cells: str | None) -> Result:
    """Make an answer of one column of texts."""
    types = {"company": "text"}
    return answer(*(Row((cell,), ((),)) for cell in cells), types=types) if cells else nothing(types)


def written(result: Result, name: str, width: int | None = None) -> bytes:
    """Give what a format writes."""
    if formats.FORMATS[name].is_binary:
        stream = BytesIO()
        formats.write(result, name, stream, width)
        return stream.getvalue()
    lines = StringIO(newline="")
    formats.write(result, name, lines, width)
    return lines.getvalue().encode()


def copied(connection: Connection[Any], report: Report, **values: str) -> str:
    """Write csv of the server's lines."""
    stream = StringIO(newline="")
    with run(connection, report, values) as result:
        assert result.lines is not None
        formats.write(result, "csv", stream)
    return stream.getvalue()


def fetched(connection: Connection[Any], report: Report, **values: str) -> str:
    """Write csv of the rows."""
    stream = StringIO(newline="")
    with run(connection, report, values) as result:
        result.lines = None
        formats.write(result, "csv", stream)
    return stream.getvalue()


def agreed(connection: Connection[Any], report: Report, **values: str) -> str:
    """Write csv in both ways, which must give the same."""
    found = copied(connection, report, **values)
    assert found == fetched(connection, report, **values)
    return found
