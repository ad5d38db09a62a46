"""Lines: what is joined, which lines are named among many, and which axis a single figure gets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.reports.charts.samples import FIGURES, LINES, ColumnOf, Sample, answer
from tests.reports.charts.test_drawings import SVG, parsed, texts
from warehouse.reports.charts import draw
from warehouse.reports.charts.axes import reach, ticks
from warehouse.reports.charts.canvas import SERIES
from warehouse.reports.charts.data import Amount, read_span
from warehouse.reports.charts.lines import MOST, Point, runs

if TYPE_CHECKING:
    from collections.abc import Iterable


def drawn(rows: Iterable[tuple[str, str, str | None, str, str]], **chart: Any) -> str:
    whole = [(*row, None, None) for row in rows]
    return draw(answer(Sample("T", "Q", FIGURES, whole, {**LINES, **chart}))).svg


def output(place: str, year: int, value: float, mineral: str = "Tin") -> tuple[str, str, str, str, str]:
    return str(year), place, str(value), "t", mineral


def lines(svg: str) -> list[list[tuple[float, float]]]:
    """Give the corners of each line."""
    drawings = [node.attrib["points"] for node in parsed(svg).iter(f"{SVG}polyline")]
    return [[tuple(map(float, corner.split(","))) for corner in each.split()] for each in drawings]  # type: ignore[misc]


def points(*periods: str) -> list[Point]:
    found = []
    for period in periods:
        span = read_span(period)
        assert span
        found.append(Point(span, period, "", Amount(Decimal(1), None, None, None, ""), Decimal(1)))
    return found


@pytest.mark.parametrize(
    ("periods", "joined"),
    [
        (["2019", "2020", "2021"], [["2019", "2020", "2021"]]),
        (["2019", "2020", "2022", "2023"], [["2019", "2020"], ["2022", "2023"]]),
        (["2019-01", "2019-02", "2019-04"], [["2019-01", "2019-02"], ["2019-04"]]),
        (["2019-07/2020-06", "2020-07/2021-06"], [["2019-07/2020-06", "2020-07/2021-06"]]),
        (["2020-01-03", "2020-01-06", "2020-01-07"], [["2020-01-03", "2020-01-06", "2020-01-07"]]),
        (["2019-12-31", "2020-12-31", "2021-12-31"], [["2019-12-31", "2020-12-31", "2021-12-31"]]),
        (
            ["2020", "2020-01/2020-03", "2020-04/2020-06", "2021"],
            [["2020", "2021"], ["2020-01/2020-03", "2020-04/2020-06"]],
        ),
        (["2020", "2020"], [["2020"], ["2020"]]),
        (["2020"], [["2020"]]),
    ],
)
def test_only_neighbouring_periods_of_one_length_are_joined(periods: list[str], joined: list[list[str]]) -> None:
    assert [[point.when for point in run] for run in runs(points(*periods))] == joined


def test_a_missing_year_is_a_gap() -> None:
    svg = drawn(output("Freedonia", year, year) for year in (2015, 2016, 2018, 2019, 2020))
    assert [len(line) for line in lines(svg)] == [2, 3]


def test_a_larger_figure_stands_higher_and_a_negative_one_below_zero() -> None:
    svg = drawn(output("Freedonia", year, value) for year, value in ((2018, 10), (2019, -20), (2020, 30)))
    (line,) = lines(svg)
    assert line[2][1] < line[0][1] < line[1][1]
    zero = next(node for node in parsed(svg).iter(f"{SVG}line") if node.attrib["class"] == "axis")
    assert line[0][1] < float(zero.attrib["y1"]) < line[1][1]


def test_of_thirty_lines_five_have_a_colour_and_the_largest_a_name() -> None:
    svg = drawn(output(f"Place {place}", year, 10 * place) for place in range(1, 31) for year in range(2015, 2021))
    thin = [node for node in parsed(svg).iter(f"{SVG}polyline") if "thin" in node.attrib["class"]]
    assert (len(lines(svg)), len(thin)) == (30, 30 - SERIES)
    shown = texts(svg)
    assert "25 others" in shown
    assert {f"Place {place} {10 * place}" for place in range(26, 31)} <= set(shown)


def test_each_quantity_has_a_panel_and_a_note_counts_those_left_out() -> None:
    svg = drawn(
        output("Freedonia", year, year, f"Mineral {mineral}") for mineral in range(MOST + 3) for year in (2019, 2020)
    )
    shown = texts(svg)
    assert len([text for text in shown if text.startswith("Mineral ")]) == MOST
    assert f"The {MOST} panels with the most figures are shown; the table has 3 more." in shown


def test_two_units_never_share_an_axis() -> None:
    svg = drawn([output("Freedonia", 2020, 5), ("2020", "Freedonia", "99.3", "percent", "Tin")])
    assert {"output (t)", "output (percent)"} <= set(texts(svg))


def test_the_years_are_written_below_small_panels_too() -> None:
    svg = drawn(output("Freedonia", year, 1, mineral) for mineral in ("Tin", "Lead") for year in range(2001, 2021))
    assert texts(svg).count("2010") == 2


def test_what_has_no_number_is_counted() -> None:
    shown = texts(drawn([output("Freedonia", 2020, 1), ("2021", "Freedonia", None, "t", "Tin")]))
    assert "1 row without a number or a period: see table." in shown
    assert "No row has both a number and a period." in texts(drawn([("2021", "Freedonia", None, "t", "Tin")]))


@pytest.mark.parametrize(
    ("numbers", "unit", "ends"),
    [
        (["99.3"], "percent", (0, 100)),
        (["40", "40"], "%", (0, 100)),
        (["120"], "percent", (0, 150)),
        (["-5"], "percent", (-5, 0)),
        (["100"], "t", (0, 100)),
        (["100", "100"], None, (0, 100)),
        (["-40"], "t", (-40, 0)),
        (["0"], "t", (0, 1)),
        (["80", "99"], "percent", (80, 100)),
    ],
)
def test_one_figure_never_fills_an_axis(numbers: list[str], unit: str | None, ends: tuple[int, int]) -> None:
    values = [Decimal(number) for number in numbers]
    shown, from_zero = reach(values, values, unit)
    found = ticks(shown, 5, from_zero=from_zero)
    assert [found[0], found[-1]] == [Decimal(end) for end in ends]


@pytest.mark.parametrize(("unit", "last"), [("t", 150), ("percent", 150)])
def test_an_interval_makes_no_axis_of_its_own(unit: str, last: int) -> None:
    ends = [Decimal("99.5"), Decimal(100), Decimal("100.5")]
    shown, from_zero = reach(ends, [Decimal(100), None], unit)
    found = ticks(shown, 5, from_zero=from_zero)
    assert [found[0], found[-1]] == [0, last]


@pytest.mark.parametrize("kind", ["dot", "bar", "line"])
def test_the_axis_of_one_share_reaches_from_nothing_to_the_whole(kind: str) -> None:
    shown = texts(drawn([("2024", "Freedonia", "99.3", "percent", "Tin")], kind=kind, x="period"))
    assert {"0", "100"} <= set(shown)


def test_days_that_columns_name_place_a_period_whose_words_do_not() -> None:
    columns = (*FIGURES, ColumnOf("first", "date"), ColumnOf("last", "date"))
    rows = [
        (f"FY{year}", "Freedonia", str(year), "t", "Tin", None, None, f"{year - 1}-07-01", f"{year}-06-30")
        for year in (2020, 2021, 2023)
    ]
    svg = draw(answer(Sample("T", "Q", columns, rows, {**LINES, "start": "first", "end": "last"}))).svg
    assert [len(line) for line in lines(svg)] == [2]
    assert "FY2023, Freedonia: 2023 t" in svg
    assert "3 rows without a number or a period: see table." in texts(
        draw(answer(Sample("T", "Q", columns, rows, LINES))).svg
    )
