"""The timeline of a thing, and the parsers of intervals, moments and names of things that a user writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.errors import UsageError
from warehouse.history.changes import MOMENT, Only, changes_between, narrowing
from warehouse.history.runs import find_run, loads_at
from warehouse.plan import Operation
from warehouse.tables import LOAD_ORDER, TABLES
from warehouse.yamlfiles import nearest
from warehouse.yamlfiles.problems import MOST_NAMED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    import psycopg

    from warehouse.history.runs import Load, Run
    from warehouse.plan import Change

INTERVALS: Final = (
    "Write A..B, A.. (until now), ..B (from the beginning), or one run, such as 12 (what it changed). A and B are runs"
    " (12), days (2026-11-22, which means their end in UTC) or instants (2026-11-22T10:00Z)."
)
MOMENTS: Final = "Write a run (12), a day (2026-11-22, which means its end in UTC) or an instant (2026-11-22T10:00Z)."
RUN: Final = re.compile("[0-9]{1,18}")
DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*")

NOW: Final = "SELECT greatest(now(), (SELECT max(loaded_at) FROM ops.loads))"

LOADED: Final = "SELECT loaded_at FROM mart.dim_load WHERE load_id = %s"

FIRST: Final = "SELECT load_id, loaded_at FROM mart.dim_load ORDER BY loaded_at LIMIT 1"

BEFORE: Final = """
SELECT run_id FROM ops.loads WHERE run_id < %s ORDER BY run_id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Interval:
    """The two instants to compare.

    Attributes:
        after: The earlier instant; None for the empty state before the first load.
        until: The later instant.
        run_id: The run, if the interval is one run; None if any number of loads lie between the instants.
    """

    after: datetime | None
    until: datetime
    run_id: int | None = None

    @property
    def is_single(self) -> bool:
        """Whether the interval is one run."""
        return self.run_id is not None


def parse_interval(connection: psycopg.Connection, text: str) -> Interval:
    """Parse an interval: ``A..B``, ``A..``, ``..B`` or a run alone.

    Args:
        connection: A connection, to look up when a run was committed.
        text: The text as the user wrote it.

    Raises:
        UsageError: The text has none of these forms, names a run that changed nothing, or ends before it begins.
    """
    first, dots, last = (part.strip() for part in text.partition(".."))
    if not dots:
        return _single(connection, first)
    after = _moment(connection, first, text) if first else None
    until = _moment(connection, last, text) if last else _now(connection)
    if after is not None and after > until:
        what = f'"{text}" ends before it begins: {first} is later than {last or "now"}'
        raise UsageError(what, hint=f"Write {last}..{first}." if last else "Name an earlier moment.")
    return Interval(after, until)


def parse_moment(connection: psycopg.Connection, text: str | None) -> datetime:
    """Parse a moment: a run, a day (its end, UTC) or an instant.

    Args:
        connection: A connection, to look up when a run was committed.
        text: The text as the user wrote it; None for now.

    Raises:
        UsageError: The text is none of these, or names a run that changed nothing.
    """
    return _now(connection) if text is None else _moment(connection, text.strip())


def parse_past(connection: psycopg.Connection, text: str) -> datetime:
    """Parse a moment at which the warehouse held data.

    Args:
        connection: A connection, to look up when loads were committed.
        text: The text, as ``parse_moment`` accepts it.

    Raises:
        UsageError: The text is not a moment, or the moment is before the first load.
    """
    at = parse_moment(connection, text)
    first = connection.execute(FIRST).fetchone()
    what = f"nothing had been loaded at {text.strip()}"
    if first is None:
        raise UsageError(what, hint='Nothing has been loaded yet: run "warehouse load".')
    run_id, loaded_at = first
    if at < loaded_at:
        instant = loaded_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        raise UsageError(what, hint=f"The first load is run {run_id}, of {instant}: name that run, or a later moment.")
    return at


