"""The export of the mart, in its current or a past state, as a folder of files: a Data Package of csv and Parquet.

Input: a connection, the objects of the mart and the path of a folder. Output: that folder, from one snapshot, replaced
as a whole. The same snapshot gives the same bytes. This module never holds more than a batch of rows in memory, never
replaces a folder that is not an export, never writes to the database, and never commits. Parquet needs pyarrow; see
``reports.formats.parquet``.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC
from typing import IO, TYPE_CHECKING, Any, Final

from psycopg import sql
from psycopg.rows import dict_row

import warehouse
from warehouse import files as atomic_files
from warehouse.dictionary import datapackage, rules
from warehouse.errors import CheckFailed
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
-- DuckDB
SELECT sum(contract) FROM read_csv('data/money_krw.csv');
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


SETTINGS: Final = ("SET LOCAL TimeZone = 'UTC'", "SET LOCAL DateStyle = 'ISO'", "SET LOCAL jit = off")
"""Settings of the transaction. The first two fix the format of the cells; JIT compilation would only cost time."""

_COPY: Final = sql.SQL(
    "COPY (SELECT {columns} FROM {table} AS t ORDER BY {key}) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')"
)
_AS_WRITTEN: Final = {
    "boolean": sql.SQL("t.{0}::pg_catalog.text AS {0}"),
    "timestamptz": sql.SQL("""pg_catalog.to_char(t.{0}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS {0}"""),
    "numeric": sql.SQL("pg_catalog.trim_scale(t.{0}) AS {0}"),
}
_AS_IT_IS: Final = sql.SQL("t.{0}")
_IN_ANY_DATABASE: Final = sql.SQL('t.{0} COLLATE "C"')
"""Texts are sorted by code point, whatever the locale of the database is."""


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
    columns = {name: column.type.partition("(")[0] for name, column in mart_object.header.columns.items()}
    query = _COPY.format(
        columns=sql.SQL(", ").join(
            _AS_WRITTEN.get(kind, _AS_IT_IS).format(sql.Identifier(name)) for name, kind in columns.items()
        ),
        table=sql.Identifier(schema, mart_object.name),
        key=sql.SQL(", ").join(
            (_IN_ANY_DATABASE if columns[name] == "text" else _AS_IT_IS).format(sql.Identifier(name))
            for name in mart_object.header.key
        ),
    )
    lines = 0
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for line in copy:  # The server sends one message per row.
            stream.write(bytes(line[:-1]) + b"\r\n")
            lines += 1
    return lines - 1


SNAPSHOT: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
THEN: Final = "SELECT set_config('warehouse.as_of', %s, true)"
LOAD: Final = sql.SQL("SELECT * FROM {} ORDER BY loaded_at DESC, load_id DESC LIMIT 1")
DOCUMENTS: Final = sql.SQL("SELECT label, url FROM {} ORDER BY document_key LIMIT %s")
MOST_NAMED: Final = 100
"""The most documents that the descriptor lists. If there are more, it refers to the table of documents instead."""


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
        schema = _begun(connection, as_of)
        about = _about(connection, schema, as_of)
        (new / "data").mkdir()
        for mart_object in objects:
            on_object(mart_object.name)
            files |= _written(connection, mart_object, schema, formats, new)
        _describe(new, objects, formats, about, files)
    return sum(files[datapackage.path_of(mart_object, formats[0])]["rows"] for mart_object in objects)


def _describe(
    folder: Path,
    objects: Sequence[MartObject],
    formats: Sequence[str],
    about: Properties,
    files: Mapping[str, Properties],
) -> None:
    """Write the descriptor, for programs, and the README, for people."""
    state = _state(about["load"], about.get("as_of"))
    descriptor = datapackage.package(objects, formats, {"description": f"{rules.ABOUT} {state}", **about}, files)
    _write(folder / DESCRIPTOR, datapackage.written(descriptor))
    _write(folder / README, text(state, formats))


def _begun(connection: psycopg.Connection, as_of: datetime | None) -> str:
    """Apply the settings to a transaction that has just begun, and return the schema to read from."""
    for setting in (SNAPSHOT, *SETTINGS):
        connection.execute(setting)
    if as_of is None:
        return "mart"
    connection.execute(THEN, [as_of.isoformat()])
    return "as_of"


def _about(connection: psycopg.Connection, schema: str, as_of: datetime | None) -> Properties:
    """Return the properties of the package that name the load and the source documents.

    Raises:
        CheckFailed: No load had been committed at that point in time.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        load = cursor.execute(LOAD.format(sql.Identifier(schema, "dim_load"))).fetchone()
        if load is None:
            what = "there is nothing to export, because no load had been committed"
            raise CheckFailed(what, hint='"warehouse runs list" shows the loads; "warehouse load" makes the first.')
        documents = cursor.execute(
            DOCUMENTS.format(sql.Identifier(schema, "dim_document")), [MOST_NAMED + 1]
        ).fetchall()
    named = [{"title": row["label"], **({"path": row["url"]} if row["url"] else {})} for row in documents]
    load["loaded_at"] = _instant(load["loaded_at"])
    return {
        "version": f"{warehouse.__version__}+load.{load['load_id']}",
        "created": load["loaded_at"],
        **({} if as_of is None else {"as_of": _instant(as_of)}),
        "load": load,
        "sources": named if 0 < len(named) <= MOST_NAMED else [datapackage.CITED],
    }


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


def _state(load: Properties, as_of: str | None) -> str:
    loaded = f"load {load['load_id']} of {load['loaded_at']} ({load['fact_count']} facts)"
    return f"This is {loaded}." if as_of is None else f"This is the state at {as_of}: {loaded}."


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


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
