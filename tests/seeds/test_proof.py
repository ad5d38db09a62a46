"""What facts say is printed is compared with what the cited places print."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.builders import BASE, ProjectFolder
from warehouse.model import FACTS, REGISTERS
from warehouse.model.core import DATES
from warehouse.seeds.citations import prove
from warehouse.seeds.proof import NUMBERS, WORDS
from warehouse.texts import list_copies

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.yamlfiles import Problem

NOTES = """\
documents:
  - key: {key}
    kind: article
    title: Notes
    language: en
    page_date: 2030-05-16
    sha256: {sha256}
    characters: {characters}
    paragraphs: {paragraphs}
"""
OWN_WORDS = {
    ("documents", "title"): "stands above the text, where no paragraph need be",
    ("entities", "name"): "may be a label of ours",
    ("facilities", "name"): "may be a label of ours",
    ("scopes", "end_use"): "often a word of ours; its words are printed",
}


@dataclass(eq=False)
class Reader(ProjectFolder):
    """A project with facts of documents of which there are copies."""

    def describe(self, key: str, text: str, *, has_copy: bool = True) -> None:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        count = len([line for line in text.split("\n") if line.strip()])
        self.write(NOTES.format(key=key, sha256=sha256, characters=len(text), paragraphs=count), f"{key}.yaml")
        (self.project / "copies").mkdir(exist_ok=True)
        if has_copy:
            (self.project / "copies" / f"{key}.txt").write_bytes(text.encode())

    def unproven(self, facts: str, text: str) -> list[Problem]:
        self.write(BASE, "base.yaml")
        self.describe("notes", text)
        self.write(facts)
        return [one for proof in prove(self.check(), list_copies(self.project / "copies")) for one in proof.problems]

    def of(self, family: str, fields: str, text: str, subject: str = "agreements/tin-deal") -> list[Problem]:
        """Return the problems of one fact, of which the document's first paragraph is cited unless it says another."""
        cite = "" if "cite:" in fields else ", cite: notes#1"
        return self.unproven(f"{family}:\n  - {{about: {subject}, {fields}{cite}}}\n", text)


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def money(amount: str, more: str = "") -> str:
    return f"kind: loan, amount: {amount}, modality: in force{more}"


def test_sum_that_is_not_printed_is_told_with_what_is(reader: Reader) -> None:
    cite = ", cite: {document: notes, locator: 1, span: 12-28}"
    (problem,) = reader.of("monetary_values", money("250 million USD", cite), "It was lent 150 million loan in May.\n")
    assert str(problem.position) == "seeds/extra.yaml:2:54"
    assert problem.code == "E-unprinted"
    assert problem.what == ('"250 million USD" is not printed there: paragraph 1, span 12-28 prints "150 million loan"')


def test_span_is_that_of_the_figure_and_the_period_stands_beside_it(reader: Reader) -> None:
    cite = ", cite: {document: notes, locator: 1, span: 3-19}"
    fields = money("150 million USD", f", period: {{words: in 2029, edtf: 2029}}{cite}")
    assert reader.of("monetary_values", fields, "In 150 million loan, it was, in 2029.\n") == []
    (problem,) = reader.of("monetary_values", fields, "In 150 million loan, it was, in 2028.\n")
    assert problem.what.startswith('"in 2029" is not printed there')


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("150 million USD", "a $150-million loan"),
        ("150 million USD", "US$150,000,000"),
        ("150 million USD", "one hundred and 150 million loan"),
        ("about 150 million USD", "roughly $ 150 million"),
        ("1.76 trillion KRW", "모두 1조 7600억 원"),
        ("between 2 and 3 billion USD", "$2\u20133 billion"),
        ("multibillion USD", "a multibillion-dollar loan"),
    ],
)
def test_sum_in_another_form_is_proven(reader: Reader, amount: str, text: str) -> None:
    assert reader.of("monetary_values", money(amount), f"{text}\n") == []


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("150 million USD", "150 billion dollars"),
        ("150 million USD", "A$150 million"),
        ("150 million USD", "about 150 million USD"),
        ("about 150 million USD", "150 million USD"),
        ("9 USD", "9% more"),
        ("between 2 and 3 billion USD", "$2 billion"),
        ("5 million USD", "-5 million USD"),
    ],
)
def test_sum_that_differs_is_a_problem(reader: Reader, amount: str, text: str) -> None:
    assert [one.code for one in reader.of("monetary_values", money(amount), f"{text}\n")] == ["E-unprinted"]


