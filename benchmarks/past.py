"""The past: every shipped report on the present and on the middle of many loads, in turns."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measure import FailedError
from warehouse.reports.definition import list_reports

if TYPE_CHECKING:
    from benchmarks.cases import Bench, Size
    from benchmarks.measure import Run

LOADS: Final = 20
MIDDLE: Final = LOADS // 2
NOW, THEN = "present", "past"
_TURNS: Final = 2
_SHIPPED: Final = Path(__file__).parents[1] / "sql"


@dataclass(slots=True)
class Past:
    """The runs of the reports on present and past.

    Attributes:
        facts: The number of facts.
        loads: The number of loads.
        runs: The runs of each report, on the present and on the past.
        left_out: The reports that failed, each with the end of what it said.
    """

    facts: int
    loads: int = LOADS
    runs: dict[str, dict[str, list[Run]]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def reports() -> list[str]:
    """Return the names of the shipped reports that need no parameter."""
    every = list_reports(_SHIPPED)
    return [each.name for each in every if not any(given.required for given in each.header.params.values())]


def measured(bench: Bench, size: Size) -> Past:
    """Load a size, change one per cent of it forth and back, and time the reports.

    Args:
        bench: The runner of the command line.
        size: The size; its seeds are as they were at the end.

    Raises:
        FailedError: A load failed.
    """
    seeds = bench.fill(size)
    for number in range(LOADS - 1):
        bench.revise(size, back=number % 2 == 1)
        bench.say(f"load {number + 2} of {LOADS}: {bench.load(seeds)}")
    bench.revise(size, back=True)
    bench.databases.settle()
    past = Past(size.facts)
    for _ in range(_TURNS):
        for name in reports():
            if name not in past.left_out:
                _take_turn(bench, past, name)
    return past


def _take_turn(bench: Bench, past: Past, name: str) -> None:
    answer = bench.databases.folder / "answer.csv"
    runs = past.runs.setdefault(name, {NOW: [], THEN: []})
    try:
        for moment, arguments in ((NOW, []), (THEN, ["--as-of", str(MIDDLE)])):
            runs[moment].append(bench.warehouse(["report", "run", name, "-o", str(answer), *arguments]))
    except FailedError as error:
        del past.runs[name]
        past.left_out[name] = str(error).splitlines()[-1]
        bench.say(f"{name} is left out: {past.left_out[name]}")
        return
    bench.say(f"{name}: {runs[NOW][-1].seconds:.3f} s, of the past {runs[THEN][-1].seconds:.3f} s")
