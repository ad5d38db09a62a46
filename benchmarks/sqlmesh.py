"""The peer SQLMesh: ``sqlmesh plan`` of a project with a seed model for each table of the same rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from benchmarks.peers import DATABASE, SCHEMA, Peer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from benchmarks.peers import Types


def describe(folder: Path, types: Types, target: Mapping[str, str | int]) -> None:
    """Write a SQLMesh project for the CSV files in a folder, with the type of every column declared.

    Args:
        folder: The folder of the project; its files lie in ``seeds``.
        types: The columns of each table with their types.
        target: The address of the server.
    """
    (folder / "models").mkdir()
    for table, columns in types.items():
        listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        model = f"MODEL (name {SCHEMA}.{table}, kind SEED (path '../seeds/{table}.csv'), columns ({listed}));\n"
        (folder / "models" / f"{table}.sql").write_text(model)
    # JSON is YAML, so json.dumps is enough.
    described = {
        "gateways": {"bench": {"connection": {**target, "database": DATABASE}}},
        "default_gateway": "bench",
        "model_defaults": {"dialect": "postgres", "start": "2026-01-01"},
        "disable_anonymized_analytics": True,
    }
    (folder / "config.yaml").write_text(json.dumps(described))


SQLMESH: Final = Peer(
    name="sqlmesh",
    case="SQLMesh seed models",
    packages=("sqlmesh[postgres]>=0.236",),
    describe=describe,
    arguments=("plan", "--auto-apply", "--no-prompts", "--skip-tests"),
    environment={"SQLMESH__DISABLE_ANONYMIZED_ANALYTICS": "true", "NO_COLOR": "1"},
)
