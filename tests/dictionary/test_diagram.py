"""The diagram: every table and every reference, nothing on top of anything else, nothing from elsewhere."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import pytest

from warehouse.dictionary import diagram
from warehouse.dictionary.diagram import MARKED, SELF, boxes_of, settled

if TYPE_CHECKING:
    from warehouse.mart.objects import MartObject

pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"


class Area(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


@pytest.fixture(scope="module")
def drawing(objects: list[MartObject]) -> ET.Element:
    return ET.fromstring(diagram.text(objects))  # noqa: S314 - our own


def areas(drawing: ET.Element) -> list[Area]:
    found = []
    for rect in drawing.iter(f"{SVG}rect"):
        if rect.get("class") == "box":
            x, y, width, height = (float(rect.get(name, "")) for name in ("x", "y", "width", "height"))
            found.append(Area(x, y, x + width, y + height))
    return found


def test_every_table_and_joining_column_is_drawn(drawing: ET.Element, objects: list[MartObject]) -> None:
    texts = [text.text for text in drawing.iter(f"{SVG}text")]
    tables = [found for found in objects if found.is_table]
    assert {found.name for found in tables} <= set(texts)
    for name in {name for found in tables for name in found.foreign_keys}:
        assert texts.count(name) == sum(name in found.foreign_keys or name in found.header.key for found in tables), (
            name
        )


def test_every_reference_is_a_line_or_a_mark(drawing: ET.Element, objects: list[MartObject]) -> None:
    boxes = boxes_of(objects)
    layout = settled(boxes)
    joined = sum(len(rail.facts) + len(rail.dimensions) for side in layout.rails for rail in side)
    marks = [text.text for text in drawing.iter(f"{SVG}text") if text.get("class") == "mark"]
    assert joined + len(marks) == sum(len(found.foreign_keys) for found in objects)
    assert set(marks) == {*MARKED.values(), SELF}
    assert {rail.target for side in layout.rails for rail in side} == {
        line.target for box in boxes for line in box.lines if line.target
    }


def test_no_box_covers_another_and_all_lie_on_the_paper(drawing: ET.Element) -> None:
    width, height = float(drawing.get("width", "")), float(drawing.get("height", ""))
    for one, other in combinations(areas(drawing), 2):
        assert one.right <= other.left or other.right <= one.left or one.bottom <= other.top or other.bottom <= one.top
    assert all(
        each.left >= 0 and each.right <= width and each.top >= 0 and each.bottom <= height for each in areas(drawing)
    )


def test_no_line_runs_over_a_box(drawing: ET.Element) -> None:
    for path in drawing.iter(f"{SVG}path"):
        if not (path.get("class") or "").startswith("l"):
            continue
        xs = [float(x) for x in re.findall(r"[MLH](-?[0-9.]+)", path.get("d", ""))]
        assert all(not (area.left < x < area.right) for area in areas(drawing) for x in (min(xs), max(xs)))
        assert not any(min(xs) < area.left and area.right < max(xs) for area in areas(drawing))


def test_lines_of_two_dimensions_never_lie_on_each_other(objects: list[MartObject]) -> None:
    for side in settled(boxes_of(objects)).rails:
        for one, other in combinations(side, 2):
            assert one.track != other.track or one.bottom < other.top or other.bottom < one.top
            assert {*one.facts, *one.dimensions, one.end}.isdisjoint({*other.facts, *other.dimensions, other.end})


def test_it_explains_itself_and_asks_nobody(drawing: ET.Element, objects: list[MartObject]) -> None:
    text = diagram.text(objects)
    ids = (drawing.get("aria-labelledby") or "").split()
    said = [each.text for each in drawing if each.get("id") in ids]
    assert drawing.get("role") == "img"
    assert len(said) == 2
    assert all(said)
    assert "prefers-color-scheme: dark" in text
    assert re.findall(r"https?://[^\"' )]+", text) == ["http://www.w3.org/2000/svg"]
    assert re.search(r"url\(|href|<script", text) is None
