"""Reading mart files: the order of the objects, and what is wrong with a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import write_sql
from tests.conftest import ROOT
from warehouse.mart.objects import list_objects
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from pathlib import Path

PLACE = """/* mart
grain: One row per place
key: [place_key]
columns:
  place_key: {type: text, meaning: name of the place}
  parent_key: {type: text, meaning: where it lies, empty: none, refers: dim_place.place_key}
*/
SELECT p.key AS place_key, p.parent_key FROM places AS p;
"""
FACT = """/* mart
grain: One row per visit
key: [visit]
columns:
  visit: {type: integer, meaning: number of the visit}
  place_key: {type: text, meaning: where, refers: dim_place}
  cost: {type: "numeric(10,2)", meaning: what it cost, unit: won, empty: unknown}
*/
SELECT 1 AS visit, d.place_key, NULL AS cost FROM dim_place AS d;
"""


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        write_sql(folder, "mart", name, text)
    return folder


def problems(folder: Path, **files: str) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        list_objects(written(folder, **files))
    return [f"{problem.position.file}:{problem.position.line} {problem.what}" for problem in caught.value.problems]


def test_objects_stand_after_those_they_read_or_refer_to(tmp_path: Path) -> None:
    found = list_objects(written(tmp_path, a_visit=FACT, dim_place=PLACE))
    assert [one.name for one in found] == ["dim_place", "a_visit"]
    assert found[1].foreign_keys == {"place_key": ("dim_place", "place_key")}
    assert found[1].header.columns["cost"].comment == "what it cost; unit: won; NULL: unknown"


def test_shipped_objects_can_be_made_in_their_order() -> None:
    found = list_objects(ROOT / "sql")
    made: set[str] = set()
    for one in found:
        assert {table for table, _ in one.foreign_keys.values()} <= made | {one.name}
        made.add(one.name)
    assert {"dim_fact", "dim_subject", "fact_money", "wide_money"} <= made


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("type: integer", "type: uuid", 'no client knows the type "uuid"'),
        ("type: integer", "type: numeric", 'no client knows the type "numeric"'),
        ("type: integer", 'type: "text[]"', 'no client knows the type "text[]"'),
        ("key: [visit]", "key: [visitor]", 'there is no column "visitor"'),
        ("key: [visit]", "key: [cost]", "cost can be without a value"),
        ("refers: dim_place", "refers: dim_plaec", 'there is no table "dim_plaec" in the mart'),
        ("refers: dim_place", "refers: dim_place.parent_key", "parent_key is not the key of dim_place"),
        ("grain: One row", "grain: A row", "does not say what a row is"),
        ("grain:", "kind: index\ngrain:", 'unknown word "index"'),
        ("key: [visit]", "follows: facts\nkey: [visit]", "only a table whose key begins with fact_key"),
        ("1 AS visit", ":visit AS visit", "a parameter, :visit"),
        ("FROM dim_place", "FROM dim_place, a_visit2", None),
    ],
)
def test_problem_is_told_with_its_place(tmp_path: Path, old: str, new: str, expected: str | None) -> None:
    files = {"a_visit": FACT.replace(old, new), "dim_place": PLACE}
    if expected is None:
        assert len(list_objects(written(tmp_path, **files))) == 2
        return
    found = problems(tmp_path, **files)
    assert len(found) == 1
    assert expected in found[0]
    assert "mart/a_visit.sql:" in found[0]


def test_circle_is_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, a_visit=FACT, dim_place=PLACE.replace("FROM places", "FROM a_visit, places"))
    assert len(found) == 1
    assert "in a circle" in found[0]


@pytest.mark.parametrize("name", ["dim-place", "Dim", "_dim"])
def test_name_must_be_one_of_a_table(tmp_path: Path, name: str) -> None:
    assert f'"{name}" cannot be a name' in problems(tmp_path, **{name: PLACE})[0]
