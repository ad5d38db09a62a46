"""Show the results: tables for the terminal, and a page for the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from benchmarks.cases import COPY
from benchmarks.results import PEER, Results, findings, peak, seconds

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


@dataclass(frozen=True, slots=True)
class Table:
    """A table to show: its title, the names of its columns, and its cells."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def tables(found: Results) -> Iterator[Table]:
    """Give the start-up, the times by size, and the targets."""
    yield Table("Start-up", ("what", "seconds", "MiB"), list(_times(found["start_up"], {})))
    for size in found["sizes"]:
        files = max(size["files"].values())
        sizes = ", ".join(f"{form} {count / 1e6:.1f} MB" for form, count in size["bytes"].items())
        title = f"{size['facts']:,} facts in {files} files ({sizes}), {size['rows']:,} rows"
        yield Table(title, ("what", "seconds", "MiB"), list(_times(size["runs"], _CASES)))
    rows = [
        (finding.what, f"{finding.facts:,}" if finding.facts else "", finding.value, finding.target, finding.verdict)
        for finding in findings(found)
    ]
    yield Table("Targets", ("what", "facts", "measured", "target", ""), rows)


def _times(runs: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for case in names or runs:
        middle, memory = seconds(runs, case), peak(runs, case)
        if middle is not None and memory is not None:
            every = [run["seconds"] for run in runs[case]]
            spread = f" ({min(every):.3f} to {max(every):.3f})" if len(every) > 1 else ""
            yield names.get(case, case), f"{middle:.3f}{spread}", f"{memory:.0f}"


def machine(found: Results) -> str:
    """Say in one line what it ran on."""
    on = found["machine"]
    return (
        f"{on['cores']} cores, {on['memory_gib']} GiB of memory, {on['system']}, Python {on['python']}, "
        f"PostgreSQL {on['postgresql']}, warehouse {on['warehouse']}"
    )


def as_text(found: Results) -> str:
    """Lay the tables out for a terminal."""
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
    """Write the page."""
    parts = [HEAD, f"{machine(found)}.\n"]
    for table in tables(found):
        lines = ["| " + " | ".join(row) + " |" for row in (table.columns, ["---"] * len(table.columns), *table.rows)]
        parts.append("\n".join([f"## {table.title}", "", *lines]) + "\n")
    return "\n".join(parts)
