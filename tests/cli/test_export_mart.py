"""``warehouse export``: files that say what the tables say, from one snapshot, in their place as a whole."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import sys
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row
from pyarrow import parquet

from tests.conftest import ROOT
from warehouse.errors import ExitCode
from warehouse.exports.folder import converted, copied, export
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Warehouse
    from warehouse.mart.objects import MartObject

pytestmark = [pytest.mark.slow, pytest.mark.holds("curated")]

OBJECTS = {found.name: found for found in list_objects(ROOT / "sql")}
BUSHEL = """\
units:
  - {key: bushel, name: bushel, symbol: bu, ucum_code: "[bu_us]", cite: "ucum#bushel", basis: reference}
"""
AWKWARD = 'a, "b"\r\n\tc\\.\n; 희토류 =1+1 \u2028'


def rows_of(connection: psycopg.Connection, found: MartObject) -> list[dict[str, Any]]:
    texts = {name for name, column in found.header.columns.items() if column.type == "text"}
    key = sql.SQL(", ").join(
        sql.SQL('{} COLLATE "C"' if name in texts else "{}").format(sql.Identifier(name)) for name in found.header.key
    )
    columns = sql.SQL(", ").join(map(sql.Identifier, found.header.columns))
    query = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(columns, sql.Identifier("mart", found.name), key)
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query).fetchall()


def read(cell: str, kind: str) -> object:
    """Read a cell as the package says it is written; an empty one is no value."""
    if not cell:
        return None
    reading: dict[str, Callable[[str], object]] = {
        "integer": int,
        "bigint": int,
        "numeric": Decimal,
        "date": date.fromisoformat,
        "timestamptz": datetime.fromisoformat,
        "boolean": {"true": True, "false": False}.__getitem__,
    }
    return reading.get(kind.partition("(")[0], str)(cell)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_both_formats_say_what_the_tables_say(
    warehouse: Warehouse, postgresql: psycopg.Connection, tmp_path: Path
) -> None:
    with postgresql.transaction():
        postgresql.execute("UPDATE mart.dim_entity SET name = %s WHERE entity_key = 'posco-international'", [AWKWARD])
        postgresql.execute("UPDATE mart.dim_document SET section = ''")
    code, out, said = warehouse("export", str(tmp_path / "out"), "--format", "both")
    count = sum(len(rows_of(postgresql, found)) for found in OBJECTS.values())
    assert (code, out) == (ExitCode.DONE, "")
    assert said == f"Wrote {count} rows of {len(OBJECTS)} tables and views to {tmp_path / 'out'}.\n"
    for name, found in OBJECTS.items():
        expected = rows_of(postgresql, found)
        types = {name: column.type for name, column in found.header.columns.items()}
        with (tmp_path / "out" / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            texts = list(csv.DictReader(stream))
        shown = [{column: value or None if value == "" else value for column, value in row.items()} for row in expected]
        assert [{column: read(cell, types[column]) for column, cell in row.items()} for row in texts] == shown, name
        assert parquet.read_table(tmp_path / "out" / "data" / f"{name}.parquet").to_pylist() == expected, name


def test_csv_ends_lines_as_it_should_and_tells_no_value_from_an_empty_text(
    warehouse: Warehouse, postgresql: psycopg.Connection, tmp_path: Path
) -> None:
    with postgresql.transaction():
        postgresql.execute("UPDATE mart.dim_unit SET symbol = '' WHERE unit_key = 'percent'")
    assert warehouse("export", str(tmp_path / "out"))[0] == ExitCode.DONE
    text = (tmp_path / "out" / "data" / "dim_unit.csv").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n")
    assert text.startswith(b"unit_key,")
    assert b',""' in text


def test_descriptor_measures_every_file_and_names_the_load(warehouse: Warehouse, tmp_path: Path) -> None:
    assert warehouse("export", str(tmp_path / "out"), "--format", "both")[0] == ExitCode.DONE
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    described = {resource["path"]: resource for resource in package["resources"]}
    written = bytes_of(tmp_path / "out")
    assert set(written) == {*described, "datapackage.json", "README.md"}
    assert len({resource["name"] for resource in package["resources"]}) == len(described) == 2 * len(OBJECTS)
    for path, resource in described.items():
        assert resource["hash"] == f"sha256:{hashlib.sha256(written[path]).hexdigest()}"
        assert resource["bytes"] == len(written[path])
    assert described["data/dim_load.csv"]["rows"] == 1
    assert package["load"]["load_id"] == 1
    assert package["version"].endswith("+load.1")
    assert package["created"] == package["load"]["loaded_at"]
    assert package["created"].endswith("Z")
    assert len(package["sources"]) == described["data/dim_document.csv"]["rows"]
    assert "This is load 1 of 2" in written["README.md"].decode()


def test_same_snapshot_gives_the_same_bytes_and_replaces_what_was_there(warehouse: Warehouse, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert warehouse("export", str(out), "--format", "both")[0] == ExitCode.DONE
    first = bytes_of(out)
    assert warehouse("export", str(tmp_path / "again"), "--format", "both")[0] == ExitCode.DONE
    assert bytes_of(tmp_path / "again") == first
    assert warehouse("export", str(out), "--format", "parquet")[0] == ExitCode.DONE
    assert {path for path in first if path.endswith(".parquet")} == set(bytes_of(out)) - {
        "datapackage.json",
        "README.md",
    }
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_earlier_state_is_written_as_it_was(warehouse: Warehouse, tmp_path: Path) -> None:
    assert warehouse("export", str(tmp_path / "then"))[0] == ExitCode.DONE
    warehouse.write(BUSHEL)
    assert warehouse("load")[0] == ExitCode.DONE
    for form, when in (("then-1", "1"), ("now", None)):
        assert warehouse("export", str(tmp_path / form), *(["--as-of", when] if when else []))[0] == ExitCode.DONE
    then, past, now = (bytes_of(tmp_path / name) for name in ("then", "then-1", "now"))
    data = {name for name in then if name.startswith("data/")}
    assert {name for name in data if past[name] != then[name]} == {"data/dim_schema.csv"}, "it tells the instant"
    assert b"bushel" in now["data/dim_unit.csv"]
    package = json.loads(past["datapackage.json"])
    assert package["load"]["load_id"] == 1
    assert package["as_of"] == package["created"]


def test_one_snapshot_is_written(database_url: str, tmp_path: Path) -> None:
    with closing(psycopg.connect(database_url, autocommit=True)) as other, psycopg.connect(database_url) as connection:
        seen: list[str] = []

        def meddle(name: str) -> None:
            seen.append(name)
            other.execute("UPDATE mart.dim_unit SET name = 'meddled'")

        export(connection, list(OBJECTS.values()), tmp_path / "out", ["csv"], on_object=meddle)
    assert seen == list(OBJECTS)
    assert "meddled" not in (tmp_path / "out" / "data" / "dim_unit.csv").read_text()


def test_parquet_is_written_in_bounded_batches(database_url: str, tmp_path: Path) -> None:
    found = OBJECTS["dim_date"]
    with psycopg.connect(database_url) as connection, (tmp_path / "dates.csv").open("wb") as stream:
        count = copied(connection, found, "mart", stream)
    converted(found, tmp_path / "dates.csv", tmp_path / "dates.parquet", batch_bytes=2000)
    about = parquet.read_metadata(tmp_path / "dates.parquet")
    assert about.num_rows == count > 300
    assert about.num_row_groups > 5


@pytest.mark.parametrize("held", ["notes.txt", "data/notes.txt", "datapackage.json"])
def test_folder_that_is_no_export_is_left_alone(warehouse: Warehouse, tmp_path: Path, held: str) -> None:
    out = tmp_path / "out"
    if held == "data/notes.txt":
        assert warehouse("export", str(out))[0] == ExitCode.DONE
    out.mkdir(exist_ok=True)
    (out / held).write_text('{"name": "mine", "resources": []}')
    before = bytes_of(out)
    code, _, said = warehouse("export", str(out))
    assert code == ExitCode.USAGE
    assert "Name a folder" in said or "name another folder" in said
    assert bytes_of(out) == before


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), ExitCode.PERMISSION),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED),
    ],
)
def test_failure_half_way_leaves_what_was_there(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, code: ExitCode
) -> None:
    assert warehouse("export", str(tmp_path / "out"))[0] == ExitCode.DONE
    before, calls = bytes_of(tmp_path / "out"), []

    def fail(*given: Any) -> int:
        calls.append(given)
        if len(calls) > 5:
            raise failure
        return real(*given)

    real = copied
    monkeypatch.setattr("warehouse.exports.folder.copied", fail)
    assert warehouse("export", str(tmp_path / "out"))[0] == code
    assert bytes_of(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def test_missing_pyarrow_is_told(warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    code, _, said = warehouse("export", str(tmp_path / "out"), "--format", "parquet")
    assert code == ExitCode.USAGE
    assert "parquet needs pyarrow" in said
    assert not (tmp_path / "out").exists()


def test_place_that_cannot_be_written_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    code, _, said = warehouse("export", "/proc/out")
    assert code == ExitCode.PERMISSION
    assert "cannot write /proc/out" in said
    (tmp_path / "file").write_text("")
    assert warehouse("export", str(tmp_path / "file"))[0] == ExitCode.USAGE


@pytest.mark.holds("empty")
def test_nothing_loaded_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    code, _, said = warehouse("export", str(tmp_path / "out"))
    assert code == ExitCode.FAILED
    assert "no load had been committed" in said
    assert not (tmp_path / "out").exists()


def test_nonsense_for_a_moment_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    assert warehouse("export", str(tmp_path / "out"), "--as-of", "yesterday")[0] == ExitCode.USAGE
    assert not (tmp_path / "out").exists()
