"""Terms: seeds add words to open schemes, and fields take keys, labels and aliases."""

from __future__ import annotations

import json
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

import pytest
import yaml

from warehouse.vocabulary import BASE_FILE, Scheme, Term, Vocabulary, base

if TYPE_CHECKING:
    from tests.builders import ProjectFolder
    from tests.conftest import Warehouse

STREAM = """\
terms:
  - scheme: agreement-kind
    key: streaming agreement
    label: Streaming agreement
    definition: a buyer pays ahead for a share of the output
    broader: supply contract
    aliases: [stream, metal stream]
"""
DEAL = "agreements:\n  - {{key: deal, kind: {kind}, name: D, modality: planned, cite: tin-news#1}}\n"


IEA_POLICY_TYPES = (
    "Financing", "Grants", "Loans, grants and other financial incentives", "Tax incentives", "Public investment",
    "Innovation funds", "Electricity networks spending programmes", "Battery storage spending programmes",
    "Hydrogen spending programmes", "Carbon capture, use and storage spending programmes",
    "Energy efficiency and recycling spending programmes", "Strategic plans", "Master Energy Plan",
    "Strategic mineral lists", "International arrangements", "Geological surveys", "Stockpiling mechanisms",
    "Permitting regimes", "Permitting requirements", "Environmental standards", "Environmental impact assessment",
    "Social standards", "Due diligence obligations", "Transparency norms", "Public disclosure", "Traceability",
    "Regulation", "Recycling support", "Minerals Recycling", "Export and import ban",
    "Export controls and restrictions", "Import controls and restrictions", "Tariffs and duties",
    "Non-tariff measures", "Foreign direct investment (FDI)",
)  # fmt: skip
GTA_INTERVENTIONS = (
    "Financial grant", "In-kind grant", "State loan", "Loan guarantee", "Interest payment subsidy",
    "Production subsidy", "Price stabilisation", "Tax or social insurance relief", "State aid, unspecified",
    "State aid, nes",
)  # fmt: skip


def rows_of_terms(folder: ProjectFolder) -> dict[str, dict[str, object]]:
    """Return the columns of the terms that the folder adds, by key."""
    rows = folder.check().rows["terms"]
    return {
        row.values["key"]: row.values for row in rows if row.values["key"] not in base().terms[row.values["scheme"]]
    }


@pytest.mark.parametrize(
    "kind", ["streaming agreement", "Streaming agreement", "streaming-agreement", "STREAM", "Metal-Stream"]
)
def test_field_takes_key_label_and_alias_of_an_added_word(folder: ProjectFolder, kind: str) -> None:
    folder.write(STREAM)
    folder.write(DEAL.format(kind=kind), "another.yaml")
    deals = [row.values["kind"] for row in folder.check().rows["agreements"] if row.values["key"] == "deal"]
    assert deals == ["streaming agreement"]


def test_term_knows_its_broadest_word_and_inherits_flags(folder: ProjectFolder) -> None:
    folder.write(
        "terms:\n"
        "  - {scheme: mineral-kind, key: isomer, definition: x, broader: Isotope}\n"
        "  - {scheme: mineral-kind, key: isotope, definition: x, broader: element, aliases: [nuclide]}\n"
    )
    terms = rows_of_terms(folder)
    assert terms["isomer"]["broader"] == "isotope"
    assert {term["broadest"] for term in terms.values()} == {"element"}
    assert {term["flags"] for term in terms.values()} == {'{"is_element"}'}
    assert terms["isotope"]["aliases"] == '{"nuclide"}'


def test_term_says_how_it_reads_from_the_other_side(folder: ProjectFolder) -> None:
    folder.write(
        "terms:\n"
        "  - {scheme: relation, key: vice chair of, definition: x, broader: chair of, inverse: has the vice chair}\n"
        "  - {scheme: relation, key: honorary chair of, definition: x, broader: chair of}\n"
    )
    assert {key: term["inverse"] for key, term in rows_of_terms(folder).items()} == {
        "vice chair of": "has the vice chair",
        "honorary chair of": None,
    }


def test_line_of_json_adds_a_word(folder: ProjectFolder) -> None:
    folder.write('{"terms": {"scheme": "place-kind", "key": "belt", "definition": "a mining belt"}}\n', "terms.jsonl")
    assert rows_of_terms(folder)["belt"]["broadest"] == "belt"


