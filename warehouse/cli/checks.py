"""``warehouse check``: hold the loaded facts against the rules of ``sql/checks``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.session import Session, print_data, session_of
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    import psycopg

    from warehouse.checks.run import CheckResult


def check(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Checks to run; all of them.")] = None,
    *,
    drift: Annotated[bool, typer.Option("--drift", help="Look for rows edited by hand since the last load.")] = False,
) -> None:
    """Run the data checks; exits with 1 when a blocking one finds something, or a row was edited by hand."""
    session = session_of(context)
    with session.database() as connection:
        results = run_checks(session, connection, names or []) if names or not drift else []
        drifts = _find_drift(session, connection) if drift else []
    for result in results:
        print_data(describe(result))
    for line in drifts:
        print_data(line)
    if drifts or any(result.blocks for result in results):
        raise typer.Exit(ExitCode.FAILED)


def _find_drift(session: Session, connection: psycopg.Connection) -> list[str]:
    from warehouse.database.upgrade import require_head
    from warehouse.load.drift import find_drift

    require_head(connection, session.settings.migrations)
    found = [f"edited by hand  {drift}" for drift in find_drift(connection)]
    session.say('"warehouse plan" shows the rows.' if found else "No row was edited by hand since the last load.")
    return found


def run_checks(session: Session, connection: psycopg.Connection, names: list[str]) -> list[CheckResult]:
    """Run the named checks, or all of them."""
    from warehouse.checks.library import find, list_checks
    from warehouse.checks.run import run
    from warehouse.database.upgrade import require_head

    require_head(connection, session.settings.migrations)
    sql = session.settings.sql
    return run(connection, [find(sql, name) for name in names] if names else list_checks(sql))


def describe(result: CheckResult) -> str:
    """Say what a check found: one line, and one more per row."""
    outcome = result.check.header.severity if result.found else "ok"
    lines = [f"{outcome:<8}{result.check.name}: {result.check.header.title}"]
    for row in result.rows:
        where = f" ({row['fact']})" if row.get("fact") else ""
        lines.append(f"        - {row['problem']}{where}")
    if result.found > len(result.rows):
        lines.append(f"        … and {result.found - len(result.rows)} more")
    if result.found:
        lines.append(f"        {result.check.header.hint}")
    return "\n".join(lines)
