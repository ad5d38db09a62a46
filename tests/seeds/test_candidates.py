"""Candidates: figures, dates, names and words are found in running text, each with its place and its value."""

from __future__ import annotations

import tracemalloc
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import pytest

from warehouse.model import amounts
from warehouse.model.dates import Span
from warehouse.seeds.candidates import Candidate, Figure, Finder, FoundDate, Kind, Known, Mention, Names, words_of
from warehouse.seeds.candidates.dates import find_dates
from warehouse.seeds.candidates.figures import find_figures
from warehouse.texts import quote_digest
from warehouse.vocabulary import base

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Span(date(2026, 2, 18), date(2026, 2, 18))
NAMES = Names.of(
    [
        ("Tinworks", Known("entities", "tinworks")),
        ("Tinworks Asia", Known("entities", "tinworks-asia")),
        ("US", Known("places", "united-states")),
        ("Seoul", Known("places", "seoul")),
        ("틴웍스", Known("entities", "tinworks")),
        ("锡业集团", Known("entities", "tin-group")),
        ("锡", Known("minerals", "tin")),
        ("rare earths", Known("minerals", "rare-earths")),
        ("rare earth", Known("minerals", "rare-earths")),
    ]
)
FINDER = Finder(PAGE, NAMES, words_of(base()))


def candidates(paragraph: str, *kinds: Kind) -> list[Candidate]:
    (found,) = FINDER.paragraphs([paragraph])
    return [each for each in found if each.kind in (kinds or Kind)]


def words(paragraph: str, *kinds: Kind) -> list[str]:
    return [each.words for each in candidates(paragraph, *kinds)]


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("$110", "110 USD"),
        ("A$170.2 million", "170.2 million AUD"),
        ("US$112.5 million", "112.5 million USD"),
        ("€3.2bn", "3.2 billion EUR"),
        ("₩1 trillion", "1 trillion KRW"),
        ("1 trillion KRW", "1 trillion KRW"),
        ("KRW 1 trillion", "1 trillion KRW"),
        ("1.76조원", "1.76 trillion KRW"),
        ("약 1조 7,600억원", "about 1760.0 billion KRW"),
        ("3억달러", "0.3 billion USD"),
        ("10亿美元", "1.0 billion USD"),
        ("约100亿元", "about 10.0 billion CNY"),
        ("nearly 900 billion won", "nearly 900 billion KRW"),
        ("as much as $7.2 billion", "up to 7.2 billion USD"),
        ("$2-3 billion", "between 2 and 3 billion USD"),
        ("between 2 and 3 billion EUR", "between 2 and 3 billion EUR"),
        ("hundreds of millions of dollars", "hundreds of millions of USD"),
        ("-140.1 million USD", "-140.1 million USD"),
    ],
)
def test_sums_have_the_value_that_the_seeds_read(printed: str, amount: str) -> None:
    for before, behind in (("", ""), ("It was worth ", ", it said."), ("(", ")")):
        (figure,) = find_figures(f"{before}{printed}{behind}")
        assert f"{before}{printed}{behind}"[figure.start : figure.end] == printed
        assert amounts.money(figure.value).states == amounts.money(amount).states


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("85\u201395%", "between 85 and 95", "percent"),
        ("85%~95%", "between 85 and 95", "percent"),
        ("99.3%", "99.3", "percent"),
        ("about 80 percent", "about 80", "percent"),
        ("3,000-tonne", "3,000", "tonne"),
        ("2,080t", "2,080", "tonne"),
        ("30 companies", "30", None),
        ("six years", "6", "year"),
        ("nine years", "9", "year"),
        ("7.2 billion", "7.2 billion", None),
        ("over 20 institutions", "over 20", None),
        ("no fewer than 20 plants", "at least 20", None),
        ("20 or more mines", "at least 20", None),
        ("twenty-five plants", "25", None),
        ("dozens of companies", "dozens of", None),
        ("100톤 이상", "at least 100", "ton"),
        ("3만5000톤", "35000", "ton"),
        ("30여개", "over 30", "count"),
        ("超过30家", "over 30", "count"),
        ("3.5万吨", "35 thousand", "tonne"),
        ("2 percentage points", "2", "percentage point"),
    ],
)
def test_quantities_have_value_and_unit(printed: str, value: str, unit: str | None) -> None:
    (figure,) = find_figures(f"({printed})")
    assert f"({printed})"[figure.start : figure.end] == printed
    assert (amounts.quantity(figure.value).states, figure.unit) == (amounts.quantity(value).states, unit)