def test_flag_of_an_added_word_is_asked_for(folder: ProjectFolder) -> None:
    folder.write("terms:\n  - {scheme: mineral-kind, key: isotope, definition: x, broader: element}\n")
    folder.write("minerals:\n  - {key: tin-115, kind: isotope, name: Tin, cite: tin-news#1}\n", "minerals.yaml")
    assert [problem.code for problem in folder.problems()] == ["E-element"]


BAD = {
    "word in another scheme": (
        STREAM + DEAL.format(kind="stream").replace("agreements", "events"),
        "9:23 E-unknown-word",
    ),
    "unknown scheme": ("terms:\n  - {scheme: kinds, key: a, definition: x}\n", "2:14 E-unknown-scheme"),
    "closed scheme": ("terms:\n  - {scheme: rank, key: best, definition: x}\n", "2:14 E-closed-scheme"),
    "no broader word": ("terms:\n  - {scheme: relation, key: owner of, definition: x}\n", "2:5 E-no-broader"),
    "unknown broader word": (
        "terms:\n  - {scheme: relation, key: owner of, definition: x, broader: haver}\n",
        "2:63 E-unknown-word",
    ),
    "broader word of its own": (
        "terms:\n  - {scheme: relation, key: owner of, definition: x, broader: owner-of}\n",
        "2:63 E-unknown-word",
    ),
    "shipped word": ("terms:\n  - {scheme: place-kind, key: city, definition: x}\n", "2:31 E-term-taken"),
    "label of a shipped word": (
        "terms:\n  - {scheme: place-kind, key: town, label: City, definition: x}\n",
        "2:44 E-term-taken",
    ),
    "alias of a shipped word": (
        "terms:\n  - {scheme: place-kind, key: town, definition: x, aliases: [burgh, City]}\n",
        "2:69 E-term-taken",
    ),
    "alias of an added word": (
        "terms:\n  - {scheme: place-kind, key: a, definition: x, aliases: [c]}\n"  # noqa: ISC004
        "  - {scheme: place-kind, key: b, definition: x, aliases: [c]}\n",
        "3:59 E-term-taken",
    ),
    "word twice": (
        "terms:\n  - {scheme: place-kind, key: a, definition: x}\n  - {scheme: place-kind, key: a, definition: y}\n",
        "3:31 E-duplicate-record",
    ),
    "flag that nobody asks for": (
        "terms:\n  - {scheme: place-kind, key: town, definition: x, flags: [is_nice]}\n",
        "2:60 E-unknown-word",
    ),
    "pattern that is no regular expression": (
        "terms:\n  - {scheme: identifier-scheme, key: mine number, definition: x, pattern: '[0-9{8}'}\n",
        "2:75 E-pattern",
    ),
    "label of an added word": (
        "terms:\n  - {scheme: place-kind, key: a, label: C, definition: x}\n"  # noqa: ISC004
        "  - {scheme: place-kind, key: c, definition: x}\n",
        "3:31 E-term-taken",
    ),
    "key in capitals": ("terms:\n  - {scheme: place-kind, key: Town, definition: x}\n", "2:31 E-key-form"),
    "scheme of its own": ("schemes:\n  - {key: a, label: A, definition: x}\n", "1:1 E-unknown-family"),
    "no list": ("terms: {scheme: place-kind}\n", "1:8 E-type"),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_wrong_term_is_told_at_its_place(folder: ProjectFolder, text: str, expected: str) -> None:
    folder.write(text)
    assert [f"{p.position.line}:{p.position.column} {p.code}" for p in folder.problems()] == [expected]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("facilities:\n  - {key: pit, kind: xyz, name: Pit, modality: planned, cite: tin-news#1}\n", "facility-kind"),
        ("terms:\n  - {scheme: facility-kind, key: quarry, definition: x, broader: xyz}\n", "facility-kind"),
        ("terms:\n  - {scheme: xyz, key: quarry, definition: x}\n", ""),
    ],
    ids=["word", "broader word", "scheme"],
)
def test_advice_names_the_command_where_the_words_are_too_many_to_list(
    folder: ProjectFolder, text: str, advice: str
) -> None:
    folder.write(text)
    (problem,) = folder.problems()
    assert problem.hint.startswith(f'"warehouse seeds terms {advice}'.rstrip() + '" lists the ')


