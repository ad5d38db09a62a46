"""The evaluation of the runs: medians, ratios, the growth exponent, and each target met or missed."""

from __future__ import annotations

import json
import math
import os
import platform
from dataclasses import asdict, dataclass
from statistics import linear_regression, median
from typing import TYPE_CHECKING, Any, Final

import warehouse
from benchmarks import targets
from benchmarks.cases import COPY, COPY_ALL, FLOOR, HELP, NOTHING, ONE_FACT, REPORT
from benchmarks.dbt import DBT
from benchmarks.past import NOW, THEN
from benchmarks.reports import CITED, PLAIN, PSQL
from benchmarks.sqlmesh import SQLMESH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from benchmarks.cases import Size
    from benchmarks.measure import Run
    from benchmarks.past import Past
    from benchmarks.site import Site
    from benchmarks.targets import Target

Results = dict[str, Any]
"""The JSON of a run: machine, start_up, sizes, past, site."""
PARTS: Final = frozenset({"machine", "start_up", "sizes", "past", "site"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure derived from the runs, with its target.

    Attributes:
        target: What is measured, and its limits.
        size: The number of facts, or of things; None: several sizes, or none.
        value: The figure; None: it cannot be given, and ``note`` says why.
        note: What else there is to say, behind the figure.
        failed: Whether the target is missed whatever the figure, because something failed.
    """

    target: Target
    size: int | None
    value: float | None
    note: str = ""
    failed: bool = False

    @property
    def shown(self) -> str:
        """The figure as shown."""
        figure = "" if self.value is None else f"{self.value:.{self.target.digits}f}{self.target.unit}"
        return " ".join(filter(None, (figure, self.note)))

    @property
    def limit(self) -> str:
        """The target as shown; empty: none, the figure is for information."""
        limit = self._limit()
        return "" if limit is None else f"{'≥' if self.target.at_least else '≤'} {limit:g}{self.target.unit}"

    @property
    def verdict(self) -> str:
        """Met or missed; empty without a target."""
        limit = self._limit()
        if limit is None or self.value is None:
            return ""
        is_met = self.value >= limit if self.target.at_least else self.value <= limit
        return "met" if is_met and not self.failed else "missed"

    def _limit(self) -> float | None:
        return None if self.value is None else self.target.limit(self.size or targets.ANY)


def results(
    start_up: Mapping[str, Sequence[Run]],
    sizes: Sequence[Size],
    postgresql: str,
    past: Past | None = None,
    site: Site | None = None,
) -> Results:
    """Build the JSON structure of the runs.

    Args:
        start_up: The runs that need no seeds, by case.
        sizes: The sizes, with their runs.
        postgresql: The version of the server.
        past: The reports on present and past; None: not run.
        site: The site that was built; None: none.
    """
    return {
        "machine": {
            "cores": len(os.sched_getaffinity(0)),
            "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
            "system": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(),
            "postgresql": postgresql,
            "warehouse": warehouse.__version__,
        },
        "start_up": _plain(start_up),
        "sizes": [
            {
                "facts": size.facts,
                "rows": size.rows,
                "changed": size.changed,
                "files": {form: written.files for form, written in size.written.items()},
                "bytes": {form: written.size for form, written in size.written.items()},
                "runs": _plain(size.runs),
            }
            for size in sizes
        ],
        "past": past and {**asdict(past), "runs": {name: _plain(runs) for name, runs in past.runs.items()}},
        "site": site and {**site._asdict(), "run": _plain({"": [site.run]})[""]},
    }


def _plain(runs: Mapping[str, Sequence[Run]]) -> dict[str, list[dict[str, float]]]:
    return {
        case: [{name: round(value, 4) for name, value in asdict(run).items()} for run in of]
        for case, of in runs.items()
    }


def seconds(runs: Mapping[str, Any], case: str) -> float | None:
    """Return the median time of a case in seconds; None if it was not run."""
    return median(run["seconds"] for run in runs[case]) if case in runs else None


def cpu(runs: Mapping[str, Any], case: str) -> float | None:
    """Return the median CPU seconds of client and server together; None if the case was not run."""
    return median(run["client"] + run["server"] for run in runs[case]) if case in runs else None


def fastest(runs: Mapping[str, Any], case: str) -> float | None:
    """Return the shortest time of a case in seconds, for differences too small for medians; None if it was not run."""
    return min(run["seconds"] for run in runs[case]) if case in runs else None


def peak(runs: Mapping[str, Any], case: str) -> float | None:
    """Return the largest memory peak of a case, in MiB; None if it was not run."""
    return max(run["peak_mib"] for run in runs[case]) if case in runs else None


def findings(found: Results) -> list[Finding]:
    """Return the figures of a run in the order of the targets; each is compared with its own."""
    made = [*_of_start_up(found["start_up"]), *_exponents(found)]
    for size in found["sizes"]:
        made += _of_size(size)
    made += _of_past(found["past"]) if found["past"] else ()
    made += _of_site(found["site"]) if found["site"] else ()
    return sorted(made, key=lambda finding: (targets.EVERY.index(finding.target), finding.size or 0))


def _of_start_up(runs: Mapping[str, Any]) -> Iterator[Finding]:
    for target, case in ((targets.UNCHANGED, FLOOR), (targets.ONE_FACT, ONE_FACT), (targets.REPORT, REPORT)):
        if time := cpu(runs, case):
            yield Finding(target, None, time)
    bare, told = cpu(runs, NOTHING), cpu(runs, HELP)
    if bare and told:
        yield Finding(targets.HELP, None, told / bare)


def _of_size(size: Mapping[str, Any]) -> Iterator[Finding]:
    runs, facts = size["runs"], size["facts"]
    first = next(iter(size["files"]))
    load, changed = f"load {first}", f"changed {first}"
    ratios = (
        *((targets.FULL_CORE, load, COPY), (targets.FULL_ALL, load, COPY_ALL)),
        *((targets.JSON_LINES, "load jsonl", "load yaml"), (targets.CHANGED_SHARE, changed, load)),
        *((targets.CSV, PLAIN, PSQL), (targets.CSV_SOURCES, CITED, PSQL)),
        *((targets.DBT, DBT.case, load), (targets.SQLMESH, SQLMESH.case, load)),
    )
    for target, case, base in ratios:
        time, against = seconds(runs, case), seconds(runs, base)
        if time and against:
            used, spent = cpu(runs, case), cpu(runs, base)
            yield Finding(target, facts, time / against, f"(CPU {used / spent:.2f})" if used and spent else "")
    if time := seconds(runs, changed):
        yield Finding(targets.CHANGED, facts, time)
    if time := cpu(runs, f"unchanged {first}"):
        yield Finding(targets.UNCHANGED, facts, time)
    if memory := peak(runs, load):
        yield Finding(targets.MEMORY_FULL, facts, memory)


def past_ratios(past: Mapping[str, Any]) -> dict[str, float]:
    """Return how many times as long each report takes on the past, by the fastest runs, the worst first."""
    ratios = {
        name: past_time / now
        for name, runs in past["runs"].items()
        if (now := fastest(runs, NOW)) and (past_time := fastest(runs, THEN))
    }
    return dict(sorted(ratios.items(), key=lambda item: -item[1]))


def _of_past(past: Mapping[str, Any]) -> Iterator[Finding]:
    ratios = past_ratios(past)
    if not ratios:
        return
    worst, failed = next(iter(ratios)), len(past["left_out"])
    note = f"({worst})" + (f", {failed} failed" if failed else "")
    yield Finding(targets.PAST_MEDIAN, past["facts"], median(ratios.values()), f"of {len(ratios)} reports")
    yield Finding(targets.PAST_WORST, past["facts"], ratios[worst], note, failed=failed > 0)


def _of_site(site: Mapping[str, Any]) -> Iterator[Finding]:
    (run,) = site["run"]
    used = (run["client"] + run["server"]) / run["seconds"]
    note = f"({site['pages']:,} pages, {used:.1f} processors busy)"
    yield Finding(targets.PAGE, site["things"], run["seconds"] / site["pages"] * 1000, note)


def _exponents(found: Results) -> Iterator[Finding]:
    """Yield the slopes of the lines through time over size; the time of the smallest folder is taken off a load."""
    sizes, floor = found["sizes"], fastest(found["start_up"], FLOOR) or 0.0
    first = next((form for size in sizes for form in size["files"]), "")
    for target, case, start in (
        (targets.EXPONENT, f"load {first}", floor),
        (targets.EXPONENT_COPY, COPY_ALL, 0.0),
    ):
        times = [(size["facts"], time - start) for size in sizes if (time := seconds(size["runs"], case))]
        if len(times) > 1 and all(time > 0 for _, time in times):
            points = [(math.log(facts), math.log(time)) for facts, time in times]
            yield Finding(target, None, linear_regression(*zip(*points, strict=True)).slope)
        elif len(times) > 1:
            yield Finding(target, None, None, "a load shorter than start-up")


def save(found: Results, path: Path) -> None:
    """Write the results as JSON."""
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
