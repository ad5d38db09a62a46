"""What a paragraph prints: figures with their currencies and how exactly they are meant, and words in any form."""

from __future__ import annotations

from decimal import Decimal

import pytest

from warehouse.seeds.printed import Paragraph, ordinals


def shown(text: str) -> list[str]:
    printed = Paragraph(text)
    return [text[slice(*figure.shown)] for figure in printed.figures if figure.is_plain]


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("900 billion KRW", "9e11", "KRW"),
        ("US$1.2bn", "1.2e9", "USD"),
        ("A$ 40 million", "4e7", "AUD"),
        ("€3m", "3e6", "EUR"),
        ("₩900 billion", "9e11", "KRW"),
        ("1조 7,600억원", "1.76e12", "KRW"),
        ("250억 달러", "2.5e10", "USD"),
        ("690 million US dollars", "6.9e8", "USD"),
        ("two hundred million won", "2e8", "KRW"),
        ("KRW900bn", "9e11", "KRW"),
        ("$150-million", "1.5e8", "USD"),
        ("\uff11,\uff12\uff13\uff14", "1234", ""),
        ("1\u00a0234\u202f567", "1234567", ""),
        ("1\u200b00", "100", ""),
        ("twenty-five", "25", ""),
        ("1,76 Milliarden Euro", "1.76e9", "EUR"),
        ("1.234.567", "1234567", ""),
        ("12,34,567", "1234567", ""),
        ("a dozen", "12", ""),
        ("\u2212140.1", "-140.1", ""),
    ],
)
def test_forms_of_a_figure_mean_the_same(text: str, value: str, currency: str) -> None:
    (figure,) = Paragraph(f"It is worth {text}, they said.").figures
    assert Decimal(value) in figure.values
    assert (currency in figure.currencies) == bool(currency)


def test_figures_of_a_range_share_their_scale() -> None:
    lower, upper = Paragraph("between 2 and 3 billion euros").figures
    assert (Decimal("2e9") in lower.values, set(upper.values)) == (True, {Decimal("3e9")})


@pytest.mark.parametrize(
    ("text", "approximation"),
    [
        ("(about 691 million USD)", "about"),
        ("nearly $80 million", "nearly"),
        ("over 20 institutions", "over"),
        ("100 or more", "at least"),
        ("약 6천억 원", "about"),
        ("a fixed 30", "exact"),
    ],
)
def test_words_beside_a_figure_say_how_exactly_it_is_meant(text: str, approximation: str) -> None:
    (figure,) = Paragraph(text).figures
    assert figure.approximations == {approximation}


def test_over_a_time_is_not_more_than_it() -> None:
    assert "exact" in Paragraph("worth much over six years").figures[0].approximations


def test_numbers_that_belong_to_names_and_the_word_one_are_no_figures() -> None:
    assert shown("F-35 jets, a FE2 and News1 show one-team work; seven of 17") == ["seven", "17"]


def places(text: str, words: str) -> list[str]:
    return [" ".join(text[start:end] for start, end in parts) for parts in Paragraph(text).places(words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("in light of China\u2019s recent moves", "China's recent"),
        ("the\u00a0high\u2011purity  oxides", "high-purity oxides"),
        ("a sta\xadble sup\u200bply", "stable supply"),
        ("in Sa\u0303o Paulo", "S\u00e3o Paulo"),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8 \uc815\ubd80", "\ud55c\uad6d \uc815\ubd80"),
        ("over six years", "6 years"),
        ("some twenty-five plants", "25 plants"),
        ("With Government backing", "with government backing"),
        ("9 per cent of 1,000", "9% of 1000"),
        ("\ufb01rst", "first"),
        ("materials, parts, and equipment manufacturers", "materials manufacturers"),
        ("aims (as it says in so very many words of its own) to grow", "aims … to grow"),
        ("none: \u2014", "\u2013"),
    ],
)
def test_words_that_differ_in_form_alone_are_found(text: str, words: str) -> None:
    assert len(places(text, words)) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("40 percent of 100 tons", "40 tons"),
        ("materials and, in quite another part of a long text, manufacturers", "materials manufacturers"),
        ("60 years", "six years"),
        ("manufacturers of materials", "materials manufacturers"),
    ],
)
def test_words_that_say_another_thing_are_not_found(text: str, words: str) -> None:
    assert places(text, words) == []


def test_place_in_the_original_counts_what_shows_nothing() -> None:
    text = "\xadthe sup\u200bply of Sa\u0303o"
    assert [text[start:end] for start, end in Paragraph(text).places("supply")[0]] == ["sup\u200bply"]


def test_positions_are_named_in_words_and_digits() -> None:
    assert set(ordinals("the second-largest, the 4th and the first")) == {1, 2, 4}
