"""The conversion of a csv file to Parquet, batch by batch, with the column types of the mart.

It needs pyarrow; see ``reports.formats.parquet``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from warehouse.mart.objects import Column, MartObject

BATCH_BYTES: Final = 2**22
"""Bytes of csv per row group. The reader holds about twenty such batches in memory."""


def converted(mart_object: MartObject, source: Path, target: Path, batch_bytes: int = BATCH_BYTES) -> None:
    """Write a Parquet file with the rows of a csv file.

    Args:
        mart_object: The mart object whose rows the file holds.
        source: The csv file, as ``run.copied`` writes it.
        target: The Parquet file to write.
        batch_bytes: Bytes of csv per row group.
    """
    import pyarrow as pa
    from pyarrow import csv, parquet

    schema = pa.schema([_field(name, column) for name, column in mart_object.header.columns.items()])
    reading = csv.ReadOptions(use_threads=False, block_size=batch_bytes)
    parsing = csv.ParseOptions(newlines_in_values=True)
    converting = csv.ConvertOptions(
        column_types=schema,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["true"],
        false_values=["false"],
    )
    about = schema.with_metadata({"title": mart_object.name, "description": mart_object.header.grain})
    with (
        csv.open_csv(source, read_options=reading, parse_options=parsing, convert_options=converting) as batches,
        parquet.ParquetWriter(target, about, compression="zstd") as writer,
    ):
        for batch in batches:
            writer.write_table(pa.Table.from_arrays(batch.columns, schema=about))


def _field(name: str, column: Column) -> pa.Field:
    metadata = {"description": column.comment, "unit": column.unit}
    return _named(name, column.type, {key: text for key, text in metadata.items() if text})


def _named(name: str, kind: str, metadata: dict[str, str]) -> pa.Field:
    import pyarrow as pa

    types = {
        "boolean": pa.bool_(),
        "integer": pa.int32(),
        "bigint": pa.int64(),
        "date": pa.date32(),
        "timestamptz": pa.timestamp("us", tz="UTC"),
    }
    decimal = re.fullmatch(r"numeric\((\d+),(\d+)\)", kind)
    chosen = pa.decimal128(int(decimal[1]), int(decimal[2])) if decimal else types.get(kind, pa.string())
    return pa.field(name, chosen, metadata=metadata)
