"""The log on stderr: text for people, or one JSON object per line for log collectors."""

from __future__ import annotations

import io
import json
import sys
from contextlib import ExitStack, closing, contextmanager, redirect_stderr
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TextIO

from typer.exceptions import Abort, Exit, TyperException

from warehouse.errors import ExitCode, WarehouseError
from warehouse.settings import masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.yamlfiles import Problem

OPTION: Final = "--log-format"
MAKER: Final = "warehouse: "
"""The prefix that tells messages of this program from those of others."""


class LogFormat(StrEnum):
    """The output formats of the log."""

    TEXT = "text"
    JSON = "json"


def asked_format(arguments: Sequence[str]) -> LogFormat:
    """Return the log format that the arguments ask for, before they are parsed.

    This way, errors in the arguments themselves are logged in that format too.
    """
    form = ""
    for word, following in pairwise([*arguments, ""]):
        if word == "--":
            break
        if word == OPTION:
            form = following
        elif word.startswith(f"{OPTION}="):
            form = word.partition("=")[2]
    return LogFormat.JSON if form == LogFormat.JSON else LogFormat.TEXT


class Ending(NamedTuple):
    """How a command ends.

    Attributes:
        exit_code: Its exit code.
        message: What went wrong; empty after success, or if the command has printed that itself.
        hint: What to do about it; may be empty.
    """

    exit_code: int = ExitCode.DONE
    message: str = ""
    hint: str = ""


SUCCESS: Final = Ending()


def ending_of(error: BaseException) -> Ending:
    """Return exit code, message and advice for the error that ends a command."""
    if isinstance(error, WarehouseError):
        return Ending(error.exit_code, error.what, error.hint)
    if isinstance(error, TyperException):
        message = error.format_message().replace("Value error, ", "")
        return Ending(ExitCode.USAGE, message, f'See "{_command_of(error)} --help".')
    if isinstance(error, Exit):
        return Ending(error.exit_code)
    if isinstance(error, UnicodeEncodeError):
        what = f"stdout is {error.encoding}, which has no {error.object[error.start]!a}"
        return Ending(ExitCode.PERMISSION, what, "Set PYTHONIOENCODING=utf-8, or write to a file with -o.")
    if isinstance(error, (KeyboardInterrupt, Abort)):
        return Ending(ExitCode.INTERRUPTED, "interrupted", "What was not committed was rolled back.")
    hint = "Set WAREHOUSE_TRACEBACK=1, run it again and report what it prints."
    return Ending(ExitCode.BUG, f"this is a bug: {type(error).__name__}: {error}", hint)


def _command_of(error: TyperException) -> str:
    """Return the command whose arguments are wrong, such as ``warehouse db``."""
    context = getattr(error, "ctx", None)  # typer sets it, but it is not in its public types
    return str(context.command_path) if context else "warehouse"


class Log:
    """The log of a command.

    Attributes:
        format: Output format.
        run_id: Run of the load in progress, or of the last one; None: no run was started.
        phase: Phase of the command; None: no phase.
    """

    def __init__(self, form: LogFormat = LogFormat.TEXT) -> None:
        """Start without a run and a phase."""
        self.format = form
        self.run_id: int | None = None
        self.phase: str | None = None
        self._out: TextIO | None = None
        self._takeover: ExitStack | None = None

    @property
    def is_json(self) -> bool:
        """Whether the log is JSON, for programs."""
        return self.format is LogFormat.JSON

    @contextmanager
    def in_charge_of_stderr(self) -> Iterator[None]:
        """Redirect stderr until the end of the block if the format is JSON: each line becomes an object too."""
        with ExitStack() as self._takeover:
            self.use(self.format)
            yield

    def use(self, form: LogFormat) -> None:
        """Use this format from now on."""
        self.format = form
        if self.is_json and self._out is None and self._takeover is not None:
            self._out = sys.stderr
            self._takeover.callback(setattr, self, "_out", None)
            others = self._takeover.enter_context(closing(_Lines(self)))
            self._takeover.enter_context(redirect_stderr(others))

    def say(self, text: str, *, level: str = "info", **details: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Write a message; a second, indented line of it is the advice."""
        if not self.is_json:
            print(text, file=sys.stderr)  # noqa: T201
            return
        message, _, hint = text.removeprefix(MAKER).partition("\n  ")
        self._write(level, message, hint=hint, **details)

    def caution(self, text: str) -> None:
        """Write a warning, which is printed even if the user asked for quiet."""
        self.say(f"{MAKER}{text}", level="warning")

    def begin(self, phase: str) -> None:
        """Set the current phase."""
        self.phase = phase.partition(":")[0]

    def fail(self, ending: Ending, trace: str = "") -> None:
        """Write why the command ends, with its exit code; passwords are masked and control characters escaped."""
        code, message, hint = ending.exit_code, _safe(ending.message), _safe(ending.hint)
        if self.is_json:
            self._write("error", message, hint=hint, exit_code=code, traceback=masked(trace))
            return
        print(f"{masked(trace)}{MAKER}{message}" + (f"\n  {hint}" if hint else ""), file=sys.stderr)  # noqa: T201

    def tell(self, problems: Sequence[Problem]) -> None:
        """Write problems found in files."""
        from warehouse.yamlfiles import as_text

        if not self.is_json:
            print(as_text(problems), file=sys.stderr)  # noqa: T201
            return
        for problem in problems:
            at = problem.position
            where = {"file": at.file, "line": at.line, "column": at.column}
            self._write("error", problem.what, hint=problem.hint, code=problem.code, **where)

    def end(self, code: int) -> None:
        """Write the exit code of a command that printed the reason on stdout; only to a JSON log."""
        if self.is_json and code:
            self._write("warning", f"ended with exit code {code}", exit_code=code)

    def _write(self, level: str, message: str, **details: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        known = {"run_id": self.run_id, "phase": self.phase, **details}
        fields = {name: value for name, value in known.items() if value not in (None, "")}
        line = json.dumps({"time": time, "level": level, "message": message, **fields}, ensure_ascii=False)
        print(line, file=self._out or sys.stderr, flush=True)


def _safe(text: str) -> str:
    """Mask passwords and escape control characters; even a file name can hold both."""
    from warehouse.yamlfiles import visible

    return "\n".join(visible(line) for line in masked(text).split("\n"))


class _Lines(io.TextIOBase):
    """A stderr for code that does not know the log: each line written to it becomes a warning in the log."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log
        self._begun = ""

    def write(self, text: str) -> int:
        *whole, self._begun = (self._begun + text).split("\n")
        for line in filter(str.strip, whole):
            self._log.say(line.rstrip(), level="warning")
        return len(text)

    def close(self) -> None:
        if not self.closed and self._begun.strip():
            self.write("\n")
        super().close()
