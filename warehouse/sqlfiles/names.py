"""Find the tables a statement names with their schema, and let it read others instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.sqlfiles.lexer import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_NAMES = (Kind.WORD, Kind.IDENTIFIER)


def names_in(tokens: Sequence[Token], schema: str) -> set[str]:
    """Give the names that stand behind ``schema`` and a dot; some may be columns of a table so called."""
    return {_name(tokens[at]) for _, at in _qualified(tokens, schema)}


def read_instead(tokens: Sequence[Token], schema: str, others: Mapping[str, str]) -> list[Token]:
    """Let a statement read other tables; the places of its tokens stay those of the file.

    Args:
        tokens: The statement.
        schema: The schema whose tables are replaced.
        others: By the name of a table in it, what to read instead: schema and name, as SQL.
    """
    changed = list(tokens)
    for first, last in _qualified(tokens, schema):
        other = others.get(_name(tokens[last]))
        if other is not None:
            changed[first] = Token(Kind.OTHER, other, tokens[first].offset)
            for at in range(first + 1, last + 1):
                changed[at] = Token(Kind.BLANK, "", tokens[at].offset)
    return changed


def _qualified(tokens: Sequence[Token], schema: str) -> Iterator[tuple[int, int]]:
    """Find schema, dot and name: the places of the first and the last of them."""
    solid = [at for at, token in enumerate(tokens) if token.kind not in (Kind.BLANK, Kind.COMMENT)]
    for before, first, dot, last in zip([-1, *solid], solid, solid[1:], solid[2:], strict=False):
        is_start = before < 0 or tokens[before].text != "."
        is_named = tokens[first].kind in _NAMES and _name(tokens[first]) == schema
        if is_start and is_named and tokens[dot].text == "." and tokens[last].kind in _NAMES:
            yield first, last


def _name(token: Token) -> str:
    """Give the name as the server understands it: without quotes as written, else in small letters."""
    if token.kind is Kind.IDENTIFIER:
        return token.text[1:-1].replace('""', '"')
    return token.text.lower()
