"""Holding records against each other: references, doubles, paragraphs, relative dates, and what a fact is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse import vocabulary

if TYPE_CHECKING:
    from tests.builders import ProjectFolder

HEAD = """\
agreements:
  - key: tin-pact
    kind: partnership
    name: Pact
    modality: planned
    cite: tin-news#4
"""
SHARE = "observations:\n  - about: places/freedonia\n    indicator: tin-share\n    value: about 80\n    words: 80%\n"
SIGNED = f"{HEAD}    milestones:\n      - kind: signed\n        modality: occurred\n        cite: tin-news#4\n"
PRICE = f"{HEAD}    values:\n      - kind: price\n        modality: planned\n        cite: tin-news#5\n"
WORTH = f"{HEAD}    values:\n      - kind: contract value\n        modality: planned\n        cite: tin-news#5\n"

TONNE = "units:\n  - {key: tonne, name: tonne, symbol: t, cite: tin-news#1}\n"
COMPARED = "about: entities/tinworks, words: less, base: before, modality: occurred, cite: tin-news#1"

BAD = {
    "unknown entity": (
        f"{HEAD}    parties:\n      - {{entity: tinwork, role: buyer, cite: tin-news#4}}\n",
        "extra.yaml:8:18 E-unknown-reference",
        'unknown entity "tinwork"; did you mean "tinworks"?',
    ),
    "unknown parent": (
        f"{HEAD}    parent: zinc\n",
        "extra.yaml:7:13 E-unknown-reference",
        'unknown agreement "zinc"; known are: tin-deal, tin-pact',
    ),
    "unknown currency": (
        f"{WORTH}        amount: 5 million JPY\n",
        "extra.yaml:11:17 E-unknown-reference",
        'unknown currency "JPY"; known are: KRW, USD',
    ),
    "unknown currency of an equivalent": (
        f"{WORTH}        amount: 5 million USD\n        equivalent: 5 CHF\n",
        "extra.yaml:12:21 E-unknown-reference",
        'unknown currency "CHF"; known are: KRW, USD',
    ),
    "unknown unit of a price": (
        f"{PRICE}        amount: 5 USD\n        per_unit: kilogram\n",
        "extra.yaml:12:19 E-unknown-reference",
        'unknown unit "kilogram"; known are: percent',
    ),
    "unknown mineral in a family without rows": (
        f"{SHARE}    modality: assessed\n    cite: tin-news#5\n    mineral: tin\n",
        "extra.yaml:8:14 E-unknown-reference",
        'unknown mineral "tin"; add it to minerals',
    ),
    "unknown subject of a fact": (
        f"{SHARE}    modality: assessed\n    cite: tin-news#5\n".replace("freedonia", "sylvania"),
        "extra.yaml:2:12 E-unknown-reference",
        'unknown place "sylvania"; known are: freedonia',
    ),
    "unknown entity that says so": (
        f"{HEAD}    attributed_to: tinworx\n",
        "extra.yaml:7:20 E-unknown-reference",
        'unknown entity "tinworx"; did you mean "tinworks"?',
    ),
    "unknown document": (
        HEAD.replace("tin-news#4", "[handbook#4.1, tin-nws#4]"),
        "extra.yaml:6:26 E-unknown-reference",
        'unknown document "tin-nws"; did you mean "tin-news"?',
    ),
    "paragraph past the end": (
        HEAD.replace("#4", "#999"),
        "extra.yaml:6:11 E-paragraph",
        "there is no paragraph 999; the document has 12",
    ),
    "paragraph past the end in the long form": (
        HEAD.replace("tin-news#4", "\n      - {document: tin-news, locator: 13, span: 0-4}"),
        "extra.yaml:7:9 E-paragraph",
        "there is no paragraph 13; the document has 12",
    ),
    "section of an article": (
        HEAD.replace("#4", "#4a"),
        "extra.yaml:6:11 E-paragraph",
        '"4a" is not a paragraph number; 1 to 12',
    ),
    "paragraph in digits that are not ASCII": (
        HEAD.replace("#4", "#1\u0663"),
        "extra.yaml:6:11 E-paragraph",
        '"1\u0663" is not a paragraph number; 1 to 12',
    ),
    "paragraph zero": (
        HEAD.replace("#4", "#0"),
        "extra.yaml:6:11 E-paragraph",
        '"0" is not a paragraph number; 1 to 12',
    ),
    "paragraph of a reference work": (
        HEAD.replace("tin-news#4", "handbook#4"),
        "extra.yaml:6:11 E-paragraph",
        '"handbook" has no numbered paragraphs; name the section, such as #IR-3.5',
    ),
    "citation twice": (
        HEAD.replace("tin-news#4", "[tin-news#4, tin-news#5, tin-news#4]"),
        "extra.yaml:6:36 E-duplicate-citation",
        "the same citation twice, first at seeds/extra.yaml:6:12; remove one",
    ),
    "fact twice": (
        f"{SIGNED}      - {{kind: signed, modality: in force, cite: tin-news#6}}\n",
        "extra.yaml:11:9 E-duplicate-fact",
        (
            'the fact "agreements/tin-pact/milestones/signed@tin-news" stands twice, first at seeds/extra.yaml:8:9;'
            " merge the two, or tell them apart with label: some-word"
        ),
    ),
    "relative date that does not follow": (
        f"{SIGNED}        date: {{words: last September, edtf: 2030-09, rule: latest past}}\n",
        "extra.yaml:11:45 E-date-rule",
        (
            '"last September" by the rule "latest past" gives 2029-09, not 2030-09;'
            " correct the value, or choose another rule"
        ),
    ),
    "day that the words do not print": (
        f"{SIGNED}        date: {{words: May 2030, edtf: 2030-05-02}}\n",
        "extra.yaml:11:39 E-date-rule",
        '"May 2030" by the rule "as printed" gives 2030-05, not 2030-05-02; correct the value, or choose another rule',
    ),
    "words that the rule cannot read": (
        f"{SIGNED}        date: {{words: soon, edtf: 2030-09, rule: latest past}}\n",
        "extra.yaml:11:23 E-date-rule",
        (
            '"soon" is not understood as one date or period; keep only the words of the date, or take the rule by hand'
            " and say in its note how the words are meant"
        ),
    ),
    "relative date on a work without a page date": (
        f"{SIGNED}        date: {{words: May 2, edtf: 2030-05-02, rule: document year, document: handbook}}\n",
        "extra.yaml:11:23 E-date-rule",
        'the rule "document year" needs a document with a page date',
    ),
    "relative date on an unknown document": (
        f"{SIGNED}        date: {{words: May 2, edtf: 2030-05-02, rule: document year, document: tin-nws}}\n",
        "extra.yaml:11:79 E-unknown-reference",
        'unknown document "tin-nws"; did you mean "tin-news"?',
    ),
    "relative period": (
        (
            f"{SHARE}    modality: assessed\n    cite: tin-news#5\n"
            "    period: {words: last year, edtf: 2028, rule: last year}\n"
        ),
        "extra.yaml:8:38 E-date-rule",
        '"last year" by the rule "last year" gives 2029, not 2028; correct the value, or choose another rule',
    ),
    "about in a nested fact": (
        f"{SIGNED}        about: agreements/tin-pact\n",
        "extra.yaml:11:9 E-about",
        '"about" stands in a fact that is nested below agreements/tin-pact; remove it',
    ),
    "no about at the top level": (
        "milestones:\n  - {kind: signed, modality: planned, cite: tin-news#1}\n",
        "extra.yaml:2:5 E-about",
        "the fact does not say what it is about; add a line like about: places/south-korea",
    ),
    "about a family no fact can be about": (
        SHARE.replace("places/freedonia", "units/percent") + "    modality: assessed\n    cite: tin-news#5\n",
        "extra.yaml:2:12 E-about",
        (
            'a fact cannot be about "units/percent"; families a fact can be about: '
            f"{', '.join(vocabulary.SUBJECT_COLUMNS)}"
        ),
    ),
    "about a family this kind of fact cannot be about": (
        "milestones:\n  - {kind: signed, about: places/freedonia, modality: planned, cite: tin-news#1}\n",
        "extra.yaml:2:27 E-about",
        (
            "milestones cannot be about places; they can be about: agreements, facilities, strategies, mineral_lists,"
            " events, entities"
        ),
    ),
    "relation of an entity to itself": (
        (
            "entity_relations:\n  - about: entities/tinworks\n    relation: member of\n    object: tinworks\n"
            "    modality: in force\n    cite: tin-news#1\n"
        ),
        "extra.yaml:4:13 E-relation",
        '"tinworks" stands on both sides; name another',
    ),
    "amount in a comparison in a unit of another kind": (
        (
            f"{TONNE}comparisons:\n"
            f"  - {{{COMPARED}, of: indicators/tin-share, how: difference, value: -5, unit: tonne}}\n"
        ),
        "extra.yaml:4:157 E-unit-kind",
        (
            "tonne is no unit of tin-share, which is measured in percent; choose a unit of the same kind; one with"
            " base: percent is"
        ),
    ),
    "change in tonnes": (
        f"{TONNE}comparisons:\n  - {{{COMPARED}, of: money/revenue, how: change, value: -5, unit: tonne}}\n",
        "extra.yaml:4:146 E-unit-kind",
        "a change is measured in percent, not in tonne; leave it out for percent, or compare by how: difference",
    ),
    "amount of money without a currency": (
        f"comparisons:\n  - {{{COMPARED}, of: money/revenue, how: difference, value: -5}}\n",
        "extra.yaml:2:140 E-comparison",
        "an amount of money without a currency; give currency, such as USD; how: change and how: multiple need none",
    ),
    "change in a currency": (
        f"comparisons:\n  - {{{COMPARED}, of: money/revenue, how: change, value: -5, currency: USD}}\n",
        "extra.yaml:2:150 E-comparison",
        (
            "a currency, and no amount of money; leave currency out, or choose difference or another word that takes an"
            " amount of money"
        ),
    ),
    "two facts that one label would tell apart, with the same citation": (
        (
            "scopes:\n"
            "  - {about: agreements/tin-deal, end_use: tin, words: tin, completeness: not said, cite: tin-news#1}\n"
            "  - {about: agreements/tin-deal, end_use: tin, words: cans, completeness: not said, cite: tin-news#1}\n"
        ),
        "extra.yaml:3:5 E-duplicate-fact",
        (
            'the fact "agreements/tin-deal/scopes/tin@tin-news" stands twice, first at seeds/extra.yaml:2:5; merge the'
            " two, or tell them apart with label: some-word"
        ),
    ),
    "tie of two entities": (
        (
            "entities:\n  - {key: tin-club, kind: association, name: Tin club, cite: tin-news#1}\n"
            "links:\n  - about: entities/tinworks\n    relation: part of\n    to: entities/tin-club\n"
            "    modality: in force\n    cite: tin-news#1\n"
        ),
        "extra.yaml:6:9 E-relation",
        '"entities/tin-club" is an entity, too; say what they are to each other in entity_relations',
    ),
}


@pytest.mark.parametrize(("text", "place", "said"), BAD.values(), ids=BAD)
def test_misfit_is_told_at_its_place(folder: ProjectFolder, text: str, place: str, said: str) -> None:
    folder.write(text)
    assert folder.places() == [place]
    (problem,) = folder.problems()
    assert "; ".join(part for part in (problem.what, problem.hint) if part) == said


def test_record_in_two_files_names_the_first_place(folder: ProjectFolder) -> None:
    folder.write("places:\n  - {kind: city, key: freedonia, name: F, cite: tin-news#2}\n")
    (problem,) = folder.problems()
    assert (str(problem.position), problem.code) == ("seeds/extra.yaml:2:23", "E-duplicate-record")
    assert problem.what == '"places/freedonia" stands twice, first at seeds/base.yaml:15:5'


def test_same_key_in_two_families_is_two_things(folder: ProjectFolder) -> None:
    folder.write("entities:\n  - {key: freedonia, kind: government body, name: Freedonia, cite: tin-news#2}\n")
    assert folder.check().fact_count == 10


@pytest.mark.parametrize("tell_apart", ["label: second", "kind: announced"])
def test_facts_that_are_told_apart_stand_side_by_side(folder: ProjectFolder, tell_apart: str) -> None:
    kind = "" if tell_apart.startswith("kind") else "kind: signed, "
    folder.write(f"{SIGNED}      - {{{kind}{tell_apart}, modality: planned, cite: tin-news#6}}\n")
    assert len(folder.check().rows["milestones"]) == 2


def test_same_fact_of_two_documents_stays_two_facts(folder: ProjectFolder) -> None:
    folder.write(f"{SIGNED}      - {{kind: signed, modality: in force, cite: handbook#S}}\n")
    assert [row.path for row in folder.check().rows["milestones"]] == [
        "agreements/tin-pact/milestones/signed@tin-news",
        "agreements/tin-pact/milestones/signed@handbook",
    ]


def test_nested_fact_and_fact_at_the_top_level_are_the_same_fact(folder: ProjectFolder) -> None:
    folder.write(SIGNED)
    nested = folder.check().rows["milestones"][0].values
    top = "milestones:\n  - {about: agreements/tin-pact, kind: signed, modality: occurred, cite: tin-news#4}\n"
    folder.write(f"{HEAD}{top}")
    assert folder.check().rows["milestones"][0].values == nested
