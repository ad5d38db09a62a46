"""Show changes, runs, stories and blame to people: lines of text, and rows of cells for whoever lays out tables."""

from __future__ import annotations

from datetime import UTC
from itertools import groupby
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from warehouse.history.tally import Tally
from warehouse.plan import change_lines
from warehouse.plan.show import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from warehouse.history.blame import Blame, Origin, OwnedRow
    from warehouse.history.runs import Load, Run
    from warehouse.history.story import Entry, Story
    from warehouse.plan import Change

SHORT: Final = 10
"""How many characters of a git revision tell it from the others."""

LONGEST_REMARK: Final = 60
"""Characters of an error in a list; all of it stands in the run itself."""

RUN_HEADS: Final = ("run", "status", "started (UTC)", "seconds", "rows", "facts", "by", "git", "remark")


def diff_lines(changes: Iterable[Change], *, stat: bool, seeds: str) -> Iterator[str]:
    """Show changes fact by fact, or only their numbers per table; the summary is the last line.

    Args:
        changes: By path; they are read as the lines are.
        stat: Show numbers per table instead of the changes.
        seeds: What stands before the names of seed files, such as ``seeds/``.
    """
    tally = Tally()
    for line in change_lines(tally.counting(changes), seeds=seeds):
        if not stat:
            yield line
    if stat:
        tables = tally.tables()
        width = max(map(len, tables), default=0)
        yield from (f"{table:<{width}}  {numbers(counts)}" for table, counts in tables.items())
    if tally.facts:
        yield ""
    yield tally.summary()


def run_row(run: Run) -> tuple[str, ...]:
    """Give the cells of a run below ``RUN_HEADS``."""
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
    """Describe a run: who, when, from what, and what became of it."""
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
    """Give heads and rows of the tables below a run's description; those without rows are left out."""
    if run.tables:
        yield ("table", "rows"), [(table, numbers(counts)) for table, counts in run.tables.items()]
    if run.phases:
        yield ("phase", "seconds"), [(phase.name, str(phase.seconds)) for phase in run.phases]


def story_lines(story: Story, *, seeds: str) -> Iterator[str]:
    """Tell a story: the thing with the paths it had, then what each load did, newest first."""
    thing = story.thing
    yield thing.path if thing.is_standing else f"{thing.path} (stands no more)"
    for life in thing.lives:
        if life.came_from is not None:
            yield f"until {_minute(life.since)} UTC: {life.came_from}"
    for entry in story.entries:
        yield ""
        yield _entry_head(entry)
        yield from (f"  {line}" for line in change_lines(entry.changes, seeds=seeds))


def _entry_head(entry: Entry) -> str:
    if entry.load is None:
        return f"{_by(None, entry.at)}  written by hand, or before there was a ledger"
    undoes = "" if entry.load.undoes is None else f"  undoes run {entry.load.undoes}"
    return f"{_by(entry.load, entry.at)}{undoes}"


def blame_lines(blame: Blame, *, seeds: str) -> Iterator[str]:
    """Show the values fact by fact, below the load and the line of the seeds that set them.

    Args:
        blame: The rows with the origins of their values.
        seeds: What stands before the names of seed files, such as ``seeds/``.
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
    """Say by which load and when, by whom and from which revision."""
    instant = f"{_minute(at)} UTC"
    if load is None:
        return f"no load  {instant}"
    return "  ".join(part for part in (f"run {load.run_id}", instant, load.run_by, _git(load)) if part)


def _cells(row: OwnedRow) -> Iterator[tuple[str, str, Origin]]:
    """Give the values of a row with their origins; a citation is one value, as new as its newest part."""
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
    """Shorten a git revision; a star says that there were uncommitted changes."""
    if checkout is None or checkout.git_revision is None:
        return ""
    return checkout.git_revision[:SHORT] + ("*" if checkout.is_git_dirty else "")


def _seconds(run: Run) -> str:
    return f"{(run.finished_at - run.started_at).total_seconds():.1f}" if run.finished_at else ""


def _minute(instant: datetime | None) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M}" if instant else ""
