"""Which Parquet type holds all cells of a column: settled when the last one has been seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reports.result import Column

_PRECISION: Final = 38
_NUMBER: Final = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?")
_DATED: Final = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "timestamptz": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z"),
}
_TYPES: Final = {
    "boolean": pa.bool_(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "double precision": pa.float64(),
    "date": pa.date32(),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}


class TypeOfColumn:
    """The type of one column: what PostgreSQL says, as far as the cells fit."""

    def __init__(self, column: Column) -> None:
        """Begin without having seen a cell."""
        self._column = column
        self._fits = True
        self._whole = 0
        self._places = 0

    def learn(self, cells: Sequence[str | None]) -> None:
        """Look at more cells."""
        if not self._fits:
            return
        type_name = self._column.type
        if type_name == "numeric":
            self._fits = all(cell is None or self._is_number(cell) for cell in cells)
        elif type_name in _DATED:
            self._fits = all(cell is None or _DATED[type_name].fullmatch(cell) for cell in cells)

    def _is_number(self, cell: str) -> bool:
        parts = _NUMBER.fullmatch(cell)
        if parts is None:
            return False
        self._whole = max(self._whole, len(parts[1].lstrip("0")))
        self._places = max(self._places, len(parts[2] or ""))
        return self._whole + self._places <= _PRECISION

    def field(self) -> pa.Field:
        """Give name and type, with what the report says about the column and why it is a text where it is one."""
        doc, type_name = self._column.doc, self._column.type
        said = {"type": type_name, "meaning": doc.meaning, "unit": doc.unit, "empty": doc.empty}
        if not self._fits:
            said["kept_as_text"] = f"a cell has no place in the Parquet type for {type_name}"
            column_type = pa.string()
        elif type_name == "numeric":
            column_type = pa.decimal128(_PRECISION, self._places)
        else:
            column_type = _TYPES.get(type_name, pa.string())
        return pa.field(self._column.name, column_type, metadata={name: text for name, text in said.items() if text})
