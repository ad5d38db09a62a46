"""The outline of the tables of ``core`` that loads and history need, available without SQLAlchemy.

Input: ``tables.json``, which ``make docs`` writes from ``warehouse.model``; a test fails when it is out of date.
Output: ``LOAD_ORDER`` and ``TABLES``. The import of SQLAlchemy would take longer than most loads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = Path(__file__).with_name("tables.json")


@dataclass(frozen=True, slots=True)
class TableInfo:
    """The outline of one table of ``core``.

    Attributes:
        name: Name of the table.
        key: Columns of its primary key.
        stated: Columns that the seeds fill.
        references: The table that each foreign key column refers to, by column.
        about: Registers that its facts can be about; None if it holds no facts of its own.
    """

    name: str
    key: tuple[str, ...]
    stated: tuple[str, ...]
    references: Mapping[str, str]
    about: tuple[str, ...] | None

    @property
    def holds_facts(self) -> bool:
        """Whether each row belongs to a fact; only the rows of the vocabulary do not."""
        return "fact_id" in self.stated

    def family_of(self, column: str) -> str | None:
        """Return the register whose key a primary key column holds; None if the column holds no such key."""
        if not self.holds_facts:
            return None
        if column == "key":
            return self.name
        return None if column == "fact_id" else self.references.get(column)


def _read() -> tuple[TableInfo, ...]:
    return tuple(
        TableInfo(
            name=one["name"],
            key=tuple(one["key"]),
            stated=tuple(one["stated"]),
            references=one["references"],
            about=one["about"] and tuple(one["about"]),
        )
        for one in json.loads(FILE.read_text(encoding="utf-8"))
    )


LOAD_ORDER: Final = _read()
"""The tables of ``core``, each after those that it refers to; rows are deleted in the reverse order."""

TABLES: Final = {table.name: table for table in LOAD_ORDER}
"""The tables of ``core`` by name."""
