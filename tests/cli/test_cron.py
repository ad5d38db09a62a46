"""A load on a schedule for real: cron runs the line that ``warehouse schedule print cron`` gave."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.conftest import Warehouse
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

NEWEST: Final = "SELECT status, run_by FROM ops.load_runs WHERE finished_at IS NOT NULL ORDER BY run_id DESC LIMIT 1"


def missing() -> str:
    """Say why cron cannot be tried here; empty: it can."""
    if os.geteuid() != 0:
        return "only root can start cron"
    if not shutil.which("cron") or not shutil.which("crontab"):
        return "cron is not installed"
    if subprocess.run(["crontab", "-l"], capture_output=True, check=False).returncode == 0:
        return "root has a crontab of its own"
    return ""


@pytest.fixture
def _cron() -> Iterator[None]:
    """Run cron, unless it runs already, and take root's crontab away at the end."""
    if reason := missing():
        if os.environ.get("WAREHOUSE_TEST_CRON") == "required":
            pytest.fail(f"WAREHOUSE_TEST_CRON=required, but {reason}")
        pytest.skip(reason)
    process = subprocess.Popen(["cron", "-f"], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        subprocess.run(["crontab", "-r"], stderr=subprocess.DEVNULL, check=False)
        process.terminate()
        process.wait()


@pytest.mark.usefixtures("_cron")
def test_cron_loads(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / 'it\'s 100% "odd"'
    shutil.copytree(Path(__file__).parents[2] / "seeds", folder / "seeds")
    parts = {name: str(value) for name, value in conninfo_to_dict(database_url).items() if value is not None}
    password = parts.pop("password", "")
    monkeypatch.delenv("WAREHOUSE_DATABASE_URL", raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pass file"))
    (tmp_path / "pass file").write_text(f"*:*:*:*:{password}\n")
    (tmp_path / "pass file").chmod(0o600)
    warehouse = Warehouse(folder, make_conninfo("", **parts), capsys)
    code, lines, said = warehouse("schedule", "print", "cron", "--at", "* * * * *")
    assert (code, said) == (0, "")
    subprocess.run(["crontab", "-"], input=lines, text=True, check=True)
    assert newest(database_url) == ("loaded", "root"), (folder / "warehouse.log").read_text()
    assert (folder / "warehouse.log").read_text().startswith("Loaded: ")


def newest(database_url: str) -> object:
    """Wait for a run that has ended, and tell how and whose it was; cron begins with the next minute."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        return until(lambda: connection.execute(NEWEST).fetchone())
