"""Amounts: read as printed, with the weight of the last digit, or refused."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import vocabulary
from warehouse.model import amounts
from warehouse.model.amounts import QUALIFIERS, SCALES, UnreadableAmountError, money, quantity

READ: dict[str, tuple[object, object, str, str]] = {
    "691 million USD": (691 * 10**6, 10**6, "exact", "USD"),
    "about 691 million USD": (691 * 10**6, 10**6, "about", "USD"),
    "1.76 trillion KRW": (176 * 10**10, 10**10, "exact", "KRW"),
    "roughly 179 million USD": (179 * 10**6, 10**6, "about", "USD"),
    "900 billion KRW": (900 * 10**9, 10**9, "exact", "KRW"),
    "1.5 thousand EUR": (1500, 100, "exact", "EUR"),
    "1,250 KRW": (1250, 1, "exact", "KRW"),
    "12,345,678.90 USD": (Decimal("12345678.90"), Decimal("0.01"), "exact", "USD"),
    "over 20 USD": (20, 1, "over", "USD"),
    "nearly 1 trillion KRW": (10**12, 10**12, "nearly", "KRW"),
    "just under 5 million USD": (5 * 10**6, 10**6, "nearly", "USD"),
    "up to 2 billion USD": (2 * 10**9, 10**9, "at most", "USD"),
    "0.5 billion USD": (5 * 10**8, 10**8, "exact", "USD"),
    "0 USD": (0, 1, "exact", "USD"),
    "$110": (110, 1, "exact", "USD"),
    "US$110 million": (110 * 10**6, 10**6, "exact", "USD"),
    "A$170.2 million": (1702 * 10**5, 10**5, "exact", "AUD"),
    "$170.2 million AUD": (1702 * 10**5, 10**5, "exact", "AUD"),
    "€3.2bn": (32 * 10**8, 10**8, "exact", "EUR"),
    "3.2 bn €": (32 * 10**8, 10**8, "exact", "EUR"),
    "£5m": (5 * 10**6, 10**6, "exact", "GBP"),
    "$5B": (5 * 10**9, 10**9, "exact", "USD"),
    "JP¥5bn": (5 * 10**9, 10**9, "exact", "JPY"),
    "¥5bn CNY": (5 * 10**9, 10**9, "exact", "CNY"),
    "RMB 5bn": (5 * 10**9, 10**9, "exact", "CNY"),
    "₩1.76 trillion": (176 * 10**10, 10**10, "exact", "KRW"),
    "1.76조원": (176 * 10**10, 10**10, "exact", "KRW"),
    "3,000억 원": (3000 * 10**8, 10**8, "exact", "KRW"),
    "1조 7,600억원": (17600 * 10**8, 10**8, "exact", "KRW"),
    "1兆2億円": (10002 * 10**8, 10**8, "exact", "JPY"),
    "2.5bn USD": (25 * 10**8, 10**8, "exact", "USD"),
    "USD 2.5 bn": (25 * 10**8, 10**8, "exact", "USD"),
    "~$80": (80, 1, "about", "USD"),
    ">US$1bn": (10**9, 10**9, "over", "USD"),
    "-$5": (-5, 1, "exact", "USD"),
    "($2,789)": (-2789, 1, "exact", "USD"),
    "$(2.8) million": (-28 * 10**5, 10**5, "exact", "USD"),
    "(2,789) thousand USD": (-2789 * 10**3, 10**3, "exact", "USD"),
}

REFUSED_MONEY = [
    "",
    "1 trillion",
    "1 trillion won",
    "KRW1 trillion USD",
    "$5 EUR",
    "-($5)",
    "(-5) USD",
    "(5 USD",
    "5) USD",
    "US$5 to A$6",
    "1억 2조원",
    "5g USD",
    "$5 won",
    "1_000 USD",
    "1.2.3 USD",
    "007 USD",
    "1,00 USD",
    "10,0000 USD",
    ".5 USD",
    "1. USD",
    "1  trillion KRW",
    " 1 trillion KRW",
    "1 trillion KRW ",
    "1 trillion KRW\n",
    "1\u00a0trillion KRW",
    "1 Trillion KRW",
    "1 trillion krw",
    "1 trillion KRWX",
    "About 1 trillion KRW",
    "barely 1 trillion KRW",
    "about about 1 trillion KRW",
    "1 million billion USD",
    "٣ USD",
    "1٣ USD",
    "1,٣٣٣ USD",
    "1.٣ USD",
    "\uff11 USD",
    "between 3 and 2 billion EUR",
    "between 2 and 2 billion EUR",
    "between 2 billion EUR",
    "between 2 and 1٣ EUR",
    "2 and 3 billion EUR",
    "about between 2 and 3 EUR",
]


@pytest.mark.parametrize("words", READ)
def test_money_is_read_exactly(words: str) -> None:
    value, quantum, approximation, currency = READ[words]
    read = money(words)
    assert (read.value, read.quantum, read.approximation, read.currency) == (value, quantum, approximation, currency)
    assert read.words == words
    assert read.upper is None


@pytest.mark.parametrize(
    ("words", "value", "upper", "quantum"),
    [
        ("between 2 and 3 billion EUR", 2 * 10**9, 3 * 10**9, 10**9),
        ("between 2.5 and 3 million EUR", 25 * 10**5, 3 * 10**6, 10**5),
        ("between 0 and 1,000 EUR", 0, 1000, 1),
        ("$85-95 million", 85 * 10**6, 95 * 10**6, 10**6),
        ("US$1.2bn\u2013US$1.5bn", 12 * 10**8, 15 * 10**8, 10**8),
        ("between $900 million and $1.2 billion", 900 * 10**6, 1200 * 10**6, 10**6),
        ("3,000억 to 5,000억원", 3000 * 10**8, 5000 * 10**8, 10**8),
    ],
)
def test_range_keeps_both_figures(words: str, value: object, upper: object, quantum: object) -> None:
    read = money(words)
    assert (read.value, read.upper, read.quantum) == (value, upper, quantum)
    assert read.approximation == "between"


@pytest.mark.parametrize("words", REFUSED_MONEY)
def test_money_of_another_form_is_refused(words: str) -> None:
    with pytest.raises(UnreadableAmountError, match="is not an amount of money") as caught:
        money(words)
    assert f'"{words}"' in str(caught.value)


@pytest.mark.parametrize("words", READ)
def test_printed_sum_is_written_in_words_that_state_the_same(words: str) -> None:
    read = money(words)
    assert money(amounts.text_of(read)).states == read.states


def test_yen_and_yuan_are_told_apart_by_whoever_writes_them() -> None:
    with pytest.raises(UnreadableAmountError, match="yen or yuan; write JP¥, CN¥ or the code"):
        money("¥5 billion")


@pytest.mark.parametrize("code", amounts.SHARED_SIGNS["$"])
def test_dollar_is_the_one_of_the_code_beside_it(code: str) -> None:
    assert money(f"$5 {code}").states == money(f"{code} 5").states == money(f"5 {code}").states


def test_word_that_cannot_stand_before_a_figure_is_told_with_those_that_can() -> None:
    for read, words in ((money, "barely $5"), (quantity, "barely a mere 5")):
        with pytest.raises(UnreadableAmountError, match=r"barely.* cannot stand before a figure; these can") as caught:
            read(words)
        assert all(qualifier in str(caught.value) for qualifier in QUALIFIERS)


@pytest.mark.parametrize(
    "words",
    [
        "1" * 22 + " USD",
        "between 1 and " + "9" * 22 + " USD",
        "0." + "0" * 60 + "1 USD",
        "9999999999 trillion USD",
        "1e99 USD",
    ],
)
def test_sum_with_more_digits_than_there_is_room_for_is_refused(words: str) -> None:
    with pytest.raises(UnreadableAmountError, match="at most 21 before the point and 60 behind it"):
        money(words)


def test_sum_with_as_many_digits_as_there_is_room_for_is_read() -> None:
    assert money("9" * 21 + ".99999 USD").quantum == Decimal("0.00001")
    assert money("9" * 21 + "." + "9" * 60 + " USD").value == Decimal("9" * 21 + "." + "9" * 60)
    assert money("1.23456789 million USD").value == Decimal("1234567.89")


@pytest.mark.parametrize(
    "words",
    [
        "99.3%",
        "5 USD",
        "two",
        "",
        "1_000",
        "٣",
        "1٣",
        "1.2.3",
        "1,5",
        "--5",
        "100 tons",
        "5 \u00b1",
        "5m",
        "5 k",
        "5m-10",
        "$5",
        "5원",
        "((5))",
        "over 2 to 3",
        "dozen",
    ],
)
def test_quantity_of_another_form_is_refused(words: str) -> None:
    with pytest.raises(UnreadableAmountError, match="is not a number"):
        quantity(words)


@pytest.mark.parametrize(
    ("words", "value", "quantum", "approximation"),
    [
        ("99.3", "99.3", "0.1", "exact"),
        ("99.30", "99.30", "0.01", "exact"),
        ("about 80", "80", "1", "about"),
        ("over 20", "20", "1", "over"),
        ("1.5 million", "1500000", "100000", "exact"),
    ],
)
def test_quantity_is_read_exactly(words: str, value: str, quantum: str, approximation: str) -> None:
    read = quantity(words)
    assert (str(read.value), read.quantum, read.approximation) == (value, Decimal(quantum), approximation)
    assert read.currency is None


@pytest.mark.parametrize(
    ("words", "value", "upper", "quantum", "approximation"),
    [
        ("26476.818000000003", "26476.818000000003", None, "1E-12", "exact"),
        ("-140.1205961959985", "-140.1205961959985", None, "1E-13", "exact"),
        ("\u22122,789 thousand", "-2789000", None, "1000", "exact"),
        ("1e-05", "0.00001", None, "0.00001", "exact"),
        ("1.5e3", "1500", None, "100", "exact"),
        ("under -5", "-5", None, "1", "under"),
        (">95", "95", None, "1", "over"),
        ("100 \u00b1 5", "100", "105", "1", "plus minus"),
        ("1.2 +/- 0.3 million", "1200000", "1500000", "100000", "plus minus"),
        ("85\u201395", "85", "95", "1", "between"),
        ("85-95", "85", "95", "1", "between"),
        ("2 to 3 billion", "2000000000", "3000000000", "1000000000", "between"),
        ("900 million to 1.2 billion", "900000000", "1200000000", "1000000", "between"),
        ("-5 to -2", "-5", "-2", "1", "between"),
        ("~80", "80", None, "1", "about"),
        ("<0.5", "0.5", None, "0.1", "under"),
        ("2.5bn", "2500000000", None, "100000000", "exact"),
        ("3만", "30000", None, "10000", "exact"),
        ("3,000억", "300000000000", None, "100000000", "exact"),
        ("(2,789)", "-2789", None, "1", "exact"),
        ("(5) to (2)", "-5", "-2", "1", "between"),
        ("dozens", None, "100", "24", "magnitude"),
        ("hundreds of thousands of", None, "1000000", "200000", "magnitude"),
        ("billions", None, "1000000000000", "2000000000", "magnitude"),
    ],
)
def test_figure_of_any_kind_is_read_and_written_back(
    words: str, value: str | None, upper: str | None, quantum: str, approximation: str
) -> None:
    read = quantity(words)
    assert read.value == (Decimal(value) if value else None)
    assert read.upper == (Decimal(upper) if upper else None)
    assert (read.quantum, read.approximation) == (Decimal(quantum), approximation)
    assert quantity(amounts.text_of(read)).states == read.states


@pytest.mark.parametrize("magnitude", [*amounts.MAGNITUDES, *amounts.SAME_MAGNITUDES])
def test_every_magnitude_is_read_with_and_without_its_last_word(magnitude: str) -> None:
    read = money(f"{magnitude} USD")
    assert (read.value, read.approximation) == (None, "magnitude")
    assert read.states == money(f"{magnitude.removesuffix(' of')} USD").states == money(amounts.text_of(read)).states


@pytest.mark.parametrize("qualifier", QUALIFIERS)
def test_every_qualifier_is_read_as_a_word_of_the_vocabulary(qualifier: str) -> None:
    read = money(f"{qualifier} 5 million USD")
    assert read.value == 5 * 10**6
    if not qualifier[0].isalpha():
        assert money(f"{qualifier}5 million USD").states == read.states
    assert read.approximation == QUALIFIERS[qualifier]
    assert read.approximation in vocabulary.base().meanings("approximation")


def test_every_approximation_of_the_vocabulary_can_be_written() -> None:
    assert {*QUALIFIERS.values(), "exact", "between", "plus minus", "magnitude"} == set(
        vocabulary.base().meanings("approximation")
    )


@pytest.mark.parametrize("scale", SCALES)
def test_scale_multiplies_value_and_quantum_alike(scale: str) -> None:
    read = quantity(f"7.5 {scale}".strip())
    assert (read.value, read.quantum) == (Decimal("7.5") * SCALES[scale], Decimal("0.1") * SCALES[scale])


digits = st.integers(min_value=0, max_value=10**8)
decimals = st.from_regex("[0-9]{0,5}", fullmatch=True)


@settings(deadline=None)
@given(whole=digits, fraction=decimals, scale=st.sampled_from(sorted(SCALES)), grouped=st.booleans())
def test_what_is_printed_can_be_computed_back(whole: int, fraction: str, scale: str, grouped: bool) -> None:  # noqa: FBT001
    number = f"{whole:,}" if grouped else str(whole)
    printed = f"{number}.{fraction}" if fraction else number
    read = quantity(f"{printed} {scale}".strip())
    exactly = int(f"{whole}{fraction}")
    assert read.value is not None
    assert read.value * 10 ** len(fraction) == exactly * SCALES[scale]
    assert read.quantum * 10 ** len(fraction) == SCALES[scale]
    assert read.value % read.quantum == 0


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_other_text_is_taken_for_a_number(text: str) -> None:
    try:
        read = amounts.quantity(text)
    except UnreadableAmountError:
        return
    assert read.approximation == "magnitude" or re.search("[0-9]", read.words)
