"""``warehouse db dump`` and ``restore``: what was lost comes back, and nothing half done stays behind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.homes import copy_home, open_folder
from warehouse.database.embedded import hold
from warehouse.database.recovery import dump as dumping
from warehouse.database.recovery.dump import OWN_NAME, beside
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

SEED = "seeds/korean-firms-us-rare-earth-push.yaml"
CONTRACT = "agreements/posco-magnets-europe"
QUESTIONS = [
    ["report", "run", "import-dependence", "-f", "json"],
    ["report", "run", "contract-values", "-f", "json"],
    ["report", "run", "load-changes", "-f", "json"],
    ["runs", "list"],
    ["history", CONTRACT],
    ["blame", CONTRACT],
    ["diff", "2"],
    ["check", "--drift"],
    ["db", "check"],
]


def answers(warehouse: Warehouse) -> list[tuple[int, Any]]:
    """Ask what a warehouse is asked, and give what does not depend on the moment of asking."""
    given = []
    for question in QUESTIONS:
        code, printed, _ = warehouse(*question)
        answer = json.loads(printed) if "json" in question else printed
        given.append((code, [answer["rows"], answer["citations"]] if isinstance(answer, dict) else answer))
    return given


def reload_changed(warehouse: Warehouse) -> None:
    file = warehouse.project / SEED
    file.write_text(file.read_text().replace("260 billion KRW", "261 billion KRW"))
    assert warehouse("load")[0] == ExitCode.DONE


def dumped(warehouse: Warehouse, *arguments: str) -> Path:
    code, printed, _ = warehouse("db", "dump", *arguments)
    assert code == ExitCode.DONE
    return Path(printed.strip())


def schemas_in(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace").fetchall()
    return len({"core", "history", "mart", "ops"} & {name for (name,) in found})


def databases_of(dsn: str) -> set[str]:
    with psycopg.connect(dsn) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


@pytest.mark.holds("curated")
def test_dropped_database_comes_back_with_its_history_and_a_load_finds_nothing_to_change(
    warehouse: Warehouse, server_dsn: str
) -> None:
    reload_changed(warehouse)
    before = answers(warehouse)
    assert [code for code, _ in before] == [ExitCode.DONE] * len(QUESTIONS)
    dump = dumped(warehouse)
    assert dump.parent == warehouse.project / "backups"
    assert OWN_NAME.fullmatch(dump.name)
    assert "-load2-" in dump.name
    name = str(conninfo_to_dict(warehouse.database_url or "")["dbname"])
    with psycopg.connect(server_dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    code, _, said = warehouse("--database", server_dsn, "db", "restore", str(dump), "--into", name)
    assert code == ExitCode.DONE
    assert "Restored load 2" in said
    assert answers(warehouse) == before
    code, _, said = warehouse("load")
    assert (code, said.startswith("Nothing to change")) == (ExitCode.DONE, True)
    assert warehouse("load", "--reread")[2].startswith("Nothing to change")


def test_lost_embedded_server_comes_back_from_a_dump(
    offline: Warehouse, good: Path, made_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_folder() as above:
        home = above / "home"
        monkeypatch.setenv("WAREHOUSE_HOME", str(home))
        copy_home(made_home, home)
        with hold(home):
            assert offline("db", "restore", str(good))[0] == ExitCode.DONE
            listed = offline("runs", "list")[1]
            dump = dumped(offline)
        shutil.rmtree(home)
        with hold(home, durable=False):
            assert offline("db", "restore", str(dump))[0] == ExitCode.DONE
            assert offline("runs", "list")[1] == listed
            assert offline("load")[2].startswith("Nothing to change")


@pytest.mark.holds("curated")
def test_dump_is_private_described_and_rotated(warehouse: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    old = [folder / f"warehouse-2026010{day}T000000Z-load1-20261122_1210.dump" for day in (1, 2)]
    for path in (*old, folder / "mine.dump"):
        path.write_text("x")
    dump = dumped(warehouse, str(folder), "--keep", "2")
    assert {path.name for path in folder.iterdir()} == {old[1].name, "mine.dump", dump.name, beside(dump).name}
    described = json.loads(beside(dump).read_bytes())
    assert (described["facts"], described["load"], described["bytes"]) == (362, 1, dump.stat().st_size)
    assert described["rows"]["core.agreements"] == 12
    assert {path.stat().st_mode & 0o777 for path in (dump, beside(dump))} == {0o600}
    assert warehouse("db", "dump", str(tmp_path / "a.dump"), "--keep", "2")[0] == ExitCode.USAGE
    assert warehouse("db", "dump", str(warehouse.project / SEED))[0] == ExitCode.USAGE
    assert warehouse("db", "dump", str(tmp_path / "gone" / "a.dump"))[0] == ExitCode.USAGE


@pytest.mark.holds("curated")
def test_dump_neither_waits_for_a_load_nor_sees_half_of_it(warehouse: Warehouse, tmp_path: Path) -> None:
    assert warehouse.database_url
    with psycopg.connect(warehouse.database_url) as loader:
        loader.execute("DELETE FROM core.statements")
        dump = dumped(warehouse, str(tmp_path / "a.dump"))
        loader.rollback()
        row = loader.execute("SELECT count(*) FROM core.statements").fetchone()
    assert row
    assert json.loads(beside(dump).read_bytes())["rows"]["core.statements"] == row[0] > 0


def test_dump_gives_up_where_the_schema_is_being_changed(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumping, "LOCK_WAIT", "50ms")
    assert warehouse.database_url
    with psycopg.connect(warehouse.database_url) as migration:
        migration.execute("LOCK TABLE core.agreements IN ACCESS EXCLUSIVE MODE")
        assert warehouse("db", "dump", str(tmp_path / "a.dump"))[0] == ExitCode.BUSY
    with psycopg.connect(warehouse.database_url) as migration:
        migration.execute("LOCK TABLE mart.wide_money IN ACCESS EXCLUSIVE MODE")  # nobody counts the rows of a view
        assert warehouse("db", "dump", str(tmp_path / "a.dump"))[0] == ExitCode.BUSY
    assert not list(tmp_path.glob("*.dump*"))


def test_dump_of_what_could_not_be_restored_is_refused(warehouse: Warehouse, blank: str, tmp_path: Path) -> None:
    assert warehouse("--database", blank, "db", "dump", str(tmp_path / "a.dump"))[0] == ExitCode.CONFIGURATION
    assert warehouse.database_url
    with psycopg.connect(warehouse.database_url) as connection:
        connection.execute("CREATE TABLE public.mine AS SELECT 1 AS one")
        connection.execute("CREATE VIEW public.fine AS SELECT * FROM mart.dim_stage")
    assert dumped(warehouse, str(tmp_path / "a.dump")).is_file()
    with psycopg.connect(warehouse.database_url) as connection:
        connection.execute("CREATE VIEW mart.leaning AS SELECT * FROM public.mine")
    code, _, said = warehouse("db", "dump", str(tmp_path / "b.dump"))
    assert code == ExitCode.FAILED
    assert "view mart.leaning needs mine" in said


@pytest.fixture(scope="module")
def good(curated: str, databases: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a dump of the curated warehouse, with its description."""
    folder = tmp_path_factory.mktemp("dumps")
    return dumping.dump(databases.dsn(curated), folder / "good.dump").path


