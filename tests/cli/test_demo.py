"""``warehouse demo`` and ``warehouse db`` on an embedded server of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.homes import copy_home, open_folder
from warehouse.database import embedded
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


class Terminal:
    """The command line as processes of their own, in an otherwise empty folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("WAREHOUSE_")}

    def __call__(self, *arguments: str, **environment: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "warehouse", *arguments]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """Work in a folder that others may enter, so that as root too the database lies in it."""
    with open_folder() as folder:
        yield Terminal(folder)
        embedded.stop(folder / ".warehouse")


@pytest.fixture
def _prepared(terminal: Terminal, made_home: Path) -> None:
    """Let the folder hold a database that was made before and is empty."""
    copy_home(made_home, terminal.folder / ".warehouse")


MEANT_FOR_OTHERS = {
    "PGSSLMODE": "verify-full",
    "PGHOSTADDR": "192.0.2.1",
    "PGOPTIONS": "-c nonsense=1",
    "PGPASSWORD": "wrong",
}
"""Settings for other servers, which must not disturb the one of the demo."""


def test_demo_does_the_main_job_and_can_be_repeated(terminal: Terminal) -> None:
    code, first, said = terminal("demo", **MEANT_FOR_OTHERS)
    assert code == ExitCode.DONE, said
    assert "99.3%" in first
    assert "[1] Korean Firms Accelerate" in first
    for promised in ("facts", "checks", "warehouse db psql", "warehouse db stop", ".warehouse", "warehouse serve"):
        assert promised in said
    assert terminal("db", "status")[0] == ExitCode.FAILED, "the last command out stops the server"
    site = terminal.folder / "site"
    assert f"open {site / 'index.html'}" in said
    assert "99.3%" in (site / "reports" / "import-dependence.html").read_text()
    stamps = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in [site, *site.rglob("*")]}
    assert len(stamps) > 200
    code, second, said = terminal("demo")
    assert (code, second) == (ExitCode.DONE, first)
    assert "Nothing to change" in said
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in [site, *site.rglob("*")]} == stamps


@pytest.mark.usefixtures("_prepared")
def test_service_stays_up_for_other_clients_until_it_is_stopped(terminal: Terminal) -> None:
    assert terminal("db", "start")[0] == ExitCode.DONE
    code, out, _ = terminal("db", "status")
    assert code == ExitCode.DONE
    assert "running  yes, as a service" in out
    assert terminal("db", "upgrade")[0] == ExitCode.DONE
    with psycopg.connect(terminal("db", "dsn")[1].strip()) as connection:
        assert connection.execute("SELECT count(*) FROM core.facts").fetchone() == (0,)
    code, out, _ = terminal("db", "psql", "--", "-Atc", "SELECT version_num <> '' FROM ops.alembic_version")
    assert (code, out) == (ExitCode.DONE, "t\n")
    assert terminal("db", "stop")[0] == ExitCode.DONE
    assert terminal("db", "status")[0] == ExitCode.FAILED


@pytest.mark.usefixtures("_prepared")
def test_load_before_upgrade_says_what_to_do(terminal: Terminal) -> None:
    (terminal.folder / "seeds").mkdir()
    (terminal.folder / "seeds" / "empty.yaml").write_text("# nothing yet\n")
    code, _, said = terminal("load")
    assert code == ExitCode.CONFIGURATION
    assert 'Run "warehouse db upgrade" first.' in said


def test_load_without_seeds_does_not_fall_back_to_the_examples(terminal: Terminal) -> None:
    code, _, said = terminal("load")
    assert code == ExitCode.INVALID_SOURCE
    assert "no seeds folder" in said
