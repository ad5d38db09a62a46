"""``warehouse seeds check --watch``: a check after every save, until Ctrl+C."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from warehouse.errors import InvalidSource, SourceBusy

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.cli.session import Session
    from warehouse.seeds.reader import Reading

CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"
"""ANSI code: to the first line, and erase the screen and what scrolled away."""


def keep_checking(session: Session, tell: Callable[[Callable[[], Reading]], object]) -> None:
    """Check the seeds at once and after every save, until the user interrupts.

    Args:
        session: Session of the command.
        tell: Runs a check and prints what it finds.
    """
    from warehouse.seeds.watching import Recheck, moments

    recheck = Recheck(session.settings.seeds, session.settings.project)
    with suppress(KeyboardInterrupt):
        for _ in moments(session.settings.seeds):
            if recheck.is_stale():
                _begin(session)
                with suppress(SourceBusy):  # it is being saved: the next moment comes
                    _tell_missing(session, recheck.check, tell)


def _tell_missing(
    session: Session, check: Callable[[], Reading], tell: Callable[[Callable[[], Reading]], object]
) -> None:
    """Run a check; a folder that is missing or empty is no end, for it may come back."""
    from warehouse.yamlfiles import ProblemsFound

    try:
        tell(check)
    except ProblemsFound:
        raise
    except InvalidSource as error:
        session.log.say(f"warehouse: {error.what}; waiting for it")


def _begin(session: Session) -> None:
    """Tell apart what is printed from what was printed before: clear a terminal, or else write a line."""
    if sys.stdout.isatty():
        sys.stdout.write(CLEAR)
        sys.stdout.flush()
    session.say(f"--- {time.strftime('%H:%M:%S')}, {session.settings.seeds}; Ctrl+C ends ---")
