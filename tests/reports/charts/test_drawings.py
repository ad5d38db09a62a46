"""Whole charts: the same bytes as ever, sound XML, safe on any page, nothing left out and nothing on top of another."""

from __future__ import annotations

import os
import re
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.reports.charts.samples import MONEY, SAMPLES, ColumnOf, Sample, answer
from warehouse.errors import UsageError
from warehouse.reports.charts import draw
from warehouse.reports.charts.canvas import FIRM_BLANK
from warehouse.reports.charts.data import read_number
from warehouse.reports.figures import exact, short
from warehouse.reports.formats.html import write_svg

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "style", "rect", "line", "text", "tspan", "path", "polygon", "polyline", "circle"}
HOSTILE = ["<script>alert(1)</script>", "a & b &amp; c", "\"'><svg onload=x>", "]]>", "\x00\x1b[31m", "\ufffe\uffff"]

each_sample = pytest.mark.parametrize("name", SAMPLES)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own bytes, without a document type


def texts(svg: str) -> list[str]:
    """Give every label that can be read, without what is shown only when pointed at."""
    shown = []
    for node in parsed(svg).iter(f"{SVG}text"):
        lines = [line.text or "" for line in node.iter(f"{SVG}tspan")]
        titles = list(node.iter(f"{SVG}title"))
        shown.append(" ".join(lines) if lines else (titles[0].tail if titles else node.text) or "")
    return shown


@each_sample
def test_each_kind_looks_as_it_did_when_somebody_looked_at_it(name: str) -> None:
    """After a change that is meant: WRITE_GOLDEN=1, then look at the files in a browser, light and dark."""
    stream = StringIO()
    write_svg(answer(SAMPLES[name]), stream, 80)
    path = GOLDEN / f"{name}.svg"
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(stream.getvalue(), encoding="utf-8")
    assert stream.getvalue() == path.read_text(encoding="utf-8")


@each_sample
def test_two_drawings_are_the_same(name: str) -> None:
    assert draw(answer(SAMPLES[name])) == draw(answer(SAMPLES[name]))


@each_sample
def test_no_label_lies_on_another_or_leaves_the_drawing(name: str) -> None:
    for width in (480.0, 760.0, 1200.0):
        drawing = draw(answer(SAMPLES[name]), width=width)
        height = float(parsed(drawing.svg).attrib["height"])
        overlaps = [
            (one.text, other.text)
            for at, one in enumerate(drawing.boxes)
            for other in drawing.boxes[at + 1 :]
            if one.overlaps(other)
        ]
        assert overlaps == []
        outside = [
            box for box in drawing.boxes if box.left < 0 or box.top < 0 or box.right > width or box.bottom > height
        ]
        assert outside == []


@each_sample
def test_the_boxes_are_those_of_the_labels(name: str) -> None:
    drawing = draw(answer(SAMPLES[name]))
    assert sorted(box.text for box in drawing.boxes) == sorted(texts(drawing.svg))


@each_sample
def test_it_needs_nothing_else_and_runs_nothing(name: str) -> None:
    root = parsed(draw(answer(SAMPLES[name])).svg)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= ELEMENTS
    attributes = {key for node in root.iter() for key in node.attrib}
    assert not [key for key in attributes if "href" in key or key.startswith("on")]
    styles = "".join(node.text or "" for node in root.iter(f"{SVG}style"))
    assert not re.search(r"url\(|@import|@font-face|expression", styles)


@each_sample
def test_it_can_be_read_without_being_seen(name: str) -> None:
    sample = SAMPLES[name]
    root = parsed(draw(answer(sample), prefix="one").svg)
    title, description = root[0], root[1]
    assert (root.attrib["role"], root.attrib["aria-labelledby"]) == ("img", "one-title one-desc")
    assert (title.tag, title.text) == (f"{SVG}title", sample.title)
    assert description.tag == f"{SVG}desc"
    assert (description.text or "").startswith(sample.question)


@each_sample
def test_two_charts_stand_on_one_page(name: str) -> None:
    one, other = (draw(answer(SAMPLES[name]), prefix=prefix).svg for prefix in ("one", "other"))
    ids = [[node.attrib["id"] for node in parsed(svg).iter() if "id" in node.attrib] for svg in (one, other)]
    assert not set(ids[0]) & set(ids[1])
    selectors = re.findall(
        r"(?:^|\{)([#.a-z][^{}:]*)\{",
        "".join(node.text or "" for node in parsed(one).iter(f"{SVG}style")),
        re.MULTILINE,
    )
    assert selectors
    assert all(selector.startswith("#one") for selector in selectors)


