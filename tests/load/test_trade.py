"""What articles and tables tell of two deals, a hundred and sixty rows of it: each is loaded, and none is distorted.

``trade/rows.tsv`` lists the rows, ``trade/*.yaml`` the facts that say them, each with its rows behind it, and
``trade/expected.jsonl`` what ``core`` has to hold of each fact.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from tests.load.test_versions import state
from warehouse.tables import LOAD_ORDER

if TYPE_CHECKING:
    import psycopg

    from tests.load.conftest import Small

TRADE: Final = Path(__file__).with_name("trade")
TOLD: Final = ("lynas.yaml", "mp.yaml", "tables.yaml")
"""The files of facts; the other one holds registers."""


class Row(NamedTuple):
    """A row of ``rows.tsv``: a fact, where it stands, and whether it fits the families or needs prose."""

    row: str
    document: str
    place: str
    verdict: str
    fact: str


ROWS: Final = [Row(**row) for row in csv.DictReader((TRADE / "rows.tsv").read_text().splitlines(), delimiter="\t")]
OTHERS: Final = {"facts", "citations", "documents", "disagreement_facts"}
TABLES: Final = [table for table in LOAD_ORDER if "fact_id" in table.stated and table.name not in OTHERS]

CITED: Final = """
SELECT fact.path, split_part(fact.path, '/', 3), fact.seed_file, fact.seed_line, cited.document_key, cited.locator
FROM core.facts AS fact JOIN core.citations AS cited USING (fact_id)
"""
HELD: Final = """
SELECT fact.path, (to_jsonb(held) || jsonb_strip_nulls(jsonb_build_object(
    'modality', fact.modality, 'attributed_to_key', fact.attributed_to_key, 'note', fact.note)))::text
