"""``warehouse seeds draft --interactive``: every answer is kept at once, whenever the session ends."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.waiting import until
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Desk

NEWS = "Tin news\nTinworks sold 80 tons for 5 million USD in 2029.\n틴웍스는 100톤을 판다.\n"
SOLD = "  - about:  # register and key\n    indicator:  # what is measured\n    value: 80\n    words: 80 tons\n"


@pytest.fixture
def file(desk: Desk) -> Path:
    desk.describe(text=NEWS)
    desk.cite("tin-news#1")
    return desk.project / "tin.yaml"


@pytest.fixture
def answer(desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    def answered(*lines: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return desk("draft", "tin-news", "--interactive", "-o", str(file))

    return answered


def families(file: Path) -> list[str]:
    return [line[:-1] for line in file.read_text().splitlines() if line.endswith(":") and line[0].isalpha()]


def test_what_is_taken_stands_in_the_seed_file_and_the_rest_does_not(
    answer: Callable[..., tuple[int, str, str]], file: Path
) -> None:
    code, out, said = answer("y", "n", "y", "n")
    assert code == ExitCode.DONE
    assert "Tinworks sold [80 tons] for 5 million USD in 2029." in out
    assert (families(file), SOLD in file.read_text()) == (["observations", "milestones"], True)
    assert said == f"All 4 candidates are answered. {file} holds 2 records; tin.yaml.answers holds the answers.\n"


def test_going_on_later_asks_the_next_question(answer: Callable[..., tuple[int, str, str]], file: Path) -> None:
    assert "Stopped; the same command goes on." in answer("y", "q")[2]
    before = file.read_text()
    assert "2 of 4, paragraph 2, sum" in answer("")[1].lstrip().splitlines()[0]
    assert file.read_text() == before
    answer("y")
    assert families(file) == ["monetary_values", "observations"]


def test_undo_takes_the_last_answer_back_also_of_an_earlier_session(
    answer: Callable[..., tuple[int, str, str]], file: Path
) -> None:
    answer("y", "y")
    assert "2 of 4" in answer("u")[1]
    assert families(file) == ["observations"]
    answer("u", "u", "n")
    assert families(file) == []


def test_edit_fills_fields_in_and_says_what_is_wrong(answer: Callable[..., tuple[int, str, str]], file: Path) -> None:
    out = answer("e", "entities/tinworks", "tin-output", "occured", "", "", "e", "", "", "", "", "occurred", "y")[1]
    assert '! unknown word "occured"; did you mean "occurred"?' in out
    kept = file.read_text()
    assert "  - about: entities/tinworks  # register and key\n    indicator: tin-output" in kept
    assert "    modality: occurred\n" in kept


def test_a_journal_cut_anywhere_keeps_all_whole_answers(
    answer: Callable[..., tuple[int, str, str]], file: Path
) -> None:
    answer("y", "n", "u", "y")
    journal = file.with_name("tin.yaml.answers")
    whole, seeds = journal.read_bytes(), file.read_text()
    for size in range(len(whole.splitlines(keepends=True)[0]), len(whole) + 1, 7):
        file.unlink(missing_ok=True)
        journal.write_bytes(whole[:size])
        code, _, said = answer()
        assert (code, "Stopped" in said) == (ExitCode.DONE, True)
        assert journal.read_bytes() == whole[: whole.rfind(b"\n", 0, size) + 1]
    file.unlink()
    journal.write_bytes(whole)
    answer()
    assert file.read_text() == seeds


def test_killed_after_any_answer_nothing_is_lost(desk: Desk, file: Path) -> None:
    program = [sys.executable, "-m", "warehouse", "--project", str(desk.project), "seeds", "draft", "tin-news"]
    program += ["--documents", str(desk.copies), "--interactive", "-o", str(file)]
    for count, sent in enumerate((signal.SIGKILL, signal.SIGINT, signal.SIGTERM), start=1):
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as run:
            assert run.stdin is not None
            run.stdin.write(b"y\n")
            run.stdin.flush()
            until(lambda count=count: file.exists() and file.read_text().count("cite:") == count)  # type: ignore[misc]
            os.kill(run.pid, sent)
        assert file.read_text().count("cite:") == count


def test_a_file_that_somebody_edited_is_left_alone(answer: Callable[..., tuple[int, str, str]], file: Path) -> None:
    file.write_text("entities: []\n")
    assert answer("y")[0] == ExitCode.USAGE
    file.unlink()
    answer("y")
    edited = file.read_text() + "# mine\n"
    file.write_text(edited)
    code, _, said = answer("y")
    assert (code, file.read_text()) == (ExitCode.USAGE, edited)
    assert "holds what somebody else wrote" in said


def test_answers_to_another_text_are_refused(answer: Callable[..., tuple[int, str, str]], desk: Desk) -> None:
    answer("y")
    desk.describe(text=f"{NEWS}More.\n")
    code, _, said = answer("y")
    assert (code, "holds answers to another text" in said) == (ExitCode.USAGE, True)


def test_what_is_cited_already_is_not_asked(answer: Callable[..., tuple[int, str, str]], desk: Desk) -> None:
    view = desk("draft", "tin-news")[1].splitlines()
    desk.cite(next(line.strip() for line in view if "span: 14-21" in line))
    assert "1 of 3, paragraph 2, sum" in answer()[1]


def test_interactive_needs_a_file(desk: Desk) -> None:
    assert "Name it with -o FILE." in desk("draft", "tin-news", "--interactive")[2]
