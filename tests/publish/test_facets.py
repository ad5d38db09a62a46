"""Which columns narrow a table, and which fold first where it finds no room."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from tests.conftest import ROOT
from warehouse.publish.facets import choices, facet_of, facets_of, in_sections, ranks
from warehouse.publish.records import Fact, Link, Section, Series, SeriesRow
from warehouse.reports.definition import list_reports


@pytest.mark.parametrize(
    ("texts", "facet"),
    [
        (["a", "a", "a", "b", "b", None], "text"),
        (["a; b", "a", "b", "b", "a", "b"], "text"),
        (["2026-01", "2025", "2026", "2027/2028", None, "2025"], "year"),
        (["a", "b", "c", "d", "e", "f"], None),
        (["a"] * 6, None),
        ([None] * 6, None),
        (["a", "b"], None),
        ([], None),
        (["x" * 300, "y"] * 3, None),
        (["희토류", "稀土", "شركة"] * 3, "text"),
    ],
)
def test_column_that_parts_the_rows_is_a_facet(texts: list[str | None], facet: str | None) -> None:
    assert facet_of(texts) == facet


def test_figures_stay_longer_than_notes_and_keys() -> None:
    (report,) = [each for each in list_reports(ROOT / "sql") if each.name == "strategies-and-pledges"]
    columns: dict[str, list[str | None]] = {name: ["x"] for name in report.header.columns}
    columns |= {"measures": ["x" * 500], "scope": [None]}
    rank = ranks(columns, {name: doc.unit for name, doc in report.header.columns.items()}, report.header)
    assert rank["strategy_kind"] == 0, "the chart shows it"
    assert rank["currency"] < rank["amount"] < rank["measures"] < rank["subject_key"] < rank["scope"]


def fact(*, date: str | None = None, modality: str | None = None, speaker: str | None = None) -> Fact:
    given: dict[str, Any] = dict.fromkeys(each.name for each in fields(Fact))
    said_by = Link(speaker) if speaker else None
    return Fact(**{**given, "says": "It is so", "date": date, "modality": modality, "said_by": said_by})


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("2026-02-18", "2026"),
        ("../2027", "2027"),
        ("2025/2026", "2025"),
        ("199X", None),
        ("Y12026", None),
        (None, None),
    ],
)
def test_a_fact_is_of_the_first_year_that_its_date_names(date: str | None, year: str | None) -> None:
    assert choices(fact(date=date)).get("year") == year


def test_figures_over_time_are_chosen_by_what_any_of_them_says() -> None:
    cells = [[fact(modality="planned")], [fact(modality="in force"), fact(modality="planned")], []]
    figures = Series("k", "Output (t)", None, ["2024", "2025", "2026"], [SeriesRow([Link("Tin")], cells)], None)
    assert choices(figures) == {"modality": "planned; in force", "year": "2024; 2025; 2026"}
    shared = Series("k", "t", fact(speaker="USGS", modality="assessed"), ["2024"], [SeriesRow([], [[fact()]])], None)
    assert choices(shared) == {"modality": "assessed", "speaker": "USGS", "year": "2024"}


def test_a_list_has_the_facets_that_divide_it() -> None:
    facts = [fact(modality=("planned", "in force")[at % 2], date=f"20{10 + at}") for at in range(6)]
    assert facets_of(in_sections([Section("a", "Steps", facts)])) == ["modality", "year"]
    assert facets_of(in_sections([Section("a", "Steps", facts[:3]), Section("b", "Money", facts[3:])])) == [
        "topic", "modality", "year",
    ]  # fmt: skip
    assert facets_of(in_sections([Section("a", "Steps", facts[:5])])) == []
    assert facets_of(in_sections([])) == []
