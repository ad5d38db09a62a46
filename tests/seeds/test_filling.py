"""Citations are filled: the words of a fact are found in the paragraph it cites, and the file keeps its layout."""

from __future__ import annotations

import pytest

from warehouse.seeds.filling import find_printed, forms
from warehouse.texts import DocumentText, Quote, paragraphs_of

WRITTEN = "In 2020 20 mills paid about $690 million (A$1 billion), or 1.20 each.\nTin pays 1 trillion won, tin 5 yen."
TEXT = DocumentText("0" * 64, len(WRITTEN), paragraphs_of(WRITTEN))


def found(paragraph: int, *words: str) -> list[str]:
    quotes = find_printed(TEXT, paragraph, words)
    assert all(quote.paragraph == paragraph for quote in quotes)
    return [quote.words(TEXT) for quote in quotes]


def test_words_are_found_in_their_paragraph_only() -> None:
    assert find_printed(TEXT, 2, ["Tin pays"]) == [Quote(2, 0, 8)]
    assert found(1, "Tin pays") == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("20", ["20"]),
        ("1 billion", ["1 billion"]),
        ("illion", []),
        ("2", []),
        ("$1 billion", []),
        ("A$1 billion", ["A$1 billion"]),
        ("690 million", ["690 million"]),
        ("IN 2020", ["In 2020"]),
    ],
)
def test_no_number_and_no_word_is_cut(words: str, expected: list[str]) -> None:
    assert found(1, words) == expected


@pytest.mark.parametrize(
    ("paragraph", "words", "expected"),
    [
        (1, "about 690 million USD", "about $690 million"),
        (1, "1 billion AUD", "A$1 billion"),
        (2, "1 trillion KRW", "1 trillion won"),
        (2, "5 JPY", "5 yen"),
    ],
)
def test_code_of_a_currency_is_found_as_it_is_printed(paragraph: int, words: str, expected: str) -> None:
    assert found(paragraph, words) == [expected]


def test_code_stands_for_no_other_currency() -> None:
    assert found(1, "690 million KRW") == []
    assert [form for form in forms("5 USD") if "A$" in form or "won" in form] == []


def test_sum_and_equivalent_are_one_quote_with_the_parenthesis_that_closes_it() -> None:
    assert found(1, "about 690 million USD", "1 billion AUD") == ["about $690 million (A$1 billion)"]
    assert found(1, "about 690 million USD", "2 billion AUD") == []


def test_all_places_are_told_and_none_is_chosen() -> None:
    assert find_printed(TEXT, 2, ["tin"]) == [Quote(2, 25, 28)]
    doubled = DocumentText("", 0, ("5 mills and 5 mills",))
    assert find_printed(doubled, 1, ["5 mills"]) == [Quote(1, 0, 7), Quote(1, 12, 19)]
    assert find_printed(doubled, 1, ["and", "5 mills"]) == [Quote(1, 0, 7), Quote(1, 12, 19)]
