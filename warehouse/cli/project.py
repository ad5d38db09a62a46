"""``warehouse config``, ``init`` and ``demo``: the settings in effect and their sources; a new project; a first run."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import warehouse
from warehouse.cli.check import describe, run_checks
from warehouse.cli.load import outcome
from warehouse.cli.migrations import upgraded
from warehouse.cli.publish import published
from warehouse.cli.report import answer
from warehouse.cli.session import CommandGroup, Session, print_data, session_of
from warehouse.errors import ConfigurationError, ExitCode

if TYPE_CHECKING:
    import psycopg

    from warehouse.settings import Settings, Value

config_app = typer.Typer(cls=CommandGroup, help="Show the settings and where they come from.")


class ConfigFormat(StrEnum):
    """The output formats of settings."""

    TEXT = "text"
    JSON = "json"


@config_app.callback()
def group() -> None:
    """Show the settings and where they come from."""


@config_app.command()
def show(
    context: typer.Context,
    form: Annotated[ConfigFormat, typer.Option("--format", "-f", help="How to print them.")] = ConfigFormat.TEXT,
) -> None:
    """Show every setting and where it comes from: option, environment, warehouse.toml or default; never a password."""
    settings = session_of(context).settings
    rows = [_row(value) for value in settings.values]
    places = _places(settings)
    if form is ConfigFormat.JSON:
        shown: dict[str, Any] = {"version": warehouse.__version__, **places, "settings": rows}
        print_data(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    values = {str(row["name"]): _said(row) for row in rows}
    about = {**{name.replace("_", " "): place for name, place in places.items()}, "version": warehouse.__version__}
    width, wide = max(map(len, [*values, *about])), max(map(len, values.values()))
    for row in rows:
        name = str(row["name"])
        print_data(f"{name:<{width}}  {values[name]:<{wide}}  {row['from']}")
    print_data("")
    for name, place in about.items():
        print_data(f"{name:<{width}}  {place or 'none'}")


def _row(value: Value) -> dict[str, str | None]:
    origin = value.origin
    return {
        "name": value.setting.name,
        "value": None if value.value is None else _shown(value.setting.name, str(value.value)),
        "from": str(origin),
        "source": origin.source.value,
        "about": value.setting.about,
    }


def _shown(name: str, text: str) -> str:
    """Mask the password of a database address; hide an unreadable address, as any part may be the password."""
    from warehouse.settings import holds_secret, masked

    if name not in {"database", "lake-catalog"}:
        return text
    from warehouse.database.connect import require_readable

    try:
        if name == "database":
            require_readable(text)
    except ConfigurationError:
        return "*** (cannot be read)"
    shown = masked(text)
    return "***" if shown == text and holds_secret(text) else shown


def _said(row: dict[str, str | None]) -> str:
    from warehouse.settings import SETTINGS

    words = {setting.name: setting.default_words for setting in SETTINGS}
    return row["value"] or words[str(row["name"])]


def _places(settings: Settings) -> dict[str, str | None]:
    """Return the paths that follow from the settings.

    The embedded server's home may differ from the setting, if its account cannot enter that folder.
    """
    from warehouse.database import embedded

    return {
        "config_file": str(settings.file) if settings.file else None,
        "embedded_home": None if settings.database_url else str(embedded.status(settings.home).home),
        "sql": ", ".join(map(str, settings.sql)),
        "migrations": str(settings.migrations),
        "cache": str(settings.cache) if settings.cache else None,
        "python": platform.python_version(),
    }


class Forge(StrEnum):
    """The forges for which there is a pipeline."""

    GITHUB = "github"
    GITLAB = "gitlab"


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the new project. Its present files stay.")],
    *,
    with_examples: Annotated[
        bool, typer.Option("--with-examples", help="Begin with the example seeds instead of registers alone.")
    ] = False,
    forge: Annotated[
        Forge | None, typer.Option("--ci", help="Also write a pipeline for this forge, which checks and comments.")
    ] = None,
) -> None:
    """Begin a project of your own: settings, first seeds, a first report; a file that is there is never replaced."""
    from warehouse.starting import begin

    session = session_of(context)
    names = begin(folder.absolute(), session.settings.example_seeds if with_examples else None, forge and forge.value)
    session.say(f"Wrote {', '.join(names)} to {folder}.")
    session.say(f"Next: cd {folder} && warehouse seeds check && warehouse demo; README.md there tells more.")


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
    from warehouse.load.runner import LoadOptions
    from warehouse.publish.site import View
    from warehouse.reports.definition import find

    session = _with_seeds(session_of(context))
    with session.dsn() as dsn:
        _, revision = upgraded(session, dsn)
        session.say(f"The schema is at revision {revision}.")
        session.say(outcome(session.project().loader().load(dsn, LoadOptions())))
        with connect(dsn) as connection:
            blocked = _report_checks(session, connection)
            connection.rollback()
            answer(connection, find(session.settings.sql, REPORT), {}, "table", sys.stdout)
            sys.stdout.flush()
            published(session, connection, session.settings.site, View(), if_changed=True)
    site = session.settings.site / "index.html"
    session.say(NEXT_STEPS.format(it=_called(), seeds=session.settings.seeds, home=_where(session), site=site))
    if blocked:
        raise typer.Exit(ExitCode.FAILED)


def _with_seeds(session: Session) -> Session:
    """Return the session with the example seeds if the project has none of its own."""
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
    """Return this program as the user can type it: its name if it is on the PATH, or else its path."""
    program = Path(sys.argv[0])
    if program.name != "warehouse" or shutil.which("warehouse") == str(program):
        return "warehouse"
    return os.path.relpath(program)


def _where(session: Session) -> str:
    if session.settings.database_url is not None:
        return "the server given by --database"
    from warehouse.database import embedded

    return str(embedded.status(session.settings.home).home)
