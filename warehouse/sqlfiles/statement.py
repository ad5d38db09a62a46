"""The statement of a SQL file: its tokens, and the rewriting of ``:name`` to ``$n::type``.

The lexer is as exact as needed to know which ``:name`` is a parameter. Offsets in the rewritten text can be mapped back
to the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum, auto
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Kind(Enum):
    """The kind of a token."""

    BLANK = auto()
    COMMENT = auto()
    STRING = auto()
    IDENTIFIER = auto()
    WORD = auto()
    NUMBER = auto()
    PARAMETER = auto()
    POSITIONAL = auto()
    END = auto()
    OTHER = auto()
    UNTERMINATED = auto()


class Token(NamedTuple):
    """A piece of a statement; the texts of all tokens together are the statement."""

    kind: Kind
    text: str
    offset: int

    @property
    def end(self) -> int:
        """The offset after the token."""
        return self.offset + len(self.text)


# Possessive quantifiers prevent backtracking into an unterminated string.
_TOKEN: Final = re.compile(
    r"""
      (?P<BLANK>\s+)
    | (?P<COMMENT>--[^\n]*)
    | (?P<block>/\*)
    | (?P<STRING>[eE]'(?:[^'\\]|\\.|'')*+' | (?:[bBxXnN]|[uU]&)?'(?:[^']|'')*+')
    | (?P<IDENTIFIER>(?:[uU]&)?"(?:[^"]|"")*+")
    | (?P<open>[eE]'|['"])
    | (?P<dollar>\$(?:[^\W\d]\w*)?\$)
    | (?P<POSITIONAL>\$\d+)
    | (?P<WORD>[^\W\d][\w$]*)
    | (?P<NUMBER>\d[\w.]*)
    | (?P<colons>::|:=)
    | (?P<PARAMETER>:[^\W\d]\w*)
    | (?P<END>;)
    | (?P<OTHER>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_BLOCK_EDGE: Final = re.compile(r"/\*|\*/")
_UNSETTLED: Final = frozenset({"block", "dollar", "open", "PARAMETER"})
_KINDS: Final = {
    group: Kind.__members__.get(group, Kind.OTHER) for group in _TOKEN.groupindex if group not in _UNSETTLED
}
"""The kind of each group of the expression whose tokens are what they look like."""
_SKIPPED: Final = (Kind.BLANK, Kind.COMMENT)
_OPERANDS: Final = (Kind.STRING, Kind.IDENTIFIER, Kind.NUMBER)


def scan(statement: str) -> list[Token]:
    """Split ``statement`` into tokens; a string or comment without an end becomes one ``UNTERMINATED`` token."""
    tokens: list[Token] = []
    previous: Token | None = None
    offset = 0
    while match := _TOKEN.match(statement, offset):
        kind = _KINDS.get(match.lastgroup or "")
        token = _token(statement, match, previous) if kind is None else Token(kind, match[0], offset)
        tokens.append(token)
        if token.kind not in _SKIPPED:
            previous = token
        offset += len(token.text)
    return tokens


def _token(statement: str, match: re.Match[str], previous: Token | None) -> Token:
    """Return a token that the expression alone does not settle."""
    group, text, offset = match.lastgroup, match[0], match.start()
    if group == "block":
        return _quoted(Kind.COMMENT, statement, offset, _block_end(statement, offset))
    if group == "dollar":
        closing = statement.find(text, match.end())
        return _quoted(Kind.STRING, statement, offset, closing + len(text) if closing >= 0 else None)
    if group == "open":
        return _quoted(Kind.STRING, statement, offset, None)
    return Token(Kind.OTHER, ":", offset) if _ends_operand(previous, offset) else Token(Kind.PARAMETER, text, offset)


def _quoted(kind: Kind, statement: str, start: int, end: int | None) -> Token:
    if end is None:
        return Token(Kind.UNTERMINATED, statement[start:], start)
    return Token(kind, statement[start:end], start)


def _block_end(statement: str, start: int) -> int | None:
    """Return the end of a block comment, which PostgreSQL nests; None if it has no end."""
    depth = 0
    for edge in _BLOCK_EDGE.finditer(statement, start):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    return None


def _ends_operand(previous: Token | None, offset: int) -> bool:
    """Return whether a colon at ``offset`` follows a value, so that it starts no parameter.

    After a value a colon belongs to an array slice or a JSON key.
    """
    if previous is None:
        return False
    if previous.kind in _OPERANDS or previous.text in {")", "]"}:
        return True
    return previous.kind in (Kind.WORD, Kind.PARAMETER) and previous.end == offset


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
    length, end, is_whole = 0, 0, False
    for kind, text, offset in tokens:
        if kind is Kind.END:
            break
        if kind is Kind.PARAMETER or offset != end or not is_whole:
            starts.append((length, offset))
        is_whole = kind is not Kind.PARAMETER
        piece = text if is_whole else replacement(text[1:])
        pieces.append(piece)
        length += len(piece)
        end = offset + len(text)
    starts.append((length, end))
    return "".join(pieces), tuple(starts)
