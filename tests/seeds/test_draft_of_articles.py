"""The candidates of the two articles, measured by the curated seeds: what these cite to the word is there to be found.

The texts are the curator's: the test looks in ``WAREHOUSE_DOCUMENTS``, or in ``shared/articles`` beside the checkout.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT
from warehouse.model import amounts
from warehouse.model.dates import bounds
from warehouse.seeds.candidates import Candidate, Figure, FoundDate
from warehouse.seeds.draft import Draft
from warehouse.seeds.reader import check, read_folder
from warehouse.seeds.templates import find_document, text_of
from warehouse.texts import list_copies
from warehouse.vocabulary import base

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warehouse.texts import Copies

ARTICLES = ("korean-firms-us-rare-earth-push", "korea-derisks-rare-earth-imports")
SHARE = 0.95


@pytest.fixture(scope="module")
def copies() -> Copies:
    folders = [
        Path(os.environ.get("WAREHOUSE_DOCUMENTS", "")),
        *(each / "shared" / "articles" for each in ROOT.parents),
    ]
    folder = next((each for each in folders if each.name and each.is_dir()), None)
    if folder is None:
        pytest.skip("the texts of the articles are not here")
    return list_copies(folder)


def cited() -> Iterator[tuple[str, int, int, int, str, dict[str, Any]]]:
    """Yield each figure and date that is cited to the word: document, paragraph, span, table and columns."""
    seeds = check(ROOT / "seeds", ROOT)
    tables = ("monetary_values", "observations", "mineral_list_versions", "milestones")
    facts = {row.values["fact_id"]: (table, row.values) for table in tables for row in seeds.rows[table]}
    for citation in (row.values for row in seeds.rows["citations"]):
        if citation["span_start"] is not None and citation["fact_id"] in facts:
            place = citation["document_key"], citation["paragraph"], citation["span_start"], citation["span_end"]
            yield (*place, *facts[citation["fact_id"]])


def states(candidate: Candidate, table: str) -> object:
    """Return what a candidate states in the form of the columns of a table; None: it is of another sort."""
    found = candidate.found
    if table == "milestones" and isinstance(found, FoundDate):
        return tuple(tuple(bounds(reading.edtf, found.qualifier)) for reading in found.readings)
    if not isinstance(found, Figure) or (found.currency is None) == (table == "monetary_values"):
        return None
    if table == "monetary_values":
        sums = [amounts.money(words) for words in (found.value, found.equivalent) if words]
        return tuple((each.value, each.quantum, each.approximation, each.currency) for each in sums)
    quantity = amounts.quantity(found.value)
    return (
        quantity.value
        if table == "mineral_list_versions"
        else (quantity.value, quantity.quantum, quantity.approximation)
    )


def meant(table: str, row: Mapping[str, Any]) -> object:
    if table == "milestones":
        return ((row["date_earliest"], row["date_latest"]),)
    if table == "mineral_list_versions":
        return row["stated_count"]
    if table == "observations":
        return row["value"], row["quantum"], row["approximation"]
    names = ("amount", "quantum", "approximation", "currency_code")
    sums = (tuple(row[f"{prefix}{name}"] for name in names) for prefix in ("", "equivalent_"))
    return tuple(each for each in sums if each[0] is not None)


def test_nearly_all_figures_and_dates_are_found_and_none_has_a_wrong_value(copies: Copies) -> None:
    folder = read_folder(ROOT / "seeds", ROOT)
    found: dict[tuple[str, int], list[Candidate]] = {}
    for key in ARTICLES:
        document = find_document(folder, key)
        for paragraph in Draft.of(folder, document, text_of(document, copies), base()).paragraphs():
            found[key, paragraph.number] = list(paragraph.candidates)
    there, missed, wrong = 0, [], []
    for document_key, number, start, end, table, row in cited():
        near = [each for each in found[document_key, number] if each.quote.start < end and start < each.quote.end]
        stated = [state for each in near if (state := states(each, table)) is not None]
        there += 1
        place = f"{document_key}#{number}, {start}-{end}"
        missed += [place] if meant(table, row) not in stated else []
        wrong += [f"{place}: {state}" for state in stated if state != meant(table, row)]
    assert there > 30
    assert wrong == []
    assert len(missed) <= (1 - SHARE) * there, missed
