"""The line that shows the phase of a long command on a terminal."""

from __future__ import annotations

import io
import sys
from contextlib import closing, redirect_stderr
from typing import TYPE_CHECKING

from warehouse.cli.session import ERASE_LINE, StatusLine

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    """A terminal that keeps what was written, and what a person sees of it."""

    def isatty(self) -> bool:
        return True

    @property
    def screen(self) -> list[str]:
        """Return the lines as a terminal shows them."""
        return [line.rpartition(ERASE_LINE)[2] for line in self.getvalue().split("\n")]


def test_phase_takes_the_place_of_the_one_before_and_goes_at_the_end() -> None:
    terminal = Terminal()
    with closing(StatusLine(terminal)) as status:
        status.show("reading")
        assert terminal.screen == ["reading"]
        status.show("writing")
        assert terminal.screen == ["writing"]
    assert terminal.screen == [""]


def test_other_output_stands_above_the_line() -> None:
    terminal = Terminal()
    with closing(StatusLine(terminal)) as status, redirect_stderr(status):
        status.show("reading")
        print("a remark", file=sys.stderr)  # noqa: T201
        sys.stderr.write("half ")
        sys.stderr.write("a line\n")
        assert terminal.screen == ["a remark", "half a line", "reading"]
    assert terminal.screen == ["a remark", "half a line", ""]


def test_long_phase_and_one_of_several_lines_stay_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    with closing(StatusLine(terminal)) as status:
        status.show("reading 10 of 10 files,\n31234 rows")
        assert terminal.screen == ["reading 10 of 10 fi"]
