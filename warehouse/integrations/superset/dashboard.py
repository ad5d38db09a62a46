"""The dashboard: its sections, the layout of its charts, and its filters."""

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
"""The number of columns in a row of the dashboard."""

SECTIONS: Final[Mapping[str, tuple[Chart, ...]]] = {
    "At a glance": COUNTS,
    "Money": MONEY,
    "Agreements": AGREEMENTS,
    "Steps": TIME,
    "Supply chain": CHAIN,
    "Mineral lists": LISTS,
    "Reliability": TRUST,
}


class Filter(NamedTuple):
    """A filter of the dashboard.

    Attributes:
        name: Its title.
        dataset: The dataset that its choices come from.
        column: The column it filters by, which has the same name in each dataset it applies to.
        about: Its description, which tells what it filters and what it leaves as it is.
        unreached: Datasets that have the column but are not filtered, because it is meaningless there.
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
        "The country of the subject of a fact. Agreements have no country, so this filter does not change agreements"
        " and money.",
        ("wide_agreements", "wide_money"),
    ),
    Filter(
        "Modality",
        "wide_facts",
        "modality",
        "Whether the fact has occurred, or is in force, planned, intended, exploring, expected, pledged or assessed.",
    ),
    Filter(
        "Mineral",
        "wide_scopes",
        "mineral",
        "The mineral or product to which a scope or a figure belongs. This filter changes only the supply chain.",
    ),
)


def dashboard(columns: Mapping[str, frozenset[str]]) -> Properties:
    """Return the description of the dashboard for Superset's import.

    Args:
        columns: The names of the columns of each dataset, by the name of the dataset.
    """
    return {
        "dashboard_title": TITLE,
        "description": "Facts on critical-mineral supply chains, each figure with its sources.",
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
    """Return the number with which files of a bundle refer to a chart. Superset replaces it during the import."""
    return CHARTS.index(chart) + 1


def _position() -> Properties:
    """Return the layout: a heading for each section, with the charts of the section in rows below it."""
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
    """Yield rows of charts, filled from left to right up to ``WIDTH`` columns."""
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
    """Return the description of a filter. It excludes charts whose dataset lacks the column or is in ``unreached``."""
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
