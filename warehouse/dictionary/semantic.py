"""The semantic model of the mart for BI and AI tools, in the format of Apache Ossie.

Ossie was formerly called Open Semantic Interchange (OSI). The model follows version 0.2.0.dev0 of its core
specification. This version is a draft, and no other version exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from warehouse.dictionary import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.mart.objects import Column, MartObject

    Properties = dict[str, Any]

VERSION: Final = "0.2.0.dev0"
DIALECT: Final = "ANSI_SQL"

_TYPES: Final = {
    "text": "String",
    "integer": "Integer",
    "bigint": "Integer",
    "date": "Date",
    "timestamptz": "DateTimeTz",
    "boolean": "Boolean",
}
_HEAD: Final = (
    "# Written by warehouse docs from sql/mart; changes here are lost. Apache Ossie (formerly OSI), a draft.\n"
)
_EXAMPLES: Final = (
    "How much is each contract worth in won, and which article states it?",
    "Which share of its magnets does South Korea take from China?",
    "On which facts do documents differ?",
)
_COUNTS: Final = (
    ("agreement_count", "dim_agreement", "agreement_key", "Agreements, including portfolios and their parts"),
    ("facility_count", "dim_facility", "facility_key", "Plants, mines and other sites"),
    (
        "entity_count",
        "dim_entity",
        "entity_key",
        "Organisations and persons, including those that a document does not name",
    ),
    ("fact_count", "dim_fact", "fact_key", "Facts of any kind, including deprecated ones and the rows of registers"),
    ("source_count", "bridge_fact_document", "document_key", "Documents that state at least one of the facts"),
)


def text(objects: Sequence[MartObject]) -> str:
    """Return the model as YAML.

    Args:
        objects: All objects of the mart.
    """
    listed = sorted(objects, key=lambda mart_object: mart_object.name)
    model: Properties = {
        "name": rules.NAME.replace("-", "_"),
        "description": rules.ABOUT,
        "ai_context": {
            "instructions": " ".join(f"{rule.title}: {rule.text}" for rule in rules.RULES),
            "examples": list(_EXAMPLES),
        },
        "datasets": [_dataset(mart_object) for mart_object in listed],
        "relationships": [each for mart_object in listed for each in _relationships(mart_object)],
        "metrics": list(_metrics(listed)),
    }
    written = yaml.safe_dump(
        {"version": VERSION, "semantic_model": [model]}, sort_keys=False, allow_unicode=True, width=120
    )
    return _HEAD + str(written)


def _dataset(mart_object: MartObject) -> Properties:
    return {
        "name": mart_object.name,
        "source": f"mart.{mart_object.name}",
        "primary_key": list(mart_object.header.key),
        "description": mart_object.header.grain,
        "fields": [_field(name, column) for name, column in mart_object.header.columns.items()],
    }


def _field(name: str, column: Column) -> Properties:
    field: Properties = {"name": name, "expression": _expression(name)}
    if not _is_number(column):
        field["dimension"] = {"is_time": column.type in {"date", "timestamptz"}}
    return {**field, "description": column.comment, "datatype": _TYPES.get(column.type, "Decimal")}


def _is_number(column: Column) -> bool:
    return column.type in {"integer", "bigint"} or column.type.startswith("numeric")


def _expression(written: str) -> Properties:
    return {"dialects": [{"dialect": DIALECT, "expression": written}]}


def _relationships(mart_object: MartObject) -> Iterator[Properties]:
    for name, (other, key) in mart_object.foreign_keys.items():
        yield {
            "name": f"{mart_object.name}_{name}",
            "from": mart_object.name,
            "to": other,
            "from_columns": [name],
            "to_columns": [key],
        }


def _metrics(objects: Sequence[MartObject]) -> Iterator[Properties]:
    """Yield counts of distinct keys, and a sum for each money column of the views on the sums in one currency."""
    columns = {mart_object.name: mart_object.header.columns for mart_object in objects}
    for name, table, key, about in _COUNTS:
        if key in columns.get(table, {}):
            yield _metric(name, f"COUNT(DISTINCT {table}.{key})", about, "Integer")
    for money in (mart_object for mart_object in objects if mart_object.currency):
        for name, column in money.header.columns.items():
            if column.unit == money.currency:
                about = f"Sum of: {column.comment}"
                yield _metric(f"{money.name}_{name}_sum", f"SUM({money.name}.{name})", about, "Decimal")


def _metric(name: str, expression: str, about: str, datatype: str) -> Properties:
    return {"name": name, "expression": _expression(expression), "description": about, "datatype": datatype}
