"""The results as tables for the terminal, and as a page of the documentation."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from benchmarks.cases import COPY, COPY_ALL, FLOOR, REPORT
from benchmarks.dbt import DBT
from benchmarks.past import MIDDLE, NOW, THEN
from benchmarks.reports import CITED, PLAIN, PSQL
from benchmarks.results import Finding, Results, fastest, findings, past_ratios, peak, seconds
from benchmarks.sqlmesh import SQLMESH
from benchmarks.targets import LARGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CASES: Final = {
    "check yaml": "read and check, YAML",
    "check jsonl": "read and check, JSON Lines",
    "load yaml": "full load, YAML",
    "load jsonl": "full load, JSON Lines",
    COPY: "psql copy of the rows of core",
    COPY_ALL: "psql copy of the rows of core and mart",
    "unchanged yaml": "load again, nothing changed, YAML",
    "unchanged jsonl": "load again, nothing changed, JSON Lines",
    "changed yaml": "load after 1 % of the facts changed, YAML",
    "changed jsonl": "load after 1 % of the facts changed, JSON Lines",
    PSQL: PSQL,
    PLAIN: PLAIN,
    CITED: CITED,
    DBT.case: f"{DBT.case} of the rows of core",
    SQLMESH.case: f"{SQLMESH.case} of the rows of core",
}
_TIMES: Final = ("what", "seconds", "CPU, client", "CPU, server", "MiB")
_JUDGED: Final = ("what", "facts or things", "by", "measured", "target", "")
_WIDTH: Final = 120

HEAD: Final = """\
<!-- Written by make bench BENCH="--write docs/performance.md"; changes here are lost. -->

# Performance
"""
SOURCE: Final = """\
One run of the benchmark in [benchmarks](../benchmarks/README.md), which says what each line means.
Seconds hang on the machine; the ratios, both sides of which were measured in this run, should hold on others.
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table to show.

    Attributes:
        title: Its title.
        columns: The names of its columns.
        rows: Its cells, row by row.
        remarks: What follows it, one item a line.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    remarks: Sequence[str] = field(default=())


def tables(found: Results) -> Iterator[Table]:
    """Return the tables of the page in order; a table without rows is omitted."""
    judged, other = _of_figures(findings(found))
    made = [judged, Table("Start-up", _TIMES, list(_times(found["start_up"], {})))]
    made += map(_of_size, found["sizes"])
    made += [_of_past(found["past"])] if found["past"] else []
    made += [_of_site(found["site"])] if found["site"] else []
    made.append(other)
    return (table for table in made if table.rows)


def _of_figures(made: Sequence[Finding]) -> tuple[Table, Table]:
    """Return the table of the figures that are judged, with what decides those that miss, and that of the others."""
    judged = [_cells(finding) for finding in made if finding.verdict]
    other = [_cells(finding)[:-2] for finding in made if not finding.verdict]
    missed = [finding.target for finding in made if finding.verdict == "missed"]
    why = dict.fromkeys(f"Missed: {target.what}. {target.reason}".rstrip() for target in missed)
    return Table("Targets", _JUDGED, judged, list(why)), Table("Figures without a target", _JUDGED[:-2], other)


def _cells(finding: Finding) -> tuple[str, ...]:
    size = f"{finding.size:,}" if finding.size else ""
    return finding.target.what, size, finding.target.by, finding.shown, finding.limit, finding.verdict


def _of_size(size: Mapping[str, Any]) -> Table:
    files = max(size["files"].values())
    forms = ", ".join(f"{form} {count / 1e6:.1f} MB" for form, count in size["bytes"].items())
    rows = {schema: sum(_rows_of(size["rows"], schema)) for schema in ("core", "mart")}
    counts = " and ".join(f"{count:,} of {schema}" for schema, count in rows.items() if count)
    title = f"{size['facts']:,} facts in {files} files ({forms})" + (f", rows: {counts}" if counts else "")
    return Table(title, _TIMES, list(_times(size["runs"], _CASES)))


def _rows_of(rows: Mapping[str, int], schema: str) -> Iterator[int]:
    return (count for table, count in rows.items() if table.startswith(f"{schema}."))


def _of_past(past: Mapping[str, Any]) -> Table:
    rows = [
        (name, *(f"{fastest(past['runs'][name], moment) or 0:.3f}" for moment in (NOW, THEN)), f"{ratio:.2f}")
        for name, ratio in past_ratios(past).items()
    ]
    totals = [sum(fastest(runs, moment) or 0 for runs in past["runs"].values()) for moment in (NOW, THEN)]
    rows.append(("all together", *(f"{total:.3f}" for total in totals), f"{totals[1] / (totals[0] or 1):.2f}"))
    title = f"Reports on the past, after load {MIDDLE} of {past['loads']}, {past['facts']:,} facts"
    failed = [f"{name} failed: {why}" for name, why in past["left_out"].items()]
    return Table(title, ("report", "seconds on the present", "on the past", "ratio"), rows, failed)


