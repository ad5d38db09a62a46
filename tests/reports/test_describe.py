from __future__ import annotations

import json
from typing import TYPE_CHECKING

from warehouse.reports import definition, describe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from warehouse.reports.definition import Report

HEADER = """\
grain: [a]
params:
  kind: {type: text, help: only these, default: article, choices: [article, policy]}
  since: {type: date, help: from then on, required: true}
columns:
  a: {meaning: share of imports, unit: percent, empty: nobody says}
cite: {a: f}
timeout: 5
"""


def test_everything_a_user_must_know_is_shown(make_report: Callable[[str, str], Report]) -> None:
    report = make_report("SELECT :kind AS a, :since AS f ORDER BY a;\n", HEADER)
    assert describe.show(report) == (
        "A title  (sample)\n"
        "A question?\n"
        "\n"
        "One row per: a\n"
        "Stops after: 5 seconds\n"
        "File: sql/sample.sql\n"
        "\n"
        "Parameters\n"
        "  kind  (text; default article; one of article, policy)\n"
        "      only these\n"
        "  since  (date; required)\n"
        "      from then on\n"
        "\n"
        "Columns\n"
        "  a  (cited)\n"
        "      share of imports\n"
        "      unit: percent\n"
        "      empty: nobody says\n"
        "\n"
        "Statement\n"
        "\n"
        "SELECT :kind AS a, :since AS f ORDER BY a;\n"
    )


def test_summaries_are_plain_values(sql_dir: Path) -> None:
    summaries = [describe.summary(report) for report in definition.list_reports(sql_dir)]
    assert json.loads(json.dumps(summaries)) == summaries
    by_name = {summary["name"]: summary for summary in summaries}
    assert by_name["contract-values"]["title"] == "Contract values"
    assert by_name["contract-values"]["params"]["currency"]["type"] == "text"
    assert all("?" in summary["question"] for summary in summaries)
