"""What a push refuses: it says what is wrong, where, and what to do, and leaves the lake as it was."""

from __future__ import annotations

import fcntl
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
import pyarrow as pa
import pytest
from pyiceberg.io.pyarrow import ParquetFormatWriter

from warehouse.errors import ExitCode, LakeBusy, LakeUnreachable, PermissionRefused
from warehouse.lake import rows
from warehouse.lake.locks import locked
from warehouse.lake.place import Place, reached
from warehouse.lake.refusals import as_error

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Databases, Warehouse
    from tests.lake.conftest import Lake

pytestmark = pytest.mark.slow


def test_second_push_at_once_is_refused(lake: Lake) -> None:
    lake.push()
    before = lake.files()
    with (lake.folder / "catalog.lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write("4711")
        held.flush()
        code, _, err = lake("push")
        assert (code, "process 4711 writes to the lake" in err) == (ExitCode.BUSY, True), err
        assert lake("expire")[0] == ExitCode.BUSY
    assert lake.files() == before


def test_second_push_into_a_catalog_in_postgresql_is_refused(tmp_path: Path, blank: str) -> None:
    parts = psycopg.conninfo.conninfo_to_dict(blank)
    secret = f":{parts['password']}" if parts.get("password") else ""
    address = f"{parts['user']}{secret}@{parts['host']}:{parts['port']}/{parts['dbname']}"
    place = Place(str(tmp_path), f"postgresql://{address}")
    with reached(place, makes=True) as one, reached(place) as other, locked(place, one):
        with pytest.raises(LakeBusy, match="somebody else writes") as caught, locked(place, other):
            pass
        assert not parts.get("password") or str(parts["password"]) not in str(caught.value)


def test_tables_that_somebody_else_moved_meanwhile_refuse_the_whole_push(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.push()
    lake.load("name: Tin deal", "name: Tin deal of May")
    written = rows.written

    def disturbed(connection: Any, found: Any, *others: Any) -> Any:
        if found.name == "dim_agreement":
            lake.table("dim_agreement").transaction().set_properties({"a": "b"}).commit_transaction()
        return written(connection, found, *others)

    with monkeypatch.context() as patch:
        patch.setattr("warehouse.lake.push.written", disturbed)
        code, _, err = lake("push")
    assert (code, "was changed by somebody else" in err) == (ExitCode.BUSY, True), err
    assert (lake.loads(), lake.seen()) == ([1], [{"load-1"}])
    assert lake("check")[0] == 0
    lake.push()
    assert lake.seen() == [{"load-1", "load-2"}]


def test_older_load_is_refused(lake: Lake, databases: Databases, database_url: str) -> None:
    name = str(psycopg.conninfo.conninfo_to_dict(database_url)["dbname"])
    with databases.copy(name, f"{name}_older") as older:
        lake.load("name: Tin deal", "name: Tin deal of May")
        lake.push()
        lake.run.database_url = older
        code, _, err = lake("push")
    assert (code, "has load 2, and the database only has load 1" in err) == (ExitCode.FAILED, True), err
    assert lake.loads() == [2]


def test_lake_of_another_database_is_refused(lake: Lake, database_url: str) -> None:
    lake.push()
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE ops.loads SET loaded_at = loaded_at - interval '1 day'")
    code, _, err = lake("push")
    assert (code, "load 1 of the lake" in err, "is not a load of this database" in err) == (1, True, True), err
    assert lake("check")[1] == "load 1 is not a load of the database\n"


def test_database_without_a_load_has_nothing_to_push(warehouse: Warehouse) -> None:
    code, _, err = warehouse("lake", "push")
    assert (code, '"warehouse load" makes the first' in err) == (ExitCode.FAILED, True), err
    assert not (warehouse.project / "lake").exists()


@pytest.mark.parametrize("command", ["tables", "tags", "check", "expire"])
def test_lake_that_is_not_there_is_refused(lake: Lake, command: str) -> None:
    code, out, err = lake(command)
    assert (code, out, '"warehouse lake push" makes it' in err) == (ExitCode.USAGE, "", True), err
    assert not lake.folder.exists()


def test_folder_of_something_else_is_refused(lake: Lake) -> None:
    lake.folder.mkdir()
    (lake.folder / "thesis.txt").write_text("mine")
    code, _, err = lake("push")
    assert (code, "holds no lake: it has thesis.txt" in err) == (ExitCode.USAGE, True), err
    assert [path.name for path in lake.folder.iterdir()] == ["thesis.txt"]


def test_file_that_is_no_catalog_is_refused(lake: Lake) -> None:
    lake.folder.mkdir()
    file = lake.folder / "catalog.db"
    file.write_text("It was a dark and stormy night. " * 10)
    assert lake("push")[0] == ExitCode.CONFIGURATION
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE recipes (name text)")
    code, _, err = lake("push")
    assert (code, "is a database of something else" in err) == (ExitCode.CONFIGURATION, True), err


def test_table_of_somebody_else_in_the_catalog_is_refused(lake: Lake) -> None:
    with reached(lake.place, makes=True) as catalog:
        catalog.create_namespace("mart")
        rows_of_others = pa.table({"a": [1]})
        catalog.create_table(("mart", "dim_unit"), rows_of_others.schema).append(rows_of_others)
    code, _, err = lake("push")
    assert (code, "mart.dim_unit that no push wrote" in err) == (ExitCode.CONFIGURATION, True), err
    assert lake.table("dim_unit").scan().to_arrow().num_rows == 1
    assert lake.loads() == []


def test_full_disk_leaves_the_lake_as_it_was(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    lake.push()
    before = lake.files()
    lake.load("name: Tin deal", "name: Tin deal of May")
    count = 0

    def write(writer: Any, table: Any) -> None:
        nonlocal count
        count += 1
        if count > 5:
            raise OSError(28, "No space left on device")
        kept(writer, table)

    kept = ParquetFormatWriter.write
    with monkeypatch.context() as patch:
        patch.setattr(ParquetFormatWriter, "write", write)
        code, _, err = lake("push")
    assert (code, "there is no room left" in err, "Make room" in err) == (ExitCode.PERMISSION, True, True), err
    assert lake.files() == before
    lake.push()
    assert lake.loads() == [1, 2]


def test_folder_that_cannot_be_made_is_refused(lake: Lake) -> None:
    code, _, err = lake("push", "--lake", "/proc/lake")
    assert (code, "cannot write the lake to /proc/lake" in err) == (ExitCode.PERMISSION, True), err


def test_object_store_needs_a_catalog_that_readers_reach(lake: Lake) -> None:
    code, _, err = lake("push", "--lake", "s3://minerals/lake")
    assert (code, "needs a catalog" in err) == (ExitCode.CONFIGURATION, True), err


@pytest.mark.parametrize("catalog", ["nobody-knows-it", "redis://there/1"])
def test_catalog_that_is_not_known_is_refused(lake: Lake, catalog: str) -> None:
    code, _, err = lake("push", "--catalog", catalog)
    assert (code, catalog.partition("://")[0] in err) == (ExitCode.CONFIGURATION, True), err


def test_catalog_that_does_not_answer_is_told_without_its_password(lake: Lake) -> None:
    code, _, err = lake("push", "--catalog", "postgresql://me:secret@127.0.0.1:9/x")
    assert (code, "does not answer" in err, "secret" in err) == (ExitCode.UNREACHABLE, True, False), err


def test_packages_that_are_missing_are_named(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.extras.find_spec", lambda name: None if name == "pyiceberg" else name)
    code, _, err = lake("push")
    assert (code, "the lake needs pyiceberg" in err, "pip install" in err) == (ExitCode.CONFIGURATION, True, True), err


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (
            "When reading information for key 'x' in bucket 'b': AWS Error ACCESS_DENIED during HeadObject",
            PermissionRefused,
        ),
        ("AWS Error UNKNOWN (HTTP status 403) InvalidAccessKeyId: no such key", PermissionRefused),
        ("AWS Error NETWORK_CONNECTION during CreateMultipartUpload: curlCode: 7", LakeUnreachable),
    ],
)
def test_words_of_an_object_store_become_an_error_with_a_hint(said: str, kind: type[Exception]) -> None:
    told = as_error(OSError(said), "s3://b/lake")
    assert isinstance(told, kind)
    assert told.hint
    assert "s3://b/lake" in told.what


def test_bucket_that_vanished_is_told() -> None:
    told = as_error(FileNotFoundError(2, "AWS Error NO_SUCH_BUCKET during HeadBucket"), "s3://b/lake")
    assert told
    assert (told.exit_code, "the bucket of the lake at s3://b/lake is not there" in told.what) == (78, True)


def test_bug_is_no_refusal() -> None:
    assert as_error(KeyError("x"), "lake") is None
