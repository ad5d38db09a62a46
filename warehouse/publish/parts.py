"""Long pages in parts, and rows of one order put beside those of another."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, TypeVar

from warehouse.publish import addresses
from warehouse.publish.views import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Item = TypeVar("Item")

MOST: Final = 500
"""Facts, or lines of an index, that one page shows."""


def in_parts(items: Sequence[Item], path: str) -> Iterator[tuple[str, Part | None, Sequence[Item]]]:
    """Cut a long answer into pages.

    Args:
        items: All of it.
        path: The page of the first part.

    Yields:
        The page of a part, which part it is (None: the only one), and what stands on it.
    """
    count = max(1, -(-len(items) // MOST))
    for number in range(1, count + 1):
        before = addresses.part(path, number - 1) if number > 1 else None
        after = addresses.part(path, number + 1) if number < count else None
        part = Part(number, count, path, before, after) if count > 1 else None
        yield addresses.part(path, number), part, items[(number - 1) * MOST : number * MOST]


def beside(
    heads: Iterable[Item], head_key: Callable[[Item], str], rows: Iterable[Any], row_key: Callable[[Any], str]
) -> Iterator[tuple[Item, list[Any]]]:
    """Give each head the rows that belong to it; both come in the same order, and every row has its head."""
    groups = groupby(rows, key=row_key)
    key, group = next(groups, (None, iter(())))
    for head in heads:
        if key == head_key(head):
            yield head, list(group)
            key, group = next(groups, (None, iter(())))
        else:
            yield head, []
