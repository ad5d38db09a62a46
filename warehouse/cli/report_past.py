"""``warehouse report run --as-of`` and ``report diff``: the past answers of a report, and how they changed."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from warehouse.cli.report_output import Name, Params, to_stdout, values_of
from warehouse.cli.session import session_of
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    import psycopg

    from warehouse.reports.definition import Report
    from warehouse.reports.diff import Difference

_SIGNS: Final = {"added": "+", "changed": "~", "gone": "-", "renamed": "»"}


class DiffFormat(StrEnum):
    """The output formats of differences."""

    TEXT = "text"
    JSON = "json"


def seen_as_of(connection: psycopg.Connection, report: Report, when: str | None) -> Report:
    """Return the report as of a moment or a run of load; None: the report as it is."""
    if when is None:
        return report
    from warehouse.history import parse_past
    from warehouse.reports.as_of import seen_at

    return seen_at(report, parse_past(connection, when))


def diff(
    context: typer.Context,
    name: Name,
    *,
    before: Annotated[
        str, typer.Option("--from", metavar="WHEN", help="A run of load, a day (its end, UTC) or an instant.")
    ],
    after: Annotated[str | None, typer.Option("--to", metavar="WHEN", help="The same; without it, now.")] = None,
    params: Params = None,
    form: Annotated[DiffFormat, typer.Option("--format", "-f", help="How to print it.")] = DiffFormat.TEXT,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 2 when there are differences.")] = False,
) -> None:
    """Compare the answers of a report at two moments, row by row of its grain."""
    from warehouse.database.migrate import require_head
    from warehouse.history import parse_moment, parse_past
    from warehouse.reports.as_of import seen_at
    from warehouse.reports.definition import find
    from warehouse.reports.diff import compared

    session = session_of(context)
    report = find(session.settings.sql, name)
    values = values_of(params)
    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        first = parse_past(connection, before)
        last = parse_moment(connection, None) if after is None else parse_past(connection, after)
        connection.rollback()
        with compared(connection, seen_at(report, first), seen_at(report, last), values) as found, to_stdout():
            if form is DiffFormat.JSON:
                counts = _print_json(report, values, (first, last), found)
            else:
                counts = _print_text(report, found)
    total = sum(counts.values())
    session.say(", ".join(f"{count} {kind}" for kind, count in counts.items()) + "." if total else "No difference.")
    if exit_code and total:
        raise typer.Exit(ExitCode.CHANGES_PENDING)


def _print_text(report: Report, differences: Iterable[Difference]) -> dict[str, int]:
    """Print a line per row that differs, and one more per cell that changed; return the counts by kind."""
    counts = _no_counts()
    for found in differences:
        counts[found.kind] += 1
        shown = {
            name: value
            for name, value in (found.after or found.before or {}).items()
            if name not in found.key and value is not None
        }
        if found.before is None or found.after is None:
            cells = "; ".join(f"{name}: {_text(value)}" for name, value in shown.items())
            print(f"{_SIGNS[found.kind]} {_key(found)}{f'  {cells}' if cells else ''}")  # noqa: T201
            continue
        same = [_text(value) for name, value in shown.items() if name not in found.changed][:1]
        print(f"{_SIGNS[found.kind]} {_key(found)}{''.join(f'  {value}' for value in same)}")  # noqa: T201
        for name in found.changed:
            if name not in found.key:
                print(f"    {name}: {_text(found.before[name])} -> {_text(found.after[name])}")  # noqa: T201
        if found.has_other_sources:
            before, after = ("; ".join(cited) or None for cited in (found.sources_before, found.sources_after))
            print(f"    {_sources_name(report)}: {_text(before)} -> {_text(after)}")  # noqa: T201
    return counts


def _key(found: Difference) -> str:
    """Format the row's key; if a part of the key changed, with the old and the new value."""
    parts = []
    for name, value in found.key.items():
        before = found.old_key[name] if found.old_key else value
        parts.append(f"{name} = {'' if before == value else f'{_text(before)} -> '}{_text(value)}")
    return ", ".join(parts)


def _sources_name(report: Report) -> str:
    """Return the name of the last column in CSV output."""
    return "_sources" if "sources" in report.header.columns else "sources"


def _no_counts() -> dict[str, int]:
    from warehouse.reports.diff import KINDS

    return dict.fromkeys(KINDS, 0)


def _text(value: str | None) -> str:
    """Format a cell on one line, with control characters escaped."""
    if value is None:
        return "(none)"
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in value) or '""'


def _print_json(
    report: Report, values: Mapping[str, str], moments: tuple[datetime, datetime], differences: Iterable[Difference]
) -> dict[str, int]:
    """Print one JSON object, its rows as they arrive; return the counts."""
    counts = _no_counts()
    first, last = (moment.isoformat() for moment in moments)
    head: dict[str, Any] = {"report": report.name, "params": dict(values), "from": first, "to": last}
    print(json.dumps(head, ensure_ascii=False)[:-1] + ', "changes": [', end="")  # noqa: T201
    between = "\n"
    for found in differences:
        counts[found.kind] += 1
        row = {
            "change": found.kind,
            "key": found.key,
            "old_key": found.old_key,
            "before": found.before,
            "after": found.after,
            "sources_before": None if found.before is None else found.sources_before,
            "sources_after": None if found.after is None else found.sources_after,
        }
        print(between + json.dumps(row, ensure_ascii=False), end="")  # noqa: T201
        between = ",\n"
    print("\n], " + json.dumps(counts)[1:])  # noqa: T201
    return counts
