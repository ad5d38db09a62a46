"""The peer dbt: ``dbt seed`` of the same rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from benchmarks.peers import DATABASE, SCHEMA, Peer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from benchmarks.peers import Types

THREADS: Final = 4


def describe(folder: Path, types: Types, target: Mapping[str, str | int]) -> None:
    """Write a dbt project for the CSV files in a folder.

    The type of every column is declared, because dbt guesses wrong types for sums beyond 32 bits, and so that it has
    less to guess.

    Args:
        folder: The folder of the project; its files lie in ``seeds``.
        types: The columns of each table with their types.
        target: The address of the server.
    """
    # JSON is YAML, so json.dumps is enough.
    seeds = {table: {"+column_types": columns} for table, columns in types.items()}
    described = {"name": "bench", "version": "1.0", "profile": "bench", "seeds": {"bench": seeds}}
    (folder / "dbt_project.yml").write_text(json.dumps(described))
    output = {**target, "dbname": DATABASE, "schema": SCHEMA, "threads": THREADS}
    (folder / "profiles.yml").write_text(json.dumps({"bench": {"target": "bench", "outputs": {"bench": output}}}))


# dbt-core 1.12 downloads a part of itself.
DBT: Final = Peer(
    name="dbt",
    case="dbt seed",
    packages=("dbt-core~=1.11.0", "dbt-postgres~=1.11.0"),
    describe=describe,
    arguments=("seed", "--profiles-dir", ".", "--quiet"),
    environment={"DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
)
