"""Count changes while they pass by, so that a long answer is read once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from warehouse.outlines import LOAD_ORDER
from warehouse.plan import Counts, Operation, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.plan import Change


class Tally:
    """Counts changes as they pass by.

    Attributes:
        facts: Paths that were met; changes must come by path.
    """

    def __init__(self) -> None:
        """Begin at zero."""
        self.facts = 0
        self._rows: Counter[tuple[str, Operation]] = Counter()

    def counting(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Give the changes on, and count them."""
        path = None
        for change in changes:
            self.facts += change.path != path
            path = change.path
            self._rows[change.table, change.operation] += 1
            yield change

    def tables(self) -> dict[str, Counts]:
        """Give the numbers of each table with changes, tables in load order."""
        met = {table for table, _ in self._rows}
        return {
            table.name: Counts(*(self._rows[table.name, operation] for operation in Operation))
            for table in LOAD_ORDER
            if table.name in met
        }

    def summary(self) -> str:
        """Say in one line how many rows and facts differ."""
        if not self.facts:
            return "Nothing changed."
        total = sum(self.tables().values(), start=Counts())
        rows = counted(total, "added", "changed", "retired", "renamed", "put back")
        return f"{self.facts} fact{'' if self.facts == 1 else 's'}: {rows}."