@each_sample
def test_every_value_and_every_name_can_be_read(name: str) -> None:
    sample = SAMPLES[name]
    svg = draw(answer(sample)).svg
    shown = " ".join(texts(svg)).replace(FIRM_BLANK, " ")
    unwritten = {"step": {"x"}, "line": {"x", "y", "lower", "upper"}}.get(sample.chart["kind"], set())
    drawn = {sample.chart[part] for part in sample.chart if part not in {"kind", *unwritten}}
    for row in sample.rows:
        for column, cell in zip(sample.columns, row, strict=True):
            if cell is None or column.name not in drawn or "Undated" in row or "Lead" in row:
                continue
            number = read_number(cell) if column.type != "text" else None
            said = cell.replace("../", "until ") if number is None else short(number)
            assert said in shown
            assert number is None or said == exact(number) or exact(number) in svg


@pytest.mark.parametrize("text", HOSTILE)
@each_sample
def test_what_is_in_a_text_means_nothing(name: str, text: str) -> None:
    sample = SAMPLES[name]
    plain = parsed(draw(answer(sample)).svg)
    kinds = [column.type for column in sample.columns]
    date = sample.chart.get("x") if sample.chart["kind"] in {"timeline", "step", "line"} else None
    rows = [
        [
            f"{text}{cell}" if cell and kind == "text" and column.name != date else cell
            for cell, kind, column in zip(row, kinds, sample.columns, strict=True)
        ]
        for row in sample.rows
    ]
    root = parsed(draw(answer(sample._replace(rows=rows, title=f"T{text}", question=f"Q{text}"))).svg)
    assert {node.tag for node in root.iter()} <= {f"{SVG}{name}" for name in ELEMENTS}
    known = {key for node in plain.iter() for key in node.attrib} | {"stroke-dasharray", "text-anchor", "transform"}
    assert {key for node in root.iter() for key in node.attrib} <= known
    assert "\x00" not in "".join(root.itertext())


def test_characters_that_act_are_written_as_in_the_other_formats() -> None:
    rows = [("a\u202eb\x00\x1b[31m\n", "1", "t\u200e", None, None)]
    svg = draw(answer(SAMPLES["bar"]._replace(rows=rows, title="T\u2066"))).svg
    shown = texts(svg)
    assert {"T\\u2066", "a\\u202eb\\x00\\x1b[31m\\n", "1 t\\u200e"} <= set(shown)


def test_a_report_without_a_chart_is_refused() -> None:
    with pytest.raises(UsageError) as raised:
        draw(answer(SAMPLES["bar"]._replace(chart={})))
    assert raised.value.what == "report sample has no chart"
    assert raised.value.hint == "Add chart: to its header."


def test_words_are_not_drawn_as_numbers() -> None:
    with pytest.raises(UsageError, match="cannot draw currency, which has the type text"):
        draw(answer(SAMPLES["bar"]._replace(chart={"kind": "bar", "x": "agreement", "y": "currency"})))


@pytest.mark.parametrize(("prefix", "width"), [('a"b', 760.0), ("", 760.0), ("1", 760.0), ("a", 479.0)])
def test_a_prefix_that_is_no_id_and_a_width_too_small_are_refused(prefix: str, width: float) -> None:
    with pytest.raises(ValueError, match=r"begin an id|at least"):
        draw(answer(SAMPLES["bar"]), prefix=prefix, width=width)


def test_a_page_can_write_the_heading_itself() -> None:
    with_heading, without = (draw(answer(SAMPLES["bar"]), has_heading=has) for has in (True, False))
    assert "Contract values" in texts(with_heading.svg)
    assert "Contract values" not in texts(without.svg)


def test_nothing_is_said_to_be_nothing() -> None:
    shown = texts(draw(answer(SAMPLES["empty"])).svg)
    assert shown == ["Nothing", "What is there?", "no rows", "Sources: none cited."]


@pytest.mark.parametrize(
    ("documents", "said"), [(1, "Sources: 1 document, see table."), (3, "Sources: 3 documents, see table.")]
)
def test_the_sources_are_counted(documents: int, said: str) -> None:
    assert said in texts(draw(answer(SAMPLES["bar"]._replace(documents=documents))).svg)


def test_units_never_share_an_axis() -> None:
    shown = texts(draw(answer(SAMPLES["bar"])).svg)
    assert shown.index("KRW") < shown.index("amount (tn KRW)") < shown.index("USD") < shown.index("amount (mn USD)")


def test_what_cannot_be_drawn_is_written() -> None:
    assert "only words are printed" in texts(draw(answer(SAMPLES["bar"])).svg)
    rows = [("a", number, None, None, None) for number in ("NaN", "Infinity", "1e900")]
    shown = texts(draw(answer(SAMPLES["bar"]._replace(rows=rows))).svg)
    assert {"NaN", "Infinity", "1e900"} <= set(shown)


@pytest.mark.parametrize("kind", ["bar", "grouped bar", "stacked bar", "dot"])
def test_of_many_categories_the_largest_are_shown_and_the_others_counted(kind: str) -> None:
    rows = [(f"mine {number}", str(number), "t", None, None) for number in range(1, 53)]
    sample = Sample("T", "Q", MONEY, rows, {"kind": kind, "x": "agreement", "y": "amount"})
    shown = texts(draw(answer(sample)).svg)
    assert "The largest 40 are shown; the table has 12 more." in shown
    assert [f"mine {number}" for number in range(13, 53)] == [text for text in shown if text.startswith("mine ")]


