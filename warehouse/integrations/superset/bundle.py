"""The bundle that Superset imports: database, datasets, charts and dashboard, as files of a folder or a zip archive."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

from warehouse.integrations.superset.charts import (
    AGREEMENTS,
    CHAIN,
    CHARTS,
    COUNTS,
    LISTS,
    MONEY,
    POLICY,
    PROJECTS,
    TIME,
    TRUST,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from warehouse.integrations.superset.kinds import Chart
    from warehouse.mart.objects import Column, MartObject

    Properties = dict[str, Any]


ADDRESS: Final = "postgresql+psycopg2://reader@HOST:5432/warehouse"
"""The address if the user gives none. Replace its user, host and database name, in Superset or in the file."""
ROOT: Final = "critical-minerals"
"""The top folder of the zip archive. Superset requires one, with any name."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def bundle(objects: Sequence[MartObject], address: str = ADDRESS) -> dict[str, str]:
    """Return the text of each file of the bundle, by its path.

    Args:
        objects: All objects of the mart.
        address: SQLAlchemy URI, without a password, with which Superset connects to the database as a reader.
    """
    datasets = chosen(objects)
    columns = {mart_object.name: frozenset(mart_object.header.columns) for mart_object in datasets}
    files = {
        "metadata.yaml": {"version": VERSION},
        f"databases/{_file(DATABASE)}": _database(address),
        **{
            f"datasets/{_file(DATABASE, '')}/{_file(mart_object.name)}": dataset(mart_object)
            for mart_object in datasets
        },
        **{f"charts/{_file(chart.name)}": _chart(chart) for chart in CHARTS},
        f"dashboards/{_file(TITLE)}": dashboard(columns),
    }
    return {path: _yaml(content) for path, content in files.items()}


def zipped(files: Mapping[str, str]) -> bytes:
    """Return the files as a zip archive. The same files give the same bytes.

    Args:
        files: The text of each file, by its path.
    """
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for path, text in files.items():
            entry = ZipInfo(f"{ROOT}/{path}", _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, text)
    return written.getvalue()


def _file(name: str, ending: str = ".yaml") -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", name) + ending


def _yaml(content: Properties) -> str:
    return str(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120))


def _database(address: str) -> Properties:
    """Return the description of the database. It forbids all writes, even if Superset's account would allow them."""
    return {
        "database_name": DATABASE,
        "sqlalchemy_uri": address,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_file_upload": False,
        "extra": {"allows_virtual_table_explore": True, "engine_params": {}, "metadata_params": {}},
        "uuid": uuid_of("database", DATABASE),
        "version": VERSION,
    }


def _chart(chart: Chart) -> Properties:
    return {
        "slice_name": chart.name,
        "description": chart.about,
        "viz_type": chart.kind,
        "params": {"viz_type": chart.kind, **chart.params},
        "uuid": uuid_of("chart", chart.name),
        "version": VERSION,
        "dataset_uuid": uuid_of("dataset", chart.dataset),
    }


VERSION: Final = "1.0.0"
"""Version of the bundle format, which every file of a bundle states."""

_NAMESPACE: Final = UUID("bc7d1505-4ef4-53aa-8b39-78a9a5d52d93")


def uuid_of(kind: str, name: str) -> str:
    """Return the UUID of a part of the bundle, which is the same in every release and installation.

    Args:
        kind: ``database``, ``dataset``, ``chart`` or ``dashboard``.
        name: Its name, unique within its kind.
    """
    return str(uuid5(_NAMESPACE, f"{kind}/{name}"))


DATABASE: Final = "Critical minerals"
SCHEMA: Final = "mart"

WIDE: Final = ("wide_", "money_")
FURTHER: Final = ("dictionary", "dim_disagreement", "dim_document", "dim_entity", "dim_load", "dim_mineral_list")
"""Other objects that become datasets, because no wide view covers them and a chart can use them alone.

So do the tables of facts whose columns no wide view shows: see ``chosen``.
In Superset, you can add all other objects with one click, and join them in SQL.
"""

_TYPES: Final = {"timestamptz": "TIMESTAMP WITH TIME ZONE"}
_TIMES: Final = ("date", "timestamptz")
_SHORT: Final = {"edtf": "EDTF", "iso": "ISO", "sha256": "SHA-256", "url": "URL"}
_TITLES: Final = {
    "citation_text": "Sources",
    "date_words": "Date as printed",
    "fact_count": "Facts",
    "page_date": "Date",
    "period_words": "Period as printed",
}
"""Titles of columns whose name says less to readers than a word of its own."""


class Metric(NamedTuple):
    """A metric of a dataset: its name, title for readers, SQL expression, meaning, number format and currency."""

    name: str
    title: str
    expression: str
    about: str
    form: str = ",d"
    currency: str | None = None


