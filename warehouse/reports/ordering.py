"""See from a statement alone whether its order is total: whether the grain is among what it orders by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.sqlfiles import Kind
from warehouse.strictyaml import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from warehouse.reports.library import Report
    from warehouse.sqlfiles import Token

_AFTER_SELECTED: Final = frozenset(
    {"FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "ORDER"}
)
_AFTER_ORDER: Final = frozenset({"LIMIT", "OFFSET", "FETCH", "FOR", ";"})
_QUALIFIED: Final = 3
"""Tokens of a column with its table: the table, a dot, the column."""

_DIRECTIONS: Final = frozenset({"ASC", "DESC", "NULLS", "FIRST", "LAST"})


def order_problems(report: Report) -> Iterator[Problem]:
    """Warn of a grain that the order may not settle; other columns may settle it all the same.

    Args:
        report: A sound report.

    Returns:
        At most one problem, at the last ORDER BY, with a code of its own that says it is a warning.
    """
    tokens = [token for token in report.source.tokens if token.kind not in (Kind.BLANK, Kind.COMMENT)]
    ordered_at = _last_order(tokens)
    ordered = {_text(_without_direction(part)) for part in _parts(tokens[ordered_at + 2 :], _AFTER_ORDER)}
    selected = list(_selected(tokens))
    missing = [name for name in report.header.grain if not _names_of(name, selected) & ordered]
    if missing:
        what = f"rows that are equal in what it orders by may come in any order: not seen there: {', '.join(missing)}"
        hint = f"end it with ORDER BY …, {', '.join(missing)}"
        yield Problem(report.source.position(tokens[ordered_at].offset), "W-report-order", what, hint)


def _last_order(tokens: Sequence[Token]) -> int:
    """Find the ORDER BY of the whole statement; a sound report has one."""
    depth, found = 0, 0
    for at, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.kind is Kind.WORD and token.text.upper() == "ORDER":
            found = at
    return found


def _parts(tokens: Sequence[Token], ends: frozenset[str]) -> Iterator[list[Token]]:
    """Cut at the commas outside brackets, up to one of the words that end the list."""
    depth = 0
    part: list[Token] = []
    for token in tokens:
        if depth == 0 and token.text.upper() in ends:
            break
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.text, 0)
        if depth < 0:
            break
        if depth == 0 and token.text == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _selected(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Give what the outermost SELECT, or the first of several united, returns."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.text.upper() == "SELECT":
            first = at + 1
            if tokens[first].text.upper() in {"ALL", "DISTINCT"}:
                first += 1
            if tokens[first].text.upper() == "ON":
                first = _closed(tokens, first + 1)
            yield from _parts(tokens[first:], _AFTER_SELECTED)
            return


def _closed(tokens: Sequence[Token], opened: int) -> int:
    depth = 0
    for at in range(opened, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[at].text, 0)
        if depth == 0:
            return at + 1
    return len(tokens)


def _names_of(column: str, selected: Sequence[Sequence[Token]]) -> set[str]:
    """Give what an ORDER BY can call a column: its name, its number, its expression."""
    names = {column, f'"{column}"'}
    for number, part in enumerate(selected, start=1):
        if part and _text(part[-1:]).strip('"') == column:
            expression = part[:-1] if len(part) > 1 else part
            if len(part) > 1 and part[-2].text.upper() == "AS":
                expression = part[:-2]
            elif len(part) > 1 and part[-2].text == ".":
                expression = part
            names |= {str(number), _text(expression), *_same_order(expression)}
    return names


def _same_order(expression: Sequence[Token]) -> Iterator[str]:
    """Give what else settles an order by a column: its name alone, and for a fact its path, which is as unique."""
    if len(expression) == _QUALIFIED and expression[1].text == ".":
        yield _text(expression[2:])
        if expression[2].text == "fact_id":
            yield f"{_text(expression[:1])} . path"


def _without_direction(part: Iterable[Token]) -> list[Token]:
    tokens = list(part)
    while tokens and tokens[-1].text.upper() in _DIRECTIONS:
        tokens.pop()
    return tokens


def _text(tokens: Iterable[Token]) -> str:
    return " ".join(token.text.lower() if token.kind is Kind.WORD else token.text for token in tokens)
