"""``warehouse seeds check --watch``: a check after every save, in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.builders import BASE, ProjectFolder
from tests.waiting import until
from warehouse.errors import ExitCode
from warehouse.seeds.watching import Recheck
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = "places:\n  - {key: sylvania, kind: country, name: Sylvania, cite: tin-news#1}\n"
BAD = GOOD.replace("country", "iland")
TERM = "terms:\n  - {scheme: place-kind, key: iland, definition: land in the sea, broader: site}\n"


@pytest.fixture
def folder(tmp_path: Path) -> ProjectFolder:
    made = ProjectFolder(tmp_path / "project")
    made.write(BASE, "base.yaml")
    return made


class Watch:
    """A running watch, and what it printed."""

    def __init__(self, folder: ProjectFolder, log: Path) -> None:
        self._log = log
        with log.open("wb") as stream:
            command = [sys.executable, "-m", "warehouse", "--project", str(folder.project), "seeds", "check", "--watch"]
            self.process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT)

    @property
    def printed(self) -> str:
        return self._log.read_text()

    def shows(self, text: str, times: int = 1) -> None:
        def is_shown() -> bool:
            assert self.process.poll() is None, self.printed
            return self.printed.count(text) >= times

        until(is_shown, lambda: self.printed)

    def last(self) -> str:
        return self.printed.rpartition(" ---\n")[2]


@pytest.fixture
def watch(folder: ProjectFolder, tmp_path: Path) -> Iterator[Watch]:
    made = Watch(folder, tmp_path / "log")
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


@pytest.mark.slow
def test_every_save_is_checked_until_the_user_interrupts(folder: ProjectFolder, watch: Watch) -> None:
    watch.shows("1 files, 9 facts, no problem.")
    folder.write(BAD)
    watch.shows("warehouse: 1 problem found")
    assert "seeds/extra.yaml:2:27  E-unknown-word" in watch.last()
    folder.write(GOOD)
    watch.shows("2 files, 10 facts, no problem.")
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait() == ExitCode.DONE
    assert "Traceback" not in watch.printed
    assert watch.printed.count("; Ctrl+C ends ---\n") >= 3


@pytest.mark.slow
def test_folder_that_goes_and_comes_back_is_watched_on(folder: ProjectFolder, watch: Watch) -> None:
    watch.shows("1 files, 9 facts, no problem.")
    folder.seeds.rename(folder.project / "away")
    watch.shows("waiting for it")
    (folder.project / "away").rename(folder.seeds)
    watch.shows("1 files, 9 facts, no problem.", times=2)
    folder.seeds.rename(folder.project / "away")
    folder.write(BASE, "base.yaml")
    folder.write(GOOD)
    watch.shows("2 files, 10 facts, no problem.")
    folder.write(BAD)
    watch.shows("E-unknown-word")
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait() == ExitCode.DONE


def test_only_what_changed_is_read_again(folder: ProjectFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write(GOOD)
    recheck = Recheck(folder.seeds, folder.project)
    assert recheck.is_stale()
    assert len(recheck.check().index.facts) == 10
    assert not recheck.is_stale()
    read: list[str] = []
    take = recheck.check().read.__func__  # type: ignore[attr-defined]

    def note(self: object, file: object, *rest: object) -> None:
        read.append(file.name)  # type: ignore[attr-defined]
        take(self, file, *rest)

    monkeypatch.setattr("warehouse.seeds.reader.Reading.read", note)
    folder.write(BAD)
    assert recheck.is_stale()
    with pytest.raises(ProblemsFound):
        recheck.check()
    assert read == ["extra.yaml"]
    folder.write(TERM, "terms.yaml")
    assert len(recheck.check().index.facts) == 10
    assert set(read) >= {"base.yaml", "extra.yaml", "terms.yaml"}


def test_problems_are_those_of_a_whole_check(folder: ProjectFolder) -> None:
    recheck = Recheck(folder.seeds, folder.project)
    recheck.check()
    for text in (GOOD.replace("sylvania", "freedonia"), GOOD.replace("tin-news#1", "tin-news#99"), BAD, "places: ["):
        folder.write(text)
        with pytest.raises(ProblemsFound) as caught:
            recheck.check()
        assert list(caught.value.problems) == folder.problems()
        with pytest.raises(ProblemsFound) as again:
            recheck.check()
        assert again.value.problems == caught.value.problems
