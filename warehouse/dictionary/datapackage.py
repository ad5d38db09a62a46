"""The Data Package 2.0 descriptor of the mart: a resource with a Table Schema for each object and format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import warehouse
from warehouse.dictionary import rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from warehouse.mart.objects import Column, MartObject

    Properties = dict[str, Any]

PACKAGE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE: Final = "https://datapackage.org/profiles/2.0/dataresource.json"
SCHEMA: Final = "https://datapackage.org/profiles/2.0/tableschema.json"

LICENCE: Final = {
    "name": "Apache-2.0",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
    "title": "Apache License 2.0",
}
CITED: Final = {"title": "The documents in dim_document; bridge_fact_document links each fact to its paragraphs"}

MEDIA: Final = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
"""The formats of an export, with their media types."""

_TYPES: Final = {
    "text": "string",
    "integer": "integer",
    "bigint": "integer",
    "date": "date",
    "timestamptz": "datetime",
    "boolean": "boolean",
}


def text(objects: Sequence[MartObject]) -> str:
    """Return the descriptor of an export to csv without its data, as JSON.

    Args:
        objects: All objects of the mart.
    """
    remark = "The command warehouse export writes the files."
    return written(package(objects, ["csv"], {"description": f"{rules.ABOUT} {remark}"}))


def written(descriptor: Mapping[str, Any]) -> str:
    """Return a descriptor as the text of ``datapackage.json``."""
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def package(
    objects: Sequence[MartObject],
    formats: Sequence[str],
    more: Mapping[str, Any],
    files: Mapping[str, Mapping[str, Any]] | None = None,
) -> Properties:
    """Return the descriptor of an export.

    Args:
        objects: All objects of the mart.
        formats: The formats of the files, from ``MEDIA``. Resources of the second format have it as a suffix of their
            name.
        more: Properties of the package, which override the default ones.
        files: Properties of each file (bytes, hash, rows), by its path.
    """
    return {
        "$schema": PACKAGE,
        "name": rules.NAME,
        "title": rules.TITLE,
        "description": rules.ABOUT,
        "version": warehouse.__version__,
        "licenses": [LICENCE],
        "sources": [CITED],
        **more,
        "resources": [
            _resource(mart_object, form, "" if form == formats[0] else f".{form}", files or {})
            for form in formats
            for mart_object in sorted(objects, key=lambda mart_object: mart_object.name)
        ],
    }


def path_of(mart_object: MartObject, form: str) -> str:
    """Return the path of an object's file in an export.

    Args:
        mart_object: The object.
        form: The format, ``csv`` or ``parquet``.
    """
    return f"data/{mart_object.name}.{form}"


def _resource(mart_object: MartObject, form: str, suffix: str, files: Mapping[str, Mapping[str, Any]]) -> Properties:
    path = path_of(mart_object, form)
    is_text = {"encoding": "utf-8"} if form == "csv" else {}
    return {
        "$schema": RESOURCE,
        "name": mart_object.name + suffix,
        "type": "table",
        "path": path,
        "description": mart_object.header.grain,
        "format": form,
        "mediatype": MEDIA[form],
        **is_text,
        **files.get(path, {}),
        "schema": _schema(mart_object, suffix),
    }


def _schema(mart_object: MartObject, suffix: str) -> Properties:
    header = mart_object.header
    schema: Properties = {
        "$schema": SCHEMA,
        "fields": [_field(name, column, is_unique=header.key == [name]) for name, column in header.columns.items()],
        "missingValues": [""],
        "primaryKey": header.key,
    }
    if mart_object.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {**_other(mart_object, table, suffix), "fields": [key]}}
            for name, (table, key) in mart_object.foreign_keys.items()
        ]
    return schema


def _other(mart_object: MartObject, table: str, suffix: str) -> Properties:
    """Return the reference to another resource, which is empty if the table refers to itself."""
    return {} if table == mart_object.name else {"resource": table + suffix}


def _field(name: str, column: Column, *, is_unique: bool) -> Properties:
    field: Properties = {
        "name": name,
        "type": _TYPES.get(column.type, "number"),
        "title": name.replace("_", " "),
        "description": column.comment,
    }
    if column.unit:
        field["unit"] = column.unit
    constraints = {"required": column.empty is None, "unique": is_unique}
    if any(constraints.values()):
        field["constraints"] = {rule: True for rule, holds in constraints.items() if holds}
    return field
