"""A push: each load is a state of the lake, equal to what the database remembers of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import psycopg
import pytest

from tests.lake.conftest import OBJECTS, past_rows
from warehouse.lake import place
from warehouse.lake.push import push
from warehouse.mart.objects import Column

if TYPE_CHECKING:
    from tests.lake.conftest import Lake

pytestmark = pytest.mark.slow

OUNCE = """\
  - {key: percent, name: percent, symbol: "%", cite: handbook#P, basis: reference}
  - {key: ounce, name: ounce, symbol: oz, cite: handbook#O, basis: reference}
"""
FIVE_LOADS = (
    ("", ""),
    ("name: Tin deal", "name: Tin deal of May"),
    ("{key: tin-deal,", "{key: tin-contract, moved_from: tin-deal,"),
    ('  - {key: percent, name: percent, symbol: "%", cite: handbook#P, basis: reference}\n', OUNCE),
    ("modality: in force", "modality: planned"),
)
"""What each of five loads changes: nothing before the first, then a name, a key, a row more, a word."""


def test_each_state_equals_what_the_database_remembers_of_the_load(lake: Lake, database_url: str) -> None:
    for number, (old, new) in enumerate(FIVE_LOADS, 1):
        if number > 1:
            lake.load(old, new)
        assert f"Pushed the state load-{number}: " in lake.push()
    differing = [
        (name, load_id)
        for name in OBJECTS
        for load_id in lake.loads()
        if lake.rows(name, f"load-{load_id}") != past_rows(database_url, name, load_id)
    ]
    assert lake.loads() == [1, 2, 3, 4, 5]
    # It says at which past instant one looks at the database, and a lake is no past of it.
    assert {name for name, _ in differing} == {"dim_schema"}
    assert len({repr(lake.rows("dim_agreement", f"load-{number}")) for number in lake.loads()}) > 2


def test_duckdb_reads_the_files_of_a_state(lake: Lake) -> None:
    lake.push()
    lake.load("name: Tin deal", "name: Tin deal of May")
    lake.push()
    table = lake.table("dim_agreement")
    names = {}
    for tag in ("load-1", "load-2"):
        snapshot = table.snapshot_by_name(tag)
        assert snapshot
        files = [task.file.file_path for task in table.scan(snapshot_id=snapshot.snapshot_id).plan_files()]
        names[tag] = duckdb.execute("SELECT name FROM read_parquet(?)", [files]).fetchall()
    assert names == {"load-1": [("Tin deal",)], "load-2": [("Tin deal of May",)]}


def test_lake_that_shows_the_last_load_is_left_alone(lake: Lake) -> None:
    lake.push()
    before = lake.files()
    assert "Nothing to push: the lake shows load 1." in lake.push()
    assert lake.files() == before


def test_push_writes_only_what_the_load_changed(lake: Lake) -> None:
    lake.push()
    before = {name for name in lake.files() if name.endswith(".parquet")}
    lake.load("name: Tin deal", "name: Tin deal of May")
    lake.push()
    written = {name.split("/")[1] for name in lake.files() if name.endswith(".parquet") and name not in before}
    assert {"dim_agreement", "fact_row_change"} <= written
    assert not {"dim_currency", "dim_unit", "fact_money", "bridge_fact_document"} & written


def test_ledger_of_row_changes_only_grows(lake: Lake) -> None:
    lake.push()
    (first,) = [name for name in lake.files() if name.startswith("mart/fact_row_change/data")]
    lake.load("name: Tin deal", "name: Tin deal of May")
    lake.push()
    table = lake.table("fact_row_change")
    files = sorted(task.file.file_path for task in table.scan().plan_files())
    assert len(files) == 2
    assert any(path.endswith(first) for path in files)


def test_tables_keep_types_keys_and_descriptions(lake: Lake) -> None:
    lake.push()
    for name in ("fact_money", "dim_date", "wide_agreements", "fact_row_change"):
        table, header = lake.table(name), OBJECTS[name].header
        assert table.properties["comment"] == header.grain
        assert [(field.name, field.doc) for field in table.schema().fields] == [
            (column, each.comment) for column, each in header.columns.items()
        ]
        assert table.schema().identifier_field_names() == set(header.key)
    types = {field.name: str(field.field_type) for field in lake.table("fact_money").schema().fields}
    assert types["amount"] == OBJECTS["fact_money"].header.columns["amount"].type.replace("numeric", "decimal").replace(
        ",", ", "
    )


def test_column_that_is_new_leaves_old_states_as_they_were(lake: Lake, database_url: str) -> None:
    lake.push()
    found = OBJECTS["dim_currency"]
    columns = {**found.header.columns, "colour": Column(type="text", meaning="colour of its notes", empty="unknown")}
    grown = replace(found, header=found.header.model_copy(update={"columns": columns}))
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "ALTER TABLE mart.dim_currency ADD COLUMN colour text; UPDATE mart.dim_currency SET colour = 'red'"
        )
        connection.commit()
        done = push(connection, [grown if each is found else each for each in OBJECTS.values()], lake.place)
    assert not done.is_new
    assert "dim_currency" in done.tables
    assert {row[-1] for row in lake.rows("dim_currency")} == {"red"}
    assert lake.rows("dim_currency", "load-1") == past_rows(database_url, "dim_currency", 1)


def test_whole_push_writes_what_was_edited_by_hand(lake: Lake, database_url: str) -> None:
    lake.push()
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE mart.dim_agreement SET name = 'Edited'")
    assert "Nothing to push" in lake.push()
    code, _, err = lake("push", "--whole")
    assert code == 0, err
    assert "Pushed load 1 in the tables of now" in err
    (row,) = lake.rows("dim_agreement")
    assert "Edited" in row
    assert "Tin deal" in lake.rows("dim_agreement", "load-1")[0]


def test_catalog_can_lie_in_postgresql(lake: Lake, blank: str) -> None:
    catalog = ("--lake", str(lake.folder), "--catalog", _as_uri(blank))
    assert lake("push", *catalog)[0] == 0
    lake.load("name: Tin deal", "name: Tin deal of May")
    assert lake("push", *catalog)[0] == 0
    code, out, err = lake("tags", "-f", "json", *catalog)
    assert (code, '"load-2"' in out, '"load-1"' in out) == (0, True, True), err
    assert lake("check", *catalog)[0] == 0
    assert not (lake.folder / place.FILE).exists()


def _as_uri(dsn: str) -> str:
    parts = psycopg.conninfo.conninfo_to_dict(dsn)
    secret = f":{parts['password']}" if parts.get("password") else ""
    return (
        f"postgresql://{parts['user']}{secret}@/{parts['dbname']}?host={parts['host']}&port={parts.get('port', 5432)}"
    )


def test_lake_where_tables_move_one_by_one_is_complete_once_its_loads_say_so(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "TOGETHER", "pyiceberg.catalog.sql.SqlCatalog")
    lake.push()
    lake.load("name: Tin deal", "name: Tin deal of May")
    with monkeypatch.context() as broken:
        broken.setattr("warehouse.lake.push.record", _fails)
        assert lake("push")[0] != 0
    assert lake.loads() == [1]
    assert {"load-1", "load-2"} in lake.seen()
    lake.load("name: Tin deal of May", "name: Tin deal of June")
    lake.push()
    assert lake.loads() == [1, 3]
    assert lake.seen() == [{"load-1", "load-3"}]
    assert lake("check")[0] == 0


def _fails(*_: object) -> None:
    raise OSError(28, "No space left on device")
