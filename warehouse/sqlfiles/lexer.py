"""The lexer of PostgreSQL statements, as exact as needed to know which ``:name`` is a parameter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


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


@dataclass(frozen=True, slots=True)
class Token:
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
_OPERANDS: Final = (Kind.STRING, Kind.IDENTIFIER, Kind.NUMBER)


def scan(statement: str) -> list[Token]:
    """Split ``statement`` into tokens; a string or comment without an end becomes one ``UNTERMINATED`` token."""
    tokens: list[Token] = []
    previous: Token | None = None
    offset = 0
    while match := _TOKEN.match(statement, offset):
        token = _token(statement, match, previous)
        tokens.append(token)
        if token.kind not in (Kind.BLANK, Kind.COMMENT):
            previous = token
        offset = token.end
    return tokens


def _token(statement: str, match: re.Match[str], previous: Token | None) -> Token:
    group, text, offset = str(match.lastgroup), match[0], match.start()
    if group == "block":
        return _quoted(Kind.COMMENT, statement, offset, _block_end(statement, offset))
    if group == "dollar":
        closing = statement.find(text, match.end())
        return _quoted(Kind.STRING, statement, offset, closing + len(text) if closing >= 0 else None)
    if group == "open":
        return _quoted(Kind.STRING, statement, offset, None)
    if group == "PARAMETER" and _ends_operand(previous, offset):
        return Token(Kind.OTHER, ":", offset)
    return Token(Kind[group] if group in Kind.__members__ else Kind.OTHER, text, offset)


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
