"""Refuse plans that look like an accident: a table that loses a large part of its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.errors import CheckFailed, UsageError

if TYPE_CHECKING:
    from warehouse.plan.definition import Plan

FEW_ROWS: Final = 3
"""Retiring fewer rows than this is never refused."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many rows of one table a load may retire: a number of rows, or a share of the table."""

    rows: int | None = None
    share: float = 0.2

    @classmethod
    def parse(cls, text: str) -> Allowance:
        """Read "30" as 30 rows and "50%" as half of the table.

        Raises:
            UsageError: It is neither.
        """
        match = re.fullmatch(r"([0-9]{1,9})(%?)", text)
        if match is None or (match[2] and int(match[1]) > 100):  # noqa: PLR2004 - per cent
            raise UsageError(f'--max-retire "{text}" is neither a number of rows nor a share', hint="Write 30 or 50%.")
        return cls(share=int(match[1]) / 100) if match[2] else cls(rows=int(match[1]))

    def covers(self, retired: int, size: int) -> bool:
        """Tell whether retiring so many of so many rows is allowed."""
        if self.rows is not None:
            return retired <= self.rows
        return retired < FEW_ROWS or retired <= size * self.share


def refuse_mass_retirement(plan: Plan, allowance: Allowance) -> None:
    """Raise when a table would lose more rows than allowed.

    Raises:
        CheckFailed: Names the tables and how to allow it.
    """
    counts = plan.counts
    sizes = {table: plan.sizes[table] for table in counts}
    over = [table for table, size in sizes.items() if not allowance.covers(counts[table].retired, size)]
    if over:
        listed = ", ".join(f"{counts[table].retired} of {sizes[table]} in {table}" for table in over)
        most = max(counts[table].retired for table in over)
        hint = f"Is a seed file missing? If this is meant, allow it with --max-retire {most}."
        raise CheckFailed(f"the load would retire many rows: {listed}; nothing was changed", hint=hint)
