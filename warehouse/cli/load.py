"""``warehouse plan``, ``load`` and ``undo``."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import IO, TYPE_CHECKING, Annotated, Final, cast

import typer

from warehouse.cli.notices import AlarmOption, MetricsOption, PingOption, RunReport, watched
from warehouse.cli.session import Session, reader_may_leave, session_of
from warehouse.errors import CheckFailed, ExitCode, WarehouseError
from warehouse.files import replaced_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.plan import Plan


TINTS: Final = {"+": 32, "~": 33, "-": 31, "»": 36, "!": 35}
LockWait = Annotated[
    float | None,
    typer.Option(
        "--lock-wait",
        metavar="S",
        min=0,
        help="Seconds to wait for a server that starts, another load or a locked table. Default: 10.",
    ),
]
MaxRetire = Annotated[
    str | None,
    typer.Option("--max-retire", metavar="N|P%", help="Rows of one table that the load may retire. Default: 20%."),
]
Reread = Annotated[bool, typer.Option("--reread", help="Read every seed file again, changed or not.")]


class PlanFormat(StrEnum):
    """How a plan is shown."""

    TEXT = "text"
    JSON = "json"


def plan(
    context: typer.Context,
    *,
    stat: Annotated[bool, typer.Option("--stat", help="Show numbers per table only.")] = False,
    form: Annotated[PlanFormat, typer.Option("--format", "-f", help="How to print the plan.")] = PlanFormat.TEXT,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help='Save the plan too, for "warehouse load FILE".')
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 2 when there are changes.")] = False,
    reread: Reread = False,
    lock_wait: LockWait = None,
) -> None:
    """Show what a load would change, cell by cell, and what was edited by hand; it is rehearsed and rolled back."""
    from warehouse.plan import Allowance, as_json, as_lines, refuse_mass_retirement

    session = session_of(context)
    with session.project() as project, project.rehearsal(reread=reread, lock_wait=lock_wait) as planned:
        if out is not None:
            _save(out, as_json(planned))
        if form is PlanFormat.JSON:
            _print_pieces(as_json(planned))
        else:
            _print_lines(session, as_lines(planned, stat=stat, seeds=seeds_prefix(session)))
    try:
        refuse_mass_retirement(planned, Allowance.parse(session.settings.max_retire))
    except CheckFailed as refusal:
        session.say(f"warehouse: as it stands, {refusal.what}.\n  {refusal.hint}")
    if planned.total().restored:
        session.say('Rows marked "!" were edited by hand; "warehouse load --restore" puts back what the seeds say.')
    if exit_code and not planned.is_empty:
        raise typer.Exit(ExitCode.CHANGES_PENDING)


def load(
    context: typer.Context,
    saved: Annotated[
        Path | None, typer.Argument(metavar="[PLAN]", help='A plan saved by "plan --out": do that, and nothing else.')
    ] = None,
    *,
    max_retire: MaxRetire = None,
    restore: Annotated[
        bool,
        typer.Option("--restore", help="Also put back rows that were edited by hand in files that did not change."),
    ] = False,
    pull: Annotated[
        bool, typer.Option("--pull", help="First git-pull the seeds, if that is a step forwards; else end with 75.")
    ] = False,
    reread: Reread = False,
    push: Annotated[
        bool, typer.Option("--push", help='Then bring the lake to this load, as "lake push" does.')
    ] = False,
    lock_wait: LockWait = None,
    metrics_file: MetricsOption = None,
    ping_url: PingOption = None,
    on_failure: AlarmOption = None,
) -> None:
    """Update the database from the seeds, in one transaction."""
    session = session_of(context)
    if push:
        from warehouse.cli.lake import place_of

        place_of(session)  # a package that is missing is told before the load
    with watched(session, "load", metrics_file=metrics_file, ping_url=ping_url, on_failure=on_failure) as report:
        if pull:
            _pull(session)
        with session.project() as project:
            plan = project.load(saved, max_retire=max_retire, restore=restore, reread=reread, lock_wait=lock_wait)
        _tell(session, report, plan, "Loaded")
        if push:
            _push(session)


def _pull(session: Session) -> None:
    from warehouse.seeds.pulling import pull

    session.say(f"The seeds are at revision {pull(session.settings.seeds)}.")


def _push(session: Session) -> None:
    from warehouse.cli.lake import place_of, pushed, tell

    try:
        tell(session, pushed(session, place_of(session)))
    except WarehouseError as error:
        raise type(error)(f"the load is committed, but {error.what}", hint=error.hint) from error


def _tell(session: Session, report: RunReport, plan: Plan, done: str) -> None:
    """Print what a load did, and record it for the notifiers."""
    report.rows, report.facts, report.is_unchanged = asdict(plan.total()), plan.fact_count, plan.is_empty
    session.say(outcome(plan, done=done), rows=report.rows, facts=report.facts)


def undo(
    context: typer.Context,
    run_id: Annotated[int, typer.Argument(metavar="RUN", min=1, help='Number of the run, from "warehouse runs list".')],
    *,
    max_retire: MaxRetire = None,
    lock_wait: LockWait = None,
) -> None:
    """Take back what a load changed, as a load of its own; refused where later loads built on it."""
    session = session_of(context)
    with session.project() as project:
        undone = project.undo(run_id, max_retire=max_retire, lock_wait=lock_wait)
    _tell(session, RunReport(), undone, f"Took back run {run_id}")
    session.say('The seeds still say what they said: correct them, or the next load brings it back ("warehouse plan").')


def outcome(plan: Plan, *, done: str = "Loaded") -> str:
    """Say in one line what a load did."""
    from warehouse.plan import counted

    if plan.is_empty:
        return f"Nothing to change; the database holds {plan.fact_count} facts."
    rows = counted(plan.total(), "added", "changed", "retired", "renamed", "put back")
    return f"{done}: {rows}; the database holds {plan.fact_count} facts."


def seeds_prefix(session: Session) -> str:
    """Return what stands before the name of a seed file so that it can be opened from the project folder."""
    from warehouse.seeds.inventory import shown_name

    return f"{shown_name(session.settings.seeds, session.settings.project)}/"


def tinted(session: Session, line: str) -> str:
    """Colour the line of a fact by what happens to it: added green, changed yellow, retired red."""
    code = TINTS.get(line[:1]) if session.shows_color and line[1:2] == " " else None
    return f"\x1b[{code}m{line}\x1b[0m" if code else line


def _print_lines(session: Session, lines: Iterable[str]) -> None:
    from warehouse.yamlfiles import visible

    with reader_may_leave():
        for line in lines:
            print(tinted(session, visible(line)))  # noqa: T201


def _print_pieces(pieces: Iterable[str]) -> None:
    with reader_may_leave():
        for piece in pieces:
            print(piece, end="")  # noqa: T201
        print()  # noqa: T201


def _save(file: Path, pieces: Iterable[str]) -> None:
    with replaced_file(file, is_binary=False) as stream:
        written = cast("IO[str]", stream)
        written.writelines(pieces)
        written.write("\n")
