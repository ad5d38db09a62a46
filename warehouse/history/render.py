"""The renderers of changes, runs, timelines and blame: lines of text, table rows, and JSON."""

from __future__ import annotations

import json
from datetime import UTC
from itertools import groupby
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final

from warehouse.history.changes import Tally
from warehouse.plan import Counts, change_as_dict, change_lines, counts_as_dict, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from warehouse.history.blame import Blame, Origin, OwnedRow
    from warehouse.history.runs import Load, Run
    from warehouse.history.timeline import Interval, Timeline, TimelineEntry
    from warehouse.plan import Change

SHORT: Final = 10
"""Number of characters of a git revision to show, enough to identify it."""

LONGEST_REMARK: Final = 60
"""Maximum length of an error message in a list of runs. The description of a run shows the whole message."""

RUN_HEADS: Final = ("run", "status", "started (UTC)", "seconds", "rows", "facts", "by", "git", "remark")


def diff_lines(changes: Iterable[Change], *, stat: bool, seeds: str) -> Iterator[str]:
    """Format changes fact by fact, or only their numbers for each table.

    Args:
        changes: The changes, in order of path; they are read while the lines are read.
        stat: Whether to show the numbers for each table instead of the changes.
        seeds: Prefix of the names of seed files, such as ``seeds/``.

    Yields:
        The lines; the last line is the summary.
    """
    tally = Tally()
    for line in change_lines(tally.counting(changes), seeds=seeds):
        if not stat:
            yield line
    if stat:
        tables = tally.tables()
        width = max(map(len, tables), default=0)
        yield from (f"{table:<{width}}  {numbers(counts)}" for table, counts in tables.items())
    if not tally.is_empty:
        yield ""
    yield tally.summary()


def run_row(run: Run) -> tuple[str, ...]:
    """Return the cells of a run, in the order of ``RUN_HEADS``."""
    error = shorten((run.error or "").partition("\n")[0], LONGEST_REMARK, placeholder=" …")
    return (
        str(run.run_id),
        run.status,
        _minute(run.started_at),
        _seconds(run),
        numbers(run.total()) if run.tables else "",
        "" if run.fact_count is None else str(run.fact_count),
        f"{run.run_by}@{run.host}",
        _git(run),
        "; ".join(part for part in (*_undone(run), error) if part),
    )


def run_lines(run: Run) -> Iterator[str]:
    """Format the description of a run: its status, time, account, seeds, software and error."""
    took = f", took {_seconds(run)} s" if run.finished_at else ""
    dirty = " with uncommitted changes" if run.is_git_dirty else ""
    yield f"Run {run.run_id}: {run.status}"
    yield f"started    {_minute(run.started_at)} UTC{took}"
    yield f"by         {run.run_by} on {run.host}"
    yield f"seeds      {f'git {run.git_revision}{dirty}' if run.git_revision else 'no git checkout'}"
    if run.seeds_sha256:
        yield f"digest     {run.seeds_sha256}"
    yield f"software   {run.software_version}, schema {run.schema_revision}"
    if run.fact_count is not None:
        yield f"facts      {run.fact_count}"
    yield from (f"remark     {remark}" for remark in _undone(run))
    if run.error:
        first, *others = run.error.splitlines()
        yield f"error      {first}"
        yield from (f"           {line}" for line in others)


def run_tables(run: Run) -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """Yield header and rows of each table below the description of a run; skip tables without rows."""
    if run.tables:
        yield ("table", "rows"), [(table, numbers(counts)) for table, counts in run.tables.items()]
    if run.phases:
        yield ("phase", "seconds"), [(phase.name, str(phase.seconds)) for phase in run.phases]


def timeline_lines(timeline: Timeline, *, seeds: str) -> Iterator[str]:
    """Format a timeline: the thing with its earlier paths, then the changes of each load, newest first.

    Args:
        timeline: The timeline.
        seeds: Prefix of the names of seed files, such as ``seeds/``.
    """
    thing = timeline.thing
    yield thing.path if thing.is_standing else f"{thing.path} (no longer exists)"
    for life in thing.lives:
        if life.came_from is not None:
            yield f"until {_minute(life.since)} UTC: {life.came_from}"
    for entry in timeline.entries:
        yield ""
        yield _entry_head(entry)
        yield from (f"  {line}" for line in change_lines(entry.changes, seeds=seeds))


def _entry_head(entry: TimelineEntry) -> str:
    if entry.load is None:
        return f"{_by(None, entry.at)}  written by hand, or before there was a ledger"
    undoes = "" if entry.load.undoes is None else f"  undoes run {entry.load.undoes}"
    return f"{_by(entry.load, entry.at)}{undoes}"


def blame_lines(blame: Blame, *, seeds: str) -> Iterator[str]:
    """Format the values fact by fact, below the load and the seed line that set them.

    Args:
        blame: The rows with the origins of their values.
        seeds: Prefix of the names of seed files, such as ``seeds/``.
    """
    for path, rows in groupby(blame.rows, key=lambda row: row.path):
        yield path
        cells = [("!" if row.is_by_hand else " ", *cell) for row in rows for cell in _cells(row)]
        width = max(len(column) for _, column, _, _ in cells)
        for origin, values in groupby(cells, key=lambda cell: cell[3]):
            place = f"{seeds}{origin.file}:{origin.line}" if origin.file else ""
            yield "  " + "  ".join(part for part in (_by(origin.load, origin.at), place) if part)
            yield from (f"    {mark} {column:<{width}}  {value}" for mark, column, value, _ in values)


