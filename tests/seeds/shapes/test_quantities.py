"""Sums of money and observations: which columns they fill, and what the database would refuse."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.builders import ProjectFolder

DEAL = "about: agreements/tin-deal, modality: planned, cite: tin-news#1"

BAD = {
    "equivalent in the same currency": (
        (
            "monetary_values:\n  - {about: agreements/tin-deal, kind: pledge, modality: pledged, cite: tin-news#1,\n"
            "     amount: 5 USD, equivalent: about 5 USD}\n"
        ),
        "3:33 E-equivalent",
    ),
    "equivalent that is a range": (
        (
            "monetary_values:\n  - {about: agreements/tin-deal, kind: pledge, modality: pledged, cite: tin-news#1,\n"
            "     amount: 5 USD, equivalent: between 5 and 6 KRW}\n"
        ),
        "3:33 E-equivalent",
    ),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_sum_that_the_database_would_refuse_is_told_at_its_place(
    folder: ProjectFolder, text: str, expected: str
) -> None:
    folder.write(text)
    assert folder.places() == [f"extra.yaml:{expected}"]


def test_money_fills_its_columns(folder: ProjectFolder) -> None:
    sums = "amount: between 2 and 3 billion KRW, equivalent: about 1.50 million USD, per_unit: percent, is_total: true"
    folder.write(f"monetary_values:\n  - {{{DEAL}, kind: price, {sums}}}\n")
    row = folder.check().rows["monetary_values"][0].values
    expected: dict[str, Any] = {
        "amount": 2 * 10**9,
        "upper_amount": 3 * 10**9,
        "quantum": 10**9,
        "words": "between 2 and 3 billion KRW",
        "approximation": "between",
        "currency_code": "KRW",
        "per_unit_key": "percent",
        "equivalent_amount": 1500000,
        "equivalent_quantum": 10**4,
        "equivalent_words": "about 1.50 million USD",
        "equivalent_approximation": "about",
        "equivalent_currency_code": "USD",
        "is_total": True,
    }
    assert {name: row[name] for name in expected} == expected


def test_observation_fills_its_columns(folder: ProjectFolder) -> None:
    period = "period: {words: last year, edtf: 2029, rule: last year}"
    folder.write(
        f"observations:\n  - {{{DEAL}, indicator: tin-share, value: over 99.30, words: over 99.30%, {period}}}\n"
    )
    row = folder.check().rows["observations"][0].values
    assert (str(row["value"]), row["quantum"], row["approximation"]) == ("99.30", Decimal("0.01"), "over")
    assert (row["agreement_key"], row["upper_value"], row["period_edtf"]) == ("tin-deal", None, "2029")
