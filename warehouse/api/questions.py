"""The questions that programs ask: files of ``sql/questions``, in the form of reports."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from warehouse.mart.objects import list_objects
from warehouse.publish.naming import named
from warehouse.reports.definition import read
from warehouse.sqlfiles import names_in, read_instead, read_one, scan

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.reports.definition import Report
    from warehouse.sqlfiles import SqlFile
    from warehouse.yamlfiles import Problem


@cache
def find_question(sql_dir: Path, name: str) -> Report:
    """Return a question as a report.

    Args:
        sql_dir: The folder that holds ``questions`` and ``mart``.
        name: Name of its file, without the suffix.
    """

    def with_names(source: SqlFile) -> tuple[Report | None, list[Problem]]:
        if names_in(source.tokens, "site"):
            tokens = read_instead(source.tokens, "site", {"named": named(list_objects(sql_dir))})
            statement = "".join(token.text for token in tokens)
            source = replace(source, statement=statement, tokens=tuple(scan(statement)))
        return read(source)

    return read_one(sql_dir, "question", name, with_names)
