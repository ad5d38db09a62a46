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
from benchmarks.cases import COPY, FLOOR, LIBRARIES, NOTHING, REPORT
from benchmarks.reports import PLAIN, PSQL, REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from benchmarks.cases import Size
    from benchmarks.measure import Run

Results = dict[str, Any]
"""The JSON of a run: machine, start_up, sizes."""

PEER: Final = "dbt seed"
SMALL, LARGE, LARGEST = 10_000, 100_000, 1_000_000
_NAMES: Final = {"yaml": "YAML", "jsonl": "JSON Lines"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure derived from the runs, with its target.

    Attributes:
        what: What it measures.
        facts: The size it was measured at; None: several sizes, or none.
        value: The figure as shown.
        target: The target; empty: none, the figure is for information.
        verdict: "met", "missed", "allowed" (see benchmarks/README.md), "unknown", or empty without a target.
    """

    what: str
    facts: int | None
    value: str
    target: str = ""
    verdict: str = ""


def results(start_up: Mapping[str, Sequence[Run]], sizes: Sequence[Size], postgresql: str) -> Results:
    """Build the JSON structure of the runs.

    Args:
        start_up: The runs that need no seeds, by case.
        sizes: The sizes, with their runs.
        postgresql: The version of the server.
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
                "rows": sum(size.rows.values()),
                "changed": size.changed,
                "files": {form: written.files for form, written in size.written.items()},
                "bytes": {form: written.size for form, written in size.written.items()},
                "runs": _plain(size.runs),
            }
            for size in sizes
        ],
    }


def _plain(runs: Mapping[str, Sequence[Run]]) -> dict[str, list[dict[str, float]]]:
    return {
        case: [{name: round(value, 4) for name, value in asdict(run).items()} for run in of]
        for case, of in runs.items()
    }


def seconds(runs: Mapping[str, Any], case: str) -> float | None:
    """Return the median time of a case in seconds; None if it was not run."""
    return median(run["seconds"] for run in runs[case]) if case in runs else None


def fastest(runs: Mapping[str, Any], case: str) -> float | None:
    """Return the shortest time of a case in seconds, for differences too small for medians; None if it was not run."""
    return min(run["seconds"] for run in runs[case]) if case in runs else None


def peak(runs: Mapping[str, Any], case: str) -> float | None:
    """Return the largest memory peak of a case, in MiB; None if it was not run."""
    return max(run["peak_mib"] for run in runs[case]) if case in runs else None


def findings(found: Results) -> list[Finding]:
    """Return the figures of a run, compared with their targets."""
    made: list[Finding] = []
    for size in found["sizes"]:
        for form in size["files"]:
            made += _of_form(size, form)
            made += _of_unchanged(size, form, found["start_up"])
        made += _of_peer(size)
    made += _exponents(found["sizes"], fastest(found["start_up"], FLOOR) or 0.0)
    for case, base, limit in (("warehouse --help", NOTHING, 8.0), (REPORT, LIBRARIES, 1.5)):
        time, bare = seconds(found["start_up"], case), seconds(found["start_up"], base)
        if time and bare:
            made.append(_ratio(f"{case} / {base}", None, time / bare, limit))
    return made


def report_findings(found: Results) -> list[Finding]:
    """Return the ratios of the reports to psql's copy of the same query, compared with their targets."""
    made = []
    for size in found["sizes"]:
        copy = seconds(size["runs"], PSQL)
        for case in REPORTS:
            if copy and (report := seconds(size["runs"], case)):
                limit = 2.0 if case == PLAIN and size["facts"] >= LARGEST else None
                made.append(_ratio(f"{case} / psql copy", size["facts"], report / copy, limit))
    return made


def _of_form(size: Mapping[str, Any], form: str) -> Iterator[Finding]:
    runs, facts, name = size["runs"], size["facts"], _NAMES[form]
    load, copy, check = (seconds(runs, case) for case in (f"load {form}", COPY, f"check {form}"))
    if load and copy:
        limit = 1.5 if facts >= LARGE else 5.0 if facts >= SMALL else None
        allowed = 3.0 if form == "yaml" and facts >= LARGE else None
        yield _ratio(f"full load, {name} / psql copy", facts, load / copy, limit, allowed=allowed)
    if load and copy and check:
        limit = 1.0 if facts >= LARGE else None
        yield _ratio(f"full load less check, {name} / psql copy", facts, (load - check) / copy, limit)
    if load and (changed := seconds(runs, f"changed {form}")):
        limit = 0.05 if facts >= LARGEST else None
        yield _ratio(f"1 % changed, {name} / full load", facts, changed / load, limit)
    if memory := peak(runs, f"load {form}"):
        target, verdict = "≤ 256 MiB", "met" if memory <= 256 else "missed"  # noqa: PLR2004
        judged = (target, verdict) if facts >= LARGEST else ("", "")
        yield Finding(f"memory of the full load, {name}", facts, f"{memory:.0f} MiB", *judged)


def _of_unchanged(size: Mapping[str, Any], form: str, start_up: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the time of an unchanged load beyond start-up with libraries, and beyond that of the smallest folder."""
    unchanged = fastest(size["runs"], f"unchanged {form}")
    limit = 10 + size["files"][form] / 100
    for base, beyond in ((LIBRARIES, "start-up"), (FLOOR, "that of the smallest folder")):
        start = fastest(start_up, base)
        if unchanged is not None and start is not None:
            more = (unchanged - start) * 1000
            what, verdict = f"unchanged load, {_NAMES[form]}, beyond {beyond}", "met" if more <= limit else "missed"
            if base == FLOOR and more < -limit:
                verdict = "unknown"  # more facts cannot take less time: the machine was busy with something else
            yield Finding(what, size["facts"], f"{more:.1f} ms", f"≤ {limit:.1f} ms", verdict)


def _of_peer(size: Mapping[str, Any]) -> Iterator[Finding]:
    peer = seconds(size["runs"], PEER)
    for form in size["files"]:
        load = seconds(size["runs"], f"load {form}")
        if peer and load:
            judged = ("≥ 50", "met" if peer / load >= 50 else "missed") if size["facts"] == LARGE else ("", "")  # noqa: PLR2004
            yield Finding(f"{PEER} / full load, {_NAMES[form]}", size["facts"], f"{peer / load:.1f}", *judged)


def _exponents(sizes: Sequence[Mapping[str, Any]], floor: float) -> Iterator[Finding]:
    for case, name in (*((f"load {form}", f"full load, {_NAMES[form]}") for form in _NAMES), (COPY, COPY)):
        start = 0.0 if case == COPY else floor
        times = [(size["facts"], time - start) for size in sizes if (time := seconds(size["runs"], case))]
        what, limit = f"exponent of time over size, {name}", None if case == COPY else 1.1
        if len(times) > 1 and all(time > 0 for _, time in times):
            points = [(math.log(facts), math.log(time)) for facts, time in times]
            yield _ratio(what, None, linear_regression(*zip(*points, strict=True)).slope, limit)
        elif len(times) > 1:
            yield Finding(what, None, "a load shorter than start-up", f"≤ {limit}", "unknown")


def _ratio(what: str, facts: int | None, value: float, limit: float | None, *, allowed: float | None = None) -> Finding:
    if limit is None:
        return Finding(what, facts, f"{value:.2f}")
    verdict = "met" if value <= limit else "allowed" if allowed and value <= allowed else "missed"
    return Finding(what, facts, f"{value:.2f}", f"≤ {limit:g}" + (f" ({allowed:g})" if allowed else ""), verdict)


def save(found: Results, path: Path) -> None:
    """Write the results as JSON."""
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
