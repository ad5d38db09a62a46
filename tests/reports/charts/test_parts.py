"""The parts charts are made of: widths, lines, scales, dates, amounts, colours, elements."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.reports.charts.axes import Scale, tick_texts, ticks
from warehouse.reports.charts.canvas import DARK, LIGHT, Theme, element, fit, number, serialise, width_of
from warehouse.reports.charts.data import Amount, Span, joined, read_number, read_span, rounding, time_scale

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours after WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_it_is_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@THEMES
def test_text_and_marks_stand_out_from_the_paper(theme: Theme) -> None:
    assert all(contrast(colour, theme.paper) >= 4.5 for colour in (theme.ink, theme.quiet))
    assert all(contrast(colour, theme.paper) >= 4.5 for colour in theme.marks)


@THEMES
def test_no_colour_stands_for_two_series(theme: Theme) -> None:
    assert len(set(theme.marks)) == len(theme.marks) == len(LIGHT.marks)


def test_wide_letters_are_wide_and_accents_take_no_room() -> None:
    assert width_of("0123456789") == pytest.approx(6.4)
    assert width_of("포스코") == 3.0
    assert width_of("e\u0301") == width_of("e")
    assert width_of("i") < width_of("m")
    assert width_of("Bold", bold=True) > width_of("Bold")


@pytest.mark.parametrize(
    ("text", "room", "most", "lines", "is_short"),
    [
        ("one two", 99, 1, ("one two",), False),
        ("one two", 2.5, 2, ("one", "two"), False),
        ("one two three", 3.5, 2, ("one", "two…"), True),
        ("희토류 영구자석", 4, 2, ("희토류", "영구자석"), False),
        ("영구자석공급망", 4, 2, ("영구자석", "공급망"), False),
        ("영구자석공급망", 4, 1, ("영구자…",), True),
        ("", 4, 1, ("",), False),
    ],
)
def test_labels_are_broken_and_shortened(
    text: str,
    room: float,
    most: int,
    lines: tuple[str, ...],
    is_short: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert fit(text, room, most) == (lines, is_short)


@given(st.text(st.sampled_from("aW 포é\u0301-"), max_size=60), st.floats(2, 30), st.integers(1, 4))
def test_no_line_is_wider_than_its_room_and_nothing_is_lost(text: str, room: float, most: int) -> None:
    lines, is_short = fit(text, room, most)
    assert len(lines) <= most
    assert all(width_of(line) <= room + 1e-9 for line in lines)
    kept = "".join(lines).replace(" ", "")
    whole = "".join(text.split())
    assert whole.startswith(kept.removesuffix("…")) if is_short else kept == whole


@given(st.lists(NUMBERS, max_size=6), st.integers(1, 8), st.booleans())
def test_ticks_are_round_and_enclose(numbers: list[Decimal], most: int, from_zero: bool) -> None:  # noqa: FBT001
    values = ticks(numbers, most, from_zero=from_zero)
    assert 2 <= len(values) <= most + 2
    assert values == sorted(set(values))
    assert all(values[0] <= number <= values[-1] for number in numbers)
    assert not from_zero or values[0] <= 0 <= values[-1]
    step = values[1] - values[0]
    assert all(other - one == step for one, other in pairwise(values))
    assert step.normalize().as_tuple().digits in {(1,), (2,), (5,)}


@pytest.mark.parametrize(
    ("values", "texts", "word"),
    [
        (["0", "0.5", "1"], ["0", "0.5", "1"], ""),
        (["0", "2000"], ["0", "2000"], ""),
        (["0", "5000", "10000"], ["0", "5,000", "10,000"], ""),
        (["0", "500000000000", "1000000000000"], ["0", "0.5", "1"], "tn"),
        (["-50000000000", "0"], ["\u221250", "0"], "bn"),
        (["0", "1500000"], ["0", "1.5"], "mn"),
        (["0", "5e15"], ["0", "5000"], "tn"),
        (["0", "1e18"], ["0", "1"], "10^18"),
        (["0", "0.000002"], ["0", "2"], "10^-6"),
    ],
)
def test_numbers_beside_an_axis_are_short(values: list[str], texts: list[str], word: str) -> None:
    assert tick_texts([Decimal(value) for value in values]) == (texts, word)


def test_a_scale_places_numbers_of_any_size() -> None:
    scale = Scale(Decimal(0), Decimal("1e59"), 100, 300)
    assert scale.at(Decimal("5e58")) == 200


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [
        ("2026", "2026-01-01", 365),
        ("2024", "2024-01-01", 366),
        ("2026-02", "2026-02-01", 28),
        ("2026-Q1", "2026-01-01", 90),
        ("2026-S2", "2026-07-01", 184),
        ("2026-Q1/2026-Q2", "2026-01-01", 181),
        ("199X", "1990-01-01", 3652),
        ("2026-03-14", "2026-03-14", 1),
        ("2026-03-14 09:30:00+00", "2026-03-14", 1),
        ("2026-03-14T09:30:00Z", "2026-03-14", 1),
        ("2025-09~", "2025-09-01", 30),
        ("2025/2026", "2025-01-01", 730),
        ("9999-12-31", "9999-12-31", 1),
    ],
)
def test_dates_are_spans_of_their_precision(text: str, first: str, days: int) -> None:
    span, day = read_span(text), read_span(first)
    assert span
    assert day
    assert span.first == day.first
    assert (span.after or 0) - (span.first or 0) == days


@pytest.mark.parametrize(
    "text", [None, "", "undated", "2026-13", "2026-02-30", "26", "../..", "x/2026", "2026/2025", "FY2025", "2026-Q5"]
)
def test_what_is_no_date_is_none(text: str | None) -> None:
    assert read_span(text) is None


def test_spans_are_open_where_they_say_so() -> None:
    assert read_span("2026/..") == Span(739617.0, None)
    assert read_span("../2026-01-01") == Span(None, 739618.0)


def test_a_span_reaches_to_its_end_if_that_is_later() -> None:
    assert joined(Span(1, 2), Span(5, 6)) == Span(1, 6)
    assert joined(Span(5, 6), Span(1, 2)) == Span(5, 6)
    assert joined(Span(None, 2), Span(5, 6)) == Span(None, 6)
    assert joined(Span(None, 2), Span(5, None)) == Span(None, 2)


@pytest.mark.parametrize(
    ("first", "last", "texts"),
    [
        ("2026-03-01", "2026-03-03", ["2026-02-28", *(f"2026-03-0{day}" for day in range(1, 6))]),
        ("2025-11", "2026-02", ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]),
        ("2019", "2025", ["2019", "2020", "2021", "2022", "2023", "2024", "2025", "2026"]),
        ("0001", "9999", ["2000", "4000", "6000", "8000"]),
    ],
)
def test_the_days_below_an_axis_are_round(first: str, last: str, texts: list[str]) -> None:
    spans = [span for span in (read_span(first), read_span(last)) if span]
    assert [text for _, text in time_scale(spans, 0, 100).ticks(8)] == texts


def amount(value: str | None, lower: str | None, upper: str | None) -> Amount:
    return Amount(read_number(value), read_number(lower), read_number(upper), "t", "nothing")


@pytest.mark.parametrize(
    ("given_amount", "lines"),
    [
        (amount("900", None, None), ("900 t",)),
        (amount("900", "900", "900"), ("900 t",)),
        (amount("900", "850", "950"), ("900 t", "(850\u2013950)")),
        (amount("900", "900", None), ("from 900 t",)),
        (amount("900", None, "900"), ("up to 900 t",)),
        (amount("900", "800", None), ("900 t", "(from 800)")),
        (amount(None, "800", "900"), ("800\u2013900 t",)),
        (amount(None, "800", None), ("from 800 t",)),
        (amount("-5", "-6", "-4"), ("\u22125 t", "(\u22126 to \u22124)")),
        (amount(None, None, None), ("nothing",)),
    ],
)
def test_amounts_say_how_exact_they_are(given_amount: Amount, lines: tuple[str, ...]) -> None:
    assert given_amount.lines == lines


@pytest.mark.parametrize(
    ("given_amount", "lines", "whole"),
    [
        (amount("1764500000", None, None), ("1.7645 bn t",), "1,764,500,000 t"),
        (amount("85000000", "80000000", "90000000"), ("85 mn t", "(80 mn\u201390 mn)"),
         "85,000,000 t (80,000,000\u201390,000,000)"),
        (amount(None, None, "-2000000"), ("up to \u22122 mn t",), "up to \u22122,000,000 t"),
        (amount("1234567.5", None, None), ("1.235 mn t",), "1,234,567.5 t"),
    ],
)  # fmt: skip
def test_large_amounts_are_short_and_keep_their_digits(
    given_amount: Amount, lines: tuple[str, ...], whole: str
) -> None:
    assert (given_amount.lines, given_amount.exact) == (lines, whole)


def test_a_note_tells_that_digits_are_left_out() -> None:
    assert rounding([Decimal(1764500000), Decimal("0.123456789")]) == []
    assert rounding([Decimal(1764500001)]) == ["Figures of more than six digits are rounded: see table."]


@pytest.mark.parametrize("cell", [None, "NaN", "Infinity", "-Infinity", "1e400", "x"])
def test_what_has_no_place_on_an_axis_is_none(cell: str | None) -> None:
    assert read_number(cell) is None


def test_elements_are_written_the_same_everywhere() -> None:
    node = element("g", element("text", element("title", "<&>"), 'a"b', x=1.005, y=-0.001, class_='"'), stroke_width=2)
    assert serialise(node) == (
        '<g stroke-width="2">\n  <text x="1" y="0" class=\'"\'><title>&lt;&amp;&gt;</title>a"b</text>\n</g>\n'
    )


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (0.125, "0.12"), (-0.0, "0"), (100.0, "100"), (10.5, "10.5")])
def test_coordinates_have_two_decimals_at_most(value: float, text: str) -> None:
    assert number(value) == text
