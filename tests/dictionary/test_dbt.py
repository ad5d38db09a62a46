"""The source for dbt: every object and column of the mart, with tests that fit it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from warehouse.dictionary.dbt import text
from warehouse.mart.objects import MartObject, list_objects


@pytest.fixture(scope="module")
def objects() -> list[MartObject]:
    return list_objects(ROOT / "sql")


@pytest.fixture(scope="module")
def tables(objects: list[MartObject]) -> dict[str, dict[str, Any]]:
    [source] = yaml.safe_load(text(objects))["sources"]
    return {table["name"]: table for table in source["tables"]}


def test_every_object_and_column_is_described(tables: dict[str, dict[str, Any]], objects: list[MartObject]) -> None:
    for found in objects:
        columns = {name: (column.comment, column.type) for name, column in found.header.columns.items()}
        table = tables[found.name]
        assert table["description"] == found.header.grain
        assert {each["name"]: (each["description"], each["data_type"]) for each in table["columns"]} == columns
    assert tables.keys() == {found.name for found in objects}


def test_keys_and_references_are_tested(tables: dict[str, dict[str, Any]]) -> None:
    tests = {each["name"]: each.get("data_tests", []) for each in tables["fact_money"]["columns"]}
    reference = {"arguments": {"to": "source('critical_minerals', 'dim_currency')", "field": "currency_code"}}
    assert tests["currency_code"] == [{"relationships": reference}]
    assert "unique" not in tests["fact_key"]  # the key is the fact and its leg
    assert tests["amount"] == []
    [key] = [each["data_tests"] for each in tables["wide_money"]["columns"] if each["name"] == "fact_key"]
    assert key == ["not_null", "unique"]


def test_only_the_last_load_has_an_age(tables: dict[str, dict[str, Any]]) -> None:
    assert [name for name, table in tables.items() if "config" in table] == ["dim_load"]
    assert tables["dim_load"]["config"]["loaded_at_field"] == "loaded_at"


def test_same_objects_give_the_same_text(objects: list[MartObject]) -> None:
    assert text(list(reversed(objects))) == text(objects)
