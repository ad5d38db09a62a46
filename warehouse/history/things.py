"""Find the thing a user names, and under which paths it went at what time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.errors import UsageError
from warehouse.history.changes import Only
from warehouse.outlines import LOAD_ORDER
from warehouse.strictyaml import nearest
from warehouse.strictyaml.problems import MOST_NAMED

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    import psycopg

REGISTERS: Final = tuple(table.name for table in LOAD_ORDER if "key" in table.key)

HOLDING: Final = """
SELECT {path}, EXISTS (SELECT FROM core.{register} WHERE key = %(key)s)
WHERE EXISTS (SELECT FROM core.{register} WHERE key = %(key)s)
    OR EXISTS (SELECT FROM history.{register} WHERE key = %(key)s)
"""
KEYS: Final = "SELECT {family} || key FROM core.{register} UNION SELECT {family} || key FROM history.{register}"

CALLED: Final = """
SELECT subject_key, name FROM mart.dim_subject WHERE strpos(lower(name), lower(%(name)s)) > 0 ORDER BY 1 LIMIT %(most)s
"""
FORMS: Final = "Write family/key, such as agreements/some-deal, or the path of a fact."

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
class Life:
    """A time during which a thing went under one path.

    Attributes:
        path: The path.
        since: When it came to this path by a rename, or when another thing had left it; None: from the beginning.
        until: When a rename carried it to another path; None: it never was.
        came_from: The path it had before; None: it had none.
    """

    path: str
    since: datetime | None
    until: datetime | None
    came_from: str | None


@dataclass(frozen=True, slots=True)
class Thing:
    """A register row or fact, with all that is said below it.

    Attributes:
        path: The path it has, or had last.
        is_standing: Whether ``core`` still says so.
        lives: The paths it went under, newest first.
        only: The facts it ever consisted of.
    """

    path: str
    is_standing: bool
    lives: tuple[Life, ...]
    only: Only


def is_below(path: str, above: str) -> bool:
    """Tell whether ``path`` is ``above`` or stands below it."""
    return path == above or path.startswith(f"{above}/")


def find_thing(connection: psycopg.Connection, name: str) -> Thing:
    """Find what a user names.

    Args:
        connection: Its open transaction is read.
        name: ``family/key``, the full path of a fact, or a key that is unique over the registers; names that were
            given up by a rename lead to what the thing is called now.

    Raises:
        UsageError: Nothing goes or went by that name, or several things do.
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
    found = connection.execute(statement, {"key": key}).fetchall()
    standing = [path for path, is_standing in found if is_standing] or [path for path, _ in found]
    if len(standing) > 1:
        raise UsageError(f'"{key}" is the key of several things', hint=f"Write one of: {', '.join(standing)}.")
    if not standing:
        raise UsageError(f'nothing is or was called "{key}"', hint=_advice(connection, key))
    return str(standing[0])


def _advice(connection: psycopg.Connection, name: str) -> str:
    """Name the nearest thing: among the registers, or among the facts below a register row that is known."""
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
    return nearest(name, choices) or _called(connection, name) or FORMS


def _called(connection: psycopg.Connection, name: str) -> str:
    """Name the things that have ``name`` in what they are called; empty: none has."""
    found = connection.execute(CALLED, {"name": name, "most": MOST_NAMED}).fetchall()
    return f"did you mean one of: {', '.join(f'{path} ({called})' for path, called in found)}?" if found else ""


def _lives(connection: psycopg.Connection, path: str) -> tuple[Life, ...]:
    """Follow the renames back in time."""
    lives: list[Life] = []
    until = None
    while True:
        event = connection.execute(EVENTS, {"path": path, "until": until}).fetchone()
        if event is None:
            return (*lives, Life(path, None, until, None))
        since, has_arrived, old_path = event
        if not has_arrived:
            return (*lives, Life(path, since, until, None))
        lives.append(Life(path, since, until, old_path))
        path, until = old_path, since


def _ids(connection: psycopg.Connection, paths: list[str]) -> list[UUID]:
    found: set[UUID] = set()
    for path in set(paths):
        found.update(fact_id for (fact_id,) in connection.execute(IDS, {"path": path, "start": f"{path}/"}))
    return sorted(found)
