"""Which columns narrow a table, and which fold first where it finds no room."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from warehouse.publish.facets import facet_of, ranks
from warehouse.reports.definition import list_reports


@pytest.mark.parametrize(
    ("texts", "facet"),
    [
        (["a", "a", "a", "b", "b", None], "text"),
        (["a; b", "a", "b", "b", "a", "b"], "text"),
        (["2026-01", "2025", "2026", "2027/2028", None, "2025"], "year"),
        (["a", "b", "c", "d", "e", "f"], None),
        (["a"] * 6, None),
        ([None] * 6, None),
        (["a", "b"], None),
        ([], None),
        (["x" * 300, "y"] * 3, None),
        (["희토류", "稀土", "شركة"] * 3, "text"),
    ],
)
def test_column_that_parts_the_rows_is_a_facet(texts: list[str | None], facet: str | None) -> None:
    assert facet_of(texts) == facet


def test_figures_stay_longer_than_notes_and_keys() -> None:
    (report,) = [each for each in list_reports(ROOT / "sql") if each.name == "strategies-and-pledges"]
    columns: dict[str, list[str | None]] = {name: ["x"] for name in report.header.columns}
    columns |= {"measures": ["x" * 500], "scope": [None]}
    rank = ranks(columns, {name: doc.unit for name, doc in report.header.columns.items()}, report.header)
    assert rank["strategy_kind"] == 0, "the chart shows it"
    assert rank["currency"] < rank["amount"] < rank["measures"] < rank["subject_key"] < rank["scope"]
