"""What the peers are told of the rows: every table, and the type of every column."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.dbt import DBT
from benchmarks.measure import FailedError
from benchmarks.peers import DATABASE, SCHEMA, Peer, install
from benchmarks.sqlmesh import SQLMESH

if TYPE_CHECKING:
    from pathlib import Path

TYPES = {"facts": {"fact_id": "uuid", "rank": "integer"}, "places": {"key": "text"}}
TARGET: dict[str, str | int] = {
    "type": "postgres",
    "host": "127.0.0.1",
    "port": 5432,
    "user": "loader",
    "password": "word",
}


def test_dbt_is_told_the_type_of_every_column(tmp_path: Path) -> None:
    DBT.describe(tmp_path, TYPES, TARGET)
    seeds = json.loads((tmp_path / "dbt_project.yml").read_text())["seeds"]["bench"]
    assert {table: told["+column_types"] for table, told in seeds.items()} == TYPES
    output = json.loads((tmp_path / "profiles.yml").read_text())["bench"]["outputs"]["bench"]
    assert (output["dbname"], output["schema"], output["host"]) == (DATABASE, SCHEMA, "127.0.0.1")


def test_sqlmesh_has_a_seed_model_for_every_table(tmp_path: Path) -> None:
    SQLMESH.describe(tmp_path, TYPES, TARGET)
    assert {path.stem for path in (tmp_path / "models").iterdir()} == TYPES.keys()
    assert (tmp_path / "models" / "facts.sql").read_text() == (
        f"MODEL (name {SCHEMA}.facts, kind SEED (path '../seeds/facts.csv'), "
        'columns ("fact_id" uuid, "rank" integer));\n'
    )
    connection = json.loads((tmp_path / "config.yaml").read_text())["gateways"]["bench"]["connection"]
    assert connection == {**TARGET, "database": DATABASE}


def test_a_peer_that_is_there_is_not_installed_again(tmp_path: Path) -> None:
    program = tmp_path / DBT.name / "bin" / DBT.name
    program.parent.mkdir(parents=True)
    program.touch()
    assert install(DBT, tmp_path) == program


@pytest.mark.slow
def test_a_peer_that_cannot_be_installed_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    absent = Peer("absent", "absent", (str(tmp_path / "absent-0.whl"),), DBT.describe, ())
    with pytest.raises(FailedError, match=r"absent cannot be installed into .*absent:\n"):
        install(absent, tmp_path)
    assert not (tmp_path / "absent").exists()
