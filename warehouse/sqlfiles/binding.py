"""Rewrite ``:name`` to ``$n::type``, and find the way back from a place in the rewritten text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.sqlfiles.lexer import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from warehouse.sqlfiles.lexer import Token


@dataclass(frozen=True, slots=True)
class Query:
    """A statement as the server gets it.

    Attributes:
        text: The statement with ``$1``, ``$2`` … and without its semicolon.
        names: The parameters in the order of their numbers.
        starts: Where each piece starts: in ``text``, and in the file's statement.
    """

    text: str
    names: tuple[str, ...]
    starts: tuple[tuple[int, int], ...]

    def origin(self, offset: int) -> int:
        """Find the place in the file's statement that ``offset`` in ``text`` came from."""
        at = bisect_right(self.starts, (offset, len(self.text))) - 1
        here, there = self.starts[max(at, 0)]
        after = self.starts[at + 1][1] if at + 1 < len(self.starts) else there + len(self.text)
        return min(there + offset - here, max(after - 1, there))


def bind(tokens: Iterable[Token], types: Mapping[str, str]) -> Query:
    """Number the parameters and cast each to its type, so that NULL has one too.

    Args:
        tokens: The statement.
        types: The PostgreSQL type of each parameter; every name of the statement is in it.
    """
    names: list[str] = []
    starts: list[tuple[int, int]] = []
    pieces: list[str] = []
    length = 0
    for token in tokens:
        if token.kind is Kind.END:
            break
        text = token.text
        if token.kind is Kind.PARAMETER:
            name = text[1:]
            if name not in names:
                names.append(name)
            text = f"${names.index(name) + 1}::{types[name]}"
        starts.append((length, token.offset))
        pieces.append(text)
        length += len(text)
    return Query("".join(pieces), tuple(names), tuple(starts))