FROM core.facts AS fact JOIN core.{} AS held USING (fact_id)
WHERE fact.seed_file IN ('trade/lynas.yaml', 'trade/mp.yaml', 'trade/tables.yaml') ORDER BY fact.path
"""
UNSAID: Final = {"fact_id", "seed_file", "seed_line", "loaded_digest", "system_from", "opened_by"}
"""Columns that say nothing of the fact itself; so do those of schemes."""


def rows_by_line() -> dict[tuple[str, int], list[str]]:
    """Give the rows that stand behind each line of the seed files."""
    found = {}
    for name in TOLD:
        for number, line in enumerate((TRADE / name).read_text().splitlines(), 1):
            if match := re.search("  # ([0-9 ]+)$", line):
                found[f"trade/{name}", number] = match[1].split()
    return found


def facts_by_row(connection: psycopg.Connection) -> dict[str, list[tuple[str, str, str, str]]]:
    """Give the facts that say each row: path, section, and where a document says it."""
    lines, found = rows_by_line(), defaultdict(list)
    for path, section, file, line, document, locator in connection.execute(CITED):
        for row in lines.get((file, line), []):
            found[row].append((path, section, document, locator))
    return found


def values(text: str) -> dict[str, Any]:
    """Give a JSON object, with the digits of its numbers as they stand."""
    found: dict[str, Any] = json.loads(text, parse_float=str)
    return found


def held(connection: psycopg.Connection, table: str) -> list[dict[str, Any]]:
    """Give what ``core`` holds of the facts of a table: the path, and each column that is not empty."""
    return [
        {"table": table, "path": path}
        | {
            name: value
            for name, value in values(row).items()
            if value is not None and name not in UNSAID and not name.endswith("_scheme")
        }
        for path, row in connection.execute(HELD.format(table).encode())
    ]


def test_each_row_is_told_where_its_document_says_it(trade_connection: psycopg.Connection) -> None:
    facts = facts_by_row(trade_connection)
    assert len(ROWS) == 160
    assert facts.keys() == {row.row for row in ROWS}
    untold = [
        row.row
        for row in ROWS
        if (row.document, row.place) not in {(document, locator) for _, _, document, locator in facts[row.row]}
    ]
    assert untold == []


def test_prose_is_told_in_words_and_all_else_is_not(trade_connection: psycopg.Connection) -> None:
    facts = facts_by_row(trade_connection)
    prose = {row.row for row in ROWS if row.verdict == "needs prose"}
    of_words = {"statements", "clauses"}
    told = {row: {section for _, section, _, _ in found} for row, found in facts.items()}
    assert {row for row in prose if not told[row] & of_words} == {"157"}, "a figure whose note says what it is"
    assert {row for row in told.keys() - prose if told[row] <= {"statements"}} == set()


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_each_fact_is_held_as_it_was_told(trade_connection: psycopg.Connection, table: str) -> None:
    expected = map(values, (TRADE / "expected.jsonl").read_text().splitlines())
    assert held(trade_connection, table) == [row for row in expected if row["table"] == table]


@pytest.mark.slow
def test_loading_again_changes_nothing(trade: Small) -> None:
    before = state(trade)
    assert trade.plan().startswith("Nothing to change")
    assert trade.load("--reread").startswith("Nothing to change")
    assert state(trade) == before


@pytest.mark.slow
def test_exported_seeds_load_to_the_same_rows(trade: Small) -> None:
    before = state(trade)
    code, _, said = trade("seeds", "export", str(trade.project / "exported"))
    assert code == 0, said
    shutil.rmtree(trade.seeds)
    shutil.copytree(trade.project / "exported", trade.seeds)
    assert trade.plan().startswith("Nothing to change")
    trade.load()
    assert state(trade) == before


EDITS: Final = {
    "holdings": ("mp", "position: 1, words: largest", "position: 2, words: second largest", "position: 1 → 2"),
    "comparisons": ("lynas", "value: 43,", "value: 44,", "value: 43 → 44"),
    "clauses": ("mp", "the expansion of Mountain Pass", "Mountain Pass", "→ For Mountain Pass"),
    "positions": ("tables", "latitude: 7.189", "latitude: 7.19", "latitude: 7.189 → 7.19"),
    "strategy_measures": ("tables", "kind: Financing", "description: Money, kind: Financing", "description: ∅ → Money"),
    "names": ("tables", "name: Nambija District,", "language: es, name: Nambija District,", "language: ∅ → es"),
    "statuses": ("lynas", "status: expanding", "status: paused", "/statuses/paused;on=2025-07-24@lynas-fmt"),
    "identifiers": ("lynas", "ASX:LYC", "ASX:LYX", "/identifiers/ticker/ASX:LYX"),
    "links": (
        "lynas",
        "near, to: facilities/lamp",
        "near, to: facilities/lynas-2025",
        "/links/near/facilities/lynas-2025",
    ),
    "strategy_places": (
        "tables",
        "kyrgyzstan, role: affected",
        "kyrgyzstan, role: partner",
        "/places/partner/kyrgyzstan",
    ),
    "strategy_parties": (
        "mp",
        "role: issuer, cite: mp-mining#10",
        "role: funder, cite: mp-mining#10",
        "/parties/funder/",
    ),
    "facility_parties": ("mp", "role: planner", "role: owner", "/parties/owner/mp-materials"),
}
"""By family: an edit of a seed file, and what a plan says of it."""


@pytest.mark.slow
def test_edits_are_planned_told_and_taken_back(trade: Small) -> None:
    before = state(trade)
    for file, old, new, _ in EDITS.values():
        trade.edit(f"trade/{file}.yaml", old, new)
    plan = trade.plan()
    assert [told for _, _, _, told in EDITS.values() if told not in plan] == []
    trade.load()
    after = state(trade)
    assert {table for table in before if before[table] != after[table]} == EDITS.keys() | {"facts", "citations"}
    assert trade("diff", "1..2")[1].splitlines()[:-2] == plan.splitlines()[:-2]
    assert trade("undo", "2")[0] == 0
    assert state(trade) == before
    assert trade.plan() == plan


TELLING: Final = {
    "us-dod": ("words: largest shareholder → second largest shareholder", "position 2"),
    "icmm00056": ("latitude: 7.189 → 7.19", "latitude 7.19"),
    "kalgoorlie-plant": ("- facilities/kalgoorlie-plant/statuses/expanding;on=2025-07-24", "status paused"),
    "lynas": ("- entities/lynas/identifiers/ticker/ASX:LYC", "value ASX:LYX"),
    "kuantan-magnet-plant": ("+ facilities/kuantan-magnet-plant/links/near/", "to_facility_key lynas-2025"),
    "mp-dod-loan": ("statement: For the expansion of Mountain Pass → For", "statement For Mountain Pass"),
    "gta-12758": ("+ strategies/gta-12758/places/partner/kyrgyzstan", "role_place_key kyrgyzstan"),
}
"""By record: what ``history`` says of the edits, and a line of ``blame`` that they wrote."""


@pytest.mark.slow
def test_history_and_blame_know_the_families(trade: Small) -> None:
    for file, old, new, _ in EDITS.values():
        trade.edit(f"trade/{file}.yaml", old, new)
    trade.load()
    for key, (in_history, in_blame) in TELLING.items():
        assert in_history in trade("history", key)[1]
        lines = [" ".join(line.split()) for line in trade("blame", key)[1].splitlines()]
        runs = [line for line in lines[: lines.index(in_blame)] if line.startswith("run ")]
        assert runs[-1].startswith("run 2 ")


RENAMES: Final = {
    "a company that others hold": ("entities/mp-materials", r"(entity|object|payee|attributed_to): {}\b"),
    "a plant that others lie near": ("facilities/lamp", r"($^){}"),
    "a mineral that figures are of": ("minerals/ndpr", r"(mineral|parent): {}(?=[,}}])"),
    "a place that is left out of the world": ("places/china", r"(country|place|base_without): {}(?=[,}}])"),
    "a unit of prices": ("units/kilogram", r"(per_unit): {}\b"),
    "an indicator that is compared": ("indicators/production", r"(indicator): {}\b"),
    "a stage of figures": ("supply_chain_stages/processing", r"(stage): {}\b"),
    "an agreement that others are part of": ("agreements/mp-dod", r"(parent): {}(?=[,}}])"),
    "an event that agreements were announced at": ("events/lynas-june-quarter-report", r"($^){}"),
    "a policy": ("strategies/gta-12758", r"($^){}"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("thing", "references"), RENAMES.values(), ids=RENAMES)
def test_facts_go_on_where_what_they_refer_to_has_a_new_key(trade: Small, thing: str, references: str) -> None:
    """A record is renamed, wherever its key stands: nothing is added, and nothing retired."""
    register, key = thing.split("/")
    for path in sorted(trade.seeds.rglob("*.yaml")):
        text = path.read_text()
        if f"\n{register}:" in f"\n{text}":
            text = re.sub(rf"(\{{key: ){key},", rf"\1new, moved_from: {key},", text)
            text = re.sub(rf"( +)- key: {key}(?=\s)", rf"\1- key: new\n\1  moved_from: {key}", text)
        text = re.sub(rf"\b{thing}(?=[,}}\s])", f"{register}/new", text)
        path.write_text(re.sub(references.format(key), r"\1: new", text))
    total = trade.plan().splitlines()[-1]
    assert " 0 rows to add, " in total
    assert " 0 to retire, " in total
    trade.load()
    renames = trade.rows("SELECT old_path, new_path FROM ops.fact_renames")
    assert (f"{register}/{key}", f"{register}/new") in renames
    assert all(key in old and re.search(r"\bnew\b", new) for old, new in renames)
    assert trade("undo", "2")[0] == 0
    assert trade.rows("SELECT DISTINCT run_id FROM ops.fact_renames ORDER BY run_id") == [(2,), (3,)]


def test_checks_find_nothing_wrong(trade: Small) -> None:
    code, out, said = trade("check")
    assert code == 0, out + said
