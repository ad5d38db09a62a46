"""The folder of an export: a Data Package of csv and Parquet. The same snapshot gives the same bytes.

Parquet needs pyarrow; see ``reports.formats.parquet``.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import IO, TYPE_CHECKING, Any, Final

from psycopg import sql

from warehouse import files as atomic_files
from warehouse.dictionary import datapackage, rules
from warehouse.exports.snapshot import about, begun, rows_of, state
from warehouse.reports.formats.parquet import require as require_parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    import psycopg
    import pyarrow as pa

    from warehouse.mart.objects import Column, MartObject

    Properties = dict[str, Any]


DESCRIPTOR: Final = "datapackage.json"
README: Final = "README.md"


def placed(folder: Path) -> AbstractContextManager[Path]:
    """Return a context manager that yields an empty folder. The folder replaces ``folder`` if the block succeeds.

    Args:
        folder: A folder that is absent, empty, or holds an earlier export, which is replaced.

    Raises:
        UsageError: ``folder`` holds something else, or is not a folder.
        PermissionRefused: ``folder`` or its parent cannot be written, or the disk is full.
    """
    return atomic_files.replaced(folder, kind="export", written=_written_by_us)


def _written_by_us(folder: Path) -> set[str] | None:
    """Return the files that an export lists, or None if the folder is not an export of this warehouse."""
    try:
        descriptor = json.loads((folder / DESCRIPTOR).read_bytes())
        if descriptor["name"] != rules.NAME:
            return None
        return {DESCRIPTOR, README, *(resource["path"] for resource in descriptor["resources"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


_OPENED: Final = {
    "csv": """\
```sql
-- DuckDB: with the types that datapackage.json gives; without them, a column without any value would be text
SET VARIABLE types = (
  SELECT list(
    CASE field.type
      WHEN 'number' THEN 'DECIMAL(38,12)' WHEN 'integer' THEN 'BIGINT' WHEN 'boolean' THEN 'BOOLEAN'
      WHEN 'date' THEN 'DATE' WHEN 'datetime' THEN 'TIMESTAMPTZ' ELSE 'VARCHAR'
    END)
  FROM (
    SELECT unnest(resource.schema.fields) AS field
    FROM (SELECT unnest(resources) AS resource FROM 'datapackage.json')
    WHERE resource.name = 'money_krw'));
SELECT sum(contract), sum(trade)
FROM read_csv('data/money_krw.csv', types = getvariable('types'), allow_quoted_nulls = false);
```

```python
# pandas: keys and texts as text, nothing guessed
pandas.read_csv("data/money_krw.csv", dtype=str, keep_default_na=False, na_values=[""])
```

```r
# R
readr::read_csv("data/money_krw.csv", na = "")
```
""",
    "parquet": """\
```sql
-- DuckDB
SELECT sum(contract) FROM 'data/money_krw.parquet';
```

```python
# pandas: with exact decimals
pandas.read_parquet("data/money_krw.parquet", dtype_backend="pyarrow")
```

