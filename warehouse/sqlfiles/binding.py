"""The rewriting of ``:name`` to ``$n::type``, and the mapping from the rewritten text back to the file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from warehouse.sqlfiles.lexer import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from warehouse.sqlfiles.lexer import Token


@dataclass(frozen=True, slots=True)
class Query:
    """A statement as it is sent to the server.

    Attributes:
        text: The statement with ``$1``, ``$2`` … and without its semicolon.
        names: The parameters in the order of their numbers.
        starts: Offset of each piece in ``text`` and in the file's statement; the last pair is the end of both.
    """

    text: str
    names: tuple[str, ...]
    starts: tuple[tuple[int, int], ...]

    def origin(self, offset: int) -> int:
        """Return the offset in the file's statement that corresponds to ``offset`` in ``text``."""
        at = min(bisect_right(self.starts, offset, key=itemgetter(0)), len(self.starts) - 1) - 1
        (in_text, in_file), (_, next_in_file) = self.starts[at], self.starts[at + 1]
        return min(in_file + offset - in_text, next_in_file - 1)


def bind(tokens: Iterable[Token], types: Mapping[str, str]) -> Query:
    """Number the parameters, and cast each to its type, so that NULL has a type too.

    Args:
        tokens: Tokens of the statement.
        types: PostgreSQL type of each parameter; must hold every parameter of the statement.
    """
    names: list[str] = []

    def numbered(name: str) -> str:
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}::{types[name]}"

    text, starts = _replaced(tokens, numbered)
    return Query(text, tuple(names), starts)


def fill(tokens: Iterable[Token], texts: Mapping[str, str]) -> Query:
    """Replace each parameter by SQL text, such as a quoted literal or a NULL of its type.

    Args:
        tokens: Tokens of the statement.
        texts: SQL text of each parameter; must hold every parameter of the statement.
    """
    text, starts = _replaced(tokens, texts.__getitem__)
    return Query(text, (), starts)


def _replaced(tokens: Iterable[Token], replacement: Callable[[str], str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    starts: list[tuple[int, int]] = []
    pieces: list[str] = []
    length, end = 0, 0
    for token in tokens:
        if token.kind is Kind.END:
            break
        text = replacement(token.text[1:]) if token.kind is Kind.PARAMETER else token.text
        starts.append((length, token.offset))
        pieces.append(text)
        length += len(text)
        end = token.end
    starts.append((length, end))
    return "".join(pieces), tuple(starts)
