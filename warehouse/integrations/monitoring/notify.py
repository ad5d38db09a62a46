"""The outcome of a command, and the notifications of it: an HTTP call and a command."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import tempfile
import threading
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

import warehouse
from warehouse.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNCHANGED: Final = "unchanged"
OUTCOMES: Final = (*(code.name.lower() for code in ExitCode), UNCHANGED)
"""The possible outcomes: the names of the exit codes in lower case, and ``unchanged`` if there was nothing to do."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A metric that only some commands report, such as the number of findings of a check.

    Attributes:
        name: Its name, a key of ``metrics.FAMILIES``.
        value: Its value.
        labels: Labels that distinguish it from other values of the same metric.
    """

    name: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a command.

    Attributes:
        command: The name of the command, such as ``load``.
        project: The project folder.
        exit_code: Its exit code.
        ended: When it ended, as Unix time.
        seconds: How long it took, in seconds.
        message: Why it failed; empty if it did not.
        hint: What to do about the failure; may be empty.
        run_id: Number of its load run, or of the load that it publishes; None if no run was started.
        is_unchanged: Whether there was nothing to do. It is ignored if the command failed.
        rows: Number of rows it wrote, by operation; empty if it wrote none.
        facts: Number of facts in the database afterwards; None if the command does not report it.
        gauges: Other metrics that it reports.
    """

    command: str
    project: str
    exit_code: int
    ended: float
    seconds: float
    message: str = ""
    hint: str = ""
    run_id: int | None = None
    is_unchanged: bool = False
    rows: Mapping[str, int] = field(default_factory=dict)
    facts: int | None = None
    gauges: tuple[Gauge, ...] = ()

    @property
    def is_success(self) -> bool:
        """Whether the command succeeded."""
        return self.exit_code == ExitCode.DONE

    @property
    def word(self) -> str:
        """The outcome as a word of ``OUTCOMES``."""
        if self.is_success and self.is_unchanged:
            return UNCHANGED
        return ExitCode(self.exit_code).name.lower()

    def as_data(self) -> dict[str, Any]:
        """Return the outcome as values for JSON. Times are in seconds, and empty values are left out."""
        data: dict[str, Any] = {
            "command": self.command,
            "outcome": self.word,
            "exit_code": self.exit_code,
            "message": self.message,
            "hint": self.hint,
            "run_id": self.run_id,
            "ended": round(self.ended, 3),
            "seconds": round(self.seconds, 3),
            "rows": dict(self.rows),
            "facts": self.facts,
        }
        return {name: value for name, value in data.items() if value not in (None, "", {})}


CALL_PATIENCE: Final = 10.0
"""Timeout of one HTTP call in seconds, from the DNS lookup to the answer."""

TRIES: Final = 2
FAILED: Final = "/fail"


@dataclass(frozen=True, slots=True)
class Ping:
    """An HTTP address to call after a command. After a failure, /fail is added to its path.

    Attributes:
        url: The address, without user name and password.
        account: User name and password from the address, encoded for HTTP basic authentication; None if it has none.
        shown_host: The host and port, the only parts of the address in messages, because the rest may be secret.
    """

    url: str
    account: str | None
    shown_host: str

    @classmethod
    def parse(cls, text: str) -> Ping:
        """Parse an address.

        Raises:
            UsageError: The text is not an http or https address. The message does not repeat it.
        """
        hint = "Write it like https://hc.example.org/ping/minerals."
        try:
            parts = urlsplit(text.strip())
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise UsageError("the address to call cannot be read", hint=hint) from error
        if parts.scheme not in {"http", "https"} or not host or not text.strip().isprintable() or " " in text.strip():
            raise UsageError("the address to call is not an http or https address", hint=hint)
        netloc = f"[{host}]" if ":" in host else host
        netloc += f":{port}" if port else ""
        shown = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        account = b64encode(shown.encode()).decode() if "@" in parts.netloc else None
        return cls(urlunsplit(parts._replace(netloc=netloc, fragment="")), account, netloc)

    def send(self, outcome: Outcome, *, patience: float = CALL_PATIENCE) -> str | None:
        """POST the outcome as JSON, with one retry.

        Args:
            outcome: The outcome of the command.
            patience: Timeout of one try, in seconds.

        Returns:
            None if the call succeeded, else the reason as a sentence.
        """
        request = self._request(outcome)
        reasons: list[str] = []
        for _ in range(TRIES):
            answers: list[str | None] = []
            calling = threading.Thread(target=lambda into: into.append(_call(request, patience)), args=[answers])
            calling.daemon = True  # A DNS lookup has no timeout of its own.
            calling.start()
            calling.join(patience)
            if answers and answers[0] is None:
                return None
            reasons += [answers[0] or "" if answers else f"no answer within {patience:g} s"]
        return f"{self.shown_host} could not be called with the outcome: {reasons[-1]}"

    def _request(self, outcome: Outcome) -> Request:
        parts = urlsplit(self.url)
        path = parts.path if outcome.is_success else parts.path.rstrip("/") + FAILED
        headers = {"Content-Type": "application/json", "User-Agent": f"warehouse/{warehouse.__version__}"}
        if self.account:
            headers["Authorization"] = f"Basic {self.account}"
        body = json.dumps(outcome.as_data(), ensure_ascii=False).encode()
        return Request(urlunsplit(parts._replace(path=path)), body, headers, method="POST")  # noqa: S310 - see parse


