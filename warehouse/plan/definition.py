"""What a plan is: rows to add, change and retire, cell by cell, each with its place in the seeds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Operation(StrEnum):
    """What happens to a row; the value is the symbol a plan shows."""

    ADD = "+"
    CHANGE = "~"
    RETIRE = "-"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that changes, as PostgreSQL prints it; None stands for NULL."""

    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One row of ``core`` that is added, changed or retired.

    Attributes:
        operation: What happens to it.
        table: Name of the table.
        key: Its primary key, one text per column.
        path: The natural path of the fact it belongs to.
        cells: The values that change; empty for a retired row.
        position: ``file:line:column`` of the seed; None for a retired row.
    """

    operation: Operation
    table: str
    key: tuple[str, ...]
    path: str
    cells: tuple[Cell, ...] = ()
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of rows."""

    added: int = 0
    changed: int = 0
    retired: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a load changes in ``core``, tables in load order.

    Attributes:
        changes: The rows that change; rows that stay as they are do not appear.
        sizes: Rows each table holds before the load.
        fact_count: Facts the seeds hold.
        seeds_sha256: Digest of the seed files the plan was made from.
    """

    changes: tuple[Change, ...]
    sizes: Mapping[str, int]
    fact_count: int
    seeds_sha256: str

    @property
    def is_empty(self) -> bool:
        """Whether the database already says what the seeds say."""
        return not self.changes

    def counts(self) -> dict[str, Counts]:
        """Count the rows of each table that changes, tables in load order."""
        tally = Counter((change.table, change.operation) for change in self.changes)
        tables = dict.fromkeys(change.table for change in self.changes)
        return {
            table: Counts(*(tally[table, operation] for operation in Operation))
            for table in self.sizes
            if table in tables
        }

    def total(self) -> Counts:
        """Count the rows that change over all tables."""
        tally = Counter(change.operation for change in self.changes)
        return Counts(*(tally[operation] for operation in Operation))
