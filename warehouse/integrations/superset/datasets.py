"""The Superset datasets of the mart: their columns and metrics, and the permanent UUIDs of all parts of a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.mart.objects import Column, MartObject

    Properties = dict[str, Any]

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

WIDE: Final = "wide_"
FURTHER: Final = (
    "bridge_mineral_list_member",
    "dictionary",
    "dim_disagreement",
    "dim_document",
    "dim_entity",
    "dim_load",
    "dim_mineral_list",
    "fact_mineral_list_version",
)
"""Other objects that become datasets, because no wide view covers them and a chart can use them alone.

In Superset, you can add all other objects with one click, and join them in SQL.
"""

_TYPES: Final = {"timestamptz": "TIMESTAMP WITH TIME ZONE"}
_TIMES: Final = ("date", "timestamptz")
_SHORT: Final = {"edtf": "EDTF", "iso": "ISO", "krw": "KRW", "sha256": "SHA-256", "url": "URL", "usd": "USD"}
_CURRENCIES: Final = ("KRW", "USD")


class Metric(NamedTuple):
    """A metric of a dataset: its name, its title for readers, its SQL expression and its meaning."""

    name: str
    title: str
    expression: str
    about: str


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
)


def chosen(objects: Iterable[MartObject]) -> list[MartObject]:
    """Return the objects that become datasets, sorted by name."""
    return sorted(
        (each for each in objects if each.name.startswith(WIDE) or each.name in FURTHER),
        key=lambda mart_object: mart_object.name,
    )


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

    Only money columns of wide views get sums. These columns are empty for totals and for sums that are not chosen, so
    they can be added up.
    """
    columns = mart_object.header.columns
    keys = (key for key in _COUNTS if key in columns and (key != "fact_key" or key in mart_object.header.key))
    yield from (_COUNTS[key] for key in keys)
    for name, column in columns.items():
        if mart_object.name.startswith(WIDE) and column.unit in _CURRENCIES:
            yield Metric(f"{name}_sum", title(name), f"SUM({name})", f"Sum of: {column.comment}")
    if {"indicator", "value", "is_chosen"} <= columns.keys():
        yield _LARGEST


def title(name: str) -> str:
    """Return the title of a column for readers: ``contract_value_krw`` becomes "Contract value KRW"."""
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
        "d3format": ",",
    }