def test_advice_for_a_term_without_broader_word_names_the_broadest(folder: ProjectFolder) -> None:
    folder.write("terms:\n  - {scheme: facility-kind, key: quarry, definition: x}\n")
    (problem,) = folder.problems()
    assert ": plant, extraction, processing, recycling plant," in problem.hint


def test_words_that_name_each_other_as_broader_are_told(folder: ProjectFolder) -> None:
    folder.write(
        "terms:\n"
        "  - {scheme: place-kind, key: town, definition: x, broader: borough}\n"
        "  - {scheme: place-kind, key: borough, definition: x, broader: town}\n"
    )
    assert [problem.code for problem in folder.problems()] == ["E-unknown-word", "E-unknown-word"]


def test_added_register_holds_its_identifiers_to_its_pattern(folder: ProjectFolder) -> None:
    term = "terms:\n  - {scheme: identifier-scheme, key: mine number, definition: x, pattern: '[0-9]{8}'}\n"
    given = "identifiers:\n  - {about: entities/tinworks, scheme: Mine-Number, value: '%s', cite: tin-news#4}\n"
    folder.write(term + given % "12345678")
    assert [row.values["scheme"] for row in folder.check().rows["identifiers"]] == ["mine number"]
    folder.write(term + given % "1234567")
    assert [f"{problem.position} {problem.what}" for problem in folder.problems()] == [
        'seeds/extra.yaml:4:60 "1234567" is no mine number'
    ]


def test_unknown_word_is_answered_with_an_alias_that_looks_like_it(folder: ProjectFolder) -> None:
    folder.write(STREAM + DEAL.format(kind="metal steam"))
    assert [problem.hint for problem in folder.problems()] == ['did you mean "metal stream"?']


def test_seed_file_cannot_have_the_name_of_the_shipped_words(folder: ProjectFolder) -> None:
    folder.write("places: []\n", "base:vocabulary.yaml")
    assert [problem.code for problem in folder.problems()] == ["E-file"]


def test_word_in_prose_is_no_term(folder: ProjectFolder) -> None:
    folder.write("places:\n  - {key: glen, kind: site, name: Glen, note: 'in terms: none', cite: tin-news#1}\n")
    assert rows_of_terms(folder) == {}


def test_shipped_vocabulary_is_whole() -> None:
    names = [name for words in base().terms.values() for term in words.values() for name in (term.key, term.label)]
    assert len(names) > 250
    for scheme in base().schemes:
        assert base().terms[scheme], f"no word of {scheme}"
        for term in base().terms[scheme].values():
            # Reports compare the label of the broadest word.
            assert term.broader or term.label == term.key or not base().schemes[scheme].needs_broader


def test_no_shipped_word_is_lost_to_another_with_its_name() -> None:
    content = yaml.load(BASE_FILE.read_bytes(), yaml.CSafeLoader)
    stated = Counter((term["scheme"], term["key"]) for term in content["terms"])
    assert stated == Counter((scheme, key) for scheme, words in base().terms.items() for key in words)


def test_every_relation_is_told_from_both_sides() -> None:
    relations = base().terms["relation"].values()
    assert [term.key for term in relations if not term.inverse] == []
    assert {term.key for term in relations if term.inverse == term.label} > {"collaborates with", "affiliate of"}
    assert {term.key for term in relations if "is_symmetric" in term.flags and term.inverse != term.label} == set()


@pytest.mark.parametrize("name", [*IEA_POLICY_TYPES, *GTA_INTERVENTIONS])
def test_names_of_policy_trackers_are_measure_kinds(name: str) -> None:
    assert base().find("measure-kind", name)


