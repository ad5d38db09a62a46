"""Any answer, however odd its names and numbers: no label on another, none outside, no value changed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.charts.samples import FIGURES, LINES, MONEY, ColumnOf, Sample, answer
from warehouse.reports.charts import draw

pytestmark = pytest.mark.slow

LETTERS = st.sampled_from("aeiMW 포스코희토류 -.()éЖ")
NAMES = st.text(LETTERS, min_size=1, max_size=90)
SHORT = st.text(LETTERS, min_size=1, max_size=12)
NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**6), max_value=10**6),
    st.integers(min_value=-(10**15), max_value=10**15),
    st.sampled_from([0, 1, -1, 99.3, "1e59", "-1e-59"]),
).map(str)
MAYBE = st.one_of(st.none(), NUMBERS)
DATES = st.one_of(
    st.dates().map(str),
    st.integers(min_value=1, max_value=9999).map("{:04d}".format),
    st.dates().map(lambda day: str(day)[:7]),
    st.tuples(st.dates().map(str), st.just("..")).map("/".join),
    st.tuples(st.just(".."), st.dates().map(str)).map("/".join),
)
BARS = st.sampled_from(["bar", "grouped bar", "stacked bar", "dot"])


def assert_nothing_overlaps(sample: Sample) -> None:
    drawing = draw(answer(sample))
    root = ET.fromstring(drawing.svg)  # noqa: S314 - our own bytes, without a document type
    right, bottom = (float(root.attrib[side]) for side in ("width", "height"))
    for at, box in enumerate(drawing.boxes):
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= right
        assert box.bottom <= bottom
        assert not [other for other in drawing.boxes[at + 1 :] if box.overlaps(other)], box


@given(BARS, st.lists(st.tuples(NAMES, MAYBE, st.sampled_from(["KRW", "USD", None]), MAYBE, MAYBE), max_size=14), NAMES)
def test_bars_and_dots(kind: str, rows: list[tuple[str | None, ...]], title: str) -> None:
    chart = {"kind": kind, "x": "agreement", "y": "amount", "lower": "lower", "upper": "upper"}
    assert_nothing_overlaps(Sample(title + "T", "Q", MONEY, rows, chart))


@given(BARS, st.lists(st.tuples(st.sampled_from(["a", "포"]), MAYBE, SHORT), max_size=14))
def test_series(kind: str, rows: list[tuple[str | None, ...]]) -> None:
    columns = (ColumnOf("place"), ColumnOf("sum", "numeric", "t"), ColumnOf("part"))
    chart = {"kind": kind, "x": "place", "y": "sum", "series": "part"}
    assert_nothing_overlaps(Sample("T", "Q", columns, rows, chart))


@given(st.lists(st.tuples(DATES, NAMES, st.one_of(st.none(), DATES), SHORT), max_size=14))
def test_timelines(rows: list[tuple[str | None, ...]]) -> None:
    columns = (ColumnOf("date"), ColumnOf("step"), ColumnOf("until"), ColumnOf("kind"))
    chart = {"kind": "timeline", "x": "date", "y": "step", "end": "until", "series": "kind"}
    assert_nothing_overlaps(Sample("T", "Q", columns, rows, chart))


@given(st.lists(st.tuples(DATES, MAYBE, st.sampled_from(["a", "포"]), MAYBE, MAYBE), max_size=14))
def test_steps(rows: list[tuple[str | None, ...]]) -> None:
    columns = (
        ColumnOf("since"),
        ColumnOf("n", "numeric"),
        ColumnOf("list"),
        ColumnOf("l", "numeric"),
        ColumnOf("u", "numeric"),
    )
    chart = {"kind": "step", "x": "since", "y": "n", "series": "list", "lower": "l", "upper": "u"}
    assert_nothing_overlaps(Sample("T", "Q", columns, rows, chart))


@given(st.lists(st.tuples(DATES, NAMES, MAYBE, st.sampled_from(["t", "%"]), SHORT, MAYBE, MAYBE), max_size=14))
def test_lines(rows: list[tuple[str | None, ...]]) -> None:
    assert_nothing_overlaps(Sample("T", "Q", FIGURES, rows, LINES))


@given(st.lists(st.tuples(NAMES, NAMES, st.one_of(SHORT, NAMES)), max_size=20), st.booleans())
def test_matrices(rows: list[tuple[str | None, ...]], has_value: bool) -> None:  # noqa: FBT001 - a given value
    columns = (ColumnOf("across"), ColumnOf("down"), ColumnOf("value"))
    chart = {"kind": "matrix", "x": "across", "y": "down"} | ({"value": "value"} if has_value else {})
    assert_nothing_overlaps(Sample("T", "Q", columns, rows, chart))


@given(st.lists(st.tuples(NAMES, NAMES, st.one_of(SHORT, NAMES), SHORT), max_size=20))
def test_trees(rows: list[tuple[str | None, ...]]) -> None:
    columns = (ColumnOf("held"), ColumnOf("owner"), ColumnOf("stake"), ColumnOf("outlook"))
    chart = {"kind": "tree", "x": "held", "y": "owner", "value": "stake", "series": "outlook"}
    assert_nothing_overlaps(Sample("T", "Q", columns, rows, chart))
    deep: list[tuple[str | None, ...]] = [
        (f"{at} {row[0]}", f"{at - 1} {row[0]}", *row[2:]) for at in range(30) for row in rows[:1]
    ]
    assert_nothing_overlaps(Sample("T", "Q", columns, deep, chart))
