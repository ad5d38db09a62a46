"""What a format is: its name, the suffixes of its files, whether it is text or bytes, and what writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.reports.result import Result

    Writer = Callable[[Result, Any, int | None], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer.

    Attributes:
        name: Its name on the command line.
        suffixes: How its files end, the usual one first.
        write: Reads all rows of an answer and writes them; the stream is one of text, or of bytes if ``is_binary``.
        is_binary: Whether it writes bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    write: Writer
    is_binary: bool = False

    def require_file(self) -> None:
        """Refuse to show bytes on a terminal.

        Raises:
            UsageError: This format is not text.
        """
        if self.is_binary:
            hint = f"write a file: -o answer{self.suffixes[0]}"
            raise UsageError(f"{self.name} is no text that a terminal can show", hint=hint)
