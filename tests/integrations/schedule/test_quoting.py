"""Each reader gets the very words that were meant, or they are refused."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from warehouse.errors import ExitCode, UsageError
from warehouse.integrations import schedule as quoting
from warehouse.integrations.schedule import NOT_WORTH_IT, WORTH_IT, job_name, require_name

ODD = ["plain", "two words", "100%", "$HOME", 'a "b"', "it's", "back\\slash", "한국", "", "#", "a=b;c", "~"]


def as_systemd_reads(line: str) -> list[str]:
    """Undo what systemd does to a command line: quotes and backslashes, then % and $."""
    words = shlex.split(line)
    assert all(word.count("%") % 2 == 0 and word.count("$") % 2 == 0 for word in words)
    return [word.replace("%%", "%").replace("$$", "$") for word in words]


def test_systemd_reads_the_words_of_a_command() -> None:
    assert as_systemd_reads(quoting.for_exec(ODD)) == ODD


def test_systemd_takes_a_setting_with_its_dollar() -> None:
    assert quoting.for_setting('A=50% of "$x"') == r'"A=50%% of \"$x\""'


@pytest.mark.parametrize("path", ["/a ", "/a\\", " /a"])
def test_folder_that_systemd_would_read_otherwise_is_refused(path: str) -> None:
    with pytest.raises(UsageError):
        quoting.for_path(path)
    assert quoting.for_path("/a b/100%") == "/a b/100%%"


def test_cron_and_its_shell_read_the_words_of_a_command() -> None:
    line = quoting.for_cron(quoting.for_shell([sys.executable, "-c", "import sys; print(sys.argv[1:])", *ODD]))
    assert "%" not in line.replace(r"\%", "")
    done = subprocess.run(["/bin/sh", "-c", line.replace(r"\%", "%")], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == repr(ODD)


def test_what_cron_cannot_be_told_is_refused() -> None:
    with pytest.raises(UsageError, match="cron accepts at most 990"):
        quoting.for_cron("x" * 991)
    with pytest.raises(UsageError, match="cron cannot express"):
        quoting.for_cron(r"echo 'a\%b'")


def test_kubernetes_reads_the_words() -> None:
    read = yaml.safe_load("\n".join(f"- {quoting.for_container(word)}" for word in [*ODD, "NO", "12:30", "$(A)"]))
    assert [word.replace("$$", "$") for word in read] == [*ODD, "NO", "12:30", "$(A)"]


@pytest.mark.parametrize("text", ["a\nb", "a\0", "\x1b[1m", "a\u2028b"])
def test_line_breaks_and_control_characters_are_refused_everywhere(text: str) -> None:
    for quote in (quoting.for_setting, quoting.for_path, quoting.for_yaml):
        with pytest.raises(UsageError):
            quote(text)
    for quote_words in (quoting.for_exec, quoting.for_shell):
        with pytest.raises(UsageError):
            quote_words([text])


def test_name_comes_from_the_folder() -> None:
    names = {"minerals": "warehouse-minerals", "Warehouse 2": "warehouse-2", "한국": "warehouse", "x" * 80: None}
    for folder, name in names.items():
        found = job_name(Path("/srv") / folder)
        assert require_name(found) == found
        assert name in {None, found}
    for wrong in ("", "-a", "a_b", "A", "a" * 53, "a\n"):
        with pytest.raises(UsageError):
            require_name(wrong)


def test_every_exit_code_is_retried_or_given_up_or_decided_by_others() -> None:
    assert {int(code) for code in WORTH_IT} == {69, 75}
    assert {int(code) for code in NOT_WORTH_IT} == {1, 2, 64, 65, 70, 77, 78}
    assert set(ExitCode) - set(WORTH_IT) - set(NOT_WORTH_IT) == {ExitCode.DONE, ExitCode.INTERRUPTED}