def _single(connection: psycopg.Connection, text: str) -> Interval:
    if RUN.fullmatch(text):
        until = _committed(connection, int(text))
        return Interval(until - MOMENT, until, int(text))
    if DAY.fullmatch(text) or INSTANT.fullmatch(text):
        hint = f"Write {text}.. for the changes since then, or ..{text} for the changes until then."
        raise UsageError(f'"{text}" is a moment, not an interval', hint=hint)
    raise UsageError(f'"{text}" is not an interval', hint=INTERVALS)


def _moment(connection: psycopg.Connection, text: str, interval: str = "") -> datetime:
    """Return the instant of a run, a day (its last moment) or an instant; ``whole`` is its interval, if any."""
    place, hint = (f'in "{interval}" ', INTERVALS) if interval else ("", MOMENTS)
    if RUN.fullmatch(text):
        return _committed(connection, int(text))
    try:
        if DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1) - MOMENT
        if INSTANT.fullmatch(text):
            instant = datetime.fromisoformat(text)
            return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f'{place}there is no such day or time as "{text}": {error}', hint=hint) from error
    raise UsageError(f'{place}"{text}" is neither a run nor a day nor an instant', hint=hint)


def _now(connection: psycopg.Connection) -> datetime:
    row = connection.execute(NOW).fetchone()
    return row[0] if row else datetime.now(UTC)


def _committed(connection: psycopg.Connection, run_id: int) -> datetime:
    """Return the instant of the load of a run, from the mart, because some accounts cannot read the ledger."""
    loaded = connection.execute(LOADED, [run_id]).fetchone()
    if loaded is not None:
        at: datetime = loaded[0]
        return at
    run = find_run(connection, run_id)
    row = connection.execute(BEFORE, [run_id]).fetchone()
    hint = f"The load before it is run {row[0]}." if row else "No load came before it."
    raise UsageError(
        f"run {run_id} committed nothing: {_outcome(run)}", hint=f'{hint} "warehouse runs list" shows all runs.'
    )


def _outcome(run: Run) -> str:
    return {"running": "it is still running", "unchanged": "there was nothing to change"}.get(
        run.status, f"it {run.status}"
    )


REGISTERS: Final = tuple(table.name for table in LOAD_ORDER if table.key == ("key",) and table.holds_facts)

HOLDING: Final = """
SELECT {path}, EXISTS (SELECT FROM core.{register} WHERE key = %(key)s)
WHERE EXISTS (SELECT FROM core.{register} WHERE key = %(key)s)
    OR EXISTS (SELECT FROM history.{register} WHERE key = %(key)s)
"""
KEYS: Final = "SELECT {family} || key FROM core.{register} UNION SELECT {family} || key FROM history.{register}"

CALLED: Final = """
SELECT subject_key, name FROM mart.dim_subject WHERE strpos(lower(name), lower(%(name)s)) > 0 ORDER BY 1 LIMIT %(most)s
"""
THING_FORMS: Final = "Write family/key, such as agreements/some-deal, or the path of a fact."

STANDS: Final = """
SELECT EXISTS (SELECT FROM core.facts WHERE path = %(path)s), (SELECT max(system_to) FROM history.facts
    WHERE path = %(path)s)
"""

BELOW: Final = """
SELECT path FROM core.facts WHERE starts_with(path, %(start)s)
UNION SELECT path FROM history.facts WHERE starts_with(path, %(start)s)
"""

IDS: Final = """
SELECT fact_id FROM core.facts WHERE path = %(path)s OR starts_with(path, %(start)s)
UNION SELECT fact_id FROM history.facts WHERE path = %(path)s OR starts_with(path, %(start)s)
"""

LEFT: Final = """
SELECT renamed.new_path, load.loaded_at
FROM ops.fact_renames AS renamed JOIN ops.loads AS load USING (run_id)
WHERE renamed.old_path = %s AND load.loaded_at = %s
"""

