"""The command ``warehouse``: its global options and subcommands, and the entry point that runs one of them.

``run`` turns every error into a message and an exit code.
"""

from __future__ import annotations

import os
import traceback
from functools import cache
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Final, cast

import typer
import typer.core
import typer.main

import warehouse
from warehouse.cli import (
    assistants,
    check,
    database,
    documents,
    export,
    history,
    load,
    project,
    publish,
    report,
    reviews,
    revisions,
    schedule,
    seeds,
)
from warehouse.cli.log import Log, LogFormat, asked_format, ending_of
from warehouse.cli.session import Color, CommandGroup, Session, print_data
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence


app = typer.Typer(
    cls=CommandGroup,
    help="A warehouse of critical-mineral supply-chain facts, each with the document and paragraph that states it.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

SEEN: Final = (
    "the password in --database can be seen by every account of this machine, in the list of processes\n"
    "  Keep it in PGPASSFILE, a service file, PGPASSWORD or WAREHOUSE_DATABASE_URL: see docs/configuration.md."
)


def _version(asked: bool) -> None:  # noqa: FBT001 - typer calls it so
    if asked:
        print_data(f"warehouse {warehouse.__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    database_url: Annotated[
        str | None,
        typer.Option(
            "--database",
            metavar="URL",
            help="PostgreSQL to use, as a libpq URI (or WAREHOUSE_DATABASE_URL). Default: the embedded server.",
        ),
    ] = None,
    seeds_folder: Annotated[
        Path | None,
        typer.Option("--seeds", metavar="DIR", help="Folder of the seed files. Default: seeds/ of the project."),
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(
            "--project", metavar="DIR", help="Project folder. Default: the nearest folder upwards with project files."
        ),
    ] = None,
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print neither progress nor remarks.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print more details.")] = False,
    color: Annotated[Color | None, typer.Option("--color", help="When to use colour. Default: auto.")] = None,
    log_format: Annotated[
        LogFormat | None, typer.Option("--log-format", help="Format of the messages on stderr. Default: text.")
    ] = None,
    version: Annotated[  # noqa: ARG001 - the callback answers it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Settle where things are, before any verb."""
    from warehouse.settings import Settings, holds_secret

    settings = Settings.resolve(project=project, seeds=seeds_folder, database_url=database_url, color=color)
    log = context.obj if isinstance(context.obj, Log) else Log()
    log.use(log_format or log.format)
    if database_url and holds_secret(database_url):
        log.caution(SEEN)
    context.obj = Session(settings, quiet=quiet, verbose=verbose, color=Color(settings.color), log=log)


app.command()(project.demo)
app.command()(project.init)
app.add_typer(project.config_app, name="config")
app.add_typer(database.app, name="db")
seeds.app.command()(revisions.diff)
seeds.app.command()(reviews.review)
app.add_typer(seeds.app, name="seeds")
app.command()(load.plan)
app.command()(load.load)
app.command()(load.undo)
app.command()(check.check)
app.add_typer(history.app, name="runs")
app.command()(history.diff)
app.command()(history.history)
app.command()(history.blame)
app.add_typer(report.app, name="report")
app.add_typer(documents.app, name="documents")
app.command()(export.docs)
app.command()(export.export)
app.command()(publish.publish)
app.command()(publish.serve)
app.command()(assistants.mcp)
app.add_typer(schedule.app, name="schedule")


def run(arguments: Sequence[str]) -> int:
    """Run ``warehouse`` with these arguments.

    Returns:
        The exit code; see ``errors.ExitCode``.
    """
    log = Log(asked_format(arguments))
    with log.in_charge_of_stderr():
        return _run(arguments, log)


def _run(arguments: Sequence[str], log: Log) -> int:
    try:
        code = _command().main(args=list(arguments), prog_name="warehouse", standalone_mode=False, obj=log)
    except Exception as error:  # noqa: BLE001 - the outermost frame
        return _fail(log, error)
    if code == ExitCode.INTERRUPTED:  # typer returns this code after Ctrl+C
        return _fail(log, KeyboardInterrupt())
    log.end(int(code or ExitCode.DONE))
    return int(code or ExitCode.DONE)


@cache
def _command() -> typer.core.TyperGroup:
    return cast("typer.core.TyperGroup", typer.main.get_command(app))


def _fail(log: Log, error: BaseException) -> int:
    from warehouse.yamlfiles import ProblemsFound

    if isinstance(error, ProblemsFound):
        log.tell(error.problems)
    ending = ending_of(error)
    is_traced = ending.exit_code == ExitCode.BUG and os.environ.get("WAREHOUSE_TRACEBACK")
    log.fail(ending, "".join(traceback.format_exception(error)) if is_traced else "")
    return ending.exit_code
