"""``warehouse runs``, ``diff``, ``history`` and ``blame``: what changed, when, by which load and which seed line."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.load import seeds_prefix, tinted
from warehouse.cli.session import CommandGroup, Session, print_data, reader_may_leave, session_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import psycopg

INDENT: Final = "  "
NUMERIC: Final = frozenset({"run", "seconds", "facts", "load", "loads", "tables", "rows", "files", "bytes"})
"""Headings of the columns that are aligned to the right."""

app = typer.Typer(cls=CommandGroup, help="List the runs of load and their outcomes.")


class ListFormat(StrEnum):
    """The output formats of a list of runs."""

    TABLE = "table"
    JSON = "json"


class HistoryFormat(StrEnum):
    """The output formats of answers about the past."""

    TEXT = "text"
    JSON = "json"


Form = Annotated[HistoryFormat, typer.Option("--format", "-f", help="How to print it.")]
Key = Annotated[
    str,
    typer.Argument(
        metavar="KEY",
        help="family/key such as agreements/some-deal, the path of a fact, or a key alone; earlier names too.",
    ),
]


@app.command("list")
def list_(
    context: typer.Context,
    *,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="Show the newest N runs.")] = 20,
    form: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print the list.")] = ListFormat.TABLE,
) -> None:
    """List the runs of load, newest first, including failed ones."""
    from warehouse.history import list_runs, render

    session = session_of(context)
    with _reading(session) as connection:
        runs = list_runs(connection, limit)
    if form is ListFormat.JSON:
        _print_json([render.run_as_dict(run) for run in runs])
        return
    if not runs:
        session.say('Nothing has been loaded yet: run "warehouse load".')
        return
    _print_lines(table_lines(render.RUN_HEADS, [render.run_row(run) for run in runs]))


@app.command("show")
def show_(
    context: typer.Context,
    run: Annotated[int, typer.Argument(metavar="RUN", help="Number of the run.")],
    *,
    form: Form = HistoryFormat.TEXT,
) -> None:
    """Describe a run: who, when, from which seeds, rows per table, time per phase, outcome."""
    from warehouse.history import find_run, render

    session = session_of(context)
    with _reading(session) as connection:
        record = find_run(connection, run)
    if form is HistoryFormat.JSON:
        _print_json(render.run_as_dict(record))
        return
    _print_lines(_shown(session, render.run_lines(record)))
    for heads, rows in render.run_tables(record):
        _print_lines(["", *table_lines(heads, rows)])


def diff(
    context: typer.Context,
    interval: Annotated[
        str,
        typer.Argument(
            metavar="A..B",
            help="A..B, A.. (until now), ..B (from nothing) or a run alone (what it changed). A and B are runs like 12,"
            " days like 2026-11-22 (their end, UTC) or instants like 2026-11-22T10:00Z.",
        ),
    ],
    *,
    stat: Annotated[bool, typer.Option("--stat", help="Show numbers per table only.")] = False,
    form: Form = HistoryFormat.TEXT,
) -> None:
    """Show which facts differ between two loads or moments, cell by cell."""
    from warehouse.history import changes_between, parse_interval, render

    session = session_of(context)
    with _reading(session) as connection:
        asked = parse_interval(connection, interval)
        changes = changes_between(connection, asked.after, asked.until, is_single=asked.is_single)
        if form is HistoryFormat.JSON:
            with reader_may_leave():
                sys.stdout.writelines(render.diff_json(asked, changes, stat=stat))
                sys.stdout.write("\n")
            return
        _print_lines(_shown(session, render.diff_lines(changes, stat=stat, seeds=seeds_prefix(session))))


def history(context: typer.Context, key: Key, *, form: Form = HistoryFormat.TEXT) -> None:
    """Tell what each load did to a thing and to the facts about it, newest first, also under its earlier names."""
    from warehouse.history import render, timeline_of

    session = session_of(context)
    with _reading(session) as connection:
        timeline = timeline_of(connection, key)
    if form is HistoryFormat.JSON:
        _print_json(render.timeline_as_dict(timeline))
        return
    _print_lines(_shown(session, render.timeline_lines(timeline, seeds=seeds_prefix(session))))


def blame(context: typer.Context, key: Key, *, form: Form = HistoryFormat.TEXT) -> None:
    """Say of each value of a thing which load set it, and which line of the seeds; ! marks a row edited by hand."""
    from warehouse.history import blame_of, render

    session = session_of(context)
    with _reading(session) as connection:
        lines = blame_of(connection, key)
    if form is HistoryFormat.JSON:
        _print_json(render.blame_as_dict(lines))
        return
    _print_lines(_shown(session, render.blame_lines(lines, seeds=seeds_prefix(session))))


@contextmanager
def _reading(session: Session) -> Iterator[psycopg.Connection]:
    """Yield a connection in a read-only transaction that sees one snapshot."""
    from warehouse.database.migrate import require_head
    from warehouse.reports.execute import snapshot

    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        connection.rollback()
        with snapshot(connection):
            yield connection


def table_lines(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table; on a terminal it is as wide as the terminal."""
    from warehouse.reports.formats.terminal import Cell, head_lines, row_lines, rule, widths
    from warehouse.yamlfiles import visible

    cells = [[Cell(visible(text), "", head in NUMERIC) for head, text in zip(heads, row, strict=True)] for row in rows]
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    columns = widths(heads, cells, width) or widths(heads, cells, None) or []
    yield from head_lines(heads, cells[0], columns)
    yield rule(columns)
    for row in cells:
        yield from row_lines(row, columns)


def _shown(session: Session, lines: Iterable[str]) -> Iterator[str]:
    """Escape control characters; on a terminal, colour the lines of facts by the kind of change."""
    from warehouse.yamlfiles import visible

    for line in map(visible, lines):
        yield INDENT + tinted(session, line.removeprefix(INDENT)) if line.startswith(INDENT) else tinted(session, line)


def _print_json(document: object) -> None:
    print_data(json.dumps(document, ensure_ascii=False, indent=2))


def _print_lines(lines: Iterable[str]) -> None:
    with reader_may_leave():
        sys.stdout.writelines(f"{line}\n" for line in lines)
