"""Run the cases of a report against the database and say which expectations do not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.errors import CheckFailed, ConfigurationError, DatabaseBusy, UsageError
from warehouse.reports.run import run
from warehouse.strictyaml import ProblemsFound, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.golden import GoldenFiles
    from warehouse.reports.header import Expectation
    from warehouse.reports.library import Report

    ShownRow = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """What came of one case.

    Attributes:
        report: Name of the report.
        number: Its place in the header, from 1.
        params: The values it ran with.
        failures: What did not hold, as sentences; empty: all did.
    """

    report: str
    number: int
    params: Mapping[str, str]
    failures: tuple[str, ...]


def try_cases(connection: Connection[Any], report: Report, golden: GoldenFiles | None = None) -> list[CaseOutcome]:
    """Run every case of the report and compare the answers with what the header and the golden files expect.

    Args:
        connection: Each case reads a snapshot of its own, or what its open transaction sees.
        report: The report.
        golden: Answers kept as files; None: the header alone says what is expected.

    Returns:
        What came of each case; a case that cannot be run has failed. Files without a case are a case numbered 0.
    """
    outcomes = []
    for number, case in enumerate(report.header.cases, start=1):
        failures = _try_case(connection, report, number, golden)
        outcomes.append(CaseOutcome(report.name, number, case.params, tuple(failures)))
    strays = tuple(golden.strays(report)) if golden else ()
    return [*outcomes, CaseOutcome(report.name, 0, {}, strays)] if strays else outcomes


def _try_case(connection: Connection[Any], report: Report, number: int, golden: GoldenFiles | None) -> list[str]:
    case = report.header.cases[number - 1]
    try:
        with run(connection, report, case.params) as result:
            names = [column.name for column in result.columns]
            rows = [dict(zip(names, row.cells, strict=True)) for row in result.rows]
        failures = list(_failures(rows, case.expect))
        return failures + (golden.failures(connection, report, number, case.params) if golden else [])
    except ProblemsFound as found:
        return [as_text(found.problems)]
    except (CheckFailed, UsageError, DatabaseBusy, ConfigurationError) as error:
        return [error.what]


def _failures(rows: Sequence[ShownRow], expect: Expectation) -> Iterator[str]:
    if expect.rows is not None and len(rows) != expect.rows:
        yield f"expected {expect.rows} rows, got {len(rows)}"
    if expect.at_least is not None and len(rows) < expect.at_least:
        yield f"expected at least {expect.at_least} rows, got {len(rows)}"
    for wanted in expect.contains:
        if not any(_fits(row, wanted) for row in rows):
            shown = ", ".join(f"{name} = {value}" for name, value in wanted.items())
            yield f"no row with {shown}"


def _fits(row: ShownRow, wanted: Mapping[str, str]) -> bool:
    """Compare by text; no value is written as an empty text."""
    return all((row[name] or "") == value for name, value in wanted.items())
