"""Write a Parquet file in two passes: the rows go to a temporary file as texts, then, when their types are known, on.

A numeric column has one scale, so 1.1 beside 2.25 becomes 1.10; the numbers are the same.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.reports.formats.jsontext import quoted, value_text
from warehouse.reports.formats.parquet_types import TypeOfColumn

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
    """Read all rows of the answer and write the file."""
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
    """Give lists of rows of bounded number and size."""
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
    """Give the sources of a row; what each source is made of is kept in ``known``."""
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
