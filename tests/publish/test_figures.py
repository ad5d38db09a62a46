"""Figures to read: short from a million on, never more exact or less honest than the words, the exact one beside."""

from __future__ import annotations

from decimal import Decimal

import pytest

from warehouse.publish.figures import amount, read, total
from warehouse.publish.series import Figure

EMPTY = Figure("pledge", "KRW", *(None,) * 11)


@pytest.mark.parametrize(
    ("text", "shown", "exact"),
    [
        ("0", "0", None),
        ("99.3", "99.3", None),
        ("2026", "2026", None),
        ("12345.5", "12,345.5", None),
        ("999999", "999,999", None),
        ("1000000", "1 mn", "1,000,000"),
        ("1760000000000", "1.76 tn", "1,760,000,000,000"),
        ("1764500000", "1.7645 bn", "1,764,500,000"),
        ("1000001", "1 mn", "1,000,001"),
        ("1234567891", "1.235 bn", "1,234,567,891"),
        ("999999999", "1 bn", "999,999,999"),
        ("-5300000", "\u22125.3 mn", "\u22125,300,000"),
        ("-0.5", "\u22120.5", None),
        ("1234567890123456", "1,235 tn", "1,234,567,890,123,456"),
        ("9" * 40, f"{10**28:,d} tn", f"{int('9' * 40):,d}"),
    ],
)
def test_number_is_short_and_keeps_its_exact_value(text: str, shown: str, exact: str | None) -> None:
    number = read(text)
    assert number is not None
    assert (number.text, number.exact) == (shown, exact)
    assert Decimal(number.value) == Decimal(text)


@pytest.mark.parametrize("text", [None, "", "n/a", "1,000", "1e9", "NaN", "\u0663", "1.", "--1", "½"])
def test_what_is_no_plain_number_is_left_alone(text: str | None) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("value", "approximation", "end", "printed", "shown"),
    [
        ("1760000000000", "exact", None, "1.76 trillion KRW", "1.76 tn KRW"),
        ("691000000", "about", None, "about 691 million", "about 691 mn KRW"),
        ("2000000", "at least", None, "at least 2 million", "at least 2 mn KRW"),
        ("85000000", "between", "95000000", "85 to 95 million", "85 mn\u201395 mn KRW"),
        ("5000000", "magnitude", None, "millions of won", "millions of won"),
        ("1500", "exact", None, "1.5 thousand won", "1.5 thousand won"),
        ("900", "exact", None, "900", "900 KRW"),
        (None, None, None, "multibillion", "multibillion"),
        (None, None, None, None, ""),
    ],
)
def test_figure_says_no_more_than_its_source(
    value: str | None, approximation: str | None, end: str | None, printed: str | None, shown: str
) -> None:
    figure = EMPTY._replace(value=value, approximation=approximation, end=end, printed=printed)
    found = amount(figure)
    assert (found.text, found.value) == (shown, value)
    if found.title and shown.endswith("n KRW"):
        assert found.title.endswith(f"printed as: {printed}")


def test_total_says_whether_all_of_it_is_exact() -> None:
    assert total("contract", "1215000000", "USD", is_exact=False).text == "about 1.215 bn USD"
    assert total("contract", "1760000000000", "KRW", is_exact=True)[1:] == (
        "1.76 tn KRW", "1760000000000", "1,760,000,000,000 KRW"
    )  # fmt: skip
