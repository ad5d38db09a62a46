"""The writer of Parquet files, which needs pyarrow."""

from __future__ import annotations

import itertools
from dataclasses import asdict
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.reports.formats.arrow import TypeOfColumn, about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.reports.result import Result, Row

    _Source = dict[str, str | int | None]

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
        schema = pa.schema([*(learner.field() for learner in types), _CITATIONS], metadata=about(result))
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
