"""The dashboard: which chart stands where, and what filters which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from warehouse.integrations.superset.charts import AGREEMENTS, CHAIN, CHARTS, COUNTS, LISTS, MONEY, TIME, TRUST
from warehouse.integrations.superset.datasets import VERSION, uuid_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warehouse.integrations.superset.charts import Chart

    Properties = dict[str, Any]

TITLE: Final = "Critical minerals"
SLUG: Final = "critical-minerals"
WIDTH: Final = 12
"""Columns of a dashboard."""

SECTIONS: Final[Mapping[str, tuple[Chart, ...]]] = {
    "At a glance": COUNTS,
    "Money": MONEY,
    "Agreements": AGREEMENTS,
    "Steps": TIME,
    "Supply chain": CHAIN,
    "Mineral lists": LISTS,
    "How far to trust it": TRUST,
}


class Filter(NamedTuple):
    """A filter of the dashboard.

    Attributes:
        name: What stands above it.
        dataset: Where its choices come from.
        column: The column it holds against the choice, of the same name in each dataset it filters.
        about: What it does not reach.
        unreached: Datasets that have the column, which would say nothing there.
    """

    name: str
    dataset: str
    column: str
    about: str
    unreached: tuple[str, ...] = ()


FILTERS: Final = (
    Filter(
        "Country",
        "wide_facts",
        "country",
        "Country of what a fact is about. Agreements belong to none, so it leaves agreements and money as they are.",
        ("wide_agreements", "wide_money"),
    ),
    Filter(
        "Modality",
        "wide_facts",
        "modality",
        "Whether it has occurred, is in force, planned, intended, exploring, expected, pledged or assessed.",
    ),
    Filter(
        "Mineral",
        "wide_scopes",
        "mineral",
        "Mineral or product that something covers or a figure is measured of; it reaches the supply chain only.",
    ),
)


def dashboard(columns: Mapping[str, frozenset[str]]) -> Properties:
    """Describe the dashboard.

    Args:
        columns: The columns of each dataset.
    """
    return {
        "dashboard_title": TITLE,
        "description": "What documents say of critical-mineral supply chains, each figure with its sources.",
        "css": "",
        "slug": SLUG,
        "uuid": uuid_of("dashboard", TITLE),
        "published": True,
        "position": _position(),
        "metadata": {
            "color_scheme": "supersetColors",
            "cross_filters_enabled": True,
            "refresh_frequency": 0,
            "native_filter_configuration": [_filter(each, columns) for each in FILTERS],
        },
        "version": VERSION,
    }


def number_of(chart: Chart) -> int:
    """Return the number by which files of a bundle refer to a chart; an import replaces it by its own."""
    return CHARTS.index(chart) + 1


def _position() -> Properties:
    """Place each section under a heading, its charts row by row."""
    grid: list[str] = []
    placed: Properties = {}
    for place, (heading, charts) in enumerate(SECTIONS.items()):
        rows = [(f"HEADER-{place}", _node(f"HEADER-{place}", "HEADER", ["ROOT_ID", "GRID_ID"], _heading(heading)))]
        placed |= dict(rows)
        grid.append(f"HEADER-{place}")
        for line, row in enumerate(_rows(charts)):
            name = f"ROW-{place}-{line}"
            boxes = {f"CHART-{number_of(chart)}": chart for chart in row}
            meta = {"background": "BACKGROUND_TRANSPARENT"}
            placed[name] = _node(name, "ROW", ["ROOT_ID", "GRID_ID"], meta, list(boxes))
            placed |= {box: _chart(box, chart, name) for box, chart in boxes.items()}
            grid.append(name)
    return {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": grid, "parents": ["ROOT_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": TITLE}},
        **placed,
    }


def _rows(charts: tuple[Chart, ...]) -> Iterator[list[Chart]]:
    """Fill rows from left to right."""
    row: list[Chart] = []
    for chart in charts:
        if sum(each.width for each in row) + chart.width > WIDTH:
            yield row
            row = []
        row.append(chart)
    yield row


def _node(name: str, kind: str, parents: list[str], meta: Properties, children: list[str] | None = None) -> Properties:
    return {"type": kind, "id": name, "children": children or [], "parents": parents, "meta": meta}


def _heading(text: str) -> Properties:
    return {"text": text, "headerSize": "MEDIUM_HEADER", "background": "BACKGROUND_TRANSPARENT"}


def _chart(box: str, chart: Chart, row: str) -> Properties:
    meta = {
        "chartId": number_of(chart),
        "uuid": uuid_of("chart", chart.name),
        "sliceName": chart.name,
        "width": chart.width,
        "height": chart.height,
    }
    return _node(box, "CHART", ["ROOT_ID", "GRID_ID", row], meta)


def _filter(each: Filter, columns: Mapping[str, frozenset[str]]) -> Properties:
    """Describe a filter; charts whose dataset lacks its column are out of its reach."""
    unreached = [
        number_of(chart)
        for chart in CHARTS
        if each.column not in columns[chart.dataset] or chart.dataset in each.unreached
    ]
    return {
        "id": f"NATIVE_FILTER-{each.column}",
        "name": each.name,
        "description": each.about,
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "targets": [{"column": {"name": each.column}, "datasetUuid": uuid_of("dataset", each.dataset)}],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": unreached},
        "controlValues": {
            "multiSelect": True,
            "enableEmptyFilter": False,
            "defaultToFirstItem": False,
            "inverseSelection": False,
            "searchAllOptions": False,
        },
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "cascadeParentIds": [],
    }
