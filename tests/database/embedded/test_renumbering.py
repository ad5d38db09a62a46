"""A database with one of PostgreSQL's own numbers, as an earlier version made it, gets another and loses nothing."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.homes import copy_home, open_folder
from tests.waiting import until
from warehouse.database.embedded import data_directory, hold, status
from warehouse.database.embedded.binaries import choose, reachable
from warehouse.database.embedded.data_directory import MOVE, renumber
from warehouse.database.embedded.home import settle
from warehouse.database.embedded.process import is_running
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from warehouse.database.embedded.binaries import Installation
    from warehouse.database.embedded.home import Home

pytestmark = pytest.mark.slow

FIRST_OF_USERS: Final = 16384
CONTENTS: Final = """
CREATE ROLE ana LOGIN PASSWORD 'hush';
CREATE ROLE ben;
CREATE TABLE kept AS SELECT n FROM generate_series(1, 1000) AS n;
CREATE SCHEMA lab AUTHORIZATION ana;
CREATE TABLE lab.notes (note text);
ALTER TABLE lab.notes OWNER TO ana;
INSERT INTO lab.notes VALUES ('mine');
REVOKE CONNECT, TEMPORARY ON DATABASE warehouse FROM PUBLIC;
GRANT CONNECT ON DATABASE warehouse TO ana WITH GRANT OPTION;
SET ROLE ana;
GRANT CONNECT ON DATABASE warehouse TO ben;
RESET ROLE;
COMMENT ON DATABASE warehouse IS 'Minerals';
ALTER DATABASE warehouse SET search_path = public, "Odd, name", lab;
ALTER DATABASE warehouse SET warehouse.as_of = '2026-02-19';
ALTER ROLE ana IN DATABASE warehouse SET work_mem = '7MB';
ALTER DATABASE warehouse CONNECTION LIMIT 42;
CREATE SUBSCRIPTION elsewhere CONNECTION 'dbname=warehouse' PUBLICATION news WITH (connect = false, slot_name = none);
"""
FAR: Final = """
CREATE TABLESPACE far LOCATION '{far}';
CREATE TABLE far TABLESPACE far AS SELECT 42 AS n;
"""
ALL: Final = """
SELECT datname, pg_get_userbyid(datdba), datacl::text[], datconnlimit, shobj_description(oid, 'pg_database'),
    (SELECT array_agg(s::text ORDER BY s) FROM (SELECT setrole::regrole, setconfig FROM pg_db_role_setting
        WHERE setdatabase = pg_database.oid) AS s),
    (SELECT array_agg(subname::text) FROM pg_subscription WHERE subdbid = pg_database.oid),
    (SELECT array_agg(d::text ORDER BY d) FROM (SELECT refobjid::regrole, deptype, classid FROM pg_shdepend
        WHERE pg_database.oid = dbid OR classid = 'pg_database'::regclass AND objid = pg_database.oid) AS d),
    (SELECT count(*) FROM kept), (SELECT array_agg(note) FROM lab.notes), (SELECT array_agg(n) FROM far),
    current_setting('search_path'), current_setting('warehouse.as_of')
FROM pg_database WHERE datname = current_database()
"""
NUMBER: Final = "SELECT oid FROM pg_database WHERE datname = current_database()"
KILLED: Final = {
    "before it begins": '[ "$1" = --single ] && kill -9 $$; exec "$real" "$@"',
    "when all is committed": """
[ "$1" = --single ] || exec "$real" "$@"
{ cat; printf 'COPY (SELECT 1) TO PROGRAM %s\\n' "'kill -9 \\$PPID'"; } | "$real" "$@"
""",
}
REFERENCES: Final = """
SELECT fktable::regclass::text, fkcols FROM pg_get_catalog_foreign_keys() WHERE pktable = 'pg_database'::regclass
"""


def run(home: Path, *statements: str, **other: str) -> Any:
    """Run statements, each committed at once; give the first row of the last one."""
    with hold(home) as held, psycopg.connect(make_conninfo(held.dsn, **other), autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement.encode())
        return cursor.fetchone() if cursor.description else None


@pytest.fixture(scope="module")
def made_before() -> Iterator[Path]:
    """A home to copy, made as it was made before: without a server, and without telling PostgreSQL a number."""
    run_sql = data_directory.run_sql

    def without_number(home: Home, programs: Installation, data: Path, statement: str) -> None:
        run_sql(home, programs, data, statement.partition(" OID ")[0])

    with open_folder() as above:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(data_directory, "run_sql", without_number)
            patch.setattr(data_directory, "renumber", lambda *_: None)
            run(above / "home", *CONTENTS.strip().split("\n"))
        yield above / "home"


@pytest.fixture
def old(made_before: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home made as before, with a table in a place of its own; its server does not run."""
    copy_home(made_before, home)
    far = home / "far"
    far.mkdir(mode=0o700)
    shutil.chown(far, home.stat().st_uid, home.stat().st_gid)
    with monkeypatch.context() as patch:
        patch.setattr(data_directory, "renumber", lambda *_: None)
        run(home, *FAR.format(far=far).strip().split("\n"))
        assert run(home, NUMBER)[0] < FIRST_OF_USERS, "this is no longer what is to be mended"
    return home


