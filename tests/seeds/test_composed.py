"""Letters that are written apart from their accents are composed on reading, in every text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from warehouse.seeds.citations import look_up
from warehouse.texts import DocumentText, paragraphs_of

if TYPE_CHECKING:
    from typing import Literal

    from tests.builders import ProjectFolder

    Form = Literal["NFC", "NFD"]

TEXTS = """\
terms:
  - scheme: agreement-kind
    key: abkommen
    label: Vertrag für Öl
    definition: für Öl
    broader: cooperation
    aliases: [Ölverträge]
documents:
  - {key: zeitung, kind: company report, title: Öl für Übersee, language: de}
entities:
  - key: oel
    kind: company
    name: 고려아연
    cite: "zeitung#Überblick"
    note: über Öl
    names:
      - {name: Ölwerk, kind: alias, cite: "zeitung#Überblick"}
    statements:
      - label: a
        kind: view
        statement: für Öl
        attributed_words: Herr Öl
        modality: assessed
        cite: "zeitung#Überblick"
agreements:
  - key: deal
    kind: ölverträge
    name: Öl
    modality: planned
    cite: "zeitung#Überblick"
    values:
      - {kind: contract value, amount: 5 USD, words: fünf Dollar, cite: "zeitung#Überblick", modality: planned}
    milestones:
      - kind: signed
        date: {words: im März 2026, edtf: 2026-03, rule: by hand, note: für den März}
        modality: occurred
        cite: "zeitung#Überblick"
disagreements:
  - question: Wie heißt das Öl?
    status: open
    key: oel
    cite: "zeitung#Überblick"
    facts_involved: ["entities/oel/names/alias/Ölwerk", "agreements/deal/milestones/signed@zeitung"]
"""


def values(folder: ProjectFolder, form: Form) -> list[object]:
    folder.write(unicodedata.normalize(form, TEXTS))
    return [row.values for rows in folder.check().rows.values() for row in rows]


def test_every_text_is_composed(folder: ProjectFolder) -> None:
    composed = values(folder, "NFC")
    assert "Ölwerk" in str(composed)
    assert values(folder, "NFD") == composed


def test_one_name_in_two_forms_is_one_name(folder: ProjectFolder) -> None:
    name = "고려아연"
    assert unicodedata.normalize("NFD", name) != name
    for form in ("NFC", "NFD"):
        line = (
            f'{{"entities": {{"key": "kr-{form.lower()}", "kind": "company", "name": "{name}", "cite": "tin-news#1"}}}}'
        )
        folder.write(unicodedata.normalize(form, line), f"{form}.jsonl")
    entities = folder.check().rows["entities"]
    assert [row.values["name"] for row in entities if row.values["key"].startswith("kr-")] == [name, name]


def test_one_name_twice_is_refused_in_whatever_form(folder: ProjectFolder) -> None:
    name = "  - {about: entities/tinworks, kind: alias, name: Ölwerk, cite: tin-news#1}\n"
    names = [unicodedata.normalize(form, name) for form in ("NFC", "NFD")]
    folder.write("names:\n" + "".join(names))
    assert [problem.code for problem in folder.problems()] == ["E-duplicate-fact"]


@pytest.mark.parametrize("text", ["Tin\u00a0Works", "Tin  Works", "\uff34\uff29\uff2e", "Tin\u200dWorks"])
def test_blanks_and_widths_stay_as_printed(folder: ProjectFolder, text: str) -> None:
    folder.write(f"entities:\n  - {{key: other, kind: company, name: '{text}', cite: tin-news#1}}\n")
    assert text in [row.values["name"] for row in folder.check().rows["entities"]]


@pytest.mark.parametrize("character", ["\u200b", "\u00ad", "\u202e", "\u2066"])
def test_characters_that_show_nothing_are_refused(folder: ProjectFolder, character: str) -> None:
    folder.write(f"entities:\n  - {{key: other, kind: company, name: Tin{character}Works, cite: tin-news#1}}\n")
    (problem,) = folder.problems()
    assert f"{problem.position} {problem.code}" == "seeds/extra.yaml:2:42 E-text"
    assert problem.what == f"there is an invisible character, U+{ord(character):04X}"


@pytest.mark.parametrize(("written", "sought"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_words_are_found_in_a_document_of_the_other_form(written: Form, sought: Form) -> None:
    text = unicodedata.normalize(written, "Das Öl kommt")
    (quote,), is_exact = look_up(
        DocumentText("0" * 64, len(text), paragraphs_of(text)), unicodedata.normalize(sought, "Öl")
    )
    assert not is_exact
    assert unicodedata.normalize("NFC", text[quote.start : quote.end]) == "Öl"
