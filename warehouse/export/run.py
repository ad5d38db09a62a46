"""Write an export: every table and view of the mart, from one snapshot."""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from psycopg import sql
from psycopg.rows import dict_row

import warehouse
from warehouse.dictionary import datapackage, rules
from warehouse.errors import CheckFailed
from warehouse.export import parquet, readme, rows
from warehouse.export.placing import DESCRIPTOR, README, placed
from warehouse.reports.formats import as_parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import psycopg

    from warehouse.mart.library import MartObject

    Properties = dict[str, Any]

SNAPSHOT: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
THEN: Final = "SELECT set_config('warehouse.as_of', %s, true)"
LOAD: Final = sql.SQL("SELECT * FROM {} ORDER BY loaded_at DESC, load_id DESC LIMIT 1")
DOCUMENTS: Final = sql.SQL("SELECT label, url FROM {} ORDER BY document_key LIMIT %s")
MOST_NAMED: Final = 100
"""So many documents are named in the descriptor; where there are more, it points at the table of them."""


def export(
    connection: psycopg.Connection,
    objects: Sequence[MartObject],
    folder: Path,
    formats: Sequence[str],
    as_of: datetime | None = None,
    *,
    on_object: Callable[[str], None] = lambda _: None,
) -> int:
    """Write the files, or nothing.

    Args:
        connection: In no transaction.
        objects: All objects of the mart.
        folder: Absent, empty, or an earlier export, which is replaced.
        formats: csv, parquet, or both.
        as_of: The moment whose state is written; None: the last load's.
        on_object: Called with the name of each object before it is read.

    Returns:
        The number of rows.

    Raises:
        CheckFailed: Nothing has been loaded, or not yet then.
        UsageError: The folder holds something else, or pyarrow is missing.
        PermissionRefused: The folder cannot be written.
    """
    if "parquet" in formats:
        as_parquet.require()
    files: dict[str, Properties] = {}
    with placed(folder) as new, connection.transaction():
        schema = _begun(connection, as_of)
        about = _about(connection, schema, as_of)
        (new / "data").mkdir()
        for found in objects:
            on_object(found.name)
            files |= _written(connection, found, schema, formats, new)
        _describe(new, objects, formats, about, files)
    return sum(files[datapackage.path_of(found, formats[0])]["rows"] for found in objects)


def _describe(
    folder: Path,
    objects: Sequence[MartObject],
    formats: Sequence[str],
    about: Properties,
    files: Mapping[str, Properties],
) -> None:
    """Write what the files are, for programs and for people."""
    state = _state(about["load"], about.get("as_of"))
    descriptor = datapackage.package(objects, formats, {"description": f"{rules.ABOUT} {state}", **about}, files)
    _write(folder / DESCRIPTOR, datapackage.written(descriptor))
    _write(folder / README, readme.text(state, formats))


def _begun(connection: psycopg.Connection, as_of: datetime | None) -> str:
    """Settle in a transaction that has just begun what is seen in it; give the schema to read."""
    for setting in (SNAPSHOT, *rows.SETTINGS):
        connection.execute(setting)
    if as_of is None:
        return "mart"
    connection.execute(THEN, [as_of.isoformat()])
    return "as_of"


def _about(connection: psycopg.Connection, schema: str, as_of: datetime | None) -> Properties:
    """Say which load the files hold, and on which documents they rest."""
    with connection.cursor(row_factory=dict_row) as cursor:
        load = cursor.execute(LOAD.format(sql.Identifier(schema, "dim_load"))).fetchone()
        if load is None:
            what = "no load had been committed, so there is nothing to export"
            raise CheckFailed(what, hint='See "warehouse runs list"; "warehouse load" makes the first.')
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
    connection: psycopg.Connection, found: MartObject, schema: str, formats: Sequence[str], folder: Path
) -> dict[str, Properties]:
    """Write the files of one object, Parquet from its csv; give what the descriptor says of each."""
    paths = {form: folder / datapackage.path_of(found, form) for form in ("csv", "parquet")}
    with paths["csv"].open("wb") as stream:
        count = rows.copied(connection, found, schema, stream)
    if "parquet" in formats:
        parquet.converted(found, paths["csv"], paths["parquet"])
    if "csv" not in formats:
        paths["csv"].unlink()
    return {datapackage.path_of(found, form): {**_measured(paths[form]), "rows": count} for form in formats}


def _measured(path: Path) -> Properties:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest}"}


def _state(load: Properties, as_of: str | None) -> str:
    loaded = f"load {load['load_id']} of {load['loaded_at']} ({load['fact_count']} facts)"
    return f"This is {loaded}." if as_of is None else f"This is what stood at {as_of}: {loaded}."


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
