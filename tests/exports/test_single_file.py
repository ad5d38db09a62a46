"""The tables of a file: rows, types, keys and comments as in the mart; what it replaces, and what it leaves alone."""

from __future__ import annotations

import errno
import json
import sqlite3
import sys
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tests.conftest import ROOT
from warehouse.errors import ExitCode, PermissionRefused, UsageError
from warehouse.exports.duckdb import DuckdbFile
from warehouse.exports.single_file import export
from warehouse.exports.sqlite import SqliteFile
from warehouse.history import parse_past
from warehouse.mart.objects import list_objects
from warehouse.reports.definition import list_reports

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

    from tests.conftest import Warehouse
    from warehouse.exports.single_file import Content, SingleFile

pytestmark = [pytest.mark.slow, pytest.mark.holds("curated")]

OBJECTS = {found.name: found for found in list_objects(ROOT / "sql")}
OWN = """\
/* report
title: {name}
question: What?
grain: [key]
columns: {{key: {{meaning: key}}}}
cases: [{{expect: {{at_least: 1}}}}]
*/
SELECT e.key FROM {table} AS e ORDER BY e.key;
"""


def as_stored(value: object) -> object:
    """Give a value of PostgreSQL as SQLite stores it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return int(value) if isinstance(value, bool) else value


def rows_of(source: psycopg.Connection, name: str) -> list[tuple[Any, ...]]:
    source.execute("SET LOCAL TimeZone = 'UTC'")
    return source.execute(f"SELECT * FROM as_of.{name}".encode()).fetchall()


def test_sqlite_says_what_the_tables_say(exported: tuple[Path, dict[str, Content]], source: psycopg.Connection) -> None:
    with closing(sqlite3.connect(exported[0] / "minerals.db")) as file:
        for name in OBJECTS:
            wanted = [tuple(map(as_stored, row)) for row in rows_of(source, name)]
            got = file.execute(f"SELECT * FROM {name}").fetchall()
            assert sorted(map(repr, got)) == sorted(map(repr, wanted)), name
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_duckdb_says_what_the_tables_say(exported: tuple[Path, dict[str, Content]], source: psycopg.Connection) -> None:
    with duckdb.connect(str(exported[0] / "minerals.duckdb"), read_only=True) as file:
        file.execute("SET TimeZone = 'UTC'")
        for name in OBJECTS:
            got = file.execute(f"FROM {name}").fetchall()
            assert sorted(map(printed, got)) == sorted(map(printed, rows_of(source, name))), name
        assert file.execute("SELECT sum(trade), sum(contract) > 0 FROM money_krw").fetchone() == (None, True)


def printed(row: tuple[Any, ...]) -> list[str]:
    return [str(value) for value in row]


def test_keys_and_comments_are_kept(exported: tuple[Path, dict[str, Content]]) -> None:
    folder, _ = exported
    with closing(sqlite3.connect(folder / "minerals.db")) as file:
        keys = file.execute("SELECT name FROM pragma_table_info('fact_money') WHERE pk > 0 ORDER BY pk").fetchall()
        linked = file.execute('SELECT "table", "from" FROM pragma_foreign_key_list(\'wide_money\')').fetchall()
        (text,) = file.execute("SELECT sql FROM sqlite_master WHERE name = 'fact_money'").fetchall()[0]
    assert keys == [("fact_key",), ("leg",)]
    assert ("dim_subject", "subject_key") in linked
    assert f"-- {OBJECTS['fact_money'].header.columns['amount'].comment}" in text
    with duckdb.connect(str(folder / "minerals.duckdb"), read_only=True) as file:
        comments = dict(
            file.sql("SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()
        )
        kinds = file.sql("SELECT DISTINCT constraint_type FROM duckdb_constraints()").fetchall()
        amount = file.sql(
            "SELECT data_type, comment FROM duckdb_columns() WHERE table_name = 'fact_money' AND column_name = 'amount'"
        ).fetchall()
    assert comments == {name: found.header.grain for name, found in OBJECTS.items()}
    assert {kind for (kind,) in kinds} == {"PRIMARY KEY", "FOREIGN KEY", "NOT NULL"}
    assert amount == [("DECIMAL(38,12)", OBJECTS["fact_money"].header.columns["amount"].comment)]


def test_words_inside_words_are_found(exported: tuple[Path, dict[str, Content]]) -> None:
    query = "SELECT count(*) FROM wide_facts_fts WHERE wide_facts_fts MATCH ?"
    with closing(sqlite3.connect(exported[0] / "minerals.db")) as file:
        assert file.execute(query, ['"agnet"']).fetchone() > (0,)
        file.execute("UPDATE wide_facts SET says = '국내희토류산업협회'")
        file.execute("INSERT INTO wide_facts_fts (wide_facts_fts) VALUES ('rebuild')")
        assert file.execute(query, ['"희토류"']).fetchone() > (0,)
        file.rollback()


def test_no_digit_is_lost(postgresql: psycopg.Connection, tmp_path: Path) -> None:
    written = ["1760000000000", "0.1", "99999999999999999999", "1234567890123456.789", "-0.000000000001"]
    keys = postgresql.execute("SELECT fact_key, leg FROM mart.fact_money ORDER BY 1, 2 LIMIT 5").fetchall()
    for key, digits in zip(keys, written, strict=True):
        query = "UPDATE mart.fact_money SET amount = %s WHERE (fact_key, leg) = (%s, %s)"
        postgresql.execute(query, [Decimal(digits), *key])
    postgresql.commit()
    content = export(postgresql, [OBJECTS["fact_money"]], [], tmp_path / "minerals.db", SqliteFile)
    with closing(sqlite3.connect(tmp_path / "minerals.db")) as file:
        exact = dict(file.execute("SELECT row_key, digits FROM exact_number WHERE column_name = 'amount'").fetchall())
        query = "SELECT amount FROM fact_money WHERE fact_key = ? AND leg = ?"
        cells = [file.execute(query, key).fetchone()[0] for key in keys]
    assert [exact.get(",".join(key), repr(cell)) for key, cell in zip(keys, cells, strict=True)] == [
        "1760000000000", "0.1", "99999999999999999999", "1234567890123456.789", "-1e-12",
    ]  # fmt: skip
    assert content.inexact == 2
    assert cells[2] == 1e20


@pytest.mark.parametrize("form", [SqliteFile, DuckdbFile])
def test_file_is_replaced_only_if_it_is_an_export(
    postgresql: psycopg.Connection, tmp_path: Path, form: type[SingleFile]
) -> None:
    few, path = [OBJECTS["dim_unit"]], tmp_path / "out" / "minerals.db"
    for _ in range(2):
        assert export(postgresql, few, [], path, form).rows == 4
    path.write_text("mine")
    with pytest.raises(UsageError, match="is no export of this warehouse"):
        export(postgresql, few, [], path, form)
    assert path.read_text() == "mine"
    export(postgresql, few, [], path, form, is_forced=True)
    assert sorted(path.parent.iterdir()) == sorted(form.paths_of(path))


def test_command_says_what_is_missing(warehouse: Warehouse, tmp_path: Path) -> None:
    code, out, said = warehouse("export", str(tmp_path / "minerals.db"), "--format", "sqlite")
    assert (code, out) == (ExitCode.DONE, "")
    assert f"reports to {tmp_path / 'minerals.db'}." in said
    assert "corroboration is not among them: it uses the function numrange." in said


@pytest.mark.parametrize(
    ("form", "failure"),
    [
        (SqliteFile, OSError(errno.ENOSPC, "No space left on device")),
        (SqliteFile, sqlite3.OperationalError("database or disk is full")),
        (SqliteFile, KeyboardInterrupt()),
        (DuckdbFile, duckdb.IOException("No space left on device")),
        (DuckdbFile, KeyboardInterrupt()),
    ],
)
def test_failure_half_way_leaves_what_was_there(
    postgresql: psycopg.Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: type[SingleFile],
    failure: BaseException,
) -> None:
    def fail(*_: object) -> None:
        raise failure

    (tmp_path / "minerals.db").write_text("mine")
    monkeypatch.setattr(form, "finish", fail)
    with pytest.raises(KeyboardInterrupt if isinstance(failure, KeyboardInterrupt) else PermissionRefused):
        export(postgresql, [OBJECTS["dim_unit"]], [], tmp_path / "minerals.db", form, is_forced=True)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("minerals.db", "mine")]


def test_place_that_cannot_be_written_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    too_long = tmp_path / f"{'a' * 250}.db"  # the file of its metadata has a longer name
    for path, code in ((tmp_path, ExitCode.USAGE), ("/proc/minerals.db", ExitCode.PERMISSION), (too_long, 77)):
        assert warehouse("export", str(path), "--format", "sqlite")[0] == code
    code, _, said = warehouse("export", str(tmp_path / "out"), "--force")
    assert (code, (tmp_path / "out").exists()) == (ExitCode.USAGE, False)
    assert "--force is about one file" in said


@pytest.mark.parametrize(("form", "missing"), [("sqlite", "sqlglot"), ("duckdb", "duckdb")])
def test_missing_package_is_told(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    code, _, said = warehouse("export", str(tmp_path / "minerals"), "--format", form)
    assert code == ExitCode.CONFIGURATION
    assert f"--format {form} needs {missing}, which is not installed" in said
    assert f"-m pip install '{missing}>=" in said


def test_reports_of_a_project_are_there_unless_they_leave_the_mart(
    postgresql: psycopg.Connection, tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    tables = {"mine": "mart.dim_subject", "loads": "ops.load_runs", "gone": "mart.gone", "fine": "core.entities"}
    for name, table in tables.items():
        (folder / f"{name}.sql").write_text(OWN.format(name=name, table=table))
    reports = [each for each in list_reports(tmp_path) if each.name in tables]
    path = tmp_path / "minerals.db"
    content = export(postgresql, [OBJECTS["dim_subject"]], reports, path, SqliteFile)
    assert list(content.reports) == ["mine"]
    assert content.left_out == {
        name: f"it reads {tables[name]}, which is not in the file" for name in ("fine", "gone", "loads")
    }
    described = json.loads(path.with_name("minerals.metadata.json").read_text())
    assert "gone" in described["description_html"]


def test_earlier_state_is_written_as_it_was(
    warehouse: Warehouse, postgresql: psycopg.Connection, tmp_path: Path
) -> None:
    warehouse.write('units:\n  - {key: bushel, name: bushel, symbol: bu, cite: "ucum#bushel", basis: reference}\n')
    assert warehouse("load")[0] == ExitCode.DONE
    path, few, counts = tmp_path / "minerals.db", [OBJECTS["dim_load"], OBJECTS["dim_unit"]], []
    for moment in (None, parse_past(postgresql, "1")):
        postgresql.rollback()
        export(postgresql, few, [], path, SqliteFile, as_of=moment)
        with closing(sqlite3.connect(path)) as file:
            counts.append(file.execute("SELECT count(*) FROM dim_unit WHERE unit_key = 'bushel'").fetchone()[0])
    assert counts == [1, 0]
