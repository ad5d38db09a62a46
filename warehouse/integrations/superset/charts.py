"""The charts of the dashboard, and the Superset parameters of each kind of chart."""

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
        "show_legend": bool(parts),
        "show_value": True,
        "y_axis_title": scale.title,
        **_BARS,
        **scale.params,
    }
    if grain:
        params |= {"echart_options": json.dumps({"yAxis": scale.axis})}
        params |= {"time_grain_sqla": grain, "x_axis_time_format": "%Y-%m", "tooltipTimeFormat": "%Y-%m"}
    else:
        params |= {"echart_options": json.dumps({"xAxis": scale.axis})}
        params |= {"x_axis_sort": "sum" if parts else metric, "x_axis_sort_asc": True}
    return Chart(name, dataset, "echarts_timeseries_bar", about, params, width, height=44)


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


CHOSEN: Final = which("is_chosen")
ASKED_ONCE: Final = "If documents differ, only the chosen answer is shown."
AS_PRINTED: Final = (
    "Sums are as printed, never converted. No bar means that no document prints the sum in this currency."
)
SOURCES: Final = "The last column names the sources."
NO_REFERENCE: Final = where("document_kind_group", "!=", "reference")

COUNTS: Final = (
    number(
        "Agreements",
        "wide_agreements",
        "agreements",
        "Agreements, contracts, ventures and portfolios. A portfolio counts, and so does each contract in it.",
    ),
    number(
        "Facts",
        "wide_facts",
        "facts",
        "Current statements of any kind, including entries of the registers, without deprecated ones.",
    ),
    number(
        "Documents cited",
        "wide_citations",
        "documents",
        "Articles and policies that state at least one of the facts, without reference works. The chart of facts by"
        " document has a bar for each.",
        NO_REFERENCE,
    ),
    number(
        "Open disagreements",
        "dim_disagreement",
        "questions",
        "Questions that sources answer differently and nobody has settled.",
        where("status", "==", "open"),
        width=3,
    ),
    instant("Last load", "dim_load", "last_load", "When the facts were last brought up to date, in UTC."),
)

MONEY: Final = (
    bars(
        "Contract values in won",
        "money_krw",
        "agreement",
        "contract_sum",
        f"A bar for each contract, in won. The colour shows whether it is agreed or planned. {AS_PRINTED} Totals of"
        " portfolios are left out, so you may add up the bars. Do not add them to the dollars below.",
        where("contract", "IS NOT NULL"),
        scale=money("KRW", "won"),
        parts=["modality"],
    ),
    bars(
        "Contract values in US dollars",
        "money_usd",
        "agreement",
        "contract_sum",
        f"The same contracts, in US dollars. {AS_PRINTED} The dollars are often the equivalent that a document prints"
        " beside the won. They are the same money, so never add up the two charts.",
        where("contract", "IS NOT NULL"),
        scale=money("USD", "US dollars"),
        parts=["modality"],
    ),
    table(
        "Sums of money as printed",
        "wide_money",
        [
            "subject",
            "money_kind",
            "as_printed",
            "equivalent_as_printed",
            "modality",
            "is_total",
            "parties",
            "is_disputed",
            "citation_text",
        ],
        "Every sum, including pledges and investments, in the words of the document. A row that is a total is the sum"
        f" of other rows. {ASKED_ONCE} {SOURCES}",
        CHOSEN,
        order="subject",
        height=72,
    ),
)

AGREEMENTS: Final = (
    table(
        "Agreements with sources",
        "wide_agreements",
        [
            "agreement",
            "kind",
            "modality",
            "suppliers",
            "buyers",
            "other_parties",
            "signed",
            "announced",
            "minerals",
            "money_as_printed",
            "citation_text",
        ],
        "A row for each agreement, with its parties, dates, scope and money as printed. An empty cell means that no"
        f" document states it. {SOURCES}",
        order="agreement",
        height=132,
    ),
)

TIME: Final = (
    bars(
        "Steps by month",
        "wide_milestones",
        "earliest_date",
        "facts",
        "The number of steps in each month. A step counts in January if only its year is known: the table below shows"
        " how exact each date is. It also has the steps without an earliest date. " + ASKED_ONCE,
        CHOSEN,
        where("earliest_date", "IS NOT NULL"),
        scale=counts("steps"),
        parts=["modality"],
        grain="P1M",
    ),
    table(
        "Steps with sources",
        "wide_milestones",
        [
            "earliest_date",
            "latest_date",
            "date_precision",
            "subject",
            "step",
            "modality",
            "date_words",
            "is_disputed",
            "citation_text",
        ],
        "Every dated step. It happened, or will happen, between the dates in the first two columns. Expected and"
        f" intended steps may never happen. {ASKED_ONCE} {SOURCES}",
        CHOSEN,
        order="earliest_date",
        height=104,
    ),
)