EVENTS: Final = """
SELECT load.loaded_at, renamed.new_path = %(path)s AS has_arrived, renamed.old_path
FROM ops.fact_renames AS renamed JOIN ops.loads AS load USING (run_id)
WHERE %(path)s IN (renamed.new_path, renamed.old_path)
    AND load.loaded_at < coalesce(%(until)s, 'infinity'::timestamptz)
ORDER BY load.loaded_at DESC, has_arrived DESC
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Lifespan:
    """A period in which a thing had one path.

    Attributes:
        path: The path.
        since: When a rename gave the thing this path, or took the path from another thing; None if neither happened.
        until: When a rename gave the thing another path; None if none did.
        came_from: The path that the thing had before; None if it had none.
    """

    path: str
    since: datetime | None
    until: datetime | None
    came_from: str | None


@dataclass(frozen=True, slots=True)
class Thing:
    """A record or a fact, with all facts below it.

    Attributes:
        path: Its current or last path.
        is_standing: Whether it still exists in ``core``.
        lives: The paths that it has had, newest first.
        only: The facts that belong or belonged to it.
    """

    path: str
    is_standing: bool
    lives: tuple[Lifespan, ...]
    only: Only


def is_below(path: str, above: str) -> bool:
    """Return whether ``path`` is equal to ``above`` or below it."""
    return path == above or path.startswith(f"{above}/")


def find_thing(connection: psycopg.Connection, name: str) -> Thing:
    """Return the thing with a name.

    Args:
        connection: A connection with an open transaction.
        name: ``family/key``, the full path of a fact, or a key that is unique among the registers. A name from before
            a rename finds the thing under its current name.

    Raises:
        UsageError: Nothing has or had that name, or several things have it.
    """
    wanted = name.strip().strip("/")
    path = wanted if "/" in wanted else _by_key(connection, wanted)
    is_standing, closed_at = connection.execute(STANDS, {"path": path}).fetchone() or (False, None)
    if not is_standing and closed_at is None:
        raise UsageError(f'nothing is or was called "{path}"', hint=_advice(connection, path))
    while not is_standing:
        onward = connection.execute(LEFT, [path, closed_at]).fetchone()
        if onward is None:
            break
        path = onward[0]
        is_standing, closed_at = connection.execute(STANDS, {"path": path}).fetchone() or (False, None)
    lives = _lives(connection, path)
    paths = [life.path for life in lives]
    return Thing(path, is_standing, lives, Only(_ids(connection, paths), paths))


def _by_key(connection: psycopg.Connection, key: str) -> str:
    statement = sql.SQL(" UNION ALL ").join(
        sql.SQL(HOLDING).format(path=sql.Literal(f"{register}/{key}"), register=sql.Identifier(register))
        for register in REGISTERS
    )
    candidates = connection.execute(statement, {"key": key}).fetchall()
    standing = [path for path, is_standing in candidates if is_standing] or [path for path, _ in candidates]
    if len(standing) > 1:
        raise UsageError(f'"{key}" is the key of several things', hint=f"Write one of: {', '.join(standing)}.")
    if not standing:
        raise UsageError(f'nothing is or was called "{key}"', hint=_advice(connection, key))
    return str(standing[0])


def _advice(connection: psycopg.Connection, name: str) -> str:
    """Return a hint with the nearest name, of a record or, if the record exists, of a fact below it."""
    statement = sql.SQL(" UNION ALL ").join(
        sql.SQL(KEYS).format(family=sql.Literal(f"{register}/"), register=sql.Identifier(register))
        for register in REGISTERS
    )
    known = {path for (path,) in connection.execute(statement)}
    subject = "/".join(name.split("/")[:2])
    if subject in known and subject != name:
        known = {path for (path,) in connection.execute(BELOW, {"start": f"{subject}/"})}
        return nearest(name, known) or f'See "warehouse history {subject}".'
    choices = known if "/" in name else {path.partition("/")[2] for path in known}
    return nearest(name, choices) or _called(connection, name) or THING_FORMS


def _called(connection: psycopg.Connection, name: str) -> str:
    """Return a hint with the things whose display name contains ``name``; empty if there are none."""
    subjects = connection.execute(CALLED, {"name": name, "most": MOST_NAMED}).fetchall()
    return f"did you mean one of: {', '.join(f'{path} ({called})' for path, called in subjects)}?" if subjects else ""


def _lives(connection: psycopg.Connection, path: str) -> tuple[Lifespan, ...]:
    """Return the paths of the thing at ``path``, newest first, by following the renames back in time."""
    lives: list[Lifespan] = []
    until = None
    while True:
        event = connection.execute(EVENTS, {"path": path, "until": until}).fetchone()
        if event is None:
            return (*lives, Lifespan(path, None, until, None))
        since, has_arrived, old_path = event
        if not has_arrived:
            return (*lives, Lifespan(path, since, until, None))
        lives.append(Lifespan(path, since, until, old_path))
        path, until = old_path, since


def _ids(connection: psycopg.Connection, paths: list[str]) -> list[UUID]:
    ids: set[UUID] = set()
    for path in set(paths):
        ids.update(fact_id for (fact_id,) in connection.execute(IDS, {"path": path, "start": f"{path}/"}))
    return sorted(ids)


INSTANTS: Final = """
SELECT version.system_from FROM core.{table} AS version WHERE true {narrowed}
UNION SELECT unnest(ARRAY[version.system_from, version.system_to]) FROM history.{table} AS version WHERE true {narrowed}
"""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """The changes of a thing at one instant.

    Attributes:
        at: The instant.
        load: The load that made the changes; None if they were made by hand, or before there was a ledger.
        changes: The changes, in order of path.
    """

    at: datetime
    load: Load | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The history of a thing.

    Attributes:
        thing: The thing.
        entries: Its changes, newest first.
    """

    thing: Thing
    entries: tuple[TimelineEntry, ...]


