"""Quotes: found by words, exactly or alike; found again by digest; written as a citation."""

from __future__ import annotations

import pytest

from warehouse.errors import UsageError
from warehouse.model import Citation
from warehouse.seeds.citations import find_across, find_by_digest, full_citation, look_up, short_citation
from warehouse.texts import DocumentText, Quote, paragraphs_of, quote_digest
from warehouse.yamlfiles import parse, validate

WRITTEN = "Tin is up\nThe mill\u2019s \u201cbest\u201d year \u2013 says\u00a0 Kim\nTin (about 80%) and tin\nbanana"
TEXT = DocumentText("0" * 64, len(WRITTEN), paragraphs_of(WRITTEN))


def test_exact_words_are_found_with_paragraph_and_span() -> None:
    (quote,), is_exact = look_up(TEXT, "about 80%")
    assert (quote, is_exact) == (Quote(3, 5, 14), True)
    assert quote.words(TEXT) == "about 80%"


def test_exact_finds_hide_those_alike() -> None:
    assert look_up(TEXT, "Tin") == ([Quote(1, 0, 3), Quote(3, 0, 3)], True)


def test_overlapping_places_are_all_found() -> None:
    assert look_up(TEXT, "ana") == ([Quote(4, 1, 4), Quote(4, 3, 6)], True)


@pytest.mark.parametrize(
    "words",
    [
        'the mill\'s "best" year - says kim',
        "The  mill`s «best» year — SAYS Kim",
        "\nthe mill\u2019s “best” year\t\u2013 says kim ",
    ],
)
def test_words_are_found_whatever_case_blanks_quotation_marks_and_dashes(words: str) -> None:
    assert look_up(TEXT, words) == ([Quote(2, 0, 34)], False)


def test_marks_of_expressions_mean_themselves() -> None:
    assert look_up(TEXT, "(ABOUT 80%)") == ([Quote(3, 4, 15)], False)
    with pytest.raises(UsageError, match="nowhere in the text"):
        look_up(TEXT, "T.n")


def test_words_over_paragraphs_are_told_so() -> None:
    with pytest.raises(UsageError, match="run over the paragraphs 2 to 3") as caught:
        look_up(TEXT, "kim tin (ABOUT")
    assert "cite each part by itself" in caught.value.hint
    assert find_across(TEXT, 'up the mill\'s "best" year - says kim tin') == (1, 3)


def test_words_that_go_on_otherwise_show_how_far_they_are_there() -> None:
    with pytest.raises(UsageError, match="nowhere in the text") as caught:
        look_up(TEXT, "the mill's worst year")
    assert caught.value.hint == 'The text holds "the mill\'s", in paragraph 2, but goes on otherwise.'


def test_words_of_which_not_one_is_there() -> None:
    with pytest.raises(UsageError, match="nowhere in the text") as caught:
        look_up(TEXT, "gold plated")
    assert caught.value.hint == "Copy them from the text."


@pytest.mark.parametrize("words", ["", " \n"])
def test_blank_words_are_refused(words: str) -> None:
    with pytest.raises(UsageError, match="no words to look for"):
        look_up(TEXT, words)


def test_surroundings_stay_within_the_paragraph() -> None:
    assert Quote(3, 5, 10).surroundings(TEXT, width=4) == ("in (", " 80%")
    assert Quote(1, 0, 9).surroundings(TEXT) == ("", "")


def test_quotes_are_found_again_by_length_and_digest() -> None:
    tin, whole, gone = quote_digest("Tin"), quote_digest("Tin is up"), quote_digest("gone")
    found = find_by_digest(TEXT, [(3, tin), (None, whole), (4, gone)])
    assert found == {tin: [Quote(1, 0, 3), Quote(3, 0, 3)], whole: [Quote(1, 0, 9)]}


def test_a_quote_is_found_by_its_own_length_only() -> None:
    assert find_by_digest(TEXT, [(4, quote_digest("Tin")), (None, quote_digest("Tin"))]) == {}


def test_citations_are_read_back_as_they_were_meant() -> None:
    quote = Quote(3, 5, 14)
    digest = quote_digest(quote.words(TEXT))
    written = f"- {short_citation('tin-news', quote)}\n- {full_citation('tin-news', quote, digest)}\n"
    root, problems = parse(written.encode(), "cite.yaml")
    assert root is not None
    assert isinstance(root.value, list)
    (short, _), (full, _) = (validate(Citation, node) for node in root.value)
    assert problems == []
    assert short == Citation(document="tin-news", locator="3")
    assert full == Citation(document="tin-news", locator="3", span="5-14", quote_sha256=digest)