_COUNTS: Final = {
    "agreement_key": Metric(
        "agreements", "Agreements", "COUNT(DISTINCT agreement_key)", "Agreements, including portfolios and their parts"
    ),
    "disagreement_key": Metric(
        "questions", "Questions", "COUNT(DISTINCT disagreement_key)", "Questions that sources answer differently"
    ),
    "document_key": Metric("documents", "Documents", "COUNT(DISTINCT document_key)", "Source documents"),
    "entity_key": Metric("entities", "Entities", "COUNT(DISTINCT entity_key)", "Organisations and persons"),
    "fact_key": Metric(
        "facts", "Facts", "COUNT(DISTINCT fact_key)", "Facts; a fact that several documents state counts once"
    ),
    "member_mineral_key": Metric(
        "minerals",
        "Minerals",
        "COUNT(DISTINCT member_mineral_key)",
        "Minerals that documents name, maybe not all",
    ),
    "mineral_list_key": Metric("lists", "Lists", "COUNT(DISTINCT mineral_list_key)", "Official lists of minerals"),
    "subject_key": Metric("subjects", "Subjects", "COUNT(DISTINCT subject_key)", "Things that the rows are about"),
}
"""The counting metric for each key column. Counts are distinct, so that rows repeated by a join count once.

A fact that several documents state also counts once.
"""

_LARGEST: Final = Metric(
    "largest_value",
    "Stated value",
    "CASE WHEN COUNT(DISTINCT indicator) = 1 THEN MAX(value) FILTER (WHERE is_chosen) END",
    "Largest chosen figure of an indicator; no value if the rows mix indicators, because their units differ",
    ",",
)
_SHARE: Final = Metric(
    "largest_share",
    "Stated share",
    "CASE WHEN COUNT(DISTINCT indicator) = 1 THEN MAX(value) FILTER (WHERE is_chosen AND unit_symbol = '%') / 100 END",
    "Largest chosen percentage of an indicator; no value if the rows mix indicators or are in another unit",
    ".1~%",
)
_LAST_LOAD: Final = Metric(
    "last_load", "Last load", "MAX(loaded_at)", "When the facts were last brought up to date", ""
)


_ALL_FACTS: Final = "wide_facts"
"""The view that has a phrase for each fact of any kind, and none of its columns."""
_REPLACED: Final = "fact_entity_name"
"""The table all of whose rows are in another one, ``fact_name``."""


def chosen(objects: Iterable[MartObject]) -> list[MartObject]:
    """Return the objects that become datasets, sorted by name: every fact is in one of them with its columns."""
    by_name = {each.name: each for each in objects}
    names = {name for name in by_name if name.startswith(WIDE)} | set(FURTHER) | _alone(by_name.values())
    return [by_name[name] for name in sorted(names & by_name.keys())]


def _alone(objects: Iterable[MartObject]) -> set[str]:
    """Return the tables of facts that no other object reads fact by fact."""
    by_fact = {each.name: each for each in objects if each.header.key[0] == "fact_key"}
    read = {word for name, each in by_fact.items() if name != _ALL_FACTS for word in each.words - {name}}
    return {
        name
        for name, each in by_fact.items()
        if each.is_table and name.startswith(("fact_", "bridge_")) and name not in read | {_REPLACED}
    }


def dataset(mart_object: MartObject) -> Properties:
    """Return the description of a view or table of the mart for Superset's import."""
    columns = mart_object.header.columns
    return {
        "table_name": mart_object.name,
        "main_dttm_col": next((name for name, column in columns.items() if column.type in _TIMES), None),
        "description": mart_object.header.grain,
        "schema": SCHEMA,
        "filter_select_enabled": True,
        "normalize_columns": False,
        "always_filter_main_dttm": False,
        "uuid": uuid_of("dataset", mart_object.name),
        "metrics": [_metric(each) for each in metrics(mart_object)],
        "columns": [_column(name, column) for name, column in columns.items()],
        "version": VERSION,
        "database_uuid": uuid_of("database", DATABASE),
    }


def metrics(mart_object: MartObject) -> Iterator[Metric]:
    """Yield the metrics that are correct over any rows of an object: distinct counts of keys, and sums of money.

    Only the money columns of the views on the sums in one currency get sums. These columns are empty for what may not
    be added up.
    """
    columns = mart_object.header.columns
    keys = (key for key in _COUNTS if key in columns and (key != "fact_key" or key in mart_object.header.key))
    yield from (_COUNTS[key] for key in keys)
    for name, column in columns.items():
        if mart_object.currency and column.unit == mart_object.currency:
            about, code = f"Sum of: {column.comment}", mart_object.currency
            yield Metric(f"{name}_sum", title(name), f"SUM({name})", about, ",.0f", code)
    if {"indicator", "value", "unit_symbol", "is_chosen"} <= columns.keys():
        yield _LARGEST
        yield _SHARE
    if "loaded_at" in columns:
        yield _LAST_LOAD


