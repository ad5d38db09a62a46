"""The plan of a load: the changes it makes, and how a plan is printed, saved and verified.

Input: the differences that ``load`` found inside the database. Output: a ``Plan``, which ``load`` both prints and
applies, so that the user sees exactly the changes that are made. This module never opens a connection and never decides
what changes.
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
    """The operation on a row; the value is its symbol in a printed plan."""

    ADD = "+"
    CHANGE = "~"
    RETIRE = "-"
    RENAME = "»"
    RESTORE = "!"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that changes.

    Attributes:
        column: The column.
        old: The value before, as PostgreSQL prints it; None for NULL.
        new: The value after, in the same form.
    """

    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A row of ``core`` that is added, changed, renamed, retired, or restored after an edit by hand.

    Attributes:
        operation: The operation on the row.
        table: Name of the table.
        key: Its primary key, one text for each column; the new key of a renamed row.
        path: The natural path of the fact that it belongs to; the new path of a renamed row.
        cells: The values that change; empty for a retired row.
        file: The seed file that it comes from, relative to the seeds folder; None for a row that is removed.
        line: The line in that file.
        old_path: The path that a renamed row had before; None for other rows.
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
    """Numbers of rows, in the order of ``Operation``.

    Attributes:
        added: Rows to add.
        changed: Rows to change.
        retired: Rows to retire.
        renamed: Rows that get a new key.
        restored: Rows to restore after an edit by hand.
    """

    added: int = 0
    changed: int = 0
    retired: int = 0
    renamed: int = 0
    restored: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, count.name) + getattr(other, count.name) for count in fields(self)))

    @property
    def written(self) -> int:
        """Number of rows to write, of whatever operation; retired rows are not written."""
        return self.added + self.changed + self.renamed + self.restored

    @property
    def is_zero(self) -> bool:
        """Whether all numbers are zero."""
        return self == Counts()


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes of a load to ``core``.

    Attributes:
        counts: Numbers of rows that change, by table, in load order; tables without changes are left out.
        sizes: The row count of each table before the load.
        fact_count: Number of facts in the database after the load.
        seeds_sha256: Digest of the seed files of the plan.
        changes: The rows that change, in order of path and table. Each iteration reads them from the open transaction
            again, so that a plan of a million rows needs no memory; they cannot be read after the transaction ends.
    """

    counts: Mapping[str, Counts]
    sizes: Mapping[str, int]
    fact_count: int
    seeds_sha256: str
    changes: Iterable[Change] = field(default=(), compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether the database already matches the seeds."""
        return not self.counts

    def total(self) -> Counts:
        """Return the numbers of rows that change in all tables together."""
        return sum(self.counts.values(), start=Counts())


def counts_as_dict(counts: Counts) -> dict[str, int]:
    """Return the numbers as a dictionary by name."""
    return asdict(counts)


FEW_ROWS: Final = 3
"""A limit given as a share never refuses to retire fewer rows than this."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limit on the rows of one table that a load may retire.

    Attributes:
        rows: The limit as a number of rows; None if the share counts.
        share: The limit as a share of the table, between 0 and 1.
    """

    rows: int | None = None
    share: float = 0

    @classmethod
    def parse(cls, text: str) -> Allowance:
        """Parse a limit: "30" means 30 rows, "50%" means half of the table.

        Args:
            text: The text as the user wrote it.

        Raises:
            UsageError: The text is neither a number of rows nor a share of at most 100%.
        """
        match = re.fullmatch(r"([0-9]{1,9})(%?)", text)
        if match is None or (match[2] and int(match[1]) > 100):  # noqa: PLR2004 - per cent
            raise UsageError(f'--max-retire "{text}" is neither a number of rows nor a share', hint="Write 30 or 50%.")
        return cls(share=int(match[1]) / 100) if match[2] else cls(rows=int(match[1]))

    def covers(self, retired: int, size: int) -> bool:
        """Return whether a load may retire ``retired`` rows of a table of ``size`` rows."""
        if self.rows is not None:
            return retired <= self.rows
        return retired < FEW_ROWS or retired <= size * self.share