PROJECTS: Final = (
    bars(
        "Latest states",
        "wide_statuses",
        "status_group",
        "subjects",
        "The number of plants, agreements, strategies and parties by the state they are in on the latest day that a"
        " document speaks of. States still to come are left out. A thing whose documents tell two states of the same"
        " day counts in both bars.",
        which("is_latest"),
        where("outlook", "==", "present"),
        scale=counts("things"),
        parts=["subject_family"],
    ),
    table(
        "Plants with sources",
        "wide_facilities",
        [
            "facility",
            "kind",
            "country",
            "status",
            "status_on",
            "owners",
            "parties",
            "agreements",
            "figures",
            "money_as_printed",
            "citation_text",
        ],
        "A row for each mine, plant or other facility. Its status is that of the day beside it, not a plan for later."
        f" An empty cell means that no document states it. {SOURCES}",
        order="facility",
        height=96,
    ),
    table(
        "Who owns what",
        "wide_holdings",
        [
            "held",
            "owner",
            "owner_country",
            "instrument",
            "share",
            "as_printed",
            "period_words",
            "modality",
            "is_disputed",
            "citation_text",
        ],
        "Stakes in companies, plants and ventures, in percent. Never add up the shares of two instruments of the same"
        f" company: shares and warrants overlap. {ASKED_ONCE} {SOURCES}",
        CHOSEN,
        order="held",
        height=76,
    ),
)

CHAIN: Final = (
    pivot(
        "Who covers which stage",
        "wide_scopes",
        "subjects",
        "The columns are the stages along the chain, the rows the parties. A 1 means that a document names the stage"
        " for that agreement, plant, strategy, event or organisation. An empty cell only means that no document does.",
        where("stage", "IS NOT NULL"),
        rows=[expression("parties", "Parties"), expression("subject", "Subject")],
        columns=[expression("stage_position || '. ' || stage", "Stage")],
    ),
    bars(
        "Import dependence",
        "wide_figures",
        expression("mineral || ': ' || as_printed", "Mineral, with the share as printed"),
        "largest_share",
        "The share of a country's imports of a mineral that comes from the counterpart, in percent. Beside each bar"
        " stands the share in the words of the document, such as about 80%. The bars are not parts of a whole, so never"
        f" add them up. {ASKED_ONCE}",
        where("indicator", "==", "Import dependence"),
        scale=SHARES,
        parts=["country", "counterpart"],
    ),
    bars(
        "Minerals by number of subjects",
        "wide_scopes",
        "mineral",
        "subjects",
        "The number of agreements, plants, strategies, events and organisations that cover a mineral or product, by"
        " kind. A mineral and its group have separate bars: do not add them up.",
        where("mineral", "IS NOT NULL"),
        scale=counts("things"),
        parts=["subject_family"],
    ),
    table(
        "Figures with sources",
        "wide_figures",
        [
            "indicator",
            "subject",
            "country",
            "counterpart",
            "mineral",
            "as_printed",
            "approximation",
            "period_words",
            "modality",
            "citation_text",
        ],
        "Shares, capacities, terms and counts in the words of the document. Figures of two indicators have different"
        f" units. {ASKED_ONCE} {SOURCES}",
        CHOSEN,
        order="indicator",
        height=84,
    ),
)

POLICY: Final = (
    bars(
        "Policy measures by kind",
        "fact_strategy_measure",
        "kind_group",
        "facts",
        "The number of measures that strategies contain, by kind. The colour shows whether a measure is in force or"
        " still to come. A measure that two documents state counts for each of them.",
        scale=counts("measures"),
        parts=["modality"],
    ),
)

LISTS: Final = (
    table(
        "Mineral lists",
        "wide_facts",
        ["subject", "country", "says", "modality", "said_by", "is_disputed", "citation_text"],
        "The official lists, their versions, the number of entries that a document states, and the entries that it"
        f" names. Entries that no document names are left out. {SOURCES}",
        where("topic", "==", "list"),
        order="subject",
    ),
)

TRUST: Final = (
    table(
        "Source disagreements",
        "dim_disagreement",
        ["question", "status", "resolution", "fact_count"],
        "Questions that documents, or parts of one document, answer differently, with the number of facts involved.",
        order="question",
        height=40,
    ),
    table(
        "Disputed facts",
        "wide_citations",
        ["subject", "says", "document_title", "page_date", "paragraph", "said_by", "modality"],
        "The facts about which a question is open, with each paragraph that states them.",
        which("is_disputed"),
        order="subject",
        height=80,
    ),
    bars(
        "Facts by document",
        "wide_citations",
        "document_title",
        "facts",
        "The number of facts that each document states, without reference works. A fact that two documents state counts"
        " for both, so the sum of the bars is larger than the number of facts.",
        NO_REFERENCE,
        scale=counts("facts"),
    ),
    bars(
        "Statements by who says so",
        "wide_statements",
        "said_by",
        "facts",
        "Views, assessments, aims and reasons, by the speaker that a document names. Statements of the documents"
        " themselves are left out.",
        where("said_by", "IS NOT NULL"),
        scale=counts("statements"),
        parts=["statement_kind"],
    ),
)

CHARTS: Final[tuple[Chart, ...]] = (
    *COUNTS,
    *MONEY,
    *AGREEMENTS,
    *TIME,
    *PROJECTS,
    *CHAIN,
    *POLICY,
    *LISTS,
    *TRUST,
)
