"""``warehouse db upgrade``, ``downgrade`` and ``history``: the schema, forth, back, and what was done to it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.session import Session, print_data, reader_may_leave, session_of
from warehouse.errors import CheckFailed, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.database.derived import Change
    from warehouse.database.migrating import Conduct, Limits, Step
    from warehouse.database.past import Chapter
    from warehouse.database.schema_check import Losses

SHOWN_ACTIONS: Final = ("made", "made anew", "replaced", "filled", "dropped")

UNKNOWN_MART: Final = (
    "This database was never at that revision before, so nobody knows what its mart was: there is none now.\n"
    '  "warehouse db upgrade" of the version that the revision belongs to makes it.'
)

HEADS: Final = ("revision", "what", "state", "applied at (UTC)", "by", "seconds", "software", "owner")

LockTimeout = Annotated[
    float,
    typer.Option("--lock-timeout", metavar="S", min=0.1, help="Seconds that a statement waits for a lock."),
]
StatementTimeout = Annotated[
    float,
    typer.Option("--statement-timeout", metavar="S", min=0.1, help="Seconds that a statement works."),
]


class ListFormat(StrEnum):
    """How a list is written."""

    TABLE = "table"
    JSON = "json"


def upgrade(
    context: typer.Context,
    *,
    revision: Annotated[
        str | None, typer.Option("--revision", metavar="REV", help="Stop at this one; else at the newest.")
    ] = None,
    lock_timeout: LockTimeout = 5,
    statement_timeout: StatementTimeout = 600,
    into_used_database: Annotated[
        bool, typer.Option("--into-used-database", help="Make the warehouse beside tables of others.")
    ] = False,
    sql: Annotated[bool, typer.Option("--sql", help="Print the SQL and touch no database.")] = False,
    start: Annotated[
        str | None, typer.Option("--from", metavar="REV", help="With --sql: where the database is; else it is empty.")
    ] = None,
) -> None:
    """Bring the database to this version: its tables, and history, mart and as_of, which follow from them."""
    from warehouse.database.migrating import Limits

    session = session_of(context)
    limits = Limits(lock_timeout, statement_timeout)
    if sql:
        _print_offline(session, start, revision, limits)
        return
    if start is not None:
        raise UsageError("a database says by itself where it is", hint="Use --from with --sql.")
    changes: list[Change] = []
    conduct = replace(_told(session, limits), on_derived=changes.extend)
    with session.dsn() as address:
        before, after = upgraded(session, address, revision=revision, conduct=conduct, into_used=into_used_database)
    if before == after:
        session.say(f"The schema is at revision {after} already.")
    else:
        session.say(f"Upgraded the schema from {before or 'nothing'} to revision {after}.")
    if before is not None:
        _tell_derived(session, changes)


def upgraded(
    session: Session,
    address: str,
    *,
    revision: str | None = None,
    conduct: Conduct | None = None,
    into_used: bool = False,
) -> tuple[str | None, str]:
    """Apply pending migrations, and make anew what follows from them where it is not what this version makes.

    Returns:
        The revision before and after.
    """
    from warehouse.database.connect import connect
    from warehouse.database.derived import is_derived
    from warehouse.database.migrating import Conduct
    from warehouse.database.revisions import find_revision, list_revisions
    from warehouse.database.standing import require_sound
    from warehouse.database.upgrade import upgrade

    revisions = list_revisions(session.settings.migrations)
    wanted = find_revision(revisions, revision or revisions[-1].name).name
    with connect(address) as connection:
        before = require_sound(connection, revisions, into_used=into_used)
        is_newest = before == wanted == revisions[-1].name
        is_stale = is_newest and not is_derived(connection, wanted, session.settings.shipped_sql)
    if before is not None and before > wanted:
        hint = f'To go back, and lose what came after it: "warehouse db downgrade {wanted}".'
        raise UsageError(f"the database is at revision {before}, which is past {wanted}", hint=hint)
    if before != wanted or is_stale:
        with session.phases() as phases:
            phases("upgrading the schema")
            run = conduct or Conduct(say=session.say)
            migrations = session.settings.migrations
            before = upgrade(address, migrations, revision=wanted, conduct=run, into_used=into_used)
    return before, wanted


def _told(session: Session, limits: Limits) -> Conduct:
    """Tell the user each migration as it is done."""
    from warehouse.database.migrating import Conduct
    from warehouse.database.revisions import list_revisions

    titles = {one.name: one.title for one in list_revisions(session.settings.migrations)}

    def told(step: Step) -> None:
        done = "applied" if step.direction == "upgrade" else "taken back"
        session.say(f"{step.revision} {titles.get(step.revision, '')}: {done} in {step.seconds:.2f} s")

    return Conduct(limits, say=session.say, on_step=told)


def _tell_derived(session: Session, changes: Sequence[Change]) -> None:
    """Tell the user what was done to the mart and to what else follows from the tables."""
    from collections import Counter

    if session.verbose:
        for change in changes:
            session.say(f"{change.action}: {change.name}")
    counts = Counter(change.action for change in changes if change.action in SHOWN_ACTIONS)
    if counts:
        done = ", ".join(f"{count} {action}" for action, count in counts.items())
        session.say(f"Brought history, mart and as_of in step: {done}.")
    for change in changes:
        if change.action == "kept":
            session.say(f"View {change.name}, which is no part of the warehouse, was made again as it was.")
    if any(change.action == "unknown" for change in changes):
        session.say(UNKNOWN_MART)


def _print_offline(session: Session, start: str | None, revision: str | None, limits: Limits) -> None:
    from warehouse.database.revisions import find_revision, list_revisions
    from warehouse.database.upgrade import offline_sql

    revisions = list_revisions(session.settings.migrations)
    first = find_revision(revisions, start).name if start else None
    last = find_revision(revisions, revision or revisions[-1].name).name
    if first is not None and first >= last:
        raise UsageError(f"nothing leads from {first} up to {last}", hint="--from names the older one.")
    print_data(offline_sql(session.settings.migrations, start=first, revision=last, limits=limits).rstrip())


def downgrade(
    context: typer.Context,
    revision: Annotated[str, typer.Argument(metavar="REV", help='Go back to this one; "base" takes all back.')],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it, and lose what is named without this.")] = False,
    lock_timeout: LockTimeout = 5,
    statement_timeout: StatementTimeout = 600,
) -> None:
    """Take migrations back; without --yes only say which tables, columns and rows would be lost."""
    from warehouse.database.connect import connect
    from warehouse.database.migrating import Limits
    from warehouse.database.revisions import BASE, find_revision, list_revisions
    from warehouse.database.schema_check import losses, require_revision
    from warehouse.database.standing import require_sound
    from warehouse.database.upgrade import downgrade

    session = session_of(context)
    migrations = session.settings.migrations
    revisions = list_revisions(migrations)
    wanted = BASE if revision == BASE else find_revision(revisions, revision).name
    with session.dsn() as address:
        with connect(address) as connection:
            before = require_revision(connection, revisions)
            require_sound(connection, revisions)
        if wanted != BASE and wanted >= before:
            raise UsageError(f"the database is at revision {before}: {wanted} is not before it", hint="Nothing to do.")
        if not yes:
            lost = losses(address, migrations, session.settings.shipped_sql, wanted)
            hint = "If that is meant, make a dump, then run it again with --yes."
            raise CheckFailed(_question(lost, before, wanted), hint=hint)
        changes: list[Change] = []
        conduct = replace(_told(session, Limits(lock_timeout, statement_timeout)), on_derived=changes.extend)
        downgrade(address, migrations, wanted, conduct=conduct)
    session.say(f"Took the schema back from {before} to {'nothing' if wanted == BASE else f'revision {wanted}'}.")
    _tell_derived(session, changes)


def _question(lost: Losses, before: str, wanted: str) -> str:
    """Say what a downgrade loses."""
    count = len(lost.revisions)
    lines = [f"going back from {before} to {wanted} takes back {count} migration{'s' if count > 1 else ''} and loses"]
    full = {name: rows for name, rows in lost.tables.items() if rows}
    lines += [f"    table {name}: {rows} row{'s' if rows > 1 else ''}" for name, rows in full.items()]
    if len(full) < len(lost.tables):
        lines.append(f"    {len(lost.tables) - len(full)} {'other ' if full else ''}tables that hold no row")
    lines += [
        f"    column {name}: values in {rows} row{'' if rows == 1 else 's'}" for name, rows in lost.columns.items()
    ]
    if not lost.tables and not lost.columns:
        lines.append("    neither a table nor a column")
    told = [f"    {one.name} says: {one.remarks}" for one in lost.revisions if one.remarks]
    return "\n".join([*lines, *told])


def history(
    context: typer.Context,
    *,
    form: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print the list.")] = ListFormat.TABLE,
) -> None:
    """List the migrations, oldest first: which are applied, when, by whom, how long it took, and which are pending."""
    from warehouse.database.past import chapters
    from warehouse.database.revisions import list_revisions
    from warehouse.database.standing import look

    session = session_of(context)
    revisions = list_revisions(session.settings.migrations)
    with session.database() as connection:
        standing = look(connection)
        told = chapters(standing, revisions)
    if form is ListFormat.JSON:
        print_data(json.dumps([chapter.as_dict() for chapter in told], ensure_ascii=False, indent=2))
    else:
        _print_table([chapter.row() for chapter in told])
    fault = standing.fault(revisions)
    if fault is not None:
        raise fault
    session.say(_summary(told))


def _summary(told: Sequence[Chapter]) -> str:
    pending = sum(chapter.state == "pending" for chapter in told)
    changed = [chapter.revision.name for chapter in told if chapter.is_altered]
    remark = f" The file of {', '.join(changed)} is not what was applied." if changed else ""
    return (f"{pending} pending: warehouse db upgrade." if pending else "All are applied.") + remark


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    columns = list(zip(HEADS, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    lines = [HEADS, ["-" * width for width in widths], *rows]
    with reader_may_leave():
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            sys.stdout.write("  ".join(cells).rstrip() + "\n")