def title(name: str) -> str:
    """Return the title of a column for readers: ``country_iso_code`` becomes "Country ISO code"."""
    if name in _TITLES:
        return _TITLES[name]
    first, *others = name.split("_")
    return " ".join([_SHORT.get(first, first.capitalize()), *(_SHORT.get(word, word) for word in others)])


def _column(name: str, column: Column) -> Properties:
    return {
        "column_name": name,
        "verbose_name": title(name),
        "is_dttm": column.type in _TIMES,
        "is_active": True,
        "type": _TYPES.get(column.type, column.type.upper().replace(",", ", ")),
        "groupby": True,
        "filterable": True,
        "description": column.comment,
    }


def _metric(metric: Metric) -> Properties:
    return {
        "metric_name": metric.name,
        "verbose_name": metric.title,
        "metric_type": "expression",
        "expression": metric.expression,
        "description": metric.about,
        "d3format": metric.form or None,
        "currency": {"symbol": metric.currency, "symbolPosition": "prefix"} if metric.currency else None,
    }


TITLE: Final = "Critical minerals"
SLUG: Final = "critical-minerals"
WIDTH: Final = 12
"""The number of columns in a row of the dashboard."""

SECTIONS: Final[Mapping[str, tuple[Chart, ...]]] = {
    "At a glance": COUNTS,
    "Money": MONEY,
    "Agreements": AGREEMENTS,
    "Steps": TIME,
    "Plants and owners": PROJECTS,
    "Supply chain": CHAIN,
    "Policy": POLICY,
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
        "The country of the subject of a fact: of an organisation, plant, strategy or list. Agreements and money have"
        " no country, so this filter does not change them.",
        ("wide_agreements", "wide_money", "money_krw", "money_usd"),
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
            "label_colors": COLORS,
            "cross_filters_enabled": True,
            "refresh_frequency": 0,
            "native_filter_configuration": [_filter(each, columns) for each in FILTERS],
        },
        "version": VERSION,
    }


COLORS: Final = {
    "occurred": "#1f77b4",
    "in force": "#2a9d8f",
    "planned": "#e9a23b",
    "intended": "#f4c95d",
    "expected": "#9b7ede",
    "pledged": "#d1495b",
    "exploring": "#8d99ae",
    "assessed": "#6c757d",
    "agreements": "#1f77b4",
    "entities": "#e9a23b",
    "events": "#d1495b",
    "facilities": "#2a9d8f",
    "strategies": "#9b7ede",
}
"""The colour of each word that splits bars, the same in every chart; Superset would give two words one colour."""
NOTE_HEIGHT: Final = 24


def number_of(chart: Chart) -> int:
    """Return the number with which files of a bundle refer to a chart. Superset replaces it during the import."""
    return CHARTS.index(chart) + 1


def _position() -> Properties:
    """Return the layout: a note, then a heading for each section, with the charts of the section in rows below it."""
    above, plain = ["ROOT_ID", "GRID_ID"], {"background": "BACKGROUND_TRANSPARENT"}
    grid, note = ["ROW-note"], {"code": _note(), "width": WIDTH, "height": NOTE_HEIGHT}
    placed = {
        "ROW-note": _node("ROW-note", "ROW", above, plain, ["MARKDOWN-note"]),
        "MARKDOWN-note": _node("MARKDOWN-note", "MARKDOWN", [*above, "ROW-note"], note),
    }
    for place, (heading, charts) in enumerate(SECTIONS.items()):
        placed[f"HEADER-{place}"] = _node(f"HEADER-{place}", "HEADER", above, _heading(heading))
        grid.append(f"HEADER-{place}")
        for line, row in enumerate(_rows(charts)):
            name = f"ROW-{place}-{line}"
            boxes = {f"CHART-{number_of(chart)}": chart for chart in row}
            placed[name] = _node(name, "ROW", above, plain, list(boxes))
            placed |= {box: _chart_box(box, chart, name) for box, chart in boxes.items()}
            grid.append(name)
    return {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": grid, "parents": ["ROOT_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": TITLE}},
        **placed,
    }


def _note() -> str:
    """Return what the top of the page says: what the filters do, and where to find how to read a chart."""
    filters = "\n".join(f"- **{each.name}**: {each.about}" for each in FILTERS)
    return f"The filters at the left:\n\n{filters}\n\n⋮ and *Show chart description* say how to read a chart."


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


def _chart_box(box: str, chart: Chart, row: str) -> Properties:
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
