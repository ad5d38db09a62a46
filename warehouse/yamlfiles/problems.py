"""The problems found in files: position, stable code, text and advice; output as text, JSON or annotations."""

from __future__ import annotations

import difflib
import gc
import json
import re
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from warehouse.errors import InvalidSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONGEST: Final = 2000
"""The maximum length of a line about a problem. Without it, a quoted value could be as long as its file."""

MOST_NAMED: Final = 5
"""The maximum number of words to suggest in place of an unknown one."""


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """A position in a file; lines and columns count from 1, and a column is a code point."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """A problem in a file, for a person to fix.

    Attributes:
        position: Position of the problem.
        code: Stable name of the kind of problem, such as ``E-unknown-key``.
        what: What is wrong, with the offending text.
        hint: What to do; may be empty.
    """

    position: Position
    code: str
    what: str
    hint: str = ""


class ProblemsFound(InvalidSource):
    """The error that some files have problems; it holds all of them.

    Attributes:
        problems: The problems, sorted and without duplicates.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems and drop duplicates."""
        self.problems: Sequence[Problem] = sorted(set(problems))
        count = len(self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} found", hint="Nothing was changed.")


def as_text(problems: Iterable[Problem]) -> str:
    """Format problems in the style of a compiler: one line each, with the advice last; cut very long lines."""
    lines = (
        f"{problem.position}  {problem.code}  {problem.what}{'; ' + problem.hint if problem.hint else ''}"
        for problem in problems
    )
    return "\n".join(visible(line if len(line) <= LONGEST else f"{line[:LONGEST]} …") for line in lines)


def as_json(problems: Iterable[Problem]) -> str:
    """Format problems as a JSON list of objects with file, line, column, code, what and hint."""
    rows = []
    for problem in problems:
        parts = asdict(problem)
        rows.append({**parts.pop("position"), **parts})
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(problems: Iterable[Problem]) -> str:
    """Format problems as workflow commands, which a forge shows as annotations beside the line."""
    lines = []
    for problem in problems:
        message = f"{problem.what}{'; ' + problem.hint if problem.hint else ''}"
        lines.append(annotation("error", problem.position, problem.code, message))
    return "\n".join(lines)


def annotation(level: str, at: Position | None, title: str, message: str) -> str:
    """Format a workflow command.

    Args:
        level: ``error``, ``warning`` or ``notice``.
        at: The place in a file; None: none in particular.
        title: What is shown first.
        message: What is shown below it.
    """
    where = [("file", at.file), ("line", at.line), ("col", at.column)] if at else []
    named = (f"{name}={_escaped(str(value), is_named=True)}" for name, value in [*where, ("title", title)])
    return visible(f"::{level} {','.join(named)}::{_escaped(message)}")


def _escaped(text: str, *, is_named: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if is_named else text


def nearest(word: str, known: Iterable[str]) -> str:
    """Return advice for an unknown word: the most similar known word, or a list of the known words.

    The advice is empty if nothing is similar and there are too many words to list.
    """
    choices = sorted(known)
    close = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    if 0 < len(choices) <= 20:  # noqa: PLR2004 - as many as fit on a line
        return f"known are: {', '.join(choices)}"
    holding = [choice for choice in choices if word and word.casefold() in choice.casefold()]
    if holding:
        return f"did you mean one of: {', '.join(holding[:MOST_NAMED])}{', …' if len(holding) > MOST_NAMED else ''}?"
    return ""


_ACTING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_NAMED: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    r"""Replace control characters and marks of text direction by escapes such as ``\x1b``."""
    return _ACTING.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - the largest number of two digits


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector until the end of the block.

    During a read, each collection would scan all objects read so far, again and again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