def _call(request: Request, patience: float) -> str | None:
    """Send a request once, and return the reason if the answer is not 2xx, else None.

    Only http and https are used, and no redirect is followed.
    """
    opener = OpenerDirector()
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPErrorProcessor, HTTPDefaultErrorHandler):
        opener.add_handler(handler())
    try:
        with opener.open(request, timeout=patience):
            return None
    except HTTPError as error:
        with error:
            return f"it answered {error.code}"
    except URLError as error:
        return f"{error.reason}"
    except (OSError, HTTPException, ValueError) as error:
        return type(error).__name__


COMMAND_PATIENCE: Final = 60.0
"""Timeout of the command of ``--on-failure``, in seconds."""

LONGEST: Final = 4000
"""The maximum number of characters of a message to pass on, because the system limits the size of an environment."""

SHOWN: Final = 300
"""The maximum number of bytes of the command's output to repeat when it fails, taken from its end."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A command to run after a failure, with its arguments. It runs without a shell."""

    words: Sequence[str]

    @classmethod
    def parse(cls, text: str) -> Alarm:
        """Parse a command: split it into words as a shell would, without expansions or redirections.

        Raises:
            UsageError: A quote is not closed, or the text holds no word or a NUL character.
        """
        hint = "Write it like \"notify --to 'the team'\"; for a shell write \"sh -c '…'\"."
        try:
            words = shlex.split(text)
        except ValueError as error:
            raise UsageError(f"the command of --on-failure cannot be parsed: {error}", hint=hint) from error
        if not words or "\0" in text:
            raise UsageError("--on-failure names no command", hint=hint)
        return cls(words)

    def sound(self, outcome: Outcome, *, patience: float = COMMAND_PATIENCE) -> str | None:
        """Run the command, with the outcome in environment variables.

        Args:
            outcome: The outcome of the warehouse command.
            patience: Timeout in seconds, after which the command and the processes it started are killed.

        Returns:
            None if the command succeeded, else the reason as a sentence.
        """
        environment = {**os.environ, **variables_of(outcome)}
        with tempfile.TemporaryFile() as output:
            try:
                process = subprocess.Popen(  # noqa: S603 - what the user asks to run
                    self.words,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                )
            except OSError as error:
                return f'"{self.words[0]}" of --on-failure cannot be run: {error.strerror or error}'
            try:
                code = process.wait(patience)
            except subprocess.TimeoutExpired:
                return f'"{self.words[0]}" of --on-failure was killed after {patience:g} s'
            finally:
                _end(process)
            output.seek(max(output.seek(0, os.SEEK_END) - SHOWN, 0))
            words = output.read().decode(errors="replace").strip()
        if code == 0:
            return None
        return f'"{self.words[0]}" of --on-failure failed with exit code {code}{": " if words else ""}{words}'


def variables_of(outcome: Outcome) -> Mapping[str, str]:
    """Return the environment variables that describe an outcome."""
    return {
        "WAREHOUSE_COMMAND": outcome.command,
        "WAREHOUSE_RUN_ID": "" if outcome.run_id is None else str(outcome.run_id),
        "WAREHOUSE_OUTCOME": outcome.word,
        "WAREHOUSE_EXIT_CODE": str(outcome.exit_code),
        "WAREHOUSE_MESSAGE": outcome.message.replace("\0", " ")[:LONGEST],
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process if it still runs, with all processes of its group."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
