"""Find checks: the files of ``sql/checks``, held against the shape of their header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.checks.header import Header
from warehouse.sqlfiles import Kind, Query, SqlFile, bind, read_all, read_one
from warehouse.strictyaml import validate

if TYPE_CHECKING:
    from warehouse.sqlfiles import Folders
    from warehouse.strictyaml import Problem


@dataclass(frozen=True, slots=True)
class Check:
    """A check that can be run.

    Attributes:
        source: The file: its name, its path in messages, its statement.
        header: What it says about itself.
        query: The statement as the server gets it.
    """

    source: SqlFile
    header: Header
    query: Query

    @property
    def name(self) -> str:
        """The name by which it is run."""
        return self.source.name

    @property
    def is_blocking(self) -> bool:
        """Whether data that break it must not be loaded."""
        return self.header.severity == "error"


def list_checks(sql_dir: Folders) -> list[Check]:
    """Read all checks, by name.

    Args:
        sql_dir: The folder that holds ``checks``, or several; a name's file is that of the first that has one.

    Raises:
        ProblemsFound: One or more files are wrong; all their problems.
    """
    return read_all(sql_dir, "check", read)


def find(sql_dir: Folders, name: str) -> Check:
    """Read the check called ``name``; other checks may be wrong.

    Raises:
        UsageError: There is none of that name.
        ProblemsFound: Its file is wrong.
    """
    return read_one(sql_dir, "check", name, read)


def read(source: SqlFile) -> tuple[Check | None, list[Problem]]:
    """Make a check of a file; None and the problems if it is wrong."""
    header, problems = validate(Header, source.header)
    problems += [
        source.problem(token.offset, "parameter", f"a parameter, {token.text}", "a check takes none; write the value")
        for token in source.tokens
        if token.kind is Kind.PARAMETER
    ]
    if header is None or problems:
        return None, problems
    return Check(source, header, bind(source.tokens, {})), []
