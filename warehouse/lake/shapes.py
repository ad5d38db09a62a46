"""The shape of an object of the mart as an Iceberg table: columns, types, keys and descriptions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyiceberg.schema import Schema
from pyiceberg.types import (
    BooleanType,
    DateType,
    DecimalType,
    IntegerType,
    LongType,
    NestedField,
    PrimitiveType,
    StringType,
    TimestamptzType,
)

if TYPE_CHECKING:
    from pyiceberg.table import Transaction
    from pyiceberg.table.metadata import TableMetadata

    from warehouse.mart.objects import MartObject


def shape_of(found: MartObject) -> Schema:
    """Return the schema of an object: the columns of its key are required, and identify a row."""
    fields = [
        NestedField(number, name, _type(column.type), required=name in found.header.key, doc=column.comment)
        for number, (name, column) in enumerate(found.header.columns.items(), start=1)
    ]
    return Schema(*fields, identifier_field_ids=[field.field_id for field in fields if field.required])


def _type(name: str) -> PrimitiveType:
    if number := re.fullmatch(r"numeric\((\d+),(\d+)\)", name):
        return DecimalType(int(number[1]), int(number[2]))
    simple: dict[str, PrimitiveType] = {
        "boolean": BooleanType(),
        "integer": IntegerType(),
        "bigint": LongType(),
        "date": DateType(),
        "timestamptz": TimestamptzType(),
        "text": StringType(),
    }
    return simple[name]


def reshape(transaction: Transaction, wanted: Schema) -> TableMetadata:
    """Bring a table to the columns, types, keys and descriptions of a schema; earlier states keep theirs.

    Returns:
        The metadata of the table then.
    """
    metadata = transaction.table_metadata
    now = {field.name: field for field in metadata.schema().fields}
    new = {field.name: field for field in wanted.fields}
    if [_told(field) for field in now.values()] == [_told(field) for field in new.values()]:
        return metadata
    with transaction.update_schema(allow_incompatible_changes=True) as change:
        for name, field in now.items():
            if name not in new or new[name].field_type != field.field_type:
                change.delete_column(name)
        for name, field in new.items():
            if name not in now or now[name].field_type != field.field_type:
                change.add_column(name, field.field_type, doc=field.doc, required=field.required)
            elif _told(now[name]) != _told(field):
                change.update_column(name, doc=field.doc, required=field.required)
        change.set_identifier_fields(*wanted.identifier_field_names())
    return transaction.table_metadata


def _told(field: NestedField) -> tuple[str, PrimitiveType, bool, str | None]:
    return field.name, field.field_type, field.required, field.doc  # type: ignore[return-value]