def timeline_of(connection: psycopg.Connection, name: str) -> Timeline:
    """Return the changes that each load made to a thing and to the facts below it, also under its earlier keys.

    Args:
        connection: A connection with an open transaction.
        name: The name of the thing, as ``find_thing`` accepts it.

    Raises:
        UsageError: Nothing has or had that name, or several things have it.
    """
    thing = find_thing(connection, name)
    instants = _instants(connection, thing)
    loads = loads_at(connection, instants)
    entries = []
    for life in thing.lives:
        for at in (at for at in instants if _within(life, at)):
            changes = tuple(_changes(connection, thing, life, at))
            if changes:
                entries.append(TimelineEntry(at, loads.get(at), changes))
    return Timeline(thing, tuple(entries))


def _instants(connection: psycopg.Connection, thing: Thing) -> list[datetime]:
    """Return the instants at which versions of the rows of a thing begin or end, latest first."""
    statement = sql.SQL(" UNION ").join(
        sql.SQL(INSTANTS).format(table=sql.Identifier(table.name), narrowed=narrowing(table, is_narrowed=True))
        for table in TABLES.values()
    )
    rows = connection.execute(statement, {"facts": list(thing.only.facts), "paths": list(thing.only.paths)})
    return sorted((instant for (instant,) in rows), reverse=True)


def _within(life: Lifespan, at: datetime) -> bool:
    return (life.since is None or at >= life.since) and (life.until is None or at < life.until)


def _changes(connection: psycopg.Connection, thing: Thing, life: Lifespan, at: datetime) -> Iterator[Change]:
    """Yield the changes of a thing at one instant, without those of other things that have or had the same path."""
    has_come = at == life.since
    for change in changes_between(connection, None, at, is_single=True, only=thing.only):
        # A row that is removed at the instant of a rename still has the old path.
        path = life.came_from if has_come and _goes(change) else life.path
        if path is not None and is_below(change.path, path):
            yield change


def _goes(change: Change) -> bool:
    is_restored_to_nothing = change.operation is Operation.RESTORE and all(cell.new is None for cell in change.cells)
    return change.operation is Operation.RETIRE or is_restored_to_nothing
