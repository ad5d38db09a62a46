"""The mart as a source of dbt: a ``sources.yml`` with every object, what it holds, and tests.

Input: the objects of the mart, as their files describe them. Output: the text of the file. The same objects give the
same text. This module never uses a connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from warehouse.dictionary import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.mart.objects import Column, MartObject

    Properties = dict[str, Any]

SOURCE: Final = "critical_minerals"
"""The name by which models refer to the mart: ``source('critical_minerals', 'money_usd')``."""

_HEAD: Final = "# Written by warehouse docs --dbt from sql/mart; changes here are lost. It needs dbt 1.10 or newer.\n"
_LOADS: Final = "dim_load"
_FRESHNESS: Final = {
    "loaded_at_field": "loaded_at",
    "freshness": {"warn_after": {"count": 26, "period": "hour"}, "error_after": {"count": 50, "period": "hour"}},
}
"""The last load is to be less than a day old, plus the delay that a daily load may have, and never two days."""


def text(objects: Sequence[MartObject]) -> str:
    """Return the file as YAML.

    Args:
        objects: All objects of the mart.
    """
    source: Properties = {
        "name": SOURCE,
        "schema": "mart",
        "description": rules.ABOUT,
        "loader": "warehouse load",
        "tables": [_table(each) for each in sorted(objects, key=lambda each: each.name)],
    }
    written = yaml.safe_dump({"version": 2, "sources": [source]}, sort_keys=False, allow_unicode=True, width=120)
    return _HEAD + str(written)


def _table(mart_object: MartObject) -> Properties:
    columns = mart_object.header.columns
    return {
        "name": mart_object.name,
        "description": mart_object.header.grain,
        **({"config": _FRESHNESS} if mart_object.name == _LOADS else {}),
        "columns": [_column(mart_object, name, column) for name, column in columns.items()],
    }


def _column(mart_object: MartObject, name: str, column: Column) -> Properties:
    tests = list(_tests(mart_object, name))
    described = {"name": name, "description": column.comment, "data_type": column.type}
    return {**described, **({"data_tests": tests} if tests else {})}


def _tests(mart_object: MartObject, name: str) -> Iterator[str | Properties]:
    """Yield the tests of a column: keys are unique and never empty, and references lead somewhere."""
    key = mart_object.header.key
    if name in key:
        yield "not_null"
    if key == [name]:
        yield "unique"
    if name in mart_object.foreign_keys:
        table, other = mart_object.foreign_keys[name]
        yield {"relationships": {"arguments": {"to": f"source('{SOURCE}', '{table}')", "field": other}}}
