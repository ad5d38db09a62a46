"""The monitoring of commands: a metrics file, an HTTP call and a notification command, each with the outcome.

Input: the outcome of a command, as a record. Output: the file, the call or the process; if one of them fails, the
reason as a sentence. This module never uses a database connection or a terminal, never changes the outcome of the
command, and never shows more of an address than its host.

``Outcome`` is the record. ``Ping`` calls an address and ``Alarm`` runs a command. ``MetricsFile`` writes the outcome
for the textfile collector of the Prometheus node exporter.
"""

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
from pathlib import Path
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
from warehouse.errors import ExitCode, PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


UNCHANGED: Final = "unchanged"
OUTCOMES: Final = (*(code.name.lower() for code in ExitCode), UNCHANGED)
"""The possible outcomes: the names of the exit codes in lower case, and ``unchanged`` if there was nothing to do."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A metric that only some commands report, such as the number of findings of a check.

    Attributes:
        name: Its name, a key of ``FAMILIES``.
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


SUFFIX: Final = ".prom"
"""The suffix of the files that the collector reads. A file that is being written has another suffix."""

FAMILIES: Final = {
    "warehouse_build_info": "Version of the warehouse software that ran; always 1.",
    "warehouse_last_run_timestamp_seconds": "When the last run ended, successful or not.",
    "warehouse_last_run_duration_seconds": "How long the last run took.",
    "warehouse_last_run_exit_code": "Exit code of the last run.",
    "warehouse_last_run_outcome": "Outcome of the last run: 1 for its outcome, 0 for all others.",
    "warehouse_last_run_id": "Number in the ledger of the last run of load, or of the load that was published.",
    "warehouse_last_success_timestamp_seconds": "When the last successful run ended.",
    "warehouse_last_success_rows": "Rows that the last successful load wrote, by operation.",
    "warehouse_facts": "Facts in the database after the last successful load.",
    "warehouse_check_findings": "Rows that break a rule, by check.",
    "warehouse_newest_load_timestamp_seconds": "When the newest successful load ended, from the ledger.",
    "warehouse_newest_document_timestamp_seconds": "Date of the newest document, by topic.",
}
"""The help text of each metric, in the order of the file."""

KEPT: Final = ("warehouse_last_success_timestamp_seconds", "warehouse_last_success_rows", "warehouse_facts")
"""The metrics that keep the values of the last success when a command fails."""

_FIRST: Final = "# HELP warehouse_build_info "


class MetricsFile:
    """The metrics file of one command of one project."""

    def __init__(self, path: Path) -> None:
        """Check, before the command starts, that the file can be read and written.

        Args:
            path: The path of the file.

        Raises:
            UsageError: The name does not end in .prom, or the file exists and is not a metrics file of the warehouse.
            PermissionRefused: The folder does not exist or cannot be written, or the file cannot be read.
        """
        self.path = path.resolve()
        if path.suffix != SUFFIX:
            what = f"the collector would not read {path}"
            raise UsageError(what, hint=f"Name a file that ends in {SUFFIX}.")
        folder = self.path.parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            what = f"cannot write {path}: its folder does not exist, or this account may not write to it"
            raise PermissionRefused(what, hint="Make the folder, and let this account write to it.")
        if self.path.exists() and not self._read().startswith(_FIRST):
            what = f"{path} exists, and is not a metrics file of the warehouse"
            raise UsageError(what, hint="Name another file, a different one for each command.")

    def write(self, outcome: Outcome) -> str | None:
        """Replace the file atomically with a new one that everybody can read.

        Args:
            outcome: The outcome of the command. If it failed, the metrics of ``KEPT`` keep their values.

        Returns:
            None if the file was written, else the reason as a sentence.
        """
        try:
            repeated = () if outcome.is_success else tuple(self._repeated())
            text = as_text(outcome, repeated)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self.path.parent, prefix=f".{self.path.stem[:40]}-", delete=False
            ) as made:
                try:
                    made.write(text)
                    made.close()
                    Path(made.name).chmod(0o644)
                    Path(made.name).replace(self.path)
                except BaseException:
                    Path(made.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            return f"the metrics could not be written to {self.path}: {error.strerror or error}"
        return None

    def _read(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            what = f"cannot read {self.path}: {error.strerror or error}"
            raise PermissionRefused(what, hint="Let this account read it, or remove it.") from error

    def _repeated(self) -> Iterator[str]:
        if self.path.exists():
            yield from (line for line in self._read().split("\n") if line.startswith(KEPT))


def as_text(outcome: Outcome, repeated: tuple[str, ...] = ()) -> str:
    """Return an outcome in the text format of Prometheus.

    Args:
        outcome: The outcome of the command.
        repeated: Lines of the last success to repeat.
    """
    lines: dict[str, list[str]] = {name: [] for name in FAMILIES}
    common = {"command": outcome.command, "project": outcome.project}
    for name, value, labels in _samples(outcome):
        lines[name].append(_sample(name, value, {**common, **labels}))
    for line in repeated:
        lines[line.partition("{")[0]].append(line)
    return "".join(
        f"# HELP {name} {FAMILIES[name]}\n# TYPE {name} gauge\n" + "".join(f"{line}\n" for line in samples)
        for name, samples in lines.items()
        if samples
    )


def _samples(outcome: Outcome) -> Iterator[tuple[str, float, Mapping[str, str]]]:
    yield "warehouse_build_info", 1, {"version": warehouse.__version__}
    yield "warehouse_last_run_timestamp_seconds", outcome.ended, {}
    yield "warehouse_last_run_duration_seconds", outcome.seconds, {}
    yield "warehouse_last_run_exit_code", outcome.exit_code, {}
    for word in OUTCOMES:
        yield "warehouse_last_run_outcome", float(word == outcome.word), {"outcome": word}
    if outcome.run_id is not None:
        yield "warehouse_last_run_id", outcome.run_id, {}
    if outcome.is_success:
        yield "warehouse_last_success_timestamp_seconds", outcome.ended, {}
        for operation, count in outcome.rows.items():
            yield "warehouse_last_success_rows", count, {"operation": operation}
        if outcome.facts is not None:
            yield "warehouse_facts", outcome.facts, {}
    for gauge in outcome.gauges:
        yield gauge.name, gauge.value, gauge.labels


def _sample(name: str, value: float, labels: Mapping[str, str]) -> str:
    listed = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{listed}}} {int(value) if value == int(value) else round(value, 3)}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
