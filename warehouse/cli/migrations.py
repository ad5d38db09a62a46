"""``warehouse db upgrade``, ``downgrade``, ``history``, ``check`` and others: the migrations of the schema."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.session import Session, print_data, reader_may_leave, session_of
from warehouse.errors import CheckFailed, ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.database.derived import Change
    from warehouse.database.migrate import Limits, MigrationOptions, Step
    from warehouse.database.revisions import MigrationRecord
    from warehouse.database.schema_check import Difference, Losses, Verdict

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
    """The output formats of a list."""

    TABLE = "table"
    JSON = "json"


def upgrade(
    context: typer.Context,
    *,
    revision: Annotated[
        str | None, typer.Option("--revision", metavar="REV", help="Revision to stop at. Default: the newest.")
    ] = None,
    lock_timeout: LockTimeout = 5,
    statement_timeout: StatementTimeout = 600,
    into_used_database: Annotated[
        bool, typer.Option("--into-used-database", help="Make the warehouse in a database that has other tables.")
    ] = False,
    sql: Annotated[bool, typer.Option("--sql", help="Print the SQL and touch no database.")] = False,
    start: Annotated[
        str | None, typer.Option("--from", metavar="REV", help="With --sql: where the database is; else it is empty.")
    ] = None,
) -> None:
    """Bring the database to this version: its tables, and history, mart and as_of, which follow from them."""
    from warehouse.database.migrate import Limits

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
    conduct: MigrationOptions | None = None,
    into_used: bool = False,
) -> tuple[str | None, str]:
    """Apply pending migrations, and rebuild the derived schemas if they are not those of this version.

    Returns:
        The revision before and after.

    Raises:
        UsageError: The database is past the wanted revision.
    """
    from warehouse.database.connect import connect
    from warehouse.database.derived import currencies_without_view, is_derived
    from warehouse.database.migrate import MigrationOptions, upgrade
    from warehouse.database.revisions import find_revision, list_revisions, require_sound

    revisions = list_revisions(session.settings.migrations)
    wanted = find_revision(revisions, revision or revisions[-1].name).name
    with connect(address) as connection:
        before = require_sound(connection, revisions, into_used=into_used)
        is_newest = before == wanted == revisions[-1].name
        is_derived_here = is_newest and is_derived(connection, wanted, session.settings.shipped_sql)
        is_stale = is_newest and (not is_derived_here or bool(currencies_without_view(connection)))
    if before is not None and before > wanted:
        hint = f'To go back, and lose what came after it: "warehouse db downgrade {wanted}".'
        raise UsageError(f"the database is at revision {before}, which is past {wanted}", hint=hint)
    if before != wanted or is_stale:
        with session.phases() as phases:
            phases("upgrading the schema")
            run = replace(conduct or MigrationOptions(say=session.say), on_phase=phases)
            migrations = session.settings.migrations
            before = upgrade(address, migrations, revision=wanted, conduct=run, into_used=into_used)
    return before, wanted


def _told(session: Session, limits: Limits) -> MigrationOptions:
    """Return migration options that print each migration when it is done."""
    from warehouse.database.migrate import MigrationOptions
    from warehouse.database.revisions import list_revisions

    titles = {one.name: one.title for one in list_revisions(session.settings.migrations)}

    def told(step: Step) -> None:
        done = "applied" if step.direction == "upgrade" else "taken back"
        session.say(f"{step.revision} {titles.get(step.revision, '')}: {done} in {step.seconds:.2f} s")

    return MigrationOptions(limits, say=session.say, on_step=told)


def _tell_derived(session: Session, changes: Sequence[Change]) -> None:
    """Print what was done to the mart and the other derived schemas."""
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
    from warehouse.database.migrate import offline_sql
    from warehouse.database.revisions import find_revision, list_revisions

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
    yes: Annotated[
        bool, typer.Option("--yes", help="Downgrade, and lose the data that are listed without this option.")
    ] = False,
    lock_timeout: LockTimeout = 5,
    statement_timeout: StatementTimeout = 600,
) -> None:
    """Take migrations back; without --yes only say which tables, columns and rows would be lost."""
    from warehouse.database.connect import connect
    from warehouse.database.migrate import Limits, downgrade
    from warehouse.database.revisions import BASE, find_revision, list_revisions, look, require_sound
    from warehouse.database.schema_check import losses, require_revision

    session = session_of(context)
    migrations = session.settings.migrations
    revisions = list_revisions(migrations)
    wanted = BASE if revision == BASE else find_revision(revisions, revision).name
    with session.dsn() as address:
        with connect(address) as connection:
            before = require_revision(look(connection), revisions)
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
    """Format what a downgrade would lose."""
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
    from warehouse.database.revisions import list_revisions, look, migration_records

    session = session_of(context)
    revisions = list_revisions(session.settings.migrations)
    with session.database() as connection:
        standing = look(connection)
        told = migration_records(standing, revisions)
    if form is ListFormat.JSON:
        print_data(json.dumps([chapter.as_dict() for chapter in told], ensure_ascii=False, indent=2))
    else:
        _print_table([chapter.row() for chapter in told])
    fault = standing.fault(revisions)
    if fault is not None:
        raise fault
    session.say(_summary(told))


def _summary(told: Sequence[MigrationRecord]) -> str:
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


class CheckFormat(StrEnum):
    """The output formats of differences."""

    TEXT = "text"
    JSON = "json"


def check(
    context: typer.Context,
    *,
    form: Annotated[CheckFormat, typer.Option("--format", "-f", help="How to print them.")] = CheckFormat.TEXT,
) -> None:
    """Compare the schema with what its migrations make; prints each difference, and exits with 1 if there is any."""
    from warehouse.database.schema_check import check_schema

    session = session_of(context)
    with session.dsn() as dsn, session.phases() as phases:
        phases("making a database to compare with")
        found = check_schema(dsn, session.settings.migrations, session.settings.shipped_sql)
    if form is CheckFormat.JSON:
        print_data(json.dumps({**asdict(found), "is_sound": found.is_sound}, ensure_ascii=False, indent=2))
    elif found.differences:
        print_data("\n".join(described(one) for one in found.differences))
    for remark in _remarks(found):
        session.say(remark)
    if not found.is_sound:
        raise typer.Exit(ExitCode.FAILED)


def described(one: Difference) -> str:
    """Format a difference in one line."""
    if one.sign == "+":
        return f"+ {one.kind} {one.name}: is there, should not be"
    if one.sign == "-":
        return f"- {one.kind} {one.name}: is missing"
    if one.kind == "migration":
        return f"~ {one.kind} {one.name}: its file is not what was applied"
    found, expected = _first_difference(one.found, one.expected)
    return f"~ {one.kind} {one.name}: {one.attribute.replace('_', ' ')} is {found}, should be {expected}"


def _first_difference(found: str | None, expected: str | None) -> tuple[str, str]:
    """Return two values on one line each; of long values only the first line that differs."""
    if found is None or expected is None or "\n" not in found + expected:
        return _on_a_line(found), _on_a_line(expected)
    here, there = found.splitlines(), expected.splitlines()
    at = next((n for n, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]), None)
    place = min(len(here), len(there)) if at is None else at
    one, other = ("" if place >= len(lines) else lines[place] for lines in (here, there))
    return f"in line {place + 1} {_on_a_line(one)}", _on_a_line(other)


def _on_a_line(value: str | None) -> str:
    return "nothing" if value is None or not value.strip() else " ".join(value.split())


def _remarks(found: Verdict) -> list[str]:
    remarks = [found.fault] if found.fault else []
    if found.pending:
        remarks.append(f"Compared at revision {found.revision}; {len(found.pending)} pending: warehouse db upgrade.")
    if not found.is_derived:
        remarks.append("Another version of the warehouse made the mart and what else follows: warehouse db upgrade.")
    if found.is_across_versions:
        remarks.append(
            f"The server is PostgreSQL {found.server_version}, compared with one of {found.scratch_version}: "
            "they may spell a definition differently. An account that may create databases compares on the server."
        )
    count = len(found.differences)
    if count:
        remarks.append(f"{count} difference{'s' if count > 1 else ''} from what revision {found.revision} is.")
    else:
        remarks.append(f"The schema is what revision {found.revision} makes.")
    return remarks


def revision(
    context: typer.Context,
    message: Annotated[str, typer.Argument(metavar="MESSAGE", help='What it does, verb first: "add unit of price".')],
) -> None:
    """Begin a new migration that leads to the tables of warehouse/model (for work on the warehouse itself)."""
    from warehouse.database.authoring import draft, write_difference

    session = session_of(context)
    with session.phases() as phases:
        phases("comparing the migrations with the tables")
        path = draft(session.settings.migrations, message)
        write_difference(session.settings.migrations, path)
    print_data(str(path))
    session.say("Read both directions and complete them, then: warehouse db lint, make docs.")


def lint(context: typer.Context) -> None:
    """Have squawk look for locks and losses in the SQL of new migrations (for work on the warehouse itself)."""
    from warehouse.database.authoring import lint

    session = session_of(context)
    warned = lint(session.settings.migrations)
    for one in warned:
        hint = f" {one.hint}" if one.hint else ""
        print_data(f"{one.revision}: {one.rule}: {one.message}{hint}\n    {one.statement}")
    if warned:
        session.say(f"{len(warned)} to mend, or to excuse above the statement: -- squawk-ignore RULE")
        raise typer.Exit(ExitCode.FAILED)
    session.say("Nothing to say about the migrations.")
