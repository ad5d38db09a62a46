"""The figures of two deals and of published tables, told of made-up things: each is loaded, and none is distorted."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.load.conftest import Small

SEEDS: Final = Path(__file__).with_name("any_figure.yaml")

OBSERVATIONS: Final = """
SELECT subject_key, indicator_key, concat_ws(' ', mineral_key, measured_stage_key, end_use, aspect, scenario),
    value, lowest_value, highest_value, unit_key, status, period_earliest_date_key::text, period_latest_date_key::text
FROM mart.fact_observation WHERE subject_key = %s AND indicator_key = %s
ORDER BY 3, 9, as_printed
"""
QUARTER: Final = ("2031-04-01", "2031-06-30")


def year(value: int) -> tuple[str, str]:
    return f"{value}-01-01", f"{value}-12-31"


FIGURES: Final = {
    ("entities/tinworks", "output"): [
        ("light-ore", 12631, 12631, 12631, "tonne", None, "2021-07-01", "2022-06-30"),
        ("light-ore", 3212, 3212, 3212, "tonne", None, *QUARTER),
        *[("magnetite-mix", 2080, 2080, 2080, "tonne", None, *QUARTER)] * 3,
    ],
    ("facilities/harbour-plant", "capacity"): [
        ("magnets", 3000, 3000, 3000, "ton-per-year", None, None, None),
    ],
    ("entities/magnetworks", "capacity"): [
        ("magnets", 10000, 10000, 10000, "tonne-per-year", None, None, None),
        ("magnets", 10000, None, None, "ton-per-year", "estimated", None, None),
    ],
    ("entities/magnetworks", "plant-count"): [
        ("", None, 24, 99, "count", None, None, None),
        ("magnet-plants", 2, 2, 2, "count", None, None, None),
    ],
    ("places/freedonia", "output-share"): [
        ("light-ore processing", 85, 85, 95, "percent", None, None, None),
        ("light-ore processing", 90, 90, 90, "percent", None, None, None),
        ("light-ore separation", 85, 85, 95, "percent", None, None, None),
    ],
    ("places/sylvania", "output"): [
        ("light-ore processing", 0, 0, 0, "tonne", "estimated", *year(2026)),
        ("magnets", 100, 95, 105, "kilogram", None, *year(2030)),
        ("softmetal", 8, 8, 8, "tonne", None, *year(1995)),
        ("softmetal", Decimal("5966.9123"), Decimal("5966.9123"), Decimal("5966.9123"), "tonne", None, *year(2027)),
        ("softmetal", *[Decimal("26476.818000000003")] * 3, "tonne", None, *year(2028)),
    ],
    ("places/sylvania", "net-reliance"): [
        ("magnetite-mix", None, None, 0, "percent", "net exporter", *year(2029)),
        ("softmetal", 50, 50, None, "percent", None, *year(2029)),
    ],
    ("places/freedonia", "output"): [("softmetal", None, None, None, "tonne", "withheld", *year(2029))],
    ("places/freedonia", "reserves"): [("light-ore", None, None, None, "tonne", "not available", *year(2031))],
    ("places/world", "reserves"): [("light-ore", 90000000, 90000000, None, "tonne", None, *year(2031))],
    ("places/world", "supply-gap"): [
        ("softmetal stated policies", *[Decimal("-140.120596195999")] * 3, "kilotonne", "forecast", *year(2035)),
    ],
    ("minerals/softmetal", "demand"): [("", 12, 12, 12, "kilotonne", None, "2019-01-01", "2022-12-31")],
    ("facilities/old-mine", "risk-score"): [("", 56, 56, 56, "score", None, None, None)],
}
"""By subject and indicator: of what, value, stated bounds, unit, status, and the days of the period."""

MONEY: Final = """
SELECT subject_key, kind, amount::bigint, currency_code, is_counted FROM mart.fact_money
WHERE subject_key = ANY (%s) ORDER BY 1, 2, 3, 4, 5
"""


@pytest.fixture
def told(small: Small) -> Small:
    """Give a project that says nothing but these figures, loaded."""
    for path in small.seeds.glob("*.yaml"):
        path.unlink()
    small.write(SEEDS.read_text(), "figures.yaml")
    small.load()
    return small


@pytest.mark.parametrize(("about", "expected"), FIGURES.items(), ids=["-".join(about) for about in FIGURES])
def test_every_figure_is_shown_as_it_was_printed(told: Small, about: tuple[str, str], expected: list[object]) -> None:
    rows = told.connection.execute(OBSERVATIONS, about).fetchall()
    assert [row[2:] for row in rows] == expected


def test_core_keeps_every_decimal_and_the_printed_words(told: Small) -> None:
    query = "SELECT value, words FROM core.observations WHERE indicator_key = 'supply-gap'"
    assert told.rows(query) == [(Decimal("-140.1205961959985"), "-140.1205961959985")]
    assert told.rows("SELECT amount, words FROM core.monetary_values WHERE kind = 'elimination'") == [
        (Decimal(-2789000), "(2,789)")
    ]


def test_every_sum_counts_at_most_once_and_in_its_own_currency(told: Small) -> None:
    query = "SELECT subject, money_kind, {0} FROM mart.{1} WHERE {0} IS NOT NULL ORDER BY 1, 2"
    sums = {
        (column, view): [
            (subject, kind, int(amount)) for subject, kind, amount in told.rows(query.format(column, view))
        ]
        for column in ("contract", "pledge", "equity", "debt", "turnover", "profit", "trade")
        for view in ("money_usd", "money_aud", "money_eur", "money_krw")
    }
    assert {key: rows for key, rows in sums.items() if rows} == {
        ("pledge", "money_eur"): [("Battery project", "budget", 3_200_000_000)],
        ("equity", "money_usd"): [("State equity", "preferred equity", 400_000_000)],
        ("debt", "money_usd"): [
            ("Bank loan", "bank financing", 1_000_000_000),
            ("Battery project", "loan", 12_800_000),
            ("State loan", "loan", 150_000_000),
        ],
        ("turnover", "money_aud"): [("Tinworks", "revenue", 136_600_000), ("Tinworks", "revenue", 170_200_000)],
        ("turnover", "money_usd"): [("Magnetworks", "revenue", 41_992_000), ("Tinworks", "revenue", 112_500_000)],
        ("profit", "money_usd"): [("Magnetworks", "net profit", -5_000_000)],
        ("trade", "money_usd"): [("Freedonia", "export value", 4_500_000_000)],
    }


def test_quarters_however_written_are_one_question(told: Small) -> None:
    query = "SELECT DISTINCT question_key, agreeing_source_count FROM mart.fact_money WHERE {}"
    counts = told.rows(query.format("kind = 'revenue' AND amount = 170200000"))
    assert counts == [("entities/tinworks/values/revenue;during=2031-Q2", 2)]
    assert len(told.rows(query.format("kind = 'average selling price'"))) == 1


def test_tons_nobody_explains_neither_agree_with_tonnes_nor_differ(told: Small) -> None:
    query = "SELECT agreeing_source_count, differing_source_count FROM mart.fact_observation WHERE {}"
    assert told.rows(query.format("entity_key = 'magnetworks' AND indicator_key = 'capacity'")) == [(1, 0), (1, 0)]


def test_two_blocks_of_one_table_answer_one_question_and_one_is_chosen(told: Small) -> None:
    query = "SELECT count(*), count(*) FILTER (WHERE is_chosen) FROM mart.fact_observation WHERE scenario = 'net zero'"
    assert told.rows(query) == [(2, 1)]


def test_checks_pass_and_the_seeds_come_back(told: Small) -> None:
    assert told("check")[0] == 0
    code, _, said = told("seeds", "export", str(told.project / "exported"))
    assert code == 0, said
    for path in told.seeds.glob("*.yaml"):
        path.unlink()
    for path in (told.project / "exported").rglob("*.yaml"):
        told.write(path.read_text(), f"{path.parent.name}-{path.name}")
    assert told.load().startswith("Nothing to change")


def test_database_with_figures_that_an_earlier_schema_cannot_hold_does_not_go_back(told: Small) -> None:
    code, _, said = told("db", "downgrade", "20261130_2310", "--yes")
    assert code == 78
    assert "do not fit that revision" in said
    assert "Take the facts that need the present schema out of the seeds" in said


BAD: Final = {
    "share below zero": ("value: 30, words: 30% of", "value: -30, words: 30% of", "E-value-range"),
    "share of more than the whole": ("value: 90, words: 90%", "value: 190, words: 90%", "E-value-range"),
    "unit of another kind": ("indicator: term, value: 10,", "indicator: term, value: 10, unit: tonne,", "E-unit-kind"),
    "price without a unit": ("amount: 110 USD, per_unit: kilogram,", "amount: 110 USD,", "E-price"),
    "unit without a price": (
        "amount: 1 billion USD, payee",
        "amount: 1 billion USD, per_unit: share, payee",
        "E-price",
    ),
    "negative loan": ("amount: 12.8 million USD", "amount: -12.8 million USD", "E-negative"),
    "number of two hundred digits": ("value: 41000,", f"value: {'4' * 200},", "E-amount"),
    "number with two points": ("value: 41000,", "value: 4.1.0,", "E-amount"),
    "no number and no reason": ("status: withheld, words: W,", "words: W,", "E-figure"),
    "number and a reason to have none": (
        "status: withheld, words: W,",
        "status: withheld, value: 3, words: W,",
        "E-figure",
    ),
    "words of another period": ("words: Q4 FY31, edtf: FY2031-Q4", "words: Q4 FY31, edtf: FY2031-Q3", "E-date-rule"),
    "fiscal year that nobody knows": (
        "about: facilities/old-mine, indicator: risk-score,",
        "about: facilities/old-mine, indicator: risk-score, period: FY2030,",
        "E-fiscal-year",
    ),
}


@pytest.mark.parametrize(("before", "after", "code"), BAD.values(), ids=BAD)
def test_what_cannot_be_right_is_refused_at_its_place(small: Small, before: str, after: str, code: str) -> None:
    text = SEEDS.read_text()
    assert before in text
    for path in small.seeds.glob("*.yaml"):
        path.unlink()
    small.write(text.replace(before, after), "figures.yaml")
    lines = {number for number, line in enumerate(text.splitlines(), 1) if before in line}
    problems = [problem.split() for problem in small.refused("load")]
    assert {problem[1] for problem in problems} == {code}
    assert {int(problem[0].split(":")[1]) for problem in problems} <= lines


def test_reports_tell_series_apart_by_all_that_they_are_figures_of(told: Small) -> None:
    code, out, said = told("report", "run", "figures-over-time", "-f", "json")
    assert code == 0, said
    quantities = {row["quantity"] for row in json.loads(out)["rows"]}
    assert {
        "Share of output of light ore at Separation",
        "Share of output of light ore at Processing",
        "Output of light ore (oxide)",
        "Demand of softmetal in Sylvania (average)",
        "Demand of softmetal for wind turbines (stated policies)",
        "Profit share from Ministry",
    } <= quantities
    code, out, said = told("report", "run", "prices", "-f", "json")
    assert code == 0, said
    assert {
        (row["minerals"], row["money_kind"], row["price_basis"], row["unit"]) for row in json.loads(out)["rows"]
    } >= {
        ("magnetite mix", "benchmark price", "china domestic, Freedonia", "USD per kilogram"),
        ("light ore", "average selling price", "realised", "AUD per kilogram"),
    }
    code, out, said = told("report", "run", "company-accounts", "-p", "entity=tinworks", "-f", "json")
    assert code == 0, said
    assert {(row["account"], row["amount"]) for row in json.loads(out)["rows"]} >= {
        ("revenue, AUD", 170_200_000),
        ("revenue, USD", 112_500_000),
        ("sales receipts, AUD", 152_700_000),
    }