@pytest.fixture
def copied(good: Path, tmp_path: Path) -> Path:
    """Give a copy of a dump, with its description, to do something to."""
    shutil.copy(beside(good), beside(tmp_path / "a.dump"))
    return Path(shutil.copy(good, tmp_path / "a.dump"))


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100_000])


def cut_very_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def no_dump(path: Path) -> None:
    path.write_text("SELECT 1")


def another(path: Path) -> None:
    described = json.loads(beside(path).read_bytes())
    beside(path).write_text(json.dumps(described | {"sha256": "0" * 64}))


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (cut_short, ExitCode.INVALID_SOURCE),
        (cut_very_short, ExitCode.INVALID_SOURCE),
        (no_dump, ExitCode.INVALID_SOURCE),
        (another, ExitCode.INVALID_SOURCE),
        (gone, ExitCode.USAGE),
    ],
)
def test_damaged_dump_is_refused_before_anything_is_touched(
    offline: Warehouse, blank: str, copied: Path, damage: Callable[[Path], None], expected: ExitCode
) -> None:
    damage(copied)
    before = databases_of(blank)
    code, _, said = offline("--database", blank, "db", "restore", str(copied), "--into", "never_made")
    assert code == expected
    assert str(copied) in said
    assert databases_of(blank) == before
    assert offline("--database", blank, "db", "restore", str(copied))[0] == expected
    assert schemas_in(blank) == 0