@pytest.mark.parametrize(
    ("scheme", "word", "flags"),
    [
        ("party-role", "offtaker", {"receives_goods", "gives_money"}),
        ("agreement-kind", "equity investment", {"is_financing", "is_ownership"}),
        ("relation", "managing director of", {"is_office"}),
        ("relation", "shareholder of", {"is_ownership"}),
        ("measure-kind", "export ban", {"is_trade"}),
        ("measure-kind", "state loan", {"is_money"}),
        ("milestone-kind", "cancelled", {"is_end"}),
        ("entity-kind", "bank", {"is_private"}),
        ("entity-kind", "state company", {"is_public"}),
        ("entity-kind", "unnamed group", {"is_unnamed"}),
    ],
)
def test_shipped_word_says_what_reports_ask_of_it(scheme: str, word: str, flags: set[str]) -> None:
    term = base().find(scheme, word)
    assert term is not None
    assert set(term.flags) == flags


def test_term_without_a_known_broader_word_is_left_out() -> None:
    scheme = Scheme("kind", "Kind", "x", is_open=True)
    grown = Vocabulary.of([scheme], [Term("kind", "a", "a", "x"), Term("kind", "c", "c", "x", broader="b")])
    assert list(grown.terms["kind"]) == ["a"]
    assert list(grown.extended([Term("kind", "b", "b", "x", broader="a")]).terms["kind"]) == ["a", "b"]


def test_terms_are_listed_below_their_broader_words(offline: Warehouse) -> None:
    (offline.seeds / "terms.yaml").write_text(STREAM)
    code, listed, _ = offline("seeds", "terms", "agreement-kind")
    below = listed.partition("  supply contract ")[2].splitlines()[1:]
    (added,) = (line for line in takewhile(lambda line: line[2:4] == "  ", below) if line.startswith("+"))
    assert code == 0
    assert added.startswith("+   streaming agreement  ")
    assert "shown as Streaming agreement (also: stream, metal stream)" in added
    assert offline("seeds", "terms")[1].count("(closed)") == sum(not one.is_open for one in base().schemes.values())
    code, _, said = offline("seeds", "terms", "agreement-kid")
    assert (code, 'did you mean "agreement-kind"?' in said) == (64, True)


def test_terms_are_listed_as_json(offline: Warehouse) -> None:
    (offline.seeds / "terms.yaml").write_text(STREAM)
    (scheme,) = json.loads(offline("seeds", "terms", "agreement-kind", "-f", "json")[1])
    assert [term["key"] for term in scheme["terms"] if not term["is_shipped"]] == ["streaming agreement"]
    assert scheme["needs_broader"] is True


SHIPPED = """\
documents:
  - {key: tin-tables, kind: data set, title: Tin tables, language: en}
  - {key: tinworks-report, kind: company report, title: Report of Tinworks, language: en}
entities:
  - key: tin-holding
    kind: company
    name: Tin Holding
    cite: tin-news#4
    relations:
      - {relation: shareholder of, object: tinworks, modality: in force, cite: tin-news#4}
      - {relation: chief executive of, object: tinworks, modality: in force, cite: tin-news#4}
facilities:
  - {key: pit, kind: mine, name: Pit, modality: in force, cite: tin-news#5}
  - {key: kiln, kind: smelter, name: Kiln, modality: in force, cite: tin-news#5}
  - {key: still, kind: refinery, name: Still, modality: in force, cite: tin-news#5}
  - {key: sieve, kind: separation plant, name: Sieve, modality: in force, cite: tin-news#5}
  - key: scrapyard
    kind: recycling plant
    name: Scrapyard
    modality: in force
    cite: tin-news#5
    parties:
      - {entity: tinworks, role: owner, cite: tin-news#5}
    milestones:
      - {kind: withdrawn, date: {words: "2028", edtf: "2028"}, modality: occurred, cite: tin-news#6}
"""


def test_words_of_the_trade_are_shipped(folder: ProjectFolder) -> None:
    folder.write(SHIPPED)
    kinds = [row.values["kind"] for row in folder.check().rows["facilities"]]
    assert kinds == ["mine", "smelter", "refinery", "separation plant", "recycling plant"]


def test_shipped_words_stand_below_the_word_that_reports_count_them_by() -> None:
    words = base().terms
    kinds = {key: words["facility-kind"][key].broadest for key in ("mine", "smelter", "refinery", "separation plant")}
    assert kinds == {
        "mine": "extraction",
        "smelter": "processing",
        "refinery": "processing",
        "separation plant": "processing",
    }
    assert words["relation"]["shareholder of"].broadest == "owns"
    assert words["milestone-kind"]["withdrawn"].broadest == "ended"
