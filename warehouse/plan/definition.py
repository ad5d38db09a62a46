"""What a plan is: rows to add, change, rename and retire, cell by cell, each with its place in the seeds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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
    """Give the numbers by name."""
    return asdict(counts)