def test_a_sum_in_brackets_is_the_equivalent_of_the_one_before() -> None:
    (figure,) = find_figures("a deal of 900 billion KRW (about 622 million USD) over six"[:50])
    assert (figure.value, figure.equivalent) == ("900 billion KRW", "about 622 million USD")


def test_over_so_many_years_tells_how_long_and_for_over_how_long_at_least() -> None:
    assert [figure.value for figure in find_figures("5 million USD over six years")][1:] == ["6"]
    assert [figure.value for figure in find_figures("it lasted for over six years")] == ["over 6"]


def test_duration_behind_a_sum_is_a_figure_of_its_own() -> None:
    assert [figure.value for figure in find_figures("worth $300 million over five years")] == ["$300 million", "5"]


def test_from_one_to_another_are_two_figures() -> None:
    assert [figure.value for figure in find_figures("from seven to 17, from 10% to 15%")] == ["7", "17", "10", "15"]


@pytest.mark.parametrize(
    "text",
    [
        *("the F-35", "FE2", "version 2.0.1", "at 10:30", "5G", "one of them", "No 007", "24/7", "Section 5", "No. 1"),
        *("two-thirds", "five hundred", "two hundred and twenty", "500 crore", "two dozen", "under two agreements"),
    ],
)
def test_codes_times_and_other_sizes_are_no_figures(text: str) -> None:
    assert list(find_figures(text)) == []


def test_a_sign_of_several_currencies_leaves_the_currency_open() -> None:
    (yen_or_yuan,), (dollar,) = find_figures("¥500 million"), find_figures("$5")
    assert (yen_or_yuan.value, yen_or_yuan.currency) == ("500 million", "JPY or CNY")
    assert (dollar.currency, dollar.is_assumed) == ("USD", True)


@pytest.mark.parametrize(
    ("printed", "rule", "edtf"),
    [
        ("February 14", "document year", "2026-02-14"),
        ("last September", "latest past", "2025-09"),
        ("next year", "next year", "2027"),
        ("by 2027", "as printed", "2027"),
        ("Friday", "latest past", "2026-02-13"),
        ("July 10, 2025", "as printed", "2025-07-10"),
        ("2026.2.4", "as printed", "2026-02-04"),
        ("February 4 2026.2.4", "as printed", "2026-02-04"),
        ("Q4 FY25", "as printed", "FY2025-Q4"),
        ("the quarter ended June 30", "latest past", "2025-Q2"),
        ("three months through June 2025", "as printed", "2025-Q2"),
        ("2월 14일", "document year", "2026-02-14"),
        ("2025年7月", "as printed", "2025-07"),
        ("지난해 9월", "last year", "2025-09"),
        ("2019\u201322", "as printed", "2019/2022"),
        ("the 1990s", "as printed", "199X"),
        ("second half of next year", "next year", "2027-S2"),
        ("yesterday", "from page date", "2026-02-17"),
    ],
)
def test_dates_are_read_by_the_rules_of_the_seeds(printed: str, rule: str, edtf: str) -> None:
    for before, behind in (("", ""), ("(", ")"), ("signed ", ", it said")):
        (found,) = find_dates(f"{before}{printed}{behind}", PAGE)
        assert f"{before}{printed}{behind}"[found.start : found.end] == printed
        assert [(reading.rule, reading.edtf) for reading in found.readings] == [(rule, edtf)]


def test_a_date_that_can_be_two_is_left_open() -> None:
    (found,) = find_dates("on December 5", PAGE)
    assert {reading.edtf for reading in found.readings} == {"2026-12-05", "2025-12-05"}
    (unread,) = find_dates("02/03/2026", PAGE)
    assert unread.readings == ()
    (pageless,) = find_dates("last year", None)
    assert pageless.readings == ()


@pytest.mark.parametrize(
    "text", ["next Monday", "every September", "a year earlier", "지난 9월 14일", "the last 30 days"]
)
def test_what_no_rule_reads_is_found_and_left_open(text: str) -> None:
    (found,) = find_dates(text, PAGE)
    assert found.readings == ()


def test_a_full_width_comma_parts_figures_and_dates() -> None:
    text = "买3家\uff0c2026年2月4日\uff0c12%"
    assert words(text, Kind.DATE, Kind.QUANTITY) == ["3家", "2026年2月4日", "12%"]


