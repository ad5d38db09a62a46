"""The shapes others rely on: recorded, and columns are only added, unless the old shape is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from warehouse.mart import contract
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    import psycopg

    from warehouse.mart.contract import Contract, Shape

COLUMNS = """
SELECT c.relname::text, a.attname::text,
    replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz')
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = to_regnamespace(%s) AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname, a.attnum
"""
PLACE: Shape = {"place_key": "text", "name": "text"}
PUBLISHED: Contract = {"objects": {"dim_place": PLACE}, "kept": {}}
KEPT: Contract = {
    "objects": {"dim_place": {"place_key": "text", "title": "text"}},
    "kept": {"dim_place": {"until": "2027-06-30", "columns": PLACE}},
}
TOLD = "The old columns stand in mart_v1.dim_place until 2027-06-30."


def in_database(connection: psycopg.Connection, schema: str) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    for name, column, type_name in connection.execute(COLUMNS, [schema]):
        found.setdefault(name, {})[column] = type_name
    return found


def test_mart_is_what_was_published(rolled_back: psycopg.Connection) -> None:
    published = contract.read(ROOT / "sql" / "mart")
    current, old = (in_database(rolled_back, schema) for schema in ("mart", "mart_v1"))
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert list(contract.breaches(published, current, old, changelog)) == []
    assert current == contract.shapes(list_objects(ROOT / "sql"))


@pytest.mark.parametrize(
    "changed",
    [
        {"place_key": "text"},
        {"place_key": "text", "title": "text"},
        {"place_key": "text", "name": "integer"},
        {},
    ],
)
def test_shape_that_others_rely_on_is_kept(changed: Shape) -> None:
    current = {"dim_place": changed} if changed else {}
    found = list(contract.breaches(PUBLISHED, current, {}, ""))
    assert found == ["mart.dim_place no longer has the columns it was published with; keep them as mart_v1.dim_place"]
    assert contract.text(PUBLISHED, current) == contract.text(PUBLISHED, {"dim_place": PLACE})


def test_column_that_is_added_anywhere_is_only_to_be_recorded() -> None:
    grown = {"iso_code": "text", **PLACE}
    found = list(contract.breaches(PUBLISHED, {"dim_place": grown, "dim_unit": PLACE}, {}, ""))
    assert found == [
        "mart.dim_place has columns that are not recorded; run: make docs",
        "mart.dim_unit is not recorded; run: make docs",
    ]
    recorded = contract.text(PUBLISHED, {"dim_place": grown, "dim_unit": PLACE})
    assert '"iso_code": "text"' in recorded
    assert '"dim_unit"' in recorded


def test_order_of_columns_is_not_promised() -> None:
    turned = {"dim_place": dict(reversed(PLACE.items()))}
    assert list(contract.breaches(PUBLISHED, turned, {}, "")) == []


def test_old_shape_stands_in_the_database_and_the_changelog_says_until_when() -> None:
    current = KEPT["objects"]
    assert list(contract.breaches(KEPT, current, {"dim_place": PLACE}, TOLD)) == []
    assert list(contract.breaches(KEPT, current, {}, "")) == [
        "mart_v1.dim_place does not have the columns that are to be kept",
        "the changelog does not say that mart_v1.dim_place lives until 2027-06-30",
    ]
    assert list(contract.breaches(PUBLISHED, {"dim_place": PLACE}, {"dim_place": PLACE}, "")) == [
        "mart_v1.dim_place stands without a date until which it lives"
    ]