def test_of_many_events_the_latest_are_shown() -> None:
    rows = [(f"{1900 + number}", f"event {number}", None, "k") for number in range(50)]
    shown = texts(draw(answer(SAMPLES["timeline"]._replace(rows=rows))).svg)
    assert "The latest 40 are shown; the table has 10 earlier ones." in shown
    assert "1909 event 9" not in shown
    assert "1910 event 10" in shown


def test_of_a_large_matrix_the_fullest_part_is_shown() -> None:
    rows = [(f"list {at % 20}", f"mineral {at}") for at in range(60)]
    shown = texts(draw(answer(SAMPLES["matrix-of-marks"]._replace(rows=rows))).svg)
    assert "The 40 fullest rows are shown; the table has 20 more." in shown
    assert "The 16 fullest columns are shown; the table has 4 more." in shown


def test_a_tree_draws_each_branch_once_and_ends_in_a_circle() -> None:
    shown = texts(draw(answer(SAMPLES["tree"])).svg)
    drawn = [text for text in shown if text in {"포스코 Top", "Middle", "Mine", "Bottom", "Sister", "Twin"}]
    assert drawn == ["포스코 Top", "Middle", "Mine", "Bottom", "Middle", "Sister", "Twin", "Sister"]
    assert [text for text in shown if "see above" in text] == ["2 percent, see above", "affiliate of, see above"]


def test_of_a_large_tree_the_beginning_is_shown() -> None:
    rows = [(f"thing {at}", "root", "1 percent", "present") for at in range(70)]
    shown = texts(draw(answer(SAMPLES["tree"]._replace(rows=rows))).svg)
    assert "The first 60 lines are drawn; the tree has 11 more." in shown


def test_series_beyond_the_palette_are_named_beside_their_bars() -> None:
    rows = [("place", str(at), f"year {at}") for at in range(1, 10)]
    shown = texts(draw(answer(SAMPLES["grouped-bar"]._replace(rows=rows))).svg)
    assert "year 6, year 7, year 8, year 9" in shown
    assert "8 t · year 8" in shown
    assert "5 t" in shown


def test_steps_without_room_for_their_values_say_them_below() -> None:
    rows = [("2020-01-01", str(number), "list", None, None) for number in range(30, 60)]
    shown = " ".join(texts(draw(answer(SAMPLES["step"]._replace(rows=rows))).svg))
    assert "No room beside the point for: " in shown
    assert all(str(number) in shown for number in range(30, 60))


def test_rows_without_a_date_are_counted() -> None:
    shown = texts(draw(answer(SAMPLES["timeline"])).svg)
    assert "1 row without a date: see table." in shown
    column = ColumnOf("date", empty="no document says")
    only = SAMPLES["timeline"]._replace(
        columns=(column, *SAMPLES["timeline"].columns[1:]), rows=[(None, "a", None, "b")] * 2
    )
    assert "2 rows without a date: see table." in texts(draw(answer(only)).svg)


def test_bounds_of_a_date_are_drawn_in_a_timeline() -> None:
    columns = (ColumnOf("date"), ColumnOf("step"), ColumnOf("earliest", "date"), ColumnOf("latest", "date"))
    chart = {"kind": "timeline", "x": "date", "y": "step", "lower": "earliest", "upper": "latest"}
    rows = [("2026", "by then", None, "2026-12-31"), ("2025-03", "in spring", "2025-03-01", "2025-05-31")]
    svg = draw(answer(Sample("T", "Q", columns, rows, chart))).svg
    assert 'class="whisker"' in svg
    assert any(text.startswith("2026 (… \u2013 2026-12-31)") for text in texts(svg))


def test_numbers_in_a_matrix_are_written_and_not_told_by_marks() -> None:
    columns = (ColumnOf("across"), ColumnOf("down"), ColumnOf("ties", "integer", "agreements"))
    chart = {"kind": "matrix", "x": "across", "y": "down", "value": "ties"}
    rows = [(f"column {at}", "row", str(at)) for at in range(100, 103)]
    svg = draw(answer(Sample("T", "Q", columns, rows, chart))).svg
    assert {"100", "101", "102"} <= set(texts(svg))
    assert "<circle" not in svg
    assert "ties:" not in texts(svg)
    assert "In the cells: ties (agreements)." in texts(svg)


def test_a_panel_without_a_number_has_no_axis() -> None:
    shown = texts(draw(answer(SAMPLES["bar"]._replace(rows=[("a", None, "USD", None, None)]))).svg)
    assert "0" not in shown
    assert "amount (USD)" not in shown
    assert "only words are printed" in shown
