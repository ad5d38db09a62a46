"""Show a plan, or any changes, to people and to programs; line by line, so that a long one needs no memory."""

from __future__ import annotations

import hashlib
import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from warehouse.plan.definition import Operation, counts_as_dict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.plan.definition import Change, Counts, Plan

PLUMBING: Final = frozenset({"fact_id", "family", "path", "key"})
"""Columns that follow from the path and tell a reader nothing more."""

UNREMARKABLE: Final = frozenset({None, "stated", "normal"})
"""Values of a new row that go without saying."""

USUAL: Final = 2
"""How many numbers after the first are always shown: changed and retired."""

FORMAT_VERSION: Final = 2


def as_lines(plan: Plan, *, stat: bool = False, seeds: str = "") -> Iterator[str]:
    """Show the changes fact by fact, with cells old → new and the seed's place; the summary is the last line.

    Args:
        plan: The plan.
        stat: Show numbers per table instead of the changes.
        seeds: What stands before the names of seed files, such as ``seeds/``.
    """
    if plan.is_empty:
        yield f"Nothing to change: the database holds all {plan.fact_count} facts as the seeds say."
        return
    facts = 0
    for line in change_lines(plan.changes, seeds=seeds):
        facts += not line.startswith(" ")
        if not stat:
            yield line
    if stat:
        yield from stat_lines(plan)
    yield ""
    rows = counted(plan.total(), "to add", "to change", "to retire", "to rename", "to put back")
    yield f"{facts} fact{'' if facts == 1 else 's'}: {rows}."


def counted(counts: Counts, *verbs: str) -> str:
    """List the numbers with these verbs, in the order of ``Operation``; those of renames and edits only where any."""
    first, *others = zip(counts_as_dict(counts).values(), verbs, strict=True)
    parts = [f"{number} {verb}" for place, (number, verb) in enumerate(others) if place < USUAL or number]
    return ", ".join([f"{first[0]} row{'' if first[0] == 1 else 's'} {first[1]}", *parts])


def as_json(plan: Plan, *, restores: bool = False) -> Iterator[str]:
    """Show the plan as one JSON object, in pieces that are to be joined without anything between them.

    Its members are format, seeds_sha256, restores (whether rows edited by hand were looked for everywhere), summary,
    tables, changes, and changes_sha256, a digest by which ``load`` knows a plan that has been altered or is stale.
    """
    head = {
        "format": FORMAT_VERSION,
        "seeds_sha256": plan.seeds_sha256,
        "restores": restores,
        "summary": counts_as_dict(plan.total()),
        "tables": {table: counts_as_dict(counts) for table, counts in plan.counts.items()},
    }
    yield json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "changes": ['
    digest, separator = hashlib.sha256(), "\n    "
    for change in plan.changes:
        text = canonical(change_as_dict(change))
        digest.update(text.encode() + b"\n")
        yield separator + text
        separator = ",\n    "
    yield f'\n  ],\n  "changes_sha256": "{digest.hexdigest()}"\n}}'


def digest_of(changes: Iterable[dict[str, Any]]) -> str:
    """Give the digest of changes in the form of ``change_as_dict``, in this order."""
    digest = hashlib.sha256()
    for change in changes:
        digest.update(canonical(change).encode() + b"\n")
    return digest.hexdigest()


def canonical(change: dict[str, Any]) -> str:
    """Write a change as one line of JSON, always the same for the same change."""
    return json.dumps(change, ensure_ascii=False, sort_keys=True)


def change_as_dict(change: Change) -> dict[str, Any]:
    """Give a change as what JSON can hold: operation, table, key, path, old_path, cells, file, line."""
    return {
        "operation": change.operation.name.lower(),
        "table": change.table,
        "key": list(change.key),
        "path": change.path,
        "old_path": change.old_path,
        "cells": [{"column": cell.column, "old": cell.old, "new": cell.new} for cell in change.cells],
        "file": change.file,
        "line": change.line,
    }


def stat_lines(plan: Plan) -> Iterator[str]:
    """Show the numbers of each table that changes."""
    width = max((len(table) for table in plan.counts), default=0)
    for table, counts in plan.counts.items():
        yield f"{table:<{width}}  {numbers(counts)}"


def numbers(counts: Counts) -> str:
    """Show numbers of rows with their symbols; those of renames and edits only where there are any."""
    pairs = zip(Operation, counts_as_dict(counts).values(), strict=True)
    return " ".join(f"{operation}{number}" for operation, number in pairs if number or operation in "+~-")


def change_lines(changes: Iterable[Change], *, seeds: str = "") -> Iterator[str]:
    """Show each fact once, however many tables hold its parts.

    Args:
        changes: Sorted by path, a fact's own row first, its citations last.
        seeds: What stands before the names of seed files, such as ``seeds/``.
    """
    for path, of_fact in groupby(changes, key=lambda change: change.path):
        rows = list(of_fact)
        own = [row for row in rows if row.table != "citations"]
        operations = {row.operation for row in own} or {Operation.CHANGE}
        operation = operations.pop() if len(operations) == 1 else Operation.CHANGE
        old_path = next((row.old_path for row in rows if row.old_path), None) if operation is Operation.RENAME else None
        named = f"{old_path} → {path}" if old_path else path
        place = next((f"  {seeds}{row.file}:{row.line}" for row in rows if row.file), "")
        yield f"{operation} {named}{place}"
        if operation is not Operation.RETIRE:
            yield from (line for row in rows for line in _row_lines(row))


def _row_lines(row: Change) -> Iterator[str]:
    if row.table == "citations" and row.operation is not Operation.CHANGE:
        if row.operation is not Operation.RENAME:
            yield f"    {row.operation} cited: {row.key[1]}#{row.key[2]}"
        return
    for cell in row.cells:
        if cell.column in PLUMBING or (row.operation is Operation.ADD and cell.new in UNREMARKABLE):
            continue
        old = "" if row.operation is Operation.ADD else f"{_shown(cell.old)} → "
        yield f"    {cell.column}: {old}{_shown(cell.new)}"


def _shown(value: str | None) -> str:
    return "∅" if value is None else value
