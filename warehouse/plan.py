"""What a load will change: a frozen list, and how it is shown, saved and read back.

Comes in: the differences that ``load`` found inside the database. Goes out: a ``Plan`` that ``load`` carries out and
prints, so that what is shown is what is done. Never touches a connection, never decides what changes.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from warehouse.errors import CheckFailed, InvalidSource, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


class Operation(StrEnum):
    """What happens to a row; the value is the symbol a plan shows."""

    ADD = "+"
    CHANGE = "~"
    RETIRE = "-"
    RENAME = "»"
    RESTORE = "!"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that changes, as PostgreSQL prints it; None stands for NULL."""

    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One row of ``core`` that is added, changed, renamed, retired, or put back after an edit by hand.

    Attributes:
        operation: What happens to it.
        table: Name of the table.
        key: Its primary key, one text per column; of a renamed row the new one.
        path: The natural path of the fact it belongs to; of a renamed row the new one.
        cells: The values that change; empty for a retired row.
        file: The seed file that says so, below the seeds folder; None for a row that goes.
        line: The line of that file.
        old_path: Of a renamed row the path it had.
    """

    operation: Operation
    table: str
    key: tuple[str, ...]
    path: str
    cells: tuple[Cell, ...] = ()
    file: str | None = None
    line: int | None = None
    old_path: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of rows, in the order of ``Operation``."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    renamed: int = 0
    restored: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def is_zero(self) -> bool:
        """Whether no row is counted."""
        return self == Counts()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a load changes in ``core``.

    Attributes:
        counts: Rows that change, by table, tables in load order; a table in which none changes does not appear.
        sizes: Rows each table holds before the load.
        fact_count: Facts the database holds after it.
        seeds_sha256: Digest of the seed files the plan was made from.
        changes: The rows that change, by path and table. Iterating reads them from the open transaction, again each
            time, so that a plan of a million rows needs no memory; it ends with the transaction.
    """

    counts: Mapping[str, Counts]
    sizes: Mapping[str, int]
    fact_count: int
    seeds_sha256: str
    changes: Iterable[Change] = field(default=(), compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether the database already says what the seeds say."""
        return not self.counts

    def total(self) -> Counts:
        """Count the rows that change over all tables."""
        return sum(self.counts.values(), start=Counts())


def counts_as_dict(counts: Counts) -> dict[str, int]:
    """Return the numbers by name."""
    return asdict(counts)


FEW_ROWS: Final = 3
"""Retiring fewer rows than this is never refused."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many rows of one table a load may retire: a number of rows, or a share of the table."""

    rows: int | None = None
    share: float = 0.2

    @classmethod
    def parse(cls, text: str) -> Allowance:
        """Read "30" as 30 rows and "50%" as half of the table.

        Raises:
            UsageError: It is neither.
        """
        match = re.fullmatch(r"([0-9]{1,9})(%?)", text)
        if match is None or (match[2] and int(match[1]) > 100):  # noqa: PLR2004 - per cent
            raise UsageError(f'--max-retire "{text}" is neither a number of rows nor a share', hint="Write 30 or 50%.")
        return cls(share=int(match[1]) / 100) if match[2] else cls(rows=int(match[1]))

    def covers(self, retired: int, size: int) -> bool:
        """Return whether retiring so many of so many rows is allowed."""
        if self.rows is not None:
            return retired <= self.rows
        return retired < FEW_ROWS or retired <= size * self.share


def refuse_mass_retirement(plan: Plan, allowance: Allowance) -> None:
    """Raise when a table would lose more rows than allowed.

    Raises:
        CheckFailed: Names the tables and how to allow it.
    """
    counts = plan.counts
    sizes = {table: plan.sizes[table] for table in counts}
    over = [table for table, size in sizes.items() if not allowance.covers(counts[table].retired, size)]
    if over:
        listed = ", ".join(f"{counts[table].retired} of {sizes[table]} in {table}" for table in over)
        most = max(counts[table].retired for table in over)
        hint = f"Is a seed file missing? If this is meant, allow it with --max-retire {most}."
        raise CheckFailed(f"the load would retire many rows: {listed}; nothing was changed", hint=hint)


AGAIN = 'Make and review a new one: "warehouse plan --out FILE".'


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What a file of ``plan --out`` promises.

    Attributes:
        seeds_sha256: Digest of the seed files it was made from.
        changes_sha256: Digest of its changes.
        restores: Whether rows edited by hand were looked for everywhere.
    """

    seeds_sha256: str
    changes_sha256: str
    restores: bool

    @classmethod
    def read(cls, file: Path) -> SavedPlan:
        """Read the file.

        Raises:
            InvalidSource: It cannot be read, is no plan, or was altered.
        """
        try:
            document: Any = json.loads(file.read_bytes())
            saved = cls(document["seeds_sha256"], document["changes_sha256"], document["restores"])
            is_known = document["format"] == FORMAT_VERSION
            is_whole = digest_of(document["changes"]) == saved.changes_sha256
        except OSError as error:
            raise InvalidSource(f"{file} cannot be read: {error.strerror}", hint=AGAIN) from error
        except (ValueError, TypeError, KeyError) as error:
            raise InvalidSource(f"{file} is no plan", hint=AGAIN) from error
        if not is_known:
            raise InvalidSource(f"{file} is a plan of another version of the warehouse", hint=AGAIN)
        if not is_whole:
            raise InvalidSource(f"{file} was altered after it was made", hint=AGAIN)
        return saved

    def refuse_other_seeds(self, seeds_sha256: str) -> None:
        """Make sure that the seeds are those of the plan.

        Raises:
            CheckFailed: They have changed since.
        """
        if seeds_sha256 != self.seeds_sha256:
            raise CheckFailed("the plan is stale: the seeds have changed since it was made", hint=AGAIN)

    def refuse_other_changes(self, plan: Plan) -> None:
        """Make sure that a load is about to do what the plan says, no more and no less.

        Raises:
            CheckFailed: The database has changed since.
        """
        if digest_of(map(change_as_dict, plan.changes)) != self.changes_sha256:
            raise CheckFailed("the plan is stale: the database has changed since it was made", hint=AGAIN)


PLUMBING: Final = frozenset({"fact_id", "family", "path", "key"})
"""Columns that follow from the path and tell a reader nothing more."""

UNREMARKABLE: Final = frozenset({None, "stated", "normal"})
"""Values of a new row that go without saying."""

USUAL: Final = 2
"""How many numbers after the first are always shown: changed and retired."""

FORMAT_VERSION: Final = 2


def as_lines(plan: Plan, *, stat: bool = False, seeds: str = "") -> Iterator[str]:
    """Show the changes fact by fact, with cells old → new and the seed's place; the summary is the last line.

    Args:
        plan: The plan.
        stat: Show numbers per table instead of the changes.
        seeds: What stands before the names of seed files, such as ``seeds/``.
    """
    if plan.is_empty:
        yield f"Nothing to change: the database holds all {plan.fact_count} facts as the seeds say."
        return
    facts = 0
    for line in change_lines(plan.changes, seeds=seeds):
        facts += not line.startswith(" ")
        if not stat:
            yield line
    if stat:
        yield from stat_lines(plan)
    yield ""
    rows = counted(plan.total(), "to add", "to change", "to retire", "to rename", "to put back")
    yield f"{facts} fact{'' if facts == 1 else 's'}: {rows}."


def counted(counts: Counts, *verbs: str) -> str:
    """List the numbers with these verbs, in the order of ``Operation``; those of renames and edits only where any."""
    first, *others = zip(counts_as_dict(counts).values(), verbs, strict=True)
    parts = [f"{number} {verb}" for place, (number, verb) in enumerate(others) if place < USUAL or number]
    return ", ".join([f"{first[0]} row{'' if first[0] == 1 else 's'} {first[1]}", *parts])


def as_json(plan: Plan, *, restores: bool = False) -> Iterator[str]:
    """Show the plan as one JSON object, in pieces that are to be joined without anything between them.

    Its members are format, seeds_sha256, restores (whether rows edited by hand were looked for everywhere), summary,
    tables, changes, and changes_sha256, a digest by which ``load`` knows a plan that has been altered or is stale.
    """
    head = {
        "format": FORMAT_VERSION,
        "seeds_sha256": plan.seeds_sha256,
        "restores": restores,
        "summary": counts_as_dict(plan.total()),
        "tables": {table: counts_as_dict(counts) for table, counts in plan.counts.items()},
    }
    yield json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "changes": ['
    digest, separator = hashlib.sha256(), "\n    "
    for change in plan.changes:
        text = canonical(change_as_dict(change))
        digest.update(text.encode() + b"\n")
        yield separator + text
        separator = ",\n    "
    yield f'\n  ],\n  "changes_sha256": "{digest.hexdigest()}"\n}}'


def digest_of(changes: Iterable[dict[str, Any]]) -> str:
    """Return the digest of changes in the form of ``change_as_dict``, in this order."""
    digest = hashlib.sha256()
    for change in changes:
        digest.update(canonical(change).encode() + b"\n")
    return digest.hexdigest()


def canonical(change: dict[str, Any]) -> str:
    """Write a change as one line of JSON, always the same for the same change."""
    return json.dumps(change, ensure_ascii=False, sort_keys=True)


def change_as_dict(change: Change) -> dict[str, Any]:
    """Return a change as what JSON can hold: operation, table, key, path, old_path, cells, file, line."""
    return {
        "operation": change.operation.name.lower(),
        "table": change.table,
        "key": list(change.key),
        "path": change.path,
        "old_path": change.old_path,
        "cells": [{"column": cell.column, "old": cell.old, "new": cell.new} for cell in change.cells],
        "file": change.file,
        "line": change.line,
    }


def stat_lines(plan: Plan) -> Iterator[str]:
    """Show the numbers of each table that changes."""
    width = max((len(table) for table in plan.counts), default=0)
    for table, counts in plan.counts.items():
        yield f"{table:<{width}}  {numbers(counts)}"


def numbers(counts: Counts) -> str:
    """Show numbers of rows with their symbols; those of renames and edits only where there are any."""
    pairs = zip(Operation, counts_as_dict(counts).values(), strict=True)
    return " ".join(f"{operation}{number}" for operation, number in pairs if number or operation in "+~-")


def change_lines(changes: Iterable[Change], *, seeds: str = "") -> Iterator[str]:
    """Show each fact once, however many tables hold its parts.

    Args:
        changes: Sorted by path, a fact's own row first, its citations last.
        seeds: What stands before the names of seed files, such as ``seeds/``.
    """
    for path, of_fact in groupby(changes, key=lambda change: change.path):
        rows = list(of_fact)
        own = [row for row in rows if row.table != "citations"]
        operations = {row.operation for row in own} or {Operation.CHANGE}
        operation = operations.pop() if len(operations) == 1 else Operation.CHANGE
        old_path = next((row.old_path for row in rows if row.old_path), None) if operation is Operation.RENAME else None
        named = f"{old_path} → {path}" if old_path else path
        place = next((f"  {seeds}{row.file}:{row.line}" for row in rows if row.file), "")
        yield f"{operation} {named}{place}"
        if operation is not Operation.RETIRE:
            yield from (line for row in rows for line in _row_lines(row))


def _row_lines(row: Change) -> Iterator[str]:
    if row.table == "citations" and row.operation is not Operation.CHANGE:
        if row.operation is not Operation.RENAME:
            yield f"    {row.operation} cited: {row.key[1]}#{row.key[2]}"
        return
    for cell in row.cells:
        if cell.column in PLUMBING or (row.operation is Operation.ADD and cell.new in UNREMARKABLE):
            continue
        old = "" if row.operation is Operation.ADD else f"{_shown(cell.old)} → "
        yield f"    {cell.column}: {old}{_shown(cell.new)}"


def _shown(value: str | None) -> str:
    return "∅" if value is None else value
