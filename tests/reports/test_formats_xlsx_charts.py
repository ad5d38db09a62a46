"""The charts of a workbook: drawn by the spreadsheet from cells that hold what the rows say, or said to be missing."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from tests.reports.answers import written
from tests.reports.charts.samples import MONEY, SAMPLES, ColumnOf, Sample, answer
from tests.reports.workbook import Sheet, read
from warehouse.reports.formats.xlsx_charts import axis_form, label_form

if TYPE_CHECKING:
    from collections.abc import Sequence

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
BARS = {"kind": "bar", "x": "agreement", "y": "amount", "lower": "lower", "upper": "upper"}


def charts_of(book: bytes) -> list[ET.Element]:
    """Give the charts of a workbook in order."""
    with ZipFile(BytesIO(book)) as parts:
        names = [name for name in parts.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        names.sort(key=lambda name: int(re.sub(r"\D", "", name)))
        return [ET.fromstring(parts.read(name)) for name in names]  # noqa: S314 - our own file


def cells_at(sheets: dict[str, Sheet], reference: str) -> list[str]:
    """Give what the cells show that a chart refers to; an empty text for none."""
    found = re.fullmatch(r"'Chart data'!\$([A-Z]+)\$(\d+)(?::\$\1\$(\d+))?", reference)
    assert found, reference
    cells = sheets["Chart data"].cells
    places = [f"{found[1]}{row}" for row in range(int(found[2]), int(found[3] or found[2]) + 1)]
    return [cells[place].shown if place in cells else "" for place in places]


def drawn(book: bytes, part: str) -> list[list[str]]:
    """Give what each series of each chart takes from the sheet: "cat", "val", "xVal", "yVal", "plus" or "minus"."""
    sheets = read(book)
    references = [node.findtext(f".//{_C}f") or "" for chart in charts_of(book) for node in chart.iter(f"{_C}{part}")]
    return [cells_at(sheets, reference) for reference in references]


def said(book: bytes) -> list[str]:
    return [str(row[1]) for row in read(book)["About"].rows() if row[0] == "answer"]


def book_of(rows: Sequence[tuple[str | None, ...]], chart: dict[str, str] = BARS) -> bytes:
    return written(answer(Sample("T", "Q", MONEY, rows, chart)), "xlsx")


def test_bars_show_each_row_and_never_mix_units() -> None:
    rows = [("Cars", "1760000000000", "KRW", None, None), ("Europe", "179000000", "USD", "170000000", None)]
    book = book_of([*rows, ("Cars", "260000000000", "KRW", None, None), ("Pledge", None, "USD", None, None)])
    assert drawn(book, "cat") == [["Cars", "Cars"], ["Europe", "Pledge"]]
    assert drawn(book, "val") == [["1760000000000", "260000000000"], ["179000000", ""]]
    assert (drawn(book, "minus"), drawn(book, "plus")) == ([["9000000", ""]], [["0", ""]])
    labels = [
        node.attrib["formatCode"] for chart in charts_of(book) for node in chart.iterfind(f".//{_C}dLbls/{_C}numFmt")
    ]
    assert labels == ['#,##0.00,,,," tn"', '#,##0,," mn"']
    assert said(book) == ["4 rows", "chart: below the rows", "chart: 1 row without a number to draw"]


def test_bars_begin_at_zero() -> None:
    for amounts, edge in ((("1446", "1452"), "min"), (("-1446", "-1452"), "max")):
        (chart,) = charts_of(book_of([(amount, amount, "KRW", None, None) for amount in amounts]))
        assert [node.attrib["val"] for node in chart.iter(f"{_C}{edge}")] == ["0"]
    (chart,) = charts_of(book_of([("a", "-1", "KRW", None, None), ("b", "1", "KRW", None, None)]))
    assert not [*chart.iter(f"{_C}min"), *chart.iter(f"{_C}max")]


def test_the_sheet_of_the_answer_holds_its_rows_and_nothing_else() -> None:
    sample = SAMPLES["bar"]
    plain = read(written(answer(sample._replace(chart={})), "xlsx"))
    with_chart = read(written(answer(sample), "xlsx"))
    assert with_chart["Answer"].rows() == plain["Answer"].rows()
    assert [*plain, "Chart data"] == list(with_chart)


def test_lines_leave_a_gap_for_a_missing_period_and_steps_have_corners() -> None:
    columns = (ColumnOf("period"), ColumnOf("place"), ColumnOf("output", "numeric", "t"))
    rows = [("2020", "A", "1"), ("2021", "A", "2"), ("2023", "A", "3"), ("1850", "A", "9")]
    chart = {"kind": "line", "x": "period", "y": "output", "series": "place"}
    book = written(answer(Sample("T", "Q", columns, rows, chart)), "xlsx")
    assert drawn(book, "xVal") == [["", "2020-01-01", "2021-01-01", "", "2023-01-01"][1:]]
    assert drawn(book, "yVal") == [["1", "2", "", "3"]]
    assert "chart: a number or a day that a spreadsheet cannot draw is left out" in said(book)
    book = written(answer(Sample("T", "Q", columns, rows[:2], {**chart, "kind": "step"})), "xlsx")
    assert drawn(book, "xVal") == [["2020-01-01", "2021-01-01", "2021-01-01"]]
    assert drawn(book, "yVal") == [["1", "1", "2"]]


@pytest.mark.parametrize("kind", ["matrix", "timeline", "tree"])
def test_what_a_spreadsheet_cannot_draw_is_named(kind: str) -> None:
    book = written(answer(SAMPLES[kind]), "xlsx")
    assert charts_of(book) == []
    assert f"chart: none, because a spreadsheet draws no {kind}; html and svg have it" in said(book)


def test_nothing_to_draw_and_too_much_of_it_are_told() -> None:
    assert said(book_of([])) == ["0 rows", "chart: none, because there is nothing to draw"]
    many = [(f"mine {at}", str(at), "t", None, None) for at in range(501)]
    assert said(book_of(many))[1:] == ["chart: none, because the answer has more than 500 rows"]
    forty_one = [(f"mine {at}", str(at), "t", None, None) for at in range(41)]
    assert "chart: The largest 40 are shown; the table has 1 more." in said(book_of(forty_one))
    by_itself = {**BARS, "kind": "grouped bar", "series": "agreement"}
    columns = (*MONEY, ColumnOf("series"))
    rows = [(f"mine {at % 40}", "1", "t", None, None, f"s{at}") for at in range(41)]
    book = written(answer(Sample("T", "Q", columns, rows, {**by_itself, "series": "series"})), "xlsx")
    assert "chart: what has more than 40 series is left out" in said(book)
    assert charts_of(book) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_odd_names_and_numbers_do_no_harm(name: str) -> None:
    sample = SAMPLES[name]
    odd = "=1+1 שלום\u202e<&\"'\x00" + "long " * 60
    rows = [
        tuple(
            odd + cell if cell and column.type == "text" and column.name != sample.chart.get("x") else cell
            for cell, column in zip(row, sample.columns, strict=True)
        )
        for row in sample.rows
    ]
    book = written(answer(sample._replace(rows=rows, title=odd)), "xlsx")
    sheets = read(book)
    for chart in charts_of(book):
        for reference in chart.iter(f"{_C}f"):
            assert cells_at(sheets, reference.text or ""), "every formula leads to the data of the charts"
    with ZipFile(BytesIO(book)) as parts:
        assert not any("externalLink" in part for part in parts.namelist())


def test_a_number_with_too_many_digits_is_left_out() -> None:
    book = book_of([("a", "1e40", "t", None, None), ("b", "-5", "t", None, None)])
    assert drawn(book, "val") == [["", "-5"]]
    assert "chart: 1 row without a number to draw" in said(book)


@pytest.mark.parametrize(
    ("numbers", "label", "axis"),
    [
        (["1760000000000", "260000000000"], ("0.00,,,,", "tn"), ("0.0,,,,", "tn")),
        (["1764500000"], ("0.0000,,,", "bn"), ("0.0,,,", "bn")),
        (["1234567891", "5"], ("0", ""), ("0.0,,,", "bn")),
        (["-25000000"], ("0,,", "mn"), ("0,,", "mn")),
        (["99.3", "0"], ("0.0", ""), ("", "")),
        (["12345"], ("0", ""), ("0", "")),
        (["0"], ("0", ""), ("", "")),
        ([], ("0", ""), ("", "")),
    ],
)
def test_labels_lose_no_digit(numbers: list[str], label: tuple[str, str], axis: tuple[str, str]) -> None:
    values = [Decimal(number) for number in numbers]
    assert (label_form(values), axis_form(values)) == (label, axis)
