"""``warehouse db upgrade``, ``downgrade``, ``history``, ``check``, ``revision`` and ``lint``, as a user meets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.database.scratch import scratch
from warehouse.cli.run import run
from warehouse.database.revisions import list_revisions
from warehouse.database.upgrade import downgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psycopg

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

MIGRATIONS = ROOT / "migrations"
REVISIONS = [revision.name for revision in list_revisions(MIGRATIONS)]
HEAD, BEFORE = REVISIONS[-1], REVISIONS[-2]
DIGEST = "UPDATE ops.migration_log SET file_sha256 = 'another' WHERE revision = '20261122_1210'"


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


def test_upgrade_names_each_migration_and_then_does_nothing(blank: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = blank("db", "upgrade", "--revision", REVISIONS[1])
    lines = err.splitlines()
    assert (code, out) == (0, "")
    assert lines[0].startswith(f"{REVISIONS[0]} create ops: applied in 0.")
    assert lines[1].startswith(f"{REVISIONS[1]} create reference registers: applied in 0.")
    assert lines[2:] == [f"Upgraded the schema from nothing to revision {REVISIONS[1]}."]
    assert (
        blank("db", "upgrade", "--revision", REVISIONS[1])[2] == f"The schema is at revision {REVISIONS[1]} already.\n"
    )
    code, _, err = blank("db", "upgrade", "--revision", REVISIONS[0])
    assert code == 64
    assert f"warehouse db downgrade {REVISIONS[0]}" in err
    assert blank("db", "upgrade", "--revision", "20010101_0000")[0] == 64
    code, _, err = blank("db", "upgrade", "--lock-timeout", "2", "--statement-timeout", "60")
    assert code == 0
    assert err.endswith(f"Upgraded the schema from {REVISIONS[1]} to revision {HEAD}.\n")


def test_offline_script_is_printed_without_a_database(offline: Warehouse) -> None:
    code, out, err = offline("db", "upgrade", "--sql", "--from", BEFORE, "--lock-timeout", "7")
    assert (code, err) == (0, "")
    assert "SET lock_timeout = 7000;" in out
    assert f"version_num='{HEAD}'" in out
    assert not (offline.project / ".warehouse").exists()
    assert offline("db", "upgrade", "--sql", "--from", HEAD)[0] == 64
    assert offline("db", "upgrade", "--from", BEFORE)[0] == 64


def test_history_tells_what_is_applied_and_what_is_pending(
    warehouse: Warehouse, database_url: str, own_database: psycopg.Connection
) -> None:
    code, out, err = warehouse("db", "history")
    heads, rule, *rows = out.splitlines()
    assert code == 0
    assert heads.split()[:3] == ["revision", "what", "state"]
    assert set(rule) == {"-", " "}
    assert [row.split()[0] for row in rows] == REVISIONS
    assert "add migration details" in rows[-1]
    assert f"  {own_database.info.user}  " in rows[-1]
    assert err.endswith("All are applied.\n")
    downgrade(database_url, MIGRATIONS, BEFORE)
    code, out, err = warehouse("db", "history")
    assert [("  pending" in row, "  applied" in row) for row in out.splitlines()[-2:]] == [(False, True), (True, False)]
    assert err.endswith("1 pending: warehouse db upgrade.\n")


def test_history_as_json(warehouse: Warehouse, own_database: psycopg.Connection) -> None:
    change(own_database, DIGEST)
    code, out, err = warehouse("db", "history", "--format", "json")
    told = {chapter["revision"]: chapter for chapter in json.loads(out)}
    assert code == 0
    assert list(told) == REVISIONS
    assert set(told[HEAD]) == {
        "revision", "what", "state", "applied_at", "applied_by", "seconds", "software_version", "owner", "file_sha256",
        "is_altered",
    }  # fmt: skip
    assert told[HEAD]["state"] == "applied"
    assert [name for name in told if told[name]["is_altered"]] == ["20261122_1210"]
    assert "The file of 20261122_1210 is not what was applied." in err
    assert "applied, file changed since" in warehouse("db", "history")[1]


def test_downgrade_says_what_is_lost_and_does_nothing_without_yes(
    warehouse: Warehouse, own_database: psycopg.Connection
) -> None:
    change(own_database, "INSERT INTO ops.table_totals VALUES ('facts', 1, 1), ('places', 1, 1)")
    code, out, err = warehouse("db", "downgrade", "20261122_1120")
    assert (code, out) == (1, "")
    assert f"going back from {HEAD} to 20261122_1120 takes back 6 migrations and loses\n" in err
    assert "    table ops.table_totals: 2 rows\n" in err
    assert "other tables that hold no row\n" in err
    assert f"    column ops.migration_log.seconds: values in {len(REVISIONS)} rows\n" in err
    assert f"    {HEAD} says: A downgrade loses the three columns" in err
    assert "run it again with --yes" in err
    assert own_database.execute("SELECT version_num FROM ops.alembic_version").fetchone() == (HEAD,)
    own_database.rollback()
    code, _, err = warehouse("db", "downgrade", "20261122_1120", "--yes")
    assert code == 0
    assert f"{HEAD} add migration details: taken back in 0." in err
    assert err.endswith(f"Took the schema back from {HEAD} to revision 20261122_1120.\n")
    assert own_database.execute("SELECT version_num FROM ops.alembic_version").fetchone() == ("20261122_1120",)


@pytest.mark.parametrize("revision", [HEAD, "20010101_0000"])
def test_downgrade_goes_only_down(warehouse: Warehouse, revision: str) -> None:
    assert warehouse("db", "downgrade", revision, "--yes")[0] == 64


def test_untouched_schema_passes_the_check(warehouse: Warehouse) -> None:
    code, out, err = warehouse("db", "check")
    assert (code, out) == (0, "")
    assert err.endswith(f"The schema is what revision {HEAD} makes.\n")


def test_check_names_each_difference(warehouse: Warehouse, own_database: psycopg.Connection) -> None:
    change(own_database, "ALTER TABLE ops.load_runs ALTER COLUMN host TYPE varchar(9)")
    change(own_database, "CREATE VIEW mart.mine AS SELECT 1 AS a")
    change(own_database, "DROP VIEW mart.wide_citations")
    change(own_database, DIGEST)
    code, out, err = warehouse("db", "check")
    assert code == 1
    assert out.splitlines() == [
        "~ migration 20261122_1210: its file is not what was applied",
        "+ view mart.mine: is there, should not be",
        "- view mart.wide_citations: is missing",
        "~ column ops.load_runs.host: type is character varying(9), should be text",
    ]
    assert err.endswith(f"4 differences from what revision {HEAD} is.\n")
    code, out, _ = warehouse("db", "check", "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert (found["revision"], found["is_sound"], found["is_beside"]) == (HEAD, False, True)
    assert found["differences"][-1] == {
        "sign": "~",
        "kind": "column",
        "name": "ops.load_runs.host",
        "attribute": "type",
        "found": "character varying(9)",
        "expected": "text",
    }


def test_check_compares_at_the_revision_the_database_is_at(warehouse: Warehouse, database_url: str) -> None:
    downgrade(database_url, MIGRATIONS, BEFORE)
    code, out, err = warehouse("db", "check")
    assert (code, out) == (0, "")
    assert f"Compared at revision {BEFORE}; 1 pending" in err


def test_check_leaves_no_database_behind(warehouse: Warehouse, own_database: psycopg.Connection) -> None:
    assert warehouse("db", "check")[0] == 0
    query = "SELECT count(*) FROM pg_database WHERE datname LIKE 'warehouse_scratch%'"
    assert own_database.execute(query).fetchone() == (0,)


def test_half_applied_migration_is_told_by_history_and_check(
    warehouse: Warehouse, own_database: psycopg.Connection
) -> None:
    change(own_database, f"UPDATE ops.alembic_version SET version_num = '{BEFORE}'")
    said = f"ops.alembic_version says revision {BEFORE}, but ops.migration_log ends at {HEAD}"
    code, out, err = warehouse("db", "check")
    assert code == 1
    assert "+ column ops.migration_log.seconds: is there, should not be" in out
    assert said in err
    code, out, err = warehouse("db", "history")
    assert code == 78
    assert HEAD in out
    assert said in err
    for command in (("upgrade",), ("downgrade", REVISIONS[0], "--yes")):
        code, _, err = warehouse("db", *command)
        assert code == 78
        assert said in err


@pytest.mark.parametrize("command", [("upgrade",), ("downgrade", BEFORE), ("history",), ("check",)])
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
