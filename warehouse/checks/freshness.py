"""The freshness check: the age of the newest load and documents, and the parser of durations such as 90m, 26h or 2d."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from psycopg.rows import dict_row
from pydantic import BaseModel, ConfigDict, Field

from warehouse.errors import PermissionRefused, UsageError
from warehouse.sqlfiles import bind, read_one, server_errors
from warehouse.yamlfiles import validate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from psycopg import Connection

    from warehouse.sqlfiles import Query, SqlFile
    from warehouse.yamlfiles import Problem

UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_FORM: Final = re.compile("([1-9][0-9]{0,5})([smhdw])", re.ASCII)


def parse_duration(text: str, option: str) -> int:
    """Parse a duration, a whole number with a unit, and return it in seconds.

    Args:
        text: The text as the user wrote it, such as 90m or 2d.
        option: The option that holds it, for the error message.

    Raises:
        UsageError: The text is not a duration.
    """
    match = _FORM.fullmatch(text)
    if not match:
        raise UsageError(
            f'{option}: "{text}" is not a duration',
            hint="Write a whole number and a unit (s, m, h, d or w), such as 90m, 26h or 2d.",
        )
    return int(match[1]) * UNITS[match[2]]


def shown_duration(seconds: float) -> str:
    """Format a duration in seconds, rounded down to two units: days and hours, or hours and minutes, and so on."""
    remaining = int(abs(seconds))
    units = [(unit, size) for unit, size in UNITS.items() if size <= max(remaining, 1) and unit != "w"]
    parts: list[str] = []
    for unit, size in units[:-3:-1]:
        count, remaining = divmod(remaining, size)
        parts += [f"{count} {unit}"] if count or not parts else []
    return " ".join(parts)


LOAD: Final = "load"
AHEAD: Final = {LOAD: 60.0, "document": 86400.0 * 1.5}
"""Seconds by which a time may be in the future, since clocks differ, and days begin earlier in the east."""


class Header(BaseModel):
    """The header of a file in ``sql/freshness``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: str = Field(description="what its rows are")


@dataclass(frozen=True, slots=True)
class Age:
    """The age of the newest load, or of the newest document of a topic.

    Attributes:
        topic: ``load``, or the register that the documents are about.
        label: The newest load or document, in words, as the subject of a sentence.
        at: Its time or date; None if there is none, or if no document shows a date.
        seconds: Its age in seconds; None in the same cases.
        limit: The maximum age in seconds; None if no limit is set.
    """

    topic: str
    label: str
    at: date | datetime | None
    seconds: float | None
    limit: float | None

    @property
    def instant(self) -> float | None:
        """Its time as Unix time; a date counts as the beginning of the day in UTC."""
        if self.at is None:
            return None
        return (self.at if isinstance(self.at, datetime) else datetime.combine(self.at, time(), UTC)).timestamp()

    @property
    def problem(self) -> str:
        """Why it is not fresh; empty if it is fresh or no limit is set."""
        if self.limit is None:
            return ""
        if self.seconds is None:
            return self.label
        if self.seconds < -AHEAD.get(self.topic, AHEAD["document"]):
            return f"{self.label} is {shown_duration(self.seconds)} in the future: was a clock or a date wrong?"
        if self.seconds > self.limit:
            return f"{self.label} is {shown_duration(self.seconds)} old; the limit is {shown_duration(self.limit)}"
        return ""

    def __str__(self) -> str:
        """Format the age as one line."""
        if self.problem:
            return f"old     {self.topic}: {self.problem}"
        fresh = self.label if self.seconds is None else f"{self.label} is {shown_duration(self.seconds)} old"
        return f"{'info' if self.limit is None else 'ok':<8}{self.topic}: {fresh}"


def ages(
    connection: Connection[Any],
    sql_dir: Path,
    *,
    max_age: float | None = None,
    usual_age: float | None = None,
    max_document_age: float | None = None,
) -> list[Age]:
    """Return the age of the newest load, and of the newest document of each topic if the account may read them.

    Args:
        connection: A connection to a database at the schema revision of this version; its time zone must be UTC.
        sql_dir: The folder that contains ``freshness``.
        max_age: Maximum seconds since the last successful load.
        usual_age: The default of ``max_age``; not used for accounts that see only loads that wrote something.
        max_document_age: Maximum seconds since the date of the newest document of a topic.

    Raises:
        PermissionRefused: The account may not read loads, or a limit is given for documents that it may not read.
    """
    rights = _rows(connection, sql_dir, "rights")[0]
    if not rights["ledger"] and not rights["mart"]:
        raise PermissionRefused("this account may not read loads", hint="Grant it a group: see docs/roles.md.")
    limit = usual_age if max_age is None and rights["ledger"] else max_age
    of_loads = [_age_of_load(connection, sql_dir, limit, sees_ledger=rights["ledger"])]
    if rights["mart"]:
        return [*of_loads, *_ages_of_documents(connection, sql_dir, max_document_age)]
    if max_document_age is not None:
        hint = "Leave out --max-document-age, or use an account that is a reader or a loader: see docs/roles.md."
        raise PermissionRefused("this account may not read documents", hint=hint)
    return of_loads


def _age_of_load(connection: Connection[Any], sql_dir: Path, limit: float | None, *, sees_ledger: bool) -> Age:
    rows = _rows(connection, sql_dir, "load" if sees_ledger else "load-in-mart")
    if not rows:
        return Age(LOAD, "nothing has been loaded yet", None, None, limit)
    newest = rows[0]
    label = f"run {newest['run_id']}"
    if not sees_ledger:
        label += ", the last run that wrote something,"
    return Age(LOAD, label, newest["ended_at"], newest["age"], limit)


def _ages_of_documents(connection: Connection[Any], sql_dir: Path, limit: float | None) -> Iterator[Age]:
    for row in _rows(connection, sql_dir, "documents"):
        label = f"{row['document_key']} of {row['page_date']}" if row["page_date"] else "no document shows a date"
        yield Age(row["topic"], label, row["page_date"], row["age"], limit)


def _rows(connection: Connection[Any], sql_dir: Path, name: str) -> list[dict[str, Any]]:
    source, query = read_one(sql_dir, "freshness", name, _read)
    with server_errors(source, query), connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.text.encode()).fetchall()


def _read(source: SqlFile) -> tuple[tuple[SqlFile, Query] | None, list[Problem]]:
    header, problems = validate(Header, source.header)
    return (None if header is None else (source, bind(source.tokens, {}))), problems
