"""Prove that no two rows of an answer are equal in its grain, in eight bytes a row."""

from __future__ import annotations

from array import array
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from warehouse.reports.columns import Layout

    Rows = Sequence[tuple[Any, ...]]

_PARTS: Final = 64


class GrainProof:
    """Keeps a hash of each row's grain, in parts that are looked at one by one at the end.

    Equal rows have equal hashes, so that no doubled row is missed. Whether rows with equal hashes are equal, the
    server must say.
    """

    def __init__(self, layout: Layout) -> None:
        """Start without rows."""
        self._key = _key(layout)
        self._parts = [array("q") for _ in range(_PARTS)]
        self._keep = [part.append for part in self._parts]
        self.rows = 0

    def add(self, rows: Rows) -> bool:
        """Keep the rows; tell whether two of them may be equal in the grain."""
        hashes = list(map(hash, map(self._key, rows)))
        self.rows += len(hashes)
        keep = self._keep
        for value in hashes:
            keep[value & _PARTS - 1](value)
        return len(set(hashes)) < len(hashes)

    def is_doubtful(self) -> bool:
        """Tell whether any two of all rows may be equal in the grain."""
        return any(len(set(part)) < len(part) for part in self._parts)


def _key(layout: Layout) -> Callable[[tuple[Any, ...]], Any]:
    """Give what tells a row from the others; arrays of fact ids come as lists, which have no hash."""
    pick = itemgetter(*layout.grain)
    if layout.has_array_in_grain:
        return lambda row: repr(pick(row))
    return pick
