"""What is told of a command that has ended."""

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
"""Words for how a command can end: the names of the exit codes, and for 0 also that there was nothing to do."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A number that only some commands tell, such as the findings of a check.

    Attributes:
        name: One of the names that ``metrics`` describes.
        value: The number.
        labels: What tells it from others of its name.
    """

    name: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended.

    Attributes:
        command: Its verb.
        project: The project folder.
        exit_code: Its exit code.
        ended: When, as Unix time.
        seconds: How long it took.
        message: Why it failed; empty: it did not.
        hint: What to do about it; may be empty.
        run_id: The run of load it was, or that it shows; None: none was begun.
        is_unchanged: Whether it succeeded and found nothing to do.
        rows: Rows it wrote, by operation; empty: it wrote none.
        facts: Facts the database holds after it; None: it does not say.
        gauges: What else it tells.
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
        """Whether it did what it should."""
        return self.exit_code == ExitCode.DONE

    @property
    def word(self) -> str:
        """How it ended, in a word of ``OUTCOMES``."""
        if self.is_success and self.is_unchanged:
            return UNCHANGED
        return ExitCode(self.exit_code).name.lower()

    def as_data(self) -> dict[str, Any]:
        """Return it for JSON: instants in seconds, empty things left out."""
        found: dict[str, Any] = {
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
        return {name: value for name, value in found.items() if value not in (None, "", {})}


CALL_PATIENCE: Final = 10.0
"""Seconds for one call, from looking up the name to the answer."""

TRIES: Final = 2
FAILED: Final = "/fail"


@dataclass(frozen=True, slots=True)
class Ping:
    """An address to call: itself after a success, with /fail behind its path after a failure.

    Attributes:
        url: The address, without an account.
        account: The account and password it carried, for HTTP's own way of showing them; None: none.
        where: Its host, which is all that messages say: the rest may be a secret.
    """

    url: str
    account: str | None
    where: str

    @classmethod
    def parse(cls, text: str) -> Ping:
        """Read an address.

        Raises:
            UsageError: It is not one of http or https; what it says is not repeated.
        """
        hint = "Write it like https://hc.example.org/ping/minerals."
        try:
            parts = urlsplit(text.strip())
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise UsageError("the address to call cannot be read", hint=hint) from error
        if parts.scheme not in {"http", "https"} or not host or not text.strip().isprintable() or " " in text.strip():
            raise UsageError("the address to call is none of http or https", hint=hint)
        netloc = f"[{host}]" if ":" in host else host
        netloc += f":{port}" if port else ""
        shown = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        account = b64encode(shown.encode()).decode() if "@" in parts.netloc else None
        return cls(urlunsplit(parts._replace(netloc=netloc, fragment="")), account, netloc)

    def send(self, outcome: Outcome, *, patience: float = CALL_PATIENCE) -> str | None:
        """POST the outcome as JSON, once more if it fails; give the reason if that fails too.

        Args:
            outcome: How the command ended.
            patience: Seconds for one try.
        """
        request = self._request(outcome)
        reasons: list[str] = []
        for _ in range(TRIES):
            answers: list[str | None] = []
            calling = threading.Thread(target=lambda into: into.append(_call(request, patience)), args=[answers])
            calling.daemon = True  # looking up a name has no time limit of its own
            calling.start()
            calling.join(patience)
            if answers and answers[0] is None:
                return None
            reasons += [answers[0] or "" if answers else f"no answer within {patience:g} s"]
        return f"{self.where} was not told how it ended: {reasons[-1]}"

    def _request(self, outcome: Outcome) -> Request:
        parts = urlsplit(self.url)
        path = parts.path if outcome.is_success else parts.path.rstrip("/") + FAILED
        headers = {"Content-Type": "application/json", "User-Agent": f"warehouse/{warehouse.__version__}"}
        if self.account:
            headers["Authorization"] = f"Basic {self.account}"
        body = json.dumps(outcome.as_data(), ensure_ascii=False).encode()
        return Request(urlunsplit(parts._replace(path=path)), body, headers, method="POST")  # noqa: S310 - see parse


def _call(request: Request, patience: float) -> str | None:
    """Call once; give the reason if the answer is not 2xx. Nothing but http is spoken, and no redirect followed."""
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
"""Seconds it may take."""

LONGEST: Final = 4000
"""Characters of a message that are handed on: the system limits the size of an environment."""

SHOWN: Final = 300
"""Characters of what it printed last that are repeated when it fails."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A command and its arguments; no shell reads them."""

    words: Sequence[str]

    @classmethod
    def parse(cls, text: str) -> Alarm:
        """Split a command as a shell would, and do nothing else that a shell does.

        Raises:
            UsageError: A quote is not closed, or there is no word in it.
        """
        hint = "Write it like \"notify --to 'the team'\"; for a shell write \"sh -c '…'\"."
        try:
            words = shlex.split(text)
        except ValueError as error:
            raise UsageError(f"--on-failure cannot be read: {error}", hint=hint) from error
        if not words or "\0" in text:
            raise UsageError("--on-failure names no command", hint=hint)
        return cls(words)

    def sound(self, outcome: Outcome, *, patience: float = COMMAND_PATIENCE) -> str | None:
        """Run it, with what happened in its environment; give the reason if it fails.

        Args:
            outcome: How the other command ended.
            patience: Seconds after which it is killed, with the processes it has started.
        """
        environment = {**os.environ, **told(outcome)}
        with tempfile.TemporaryFile() as said:
            try:
                process = subprocess.Popen(  # noqa: S603 - what the user asks to run
                    self.words,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    start_new_session=True,
                )
            except OSError as error:
                return f'"{self.words[0]}" of --on-failure cannot be run: {error.strerror or error}'
            try:
                code = process.wait(patience)
            except subprocess.TimeoutExpired:
                return f'"{self.words[0]}" of --on-failure was ended after {patience:g} s'
            finally:
                _end(process)
            said.seek(max(said.seek(0, os.SEEK_END) - SHOWN, 0))
            words = said.read().decode(errors="replace").strip()
        return f'"{self.words[0]}" of --on-failure ended in {code}{": " if words else ""}{words}' if code else None


def told(outcome: Outcome) -> Mapping[str, str]:
    """Return the variables that say what happened."""
    return {
        "WAREHOUSE_COMMAND": outcome.command,
        "WAREHOUSE_RUN_ID": "" if outcome.run_id is None else str(outcome.run_id),
        "WAREHOUSE_OUTCOME": outcome.word,
        "WAREHOUSE_EXIT_CODE": str(outcome.exit_code),
        "WAREHOUSE_MESSAGE": outcome.message.replace("\0", " ")[:LONGEST],
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill it if it still runs, and with it all that it has started and did not detach."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
