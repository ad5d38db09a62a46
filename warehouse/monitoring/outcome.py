"""What is told of a command that has ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        """Give it for JSON: instants in seconds, empty things left out."""
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
