"""A load costs what changed: files are known by digest, and what stands in the others is asked of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.load.conftest import Small

pytestmark = pytest.mark.slow

PATHS = "SELECT path FROM core.facts WHERE path LIKE 'agreements/%' ORDER BY path"


def files_read(said: str) -> list[str]:
    """Give the last progress of reading that a verbose load told."""
    return [line for line in said.splitlines() if line.startswith("reading")][-1:]


def test_only_changed_files_are_read(small: Small) -> None:
    assert files_read(small("--verbose", "load")[2]) == ["reading: 3 of 3 files, 46 rows"]
    assert files_read(small("--verbose", "load")[2]) == []
    small.edit("club.yaml", "name: Club deal", "name: Club pact")
    said = small("--verbose", "load")[2]
    assert files_read(said) == ["reading: 1 of 1 files, 12 rows"]
    assert "Loaded: 0 rows added, 1 changed, 0 retired" in said
    assert files_read(small("--verbose", "load", "--reread")[2])[0].startswith("reading: 3 of 3 files")


def test_file_touched_but_not_changed_is_not_read(loaded: Small) -> None:
    text = (loaded.seeds / "club.yaml").read_text()
    loaded.write(text, "club.yaml")
    assert files_read(loaded("--verbose", "load")[2]) == []


def test_remark_in_a_file_changes_no_fact(loaded: Small) -> None:
    loaded.edit("club.yaml", "entities:", "# a remark\nentities:")
    versions = loaded.rows("SELECT path, xmin::text FROM core.facts ORDER BY path")
    assert loaded.load().startswith("Nothing to change")
    assert loaded.rows("SELECT path, xmin::text FROM core.facts ORDER BY path") == versions
    assert loaded.rows("SELECT DISTINCT status FROM ops.load_runs ORDER BY 1") == [("loaded",), ("unchanged",)]


def test_removed_file_retires_what_it_said(loaded: Small) -> None:
    (loaded.seeds / "pact.yaml").unlink()
    assert loaded.plan().startswith("- agreements/tin-pact\n")
    loaded.load("--max-retire", "100%")
    assert not any(path.startswith("agreements/tin-pact") for (path,) in loaded.rows(PATHS))
    files = loaded.rows("SELECT path FROM ops.seed_files WHERE path <> 'base:vocabulary.yaml' ORDER BY path")
    assert files == [("base.yaml",), ("club.yaml",)]


def test_fact_that_moves_to_another_file_is_no_change_and_is_retired_from_there(loaded: Small) -> None:
    before = loaded.rows("SELECT path, system_from FROM core.facts ORDER BY path")
    (loaded.seeds / "pact.yaml").rename(loaded.seeds / "moved.yaml")
    assert loaded.plan().startswith("Nothing to change")
    assert loaded.load().startswith("Nothing to change")
    assert loaded.rows("SELECT path, system_from FROM core.facts ORDER BY path") == before
    assert loaded.rows("SELECT DISTINCT seed_file FROM core.monetary_values") == [("moved.yaml",)]
    loaded.edit("moved.yaml", "    milestones:", "    statements: []\n    milestones:")
    loaded.load()
    (loaded.seeds / "moved.yaml").unlink()
    loaded.load("--max-retire", "100%")
    assert not any(path.startswith("agreements/tin-pact") for (path,) in loaded.rows(PATHS))


def test_reference_into_a_file_that_is_not_read_is_known(loaded: Small) -> None:
    loaded.edit(
        "pact.yaml",
        "    values:",
        "    parties:\n      - {entity: tin-club, role: buyer, cite: tin-news#4}\n    values:",
    )
    assert "+ agreements/tin-pact/parties/buyer/tin-club" in loaded.plan()
    loaded.edit("pact.yaml", "entity: tin-club", "entity: tin-clup")
    assert loaded.refused("load") == [
        'seeds/pact.yaml:8:18  E-unknown-reference  unknown entity "tin-clup"; did you mean "tin-club"?'
    ]


def test_citation_of_a_document_that_is_not_read_is_held_against_it(loaded: Small) -> None:
    loaded.edit("pact.yaml", "tin-news#5", "tin-news#99")
    assert loaded.refused("plan") == [
        "seeds/pact.yaml:11:15  E-paragraph  there is no paragraph 99; the document has 12"
    ]


def test_record_that_other_files_need_cannot_go(loaded: Small) -> None:
    loaded.edit("base.yaml", "entities:\n  - {key: tinworks, kind: company, name: Tinworks, cite: tin-news#2}\n", "")
    (problem,) = loaded.refused("load", "--max-retire", "100%")
    assert problem.startswith(
        "seeds/club.yaml:11:18  E-unknown-reference  agreements/club-deal/parties/signatory/tinworks:"
    )
    assert "is not, or no longer, in entities" in problem
    assert loaded.rows("SELECT count(*) FROM core.entities") == [(2,)]


def test_fact_that_stands_in_a_file_that_is_not_read_is_a_double(loaded: Small) -> None:
    loaded.write("entities:\n  - {key: tin-club, kind: association, name: Club, cite: tin-news#7}\n", "more.yaml")
    (problem,) = loaded.refused("load")
    assert problem == (
        'seeds/more.yaml:2:11  E-duplicate-record  entities/tin-club: "entities/tin-club" stands in seeds/club.yaml:2'
        " too; merge the two"
    )
    loaded.write(
        "milestones:\n  - {about: agreements/tin-pact, kind: signed, modality: occurred, cite: tin-news#7}\n",
        "more.yaml",
    )
    (problem,) = loaded.refused("load")
    assert problem.startswith("seeds/more.yaml:2:5  E-duplicate-fact  agreements/tin-pact/milestones/signed")
    assert problem.endswith("too; merge the two, or tell them apart with label: some-word")


def test_fact_that_a_disagreement_names_is_looked_for_in_files_that_are_not_read(loaded: Small) -> None:
    dispute = "disagreements:\n  - {key: d, question: Signed?, status: open, cite: tin-news#4, facts_involved: [%s]}\n"
    loaded.write(dispute % "agreements/tin-pact/milestones/sined, entities/tin-club", "dispute.yaml")
    (problem,) = loaded.refused("load")
    assert problem.endswith('did you mean "agreements/tin-pact/milestones/signed@tin-news"?')
    assert problem == loaded("seeds", "check")[1].strip()


def test_correcting_a_document_examines_the_dates_that_hang_on_it_in_other_files(loaded: Small) -> None:
    loaded.edit("base.yaml", "page_date: 2030-05-15", "page_date: 2031-05-15")
    (problem,) = loaded.refused("load")
    assert problem == (
        'seeds/pact.yaml:15:45  E-date-rule  "last September" by the rule "latest past" gives 2030-09, not 2029-09;'
        " correct the value, or choose another rule"
    )
    loaded.edit("pact.yaml", "edtf: 2029-09", "edtf: 2030-09")
    loaded.load()
    assert loaded.rows("SELECT date_edtf FROM core.milestones") == [("2030-09",)]


def test_changing_a_fiscal_year_moves_the_dates_that_count_by_it_in_other_files(loaded: Small) -> None:
    club = (
        "entities:\n  - {key: ore-club, kind: association, name: Ore club, fiscal_year_ends: 06-30, cite: tin-news#7}\n"
    )
    founded = "date: {words: FY2029, edtf: FY2029}, modality: occurred, cite: tin-news#8"
    loaded.write(club, "ore.yaml")
    loaded.write(f"milestones:\n  - {{about: entities/ore-club, kind: announced, {founded}}}\n", "steps.yaml")
    loaded.load()
    days = (
        "SELECT date_earliest::text, date_latest::text, date_fiscal FROM core.milestones WHERE entity_key = 'ore-club'"
    )
    assert loaded.rows(days) == [("2028-07-01", "2029-06-30", "07-01 end")]
    loaded.edit("ore.yaml", "06-30", "03-31")
    loaded.load()
    assert loaded.rows(days) == [("2028-04-01", "2029-03-31", "04-01 end")]
    loaded.edit("ore.yaml", "fiscal_year_ends: 03-31, ", "")
    (problem,) = loaded.refused("load")
    assert problem.startswith(
        "seeds/steps.yaml:2:77  E-fiscal-year  nobody knows when the fiscal year 2029 begins; give "
    )


def test_facts_about_an_entity_that_is_not_read_count_by_its_fiscal_year(loaded: Small) -> None:
    loaded.edit("club.yaml", "name: Tin club,", "name: Tin club, fiscal_year_ends: 06-30,")
    loaded.load()
    founded = "date: {words: Q4 FY29, edtf: FY2029-Q4}, modality: occurred, cite: tin-news#8"
    loaded.write(f"milestones:\n  - {{about: entities/tin-club, kind: announced, {founded}}}\n", "steps.yaml")
    loaded.load()
    days = "SELECT date_earliest::text, date_latest::text FROM core.milestones WHERE entity_key = 'tin-club'"
    assert loaded.rows(days) == [("2029-04-01", "2029-06-30")]


def test_another_version_of_the_software_reads_everything(loaded: Small) -> None:
    loaded.run_sql("UPDATE ops.load_runs SET software_version = '0.0.1'")
    assert files_read(loaded("--verbose", "load")[2])[0].startswith("reading: 3 of 3 files")
    assert files_read(loaded("--verbose", "load")[2]) == []


STAGES = """\
supply_chain_stages:
  - {key: mining, name: Mining, definition: digging, position: 1, cite: tin-news#1}
  - {key: smelting, name: Smelting, definition: melting, position: 2, cite: tin-news#1}
"""


def test_stages_can_trade_places(small: Small) -> None:
    small.write(STAGES, "stages.yaml")
    small.load()
    small.edit("stages.yaml", "position: 2", "position: 0")
    small.edit("stages.yaml", "position: 1", "position: 2")
    small.edit("stages.yaml", "position: 0", "position: 1")
    small.load()
    assert small.rows("SELECT key FROM core.supply_chain_stages ORDER BY position") == [("smelting",), ("mining",)]


def test_position_of_a_stage_in_a_file_that_is_not_read_is_taken(small: Small) -> None:
    mining, smelting = STAGES.splitlines()[1:]
    small.write(f"supply_chain_stages:\n{mining}\n", "mining.yaml")
    small.write(f"supply_chain_stages:\n{smelting}\n", "smelting.yaml")
    small.load()
    small.edit("smelting.yaml", "position: 2", "position: 1")
    assert small.refused("plan") == [
        (
            "seeds/smelting.yaml:2:68  E-not-unique  supply_chain_stages/smelting: another row of supply_chain_stages"
            " has the same position; give it a position of its own"
        )
    ]


def test_what_only_the_database_forbids_is_told_at_its_place(small: Small) -> None:
    small.write(STAGES, "stages.yaml")
    small.load()
    small.edit("stages.yaml", "position: 1", "position: 3")
    small.edit("stages.yaml", "position: 2", "position: 4")
    small.run_sql("ALTER TABLE core.supply_chain_stages ADD CONSTRAINT low CHECK (position < 3)")
    problems = [problem for problem in small.refused("load") if "another row" not in problem]
    assert len(problems) == 2
    assert problems[0].startswith("seeds/stages.yaml:2:64  E-constraint  supply_chain_stages/mining: the database")
    assert small.rows("SELECT max(position) FROM core.supply_chain_stages") == [(2,)]


def test_value_that_the_database_cannot_hold_is_told_at_its_place(small: Small) -> None:
    small.run_sql("DROP VIEW core_as_of.monetary_values CASCADE")
    small.run_sql("ALTER TABLE core.monetary_values ALTER COLUMN amount TYPE numeric(6, 0)")
    (problem,) = small.refused("load")
    assert problem == (
        "seeds/pact.yaml:9:17  E-constraint  agreements/tin-pact/values/contract_value/USD;outlook=future@tin-news:"
        " the database cannot hold amount: numeric field overflow; correct the value"
    )
