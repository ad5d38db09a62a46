"""No parameter of a shipped report takes a text that names nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.reports import definition
from warehouse.tables import LOAD_ORDER

if TYPE_CHECKING:
    from pathlib import Path

NO_FACTS = {"facts", "citations", "documents", "disagreement_facts", "schemes", "terms"}
"""Tables of ``core`` whose rows need no citation, or are part of a fact."""


def test_every_text_is_one_of_few_or_of_what_the_database_knows(sql_dir: Path) -> None:
    open_ = [
        (report.name, name)
        for report in definition.list_reports(sql_dir)
        for name, param in report.header.params.items()
        if param.type == "text" and not (param.choices or param.choices_from)
    ]
    assert open_ == []


def test_kinds_of_facts_are_those_of_core(sql_dir: Path) -> None:
    choices = definition.find(sql_dir, "provenance-coverage").header.params["family"].choices
    assert choices == sorted({table.name for table in LOAD_ORDER} - NO_FACTS)
