"""The peers for comparison: other loaders on the rows of ``core``, one CSV file per table, without keys or constraints.

Each peer has a virtual environment of its own, because its packages do not agree with those of others.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from benchmarks.measure import FailedError, Run, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.databases import Databases

SCHEMA: Final = "peer"
DATABASE: Final = "bench_peer"
COUNT: Final = sql.SQL("SELECT count(*) FROM {}")
CSV: Final = "(FORMAT csv, HEADER)"

Types = dict[str, dict[str, str]]
"""The columns of each table with their types."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: how to install it, to describe the rows to it, and to run it.

    Attributes:
        name: Its name on the command line, and that of its program.
        case: What is timed, as the tables show it.
        packages: The packages to install.
        describe: Writes a project into a folder; it is given the folder, the types and the target of the load.
        arguments: The arguments of the timed command, which runs in the folder of the project.
        environment: Environment variables to set.
    """

    name: str
    case: str
    packages: tuple[str, ...]
    describe: Callable[[Path, Types, Mapping[str, str | int]], None]
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def install(peer: Peer, cache: Path) -> Path:
    """Return the path of the peer's program, after installing it into its own virtual environment if it is missing.

    Args:
        peer: The peer.
        cache: The folder that keeps the environment for the next run.

    Raises:
        FailedError: It cannot be installed.
    """
    folder = cache / peer.name
    program = folder / "bin" / peer.name
    if program.exists():
        return program
    commands = [
        [sys.executable, "-m", "venv", str(folder)],
        [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *peer.packages],
    ]
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode != 0:
            shutil.rmtree(folder, ignore_errors=True)
            said = "\n".join(done.stderr.splitlines()[-5:])
            hint = f"install {' and '.join(peer.packages)} there by hand, or leave --peer out"
            raise FailedError(f"{peer.name} cannot be installed into {folder}:\n{said}\n{hint}")
    return program


def measured(peer: Peer, program: Path, databases: Databases) -> Run:
    """Time the peer on the rows of the scratch database, and check that it has loaded each of them.

    Args:
        peer: The peer.
        program: The path of its program.
        databases: The databases; the scratch database is loaded.

    Raises:
        FailedError: The peer failed, or did not load the rows.
    """
    rows = databases.rows(["core"])
    folder = databases.folder / peer.name
    (folder / "seeds").mkdir(parents=True)
    types = {}
    for file in sorted(databases.dump(["core"], CSV).iterdir()):
        table = file.name.partition(".")[2]
        types[table] = databases.columns(file.name)
        file.rename(folder / "seeds" / f"{table}.csv")
    databases.make(DATABASE, "template0")
    peer.describe(folder, types, _target(databases))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "DBT_"))}
    environment |= {"DO_NOT_TRACK": "1", **peer.environment}
    done = run([str(program), *peer.arguments], environment, folder, databases.postmaster)
    for table, wanted in rows.items():
        found = databases.value(COUNT.format(sql.Identifier(SCHEMA, table.partition(".")[2])), DATABASE)
        if found != wanted:
            raise FailedError(f"{peer.case} has put {found:,} rows into {table}, not {wanted:,}")
    return done


def _target(databases: Databases) -> dict[str, str | int]:
    parts = conninfo_to_dict(databases.address(DATABASE))
    return {
        "type": "postgres",
        "host": str(parts["host"]),
        "port": int(parts["port"] or 0),
        "user": str(parts["user"]),
        "password": str(parts["password"]),
    }
