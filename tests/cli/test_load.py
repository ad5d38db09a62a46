"""``warehouse load`` and ``warehouse plan`` as a user meets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

ARTICLE = "korean-firms-us-rare-earth-push.yaml"


def rows(connection: psycopg.Connection, query: str) -> list[tuple[object, ...]]:
    """Read in a transaction of its own, so that each call sees what was committed before it."""
    with connection.transaction():
        return connection.execute(query.encode()).fetchall()


def state(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    """Everything the load writes in core, with the version of each row."""
    return rows(
        connection,
        "SELECT f.path, f.xmin::text, c.locator, c.xmin::text, v.amount, v.xmin::text FROM core.facts f"
        " LEFT JOIN core.citations c USING (fact_id) LEFT JOIN core.monetary_values v USING (fact_id) ORDER BY 1, 3",
    )


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    file.write_text(text.replace(old, new))


def test_second_load_writes_nothing_and_says_so(warehouse: Warehouse, postgresql: psycopg.Connection) -> None:
    code, out, said = warehouse("load")
    assert (code, out) == (ExitCode.DONE, "")
    assert "rows added, 0 changed, 0 retired" in said
    before = state(postgresql)
    assert len(before) > 150
    code, _, said = warehouse("load")
    assert code == ExitCode.DONE
    assert said.startswith("Nothing to change")
    assert state(postgresql) == before
    assert rows(postgresql, "SELECT status FROM ops.load_runs ORDER BY run_id") == [("loaded",), ("unchanged",)]


@pytest.mark.holds("curated")
def test_changed_record_updates_its_row_and_no_other(warehouse: Warehouse, postgresql: psycopg.Connection) -> None:
    before = dict.fromkeys(state(postgresql))
    replace(warehouse.seeds / ARTICLE, "amount: 260 billion KRW", "amount: 261 billion KRW")
    code, out, _ = warehouse("plan")
    assert code == ExitCode.DONE
    assert "amount: 260000000000 → 261000000000" in out
    assert f"seeds/{ARTICLE}:" in out
    assert out.rstrip().endswith("1 fact: 0 rows to add, 1 to change, 0 to retire.")
    assert dict.fromkeys(state(postgresql)) == before, "a plan writes nothing"
    assert warehouse("load")[0] == ExitCode.DONE
    changed = [row for row in state(postgresql) if row not in before]
    assert [row[0] for row in changed] == [
        "agreements/posco-magnets-europe/values/contract_value/KRW@korean-firms-us-rare-earth-push"
    ]


ATLANTIS = """
mineral_lists:
  - key: atlantean-list
    name: List of Atlantis
    jurisdiction: south-korea
    entry_term: minerals
    cite: iso-3166#KR
    versions:
      - {label: first, stated_count: "3", counted: minerals, modality: in force, cite: iso-3166#KR}
"""


def test_removed_record_is_retired_with_all_it_carried(warehouse: Warehouse, postgresql: psycopg.Connection) -> None:
    seed = warehouse.write(ATLANTIS)
    warehouse("load")
    kept = "SELECT count(*) FROM core.facts WHERE path LIKE 'mineral_lists/atlantean-list%'"
    assert rows(postgresql, kept) == [(2,)]
    seed.unlink()
    code, out, _ = warehouse("plan", "--exit-code")
    assert code == ExitCode.CHANGES_PENDING
    assert out.startswith("- mineral_lists/atlantean-list\n- mineral_lists/atlantean-list/versions/first@iso-3166\n")
    assert warehouse("load")[0] == ExitCode.DONE
    assert rows(postgresql, kept) == [(0,)]
    assert rows(postgresql, "SELECT count(*) FROM core.mineral_lists WHERE key = 'atlantean-list'") == [(0,)]


@pytest.mark.holds("curated")
def test_row_added_by_hand_is_retired(warehouse: Warehouse, postgresql: psycopg.Connection) -> None:
    with postgresql.transaction():
        postgresql.execute(
            "INSERT INTO core.places (key, fact_id, kind, name) VALUES ('atlantis', gen_random_uuid(), 'site', 'x')"
        )
    code, out, said = warehouse("plan", "--exit-code")
    assert code == ExitCode.CHANGES_PENDING
    assert "! places/atlantis\n    kind: site → ∅\n    name: x → ∅\n" in out
    assert "load --restore" in said
    assert warehouse("load")[2].startswith("Nothing to change"), "an hourly load does not look for what it was not told"
    assert "1 put back" in warehouse("load", "--restore")[2]
    assert rows(postgresql, "SELECT count(*) FROM core.places WHERE key = 'atlantis'") == [(0,)]
    assert warehouse("plan", "--exit-code")[0] == ExitCode.DONE


@pytest.mark.holds("curated")
def test_broken_seed_changes_nothing(warehouse: Warehouse, postgresql: psycopg.Connection) -> None:
    before = state(postgresql)
    replace(warehouse.seeds / ARTICLE, "amount: 260 billion KRW", "amount: 261 billion KRW")
    warehouse.write("entities:\n  - key: someone\n    kind: compny\n    name: Someone\n    cite: iso-3166#KR\n")
    code, out, said = warehouse("load")
    assert (code, out) == (ExitCode.INVALID_SOURCE, "")
    assert 'seeds/extra.yaml:3:11  E-unknown-word  unknown word "compny"; did you mean "company"?' in said
    assert state(postgresql) == before


@pytest.mark.holds("curated")
def test_failing_blocking_check_changes_nothing_and_is_recorded(
    warehouse: Warehouse, postgresql: psycopg.Connection
) -> None:
    before = state(postgresql)
    replace(warehouse.seeds / "korea-derisks-rare-earth-imports.yaml", "version: with-rare-earths", "version: longer")
    code, out, said = warehouse("plan")
    assert code == ExitCode.FAILED
    assert "members/longer/rare-earths" in out
    assert "list-versions-exist" in said
    assert warehouse("load")[0] == ExitCode.FAILED
    assert state(postgresql) == before
    failed = rows(postgresql, "SELECT status, error, finished_at IS NULL FROM ops.load_runs ORDER BY run_id DESC")[0]
    assert failed[0] == "failed"
    assert "list-versions-exist" in str(failed[1])
    assert failed[2] is False


@pytest.mark.holds("curated")
def test_mass_retirement_is_refused_until_allowed(warehouse: Warehouse, postgresql: psycopg.Connection) -> None:
    before = state(postgresql)
    for name in ("korea-derisks-rare-earth-imports.yaml", "disagreements.yaml"):
        (warehouse.seeds / name).unlink()
    code, _, said = warehouse("load")
    assert code == ExitCode.FAILED
    assert "in strategy_measures" in said
    assert state(postgresql) == before
    assert "as it stands, the load would retire many rows" in warehouse("plan")[2]
    assert warehouse("load", "--max-retire", "100%")[0] == ExitCode.DONE
    assert rows(postgresql, "SELECT count(*) FROM core.events WHERE key LIKE 'blue-house%'") == [(0,)]


@pytest.mark.parametrize("verb", ["plan", "load"])
@pytest.mark.holds("curated")
def test_seeds_folder_without_files_is_refused(
    warehouse: Warehouse, postgresql: psycopg.Connection, tmp_path: Path, verb: str
) -> None:
    before = state(postgresql)
    (tmp_path / "empty").mkdir()
    code, _, said = warehouse("--seeds", str(tmp_path / "empty"), verb)
    assert code == ExitCode.INVALID_SOURCE
    assert "holds no seed file" in said
    assert state(postgresql) == before


def test_load_waits_for_another_and_then_names_its_holder(warehouse: Warehouse, postgresql: psycopg.Connection) -> None:
    from warehouse.load.ledger import LOAD_LOCK

    with postgresql.transaction():
        postgresql.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
        code, _, said = warehouse("load", "--lock-wait", "0")
    assert code == ExitCode.BUSY
    assert f"server process {postgresql.info.backend_pid}" in said
    assert warehouse("load")[0] == ExitCode.DONE


def test_plan_as_json_names_the_place_and_cells_of_each_row(warehouse: Warehouse) -> None:
    code, out, _ = warehouse("plan", "--format", "json")
    assert code == ExitCode.DONE
    plan = json.loads(out)
    assert plan["format"] == 2
    assert plan["summary"]["added"] == sum(counts["added"] for counts in plan["tables"].values()) > 500
    path = "agreements/posco-magnets-europe/values/contract_value/KRW@korean-firms-us-rare-earth-push"
    value = next(change for change in plan["changes"] if (change["table"], change["path"]) == ("monetary_values", path))
    assert value["operation"] == "add"
    assert (value["file"], value["line"] > 1) == (ARTICLE, True)
    assert {"column": "amount", "old": None, "new": "260000000000"} in value["cells"]


def test_stat_shows_numbers_per_table(warehouse: Warehouse) -> None:
    code, out, _ = warehouse("plan", "--stat")
    assert code == ExitCode.DONE
    assert ["currencies", "+2", "~0", "-0"] in [line.split() for line in out.splitlines()]


@pytest.mark.holds("curated")
def test_reference_can_move_off_a_record_that_is_retired_in_the_same_load(
    warehouse: Warehouse, postgresql: psycopg.Connection
) -> None:
    places = warehouse.seeds / "registers" / "places.yaml"
    text = places.read_text().replace("key: chesapeake", "key: chesapeake-virginia")
    places.write_text(text)
    article = warehouse.seeds / ARTICLE
    article.write_text(article.read_text().replace("place: chesapeake", "place: chesapeake-virginia"))
    assert warehouse("load")[0] == ExitCode.DONE
    assert rows(postgresql, "SELECT DISTINCT place_key FROM core.facilities WHERE key LIKE 'ls-cable%'") == [
        ("chesapeake-virginia",)
    ]


def test_colour_tells_what_happens_and_stays_out_of_pipes(warehouse: Warehouse) -> None:
    assert "\x1b" not in warehouse("plan")[1]
    out = warehouse("--color", "always", "plan")[1]
    assert "\x1b[32m+ places/japan  seeds/registers/places.yaml" in out
    assert "\x1b" not in warehouse("--color", "always", "plan", "--format", "json")[1]


def test_verbose_names_the_phases(warehouse: Warehouse) -> None:
    said = warehouse("--verbose", "load")[2].splitlines()
    assert said[0] == "reading: 0 of 12 files, 0 rows"
    assert said[13:17] == ["resolving", "comparing", "writing", "mart"]
    assert "mart: fact_milestone" in said[17:]
    assert said[-2] == "checking"
    assert "comparing" not in warehouse("load")[2]
