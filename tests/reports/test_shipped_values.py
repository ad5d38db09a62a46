"""No parameter of a shipped report takes a text that names nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.reports import definition

if TYPE_CHECKING:
    from pathlib import Path


def test_every_text_is_one_of_few_or_of_what_the_database_knows(sql_dir: Path) -> None:
    open_ = [
        (report.name, name)
        for report in definition.list_reports(sql_dir)
        for name, param in report.header.params.items()
        if param.type == "text" and not (param.choices or param.choices_from)
    ]
    assert open_ == []