def test_printed_words_of_a_sum_and_its_equivalent_are_compared(reader: Reader) -> None:
    more = ', words: "$ 41,992", equivalent: 3 billion KRW'
    assert reader.of("monetary_values", money("41.992 million USD", more), "costs $ 41,992 (3 billion won)\n") == []
    found = reader.of("monetary_values", money("41.992 million USD", more), "costs $ 41,993 (4 billion won)\n")
    assert [one.what.split('"')[1] for one in found] == ["41.992 million USD", "$ 41,992", "3 billion KRW"]


def share(value: str, words: str, more: str = "") -> str:
    return f'indicator: tin-share, value: "{value}", words: {words}, modality: assessed{more}'


@pytest.mark.parametrize(
    ("value", "words", "text"),
    [
        ("6", "six percent", "it has six per cent"),
        ("50", "half of it", "nearly all, half of it"),
        ("about 80", "about 80%", "is about 80%"),
        ("99.3", "99.3%", "reaches 99.3 %, no more"),
    ],
)
def test_quantity_is_read_in_its_words(reader: Reader, value: str, words: str, text: str) -> None:
    assert reader.of("observations", share(value, words), f"{text}\n", "entities/tinworks") == []


@pytest.mark.parametrize(
    ("value", "words", "text"),
    [
        ("about 80", "80%", "is 80% of it"),
        ("80", "about 80%", "is about 80%"),
        ("50", "5 percent", "is 5 percent"),
    ],
)
def test_quantity_that_its_words_do_not_state_is_a_problem(reader: Reader, value: str, words: str, text: str) -> None:
    (problem,) = reader.of("observations", share(value, words), f"{text}\n", "entities/tinworks")
    assert problem.what.startswith(f'"{value}" is not printed there')


def test_quantity_can_be_scaled_by_the_head_of_its_table_or_its_unit(reader: Reader) -> None:
    reader.write(
        "units:\n  - {key: tonne, name: tonne, symbol: t, cite: handbook#T, basis: reference}\n"
        "  - {key: kilotonne, name: kilotonne, symbol: kt, base: tonne, factor: 1000, cite: handbook#T}\n"
        "indicators:\n  - {key: output, name: Output, definition: tin made, unit: tonne, cite: tin-news#2}\n",
        "units.yaml",
    )
    for fields in ('value: 5 thousand, words: "5"', 'value: "5", unit: kilotonne, words: "5,000"'):
        stated = f"indicator: output, {fields}, modality: assessed"
        text = "Tin 5,000 or 5\n"
        assert reader.of("observations", stated, text, "entities/tinworks") == []
    stated = 'indicator: output, value: "5000", words: "5", modality: assessed'
    assert len(reader.of("observations", stated, "Tin 5,000 or 5\n", "entities/tinworks")) == 1


def test_number_that_its_own_words_deny_is_a_problem(reader: Reader) -> None:
    (problem,) = reader.of(
        "observations", share("6", "nine percent"), "six percent, nine percent\n", "places/freedonia"
    )
    assert problem.what.startswith('"6" is not printed there')


def test_inferred_number_need_not_be_printed_but_its_words_must(reader: Reader) -> None:
    more = ", basis: inferred, note: The rest of ten."
    assert reader.of("observations", share("40", "the rest", more), "Six of ten, and the rest.\n") == []
    assert len(reader.of("observations", share("40", "the others", more), "Six of ten, and the rest.\n")) == 1


