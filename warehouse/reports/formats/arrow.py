"""Arrow: typed columns with their description, for the Parquet format and for programs. It needs pyarrow.

The Arrow type of a column must hold all of its cells, so it is chosen after the last row has been read.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from warehouse.reports.formats.json import cited_cells, quoted
from warehouse.reports.parameters import value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reports.result import Column, Result

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
    """The Arrow type of one column: the counterpart of its PostgreSQL type, or text if a cell does not fit."""

    def __init__(self, column: Column) -> None:
        """Start without cells."""
        self._column = column
        self._fits = True
        self._whole = 0
        self._places = 0

    def learn(self, cells: Sequence[str | None]) -> None:
        """Adapt the type so that it can hold more cells of the column."""
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
        """Return the Arrow field: name, type, and metadata.

        The metadata holds the report's description of the column, and ``kept_as_text`` if a cell did not fit the type.
        """
        doc, type_name = self._column.doc, self._column.type
        metadata = {"type": type_name, "meaning": doc.meaning, "unit": doc.unit, "empty": doc.empty}
        if not self._fits:
            metadata["kept_as_text"] = f"the Parquet type for {type_name} cannot hold one of the cells"
            column_type = pa.string()
        elif type_name == "numeric":
            column_type = pa.decimal128(_PRECISION, self._places)
        else:
            column_type = _TYPES.get(type_name, pa.string())
        return pa.field(
            self._column.name, column_type, metadata={name: text for name, text in metadata.items() if text}
        )


def table(result: Result) -> pa.Table:
    """Read all rows of the answer as a table; the metadata of the schema also holds the sources and their cells."""
    rows = list(result.rows)
    learners = [TypeOfColumn(column) for column in result.columns]
    columns = list(zip(*(row.cells for row in rows), strict=True)) or [()] * len(learners)
    for learner, cells in zip(learners, columns, strict=True):
        learner.learn(cells)
    citations = json.dumps(cited_cells(result, rows), ensure_ascii=False)
    schema = pa.schema([learner.field() for learner in learners], metadata={**about(result), "citations": citations})
    arrays = [pa.array(cells, pa.string()).cast(field.type) for cells, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def about(result: Result) -> dict[str, str]:
    """Return the metadata of the schema: the report, its parameters and its run."""
    header = result.report.header
    params = ", ".join(f"{quoted(name)}: {value_text(value)}" for name, value in result.values.items())
    return {
        "report": result.report.name,
        "title": header.title,
        "question": header.question,
        "params": f"{{{params}}}",
        "run": json.dumps(asdict(result.run), ensure_ascii=False),
    }