@pytest.fixture
def before(old: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """All there is to lose."""
    with monkeypatch.context() as patch:
        patch.setattr(data_directory, "renumber", lambda *_: None)
        return run(old, ALL)


def assert_mended(home: Path, before: Any) -> None:
    assert before[6] == ["elsewhere"]
    assert run(home, NUMBER)[0] >= FIRST_OF_USERS
    assert run(home, ALL) == before
    mine = "SELECT note, current_setting('work_mem') FROM lab.notes"
    assert run(home, mine, user="ana", password="hush") == ("mine", "7MB")  # noqa: S106 - of this test's own account
    with pytest.raises(psycopg.errors.DependentObjectsStillExist):
        run(home, "DROP ROLE ana")
    run(home, "UPDATE kept SET n = n + 1", "INSERT INTO far VALUES (43)", "VACUUM", "CREATE TABLE later AS TABLE far")
    assert run(home, "SELECT sum(n) FROM kept") == (501_500,)
    folders = [int(folder.name) for folder in [*home.glob("data/base/*"), *home.glob("far/*/*")]]
    assert [number for number in folders if 5 < number < FIRST_OF_USERS] == []


def test_a_new_database_is_none_that_clients_hide(standing: Path) -> None:
    assert run(standing, NUMBER) == (FIRST_OF_USERS,)


def test_nothing_is_lost(old: Path, before: Any) -> None:
    assert_mended(old, before)


def test_nothing_is_lost_of_a_server_that_was_killed(old: Path, before: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(data_directory, "renumber", lambda *_: None)
        with hold(old) as held, psycopg.connect(held.dsn, autocommit=True) as connection:
            connection.execute("INSERT INTO kept VALUES (0)")
            pid = status(old).pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            until(lambda: not is_running(pid))
    run(old, "DELETE FROM kept WHERE n = 0")
    assert_mended(old, before)


@pytest.mark.parametrize("moment", KILLED)
def test_postgresql_killed_at_it_leaves_the_rest_to_the_next_start(
    old: Path, before: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    programs = reachable(settle(old), choose()).programs
    stand_ins = folder / "bin"
    stand_ins.mkdir()
    (stand_ins / "initdb").symlink_to(programs / "initdb")
    (stand_ins / "postgres").write_text(f"#!/bin/sh\nreal='{programs}/postgres'\n{KILLED[moment]}\n")
    (stand_ins / "postgres").chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("WAREHOUSE_PG_BIN", str(stand_ins))
        with pytest.raises(ConfigurationError, match="preparing the database failed"):
            run(old)
    assert_mended(old, before)


@pytest.mark.parametrize("renamed", [0, 1])
def test_a_command_killed_at_it_leaves_the_rest_to_the_next_start(
    old: Path, before: Any, monkeypatch: pytest.MonkeyPatch, renamed: int
) -> None:
    rename = Path.rename
    done: list[Path] = []

    def die_after_some(path: Path, target: Path) -> Path:
        if path.name.isdigit():
            if len(done) == renamed:
                raise SystemExit
            done.append(path)
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", die_after_some)
        with pytest.raises(SystemExit):
            run(old)
    assert_mended(old, before)


def add_to_settings(home: Path, line: str) -> None:
    with (home / "data" / "postgresql.conf").open("a") as file:
        file.write(f"{line}\n")


GOES_BY_THE_NUMBER: Final[dict[str, Callable[[Path], object]]] = {
    "a standby": lambda home: (home / "data" / "standby.signal").touch(),
    "an archive": lambda home: add_to_settings(home, "archive_mode = on"),
}


@pytest.mark.parametrize("who", GOES_BY_THE_NUMBER)
def test_a_number_that_others_go_by_stays(old: Path, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = settle(old)
    GOES_BY_THE_NUMBER[who](old)
    renumber(place, reachable(place, choose()))
    (old / "data" / "standby.signal").unlink(missing_ok=True)
    monkeypatch.setattr(data_directory, "renumber", lambda *_: None)
    assert run(old, NUMBER)[0] < FIRST_OF_USERS


def test_every_reference_is_known(standing: Path) -> None:
    with hold(standing) as held, psycopg.connect(held.dsn) as connection:
        found = connection.execute(REFERENCES.encode()).fetchall()
    assert found
    assert [(t, c) for t, (c,) in found if f"UPDATE {t} SET {c} = {{new}}" not in MOVE] == []
