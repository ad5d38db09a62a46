"""The results as tables for the terminal, and as a page of the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from benchmarks.cases import COPY
from benchmarks.reports import PSQL, REPORTS
from benchmarks.results import PEER, Finding, Results, findings, peak, report_findings, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CASES: Final = {
    "check yaml": "read and check, YAML",
    "check jsonl": "read and check, JSON Lines",
    "load yaml": "full load, YAML",
    "load jsonl": "full load, JSON Lines",
    COPY: "psql copy of the same rows",
    "unchanged yaml": "load again, nothing changed, YAML",
    "unchanged jsonl": "load again, nothing changed, JSON Lines",
    "changed yaml": "load after 1 % of the facts changed, YAML",
    "changed jsonl": "load after 1 % of the facts changed, JSON Lines",
    PEER: "dbt seed of the same rows",
}

HEAD: Final = """\
<!-- Written by make bench BENCH="--write docs/performance.md"; changes here are lost. -->

# Performance

One run of the benchmark in [benchmarks](../benchmarks/README.md), which says what each line means.
Seconds hang on the machine; the ratios, both sides of which were measured in this run, should hold on others.
"""


_JUDGED: Final = ("what", "facts", "measured", "target", "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table to show.

    Attributes:
        title: Its title.
        columns: The names of its columns.
        rows: Its cells, row by row.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def tables(found: Results) -> Iterator[Table]:
    """Return the tables of start-up, times by size, reports and targets; a table without rows is omitted."""
    made = (*_of_loads(found), _of_reports(found), Table("Targets", _JUDGED, list(map(_cells, findings(found)))))
    return (table for table in made if table.rows)


def _of_loads(found: Results) -> Iterator[Table]:
    yield Table("Start-up", ("what", "seconds", "MiB"), list(_times(found["start_up"], {})))
    for size in found["sizes"]:
        files = max(size["files"].values())
        sizes = ", ".join(f"{form} {count / 1e6:.1f} MB" for form, count in size["bytes"].items())
        title = f"{size['facts']:,} facts in {files} files ({sizes}), {size['rows']:,} rows"
        yield Table(title, ("what", "seconds", "MiB"), list(_times(size["runs"], _CASES)))


def _of_reports(found: Results) -> Table:
    rows = [
        (what, f"{size['facts']:,}", f"{time} s, {memory} MiB", "", "")
        for size in found["sizes"]
        for what, time, memory in _times(size["runs"], {case: case for case in (PSQL, *REPORTS)})
    ]
    return Table("Reports to csv", _JUDGED, [*rows, *map(_cells, report_findings(found))])


def _cells(finding: Finding) -> tuple[str, ...]:
    facts = f"{finding.facts:,}" if finding.facts else ""
    return finding.what, facts, finding.value, finding.target, finding.verdict


def _times(runs: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for case in names or runs:
        middle, memory = seconds(runs, case), peak(runs, case)
        if middle is not None and memory is not None:
            every = [run["seconds"] for run in runs[case]]
            spread = f" ({min(every):.3f} to {max(every):.3f})" if len(every) > 1 else ""
            yield names.get(case, case), f"{middle:.3f}{spread}", f"{memory:.0f}"


def machine(found: Results) -> str:
    """Format the machine of the run as one line."""
    on = found["machine"]
    return (
        f"{on['cores']} cores, {on['memory_gib']} GiB of memory, {on['system']}, Python {on['python']}, "
        f"PostgreSQL {on['postgresql']}, warehouse {on['warehouse']}"
    )


def as_text(found: Results) -> str:
    """Format the tables for a terminal."""
    parts = [machine(found)]
    for table in tables(found):
        widths = [max(map(len, cells)) for cells in zip(table.columns, *table.rows, strict=True)]
        lines = [_aligned(table.columns, widths), _aligned(["-" * width for width in widths], widths)]
        lines += [_aligned(row, widths) for row in table.rows]
        parts.append("\n".join([table.title, *lines]))
    return "\n\n".join(parts) + "\n"


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def as_markdown(found: Results) -> str:
    """Format the tables as the page of the documentation."""
    return "\n".join([HEAD, f"{machine(found)}.\n", *_sections(found)])


def with_reports(page: str, found: Results) -> str:
    """Replace the report section of an earlier page by that of this run, which ran only the reports.

    Args:
        page: The earlier page.
        found: The results of this run.

    Returns:
        The new page; the report section is before the targets.
    """
    parts = [part for part in page.split("\n## ") if not part.startswith("Reports to csv\n")]
    before = [*takewhile(lambda part: not part.startswith("Targets\n"), parts)]
    (section,) = _sections(found)
    lines = section.removeprefix("## ").split("\n", 1)
    added = f"{lines[0]}\n\nIn a run of their own: {machine(found)}.\n{lines[1]}"
    return "\n## ".join([*before, added, *parts[len(before) :]])


def _sections(found: Results) -> Iterator[str]:
    for table in tables(found):
        lines = ["| " + " | ".join(row) + " |" for row in (table.columns, ["---"] * len(table.columns), *table.rows)]
        yield "\n".join([f"## {table.title}", "", *lines]) + "\n"
