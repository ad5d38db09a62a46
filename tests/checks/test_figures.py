"""Figures of several documents are held against each other, and those of a single one are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tests.builders import Rows
    from warehouse.checks.run import CheckResult

    ResultOf = Callable[[str], CheckResult]

PAPER, OTHER = (("paper", 1),), (("other", 1),)


def pledge(rows: Rows, name: str, amount: float, quantum: float = 1, **columns: Any) -> UUID:
    usual = {"kind": "pledge", "words": f"{amount} KRW", "is_total": False, "approximation": "exact"}
    figure = {"agreement_key": "one", "amount": amount, "quantum": quantum, "currency_code": "KRW"}
    return rows.add("monetary_values", name, **{**usual, **figure, **columns})


def in_dollars(amount: int) -> dict[str, Any]:
    words = {"equivalent_words": f"about {amount} USD", "equivalent_approximation": "about"}
    return {**words, "equivalent_amount": amount, "equivalent_quantum": 1, "equivalent_currency_code": "USD"}


def of_one_thing(rows: Rows) -> None:
    """Let all sums added so far be about one agreement by their paths too."""
    rows.connection.execute("UPDATE core.facts SET path = replace(path, 'monetary_values/', 'agreements/one/values/')")
    rows.connection.execute(
        "UPDATE core.facts SET path = replace(path, 'observations/', 'agreements/one/observations/')"
    )


def test_figures_without_a_common_value_are_told_per_currency(rows: Rows, result_of: ResultOf) -> None:
    pledge(rows, "a", 1000, cite=PAPER, **in_dollars(691))
    pledge(rows, "b", 1000, cite=OTHER, **in_dollars(650))
    of_one_thing(rows)
    (row,) = result_of("differing-figures").rows
    assert (row["fact"], row["other_fact"]) == ("agreements/one/values/a", "agreements/one/values/b")
    assert row["problem"] == (
        'agreements/one, pledge USD: "about 691 USD" in paper, "about 650 USD" in other; rounding cannot explain both'
    )


@pytest.mark.parametrize(
    ("columns", "can_both_be"),
    [
        ({"amount": 1000}, None),
        ({"amount": 1000, "words": "1,000 KRW"}, None),
        ({"amount": 1000, "rank": "deprecated", "quantum": 1000}, None),
        ({"amount": 1200, "is_total": True}, None),
        ({"amount": 1200, "kind": "investment"}, None),
        ({"amount": 1200, "agreement_key": "two"}, None),
        ({"amount": 1200, "cite": PAPER}, None),
        ({"amount": 1000, "approximation": "about"}, "true"),
        ({"amount": 1000, "quantum": 1000}, "true"),
        ({"amount": 1200, "approximation": "at most"}, "true"),
        ({"amount": 900, "approximation": "over"}, "true"),
        ({"amount": 900, "approximation": "between", "upper_amount": 1100}, "true"),
        ({"amount": 900, "approximation": "at most"}, "false"),
        ({"amount": 1100, "approximation": "at least"}, "false"),
        ({"amount": 1001}, "true"),
        ({"amount": 1100}, "false"),
    ],
)
def test_what_counts_as_differing(
    rows: Rows, result_of: ResultOf, columns: dict[str, Any], can_both_be: str | None
) -> None:
    pledge(rows, "a", 1000, cite=PAPER)
    pledge(rows, "b", **{"cite": OTHER, **columns})
    of_one_thing(rows)
    if columns.get("agreement_key"):
        rows.connection.execute("UPDATE core.facts SET path = 'agreements/two/values/b' WHERE path LIKE '%/values/b'")
    found = [row["can_both_be"] for row in result_of("differing-figures").rows]
    assert found == ([can_both_be] if can_both_be else [])


def test_a_document_that_tells_both_is_named_once(rows: Rows, result_of: ResultOf) -> None:
    pledge(rows, "a", 1000, cite=PAPER)
    pledge(rows, "b", 1200, cite=(*OTHER, *PAPER))
    of_one_thing(rows)
    (row,) = result_of("differing-figures").rows
    assert '"1000 KRW" in paper, "1200 KRW" in other' in str(row["problem"])


def test_curated_disagreement_of_both_is_not_told_again(rows: Rows, result_of: ResultOf) -> None:
    facts = [pledge(rows, "a", 1000, cite=PAPER), pledge(rows, "b", 1200, cite=OTHER)]
    of_one_thing(rows)
    for key in ("first", "second"):
        rows.register("disagreements", key, question="How much?", status="open")
    rows.insert("disagreement_facts", {"fact_id": facts[0], "disagreement_key": "first"})
    rows.insert("disagreement_facts", {"fact_id": facts[1], "disagreement_key": "second"})
    assert result_of("differing-figures").found == 1, "each is named, but not as differing from the other"
    rows.insert("disagreement_facts", {"fact_id": facts[1], "disagreement_key": "first"})
    assert result_of("differing-figures").found == 0


def test_quantities_of_other_periods_minerals_or_counterparts_do_not_differ(rows: Rows, result_of: ResultOf) -> None:
    rows.register("units", "percent", name="percent", symbol="%")
    rows.register("indicators", "share", name="Share", definition="x", unit_key="percent")
    for key in ("magnets", "metals"):
        rows.register("minerals", key, kind="product", name=key)
    stated: dict[str, Any] = {"indicator_key": "share", "approximation": "exact", "quantum": 1, "agreement_key": "one"}
    as_stated = {"period_words": "2024", "period_qualifier": "on", "period_rule": "as printed"}
    of_2024 = {**as_stated, "period_edtf": "2024", "period_earliest": "2024-01-01", "period_latest": "2024-12-31"}
    of_2025 = {**as_stated, "period_edtf": "2025", "period_earliest": "2025-01-01", "period_latest": "2025-12-31"}
    magnets = {**stated, "mineral_key": "magnets"}
    rows.add("observations", "a", cite=PAPER, value=80, words="80%", **magnets, **of_2024)
    rows.add("observations", "b", cite=OTHER, value=70, words="70%", **magnets, **of_2025)
    rows.add("observations", "c", cite=OTHER, value=60, words="60%", **stated, mineral_key="metals")
    of_one_thing(rows)
    assert result_of("differing-figures").found == 0
    same = "period_edtf = '2024-01/2024-12', period_earliest = '2024-01-01', period_latest = '2024-12-31'"
    rows.connection.execute(f"UPDATE core.observations SET {same} WHERE period_edtf = '2025'")
    assert [row["what"] for row in result_of("differing-figures").rows] == ["share of magnets"]


def test_counts_of_a_version_of_a_list(rows: Rows, result_of: ResultOf) -> None:
    rows.register("places", "kr", kind="country", name="Korea")
    rows.register("mineral_lists", "list", name="List", jurisdiction_key="kr", entry_term="minerals")
    for name, cite, count in (("a", PAPER, 17), ("b", OTHER, 18)):
        version: dict[str, Any] = {"label": "new", "stated_count": count, "counted": "minerals"}
        rows.add("mineral_list_versions", name, cite=cite, mineral_list_key="list", **version)
    rows.connection.execute(
        "UPDATE core.facts SET path = replace(path, 'mineral_list_versions/', 'mineral_lists/list/versions/')"
    )
    (row,) = result_of("differing-figures").rows
    assert row["what"] == "minerals in version new"


def test_shares_and_comparisons_of_two_documents(rows: Rows, result_of: ResultOf) -> None:
    for key in ("owner", "mine"):
        rows.register("entities", key, kind="company", name=key, is_named=True)
    figure: dict[str, Any] = {"approximation": "exact", "quantum": 1}
    change: dict[str, Any] = {
        **figure,
        "entity_key": "mine",
        "money_kind": "revenue",
        "how": "change",
        "base_words": "x",
    }
    held: dict[str, Any] = {**figure, "entity_key": "owner", "of_entity_key": "mine"}
    for name, cite, number in (("a@paper", PAPER, 15), ("b@other", OTHER, 20)):
        rows.add("holdings", name, cite=cite, share=number, words=f"{number}%", **held)
        rows.add("comparisons", name, cite=cite, value=number, words=f"up {number}%", **change)
    for family, path in (
        ("holdings", "entities/owner/holdings/entities/mine"),
        ("comparisons", "entities/mine/x/change"),
    ):
        rows.connection.execute(
            f"UPDATE core.facts SET path = '{path}@' || split_part(path, '@', 2) WHERE family = '{family}'"
        )
    assert [(row["as_printed"], row["other_as_printed"]) for row in result_of("differing-figures").rows] == [
        ("up 20%", "up 15%"),
        ("20%", "15%"),
    ]


def test_single_sources_are_counted_per_document_and_family(rows: Rows, result_of: ResultOf) -> None:
    pledge(rows, "a", 1, cite=PAPER)
    pledge(rows, "b", 2, cite=(("paper", 1), ("paper", 2)))
    pledge(rows, "c", 3, cite=(*PAPER, *OTHER))
    pledge(rows, "d", 4, cite=OTHER, rank="deprecated")
    rows.add("milestones", "signed", agreement_key="one", kind="signed", cite=OTHER)
    assert [(row["fact"], row["family"], row["problem"]) for row in result_of("single-source").rows] == [
        ("documents/other", "milestones", "1 of the 1 facts in milestones are told by other alone"),
        ("documents/paper", "monetary_values", "2 of the 3 facts in monetary_values are told by paper alone"),
    ]


YEARS = {
    str(year): {"earliest": f"{year}-01-01", "latest": f"{year}-12-31", "edtf": str(year)} for year in (2023, 2024)
}


def year(name: str, shown: str) -> dict[str, Any]:
    said = {"words": shown, "qualifier": "on", "rule": "as printed", **YEARS[shown]}
    return {f"{name}_{part}": value for part, value in said.items()}


def output(rows: Rows, name: str, value: float, shown: str, **columns: Any) -> None:
    usual: dict[str, Any] = {"words": "w", "quantum": 1, "approximation": "exact", "agreement_key": "one"}
    rows.add("observations", name, indicator_key="output", value=value, **usual | year("period", shown) | columns)


def change(rows: Rows, name: str, value: float, **columns: Any) -> None:
    usual: dict[str, Any] = {"how": "change", "words": f"{value} %", "quantum": 1, "approximation": "exact"}
    periods = year("period", "2024") | year("base_period", "2023")
    about: dict[str, Any] = {"agreement_key": "one", "indicator_key": "output"}
    rows.add("comparisons", name, value=value, **usual | about | periods | columns)


@pytest.fixture
def outputs(rows: Rows) -> None:
    """Add an indicator in tonnes, with a figure for each of two years: 200 and then 280."""
    rows.register("units", "tonne", name="tonne", symbol="t")
    rows.register("indicators", "output", name="Output", definition="x", unit_key="tonne")
    output(rows, "2023", 200, "2023")
    output(rows, "2024", 280, "2024")


@pytest.mark.usefixtures("outputs")
def test_change_that_does_not_follow_is_told_with_the_figures(rows: Rows, result_of: ResultOf) -> None:
    change(rows, "sound", 40)
    change(rows, "wrong", 53)
    change(rows, "times", 2.5, how="multiple", quantum="0.1")
    result = result_of("changes-follow")
    assert [(row["fact"], row["facts"]) for row in result.rows] == [
        ("comparisons/times", "observations/2024, observations/2023"),
        ("comparisons/wrong", "observations/2024, observations/2023"),
    ]
    assert result.rows[1]["problem"] == '"53 %", yet the figures of both periods give 34.15 to 46.15 percent'
    assert not result.blocks


@pytest.mark.usefixtures("outputs")
@pytest.mark.parametrize(
    "columns",
    [
        {"value": 38},
        {"value": 30, "approximation": "over"},
        {"value": 1.4, "how": "multiple", "quantum": "0.1"},
        {"value": 90, "how": "difference"},
        {"value": 90, "agreement_key": "two"},
        {"value": 90, "aspect": "second-line"},
        {"value": 90, "rank": "deprecated"},
        {"value": 90, "unit_key": "tonne"},
    ],
)
def test_changes_that_follow_or_cannot_be_compared(rows: Rows, result_of: ResultOf, columns: dict[str, Any]) -> None:
    change(rows, "a", **columns)
    assert result_of("changes-follow").found == 0


@pytest.mark.usefixtures("outputs")
def test_change_between_figures_on_which_documents_differ_is_left_alone(rows: Rows, result_of: ResultOf) -> None:
    change(rows, "wrong", 90)
    output(rows, "other", 380, "2024", cite=OTHER)
    assert result_of("changes-follow").found == 0