def refuse_mass_retirement(plan: Plan, allowance: Allowance) -> None:
    """Raise an error if the load would retire more rows of a table than allowed.

    Args:
        plan: The plan of the load.
        allowance: The limit for each table.

    Raises:
        CheckFailed: A table is over the limit; the message names the tables, and the option that allows it.
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
    """A plan that was saved with ``plan --out``, reduced to what is needed to verify a load against it.

    Attributes:
        seeds_sha256: Digest of the seed files of the plan.
        changes_sha256: Digest of its changes.
        restores: Whether all of ``core`` was searched for rows edited by hand.
    """

    seeds_sha256: str
    changes_sha256: str
    restores: bool

    @classmethod
    def read(cls, file: Path) -> SavedPlan:
        """Read a saved plan from a file.

        Args:
            file: The file that ``plan --out`` wrote.

        Raises:
            InvalidSource: The file cannot be read, is not a plan, is a plan of another version, or was altered.
        """
        try:
            document: Any = json.loads(file.read_bytes())
            saved = cls(document["seeds_sha256"], document["changes_sha256"], document["restores"])
            is_known = document["format"] == FORMAT_VERSION
            is_whole = digest_of(document["changes"]) == saved.changes_sha256
        except OSError as error:
            raise InvalidSource(f"{file} cannot be read: {error.strerror}", hint=AGAIN) from error
        except (ValueError, TypeError, KeyError) as error:
            raise InvalidSource(f"{file} is not a saved plan", hint=AGAIN) from error
        if not is_known:
            raise InvalidSource(f"{file} is a plan of another version of the warehouse", hint=AGAIN)
        if not is_whole:
            raise InvalidSource(f"{file} was edited after the plan was saved", hint=AGAIN)
        return saved

    def refuse_other_seeds(self, seeds_sha256: str) -> None:
        """Raise an error unless the seeds are those of the plan.

        Args:
            seeds_sha256: Digest of the current seed files.

        Raises:
            CheckFailed: The seeds have changed since the plan was made.
        """
        if seeds_sha256 != self.seeds_sha256:
            raise CheckFailed("the plan is stale: the seeds have changed since it was made", hint=AGAIN)

    def refuse_other_changes(self, plan: Plan) -> None:
        """Raise an error unless a load is about to make exactly the changes of the saved plan.

        Args:
            plan: The plan of the load.

        Raises:
            CheckFailed: The database has changed since the plan was made.
        """
        if digest_of(map(change_as_dict, plan.changes)) != self.changes_sha256:
            raise CheckFailed("the plan is stale: the database has changed since it was made", hint=AGAIN)


DERIVED_COLUMNS: Final = frozenset({"fact_id", "family", "path", "key"})
"""Columns whose values follow from the path, so that a printed plan leaves them out."""

DEFAULT_VALUES: Final = frozenset({None, "stated", "normal"})
"""Default values, which a printed plan leaves out for a new row."""

ALWAYS_SHOWN: Final = 2
"""How many of the numbers after the first are shown even if they are zero: changed and retired."""

FORMAT_VERSION: Final = 2


def as_lines(plan: Plan, *, stat: bool = False, seeds: str = "") -> Iterator[str]:
    """Format a plan fact by fact, with cells as old → new and the place in the seed file.

    Args:
        plan: The plan.
        stat: Whether to show the numbers for each table instead of the changes.
        seeds: Prefix of the names of seed files, such as ``seeds/``.

    Yields:
        The lines; the last line is the summary.
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
    """Format the numbers with one verb each, in the order of ``Operation``; leave out zero renames and restores."""
    first, *others = zip(counts_as_dict(counts).values(), verbs, strict=True)
    parts = [f"{number} {verb}" for place, (number, verb) in enumerate(others) if place < ALWAYS_SHOWN or number]
    return ", ".join([f"{first[0]} row{'' if first[0] == 1 else 's'} {first[1]}", *parts])


def as_json(plan: Plan) -> Iterator[str]:
    """Format a plan as one JSON object.

    Its members are format, seeds_sha256, restores, summary, tables, changes, and changes_sha256, a digest by which
    ``load`` detects a plan that was altered or is stale.

    Args:
        plan: The plan, for which all of ``core`` was searched for rows edited by hand.

    Yields:
        Pieces of the text; join them without a separator.
    """
    head = {
        "format": FORMAT_VERSION,
        "seeds_sha256": plan.seeds_sha256,
        "restores": True,
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
    """Return the SHA-256 digest, in hex, of changes in the form of ``change_as_dict``; their order matters."""
    digest = hashlib.sha256()
    for change in changes:
        digest.update(canonical(change).encode() + b"\n")
    return digest.hexdigest()


def canonical(change: dict[str, Any]) -> str:
    """Format a change as one line of canonical JSON, which is always the same for the same change."""
    return json.dumps(change, ensure_ascii=False, sort_keys=True)


def change_as_dict(change: Change) -> dict[str, Any]:
    """Return a change as a dictionary for JSON: operation, table, key, path, old_path, cells, file, line."""
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
    """Format the numbers of each table that changes, one line per table."""
    width = max((len(table) for table in plan.counts), default=0)
    for table, counts in plan.counts.items():
        yield f"{table:<{width}}  {numbers(counts)}"


def numbers(counts: Counts) -> str:
    """Format numbers of rows with their symbols; leave out zero renames and restores."""
    pairs = zip(Operation, counts_as_dict(counts).values(), strict=True)
    return " ".join(f"{operation}{number}" for operation, number in pairs if number or operation in "+~-")


def change_lines(changes: Iterable[Change], *, seeds: str = "") -> Iterator[str]:
    """Format changes with one entry for each fact, however many tables contain its rows.

    Args:
        changes: The changes in order of path; for one path, the own row of the fact first and its citations last.
        seeds: Prefix of the names of seed files, such as ``seeds/``.

    Yields:
        The lines.
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
        if cell.column in DERIVED_COLUMNS or (row.operation is Operation.ADD and cell.new in DEFAULT_VALUES):
            continue
        old = "" if row.operation is Operation.ADD else f"{_shown(cell.old)} → "
        yield f"    {cell.column}: {old}{_shown(cell.new)}"


def _shown(value: str | None) -> str:
    return "∅" if value is None else value
