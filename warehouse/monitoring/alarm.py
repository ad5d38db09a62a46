"""Run a command of the user's when another one has failed."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from warehouse.monitoring.outcome import Outcome

PATIENCE: Final = 60.0
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

    def sound(self, outcome: Outcome, *, patience: float = PATIENCE) -> str | None:
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
    """Give the variables that say what happened."""
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