def _by(load: Load | None, at: datetime) -> str:
    """Format the run of a load with its time, account and git revision."""
    instant = f"{_minute(at)} UTC"
    if load is None:
        return f"no load  {instant}"
    return "  ".join(part for part in (f"run {load.run_id}", instant, load.run_by, _git(load)) if part)


def _cells(row: OwnedRow) -> Iterator[tuple[str, str, Origin]]:
    """Yield name, value and origin of each value of a row; a citation counts as one value with its newest origin."""
    if row.table == "citations":
        newest = max((owned.origin for owned in row.values), key=lambda origin: origin.at)
        yield "cited", f"{row.key[1]}#{row.key[2]}", newest
        return
    yield from ((owned.column, owned.value, owned.origin) for owned in row.values)


def _undone(run: Run) -> Iterator[str]:
    if run.undoes is not None:
        yield f"{'undoes' if run.status == 'loaded' else 'was to undo'} run {run.undoes}"
    yield from (f"undone by run {number}" for number in run.undone_by)


def _git(checkout: Load | Run | None) -> str:
    """Return the short git revision; a star marks uncommitted changes."""
    if checkout is None or checkout.git_revision is None:
        return ""
    return checkout.git_revision[:SHORT] + ("*" if checkout.is_git_dirty else "")


def _seconds(run: Run) -> str:
    return f"{(run.finished_at - run.started_at).total_seconds():.1f}" if run.finished_at else ""


def _minute(instant: datetime | None) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M}" if instant else ""


FORMAT_VERSION: Final = 1


def diff_json(interval: Interval, changes: Iterable[Change], *, stat: bool) -> Iterator[str]:
    """Format changes as one JSON object, which docs/history.md describes.

    Args:
        interval: The two instants that were compared.
        changes: The changes, in order of path; they are read while the pieces are read.
        stat: Whether to leave out the changes, and show only their numbers.

    Yields:
        Pieces of the text; join them without a separator.
    """
    head = {
        "format": FORMAT_VERSION,
        "after": _iso(interval.after),
        "until": _iso(interval.until),
        "run": interval.run_id,
    }
    tally = Tally()
    yield json.dumps(head, indent=2).removesuffix("\n}") + ","
    if not stat:
        yield '\n  "changes": ['
    separator = "\n    "
    for change in tally.counting(changes):
        if not stat:
            yield separator + json.dumps(change_as_dict(change), ensure_ascii=False)
            separator = ",\n    "
    tables = tally.tables()
    tail = {
        "facts": tally.facts,
        "summary": counts_as_dict(sum(tables.values(), start=Counts())),
        "tables": {table: counts_as_dict(counts) for table, counts in tables.items()},
    }
    yield ("" if stat else "\n  ],") + json.dumps(tail, indent=2).removeprefix("{")


def run_as_dict(run: Run) -> dict[str, Any]:
    """Return a run as a dictionary that can be written as JSON."""
    return {
        "run": run.run_id,
        "status": run.status,
        "started_at": _iso(run.started_at),
        "finished_at": _iso(run.finished_at),
        "loaded_at": _iso(run.loaded_at),
        "run_by": run.run_by,
        "host": run.host,
        "software_version": run.software_version,
        "schema_revision": run.schema_revision,
        "git_revision": run.git_revision,
        "is_git_dirty": run.is_git_dirty,
        "seeds_sha256": run.seeds_sha256,
        "error": run.error,
        "undoes": run.undoes,
        "undone_by": list(run.undone_by),
        "fact_count": run.fact_count,
        "tables": {table: counts_as_dict(counts) for table, counts in run.tables.items()},
        "phases": [{"phase": phase.name, "seconds": float(phase.seconds)} for phase in run.phases],
    }


def timeline_as_dict(timeline: Timeline) -> dict[str, Any]:
    """Return a timeline as a dictionary that can be written as JSON."""
    lives = [{"path": life.path, "since": _iso(life.since), "until": _iso(life.until)} for life in timeline.thing.lives]
    return {
        "path": timeline.thing.path,
        "is_standing": timeline.thing.is_standing,
        "names": lives,
        "entries": [
            {
                "at": _iso(entry.at),
                "load": _load_as_dict(entry.load),
                "changes": [change_as_dict(change) for change in entry.changes],
            }
            for entry in timeline.entries
        ],
    }


def blame_as_dict(blame: Blame) -> dict[str, Any]:
    """Return the values of a thing and their origins as a dictionary that can be written as JSON."""
    return {
        "path": blame.thing.path,
        "rows": [
            {
                "table": row.table,
                "key": list(row.key),
                "path": row.path,
                "is_by_hand": row.is_by_hand,
                "values": [
                    {
                        "column": owned.column,
                        "value": owned.value,
                        "at": _iso(owned.origin.at),
                        "load": _load_as_dict(owned.origin.load),
                        "file": owned.origin.file,
                        "line": owned.origin.line,
                    }
                    for owned in row.values
                ],
            }
            for row in blame.rows
        ],
    }


def _load_as_dict(load: Load | None) -> dict[str, Any] | None:
    if load is None:
        return None
    return {
        "run": load.run_id,
        "loaded_at": _iso(load.loaded_at),
        "run_by": load.run_by,
        "git_revision": load.git_revision,
        "is_git_dirty": load.is_git_dirty,
        "undoes": load.undoes,
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat() if instant else None
