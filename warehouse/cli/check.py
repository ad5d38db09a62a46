"""``warehouse check``: run the checks of ``sql/checks`` on the loaded facts, and compare their age with limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.notices import AlarmOption, MetricsOption, PingOption, watched
from warehouse.cli.session import Session, names_of, print_data, session_of
from warehouse.errors import ExitCode, UsageError

if TYPE_CHECKING:
    import psycopg

    from warehouse.checks.freshness import Age
    from warehouse.checks.run import CheckResult
    from warehouse.integrations.monitoring import Gauge

MAX_AGE: Final = "26h"
"""A day, plus the delay that a daily load may have."""


AGE_HELP: Final = "With --fresh: maximum time since the last load, such as 90m. Default: 26h."
DOCUMENT_AGE_HELP: Final = "With --fresh: maximum age of the newest document of a topic, such as 60d."


def check(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Checks to run. Default: all.", autocompletion=names_of("check")),
    ] = None,
    *,
    drift: Annotated[bool, typer.Option("--drift", help="Look for rows edited by hand since the last load.")] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Check the age of the last load and of the documents.")
    ] = False,
    max_age: Annotated[str | None, typer.Option("--max-age", metavar="D", help=AGE_HELP)] = None,
    max_document_age: Annotated[
        str | None, typer.Option("--max-document-age", metavar="D", help=DOCUMENT_AGE_HELP)
    ] = None,
    metrics_file: MetricsOption = None,
    ping_url: PingOption = None,
    on_failure: AlarmOption = None,
) -> None:
    """Run the data checks; exits with 1 when a blocking one finds something, rows were edited by hand, or it is old."""
    session = session_of(context)
    with watched(session, "check", metrics_file=metrics_file, ping_url=ping_url, on_failure=on_failure) as report:
        limits = _limits(max_age, max_document_age, fresh=fresh)
        with session.database() as connection:
            results = run_checks(session, connection, names or []) if names or not (drift or fresh) else []
            drifts = _find_drift(session, connection) if drift else []
            ages = _find_ages(session, connection, *limits) if fresh else []
        report.gauges = (*_findings(results), *_instants(ages))
        old = [age for age in ages if age.problem]
        for line in (*map(describe, results), *drifts, *map(str, ages)):
            print_data(line)
        blocking = [f"{result.check.name}: {result.found} found" for result in results if result.blocks]
        report.message = "; ".join([*blocking, *drifts, *(f"{age.topic}: {age.problem}" for age in old)])
        if report.message:
            raise typer.Exit(ExitCode.FAILED)


KEYED: Final = ("core", "mart")
"""The schemas whose tables refer to each other."""


def _limits(max_age: str | None, max_document_age: str | None, *, fresh: bool) -> tuple[int | None, int | None]:
    """Parse the two age limits to seconds; None: the user gave none."""
    from warehouse.checks.freshness import parse_duration

    if not fresh and (max_age is not None or max_document_age is not None):
        raise UsageError("--max-age and --max-document-age are about age", hint="Use them with --fresh.")
    return (
        None if max_age is None else parse_duration(max_age, "--max-age"),
        None if max_document_age is None else parse_duration(max_document_age, "--max-document-age"),
    )


def _find_ages(
    session: Session, connection: psycopg.Connection, max_age: int | None, max_document_age: int | None
) -> list[Age]:
    from warehouse.checks.freshness import ages, parse_duration
    from warehouse.database.migrate import require_head

    require_head(connection, session.settings.migrations)
    usual = parse_duration(MAX_AGE, "--max-age")
    return ages(
        connection, session.settings.shipped_sql, max_age=max_age, usual_age=usual, max_document_age=max_document_age
    )


def _findings(results: list[CheckResult]) -> list[Gauge]:
    from warehouse.integrations.monitoring import Gauge

    return [
        Gauge(
            "warehouse_check_findings",
            result.found,
            {"check": result.check.name, "severity": result.check.header.severity},
        )
        for result in results
    ]


def _instants(ages: list[Age]) -> list[Gauge]:
    from warehouse.checks.freshness import LOAD
    from warehouse.integrations.monitoring import Gauge

    loads = [age for age in ages if age.topic == LOAD]
    return [
        *(Gauge("warehouse_newest_load_timestamp_seconds", age.instant) for age in loads if age.instant is not None),
        *(
            Gauge("warehouse_newest_document_timestamp_seconds", age.instant, {"topic": age.topic})
            for age in ages
            if age.instant is not None and age not in loads
        ),
    ]


def _find_drift(session: Session, connection: psycopg.Connection) -> list[str]:
    from warehouse.database.constraints import broken_constraints
    from warehouse.database.migrate import require_head
    from warehouse.load.drift import find_drift

    require_head(connection, session.settings.migrations)
    lines = [f"edited by hand  {drift}" for drift in find_drift(connection)]
    session.say('"warehouse plan" shows the rows.' if lines else "No row was edited by hand since the last load.")
    return lines + [f"broken key      {name}" for schema in KEYED for name in broken_constraints(connection, schema)]


def run_checks(session: Session, connection: psycopg.Connection, names: list[str]) -> list[CheckResult]:
    """Run the named checks, or all of them if there are no names."""
    from warehouse.checks.run import find, list_checks, run
    from warehouse.database.migrate import require_head

    require_head(connection, session.settings.migrations)
    sql = session.settings.sql
    return run(connection, [find(sql, name) for name in names] if names else list_checks(sql))


def describe(result: CheckResult) -> str:
    """Format the result of a check: one line, one more per row found, and the advice."""
    from warehouse.yamlfiles import visible

    outcome = result.check.header.severity if result.found else "ok"
    lines = [f"{outcome:<8}{result.check.name}: {result.check.header.title}"]
    for row in result.rows:
        where = f" ({row['fact']})" if row.get("fact") else ""
        lines.append(visible(f"        - {row['problem']}{where}"))
    if result.found > len(result.rows):
        lines.append(f"        … and {result.found - len(result.rows)} more")
    if result.found:
        lines.append(f"        {result.check.header.hint}")
    return "\n".join(lines)
