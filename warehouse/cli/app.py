"""The command ``warehouse``: its global options and subcommands, and the entry point that runs one of them.

``run`` turns every error into a message and an exit code.
"""

from __future__ import annotations

import os
import traceback
from functools import cache
from importlib import import_module
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple, cast

import typer
import typer.core
import typer.main

import warehouse
from warehouse.cli.log import Log, LogFormat, asked_format, ending_of
from warehouse.cli.session import Color, CommandGroup, Session, print_data
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


SEEN: Final = (
    "the password in --database can be seen by every account of this machine, in the list of processes\n"
    "  Keep it in PGPASSFILE, a service file, PGPASSWORD or WAREHOUSE_DATABASE_URL: see docs/configuration.md."
)


DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="PostgreSQL to use, as a libpq URI (or WAREHOUSE_DATABASE_URL). Default: the embedded server.",
    ),
]
AwaitedLoad = Annotated[
    int | None,
    typer.Option("--wait-for-load", metavar="N", min=1, help="Begin once the database, a replica, has load N."),
]
AwaitedSeconds = Annotated[
    float, typer.Option("--wait-seconds", metavar="S", min=0, help="Seconds to wait for that load at most.")
]


def _version(asked: bool) -> None:  # noqa: FBT001 - typer calls it so
    if asked:
        print_data(f"warehouse {warehouse.__version__}")
        raise typer.Exit


def options(
    context: typer.Context,
    database_url: DatabaseUrl = None,
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
    wait_for_load: AwaitedLoad = None,
    wait_seconds: AwaitedSeconds = 600,
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
    awaited = None if wait_for_load is None else (wait_for_load, wait_seconds)
    context.obj = Session(settings, quiet=quiet, verbose=verbose, color=Color(settings.color), log=log, awaited=awaited)


class Verb(NamedTuple):
    """A verb.

    Attributes:
        place: The module of this package that holds it, and its name there.
        summary: Its line in the help of the program.
    """

    place: str
    summary: str


VERBS: Final = {
    "demo": Verb("project.demo", "Start the database, load the seeds, write the site."),
    "init": Verb("project.init", "Begin a project of your own, with settings and first seeds."),
    "config": Verb("project.config_app", "Show the settings and where they come from."),
    "db": Verb("database.app", "Run the embedded server, upgrade the schema, connect."),
    "seeds": Verb("seeds.app", "Check and work on the curated seed files (no database needed)."),
    "plan": Verb("load.plan", "Show what a load would change, cell by cell, and roll it back."),
    "load": Verb("load.load", "Update the database from the seeds, in one transaction."),
    "undo": Verb("load.undo", "Take back what a load changed, as a load of its own."),
    "check": Verb("check.check", "Run the data checks; look for edits by hand and for old data."),
    "runs": Verb("history.app", "List the runs of load and their outcomes."),
    "diff": Verb("history.diff", "Show which facts differ between two loads or moments."),
    "history": Verb("history.history", "Tell what each load did to a thing and to the facts about it."),
    "blame": Verb("history.blame", "Say which load and which line of the seeds set each value."),
    "report": Verb("report.app", "List, describe and run the saved reports."),
    "documents": Verb("documents.app", "Hand the sources on to reference managers, such as Zotero."),
    "docs": Verb("export.docs", "Describe the mart: data dictionary, diagram, semantic model."),
    "export": Verb("export.export", "Write the mart as a data package, or as SQLite or DuckDB."),
    "lake": Verb("lake.app", "Keep the mart as Iceberg tables, for Spark, DuckDB and others."),
    "publish": Verb("publish.publish", "Write the warehouse as a static site."),
    "serve": Verb("publish.serve", "Show a published site to the browsers of this machine."),
    "mcp": Verb("assistants.mcp", "Let an assistant read reports, facts and the mart."),
    "schedule": Verb("schedule.app", "Load on a schedule, with systemd, cron or Kubernetes."),
}
"""Each verb, in the order of the help. The summaries stand here so that the help need not import every module."""

COMPLETE: Final = "_WAREHOUSE_COMPLETE"
"""Set by a shell that asks for completions."""

VALUED: Final = ("--database", "--seeds", "--project", "--color", "--log-format", "--wait-for-load", "--wait-seconds")
"""The global options that take a value."""


def verb_of(arguments: Sequence[str]) -> str | None:
    """Return the verb that the arguments name; None if they name none, or ask something else first."""
    words = iter(arguments)
    for word in words:
        if word in VALUED:
            next(words, None)
        elif not word.startswith("-"):
            return word if word in VERBS else None
        elif word == "--help":
            return None
    return None


def completed(environment: Mapping[str, str]) -> list[str]:
    """Return the whole words of the line that a shell completes, without the program."""
    line = environment.get("_TYPER_COMPLETE_ARGS") or environment.get("COMP_WORDS") or ""
    words = line.split()
    return words[1:] if line.endswith((" ", "\n")) else words[1:-1]


@cache
def command(verb: str | None) -> typer.core.TyperGroup:
    """Return the command with this verb alone, whose module is the only one that is imported.

    Without a verb, every verb is there to be listed, and none is imported.
    """
    app = typer.Typer(
        cls=CommandGroup,
        callback=options,
        help="A warehouse of critical-mineral supply-chain facts, each with the document and paragraph that states it.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    if verb is not None:
        module, _, attribute = VERBS[verb].place.partition(".")
        found = getattr(import_module(f"warehouse.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=verb)
        else:
            app.command(verb)(found)
    group = cast("typer.core.TyperGroup", typer.main.get_command(app))
    if verb is None:
        for name, (_, summary) in VERBS.items():
            group.commands[name] = typer.core.TyperCommand(name, callback=_not_found, help=summary)
    return group


def _not_found() -> None:
    raise AssertionError("verb_of did not find the verb")


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
        asked = completed(os.environ) if COMPLETE in os.environ else arguments
        code = command(verb_of(asked)).main(args=list(arguments), prog_name="warehouse", standalone_mode=False, obj=log)
    except Exception as error:  # noqa: BLE001 - the outermost frame
        return _fail(log, error)
    if code == ExitCode.INTERRUPTED:  # typer returns this code after Ctrl+C
        return _fail(log, KeyboardInterrupt())
    log.end(int(code or ExitCode.DONE))
    return int(code or ExitCode.DONE)


def _fail(log: Log, error: BaseException) -> int:
    from warehouse.yamlfiles import ProblemsFound

    if isinstance(error, ProblemsFound):
        log.tell(error.problems)
    ending = ending_of(error)
    is_traced = ending.exit_code == ExitCode.BUG and os.environ.get("WAREHOUSE_TRACEBACK")
    log.fail(ending, "".join(traceback.format_exception(error)) if is_traced else "")
    return ending.exit_code
