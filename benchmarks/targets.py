"""The targets of the benchmark: each with its limits, how it is judged, and what decides it where it is missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALL, LARGE, LARGEST = 10_000, 100_000, 1_000_000
THINGS: Final = 20_000
"""The number of things at which the site is judged, and the most that are built."""
ANY: Final = 0
WALL, CPU, MEMORY = "wall", "CPU", "memory"
"""Wall: what a user waits for. CPU: of client and server together, for runs so short that other work disturbs them."""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and its target.

    Attributes:
        what: What is measured.
        by: What is compared: wall seconds, CPU seconds or memory.
        limits: The limit by number of facts; ``ANY``: at every size. At other sizes the figure is not judged.
        reason: Why it is missed, where it is missed.
        unit: The unit, with a space before it; empty for a ratio.
        at_least: Whether more is better.
        digits: The number of decimals shown.
    """

    what: str
    by: str
    limits: Mapping[int, float]
    reason: str = ""
    unit: str = ""
    at_least: bool = False
    digits: int = 2

    def limit(self, size: int) -> float | None:
        """Return the limit at a size; None: the figure is not judged there."""
        return self.limits.get(size, self.limits.get(ANY))


FULL_CORE: Final = Target(
    "full load / psql copy of its core rows",
    WALL,
    {SMALL: 4, LARGE: 2.5, LARGEST: 2.2},
    "The copy writes a quarter of the rows. A load fills the mart too, computes its rows from core, reads and checks "
    "the seeds, and runs the blocking checks. At 10,000 facts the start, which costs the same at every size, weighs "
    "most.",
)
FULL_ALL: Final = Target(
    "full load / psql copy of all rows it writes",
    WALL,
    {LARGE: 1.2, LARGEST: 1.2},
    "Reading and checking the seeds, computing the rows of the mart, and the blocking checks come on top of writing. "
    "Much of it has to wait until core is written.",
)
JSON_LINES: Final = Target(
    "full load, JSON Lines / YAML",
    WALL,
    {LARGE: 0.8, LARGEST: 0.8},
    "The forms differ in reading alone, which is the smaller part of a load: most of the time goes into writing, the "
    "mart and the checks.",
)
CHANGED: Final = Target(
    "load after 1 % changed",
    WALL,
    {LARGE: 1.3},
    "The files that changed are read as a whole, and tables of the mart that compare facts of many files are computed "
    "as a whole.",
    unit=" s",
)
CHANGED_SHARE: Final = Target(
    "load after 1 % changed / full load",
    WALL,
    {LARGEST: 0.05},
    "The files that changed are read as a whole, and tables of the mart that compare facts of many files are computed "
    "as a whole.",
)
UNCHANGED: Final = Target(
    "load again, nothing changed",
    CPU,
    {ANY: 0.28},
    "Nearly all of it is the start: Python, the libraries that read settings and talk to the server, and one "
    "connection.",
    unit=" s",
    digits=3,
)
ONE_FACT: Final = Target(
    "one fact changed in the shipped seeds",
    CPU,
    {ANY: 0.4},
    "Few rows change, but a load that changes any imports the model of all families, reads the hundred SQL files of "
    "mart and checks, and runs hundreds of statements, each planned anew.",
    unit=" s",
    digits=3,
)
REPORT: Final = Target(
    "small report",
    CPU,
    {ANY: 0.32},
    "Nearly all of it is the start: Python, the libraries that check the header of a report, and one connection.",
    unit=" s",
    digits=3,
)
HELP: Final = Target(
    "warehouse --help / python -c pass",
    CPU,
    {ANY: 7},
    "The library of the command line and its printing of help are imported, whatever the warehouse itself leaves out.",
)
PAST_MEDIAN: Final = Target(
    "reports on the past / on the present, the median",
    WALL,
    {LARGE: 1.5},
    "A report on the past reads mart and history together, and the server plans both.",
)
PAST_WORST: Final = Target(
    "reports on the past / on the present, the worst",
    WALL,
    {LARGE: 3},
    "A report that joins many tables gets a worse plan on the past: the server does not know how many rows of mart and "
    "history stood at that moment.",
)
CSV: Final = Target(
    "report to csv / psql copy of the answer",
    WALL,
    {LARGEST: 2},
    "The start, and the settings of the transaction, weigh more than the copy itself.",
)
CSV_SOURCES: Final = Target(
    "report to csv, with sources / psql copy of the answer",
    WALL,
    {LARGE: 4},
    "The start alone takes longer than the copy, and for each row the server gathers its sources as text, which the "
    "copy leaves out.",
)
MEMORY_FULL: Final = Target(
    "memory of the full load",
    MEMORY,
    {LARGEST: 256},
    "Each process that reads has its own interpreter and libraries, and keys are held until all references are "
    "resolved.",
    unit=" MiB",
    digits=0,
)
PAGE: Final = Target(
    "publish, a page",
    WALL,
    {THINGS: 2},
    "A page is made from templates that escape each text; each fact on it takes a third of a millisecond.",
    unit=" ms",
)
DBT: Final = Target(
    "dbt seed / full load",
    WALL,
    {SMALL: 35},
    "dbt starts once and sends rows in large statements; a small load is mostly start.",
    at_least=True,
    digits=1,
)
SQLMESH: Final = Target("SQLMesh seed models / full load", WALL, {}, at_least=True, digits=1)
EXPONENT: Final = Target(
    "exponent of time over size, full load",
    WALL,
    {ANY: 1.1},
    "A step of the load takes more time for each fact the more facts there are.",
)
EXPONENT_COPY: Final = Target("exponent of time over size, psql copy of all rows", WALL, {})
EVERY: Final = (
    *(FULL_CORE, FULL_ALL, JSON_LINES, CHANGED, CHANGED_SHARE, UNCHANGED, ONE_FACT, REPORT, HELP, PAST_MEDIAN),
    *(PAST_WORST, CSV, CSV_SOURCES, MEMORY_FULL, PAGE, DBT, SQLMESH, EXPONENT, EXPONENT_COPY),
)
"""All figures, in the order of the page."""
