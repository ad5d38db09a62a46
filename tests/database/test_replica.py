"""A replica: all that reads gives the bytes of the primary, what writes is refused, and a job can wait for a load."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import psycopg
import pytest

from tests.builders import REFERENCE, ProjectFolder
from tests.homes import copy_home, open_folder
from tests.waiting import until
from warehouse.cli.app import run
from warehouse.database import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

NEWS = """\
agreements:
  - {{key: tin-pact, name: "Tin pact{more}", kind: partnership, modality: in force, cite: handbook#A-1}}
"""


class Pair(NamedTuple):
    """A primary and its replica.

    Attributes:
        project: The folder of the project.
        primary: The address of the primary.
        replica: The address of the replica.
    """

    project: ProjectFolder
    primary: str
    replica: str

    def load(self, more: str = "") -> int:
        """Load the seeds with these words behind the name of the agreement; return the number of the load."""
        self.project.write(NEWS.format(more=more), "news.yaml")
        assert self("primary", "load") == 0
        with psycopg.connect(self.primary) as connection:
            (load,) = connection.execute("SELECT max(run_id) FROM ops.loads").fetchone() or (0,)
        return int(load)

    def __call__(self, side: str, *words: str) -> int:
        """Run the command line on one side."""
        return run(["--project", str(self.project.project), "--database", getattr(self, side), *words])


@contextmanager
def following(home: Path, primary: embedded.Server) -> Iterator[embedded.Server]:
    """Run the copy of a home as the replica of a server."""
    data = home / "data"
    with (data / "postgresql.auto.conf").open("a") as file:
        file.write(f"primary_conninfo = '{primary.dsn}'\n")
    shutil.copystat(data / "PG_VERSION", data / "postgresql.auto.conf")
    signal, owner = data / "standby.signal", (data / "PG_VERSION").stat()
    signal.touch()
    shutil.chown(signal, owner.st_uid, owner.st_gid)
    try:
        with embedded.hold(home) as server:
            yield server
    finally:
        embedded.stop(home)


@pytest.fixture(scope="module")
def pair(made_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Run a primary with two loads, and a replica that has them."""
    project = ProjectFolder(tmp_path_factory.mktemp("replica"))
    project.write(REFERENCE, "reference.yaml")
    with open_folder() as folder:
        for name in ("primary", "replica"):
            copy_home(made_home, folder / name)
        with embedded.hold(folder / "primary") as primary, following(folder / "replica", primary) as replica:
            made = Pair(project, primary.dsn, replica.dsn)
            assert made("primary", "db", "upgrade") == 0
            made.load()
            load = made.load(", revised")
            assert made("replica", "--wait-for-load", str(load), "--quiet", "report", "run", "freshness") == 0
            yield made
        embedded.stop(folder / "primary")


READING = (
    "report run agreement-register -f csv",
    "report run agreement-register -f csv --as-of 1",
    "report run provenance-coverage -f csv",
    "history agreements/tin-pact",
    "diff 1",
    "runs list",
    "check",
    "documents export",
    "db check",
)


@pytest.mark.parametrize("words", READING)
def test_what_reads_gives_the_bytes_of_the_primary(pair: Pair, capsys: pytest.CaptureFixture[str], words: str) -> None:
    codes, printed = [], []
    for side in ("primary", "replica"):
        codes.append(pair(side, *words.split()))
        printed.append(capsys.readouterr().out)
    assert codes == [0, 0]
    assert printed[0] == printed[1]
    assert printed[0] or words == "db check"


@pytest.mark.parametrize("words", ["export", "export --as-of 1", "publish"])
def test_files_are_those_of_the_primary(pair: Pair, tmp_path: Path, words: str) -> None:
    verb, *options = words.split()
    written = []
    for side in ("primary", "replica"):
        folder = tmp_path / side
        assert pair(side, "--quiet", verb, str(folder), *options) == 0
        written.append(
            {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        )
    assert written[0] == written[1]
    assert len(written[0]) > 10


@pytest.mark.parametrize("words", ["load", "plan", "undo 2"])
def test_what_writes_is_refused(pair: Pair, capsys: pytest.CaptureFixture[str], words: str) -> None:
    pair.project.write(NEWS.format(more=", never loaded"), "news.yaml")
    assert pair("replica", *words.split()) == 78
    assert "read-only" in capsys.readouterr().err


def test_a_job_waits_for_a_load(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    question = ("report", "run", "agreement-register", "-f", "csv")
    with psycopg.connect(pair.replica, autocommit=True) as replica:
        replica.execute("SELECT pg_wal_replay_pause()")
        until(lambda: replica.execute("SELECT pg_get_wal_replay_pause_state()").fetchone() == ("paused",))
        load = pair.load(", brought late")
        capsys.readouterr()
        assert pair("replica", "--wait-for-load", str(load), "--wait-seconds", "0", *question) == 75
        out, err = capsys.readouterr()
        assert (out, f"load {load} did not come within 0 s; the last one here is {load - 1}" in err) == ("", True)
        replica.execute("SELECT pg_wal_replay_resume()")
    assert pair("replica", "--wait-for-load", str(load), *question) == 0
    assert "Tin pact, brought late" in capsys.readouterr().out
    assert pair("replica", "--wait-for-load", str(load - 1), *question) == 0


@pytest.mark.parametrize("number", ["0", "-1", "last", ""])
def test_what_is_no_load_is_refused(pair: Pair, number: str) -> None:
    assert pair("replica", "--wait-for-load", number, "runs", "list") == 64


def test_a_database_without_a_warehouse_has_no_load_to_wait_for(blank: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--database", blank, "--wait-for-load", "1", "report", "run", "freshness"]) == 78
    assert "holds no warehouse yet" in capsys.readouterr().err
