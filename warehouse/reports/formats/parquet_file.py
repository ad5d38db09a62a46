"""The writer of Parquet files, which needs pyarrow.

The Parquet type of a column must hold all of its cells, so it is chosen after the last row has been read.
"""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import asdict
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.reports.formats.json import quoted
from warehouse.reports.parameters import value_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.reports.result import Column, Result, Row

    _Source = dict[str, str | int | None]

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
    """The Parquet type of one column: the counterpart of its PostgreSQL type, or text if a cell does not fit."""

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


_MOST_ROWS: Final = 20_000
_MOST_CHARACTERS: Final = 2**25
_CITATIONS: Final = pa.field(
    "_citations",
    pa.list_(
        pa.struct(
            [
                ("column", pa.string()),
                ("number", pa.int32()),
                ("document", pa.string()),
                ("title", pa.string()),
                ("section", pa.string()),
                ("page_date", pa.string()),
                ("paragraph", pa.int32()),
                ("locator", pa.string()),
            ]
        )
    ),
    metadata={"meaning": "the sources of the row's cells, by column"},
)


def write(result: Result, stream: IO[bytes]) -> None:
    """Read all rows of the answer and write the file.

    The rows are stored in a temporary file until the types of the columns are known.

    Args:
        result: The answer.
        stream: The stream of bytes that gets the file.
    """
    types = [TypeOfColumn(column) for column in result.columns]
    texts = pa.schema([*((column.name, pa.string()) for column in result.columns), _CITATIONS])
    known: dict[int, _Source] = {}
    with TemporaryFile() as spool:
        with pa.ipc.new_stream(spool, texts) as writer:
            for rows in _batches(result.rows):
                cells = list(zip(*(row.cells for row in rows), strict=True))
                for learner, column in zip(types, cells, strict=True):
                    learner.learn(column)
                cited = [_cited(result, row, known) for row in rows]
                writer.write_batch(pa.record_batch([*cells, cited], schema=texts))
        spool.seek(0)
        schema = pa.schema([*(learner.field() for learner in types), _CITATIONS], metadata=_about(result))
        with pa.ipc.open_stream(spool) as reader, pq.ParquetWriter(stream, schema, compression="zstd") as out:
            for batch in reader:
                out.write_table(pa.Table.from_batches([batch]).cast(schema))


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Yield the rows in lists that are limited in number of rows and of characters."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(len(cell) for cell in row.cells if cell is not None)
        if len(batch) == _MOST_ROWS or size > _MOST_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _cited(result: Result, row: Row, known: dict[int, _Source]) -> list[_Source]:
    """Return the sources of a row; ``known`` caches the fields of each source by its number."""
    for citation in itertools.chain.from_iterable(row.marks):
        if citation.number not in known:
            known[citation.number] = asdict(citation)
    return [
        {"column": column.name, **known[citation.number]}
        for column, marks in zip(result.columns, row.marks, strict=True)
        for citation in marks
    ]


def _about(result: Result) -> dict[str, str]:
    header = result.report.header
    params = ", ".join(f"{quoted(name)}: {value_text(value)}" for name, value in result.values.items())
    return {
        "report": result.report.name,
        "title": header.title,
        "question": header.question,
        "params": f"{{{params}}}",
        "run": json.dumps(asdict(result.run), ensure_ascii=False),
    }
