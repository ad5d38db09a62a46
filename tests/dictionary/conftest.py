from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from tests.builders import write_sql
from tests.conftest import ROOT
from warehouse.dictionary import files
from warehouse.mart.objects import MartObject, list_objects

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE: Final = (
    """a | b \\ "q" 'p' <script>alert(1)</script> & &amp; *x* _y_ [z](javascript:1) `c` ~~d~~ # : {e} 希土"""
)
MINE: Final = """/* mart
grain: {grain}
key: [mine_key]
columns:
  mine_key: {{type: text, meaning: {said}}}
  depth: {{type: "numeric(9,2)", meaning: {said}, unit: {said}, empty: {said}}}
*/
SELECT e.key AS mine_key, 1.5 AS depth FROM entities AS e;
"""


@pytest.fixture(scope="session")
def objects() -> list[MartObject]:
    return list_objects(ROOT / "sql")


@pytest.fixture(scope="session")
def written(objects: list[MartObject]) -> dict[str, str]:
    return files(objects)


@pytest.fixture
def hostile(tmp_path: Path) -> list[MartObject]:
    """Give a mart whose only table says things that mean something in Markdown, XML, JSON and YAML."""
    text = MINE.format(grain=json.dumps(f"One row per {HOSTILE}"), said=json.dumps(HOSTILE))
    write_sql(tmp_path, "mart", "dim_mine", text)
    return list_objects(tmp_path)