@pytest.mark.parametrize("into", [[], ["--into", "short_lived"]])
def test_restore_that_is_not_what_was_dumped_is_taken_out_again(
    offline: Warehouse, blank: str, copied: Path, into: list[str]
) -> None:
    described = json.loads(beside(copied).read_bytes())
    described["rows"]["core.agreements"] += 1
    beside(copied).write_text(json.dumps(described))
    before = databases_of(blank)
    code, _, said = offline("--database", blank, "db", "restore", str(copied), *into)
    assert code == ExitCode.FAILED
    assert "rows of core.agreements: 12 instead of 13" in said
    assert databases_of(blank) == before
    assert schemas_in(blank) == 0


def test_database_that_holds_something_is_left_alone(warehouse: Warehouse, blank: str, good: Path) -> None:
    code, _, said = warehouse("db", "restore", str(good))
    assert (code, "--into NAME" in said) == (ExitCode.FAILED, True)
    taken = str(conninfo_to_dict(blank)["dbname"])
    assert warehouse("db", "restore", str(good), "--into", taken)[0] == ExitCode.FAILED
    with psycopg.connect(blank) as connection:
        connection.execute("CREATE TABLE mine (a int)")
    assert warehouse("--database", blank, "db", "restore", str(good))[0] == ExitCode.FAILED
    assert schemas_in(blank) == 0


def test_dump_without_its_description_and_of_a_newer_schema(
    warehouse: Warehouse, blank: str, copied: Path, tmp_path: Path
) -> None:
    beside(copied).unlink()
    code, _, said = warehouse("--database", blank, "db", "restore", str(copied))
    assert (code, "rows were not compared" in said) == (ExitCode.DONE, True)
    with psycopg.connect(blank) as connection:
        connection.execute("UPDATE ops.alembic_version SET version_num = '29991231_2359'")
    newer = dumping.dump(blank, tmp_path / "newer.dump").path
    beside(newer).unlink()
    code, _, said = warehouse("db", "restore", str(newer), "--into", "never_made")
    assert code == ExitCode.CONFIGURATION
    assert "29991231_2359, which this version does not know" in said
    assert "never_made" not in databases_of(blank)


def test_restore_needs_no_role_that_the_dump_names(
    warehouse: Warehouse, server_dsn: str, blank: str, tmp_path: Path
) -> None:
    assert warehouse.database_url
    with psycopg.connect(server_dsn, autocommit=True) as admin:
        admin.execute("CREATE ROLE passing")
        try:
            with psycopg.connect(warehouse.database_url) as connection:
                connection.execute("GRANT USAGE ON SCHEMA mart TO passing")
                connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA mart TO passing")
            dump = dumped(warehouse, str(tmp_path / "a.dump"))
            with psycopg.connect(warehouse.database_url) as connection:
                connection.execute("DROP OWNED BY passing")
        finally:
            admin.execute("DROP ROLE passing")
    assert warehouse("--database", blank, "db", "restore", str(dump))[0] == ExitCode.DONE
    assert schemas_in(blank) == 4
