"""What all records share: citations in both forms, rank, inference, dates with their bounds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from warehouse import vocabulary

if TYPE_CHECKING:
    from tests.builders import ProjectFolder

PLACE = "places:\n  - key: sylvania\n    kind: city\n    name: Sylvania\n"
CITED = f"{PLACE}    cite: tin-news#1\n"

BAD = {
    "no citation": (PLACE, "2:5 E-missing-key"),
    "no citation in the list": (f"{PLACE}    cite: []\n", "5:11 E-no-citation"),
    "empty citation": (f"{PLACE}    cite:\n", "5:10 E-empty"),
    "citation without a paragraph": (f"{PLACE}    cite: tin-news\n", "5:11 E-citation"),
    "citation without a locator": (f"{PLACE}    cite: tin-news#\n", "5:11 E-citation"),
    "citation with a blank": (f"{PLACE}    cite: tin-news #1\n", "5:11 E-citation"),
    "one citation of several": (f"{PLACE}    cite: [tin-news#1, tin news#2]\n", "5:24 E-citation"),
    "citation of a malformed key": (f"{PLACE}    cite: Tin-news#1\n", "5:11 E-key-form"),
    "citation in the long form without a locator": (f"{PLACE}    cite: {{document: tin-news}}\n", "5:11 E-missing-key"),
    "citation with an unknown key": (
        f"{PLACE}    cite: {{document: tin-news, locator: 1, page: 2}}\n",
        "5:44 E-unknown-key",
    ),
    "span of another form": (f"{PLACE}    cite: {{document: tin-news, locator: 1, span: 10}}\n", "5:50 E-form"),
    "span that runs backwards": (f"{PLACE}    cite: {{document: tin-news, locator: 1, span: 42-10}}\n", "5:50 E-span"),
    "span of nothing": (f"{PLACE}    cite: {{document: tin-news, locator: 1, span: 10-10}}\n", "5:50 E-span"),
    "span in other digits": (f"{PLACE}    cite: {{document: tin-news, locator: 1, span: 1-\u0663}}\n", "5:50 E-form"),
    "digest of another form": (
        f"{PLACE}    cite: {{document: tin-news, locator: 1, quote_sha256: abc}}\n",
        "5:58 E-form",
    ),
    "rank without a reason": (f"{CITED}    rank: preferred\n", "2:5 E-rank"),
    "reason without a rank": (f"{CITED}    rank_reason: newer\n", "2:5 E-rank"),
    "inferred without a note": (f"{CITED}    basis: inferred\n", "2:5 E-inferred"),
    "unknown key": (f"{CITED}    iso: SY\n", "6:5 E-unknown-key"),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_misfit_is_told_at_its_place(folder: ProjectFolder, text: str, expected: str) -> None:
    folder.write(text)
    assert folder.places() == [f"extra.yaml:{expected}"]


@pytest.mark.parametrize(
    ("written", "columns"),
    [
        ("tin-news#12", ("12", 12, None, None)),
        ("[tin-news#12]", ("12", 12, None, None)),
        ("{document: tin-news, locator: 12}", ("12", 12, None, None)),
        ("{document: tin-news, locator: 12, span: 0-7}", ("12:0-7", 12, 0, 7)),
        ("handbook#IR-3.5", ("IR-3.5", None, None, None)),
        ("handbook#Table I", ("Table I", None, None, None)),
        ("handbook#a#b", ("a#b", None, None, None)),
    ],
)
def test_citation_fills_its_columns(
    folder: ProjectFolder, written: str, columns: tuple[str, int | None, int | None, int | None]
) -> None:
    folder.write(f"{PLACE}    cite: {written}\n")
    row = next(row.values for row in folder.check().rows["citations"] if row.path == "places/sylvania")
    assert (row["locator"], row["paragraph"], row["span_start"], row["span_end"]) == columns


def test_rank_and_inference_with_their_reasons_fill_the_shared_row(folder: ProjectFolder) -> None:
    folder.write(f"{CITED}    rank: deprecated\n    rank_reason: older\n    basis: inferred\n    note: by its name\n")
    row = next(row.values for row in folder.check().rows["facts"] if row.path == "places/sylvania")
    expected = {"rank": "deprecated", "rank_reason": "older", "basis": "inferred", "note": "by its name"}
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("words: by 2031, edtf: 2031, qualifier: by", None, date(2031, 12, 31)),
        ("words: after May 2031, edtf: 2031-05, qualifier: after", date(2031, 6, 1), None),
        ("words: before May 2031, edtf: 2031-05, qualifier: before", None, date(2031, 4, 30)),
        ("words: about 2031, edtf: 2031, qualifier: about", date(2031, 1, 1), date(2031, 12, 31)),
        ("words: Wednesday, edtf: 2030-05-15, rule: latest past", date(2030, 5, 15), date(2030, 5, 15)),
        ("words: June, edtf: 2029-06, rule: latest past", date(2029, 6, 1), date(2029, 6, 30)),
    ],
)
def test_date_fills_its_bounds_and_what_it_hangs_on(
    folder: ProjectFolder, written: str, earliest: date | None, latest: date | None
) -> None:
    about = "about: agreements/tin-deal, kind: signed, modality: planned, cite: tin-news#1"
    folder.write(f"milestones:\n  - {{{about}, date: {{{written}}}}}\n")
    row = folder.check().rows["milestones"][0].values
    assert (row["date_earliest"], row["date_latest"]) == (earliest, latest)
    assert row["date_document_key"] == ("tin-news" if "rule" in written else None)
    assert row["date_qualifier"] in vocabulary.base().meanings("date-qualifier")


DEAL = "about: agreements/tin-deal, modality: planned, cite: tin-news#1"
LIST = "mineral_lists:\n  - {key: l, name: L, jurisdiction: freedonia, entry_term: ores, cite: tin-news#1}\n"
EVENT = "events:\n  - {key: e, kind: meeting, name: E, modality: occurred, cite: tin-news#1}\n"
PLAN = (
    "strategies:\n  - {key: p, kind: strategy, name: P, issuer: tinworks, jurisdiction: freedonia,"
    " modality: planned, cite: tin-news#1}\n"
)
PATHS = {
    "name": (
        "entity_names:\n  - {about: entities/tinworks, name: The Tin Works, kind: alias, cite: tin-news#1}\n",
        "entities/tinworks/names/alias/The_Tin_Works",
    ),
    "relation": (
        (
            "entity_relations:\n  - {about: entities/tinworks, relation: member of, object: o, modality: planned,"
            " cite: tin-news#1}\nentities:\n  - {key: o, kind: association, name: O, cite: tin-news#1}\n"
        ),
        "entities/tinworks/relations/member_of/o",
    ),
    "party": (
        "agreement_parties:\n  - {about: agreements/tin-deal, entity: tinworks, role: buyer, cite: tin-news#1}\n",
        "agreements/tin-deal/parties/buyer/tinworks",
    ),
    "participant": (
        f"{EVENT}event_participants:\n  - {{about: events/e, entity: tinworks, role: speaker, cite: tin-news#1}}\n",
        "events/e/participants/speaker/tinworks",
    ),
    "milestone": (
        f"milestones:\n  - {{{DEAL}, kind: production start}}\n",
        "agreements/tin-deal/milestones/production_start;outlook=future@tin-news",
    ),
    "value": (
        f"monetary_values:\n  - {{{DEAL}, kind: contract value, amount: 5 KRW, label: tax}}\n",
        "agreements/tin-deal/values/contract_value/KRW;outlook=future;label=tax@tin-news",
    ),
    "observation": (
        f"observations:\n  - {{{DEAL}, indicator: tin-share, value: 5, words: 5%, counterpart: freedonia}}\n",
        "agreements/tin-deal/observations/tin-share/freedonia;outlook=future@tin-news",
    ),
    "measure": (
        (
            f"{PLAN}strategy_measures:\n  - {{about: strategies/p, label: pay, kind: funding, description: pay,"
            " modality: planned, cite: tin-news#1}\n"
        ),
        "strategies/p/measures/funding/pay@tin-news",
    ),
    "version": (
        (
            f"{LIST}mineral_list_versions:\n  - {{about: mineral_lists/l, label: first, modality: planned,"
            " cite: tin-news#1}\n"
        ),
        "mineral_lists/l/versions/first@tin-news",
    ),
}


@pytest.mark.parametrize(("text", "path"), PATHS.values(), ids=PATHS)
def test_path_of_each_kind_of_fact(folder: ProjectFolder, text: str, path: str) -> None:
    folder.write(text)
    assert path in {row.path for row in folder.check().rows["facts"]}
