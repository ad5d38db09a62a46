"""Which of PostgreSQL's programs is taken, what it is told, and what becomes of its complaints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.database.recovery import programs
from warehouse.database.recovery.programs import Program, ProgramFailed, fitting
from warehouse.errors import ConfigurationError, ConnectionLost, DatabaseBusy, PermissionRefused, WarehouseError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.database.recovery.conftest import Install

ADDRESS = "postgresql://loader:hush-hush@db.example.org:6543/minerals?sslmode=require&sslpassword=hush-too"


def test_nearest_major_version_that_knows_the_server_is_taken(
    bare: Path, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("pg_dump", "path-18.4")
    monkeypatch.setenv("WAREHOUSE_PG_BIN", str(install("pg_dump", "17.2")))
    assert [program.version for program in fitting("pg_dump", "16.3")] == ["17.2", "18.4"]
    assert fitting("pg_dump", "18.1")[0].path == bare / "pg_dump"


@pytest.mark.usefixtures("bare")
def test_program_older_than_the_server_is_refused_with_both_versions(install: Install) -> None:
    install("pg_dump", "path-16.9 (Debian 16.9-1)")
    with pytest.raises(ConfigurationError, match=r"server is PostgreSQL 18\.4, but the newest pg_dump found is 16\.9"):
        fitting("pg_dump", "18.4")


@pytest.mark.usefixtures("bare")
def test_missing_program_is_said() -> None:
    with pytest.raises(ConfigurationError, match="no pg_restore was found"):
        fitting("pg_restore", "18.4")


def test_secrets_go_by_the_environment_only(install: Install) -> None:
    folder = install("pg_dump", "18.4", 'printf "%s\\n" "$@"; echo "secret: $PGPASSWORD" >&2; exit 1\n')
    with pytest.raises(ProgramFailed) as failed:
        Program(folder / "pg_dump", "18.4", 18).run(["--file=x"], dsn=ADDRESS)
    assert "secret: hush-hush" in failed.value.errors
    folder = install("pg_dump", "18.4", 'printf "%s\\n" "$@"\n')
    printed = Program(folder / "pg_dump", "18.4", 18).run(["--file=x"], dsn=ADDRESS)
    assert "hush" not in printed
    where, *rest = printed.splitlines()
    assert {"user=loader", "dbname=minerals", "host=db.example.org", "port=6543", "sslmode=require"} <= set(
        where.removeprefix("--dbname=").split()
    )
    assert rest == ["--no-password", "--file=x"]


def test_long_program_is_watched_while_it_runs(
    install: Install, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(programs, "TICK", 0.01)
    watched = tmp_path / "watched"
    folder = install("pg_dump", "18.4", f"until [ -e '{watched}' ]; do sleep 0.01; done\n")
    Program(folder / "pg_dump", "18.4", 18).run([], on_tick=watched.touch)
    assert watched.exists()


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        ("pg_dump: error: query failed: ERROR:  canceling statement due to lock timeout", DatabaseBusy),
        ("pg_dump: error: query failed: ERROR:  permission denied for table facts", PermissionRefused),
        ("pg_dump: error: could not write to output file: No space left on device", PermissionRefused),
        ("pg_dump: detail: x\npg_dump: error: connection to server on socket failed", ConnectionLost),
        ("pg_dump: error: something else", ConfigurationError),
        ("", ConfigurationError),
    ],
)
def test_complaint_of_a_program_becomes_a_failure_a_user_can_act_on(said: str, failure: type[WarehouseError]) -> None:
    made = ProgramFailed("pg_dump", said).as_failure("the dump failed")
    assert type(made) is failure
    assert made.hint
    assert made.what.startswith("the dump failed: ")
    assert "pg_dump: error" not in made.what
