"""The kinds of charts, with the Superset parameters of each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    Properties = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the dashboard.

    Attributes:
        name: Its title, which determines its UUID.
        dataset: The view or table of the mart that it reads.
        kind: The Superset name of its kind (``viz_type``).
        about: How to read it.
        params: The Superset parameters of the chart.
        width: Its width, in columns of the dashboard's twelve.
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
    "show_value": True,
    "only_total": True,
    "row_limit": 1000,
    "rich_tooltip": True,
    "truncate_metric": True,
    "x_axis_title_margin": 15,
    "y_axis_title_margin": 30,
    "y_axis_title_position": "Left",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """What the value axis of a bar chart measures.

    Attributes:
        title: The title of the axis.
        params: The Superset parameters for the numbers on the axis and at the bars.
        axis: The ECharts options of the axis.
    """

    title: str
    params: Properties
    axis: Properties = field(default_factory=dict)


def counts(of: str) -> Scale:
    """Return the scale of a count, which has whole numbers alone.

    Args:
        of: What is counted, such as ``facts``.
    """
    return Scale(f"Number of {of}", {"y_axis_format": ",d"}, {"minInterval": 1})


def money(currency: str, name: str) -> Scale:
    """Return the scale of sums in one currency.

    Args:
        currency: Its code, ISO 4217.
        name: Its name for readers.
    """
    symbol = {"symbol": currency, "symbolPosition": "prefix"}
    return Scale(
        f"Value in {name} (B: billion, M: million)", {"y_axis_format": "SMART_NUMBER", "currency_format": symbol}
    )


SHARES: Final = Scale("Share of imports", {"y_axis_format": ".1~%", "y_axis_bounds": [0, 1], "truncateYAxis": True})
"""The scale of shares, which ends at 100 percent."""


def expression(sql: str, label: str) -> Properties:
    """Return a column that a chart computes from columns of its dataset.

    Args:
        sql: The SQL expression.
        label: Its title for readers.
    """
    return {"expressionType": "SQL", "sqlExpression": sql, "label": label}


def where(column: str, operator: str, value: str | None = None) -> Properties:
    """Return a filter that compares a column with a value.

    Args:
        column: Name of the column.
        operator: ``==``, ``!=`` or ``IS NOT NULL``.
        value: The value to compare with; None for ``IS NOT NULL``.
    """
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
    """Return a filter for the rows in which a boolean column is true."""
    is_true = {"operator": "IS TRUE", "operatorId": "IS_TRUE", "comparator": True}
    return {"expressionType": "SIMPLE", "clause": "WHERE", "subject": column, **is_true}


def number(name: str, dataset: str, metric: str, about: str, *filters: Properties, width: int = 2) -> Chart:
    """Return a chart that shows one large number.

    Args:
        name: Title of the chart.
        dataset: The view or table of the mart that it reads.
        metric: The metric of the dataset to show.
        about: How to read it.
        filters: Filters on the rows.
        width: Its width, in columns of the dashboard's twelve.
    """
    params = {"metric": metric, "adhoc_filters": list(filters), "y_axis_format": ",d", "header_font_size": 0.6}
    return Chart(name, dataset, "big_number_total", about, params, width, height=22)


def instant(name: str, dataset: str, metric: str, about: str) -> Chart:
    """Return a chart that shows one day and time, in UTC.

    Args:
        name: Title of the chart.
        dataset: The view or table of the mart that it reads.
        metric: The metric of the dataset to show.
        about: How to read it.
    """
    shape = {"force_timestamp_formatting": True, "time_format": "%Y-%m-%d %H:%M", "header_font_size": 0.4}
    return Chart(name, dataset, "big_number_total", about, {"metric": metric, "adhoc_filters": [], **shape}, 3, 22)


def table(
    name: str, dataset: str, columns: Sequence[str], about: str, *filters: Properties, order: str, height: int = 64
) -> Chart:
    """Return a chart that shows rows as a table.

    Args:
        name: Title of the chart.
        dataset: The view or table of the mart that it reads.
        columns: The columns to show.
        about: How to read it.
        filters: Filters on the rows.
        order: The column to sort by, ascending.
        height: Its height, in units of eight pixels.
    """
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
    return Chart(name, dataset, "table", about, params, width=12, height=height)


def bars(
    name: str,
    dataset: str,
    by: str | Properties,
    metric: str,
    about: str,
    *filters: Properties,
    scale: Scale,
    parts: Sequence[str] = (),
    grain: str | None = None,
    width: int = 12,
) -> Chart:
    """Return a bar chart with a bar for each value of a column, the longest first, and stacked parts.

    Args:
        name: Title of the chart.
        dataset: The view or table of the mart that it reads.
        by: The column or expression with a bar for each of its values; a date column if there is a grain.
        metric: The metric that the length of a bar shows.
        about: How to read it.
        filters: Filters on the rows.
        scale: What the value axis measures.
        parts: Columns whose values split a bar into parts of different colours.
        grain: The period of a bar as an ISO 8601 duration; without it the bars are horizontal.
        width: Its width, in columns of the dashboard's twelve.
    """
    params: Properties = {
        "x_axis": by,
        "metrics": [metric],
        "groupby": list(parts),
        "adhoc_filters": list(filters),
        "orientation": "vertical" if grain else "horizontal",
        "echart_options": json.dumps({"yAxis" if grain else "xAxis": scale.axis}),
        "show_legend": bool(parts),
        "y_axis_title": scale.title,
        **_BARS,
        **scale.params,
        **(_over_time(grain) if grain else {"x_axis_sort": "sum" if parts else metric, "x_axis_sort_asc": True}),
    }
    return Chart(name, dataset, "echarts_timeseries_bar", about, params, width, height=44)


def _over_time(grain: str) -> Properties:
    return {"time_grain_sqla": grain, "x_axis_time_format": "%Y-%m", "tooltipTimeFormat": "%Y-%m"}


def pivot(
    name: str,
    dataset: str,
    metric: str,
    about: str,
    *filters: Properties,
    rows: Sequence[Properties],
    columns: Sequence[Properties],
) -> Chart:
    """Return a pivot table. It has no totals, because distinct counts of its cells do not add up.

    Args:
        name: Title of the chart.
        dataset: The view or table of the mart that it reads.
        metric: The metric of each cell.
        about: How to read it.
        filters: Filters on the rows.
        rows: The expressions whose values become rows.
        columns: The expressions whose values become columns.
    """
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
