"""dbt reads the mart as a source, with an account that reads and a schema of its own for tests and models.

dbt lives in an environment of its own; WAREHOUSE_DBT names its command.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import psycopg
import pytest
import yaml
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.clients.programs import command
from tests.conftest import ROOT
from tests.database.accounts import PASSWORD, furnished_copy
from warehouse.dictionary.dbt import text
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Databases

pytestmark = [pytest.mark.slow, pytest.mark.clients]

MODEL = """
select agreement, sum(contract) as won
from {{ source('critical_minerals', 'money_krw') }}
where contract is not null
group by agreement
"""
PROJECT = {"name": "minerals", "version": "1.0", "profile": "minerals", "models": {"+materialized": "table"}}
CHECKED = {"models": [{"name": "contracts", "columns": [{"name": "agreement", "data_tests": ["unique", "not_null"]}]}]}


@pytest.fixture(scope="module")
def own_schema(databases: Databases, curated: str, server_dsn: str) -> Iterator[str]:
    """Give the address of a reader who has a schema of its own, as docs/bi.md tells."""
    with furnished_copy(databases, curated, server_dsn) as site:
        with psycopg.connect(site.dsn) as owner:
            reader = sql.Identifier(site.login("reader"))
            database = sql.Identifier(owner.info.dbname)
            owner.execute(sql.SQL("CREATE SCHEMA analysis AUTHORIZATION {}").format(reader))
            setting = sql.SQL("ALTER ROLE {} IN DATABASE {} SET default_transaction_read_only = off")
            owner.execute(setting.format(reader, database))
        yield site.address("reader")
        with psycopg.connect(site.dsn) as owner:
            owner.execute("DROP SCHEMA analysis CASCADE")


@pytest.fixture(scope="module")
def dbt(own_schema: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Run a command of dbt in a small project, which must succeed; give what it printed."""
    program, folder = command("dbt"), tmp_path_factory.mktemp("dbt")
    (folder / "models").mkdir()
    (folder / "models" / "sources.yml").write_text(text(list_objects(ROOT / "sql")))
    (folder / "models" / "contracts.sql").write_text(MODEL)
    parts = conninfo_to_dict(own_schema)
    account = {"host": parts["host"], "port": int(str(parts["port"])), "user": parts["user"], "dbname": parts["dbname"]}
    secret = {"password": "{{ env_var('DBT_ENV_SECRET_PASSWORD') }}"}
    target = {"type": "postgres", **account, **secret, "schema": "analysis", "threads": 2}
    _write(folder / "dbt_project.yml", PROJECT)
    _write(folder / "models" / "models.yml", {"version": 2, **CHECKED})
    _write(folder / "profiles.yml", {"minerals": {"target": "dev", "outputs": {"dev": target}}})
    environment = {**os.environ, "DBT_ENV_SECRET_PASSWORD": PASSWORD, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}

    def run(*words: str) -> str:
        done = subprocess.run(
            [program, "--no-use-colors", *words, "--profiles-dir", "."],
            env=environment, cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False))


def test_connection_of_a_reader_is_enough(dbt: Callable[..., str]) -> None:
    assert "All checks passed!" in dbt("debug")


def test_source_is_as_fresh_as_its_last_load(dbt: Callable[..., str]) -> None:
    assert "PASS freshness of critical_minerals.dim_load" in dbt("source", "freshness")


def test_mart_passes_its_tests_and_models_stand_in_the_own_schema(dbt: Callable[..., str], own_schema: str) -> None:
    said = dbt("build")
    assert "WARN=0 ERROR=0 SKIP=0" in said
    assert "Deprecat" not in said
    with psycopg.connect(own_schema) as reader:
        found = reader.execute("SELECT count(*), sum(won)::bigint FROM analysis.contracts").fetchone()
    assert found == (3, 1_760_000_000_000)