@pytest.mark.parametrize(
    ("date", "text", "count"),
    [
        ("{words: February 5, edtf: 2030-02-05, rule: document year}", "on February\u00a05, it", 0),
        ("{words: February 5, edtf: 2030-02-05, rule: document year}", "on February 6, it", 1),
        ("2029-12-29", "on December 29, 2029", 0),
        ("2029-12-29", "on December 28, 2029", 1),
        ("{words: by 2027, edtf: 2027, qualifier: by}", "operations by 2027", 0),
    ],
)
def test_words_of_dates_are_compared(reader: Reader, date: str, text: str, count: int) -> None:
    assert len(reader.of("milestones", f"kind: signed, date: {date}, modality: occurred", f"{text}\n")) == count


@pytest.mark.parametrize(
    ("family", "fields", "text", "said"),
    [
        ("names", "name: TW, kind: short", "Tinworks (TW)", "TW"),
        (
            "holdings",
            "of: agreements/tin-deal, share: 15, words: a 15 percent stake, modality: in force",
            "a 15% stake",
            "a 15 percent stake",
        ),
        ("statuses", "status: planned, words: upcoming, modality: in force", "its upcoming plant", "upcoming"),
        (
            "comparisons",
            "of: money/revenue, how: rank, position: 2, words: largest, base: among peers, modality: assessed",
            "second-largest among peers",
            "largest",
        ),
    ],
)
def test_words_of_other_families_are_compared(reader: Reader, family: str, fields: str, text: str, said: str) -> None:
    assert reader.of(family, fields, f"{text}\n", "entities/tinworks") == []
    found = reader.of(family, fields, "Something else.\n", "entities/tinworks")
    assert f'"{said}" is not printed there: paragraph 1 prints "Something else."' in {one.what for one in found}


def test_count_of_a_list_is_compared(reader: Reader) -> None:
    lists = """\
mineral_lists:
  - key: ores
    name: Ores
    entry_term: managed ores
    cite: notes#1
    versions:
      - {{label: now, stated_count: {}, counted: minerals, modality: in force, cite: notes#1}}
"""
    text = "from four managed ores to nine\n"
    assert reader.unproven(lists.format(4), text) == []
    assert [one.what for one in reader.unproven(lists.format(5), text)] == [
        '"5" is not printed there: paragraph 1 prints "from four managed ores to nine"'
    ]


def test_one_of_several_citations_is_enough(reader: Reader) -> None:
    text = "150 million USD\nthe loan\n"
    assert reader.of("monetary_values", money("150 million USD", ", cite: [notes#1, notes#2]"), text) == []
    assert len(reader.of("monetary_values", money("150 million USD", ", cite: notes#2"), text)) == 1


def test_place_that_nobody_can_look_at_may_print_it(reader: Reader) -> None:
    reader.describe("lost", "gone\n", has_copy=False)
    for cite in ("[notes#1, lost#1]", "[notes#1, handbook#T]"):
        assert reader.of("monetary_values", money("150 million USD", f", cite: {cite}"), "the loan\n") == []


def test_what_a_long_paragraph_prints_instead_is_told_in_short(reader: Reader) -> None:
    text = f"{'and so on ' * 20}150 million USD{' and so on' * 20}\n"
    (problem,) = reader.of("monetary_values", money("250 million USD"), text)
    assert problem.what.endswith('paragraph 1 prints "150 million USD"')
    found = reader.of("statuses", "status: planned, words: and so on 250, modality: in force", text)
    assert found[0].what.startswith('"and so on 250" is not printed there: paragraph 1 prints "')
    assert len(found[0].what) < 200


def test_every_field_that_is_as_printed_is_compared_or_said_not_to_be() -> None:
    printed = {
        (table, name)
        for table, shape in {**REGISTERS, **FACTS}.items()
        for name, field in shape.model_fields.items()
        if "as printed" in (field.description or "").lower()
    }
    compared = {(table, name) for table, names in WORDS.items() for name in names}
    assert printed - compared == set(OWN_WORDS)
    assert set(NUMBERS) <= set(WORDS)
    assert set(DATES) == set(FACTS)
