"""Kinds of chart: what Superset must be told to draw each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    Properties = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart.

    Attributes:
        name: Its title; its UUID follows from it.
        dataset: The view or table of the mart it reads.
        kind: What Superset calls such a chart.
        about: How to read it.
        params: What to draw.
        width: Columns of the dashboard's twelve that it takes.
        height: Its height, in units of eight pixels.
    """

    name: str
    dataset: str
    kind: str
    about: str
    params: Properties
    width: int
    height: int


_BARS: Final = {
    "stack": "Stack",
    "row_limit": 1000,
    "rich_tooltip": True,
    "y_axis_format": "SMART_NUMBER",
    "truncate_metric": True,
    "x_axis_title_margin": 15,
    "y_axis_title_margin": 15,
    "y_axis_title_position": "Left",
}


def where(column: str, operator: str, value: str | None = None) -> Properties:
    """Give a filter: a column, ``==``, ``!=`` or ``IS NOT NULL``, and what it is compared with."""
    known = {"==": "EQUALS", "!=": "NOT_EQUALS", "IS NOT NULL": "IS_NOT_NULL"}
    return {
        "expressionType": "SIMPLE",
        "clause": "WHERE",
        "subject": column,
        "operator": operator,
        "operatorId": known[operator],
        "comparator": value,
    }


def which(column: str) -> Properties:
    """Give a filter on rows for which a boolean column holds."""
    is_true = {"operator": "IS TRUE", "operatorId": "IS_TRUE", "comparator": True}
    return {"expressionType": "SIMPLE", "clause": "WHERE", "subject": column, **is_true}


def number(name: str, dataset: str, metric: str, about: str, *filters: Properties) -> Chart:
    """Draw one number, large."""
    params = {"metric": metric, "adhoc_filters": list(filters), "y_axis_format": ",", "header_font_size": 0.4}
    return Chart(name, dataset, "big_number_total", about, params, width=3, height=16)


def table(name: str, dataset: str, columns: Sequence[str], about: str, *filters: Properties, order: str) -> Chart:
    """Draw rows as they are, ordered by one column."""
    params = {
        "query_mode": "raw",
        "all_columns": list(columns),
        "adhoc_filters": list(filters),
        "order_by_cols": [json.dumps([order, True])],
        "row_limit": 1000,
        "server_page_length": 10,
        "include_search": True,
        "page_length": 0,
        "table_timestamp_format": "%Y-%m-%d",
        "show_cell_bars": False,
    }
    return Chart(name, dataset, "table", about, params, width=12, height=48)


def bars(
    name: str,
    dataset: str,
    by: str,
    metric: str,
    about: str,
    *filters: Properties,
    parts: Sequence[str] = (),
    grain: str | None = None,
    width: int = 6,
) -> Chart:
    """Draw a bar for each value of a column, of parts that are stacked.

    Args:
        name: Title of the chart.
        dataset: What it reads.
        by: The column that has a bar for each of its values; a date where a grain is given.
        metric: What the bars measure.
        about: How to read it.
        filters: Which rows count.
        parts: Columns whose values make parts of different colours.
        grain: Stretch of time a bar stands for, as ISO 8601 has it; without it the bars lie.
        width: Columns of the dashboard that it takes.
    """
    params: Properties = {
        "x_axis": by,
        "metrics": [metric],
        "groupby": list(parts),
        "adhoc_filters": list(filters),
        "orientation": "vertical" if grain else "horizontal",
        "show_legend": bool(parts),
        **_BARS,
    }
    if grain:
        params |= {"time_grain_sqla": grain, "x_axis_time_format": "%Y-%m", "tooltipTimeFormat": "%Y-%m"}
    else:
        params |= {"x_axis_sort": metric, "x_axis_sort_asc": True, "show_value": True}
    return Chart(name, dataset, "echarts_timeseries_bar", about, params, width, height=48)


def pivot(
    name: str, dataset: str, metric: str, about: str, *filters: Properties, rows: Sequence[str], columns: Sequence[str]
) -> Chart:
    """Draw a cross table, without totals: what is counted once in each cell need not add up."""
    params = {
        "groupbyRows": list(rows),
        "groupbyColumns": list(columns),
        "metrics": [metric],
        "adhoc_filters": list(filters),
        "metricsLayout": "COLUMNS",
        "aggregateFunction": "Sum",
        "rowTotals": False,
        "colTotals": False,
        "rowSubTotals": False,
        "colSubTotals": False,
        "rowOrder": "key_a_to_z",
        "colOrder": "key_a_to_z",
        "row_limit": 10000,
        "order_desc": True,
        "valueFormat": ",",
        "date_format": "%Y-%m-%d",
    }
    return Chart(name, dataset, "pivot_table_v2", about, params, width=12, height=60)
