"""The scalars of seed fields: each takes the text as written or says what is wrong, where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.builders import ProjectFolder

PLACE = "places:\n  - key: sylvania\n    name: Sylvania\n    cite: tin-news#1\n"
EVENT = "events:\n  - key: tin-day\n    kind: meeting\n    name: Day\n    modality: occurred\n    cite: tin-news#1\n"
MONEY = (
    "monetary_values:\n  - about: agreements/tin-deal\n    kind: pledge\n    modality: pledged\n    cite: tin-news#1\n"
)
LIST = (
    "mineral_lists:\n  - {key: tin-list, name: L, jurisdiction: freedonia, entry_term: ores, cite: tin-news#1}\n"
    "mineral_list_versions:\n  - about: mineral_lists/tin-list\n    label: first\n    modality: planned\n"
    "    cite: tin-news#1\n    counted: minerals\n"
)
SHARE = (
    "observations:\n  - about: places/freedonia\n    indicator: tin-share\n    words: 80%\n    modality: assessed\n"
    "    cite: tin-news#1\n"
)

BAD = {
    "key with capitals": (PLACE.replace("sylvania", "Sylvania") + "    kind: city\n", "2:10 E-key-form"),
    "key with an underscore": (PLACE.replace("sylvania", "new_sylvania") + "    kind: city\n", "2:10 E-key-form"),
    "key that is too long": (PLACE.replace("sylvania", "a" * 81) + "    kind: city\n", "2:10 E-key-form"),
    "key that ends in a hyphen": (PLACE.replace("sylvania", "sylvania-") + "    kind: city\n", "2:10 E-key-form"),
    "empty key": (PLACE.replace("sylvania", '""') + "    kind: city\n", "2:10 E-empty"),
    "unknown word of a vocabulary": (f"{PLACE}    kind: citty\n", "5:11 E-unknown-word"),
    "empty text": (PLACE.replace("Sylvania", "") + "    kind: city\n", "3:10 E-empty"),
    "blanks around a text": (PLACE.replace("Sylvania", "'Sylvania '") + "    kind: city\n", "3:11 E-text"),
    "code of another form": (f"{PLACE}    kind: city\n    iso_code: kr\n", "6:15 E-form"),
    "boolean yes": (f"{EVENT}    is_public: yes\n", "7:16 E-boolean"),
    "boolean in capitals": (f"{EVENT}    is_public: True\n", "7:16 E-boolean"),
    "boolean that is empty": (f"{EVENT}    is_public:\n", "7:15 E-empty"),
    "amount in words of its own": (f"{MONEY}    amount: 1 trillion won\n", "6:13 E-amount"),
    "amount with underscores": (f"{MONEY}    amount: 1_000 USD\n", "6:13 E-amount"),
    "amount in other digits": (f"{MONEY}    amount: 1\u0663 USD\n", "6:13 E-amount"),
    "amount without currency": (f"{MONEY}    amount: 1 trillion\n", "6:13 E-amount"),
    "equivalent in words of its own": (f"{MONEY}    amount: 5 USD\n    equivalent: won 5\n", "7:17 E-amount"),
    "yen or yuan": (f"{MONEY}    amount: ¥5 billion\n", "6:13 E-amount"),
    "equivalent in parentheses": (f"{MONEY}    amount: 5 KRW\n    equivalent: ($5)\n", "7:17 E-amount"),
    "negative pledge in parentheses": (f"{MONEY}    amount: (5) KRW\n", "6:13 E-negative"),
    "dollars of two kinds": (f"{MONEY}    amount: US$5 AUD\n", "6:13 E-amount"),
    "quantity with a unit": (f"{SHARE}    value: 80%\n", "7:12 E-amount"),
    "quantity with underscores": (f"{SHARE}    value: 1_000\n", "7:12 E-amount"),
    "number with underscores": (f"{LIST}    stated_count: 1_000\n", "9:19 E-number"),
    "number with a leading zero": (f"{LIST}    stated_count: 017\n", "9:19 E-number"),
    "number in other digits": (f"{LIST}    stated_count: 1\u0663\n", "9:19 E-number"),
    "number with a decimal": (f"{LIST}    stated_count: 17.0\n", "9:19 E-number"),
    "number that is too large": (f"{LIST}    stated_count: 1000000000\n", "9:19 E-number"),
    "number that is negative": (f"{LIST}    stated_count: -1\n", "9:19 E-number"),
    "count of nothing": (f"{LIST}    stated_count: 0\n", "9:19 E-value"),
    "list where a number belongs": (f"{LIST}    stated_count: [17]\n", "9:19 E-type"),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_scalar_of_another_form_is_told_at_its_place(folder: ProjectFolder, text: str, expected: str) -> None:
    folder.write(text)
    assert folder.places() == [f"extra.yaml:{expected}"]


DAYS = ["2030-02-30", "2030-13-01", "2030-1-1", "2030-13", "2030-Q2", "2030/2031", "20300515", "0206-02-13"]


@pytest.mark.parametrize("day", [*DAYS, "203\u0660-05-15"])
def test_page_date_that_is_no_day_is_refused(folder: ProjectFolder, day: str) -> None:
    base = (folder.seeds / "base.yaml").read_text()
    folder.write(base.replace("2030-05-15", day), "base.yaml")
    assert folder.places() == ["base.yaml:6:16 E-date"]


@pytest.mark.parametrize("day", ["2030-02-30", "2030-00", "2030-02-00", "2030-5", "soon", "9999", "203\u0660"])
def test_date_that_does_not_exist_is_refused(folder: ProjectFolder, day: str) -> None:
    fact = "about: agreements/tin-deal\n    kind: signed\n    modality: planned\n    cite: tin-news#1\n"
    folder.write(f"milestones:\n  - {fact}    date: {{words: x, edtf: {day}}}\n")
    assert folder.places() == ["extra.yaml:6:28 E-date"]


def test_key_of_the_greatest_length_is_taken(folder: ProjectFolder) -> None:
    folder.write(PLACE.replace("sylvania", "a" * 80) + "    kind: city\n")
    assert folder.check().rows["places"][1].values["key"] == "a" * 80


def test_unknown_word_comes_with_the_one_meant(folder: ProjectFolder) -> None:
    folder.write(f"{PLACE}    kind: citty\n")
    (problem,) = folder.problems()
    assert (problem.what, problem.hint) == ('unknown word "citty"', 'did you mean "city"?')


def test_words_and_numbers_become_typed_values(folder: ProjectFolder) -> None:
    folder.write(f"{LIST}    stated_count: 17\n{EVENT}    is_public: false\n")
    rows = folder.check().rows
    assert rows["mineral_list_versions"][0].values["stated_count"] == 17
    assert rows["events"][0].values["is_public"] is False


def test_look_alike_letter_of_a_key_is_named(folder: ProjectFolder) -> None:
    folder.write(PLACE.replace("sylvania", "s\u0443lvania") + "    kind: city\n")
    (problem,) = folder.problems()
    assert problem.what.endswith("is not a key; it holds CYRILLIC SMALL LETTER U")
