"""Give changes, runs, stories and blame as what JSON can hold; docs/history.md describes the forms."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from warehouse.history.tally import Tally
from warehouse.plan import Counts, change_as_dict
from warehouse.plan.definition import counts_as_dict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from warehouse.history.blame import Blame
    from warehouse.history.moments import Interval
    from warehouse.history.runs import Load, Run
    from warehouse.history.story import Story
    from warehouse.plan import Change

FORMAT_VERSION: Final = 1


def diff_json(interval: Interval, changes: Iterable[Change], *, stat: bool) -> Iterator[str]:
    """Show changes as one JSON object, in pieces to be joined without anything between them; see docs/history.md."""
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
    """Give a run as what JSON can hold."""
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


def story_as_dict(story: Story) -> dict[str, Any]:
    """Give a story as what JSON can hold."""
    lives = [{"path": life.path, "since": _iso(life.since), "until": _iso(life.until)} for life in story.thing.lives]
    return {
        "path": story.thing.path,
        "is_standing": story.thing.is_standing,
        "names": lives,
        "entries": [
            {
                "at": _iso(entry.at),
                "load": _load_as_dict(entry.load),
                "changes": [change_as_dict(change) for change in entry.changes],
            }
            for entry in story.entries
        ],
    }


def blame_as_dict(blame: Blame) -> dict[str, Any]:
    """Give the origins of a thing's values as what JSON can hold."""
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
