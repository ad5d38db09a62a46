"""What was edited by hand in the database is found, shown and put back when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.load.conftest import Small

pytestmark = pytest.mark.slow

EDITS = {
    "edited": "UPDATE core.monetary_values SET amount = 7",
    "edited to nothing": "UPDATE core.entities SET country_key = 'freedonia'",
    "added": "INSERT INTO core.units (key, fact_id, name, symbol) VALUES ('x', gen_random_uuid(), 'x', 'x')",
    "removed": "DELETE FROM core.citations WHERE document_key = 'tin-news' AND paragraph = 5",
    "removed altogether": (
        "WITH gone AS (SELECT fact_id FROM core.facts WHERE path LIKE '%/parties/signatory/tin-club'),"
        " cited AS (DELETE FROM core.citations WHERE fact_id IN (TABLE gone)),"
        " own AS (DELETE FROM core.agreement_parties WHERE fact_id IN (TABLE gone)) SELECT 1"
    ),
}


@pytest.mark.parametrize("statement", EDITS.values(), ids=EDITS)
def test_edit_is_found_shown_and_put_back(loaded: Small, statement: str) -> None:
    assert loaded("check", "--drift")[0] == 0
    loaded.run_sql(statement)
    assert loaded.load().startswith("Nothing to change")
    code, out, _ = loaded("check", "--drift")
    assert code == 1
    assert out.startswith("edited by hand  ")
    plan = loaded.plan()
    assert any(line.lstrip().startswith("!") for line in plan.splitlines())
    assert plan.rstrip().endswith("0 rows to add, 0 to change, 0 to retire, 1 to put back.") or "2 to put back" in plan
    loaded.load("--restore")
    assert loaded("check", "--drift")[0] == 0
    assert loaded.rows("SELECT fact_count FROM ops.loads ORDER BY loaded_at DESC LIMIT 1") == loaded.rows(
        "SELECT count(*) FROM core.facts"
    )
    assert loaded.plan().startswith("Nothing to change")


def test_drift_of_a_table_is_one_line(loaded: Small) -> None:
    loaded.run_sql("UPDATE core.agreements SET name = 'Hand' WHERE key = 'tin-pact'")
    code, out, said = loaded("check", "--drift")
    assert (code, out) == (1, "edited by hand  rows of agreements: 1 changed, 0 added\n")
    assert '"warehouse plan" shows the rows.' in said


def test_edit_in_a_file_that_changes_is_put_back_without_being_asked(loaded: Small) -> None:
    loaded.run_sql("UPDATE core.monetary_values SET amount = 7")
    loaded.edit("pact.yaml", "name: Pact", "name: Pact of tin")
    said = loaded.load()
    assert "1 changed, 0 retired, 1 put back" in said
    assert loaded.rows("SELECT amount FROM core.monetary_values") == [(5_000_000,)]
    assert loaded.rows("SELECT amount, closed_by FROM history.monetary_values") == [(7, 2)]
    assert loaded.rows(
        "SELECT restored FROM ops.load_run_tables WHERE table_name = 'monetary_values' AND run_id = 2"
    ) == [(1,)]


def test_row_removed_by_hand_from_a_file_that_changes_is_no_drift_after_the_load(loaded: Small) -> None:
    loaded.run_sql(EDITS["removed"])
    loaded.edit("pact.yaml", "name: Pact", "name: Pact of tin")
    loaded.load()
    assert loaded.rows("SELECT count(*) FROM core.citations WHERE paragraph = 5") == [(1,)]
    code, out, _ = loaded("check", "--drift")
    assert (code, out) == (0, "")


def test_row_removed_by_hand_and_from_the_seeds_is_no_drift_after_all_files_are_read(loaded: Small) -> None:
    loaded.run_sql(EDITS["removed altogether"])
    loaded.edit("club.yaml", "      - {entity: tin-club, role: signatory, cite: tin-news#8}\n", "")
    loaded.load("--reread")
    code, out, _ = loaded("check", "--drift")
    assert (code, out) == (0, "")


def test_saved_plan_does_what_it_shows_and_nothing_else(loaded: Small) -> None:
    loaded.run_sql("UPDATE core.monetary_values SET amount = 7")
    loaded.edit("club.yaml", "name: Club deal", "name: Club pact")
    saved = loaded.project / "plan.json"
    code, out, _ = loaded("plan", "--out", str(saved))
    assert (code, "! agreements/tin-pact/values" in out, "name: Club deal → Club pact" in out) == (0, True, True)
    loaded.run_sql("UPDATE core.places SET name = 'Hand'")
    code, _, said = loaded("load", str(saved))
    assert (code, "the database has changed since it was made" in said) == (1, True)
    loaded.run_sql("UPDATE core.places SET name = 'Freedonia'")
    text = (loaded.seeds / "club.yaml").read_text()
    loaded.edit("club.yaml", "name: Club pact", "name: Other")
    code, _, said = loaded("load", str(saved))
    assert (code, "the seeds have changed since it was made" in said) == (1, True)
    loaded.write(text, "club.yaml")
    assert "1 changed, 0 retired, 1 put back" in loaded.load(str(saved))
    assert loaded("load", str(saved))[0] == 1, "it was done already"
    assert loaded("load", str(saved), "--restore")[0] == 64
    assert loaded.plan().startswith("Nothing to change")


def test_place_for_a_plan_that_cannot_be_written_is_told(loaded: Small) -> None:
    code, _, said = loaded("plan", "--out", "/proc/plan.json")
    assert (code, "cannot write /proc/plan.json" in said) == (77, True)
