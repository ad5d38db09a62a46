"""Find reports: the files of ``sql/reports``, held against the shape of their header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.reports import rules
from warehouse.reports.header import Header
from warehouse.sqlfiles import Query, SqlFile, bind, read_all, read_one
from warehouse.strictyaml import validate

if TYPE_CHECKING:
    from warehouse.reports.as_of import Past
    from warehouse.sqlfiles import Folders
    from warehouse.strictyaml import Problem


@dataclass(frozen=True, slots=True)
class Report:
    """A report that can be run.

    Attributes:
        source: The file: its name, its path in messages, its statement.
        header: What it says about itself.
        query: The statement as the server gets it.
        past: The moment it looks at, if that is not now.
    """

    source: SqlFile
    header: Header
    query: Query
    past: Past | None = None

    @property
    def name(self) -> str:
        """The name by which it is run."""
        return self.source.name


def list_reports(sql_dir: Folders) -> list[Report]:
    """Read all reports, by name.

    Args:
        sql_dir: The folder that holds ``reports``, or several; a name's file is that of the first that has one.

    Raises:
        ProblemsFound: One or more files are wrong; all their problems.
    """
    return read_all(sql_dir, "report", read)


def find(sql_dir: Folders, name: str) -> Report:
    """Read the report called ``name``; other reports may be wrong.

    Raises:
        UsageError: There is none of that name.
        ProblemsFound: Its file is wrong.
    """
    return read_one(sql_dir, "report", name, read)


def read(source: SqlFile) -> tuple[Report | None, list[Problem]]:
    """Make a report of a file; None and the problems if it is wrong."""
    header, problems = validate(Header, source.header)
    if header is None:
        return None, problems
    problems = list(rules.problems(source, header))
    if problems:
        return None, problems
    return Report(source, header, bind(source.tokens, types_of(header))), []


def types_of(header: Header) -> dict[str, str]:
    """Give the PostgreSQL type of each parameter."""
    return {name: parameter.type for name, parameter in header.params.items()}
