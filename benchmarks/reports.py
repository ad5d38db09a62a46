"""The benchmark of reports: all facts to csv, compared with psql's copy of the same query, in alternation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from benchmarks.measure import FailedError, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.databases import Databases
    from benchmarks.measure import Run

PSQL: Final = "psql copy of the answer"
PLAIN: Final = "report to csv"
CITED: Final = "report to csv, with sources"
REPORTS: Final = {PLAIN: "facts", CITED: "facts-with-sources"}
"""The reports by case; both run the same query, and one of them has the sources of a column."""

_COLUMNS: Final = ("path", "family", "modality", "attributed_words", "basis", "rank", "note")
_QUERY: Final = f"SELECT {', '.join(_COLUMNS)}, fact_id FROM core.facts ORDER BY fact_id"  # noqa: S608 - our own columns
_TURNS: Final = 3


def write_project(folder: Path) -> Path:
    """Write a project folder with the reports, and return it; psql, perhaps as another account, may write into it."""
    reports = folder / "sql" / "reports"
    reports.mkdir(parents=True)
    folder.chmod(0o777)
    for case, name in REPORTS.items():
        shown = [*_COLUMNS] if case == CITED else [*_COLUMNS, "fact_id"]
        columns = "".join(f"  {column}: {{meaning: as in core.facts}}\n" for column in shown)
        cite = "cite: {path: fact_id}\n" if case == CITED else ""
        head = f"title: All facts\nquestion: Which facts are there?\ngrain: [fact_id]\ncolumns:\n{columns}{cite}"
        (reports / f"{name}.sql").write_text(f"/* report\n{head}timeout: 3600\n*/\n{_QUERY};\n")
    (folder / "copy.sql").write_text(f"\\copy ({_QUERY}) to '{folder / 'copy.csv'}' with (format csv, header)\n")
    return folder


def take_turns(
    databases: Databases, project: Path, warehouse: Callable[[list[str]], Run], note: Callable[[str, Run], None]
) -> None:
    """Time each report and psql's copy of the same query, several times in alternation.

    Args:
        databases: The databases; the loaded one is queried.
        project: The folder that ``write_project`` wrote.
        warehouse: Runs the command line.
        note: Called with the name of a case and its run.

    Raises:
        FailedError: A command failed, or a report has another number of lines than psql's copy.
    """
    copy = project / "copy.csv"
    argv, environment = databases.psql(project / "copy.sql")
    for _ in range(_TURNS):
        note(PSQL, run(argv, environment, databases.folder, databases.postmaster))
        for case, name in REPORTS.items():
            answer = project / f"{name}.csv"
            note(case, warehouse(["--project", str(project), "report", "run", name, "-o", str(answer)]))
            if _lines(answer) != _lines(copy):
                raise FailedError(f"{case} gave {_lines(answer):,} lines, psql {_lines(copy):,}: nothing was measured")


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(partial(file.read, 1 << 20), b""))
