"""The rows of the mart as Parquet files: read by COPY, some megabytes at a time, and written as they come."""

from __future__ import annotations

from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import pyarrow as pa
from psycopg import sql
from pyarrow import csv
from pyiceberg.io.pyarrow import ParquetFormatWriter, schema_to_pyarrow
from pyiceberg.manifest import DataFile, DataFileContent, FileFormat
from pyiceberg.table.locations import load_location_provider
from pyiceberg.typedef import Record

from warehouse.exports.snapshot import rows_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import psycopg
    from pyiceberg.io import FileIO
    from pyiceberg.table.metadata import TableMetadata

    from warehouse.mart.objects import MartObject

CHUNK: Final = 2**22
"""Bytes of csv that are parsed at once, into one row group."""

LARGEST: Final = 2**29
"""Bytes of csv per file, so that a large table has several, which readers can share out."""

_COPY: Final = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')")
_LATER: Final = sql.SQL("SELECT * FROM ({}) AS every WHERE {} > {}")


def written(
    connection: psycopg.Connection, found: MartObject, metadata: TableMetadata, io: FileIO, after: int | None = None
) -> Generator[DataFile]:
    """Write the rows of an object, in the order of its key, and yield each file.

    Args:
        connection: A connection in the snapshot, as ``exports.snapshot.begun`` leaves it.
        found: The object.
        metadata: The metadata of its table, with its columns of now.
        io: Where to write.
        after: Leave out the rows of this load and of earlier ones; None: write every row.
    """
    query = rows_of(found, "mart")
    if after is not None:
        query = _LATER.format(query, sql.Identifier("load_id"), sql.Literal(after))
    schema = schema_to_pyarrow(metadata.schema(), include_field_ids=True)
    with closing(_chunks(connection, query)) as chunks:  # a COPY that is left open would hold the connection
        for chunk in chunks:
            yield _file(chain([chunk], chunks), list(found.header.columns), schema, metadata, io)


def _chunks(connection: psycopg.Connection, query: sql.Composed) -> Generator[bytes]:
    """Yield the answer as csv; each piece ends with a row, since the server sends one message per row."""
    with connection.cursor() as cursor, cursor.copy(_COPY.format(query)) as copy:
        lines, size = [], 0
        for line in copy:
            lines.append(bytes(line))
            size += len(line)
            if size >= CHUNK:
                yield b"".join(lines)
                lines, size = [], 0
        if lines:
            yield b"".join(lines)


def _file(
    chunks: Iterator[bytes], names: list[str], schema: pa.Schema, metadata: TableMetadata, io: FileIO
) -> DataFile:
    """Write one file, of as many chunks as it takes."""
    provider = load_location_provider(metadata.location, metadata.properties)
    output = io.new_output(provider.new_data_location(f"{uuid4()}.parquet"))
    size = 0
    with ParquetFormatWriter(output, metadata.schema(), metadata.properties) as writer:
        for chunk in chunks:
            writer.write(_parsed(chunk, names, schema))
            size += len(chunk)
            if size >= LARGEST:
                break
    return DataFile.from_args(
        content=DataFileContent.DATA,
        file_path=output.location,
        file_format=FileFormat.PARQUET,
        partition=Record(),
        file_size_in_bytes=len(output),
        sort_order_id=None,
        spec_id=metadata.default_spec_id,
        equality_ids=None,
        key_metadata=None,
        **writer.result().to_serialized_dict(),
    )


def _parsed(chunk: bytes, names: list[str], schema: pa.Schema) -> pa.Table:
    rows = csv.read_csv(
        pa.py_buffer(chunk),
        read_options=csv.ReadOptions(use_threads=False, column_names=names, block_size=len(chunk) + 1),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types={field.name: field.type for field in schema},
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["true"],
            false_values=["false"],
        ),
    )
    return pa.Table.from_arrays([rows[name] for name in schema.names], schema=schema)
