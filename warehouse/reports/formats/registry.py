"""The definition of an output format: its name, the suffixes of its files, its writer, and whether it is binary."""

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
    """An output format.

    Attributes:
        name: Its name on the command line.
        suffixes: The suffixes of its files, the usual one first.
        write: The function that reads all rows of an answer and writes them. It takes the result, a stream (of bytes if
            ``is_binary``, otherwise of text), and the width of the terminal in cells (None without a terminal).
        is_binary: Whether it writes bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    write: Writer
    is_binary: bool = False

    def require_file(self) -> None:
        """Check that a terminal can show this format.

        Raises:
            UsageError: The format is binary, so it must be written to a file.
        """
        if self.is_binary:
            hint = f"Write it to a file: -o answer{self.suffixes[0]}"
            raise UsageError(f"{self.name} is a binary format, which a terminal cannot show", hint=hint)
