"""Show a plan to people and to programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Final

from warehouse.plan.definition import Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.plan.definition import Change, Plan

PLUMBING: Final = frozenset({"fact_id", "family", "path", "key"})
"""Columns that follow from the path and tell a reader nothing more."""

UNREMARKABLE: Final = frozenset({None, "stated", "normal"})
"""Values of a new row that go without saying."""

FORMAT_VERSION: Final = 1


def as_text(plan: Plan, *, stat: bool = False) -> str:
    """Show the changes fact by fact, with cells old → new and the seed's place; the summary is the last line.

    Args:
        plan: The plan.
        stat: Show numbers per table instead of the changes.
    """
    lines = list(_table_lines(plan) if stat else _change_lines(plan.changes))
    return "\n".join([*lines, *([""] if lines else []), summary(plan)])


def summary(plan: Plan) -> str:
    """Say in one line how many rows and facts change."""
    if plan.is_empty:
        return f"Nothing to change: the database holds all {plan.fact_count} facts as the seeds say."
    total = plan.total()
    facts = len({change.path for change in plan.changes})
    noun = "fact" if facts == 1 else "facts"
    return f"{facts} {noun}: {total.added} rows to add, {total.changed} to change, {total.retired} to retire."


def as_json(plan: Plan) -> str:
    """Show the plan as one JSON object: format, seeds_sha256, summary, tables, changes."""
    document = {
        "format": FORMAT_VERSION,
        "seeds_sha256": plan.seeds_sha256,
        "summary": asdict(plan.total()),
        "tables": {table: asdict(counts) for table, counts in plan.counts().items()},
        "changes": [{**asdict(change), "operation": change.operation.name.lower()} for change in plan.changes],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _table_lines(plan: Plan) -> Iterator[str]:
    counts = plan.counts()
    width = max((len(table) for table in counts), default=0)
    for table, numbers in counts.items():
        yield f"{table:<{width}}  +{numbers.added} ~{numbers.changed} -{numbers.retired}"


def _change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """Show each fact once, however many tables hold its parts."""
    shared = ("facts", "citations")
    in_order = sorted(changes, key=lambda change: (change.path, change.table in shared, change.table == "citations"))
    for path, of_fact in groupby(in_order, key=lambda change: change.path):
        rows = list(of_fact)
        own = [row for row in rows if row.table != "citations"]
        citations = [row for row in rows if row.table == "citations"]
        operations = {row.operation for row in own} or {Operation.CHANGE}
        operation = operations.pop() if len(operations) == 1 else Operation.CHANGE
        place = next((row.position for row in rows if row.position), None)
        yield f"{operation} {path}" + (f"  {place}" if place else "")
        if operation is Operation.RETIRE:
            continue
        for row in own:
            yield from _cell_lines(row)
        for row in citations:
            yield f"    {row.operation} cited: {row.key[1]}#{row.key[2]}"


def _cell_lines(row: Change) -> Iterator[str]:
    for cell in row.cells:
        if cell.column in PLUMBING or (row.operation is Operation.ADD and cell.new in UNREMARKABLE):
            continue
        old = "" if row.operation is Operation.ADD else f"{_shown(cell.old)} → "
        yield f"    {cell.column}: {old}{_shown(cell.new)}"


def _shown(value: str | None) -> str:
    return "∅" if value is None else value
