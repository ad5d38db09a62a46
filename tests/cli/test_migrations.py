"""``warehouse db upgrade``, ``downgrade``, ``history``, ``check``, ``revision`` and ``lint``, as a user meets them."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.database.scratch import scratch
from tests.later import LATER, NEWEST, REVISIONS, later_version
from warehouse.cli.app import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import psycopg

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

DIGEST = f"UPDATE ops.migration_log SET file_sha256 = 'another' WHERE revision = '{NEWEST}'"


@pytest.fixture
def later(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the command line be of a version with one migration more; give the folder of its migrations."""
    folder = tmp_path_factory.mktemp("later")
    monkeypatch.setattr("warehouse.settings.resolve._shipped", lambda: folder)
    return later_version(folder)


@pytest.fixture
def blank(
    server_dsn: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Give the command line on an empty database."""
    with scratch(server_dsn) as dsn:
        monkeypatch.setenv("WAREHOUSE_DATABASE_URL", dsn)

        def call(*arguments: str) -> tuple[int, str, str]:
            code = run(arguments)
            printed = capsys.readouterr()
            return code, printed.out, printed.err

        yield call


def change(connection: psycopg.Connection, statement: str) -> None:
    connection.execute(statement.encode())
    connection.commit()


@pytest.mark.usefixtures("later")
def test_upgrade_names_each_migration_and_then_does_nothing(blank: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = blank("db", "upgrade", "--revision", NEWEST)
    lines = err.splitlines()
    assert (code, out) == (0, "")
    assert [line.split()[0] for line in lines[:-1]] == list(REVISIONS)
    assert re.match(rf"{REVISIONS[0]} create core and ops: applied in \d+\.\d+ s", lines[0])
    assert lines[-1:] == [f"Upgraded the schema from nothing to revision {NEWEST}."]
    assert blank("db", "upgrade", "--revision", NEWEST)[2] == f"The schema is at revision {NEWEST} already.\n"
    assert blank("db", "upgrade", "--revision", "20010101_0000")[0] == 64
    code, _, err = blank("db", "upgrade", "--lock-timeout", "2", "--statement-timeout", "60")
    assert code == 0
    assert f"Upgraded the schema from {NEWEST} to revision {LATER}.\n" in err
    assert blank("db", "upgrade")[2] == f"The schema is at revision {LATER} already.\n"
    code, _, err = blank("db", "upgrade", "--revision", NEWEST)
    assert code == 64
    assert f"warehouse db downgrade {NEWEST}" in err


def be_another_version_of_the_mart(later: Path) -> None:
    """Leave out the migration, and let a view of the mart be another one."""
    (later / "versions" / f"{LATER}_add_delivery_terms.py").unlink()
    mart = later.parent / "sql" / "mart"
    shutil.copy(ROOT / "sql" / "mart" / "fact_money.sql", mart)
    view = mart / "wide_parties.sql"
    view.write_text(view.read_text().replace("One row per", "One row per single"))


def test_mart_that_does_not_fit_the_tables_is_named_and_nothing_is_changed(warehouse: Warehouse, later: Path) -> None:
    (later / "versions" / f"{LATER}_add_delivery_terms.py").unlink()
    code, _, err = warehouse("db", "upgrade")
    assert code == 78
    assert "fact_money does not fit the tables: column v.delivery_terms does not exist" in err
    shutil.copy(ROOT / "sql" / "mart" / "fact_money.sql", later.parent / "sql" / "mart")
    assert warehouse("db", "check")[0] == 0


def test_upgrade_makes_anew_what_another_version_made_of_the_same_tables(warehouse: Warehouse, later: Path) -> None:
    be_another_version_of_the_mart(later)
    code, _, err = warehouse("load")
    assert code == 78
    assert "those of another version of the warehouse" in err
    code, _, err = warehouse("db", "upgrade")
    assert code == 0
    assert f"The schema is at revision {NEWEST} already.\n" in err
    assert "in step: " in err
    code, _, err = warehouse("db", "check")
    assert (code, err.splitlines()[-1]) == (0, f"The schema is what revision {NEWEST} makes.")


def test_check_says_that_another_version_made_the_mart(warehouse: Warehouse, later: Path) -> None:
    be_another_version_of_the_mart(later)
    code, _, err = warehouse("db", "check")
    assert code == 1
    assert "Another version of the warehouse made the mart and what else follows: warehouse db upgrade." in err


@pytest.mark.usefixtures("later")
def test_offline_script_is_printed_without_a_database(offline: Warehouse) -> None:
    code, out, err = offline("db", "upgrade", "--sql", "--from", NEWEST, "--lock-timeout", "7")
    assert (code, err) == (0, "")
    assert "SET lock_timeout = 7000;" in out
    assert f"version_num='{LATER}'" in out
    assert not (offline.project / ".warehouse").exists()
    assert offline("db", "upgrade", "--sql", "--from", LATER)[0] == 64
    assert offline("db", "upgrade", "--from", NEWEST)[0] == 64


@pytest.mark.usefixtures("later")
def test_history_tells_what_is_applied_and_what_is_pending(
    warehouse: Warehouse, own_database: psycopg.Connection
) -> None:
    code, out, err = warehouse("db", "history")
    heads, rule, *rows = out.splitlines()
    assert code == 0
    assert heads.split()[:3] == ["revision", "what", "state"]
    assert set(rule) == {"-", " "}
    assert [row.split()[0] for row in rows] == [*REVISIONS, LATER]
    assert "create core and ops" in rows[0]
    assert f"  {own_database.info.user}  " in rows[0]
    assert [("  pending" in row, "  applied" in row) for row in rows[:-1]] == [(False, True)] * len(REVISIONS)
    assert ("  pending" in rows[-1], "  applied" in rows[-1]) == (True, False)
    assert err.endswith("1 pending: warehouse db upgrade.\n")
    assert warehouse("db", "upgrade")[0] == 0
    assert warehouse("db", "history")[2].endswith("All are applied.\n")


def test_history_as_json(warehouse: Warehouse, own_database: psycopg.Connection) -> None:
    change(own_database, DIGEST)
    code, out, err = warehouse("db", "history", "--format", "json")
    told = {chapter["revision"]: chapter for chapter in json.loads(out)}
    assert code == 0
    assert list(told) == list(REVISIONS)
    assert set(told[NEWEST]) == {
        "revision", "what", "state", "applied_at", "applied_by", "seconds", "software_version", "owner", "file_sha256",
        "is_altered",
    }  # fmt: skip
    assert told[NEWEST]["state"] == "applied"
    assert told[NEWEST]["is_altered"] is True
    assert f"The file of {NEWEST} is not what was applied." in err
    assert "applied, file changed since" in warehouse("db", "history")[1]


def test_downgrade_says_what_is_lost_and_does_nothing_without_yes(
    warehouse: Warehouse, own_database: psycopg.Connection, later: Path
) -> None:
    assert warehouse("db", "upgrade")[0] == 0
    change(own_database, "UPDATE ops.migration_log SET remark = 'one'")
    code, out, err = warehouse("db", "downgrade", NEWEST)
    assert (code, out) == (1, "")
    assert f"going back from {LATER} to {NEWEST} takes back 1 migration and loses\n" in err
    assert "    column core.monetary_values.delivery_terms: values in 0 rows\n" in err
    assert "    column history.monetary_values.delivery_terms: values in 0 rows\n" in err
    assert f"    column ops.migration_log.remark: values in {len(REVISIONS) + 1} rows\n" in err
    assert "mart." not in err
    assert f"    {LATER} says: A downgrade loses it" in err
    assert "run it again with --yes" in err
    assert own_database.execute("SELECT version_num FROM ops.alembic_version").fetchone() == (LATER,)
    own_database.rollback()
    code, _, err = warehouse("db", "downgrade", NEWEST, "--yes")
    assert code == 0
    assert re.search(rf"{LATER} add delivery terms: taken back in \d+\.\d+ s", err)
    assert f"Took the schema back from {LATER} to revision {NEWEST}.\n" in err
    assert own_database.execute("SELECT version_num FROM ops.alembic_version").fetchone() == (NEWEST,)
    own_database.rollback()
    assert later.is_dir()


def test_downgrade_to_nothing_says_how_many_rows_go(warehouse: Warehouse, own_database: psycopg.Connection) -> None:
    change(own_database, "INSERT INTO ops.table_totals VALUES ('facts', 1, 1), ('places', 1, 1)")
    code, _, err = warehouse("db", "downgrade", "base")
    assert code == 1
    assert "    table ops.table_totals: 2 rows\n" in err
    assert "other tables that hold no row\n" in err
    assert warehouse("db", "downgrade", "base", "--yes")[0] == 0
    assert own_database.execute("SELECT to_regclass('core.facts'), to_regclass('mart.dim_fact')").fetchone() == (
        None,
        None,
    )


def test_downgrade_to_a_revision_that_the_database_never_was_at_has_no_mart(
    blank: Callable[..., tuple[int, str, str]], later: Path
) -> None:
    assert blank("db", "upgrade")[0] == 0
    code, _, err = blank("db", "downgrade", NEWEST, "--yes")
    assert code == 0
    assert "nobody knows what its mart was: there is none now" in err
    (later / "versions" / f"{LATER}_add_delivery_terms.py").unlink()
    shutil.copy(ROOT / "sql" / "mart" / "fact_money.sql", later.parent / "sql" / "mart")
    assert blank("db", "upgrade")[0] == 0
    assert blank("db", "check")[0] == 0


@pytest.mark.parametrize("revision", [NEWEST, "20010101_0000"])
def test_downgrade_goes_only_down(warehouse: Warehouse, revision: str) -> None:
    assert warehouse("db", "downgrade", revision, "--yes")[0] == 64


def test_untouched_schema_passes_the_check(warehouse: Warehouse) -> None:
    code, out, err = warehouse("db", "check")
    assert (code, out) == (0, "")
    assert err.endswith(f"The schema is what revision {NEWEST} makes.\n")


def test_check_names_each_difference(warehouse: Warehouse, own_database: psycopg.Connection) -> None:
    change(own_database, "ALTER TABLE ops.load_runs ALTER COLUMN host TYPE varchar(9)")
    change(own_database, "CREATE VIEW mart.mine AS SELECT 1 AS a")
    change(own_database, "DROP VIEW mart.wide_citations")
    change(own_database, DIGEST)
    code, out, err = warehouse("db", "check")
    assert code == 1
    assert out.splitlines() == [
        f"~ migration {NEWEST}: its file is not what was applied",
        "+ view mart.mine: is there, should not be",
        "- view mart.wide_citations: is missing",
        "~ column ops.load_runs.host: type is character varying(9), should be text",
    ]
    assert err.endswith(f"4 differences from what revision {NEWEST} is.\n")
    code, out, _ = warehouse("db", "check", "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert (found["revision"], found["is_sound"], found["is_beside"]) == (NEWEST, False, True)
    assert found["differences"][-1] == {
        "sign": "~",
        "kind": "column",
        "name": "ops.load_runs.host",
        "attribute": "type",
        "found": "character varying(9)",
        "expected": "text",
    }


@pytest.mark.usefixtures("later")
def test_check_compares_at_the_revision_the_database_is_at(warehouse: Warehouse) -> None:
    code, out, err = warehouse("db", "check")
    assert (code, out) == (0, "")
    assert f"Compared at revision {NEWEST}; 1 pending" in err


def test_check_leaves_no_database_behind(warehouse: Warehouse, own_database: psycopg.Connection) -> None:
    assert warehouse("db", "check")[0] == 0
    query = "SELECT count(*) FROM pg_database WHERE datname LIKE 'warehouse_scratch%'"
    assert own_database.execute(query).fetchone() == (0,)


@pytest.mark.usefixtures("later")
def test_half_applied_migration_is_told_by_history_and_check(
    warehouse: Warehouse, own_database: psycopg.Connection
) -> None:
    change(own_database, f"UPDATE ops.alembic_version SET version_num = '{LATER}'")
    said = f"ops.alembic_version says revision {LATER}, but ops.migration_log ends at {NEWEST}"
    code, out, err = warehouse("db", "check")
    assert code == 1
    assert "- column ops.migration_log.remark: is missing" in out
    assert said in err
    code, out, err = warehouse("db", "history")
    assert code == 78
    assert LATER in out
    assert said in err
    for command in (("upgrade",), ("downgrade", NEWEST, "--yes")):
        code, _, err = warehouse("db", *command)
        assert code == 78
        assert said in err


@pytest.mark.parametrize("command", [("upgrade",), ("downgrade", NEWEST), ("history",), ("check",)])
def test_newer_database_is_refused(
    warehouse: Warehouse, own_database: psycopg.Connection, command: tuple[str, ...]
) -> None:
    change(own_database, "UPDATE ops.alembic_version SET version_num = '29991231_2359'")
    code, out, err = warehouse("db", *command)
    assert (code, out) == (78, "")
    assert "at revision 29991231_2359, which this version does not know" in err
    assert "Install the version of the warehouse that upgraded it" in err


@pytest.mark.parametrize("command", [("downgrade", "base"), ("check",)])
def test_empty_database_is_to_be_upgraded(blank: Callable[..., tuple[int, str, str]], command: tuple[str, ...]) -> None:
    code, _, err = blank("db", *command)
    assert code == 78
    assert "holds no warehouse yet" in err


def test_history_of_an_empty_database_is_all_pending(blank: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = blank("db", "history", "-f", "json")
    assert code == 0
    assert {chapter["state"] for chapter in json.loads(out)} == {"pending"}
    assert err == f"{len(REVISIONS)} pending: warehouse db upgrade.\n"


def test_revision_wants_a_verb(offline: Warehouse) -> None:
    code, _, err = offline("db", "revision", "unit of price")
    assert code == 64
    assert "the verb is one of add, alter" in err


def test_lint_has_nothing_to_say(offline: Warehouse) -> None:
    assert offline("db", "lint") == (0, "", "Nothing to say about the migrations.\n")
