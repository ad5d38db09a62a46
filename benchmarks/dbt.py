"""The peer for comparison: ``dbt seed`` of the same rows, one CSV file per table, without keys or constraints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from benchmarks.measure import FailedError, Run, run

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.databases import Databases

PACKAGES: Final = ("dbt-core", "dbt-postgres")
DATABASE: Final = "bench_dbt"
SCHEMA: Final = "peer"
THREADS: Final = 4
FACTS: Final = sql.SQL("SELECT count(*) FROM {}.facts").format(sql.Identifier(SCHEMA))


def install(cache: Path) -> Path:
    """Return the path of dbt, after installing it into its own virtual environment if it is missing.

    Args:
        cache: The folder that keeps the environment for the next run.

    Raises:
        FailedError: It cannot be installed.
    """
    folder = cache / "dbt"
    program = folder / "bin" / "dbt"
    if program.exists():
        return program
    commands = [
        [sys.executable, "-m", "venv", str(folder)],
        [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", *PACKAGES],
    ]
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode != 0:
            said = "\n".join(done.stderr.splitlines()[-5:])
            hint = f"install {' and '.join(PACKAGES)} there by hand, or leave --peer out"
            raise FailedError(f"dbt cannot be installed into {folder}:\n{said}\n{hint}")
    return program


def project(databases: Databases, folder: Path, rows: Path) -> Path:
    """Write a dbt project for the rows of the scratch database, and return its folder.

    The type of every column is declared, because dbt guesses wrong types for sums beyond 32 bits, and so that it has
    less to guess.

    Args:
        databases: The databases; the scratch database is loaded.
        folder: The folder of the project; it is made.
        rows: A dump of the scratch database as CSV with headers; its files are moved into the project.
    """
    (folder / "seeds").mkdir(parents=True)
    types = {}
    for file in sorted(rows.iterdir()):
        file.rename(folder / "seeds" / f"{file.name}.csv")
        types[file.name] = {"+column_types": databases.columns(file.name)}
    parts = conninfo_to_dict(databases.address(DATABASE))
    target = {
        "type": "postgres",
        "host": parts["host"],
        "port": int(parts["port"] or 0),
        "user": parts["user"],
        "password": parts["password"],
        "dbname": DATABASE,
        "schema": SCHEMA,
        "threads": THREADS,
    }
    # JSON is YAML, so json.dumps is enough.
    described = {"name": "bench", "version": "1.0", "profile": "bench", "seeds": {"bench": types}}
    (folder / "dbt_project.yml").write_text(json.dumps(described))
    profile = {"bench": {"target": "bench", "outputs": {"bench": target}}}
    (folder / "profiles.yml").write_text(json.dumps(profile))
    return folder


def seed(program: Path, databases: Databases, folder: Path) -> Run:
    """Time ``dbt seed`` of a project into an empty database.

    Args:
        program: The path of dbt.
        databases: The server for the database.
        folder: The folder of the project.

    Raises:
        FailedError: dbt failed.
    """
    databases.make(DATABASE, "template0")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "DBT_"))}
    environment |= {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}
    return run([str(program), "seed", "--profiles-dir", str(folder), "--quiet"], environment, folder)
