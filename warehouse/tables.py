"""What loads and readers of history need to know of the tables of ``core``, without the library that describes them.

Comes in: ``tables.json``, which ``make docs`` writes from ``warehouse.schema``; a test fails when it is stale. Goes
out: ``LOAD_ORDER``. Importing SQLAlchemy takes longer than most loads.
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
        name: Its name.
        key: Columns of its primary key.
        stated: Columns that the seeds fill.
        references: By column that holds the key of another row: the table of that row.
        about: Registers that its facts can be about; None: it holds no facts of its own.
    """

    name: str
    key: tuple[str, ...]
    stated: tuple[str, ...]
    references: Mapping[str, str]
    about: tuple[str, ...] | None

    def family_of(self, column: str) -> str | None:
        """Name the register whose key stands in a part of the primary key; None: it is no register's key."""
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
"""The tables of ``core``, each after those it refers to; retire in the opposite order."""

TABLES: Final = {table.name: table for table in LOAD_ORDER}
"""The same by name."""
