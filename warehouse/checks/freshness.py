"""How long something may last, as people write it: 90m, 26h, 2d."""

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
    """Return the seconds that a number and a unit stand for.

    Args:
        text: As the user wrote it.
        option: Where, for the message.

    Raises:
        UsageError: It is anything else.
    """
    found = _FORM.fullmatch(text)
    if not found:
        raise UsageError(
            f'{option}: "{text}" is no duration', hint="Write 90m, 26h, 2d or 4w: s, m, h, d and w are known."
        )
    return int(found[1]) * UNITS[found[2]]


def shown_duration(seconds: float) -> str:
    """Say roughly how long that is, in days or less: the largest unit and the next one."""
    rest = int(abs(seconds))
    units = [(unit, size) for unit, size in UNITS.items() if size <= max(rest, 1) and unit != "w"]
    parts: list[str] = []
    for unit, size in units[:-3:-1]:
        count, rest = divmod(rest, size)
        parts += [f"{count} {unit}"] if count or not parts else []
    return " ".join(parts)


LOAD: Final = "load"
AHEAD: Final = {LOAD: 60.0, "document": 86400.0 * 1.5}
"""Seconds that something may seem to lie in the future: clocks differ, and days begin earlier in the east."""


class Header(BaseModel):
    """Everything such a file says about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: str = Field(description="what its rows are")


@dataclass(frozen=True, slots=True)
class Age:
    """How old the newest of something is.

    Attributes:
        topic: Load, or the register that documents speak of.
        what: The newest one, in words.
        at: When it was; None: there is none, or it shows no date.
        seconds: How long ago; None as above.
        limit: How old it may be, in seconds; None: nobody said.
    """

    topic: str
    what: str
    at: date | datetime | None
    seconds: float | None
    limit: float | None

    @property
    def instant(self) -> float | None:
        """When it was, as Unix time; a day begins in UTC."""
        if self.at is None:
            return None
        return (self.at if isinstance(self.at, datetime) else datetime.combine(self.at, time(), UTC)).timestamp()

    @property
    def problem(self) -> str:
        """Why it is not fresh; empty: it is, or nobody said how old it may be."""
        if self.limit is None:
            return ""
        if self.seconds is None:
            return self.what
        if self.seconds < -AHEAD.get(self.topic, AHEAD["document"]):
            return f"{self.what} lies {shown_duration(self.seconds)} in the future: was a clock or a date wrong?"
        if self.seconds > self.limit:
            return f"{self.what} is {shown_duration(self.seconds)} old; {shown_duration(self.limit)} are allowed"
        return ""

    def __str__(self) -> str:
        """Return one line."""
        if self.problem:
            return f"old     {self.topic}: {self.problem}"
        fresh = self.what if self.seconds is None else f"{self.what} is {shown_duration(self.seconds)} old"
        return f"{'info' if self.limit is None else 'ok':<8}{self.topic}: {fresh}"


def ages(
    connection: Connection[Any],
    sql_dir: Path,
    *,
    max_age: float | None = None,
    usual_age: float | None = None,
    max_document_age: float | None = None,
) -> list[Age]:
    """Tell how old the newest load is, and the newest document of each topic, as far as this account may know.

    Args:
        connection: At the revision of this version; its time zone is UTC.
        sql_dir: The folder that holds ``freshness``.
        max_age: Seconds since the last load that succeeded.
        usual_age: The same where nobody said; not for accounts that see only loads that wrote something.
        max_document_age: Seconds since the date of a topic's newest document.

    Raises:
        PermissionRefused: A limit is given for what this account may not read.
    """
    rights = _rows(connection, sql_dir, "rights")[0]
    if not rights["ledger"] and not rights["mart"]:
        raise PermissionRefused("this account may read no loads", hint="Grant it a group: see docs/roles.md.")
    limit = usual_age if max_age is None and rights["ledger"] else max_age
    found = [_age_of_load(connection, sql_dir, limit, sees_ledger=rights["ledger"])]
    if rights["mart"]:
        return [*found, *_ages_of_documents(connection, sql_dir, max_document_age)]
    if max_document_age is not None:
        hint = "Use a reader or a loader for --max-document-age, or leave it out: see docs/roles.md."
        raise PermissionRefused("this account may not read documents", hint=hint)
    return found


def _age_of_load(connection: Connection[Any], sql_dir: Path, limit: float | None, *, sees_ledger: bool) -> Age:
    rows = _rows(connection, sql_dir, "load" if sees_ledger else "load-in-mart")
    if not rows:
        return Age(LOAD, "nothing has been loaded yet", None, None, limit)
    newest = rows[0]
    what = f"run {newest['run_id']}"
    if not sees_ledger:
        what += ", the last that wrote something,"
    return Age(LOAD, what, newest["ended_at"], newest["age"], limit)


def _ages_of_documents(connection: Connection[Any], sql_dir: Path, limit: float | None) -> Iterator[Age]:
    for row in _rows(connection, sql_dir, "documents"):
        what = f"{row['document_key']} of {row['page_date']}" if row["page_date"] else "no document shows a date"
        yield Age(row["topic"], what, row["page_date"], row["age"], limit)


def _rows(connection: Connection[Any], sql_dir: Path, name: str) -> list[dict[str, Any]]:
    source, query = read_one(sql_dir, "freshness", name, _read)
    with server_errors(source, query), connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.text.encode()).fetchall()


def _read(source: SqlFile) -> tuple[tuple[SqlFile, Query] | None, list[Problem]]:
    header, problems = validate(Header, source.header)
    return (None if header is None else (source, bind(source.tokens, {}))), problems
