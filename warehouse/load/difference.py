"""Compare a staged table with ``core``, inside the database, and say which rows and cells differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

from warehouse.load.staging import staged, target
from warehouse.plan import Cell, Change, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg
    from sqlalchemy import Table

CHANGED_CELLS = """
SELECT ARRAY[{new_key}], (array_agg(staged.seed_path))[1], (array_agg(staged.seed_place))[1], current.{probe} IS NULL,
    array_agg(cell.name ORDER BY cell.place), array_agg(cell.old ORDER BY cell.place),
    array_agg(cell.new ORDER BY cell.place)
FROM {staged} AS staged
LEFT JOIN {target} AS current ON {same_key}
CROSS JOIN LATERAL (VALUES {cells}) AS cell (place, name, old, new, differs)
WHERE cell.differs OR current.{probe} IS NULL
GROUP BY {staged_key}, current.{probe}
ORDER BY min(staged.seed_path), {staged_key}
"""

GONE = """
SELECT ARRAY[{old_key}], {path}
FROM {target} AS current
{join}
WHERE NOT EXISTS (SELECT FROM {staged} AS staged WHERE {same_key})
ORDER BY 2, 1
"""


def differences(connection: psycopg.Connection, table: Table) -> Iterator[Change]:
    """Give the rows of ``table`` to add and change, by path, then those to retire."""
    names = _Names(table)
    for key, path, place, is_new, columns, old, new in connection.execute(names.changed_cells()):
        operation = Operation.ADD if is_new else Operation.CHANGE
        cells = tuple(Cell(*cell) for cell in zip(columns, old, new, strict=True))
        yield Change(operation, table.name, tuple(key), path, cells, place)
    for key, path in connection.execute(names.gone()):
        yield Change(Operation.RETIRE, table.name, tuple(key), path)


class _Names:
    """The parts of the comparing statements that differ from table to table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.keys = [column.name for column in table.primary_key]

    def changed_cells(self) -> sql.Composed:
        cells = sql.SQL(", ").join(
            sql.SQL("({place}, {name}, current.{column}::text, staged.{column}::text, {differs})").format(
                place=sql.Literal(place),
                name=sql.Literal(column),
                column=sql.Identifier(column),
                differs=sql.SQL("current.{0} IS DISTINCT FROM staged.{0}").format(sql.Identifier(column)),
            )
            for place, column in enumerate(self.table.columns.keys())
        )
        return sql.SQL(CHANGED_CELLS).format(
            new_key=self._key_texts("staged"),
            probe=sql.Identifier(self.keys[0]),
            staged=staged(self.table),
            target=target(self.table),
            same_key=self._same_key(),
            staged_key=sql.SQL(", ").join(sql.SQL("staged.{}").format(sql.Identifier(key)) for key in self.keys),
            cells=cells,
        )

    def gone(self) -> sql.Composed:
        has_path = "path" in self.table.columns
        join = sql.SQL("" if has_path else "LEFT JOIN core.facts AS shared ON shared.fact_id = current.fact_id")
        unknown = sql.SQL("concat_ws('/', {}, {})").format(sql.Literal(self.table.name), self._key_texts("current"))
        shared = sql.SQL("coalesce(shared.path, {})").format(unknown)
        return sql.SQL(GONE).format(
            old_key=self._key_texts("current"),
            path=sql.SQL("current.path") if has_path else shared,
            target=target(self.table),
            join=join,
            staged=staged(self.table),
            same_key=self._same_key(),
        )

    def _key_texts(self, side: str) -> sql.Composed:
        return sql.SQL(", ").join(
            sql.SQL("{}.{}::text").format(sql.Identifier(side), sql.Identifier(key)) for key in self.keys
        )

    def _same_key(self) -> sql.Composed:
        return sql.SQL(" AND ").join(
            sql.SQL("staged.{0} = current.{0}").format(sql.Identifier(key)) for key in self.keys
        )
