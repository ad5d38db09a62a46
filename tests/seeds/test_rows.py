"""Rows: where each of their references is written, so that a problem with it can be told there."""

from __future__ import annotations

import pytest

from warehouse.schema import LOAD_ORDER
from warehouse.seeds.rows import ODD_FIELDS
from warehouse.seeds.shapes import FACTS, REGISTERS
from warehouse.vocabulary import SUBJECT_COLUMNS

TABLES = {table.name: table for table in LOAD_ORDER}
SHAPES = {**REGISTERS, **FACTS}


@pytest.mark.parametrize("family", SHAPES)
def test_every_reference_is_written_in_a_field_of_the_shape(family: str) -> None:
    columns = {column.name for column in TABLES[family].columns if column.foreign_keys} - {"fact_id"}
    fields = {column: ODD_FIELDS.get(column, (column.removesuffix("_key"),))[0] for column in columns}
    homeless = {column for column, field in fields.items() if field not in SHAPES[family].model_fields}
    assert homeless <= (set(SUBJECT_COLUMNS.values()) if family in FACTS else set())


def test_every_odd_field_is_a_column_of_some_table() -> None:
    assert set(ODD_FIELDS) <= {column.name for table in LOAD_ORDER for column in table.columns}