def _of_site(site: Mapping[str, Any]) -> Table:
    ((_, *times),) = _times(site, {"run": ""})
    row = (f"{site['things']:,}", f"{site['pages']:,}", f"{site['mebibytes']:.1f}", *times)
    return Table("Site", ("things", "pages", "MiB of files", *_TIMES[1:]), [row])


def _times(runs: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for case in names or runs:
        middle, memory = seconds(runs, case), peak(runs, case)
        if middle is not None and memory is not None:
            every = [run["seconds"] for run in runs[case]]
            spread = f" ({min(every):.3f} to {max(every):.3f})" if len(every) > 1 else ""
            client, server = (median(run[of] for run in runs[case]) for of in ("client", "server"))
            yield names.get(case, case), f"{middle:.3f}{spread}", f"{client:.2f}", f"{server:.2f}", f"{memory:.0f}"


def machine(found: Results) -> str:
    """Format the machine of the run as one line."""
    on = found["machine"]
    return (
        f"{on['cores']} cores, {on['memory_gib']} GiB of memory, {on['system']}, Python {on['python']}, "
        f"PostgreSQL {on['postgresql']}, warehouse {on['warehouse']}"
    )


def summary(found: Results) -> list[str]:
    """Say in plain words what a user waits for, and what decides it; what was not measured is left out."""
    size = next((size for size in found["sizes"] if size["facts"] == LARGE), found["sizes"][-1])
    runs, facts, form = size["runs"], f"{size['facts']:,} facts", next(iter(size["files"]))
    times = {
        "if nothing changed": seconds(runs, f"unchanged {form}") or seconds(found["start_up"], FLOOR),
        f"if 1 % of {facts} did": seconds(runs, f"changed {form}"),
        "the first time": seconds(runs, f"load {form}"),
    }
    load = [f"{time:.1f} s {what}" for what, time in times.items() if time is not None]
    small, csv = seconds(found["start_up"], REPORT), seconds(runs, CITED)
    report = [] if small is None else [f"{small:.1f} s"]
    report += [] if csv is None else [f"{csv:.1f} s for all {facts} as csv with sources"]
    if found["past"] and (ratios := past_ratios(found["past"])):
        report.append(f"{median(ratios.values()):.1f} times as long on the past")
    said = (
        ("A nightly load", load, "What changed decides: files that are the same are not read, nor rows written."),
        ("A report", report, "The start of the program decides, and in large answers the number of rows."),
        ("A page of the site", _page(found["site"]), "The number of pages decides: each is made anew."),
    )
    return [f"**{what}** takes {_listed(parts)}. {decides}" for what, parts, decides in said if parts]


def _page(site: Mapping[str, Any] | None) -> list[str]:
    time = seconds(site, "run") if site else None
    if not site or time is None:
        return []
    return [f"{time / site['pages'] * 1000:.1f} ms", f"{time:.0f} s for {site['pages']:,} of them"]


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def as_text(found: Results) -> str:
    """Format the tables for a terminal."""
    parts = [machine(found), "\n".join(line.replace("**", "") for line in summary(found))]
    for table in tables(found):
        widths = [max(map(len, cells)) for cells in zip(table.columns, *table.rows, strict=True)]
        lines = [_aligned(table.columns, widths), _aligned(["-" * width for width in widths], widths)]
        lines += [_aligned(row, widths) for row in table.rows]
        parts.append("\n".join([table.title, *lines, *table.remarks]))
    return "\n\n".join(filter(None, parts)) + "\n"


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def as_markdown(found: Results) -> str:
    """Format the summary and the tables as the page of the documentation."""
    said = "".join(f"{_item(line)}\n" for line in summary(found))
    return "\n".join([HEAD, said, SOURCE, f"{machine(found)}.\n", *_sections(found)])


def _sections(found: Results) -> Iterator[str]:
    for table in tables(found):
        lines = ["| " + " | ".join(row) + " |" for row in (table.columns, ["---"] * len(table.columns), *table.rows)]
        remarks = ["", *map(_item, table.remarks)] if table.remarks else []
        yield "\n".join([f"## {table.title}", "", *lines, *remarks]) + "\n"


def _item(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
