"""Let a report see the warehouse as it stood at an earlier moment.

The schemas ``as_of`` and ``core_as_of`` hold the objects of ``mart`` and ``core`` at the instant in a setting of the
session: the statement reads them instead, and the setting is made for the length of the caller's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from warehouse.reports.library import types_of
from warehouse.sqlfiles import bind, names_in, read_instead, scan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection

    from warehouse.reports.library import Report
    from warehouse.sqlfiles import Token

PAST_OF: Final = {"core": "core_as_of", "mart": "as_of"}
"""The schema that shows the past of another; of the other schemas there is none."""


@dataclass(frozen=True, slots=True)
class Past:
    """A moment at which a report looks; what a load wrote stands at its own moment already."""

    at: datetime

    def enter(self, connection: Connection[Any]) -> None:
        """Let what is read from now on, until the open transaction ends, be that of the moment."""
        connection.execute("SELECT set_config('warehouse.as_of', %s, true)", [self.at.isoformat()])

    def moved(self, tokens: Sequence[Token]) -> list[Token]:
        """Let a statement read the past in the place of the present."""
        moved = list(tokens)
        for schema, past in PAST_OF.items():
            others = {name: f'{past}."{name}"' for name in names_in(moved, schema)}
            moved = read_instead(moved, schema, others)
        return moved

    def rewritten(self, statement: str) -> str:
        """Do the same with a statement that has not been cut into tokens."""
        return "".join(token.text for token in self.moved(scan(statement)))


def seen_at(report: Report, at: datetime) -> Report:
    """Give the report that answers as it would have at a moment."""
    past = Past(at)
    return replace(report, query=bind(past.moved(report.source.tokens), types_of(report.header)), past=past)