def test_qualifiers_and_covered_days_are_told() -> None:
    found = list(find_dates("by 2027, before March 2025, 2028년까지, since 2010", PAGE))
    assert [each.qualifier for each in found] == ["by", "before", "by", "on"]
    assert [each.covering.edtf if each.covering else "" for each in found] == ["", "", "", "2010/.."]


@pytest.mark.parametrize("text", ["it may rise", "March on", "over 2000 workers", "2027 tonnes", "2,027", "$2025"])
def test_other_words_are_no_dates(text: str) -> None:
    assert list(find_dates(text, PAGE)) == []


def test_known_names_are_found_the_longest_first_and_as_words() -> None:
    text = "Tinworks Asia and Tinworks sell rare-earth oxide to US, not to us, nor to Tinworkshop."
    known = [(each.words, each.found.known[0].key) for each in candidates(text, Kind.KNOWN)]  # type: ignore[union-attr]
    assert known == [
        ("Tinworks Asia", "tinworks-asia"),
        ("Tinworks", "tinworks"),
        ("rare-earth", "rare-earths"),
        ("US", "united-states"),
    ]


def test_korean_and_chinese_names_are_found_with_particles_and_without_blanks() -> None:
    assert words("틴웍스는 지난해 틴웍스텔과", Kind.KNOWN) == ["틴웍스"]
    assert words("去年锡业集团买锡", Kind.KNOWN) == ["锡业集团", "锡"]
    assert words("Tinworks는 100톤", Kind.KNOWN) == ["Tinworks"]


def test_names_that_no_register_knows_are_new() -> None:
    text = "The head of Freedonia Metals Co. met Chairman Rufus Firefly at Seoul National University on Monday."
    assert words(text, Kind.NEW) == ["Freedonia Metals Co.", "Rufus Firefly", "Seoul National University"]
    assert words("It is in Freedonia's Rufus Firefly Museum.", Kind.NEW) == ["Rufus Firefly Museum"]
    assert words("Big Deal For Freedonia Metals", Kind.NEW) == []


def test_words_of_the_vocabulary_are_found() -> None:
    text = "They signed a memorandum of understanding on a joint venture, non-binding, along the supply chain."
    found = [(each.words, each.found.known[0]) for each in candidates(text, Kind.WORD)]  # type: ignore[union-attr]
    assert found == [
        ("signed", Known("milestone-kind", "signed")),
        ("memorandum of understanding", Known("agreement-kind", "memorandum of understanding")),
        ("joint venture", Known("agreement-kind", "joint venture")),
        ("non-binding", Known("clause-kind", "non-binding")),
    ]


@pytest.mark.parametrize(
    ("printed", "plainly"),
    [
        ("Tin\u00adworks sold 1\u200b00\u00a0tons", "100 tons"),
        (unicodedata.normalize("NFD", "틴웍스는 100톤"), "100톤"),
        ("锡１００吨", "100吨"),
    ],
)
def test_spans_are_those_of_the_printed_text(printed: str, plainly: str) -> None:
    found = candidates(printed)
    assert {Kind.KNOWN, Kind.QUANTITY} <= {each.kind for each in found}
    (tons,) = (each for each in found if each.kind is Kind.QUANTITY)
    quoted = printed[tons.quote.start : tons.quote.end]
    assert (tons.words, tons.sha256) == (plainly, quote_digest(quoted))
    assert unicodedata.normalize("NFKC", quoted.replace("\u200b", "")) == plainly


def test_candidates_do_not_overlap_and_come_in_text_order() -> None:
    found = candidates("By 2027 Tinworks, in Seoul, pays $5 million (A$7 million) for 30 plants of Freedonia Metals.")
    ends = [0, *(each.quote.end for each in found)]
    assert all(end <= each.quote.start for end, each in zip(ends, found, strict=False))
    kinds = [type(each.found) for each in found]
    assert kinds == [FoundDate, Mention, Mention, Figure, Figure, Mention]


def test_a_long_text_is_read_paragraph_by_paragraph() -> None:
    def endless() -> Iterator[str]:
        yield "Tinworks sold 80 tons."
        raise AssertionError("the second paragraph was read")

    assert len(next(iter(FINDER.paragraphs(endless())))) == 2


@pytest.mark.parametrize(
    "unit", ["Tinworks paid $5 million (A$7 million) by 2027. ", "A of ", "1조", "1 1 ", "2025-", "$"]
)
def test_memory_stays_in_proportion_to_one_long_paragraph(unit: str) -> None:
    size = 20_000
    tracemalloc.start()
    candidates(unit * (size // len(unit)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1000 * size
