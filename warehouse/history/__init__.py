"""The history of the data: what changed, when, by which load, and by which line of the seeds.

Input: a connection with an open transaction, in which ``core``, ``history`` and ``ops`` are read, and the request of a
user: two instants, a run, or the name of a thing (a record or a fact). Output: changes in the form of ``plan``, runs,
the timeline of a thing, and the load that set each of its values. This package never writes and never ends a
transaction.

``changes`` compares two instants, ``runs`` reads the ledger, ``timeline`` and ``blame`` follow one thing, and
``render`` formats all of these.
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
