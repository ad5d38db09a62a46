"""What changed, when, by which load and by which line of the seeds.

Comes in: a connection, in whose open transaction ``core``, ``history`` and ``ops`` are read, and what a user asks for:
two instants, a run, the key of a thing. Goes out: changes in the form of ``plan``, runs, the story of a thing, and for
each of its values the load that set it. Never writes, never ends a transaction.
"""

from warehouse.history.blame import Blame, Origin, OwnedRow, blame_of
from warehouse.history.changes import changes_between
from warehouse.history.runs import Phase, Run, find_run, list_runs
from warehouse.history.timeline import (
    Interval,
    Thing,
    Timeline,
    TimelineEntry,
    find_thing,
    parse_interval,
    parse_moment,
    parse_past,
    timeline_of,
)

__all__ = [
    "Blame",
    "Interval",
    "Origin",
    "OwnedRow",
    "Phase",
    "Run",
    "Thing",
    "Timeline",
    "TimelineEntry",
    "blame_of",
    "changes_between",
    "find_run",
    "find_thing",
    "list_runs",
    "parse_interval",
    "parse_moment",
    "parse_past",
    "timeline_of",
]
