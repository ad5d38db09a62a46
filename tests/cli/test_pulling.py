"""``load --pull``: the seeds of the remote if they are a step forwards, or everything stays as it is."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.builders import BASE, ProjectFolder
from tests.conftest import Warehouse
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "places:\n  - {key: sylvania, kind: country, name: Sylvania, cite: tin-news#1}\n"


def git(folder: Path, *words: str) -> None:
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *name, *words], capture_output=True, check=True)


def commit(folder: ProjectFolder, text: str, name: str = "extra.yaml") -> None:
    folder.write(text, name)
    git(folder.project, "add", "--all")
    git(folder.project, "commit", "--quiet", "--message", "facts")


@dataclass(frozen=True)
class Pair:
    """The remote, and the clone from which the seeds are loaded."""

    remote: ProjectFolder
    own: Warehouse

    def seeds(self) -> set[str]:
        return {path.name for path in self.own.seeds.iterdir()}


@pytest.fixture
def pair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Pair:
    remote = ProjectFolder(tmp_path / "remote")
    remote.write(BASE, "base.yaml")
    git(remote.project, "init", "--quiet", "--initial-branch=main")
    commit(remote, BASE, "base.yaml")
    subprocess.run(["git", "clone", "--quiet", remote.project, tmp_path / "own"], check=True)
    return Pair(remote, Warehouse(tmp_path / "own", "postgresql://nowhere.invalid/x", capsys))


def refused(pair: Pair, code: ExitCode, says: str) -> None:
    """Check that the load ends before it looks for the server, and that no file has changed."""
    before = pair.seeds()
    found, out, said = pair.own("load", "--pull")
    assert (found, out, pair.seeds()) == (code, "", before), said
    assert says in said


def test_what_the_remote_has_is_loaded(pair: Pair, database_url: str) -> None:
    commit(pair.remote, PLACE)
    pair.own.database_url = database_url
    code, _, said = pair.own("load", "--pull")
    assert code == ExitCode.DONE, said
    assert said.startswith("The seeds are at revision ")
    assert "the database holds 10 facts" in said
    assert pair.own("load", "--pull")[2].endswith("Nothing to change; the database holds 10 facts.\n")


def test_uncommitted_changes_are_told_with_the_revision(pair: Pair, database_url: str) -> None:
    pair.own.database_url = database_url
    assert "uncommitted" not in pair.own("load", "--pull")[2]
    pair.own.write(PLACE, "extra.yaml")
    code, _, said = pair.own("load", "--pull")
    assert (code, said.partition("\n")[0].endswith(" with uncommitted changes.")) == (ExitCode.DONE, True), said


def test_branches_that_diverged(pair: Pair) -> None:
    commit(pair.remote, PLACE)
    commit(pair.own, PLACE.replace("sylvania", "ruritania"), "mine.yaml")
    refused(pair, ExitCode.BUSY, "origin/main is no step forwards from here: ")


def test_git_that_is_not_installed(pair: Pair, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    refused(pair, ExitCode.CONFIGURATION, "git cannot be run: No such file or directory")


def test_change_of_ones_own_that_is_in_the_way(pair: Pair) -> None:
    commit(pair.remote, BASE.replace("Tinworks", "Tin Works"), "base.yaml")
    pair.own.edit("base.yaml", "Tinworks", "Works")
    refused(pair, ExitCode.BUSY, "would be overwritten by merge")
    assert "name: Works" in (pair.own.seeds / "base.yaml").read_text()


def test_remote_that_does_not_answer(pair: Pair) -> None:
    shutil.rmtree(pair.remote.project)
    refused(pair, ExitCode.BUSY, "cannot fetch origin/main: ")


def test_branch_that_follows_no_other(pair: Pair) -> None:
    git(pair.own.project, "switch", "--quiet", "--create", "alone")
    refused(pair, ExitCode.CONFIGURATION, "follows no other")
    shutil.rmtree(pair.own.project / ".git")
    refused(pair, ExitCode.CONFIGURATION, "follows no other")


def test_schedule_pulls_before_it_loads(pair: Pair) -> None:
    pair.own.database_url = None
    code, out, _ = pair.own("schedule", "print", "systemd", "--pull", "--part", "service")
    assert code == ExitCode.DONE
    start = next(line for line in out.splitlines() if line.startswith("ExecStart="))
    assert shlex.split(start)[-2:] == ["load", "--pull"]
    assert f"ReadWritePaths={pair.own.project}" in out.splitlines()
    assert " load --pull" in pair.own("schedule", "print", "cron", "--pull")[1]
    code, _, said = pair.own("schedule", "print", "k8s", "--pull")
    assert (code, "--pull says nothing to k8s" in said) == (ExitCode.USAGE, True)
