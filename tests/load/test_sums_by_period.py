"""Sums of money by period: sales of two years are two questions, and both count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.load.conftest import Small

SALES: Final = """\
monetary_values:
  - about: entities/tinworks
    kind: revenue
    amount: 5 million USD
    period: {words: "2028", edtf: "2028"}
    modality: occurred
    cite: tin-news#7
  - about: entities/tinworks
    kind: revenue
    amount: 6 million USD
    period: {words: first quarter of 2029, edtf: 2029-Q1}
    modality: occurred
    cite: tin-news#7
"""


def test_sums_of_two_periods_are_two_questions(loaded: Small) -> None:
    loaded.write(SALES, "sales.yaml")
    loaded.load()
    query = "SELECT period, period_earliest_date::text, turnover::bigint FROM mart.money_usd"
    assert loaded.rows(f"{query} WHERE money_kind = 'revenue' ORDER BY 2") == [
        ("2028", "2028-01-01", 5_000_000),
        ("first quarter of 2029", "2029-01-01", 6_000_000),
    ]
    assert loaded("check")[0] == 0
    assert loaded.load().startswith("Nothing to change")


def test_period_of_a_sum_follows_from_its_words(loaded: Small) -> None:
    loaded.write(SALES.replace("edtf: 2029-Q1", "edtf: 2029-Q2"), "sales.yaml")
    assert [problem.split("  ")[:2] for problem in loaded.refused("load")] == [
        ["seeds/sales.yaml:11:50", "E-date-rule"]
    ]


def test_sum_with_a_period_is_exported_as_it_was(loaded: Small) -> None:
    loaded.write(SALES, "sales.yaml")
    loaded.load()
    code, _, said = loaded("seeds", "export", str(loaded.project / "exported"))
    assert code == 0, said
    assert "edtf: 2029-Q1" in (loaded.project / "exported" / "registers" / "entities.yaml").read_text()
