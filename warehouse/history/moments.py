"""Understand which two states a user wants compared: runs, instants or days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from warehouse.errors import UsageError
from warehouse.history.changes import MOMENT
from warehouse.history.runs import find_run

if TYPE_CHECKING:
    import psycopg

    from warehouse.history.runs import Run

FORMS: Final = (
    "Write A..B, A.. (until now), ..B (from nothing) or a run alone (what it changed);"
    " A and B are runs like 12, days like 2026-11-22 (their end, UTC) or instants like 2026-11-22T10:00Z."
)
MOMENTS: Final = "Write a run like 12, a day like 2026-11-22 (its end, UTC) or an instant like 2026-11-22T10:00Z."
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
    """Two instants whose states are compared.

    Attributes:
        after: The earlier one; None: before there was anything.
        until: The later one.
        run_id: The one run whose changes are meant; None: any number of loads lie between the instants.
    """

    after: datetime | None
    until: datetime
    run_id: int | None = None

    @property
    def is_single(self) -> bool:
        """Whether the changes of one run are meant."""
        return self.run_id is not None


def parse_interval(connection: psycopg.Connection, text: str) -> Interval:
    """Understand ``A..B``, ``A..``, ``..B`` or a run alone.

    Args:
        connection: Its ledger says when a run was committed.
        text: As the user wrote it.

    Raises:
        UsageError: It has none of these forms, names a run that changed nothing, or runs backwards.
    """
    first, dots, last = (part.strip() for part in text.partition(".."))
    if not dots:
        return _single(connection, first)
    after = _moment(connection, first, text) if first else None
    until = _moment(connection, last, text) if last else _now(connection)
    if after is not None and after > until:
        what = f'"{text}" runs backwards: {first} is later than {last or "now"}'
        raise UsageError(what, hint=f"Write {last}..{first}." if last else "Name an earlier moment.")
    return Interval(after, until)


def parse_moment(connection: psycopg.Connection, text: str | None) -> datetime:
    """Understand a run, a day (its end, UTC) or an instant.

    Args:
        connection: Tells when a run was committed.
        text: As the user wrote it; None: now.

    Raises:
        UsageError: It is none of these, or names a run that changed nothing.
    """
    return _now(connection) if text is None else _moment(connection, text.strip())


def parse_past(connection: psycopg.Connection, text: str) -> datetime:
    """Understand from which moment the warehouse is to be seen, which is none before its first load.

    Args:
        connection: Tells when loads were committed.
        text: As ``parse_moment`` takes it.

    Raises:
        UsageError: It names no moment, or one at which nothing had been loaded.
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
        hint = f"Write {text}.. for what changed since, or ..{text} for what there was."
        raise UsageError(f'"{text}" alone is a moment, not an interval', hint=hint)
    raise UsageError(f'"{text}" names no interval', hint=FORMS)


def _moment(connection: psycopg.Connection, text: str, whole: str = "") -> datetime:
    """Return the instant that a run, a day (its last moment) or an instant stands for, alone or in an interval."""
    where, hint = (f'in "{whole}" ', FORMS) if whole else ("", MOMENTS)
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
        raise UsageError(f'{where}there is no such day or time as "{text}": {error}', hint=hint) from error
    raise UsageError(f'{where}"{text}" is neither a run nor a day nor an instant', hint=hint)


def _now(connection: psycopg.Connection) -> datetime:
    row = connection.execute(NOW).fetchone()
    return row[0] if row else datetime.now(UTC)


def _committed(connection: psycopg.Connection, run_id: int) -> datetime:
    """Give the instant of a run's load; accounts that may not see the ledger find it in the mart."""
    loaded = connection.execute(LOADED, [run_id]).fetchone()
    if loaded is not None:
        at: datetime = loaded[0]
        return at
    run = find_run(connection, run_id)
    row = connection.execute(BEFORE, [run_id]).fetchone()
    hint = f"The load before it is run {row[0]}." if row else "No load came before it."
    raise UsageError(f"run {run_id} committed nothing: {_outcome(run)}", hint=f'{hint} See "warehouse runs list".')


def _outcome(run: Run) -> str:
    return {"running": "it is still running", "unchanged": "there was nothing to change"}.get(
        run.status, f"it {run.status}"
    )
