"""Prove that no two rows of an answer are equal in its grain, in eight bytes a row."""

from __future__ import annotations

from array import array
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from psycopg import RawCursor
from psycopg.rows import tuple_row

from warehouse.errors import CheckFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.columns import Layout
    from warehouse.reports.library import Report
    from warehouse.reports.values import Value

    Rows = Sequence[tuple[Any, ...]]

_PARTS: Final = 64


class GrainProof:
    """Keeps a hash of each row's grain, in parts that are looked at one by one at the end.

    Equal rows have equal hashes, so that no doubled row is missed. Whether rows with equal hashes are equal, the
    server must say.
    """

    def __init__(self, layout: Layout) -> None:
        """Start without rows."""
        self._key = _key(layout)
        self._parts = [array("q") for _ in range(_PARTS)]
        self._keep = [part.append for part in self._parts]
        self.rows = 0

    def add(self, rows: Rows) -> bool:
        """Keep the rows; tell whether two of them may be equal in the grain."""
        hashes = list(map(hash, map(self._key, rows)))
        self.keep(hashes)
        return len(set(hashes)) < len(hashes)

    def keep(self, hashes: Sequence[int]) -> None:
        """Keep hashes that were made elsewhere, equal for rows that are equal in the grain."""
        self.rows += len(hashes)
        keep = self._keep
        for value in hashes:
            keep[value & _PARTS - 1](value)

    def is_doubtful(self) -> bool:
        """Tell whether any two of all rows may be equal in the grain."""
        return any(len(set(part)) < len(part) for part in self._parts)


def _key(layout: Layout) -> Callable[[tuple[Any, ...]], Any]:
    """Give what tells a row from the others; arrays of fact ids come as lists, which have no hash."""
    pick = itemgetter(*layout.grain)
    if layout.has_array_in_grain:
        return lambda row: repr(pick(row))
    return pick


def grain_keys(report: Report) -> list[str]:
    """Write each column of the grain as SQL that tells two rows apart where their printed values differ."""
    return [f'"{name}"::pg_catalog.text COLLATE "C"' for name in report.header.grain]


def refuse_doubled(connection: Connection[Any], report: Report, values: Mapping[str, Value]) -> None:
    """Ask the server, in the same snapshot, which rows are equal in the grain; none are if only their hashes were.

    Raises:
        CheckFailed: There are such rows.
    """
    key = ", ".join(grain_keys(report))
    doubled = f"SELECT {key} FROM (\n{report.query.text}\n) AS answer GROUP BY {key} HAVING count(*) > 1 LIMIT 1"  # noqa: S608 - names of columns, checked
    with RawCursor(connection, row_factory=tuple_row) as cursor:
        found = cursor.execute(doubled, [values[name] for name in report.query.names]).fetchone()
    if found is not None:
        shown = ", ".join(f"{name} = {part!r}" for name, part in zip(report.header.grain, found, strict=True))
        what = f"report {report.name} returns two rows for {shown}"
        raise CheckFailed(what, hint="its grain is not what its header says: correct the statement or the grain")
