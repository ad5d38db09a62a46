"""Every shipped check finds what it is for, and nothing in data that keep the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from warehouse.checks.run import list_checks, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from psycopg import Connection

    from tests.builders import Rows
    from warehouse.checks.run import CheckResult

    ResultOf = Callable[[str], CheckResult]


def money(rows: Rows, agreement: str, name: str = "", **columns: Any) -> None:
    usual: dict[str, Any] = {"kind": "contract value", "words": "words", "is_total": False, "approximation": "exact"}
    rows.add("monetary_values", f"{agreement}{name}", agreement_key=agreement, currency_code="KRW", **usual | columns)


def converted(amount: int, equivalent: int, quantum: int) -> dict[str, Any]:
    words = {"equivalent_words": "words", "equivalent_approximation": "about", "equivalent_currency_code": "USD"}
    return {"amount": amount, "quantum": 1, "equivalent_amount": equivalent, "equivalent_quantum": quantum, **words}


def facts(result: CheckResult) -> list[str | None]:
    return [row["fact"] for row in result.rows]


def test_sound_data_break_no_rule(rows: Rows, sql_dir: Path) -> None:
    both = (("paper", 1), ("other", 1))
    money(rows, "one", cite=both, **converted(900_000, 622, 1))
    money(rows, "two", cite=both, **converted(860_000, 594, 1))
    money(rows, "all", cite=both, is_total=True, kind="portfolio total", **converted(1_760_000, 1210, 10))
    results = run(rows.connection, list_checks(sql_dir))
    assert {result.check.name: result.found for result in results} == {
        "cite-paragraph-exists": 0,
        "dates-follow-from-their-document": 0,
        "changes-follow": 0,
        "clauses-agree": 0,
        "codes-once": 0,
        "differing-figures": 0,
        "figures-in-range": 0,
        "exchange-rate-fit": 0,
        "facts-without-citation": 0,
        "judged-same": 0,
        "list-members-fit": 0,
        "list-versions-exist": 0,
        "milestones-in-order": 0,
        "no-circles": 0,
        "offices-held-once": 0,
        "orphans": 0,
        "same-names": 0,
        "shares-within-whole": 0,
        "similar-names": 0,
        "single-source": 0,
        "stated-totals": 0,
        "states-agree": 0,
    }


def test_which_checks_block_a_load(sql_dir: Path) -> None:
    checks = list_checks(sql_dir)
    assert [check.name for check in checks if check.is_blocking] == [
        "cite-paragraph-exists",
        "codes-once",
        "dates-follow-from-their-document",
        "facts-without-citation",
        "figures-in-range",
        "list-versions-exist",
    ]


def test_facts_without_citation(rows: Rows, result_of: ResultOf) -> None:
    rows.register("agreements", "bare", cite=(), kind="supply contract", name="Bare")
    result = result_of("facts-without-citation")
    assert (facts(result), result.blocks) == (["agreements/bare"], True)


def test_cite_paragraph_exists(rows: Rows, result_of: ResultOf) -> None:
    rows.register("agreements", "last", cite=(("paper", 40),), kind="supply contract", name="Last")
    rows.register("agreements", "beyond", cite=(("paper", 41),), kind="supply contract", name="Beyond")
    result = result_of("cite-paragraph-exists")
    assert facts(result) == ["agreements/beyond"]
    assert result.rows[0]["problem"] == "paragraph 41 is cited, but paper has 40"


def test_figures_in_range(rows: Rows, result_of: ResultOf) -> None:
    for unit in ("percent", "year"):
        rows.register("units", unit, name=unit, symbol=unit)
    for indicator, unit, meant in (
        ("share", "percent", None),
        ("term", "year", None),
        ("gap", "percent", "any"),
        ("tariff", "percent", "not negative"),
    ):
        rows.register("indicators", indicator, name=indicator, definition="x", unit_key=unit, value_range=meant)
    rows.register("units", "permille", name="permille", symbol="permille", base_key="percent", factor="0.1")
    stated: dict[str, Any] = {"words": "w", "quantum": 1, "agreement_key": "one"}
    figures: list[tuple[str, str, object, int | None, str | None]] = [
        ("zero", "share", 0, None, None),
        ("all", "share", 100, None, None),
        ("all-permille", "share", 1000, None, "permille"),
        ("more", "share", "100.1", None, None),
        ("more-permille", "share", 1001, None, "permille"),
        ("less", "share", "-0.1", None, None),
        ("range", "share", 90, 110, None),
        ("long", "term", 300, None, None),
        ("short", "term", -1, None, None),
        ("shrinking", "gap", -300, None, None),
        ("prohibitive", "tariff", 145, None, None),
        ("of-years", "tariff", 145, None, "year"),
    ]
    for name, indicator, low, high, own_unit in figures:
        exactness = "between" if high else "exact"
        numbers: dict[str, Any] = {"value": low, "upper_value": high, "approximation": exactness, "unit_key": own_unit}
        rows.add("observations", name, indicator_key=indicator, **numbers, **stated)
    result = result_of("figures-in-range")
    assert {row["fact"]: row["problem"] for row in result.rows} == {
        "observations/less": "-0.1 percent is below zero",
        "observations/more": "100.1 percent is more than the whole",
        "observations/more-permille": "1001 permille is more than the whole",
        "observations/of-years": "year is no unit of tariff",
        "observations/range": "110 percent is more than the whole",
        "observations/short": "-1 year is below zero",
    }


def step(rows: Rows, name: str, kind: str, first: str | None, last: str | None, **columns: Any) -> None:
    said: dict[str, Any] = {"date_words": "w", "date_edtf": "2026", "date_qualifier": "on", "date_rule": "as printed"}
    about: dict[str, Any] = {} if "facility_key" in columns else {"agreement_key": "one"}
    rows.add("milestones", name, kind=kind, **said, date_earliest=first, date_latest=last, **about | columns)


def test_milestones_in_order(rows: Rows, result_of: ResultOf) -> None:
    step(rows, "signed-one", "signed", "2026-03-01", "2026-03-31")
    step(rows, "start-one", "production start", "2026-01-01", "2026-02-28")
    step(rows, "force-one", "in force", "2026-01-01", "2026-03-01")
    step(rows, "signed-two", "signed", "2026-03-01", None, agreement_key="two")
    step(rows, "start-two", "commercial operation", None, "2027-12-31", agreement_key="two")
    step(rows, "old-two", "production start", None, "2020-12-31", agreement_key="two", rank="deprecated")
    result = result_of("milestones-in-order")
    assert facts(result) == ["milestones/start-one"]
    assert result.rows[0]["other_fact"] == "milestones/signed-one"
    assert "signed not before 2026-03-01, yet production start not after 2026-02-28" in str(result.rows[0]["problem"])
    assert not result.blocks


def test_nothing_opens_before_it_was_decided(rows: Rows, result_of: ResultOf) -> None:
    rows.register("facilities", "pit", kind="mine", name="Pit")
    words: dict[str, Any] = {"scheme": "milestone-kind", "label": "x", "definition": "x", "aliases": [], "flags": []}
    rows.insert(
        "terms", {**words, "key": "first blast", "broader": "construction start", "broadest": "construction start"}
    )
    step(rows, "1", "first blast", "2026-03-01", "2026-03-31", facility_key="pit")
    step(rows, "2", "investment decision", "2026-05-01", "2026-05-01", facility_key="pit")
    step(rows, "3", "production start", "2027-01-01", "2027-12-31", facility_key="pit")
    step(rows, "4", "closed", "1999-01-01", "1999-12-31", facility_key="pit")
    assert result_of("milestones-in-order").found == 0
    step(rows, "5", "inaugurated", "2026-02-01", "2026-02-01", facility_key="pit")
    found = [(row["fact"], row["other_fact"]) for row in result_of("milestones-in-order").rows]
    assert found == [("milestones/5", "milestones/1"), ("milestones/5", "milestones/2")]


@pytest.mark.parametrize(
    ("columns", "count"),
    [
        ({}, 1),
        ({"aspect": "second-phase"}, 0),
        ({"modality": "planned"}, 1),
        ({"modality": "planned", "cite": (("other", 1),)}, 0),
        ({"cite": (("other", 1),)}, 1),
    ],
)
def test_a_plan_of_another_document_may_be_put_off(
    rows: Rows, result_of: ResultOf, columns: dict[str, Any], count: int
) -> None:
    rows.register("facilities", "pit", kind="mine", name="Pit")
    step(rows, "1", "construction start", "2028-01-01", "2028-12-31", facility_key="pit")
    step(rows, "2", "production start", "2027-01-01", "2027-12-31", facility_key="pit", **columns)
    assert result_of("milestones-in-order").found == count


def test_a_total_that_rounding_explains_is_sound(rows: Rows, result_of: ResultOf) -> None:
    money(rows, "one", **converted(900, 622, 1))
    money(rows, "two", **converted(860, 593, 1))
    money(rows, "all", is_total=True, **converted(1760, 1210, 10))
    assert result_of("stated-totals").found == 0


def test_a_total_that_differs_is_found_per_currency(rows: Rows, result_of: ResultOf) -> None:
    money(rows, "one", **converted(900, 622, 1))
    money(rows, "two", **converted(860, 593, 1))
    money(rows, "all", is_total=True, **converted(1760, 1500, 10))
    result = result_of("stated-totals")
    assert [(row["fact"], row["currency"]) for row in result.rows] == [("monetary_values/all", "USD")]
    assert result.rows[0]["problem"] == (
        "the total lies between 1425 and 1575 USD, the sum of 2 of 2 parts between 1202.85 and 1227.15"
    )


def test_a_missing_part_only_matters_when_the_others_exceed_the_total(rows: Rows, result_of: ResultOf) -> None:
    money(rows, "one", amount=900, quantum=1)
    money(rows, "all", amount=1760, quantum=10, is_total=True)
    assert result_of("stated-totals").found == 0
    money(rows, "one", "@other", amount=1800, quantum=1, rank="deprecated")
    assert result_of("stated-totals").found == 0
    money(rows, "two", amount=1000, quantum=1)
    assert result_of("stated-totals").found == 1


def test_open_figures_are_open_intervals(rows: Rows, result_of: ResultOf) -> None:
    money(rows, "one", amount=900, quantum=1, approximation="at least")
    money(rows, "two", amount=100, quantum=1, approximation="at most")
    money(rows, "all", amount=1760, quantum=10, is_total=True)
    assert result_of("stated-totals").found == 0


def test_conversions_that_truncation_explains_are_sound(rows: Rows, result_of: ResultOf) -> None:
    money(rows, "one", **converted(900_000, 622, 1))
    money(rows, "two", **converted(260_000, 179, 1))
    money(rows, "all", **converted(1_760_000, 1210, 10))
    assert result_of("exchange-rate-fit").found == 0


def test_a_conversion_at_another_rate_is_found_in_its_document(rows: Rows, result_of: ResultOf) -> None:
    money(rows, "one", **converted(900_000, 622, 1))
    money(rows, "two", cite=(("other", 1),), **converted(900_000, 700, 1))
    assert result_of("exchange-rate-fit").found == 0
    money(rows, "all", **converted(900_000, 600, 1))
    result = result_of("exchange-rate-fit")
    assert [(row["fact"], row["conversions"]) for row in result.rows] == [("documents/paper", "2")]
    assert "no rate of KRW for one USD explains all 2 conversions" in str(result.rows[0]["problem"])


def test_every_check_says_what_is_wrong(postgresql: Connection[Any], sql_dir: Path) -> None:
    for result in run(postgresql, list_checks(sql_dir)):
        assert {"fact", "problem"} <= set(result.columns), result.check.name


def test_code_that_stands_twice_is_told_once_with_both(rows: Rows, result_of: ResultOf) -> None:
    rows.register("places", "congo", kind="country", name="Congo", iso_code="CD")
    rows.register("places", "congo-kinshasa", kind="country", name="DR Congo", iso_code="CD")
    rows.register("minerals", "tin", kind="element", name="tin", symbol="Sn", atomic_number=50)
    rows.register("minerals", "stannum", kind="element", name="stannum", symbol="Sn", atomic_number=51)
    assert [(row["fact"], row["other_fact"], row["code"]) for row in result_of("codes-once").rows] == [
        ("minerals/stannum", "minerals/tin", "Sn"),
        ("places/congo", "places/congo-kinshasa", "CD"),
    ]
