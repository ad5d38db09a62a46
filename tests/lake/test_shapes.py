"""The shape of a table follows the mart: columns come and go, change type and description, and the key moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyiceberg.schema import Schema
from pyiceberg.types import IntegerType, NestedField, StringType

from warehouse.lake.place import Place, reached
from warehouse.lake.shapes import reshape

if TYPE_CHECKING:
    from pathlib import Path


def shape(*columns: tuple[str, type, str], key: str = "name") -> Schema:
    fields = [
        NestedField(number, name, kind(), required=name == key, doc=doc)
        for number, (name, kind, doc) in enumerate(columns, 1)
    ]
    return Schema(*fields, identifier_field_ids=[field.field_id for field in fields if field.required])


def test_table_takes_the_columns_types_keys_and_words_of_the_mart(tmp_path: Path) -> None:
    first = shape(
        ("name", StringType, "its name"), ("size", StringType, "its size"), ("gone", StringType, "not for long")
    )
    then = shape(
        ("name", StringType, "what it is called"),
        ("size", IntegerType, "its size"),
        ("new", StringType, "more"),
        key="new",
    )
    with reached(Place(str(tmp_path / "lake")), makes=True) as catalog:
        catalog.create_namespace("mart")
        table = catalog.create_table(("mart", "thing"), first)
        with table.transaction() as transaction:
            reshape(transaction, then)
        now = catalog.load_table(("mart", "thing"))
        told = {field.name: (field.field_type, field.doc, field.required) for field in now.schema().fields}
        assert told == {field.name: (field.field_type, field.doc, field.required) for field in then.fields}
        assert now.schema().identifier_field_names() == {"new"}
        before = now.metadata_location
        with now.transaction() as transaction:
            reshape(transaction, then)
        assert catalog.load_table(("mart", "thing")).metadata_location == before
