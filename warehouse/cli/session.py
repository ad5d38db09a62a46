"""What every command starts from: settings, how to talk, and the database."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from warehouse.cli.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psycopg
    import typer

    from warehouse.settings import Settings


class Color(StrEnum):
    """When to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Session:
    """The global options of one command.

    Attributes:
        settings: Where things are.
        quiet: Print no progress and no remarks.
        verbose: Print more about what is done.
        color: When to use colour.
        log: Where all that is said goes, and what run and phase it is about.
    """

    settings: Settings
    quiet: bool = False
    verbose: bool = False
    color: Color = Color.AUTO
    log: Log = field(default_factory=Log)

    def say(self, text: str, **details: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Print a remark on stderr, unless the user asked for quiet; the details are for programs."""
        if not self.quiet:
            self.log.say(text, **details)

    def say_waiting(self, what: str) -> None:
        """Say why the command waits."""
        self.say(f"warehouse: {what}; waiting")

    @property
    def shows_progress(self) -> bool:
        """Whether somebody is watching."""
        return not self.quiet and not self.log.is_json and sys.stderr.isatty()

    @property
    def shows_color(self) -> bool:
        """Whether stdout takes colour."""
        if self.color is not Color.AUTO:
            return self.color is Color.ALWAYS
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    @contextmanager
    def dsn(self) -> Iterator[str]:
        """Yield the address of the database; an embedded server runs until the end of the block."""
        from warehouse.database.connect import reach

        with reach(self.settings) as dsn:
            yield dsn

    @contextmanager
    def database(self, patience: float | None = None) -> Iterator[psycopg.Connection]:
        """Open a connection to the database; what is not committed is rolled back.

        Args:
            patience: Seconds to wait for a server that starts, recovers or stops; None: a few.
        """
        from warehouse.database.connect import connect

        with self.dsn() as dsn, connect(dsn, patience, self.say_waiting) as connection:
            yield connection

    @contextmanager
    def phases(self) -> Iterator[Phases]:
        """Show what a long command is at: on a terminal, or line by line where the user asked for more."""
        if self.verbose or not self.shows_progress:
            yield Phases(self._note)
        else:
            from rich.console import Console

            with Console(stderr=True).status("starting") as status:
                yield Phases(status.update)
        self.log.phase = None

    def _note(self, phase: str) -> None:
        self.log.begin(phase)
        if self.verbose:
            self.say(phase)


class Phases:
    """Told by a long command what it is at."""

    def __init__(self, show: Callable[[str], None] = lambda _: None) -> None:
        """Keep the function that shows a phase; without one nothing is shown."""
        self._show = show

    def __call__(self, phase: str) -> None:
        """Name the phase that begins."""
        self._show(phase)


def session_of(context: typer.Context) -> Session:
    """Return the session that the global options made."""
    return cast("Session", context.obj)


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """Write to stdout; a reader that has seen enough (``| head``) ends the command without a complaint."""
    import typer

    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None


def print_data(text: str) -> None:
    """Print data on stdout."""
    with reader_may_leave():
        print(text)  # noqa: T201
