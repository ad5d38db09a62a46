"""``warehouse demo``: the main job in one command."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from warehouse.cli.changes import outcome
from warehouse.cli.checks import describe, run_checks
from warehouse.cli.loading import How, load_seeds
from warehouse.cli.migrations import upgraded
from warehouse.cli.publishing import published
from warehouse.cli.report_output import answer
from warehouse.cli.session import Session, session_of
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    import psycopg

REPORT: Final = "import-dependence"

NEXT_STEPS: Final = """
What next
  {it} serve                     the site in a browser; or open {site}
  {it} report list               the questions that are answered
  {it} report run NAME -f csv    another report; -o FILE.xlsx, .html, .svg …
  {it} plan                      after a change in {seeds}: what would change
  {it} db psql                   SQL; the schema mart is the one to read
  {it} db start                  keep the server up for a BI tool, then paste what "{it} db dsn --reader" prints
  {it} db stop                   stop it again
The database lives in {home}; to delete it, stop it and remove that folder."""


def demo(context: typer.Context) -> None:
    """Start the database, load the seeds, check them, print a first report, write the site; harmless to repeat."""
    from warehouse.database.connect import connect
    from warehouse.reports.library import find

    session = _with_seeds(session_of(context))
    with session.dsn() as dsn:
        _, revision = upgraded(session, dsn)
        session.say(f"The schema is at revision {revision}.")
        session.say(outcome(load_seeds(session, dsn, How())))
        with connect(dsn) as connection:
            blocked = _report_checks(session, connection)
            connection.rollback()
            answer(connection, find(session.settings.sql, REPORT), {}, "table", sys.stdout)
            sys.stdout.flush()
            published(session, connection, session.settings.site, if_changed=True)
    site = session.settings.site / "index.html"
    session.say(NEXT_STEPS.format(it=_called(), seeds=session.settings.seeds, home=_where(session), site=site))
    if blocked:
        raise typer.Exit(ExitCode.FAILED)


def _with_seeds(session: Session) -> Session:
    """Take the example seeds where the project has none of its own."""
    settings = session.settings
    if settings.seeds.is_dir():
        return session
    return replace(session, settings=replace(settings, seeds=settings.example_seeds))


def _report_checks(session: Session, connection: psycopg.Connection) -> bool:
    results = run_checks(session, connection, [])
    grave = [result for result in results if result.found and result.check.header.severity != "info"]
    session.say(f"Ran {len(results)} checks: {len(grave)} found something to mend.")
    for result in grave:
        session.say(describe(result))
    session.say("")
    return any(result.blocks for result in results)


def _called() -> str:
    """Name this program so that the user can type it: by itself where it is on the PATH, else with its path."""
    program = Path(sys.argv[0])
    if program.name != "warehouse" or shutil.which("warehouse") == str(program):
        return "warehouse"
    return os.path.relpath(program)


def _where(session: Session) -> str:
    if session.settings.database_url is not None:
        return "the server given by --database"
    from warehouse.database import embedded

    return str(embedded.status(session.settings.home).home)
