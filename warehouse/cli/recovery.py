"""``warehouse db dump``, ``restore``, ``rehearse`` and ``upgrade-server``: backups, and rehearsals on a copy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.database import app, embedded_home
from warehouse.cli.notices import MetricsOption, watched
from warehouse.cli.session import Session, print_data, session_of
from warehouse.errors import CheckFailed, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.database.recovery.rehearse import Step

BACKUPS: Final = "backups"
SHOWN: Final = 6
"""Most table names in one line of a rehearsal; ``-v`` shows all."""


@app.command()
def dump(
    context: typer.Context,
    goal: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE|DIR]", help="A file with a suffix, or a folder; backups/ of the project."),
    ] = None,
    *,
    keep: Annotated[
        int | None,
        typer.Option("--keep", metavar="N", min=1, help="Then remove the oldest dumps in the folder beyond N."),
    ] = None,
    metrics_file: MetricsOption = None,
) -> None:
    """Write the whole warehouse into a checked file for "db restore", and print its path; loads may go on meanwhile."""
    from warehouse.database.recovery.dump import dump as make
    from warehouse.database.recovery.dump import make_folder, remove_oldest

    session = session_of(context)
    goal = session.settings.project / BACKUPS if goal is None else goal.absolute()
    if goal.is_dir() or not (goal.suffix or goal.exists()):
        make_folder(goal)
    elif keep is not None:
        raise UsageError("--keep is about a folder of dumps", hint="Name a folder instead of a file.")
    watch = watched(session, "dump", metrics_file=metrics_file)
    with watch as report, session.dsn() as dsn, session.phases() as phases:
        made = make(dsn, goal, phases)
        description = made.description
        report.run_id, report.facts = description.load, description.facts
    print_data(str(made.path))
    state = f"load {description.load} at revision {description.schema_revision}"
    session.say(f"Dumped {state}: {description.facts} facts, {description.bytes} bytes.")
    for gone in remove_oldest(goal, keep) if keep is not None else ():
        session.say(f"Removed {gone.name}.")


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help='A file that "db dump" made.')],
    *,
    into: Annotated[
        str | None,
        typer.Option("--into", metavar="NAME", help="Make this database on the same server; else it must be empty."),
    ] = None,
) -> None:
    """Restore a dump into an empty or a new database, all of it or nothing, and hold it against what was dumped."""
    from warehouse.database.migrate import head
    from warehouse.database.recovery.restore import restore as bring_back

    session = session_of(context)
    newest = head(session.settings.migrations)
    with session.dsn() as dsn, session.phases() as phases:
        there = bring_back(dsn, file.absolute(), newest, into=into, on_phase=phases)
    contents = there.contents
    session.say(f"Restored load {contents.load} into database {there.database}: {contents.facts} facts.")
    if not there.is_proven:
        session.say("No .json stood beside the dump: its rows were not compared.")
    if contents.revision < newest:
        session.say(f'It is at revision {contents.revision}, this version needs {newest}: run "warehouse db upgrade".')
    session.say('It belongs to this account alone: "warehouse db roles --apply" gives the groups their rights again.')


@app.command()
def rehearse(
    context: typer.Context,
    *,
    seeds: Annotated[
        bool, typer.Option("--seeds/--no-seeds", help="Also rehearse a load of the project's seeds.")
    ] = True,
) -> None:
    """Try pending migrations and a load on a copy of the database: how long, and which locks; nothing is written."""
    from warehouse.database.recovery.rehearse import UPGRADE
    from warehouse.database.recovery.rehearse import rehearse as run

    session = session_of(context)
    with session.dsn() as dsn, session.phases() as phases:
        steps = run(dsn, session.settings.migrations, _loading(session) if seeds else None, phases)
    for line in _lines_of(steps, SHOWN if not session.verbose else None):
        print_data(line)
    if not any(step.name.startswith(UPGRADE) for step in steps):
        session.say("No migration is pending.")
    failure = steps[-1].failure
    if failure is not None:
        raise CheckFailed(f"{steps[-1].name} failed on the copy: {failure.what}", hint=failure.hint) from failure
    session.say("It was done on a copy, which is gone.")


@app.command()
def upgrade_server(
    context: typer.Context,
    *,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="DUMP", help="Take this dump: the programs of the old version are gone."),
    ] = None,
) -> None:
    """Move the embedded server's data to the installed major version of PostgreSQL; the old data are kept beside."""
    from warehouse.database.migrate import head
    from warehouse.database.recovery.server_upgrade import upgrade_server as move

    session = session_of(context)
    home, newest = embedded_home(session), head(session.settings.migrations)
    with session.phases() as phases:
        done = move(home, source.absolute() if source else None, newest, phases)
    if done.kept is None:
        session.say(f"Nothing to do: the data is PostgreSQL {done.old_major}'s, as the programs are ({done.version}).")
        return
    session.say(f"The data is PostgreSQL {done.version}'s now.")
    session.say(f"The old data is kept in {done.kept}; remove it when you are content.")
    session.say("Settings of your own in its postgresql.conf and pg_hba.conf were not carried over.")


def _loading(session: Session) -> Callable[[str], object]:
    """Return a function that loads the project's seeds into a copy, as ``warehouse load`` would."""
    from warehouse.cli.load import loader_of, require_seeds
    from warehouse.load.runner import LoadOptions
    from warehouse.plan import Allowance, refuse_mass_retirement

    require_seeds(session)
    allowance = Allowance.parse("20%")
    how = LoadOptions(guards=(lambda plan: refuse_mass_retirement(plan, allowance),))

    def load(address: str) -> object:
        quiet = replace(session, quiet=True, verbose=False, settings=replace(session.settings, cache=None))
        return loader_of(quiet).load(address, how)

    return load


def _lines_of(steps: list[Step], most: int | None) -> list[str]:
    """Format each step in a line, followed by the tables that its locks block for readers and for loads."""
    from warehouse.database.recovery.rehearse import BLOCKS_READERS, BLOCKS_WRITERS

    width = max(len(step.name) for step in steps)
    lines = [f"{'step':<{width}}  seconds  strongest lock"]
    for step in steps:
        outcome = "failed" if step.failure else step.strongest.removesuffix("Lock")
        lines.append(f"{step.name:<{width}}  {step.seconds:7.2f}  {outcome}".rstrip())
        blocked = step.keeps_waiting(BLOCKS_READERS)
        writers = [name for name in step.keeps_waiting(BLOCKS_WRITERS) if name not in blocked]
        for who, names in (("readers wait for", blocked), ("loads wait for", writers)):
            if names:
                more = f" and {len(names) - most} more" if most is not None and len(names) > most else ""
                lines.append(f"  {who} {', '.join(names[:most])}{more}")
    return lines
