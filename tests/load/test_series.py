"""``mart.wide_series``: one row per question of a series, and what may be added up stands apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.load.conftest import Small

REGISTERS: Final = """\
places:
  - {key: world, kind: world, name: World, cite: tin-news#1}
  - {key: others, kind: rest, name: Other countries, cite: tin-news#1}
  - {key: sylvania, kind: country, name: Sylvania, cite: tin-news#1}
  - {key: ore-state, kind: state, name: Ore State, parent: sylvania, cite: tin-news#1}
units:
  - {key: tonne, name: tonne, symbol: t, cite: tin-news#1}
  - {key: kilotonne, name: kilotonne, symbol: kt, base: tonne, factor: 1000, cite: tin-news#1}
  - {key: ton, name: ton (unspecified), symbol: ton, base: tonne, cite: tin-news#1}
minerals:
  - {key: metals, kind: group, name: metals, cite: tin-news#1}
  - {key: tin, kind: metal, name: tin, parent: metals, cite: tin-news#1}
indicators:
  - {key: output, name: Output, definition: made, unit: tonne, adds_over: parts and time, cite: tin-news#1}
  - {key: capacity, name: Capacity, definition: can be made, unit: tonne, adds_over: parts, cite: tin-news#1}
  - {key: grade, name: Grade, definition: content, unit: percent, cite: tin-news#1}
"""
SUMS: Final = "SELECT sum(flow_value)::bigint, sum(latest_stock_value)::bigint FROM mart.wide_series"


def figure(place: str, value: str, period: str, *more: str, indicator: str = "output") -> str:
    fields = [f"about: places/{place}", f"indicator: {indicator}", f"value: {value}", f'period: "{period}"', *more]
    given = {field.partition(":")[0] for field in fields}
    fields += [field for field in ("mineral: tin", "modality: assessed") if field.partition(":")[0] not in given]
    return f"  - {{{', '.join(fields)}, words: '{value}', cite: tin-news#7}}\n"


def tell(small: Small, figures: Iterable[str]) -> None:
    small.write(REGISTERS, "registers.yaml")
    small.write("observations:\n" + "".join(figures), "figures.yaml")
    small.load()


def test_countries_and_years_add_up_in_the_base_unit(loaded: Small) -> None:
    tell(loaded, [figure("freedonia", "5", "2028", "unit: kilotonne"), figure("freedonia", "6000", "2029"),
                  figure("sylvania", "70", "2028")])  # fmt: skip
    assert loaded.rows(SUMS) == [(11_070, None)]
    query = "SELECT subject, unit, value::int, flow_value::int, base_unit, frequency FROM mart.wide_series WHERE"
    assert loaded.rows(f"{query} measure = 'Output' AND period = '2028' ORDER BY 1") == [
        ("Freedonia", "kt", 5, 5000, "t", "A"),
        ("Sylvania", "t", 70, 70, "t", "A"),
    ]


LEFT_OUT: Final = {
    "all countries": figure("world", "900", "2028"),
    "the rest of the countries": figure("others", "900", "2028"),
    "a state of the country": figure("ore-state", "30", "2028"),
    "a month of the year": figure("sylvania", "7", "2028-03"),
    "the fiscal year across it": figure("sylvania", "80", "FY2028").replace(
        '"FY2028"', "{words: FY2028, edtf: FY2028, fiscal: {starts: 07-01}}"
    ),
    "a forecast": figure("sylvania", "90", "2035", "scenario: base case", "modality: expected"),
    "a plan": figure("sylvania", "90", "2035", "modality: planned"),
    "a total of parts": figure("freedonia", "500", "2028", "is_total: true"),
    "a second answer of the document": figure("sylvania", "70.0", "2028", "label: other-table"),
    "another basis": figure("sylvania", "75", "2028", "measured_as: oxide"),
    "an average": figure("sylvania", "75", "2028", "statistic: average"),
    "tons that nobody explains": figure("freedonia", "500", "2028", "unit: ton"),
    "no number": figure("freedonia", "W", "2028", "status: withheld").replace("value: W, ", ""),
    "percentages": figure("freedonia", "50", "2028", indicator="grade"),
    "a part of the year with one counterpart": figure("sylvania", "40", "2028", "counterpart: freedonia"),
}


@pytest.mark.parametrize("more", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_must_not_be_added_is_shown_and_not_added(loaded: Small, more: str) -> None:
    tell(loaded, [figure("sylvania", "70", "2028"), more])
    assert loaded.rows(SUMS) == [(70, None)]
    shown = 1 if "label" in more else 2
    assert loaded.rows("SELECT count(*) FROM mart.wide_series WHERE subject_family = 'places'") == [(shown,)]


def test_members_of_a_group_of_minerals_are_not_added_to_it(loaded: Small) -> None:
    tell(loaded, [figure("sylvania", "70", "2028", "mineral: metals"), figure("sylvania", "20", "2028")])
    assert loaded.rows(SUMS) == [(70, None)]


def test_capacities_add_up_over_places_at_their_latest(loaded: Small) -> None:
    capacities = (("sylvania", "10", "2028"), ("sylvania", "12", "2029"), ("freedonia", "5", "2027"))
    tell(loaded, [figure(*one, indicator="capacity") for one in capacities])
    assert loaded.rows(SUMS) == [(None, 17)]


def test_prices_and_accounts_stand_among_the_series_and_are_never_added_there(loaded: Small) -> None:
    loaded.write(REGISTERS, "registers.yaml")
    loaded.write(
        "monetary_values:\n"
        "  - {about: minerals/tin, kind: market price, amount: 30 USD, per_unit: tonne, price_basis: FOB,"
        ' period: "2028", modality: occurred, cite: tin-news#7}\n'
        '  - {about: entities/tinworks, kind: revenue, amount: 5 million USD, period: "2028", modality: occurred,'
        " cite: tin-news#7}\n"
        "  - {about: entities/tinworks, kind: pledge, amount: 9 million USD, modality: pledged, cite: tin-news#7}\n",
        "money.yaml",
    )
    loaded.load()
    query = "SELECT subject, measure, unit, price_basis, value::bigint FROM mart.wide_series WHERE family = 'money'"
    assert loaded.rows(f"{query} ORDER BY 1") == [
        ("Tinworks", "revenue", "USD", None, 5_000_000),
        ("tin", "market price", "USD per tonne", "FOB", 30),
    ]
    assert loaded.rows(SUMS) == [(None, None)]
