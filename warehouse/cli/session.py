"""The parts that all commands share: session, progress, output, groups of commands, and completion of names."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import closing, contextmanager, redirect_stderr
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, Final, TextIO, cast

import typer
from typer.core import TyperGroup

from warehouse.cli.log import Log
from warehouse.cli.streams import leave_stdout
from warehouse.errors import ExitCode, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import psycopg

    from warehouse.api import Project
    from warehouse.load.runner import ShowPhase
    from warehouse.settings import Settings
    from warehouse.yamlfiles import Problem


ERASE_LINE: Final = "\r\x1b[2K"
"""ANSI code: back to the start of the line, and erase it."""


DocumentsOption = Annotated[
    Path | None, typer.Option("--documents", metavar="DIR", help="Folder of your copies of the documents.")
]


class Color(StrEnum):
    """The values of ``--color``."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Session:
    """The global options of one command.

    Attributes:
        settings: The settings in effect.
        quiet: Print no progress and no remarks.
        verbose: Print more details.
        color: When to use colour.
        log: The log on stderr, which also knows the current run and phase.
        awaited: Number of the load to wait for, and for how many seconds; None: do not wait.
    """

    settings: Settings
    quiet: bool = False
    verbose: bool = False
    color: Color = Color.AUTO
    log: Log = field(default_factory=Log)
    awaited: tuple[int, float] | None = None

    def say(self, text: str, **details: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Print a remark on stderr, unless the user asked for quiet; a JSON log also holds the details."""
        if not self.quiet:
            self.log.say(text, **details)

    def say_waiting(self, reason: str) -> None:
        """Print why the command waits."""
        self.say(f"warehouse: {reason}; waiting")

    def note_run(self, run_id: int) -> None:
        """Write the number of this load run into all further lines of the log."""
        self.log.run_id = run_id

    @property
    def shows_progress(self) -> bool:
        """Whether to show progress: stderr is a terminal, and neither quiet nor a JSON log was asked for."""
        return not self.quiet and not self.log.is_json and sys.stderr.isatty()

    @property
    def shows_color(self) -> bool:
        """Whether to print colour on stdout."""
        if self.color is not Color.AUTO:
            return self.color is Color.ALWAYS
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def project(self) -> Project:
        """Return the project, whose work is told as the user asked; to reach the database, use it in ``with``."""
        from warehouse.api import Awaited, Listener, Project

        awaited = Awaited(*self.awaited) if self.awaited else None
        return Project(self.settings, Listener(self.say, self.say_waiting, self.phases, self.note_run), awaited)

    @contextmanager
    def dsn(self) -> Iterator[str]:
        """Yield the address of the database; an embedded server runs until the end of the block."""
        with self.project() as project:
            yield project.address()

    @contextmanager
    def database(self, patience: float | None = None) -> Iterator[psycopg.Connection]:
        """Open a connection to the database; uncommitted changes are rolled back.

        Args:
            patience: Seconds to wait for a server that starts, recovers or stops; None: a few seconds.
        """
        with self.project() as project, project.connection(patience) as connection:
            yield connection

    @contextmanager
    def phases(self) -> Iterator[ShowPhase]:
        """Show the phases of a long command: as a status on a terminal, or line by line with ``--verbose``."""
        if self.verbose or not self.shows_progress:
            yield self._note
        else:
            with closing(StatusLine(sys.stderr)) as status, redirect_stderr(status):
                yield status.show
        self.log.phase = None

    def _note(self, phase: str) -> None:
        self.log.begin(phase)
        if self.verbose:
            self.say(phase)


class StatusLine(io.TextIOBase):
    """A line at the bottom of the terminal that shows the current phase; other output to stderr goes above it."""

    def __init__(self, terminal: TextIO) -> None:
        """Show nothing yet.

        Args:
            terminal: The stream of the terminal, which understands the ANSI code that erases a line.
        """
        super().__init__()
        self._terminal = terminal
        self._phase = ""
        self._is_shown = False

    def show(self, phase: str) -> None:
        """Show a phase in place of the one before."""
        self._phase = " ".join(phase.split())[: shutil.get_terminal_size().columns - 1]
        self._erase()
        self._draw()

    def write(self, text: str) -> int:
        """Write the output of others above the line."""
        self._erase()
        self._terminal.write(text)
        if text.endswith("\n"):
            self._draw()
        return len(text)

    def flush(self) -> None:
        """Flush the terminal."""
        self._terminal.flush()

    def isatty(self) -> bool:
        """Return whether the stream below is a terminal."""
        return self._terminal.isatty()

    def close(self) -> None:
        """Erase the line."""
        self._erase()
        self.flush()

    def _draw(self) -> None:
        self._terminal.write(self._phase)
        self._terminal.flush()
        self._is_shown = bool(self._phase)

    def _erase(self) -> None:
        if self._is_shown:
            self._terminal.write(ERASE_LINE)
            self._is_shown = False


def session_of(context: typer.Context) -> Session:
    """Return the session that the global options created."""
    return cast("Session", context.obj)


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """Write to stdout; if the reader closes the pipe (``| head``), end the command without an error."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        leave_stdout()
        raise typer.Exit from None


@contextmanager
def opened(session: Session, output: str, *, is_binary: bool = False) -> Iterator[IO[str] | IO[bytes]]:
    """Open where a command writes its data; a file is replaced as a whole or not at all, and then told.

    Args:
        session: The session.
        output: Name of the file; ``-`` is stdout.
        is_binary: Whether bytes are written to a file.
    """
    if output == "-":
        with reader_may_leave():
            yield sys.stdout
        return
    from warehouse.files import replaced_file

    with replaced_file(Path(output), is_binary=is_binary) as stream:
        yield stream
    session.say(f"Wrote {output}.")


def print_data(text: str) -> None:
    """Print data on stdout."""
    with reader_may_leave():
        print(text)  # noqa: T201


class ProblemFormat(StrEnum):
    """The output formats of problems."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def print_problems(form: ProblemFormat, problems: Sequence[Problem]) -> None:
    """Print problems; without any, only JSON says something."""
    from warehouse.yamlfiles import as_github, as_json, as_text

    shown = {ProblemFormat.TEXT: as_text, ProblemFormat.JSON: as_json, ProblemFormat.GITHUB: as_github}[form]
    if problems or form is ProblemFormat.JSON:
        print_data(shown(problems))


class CommandGroup(TyperGroup):
    """A command group. Without a subcommand it prints its help and fails.

    It fails so that a schedule that lacks the subcommand is not taken for a success.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's own click is not public
        """Print the help and exit with the usage error code if there are no arguments."""
        if not args and not ctx.resilient_parsing:
            print_data(ctx.get_help())
            ctx.exit(ExitCode.USAGE)
        return super().parse_args(ctx, args)


def names_of(kind: str) -> Callable[[typer.Context, str], list[str]]:
    """Return a completion function for the names of the SQL files of a kind."""

    def names(context: typer.Context, incomplete: str) -> list[str]:
        from warehouse.settings import Settings
        from warehouse.sqlfiles import find_paths

        try:
            project = context.find_root().params.get("project")  # not converted yet
            settings = Settings.resolve(project=Path(project) if project else None)
            return [name for name in find_paths(settings.sql, kind) if name.startswith(incomplete)]
        except WarehouseError:  # the command itself reports the error when it runs
            return []

    return names