```r
# R
arrow::read_parquet("data/money_krw.parquet")
```
""",
}


def text(state: str, formats: Sequence[str]) -> str:
    """Return the README of an export, as Markdown.

    Args:
        state: A sentence that names the exported state of the warehouse.
        formats: The formats of the files.
    """
    caveats = "".join(f"- **{rule.title}.** {rule.text}\n" for rule in rules.RULES)
    opened = "\n".join(f"## Open the {form} files\n\n{_OPENED[form]}" for form in formats)
    return (
        f"# {rules.TITLE}\n\n{rules.ABOUT} {state}\n\n"
        "`data/` holds a file for each table and view, with the rows in the order of their key. The files `wide_*`"
        " and, for sums, `money_*` are the ones to begin with. `datapackage.json` (Data Package 2.0) describes each"
        " column: its meaning, type and unit, what an empty cell means, and whether it is part of a key. It also has"
        " the size, digest and number of rows of each file. Times are UTC. In csv, an empty cell is nothing between two"
        " commas.\n\n"
        f"{opened}\n## Before you add up\n\n{caveats}"
    )


_COPY: Final = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')")


def copied(connection: psycopg.Connection, mart_object: MartObject, schema: str, stream: IO[bytes]) -> int:
    """Write the rows of an object as csv: a header, then a line per row in the order of the key.

    An empty field means no value, and a pair of quotes means an empty text.

    Args:
        connection: A connection in the snapshot to export, with ``SETTINGS`` in effect.
        mart_object: The object.
        schema: The schema to read from, ``mart`` or ``as_of``.
        stream: The stream to write to.

    Returns:
        The number of rows written.
    """
    query = _COPY.format(rows_of(mart_object, schema))
    lines = 0
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for line in copy:  # The server sends one message per row.
            stream.write(bytes(line[:-1]) + b"\r\n")
            lines += 1
    return lines - 1


def export(
    connection: psycopg.Connection,
    objects: Sequence[MartObject],
    folder: Path,
    formats: Sequence[str],
    as_of: datetime | None = None,
    *,
    on_object: Callable[[str], None] = lambda _: None,
) -> int:
    """Write the whole export, or leave the folder as it was.

    Args:
        connection: A connection that is not in a transaction.
        objects: All objects of the mart.
        folder: A folder that is absent, empty, or holds an earlier export, which is replaced.
        formats: ``csv``, ``parquet``, or both.
        as_of: The point in time whose state is exported; None means the state after the last load.
        on_object: Called with the name of each object before it is read.

    Returns:
        The number of rows of all objects; a row in both formats counts once.

    Raises:
        CheckFailed: No load had been committed at that point in time.
        UsageError: The folder holds something else or is not a folder, or pyarrow is missing.
        PermissionRefused: The folder cannot be written, or the disk is full.
    """
    if "parquet" in formats:
        require_parquet()
    files: dict[str, Properties] = {}
    with placed(folder) as new, connection.transaction():
        schema = begun(connection, as_of)
        properties = about(connection, schema, as_of)
        (new / "data").mkdir()
        for mart_object in objects:
            on_object(mart_object.name)
            files |= _written(connection, mart_object, schema, formats, new)
        _describe(new, objects, formats, properties, files)
    return sum(files[datapackage.path_of(mart_object, formats[0])]["rows"] for mart_object in objects)


def _describe(
    folder: Path,
    objects: Sequence[MartObject],
    formats: Sequence[str],
    properties: Properties,
    files: Mapping[str, Properties],
) -> None:
    """Write the descriptor, for programs, and the README, for people."""
    now = state(properties)
    descriptor = datapackage.package(objects, formats, {"description": f"{rules.ABOUT} {now}", **properties}, files)
    _write(folder / DESCRIPTOR, datapackage.written(descriptor))
    _write(folder / README, text(now, formats))


def _written(
    connection: psycopg.Connection, mart_object: MartObject, schema: str, formats: Sequence[str], folder: Path
) -> dict[str, Properties]:
    """Write the files of one object, converting its csv to Parquet.

    Returns:
        The properties of each file for the descriptor (bytes, hash, rows), by its path.
    """
    paths = {form: folder / datapackage.path_of(mart_object, form) for form in ("csv", "parquet")}
    with paths["csv"].open("wb") as stream:
        count = copied(connection, mart_object, schema, stream)
    if "parquet" in formats:
        converted(mart_object, paths["csv"], paths["parquet"])
    if "csv" not in formats:
        paths["csv"].unlink()
    return {datapackage.path_of(mart_object, form): {**_measured(paths[form]), "rows": count} for form in formats}


def _measured(path: Path) -> Properties:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest}"}


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


BATCH_BYTES: Final = 2**22
"""Bytes of csv per row group. The reader holds about twenty such batches in memory."""


def converted(mart_object: MartObject, source: Path, target: Path, batch_bytes: int = BATCH_BYTES) -> None:
    """Write a Parquet file with the rows of a csv file.

    Args:
        mart_object: The mart object whose rows the file holds.
        source: The csv file, as ``copied`` writes it.
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
