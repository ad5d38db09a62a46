"""The JSON Schema of mappings, for editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

from warehouse.seeds.json_schema import DIALECT, Generator, in_order, sentence
from warehouse.seeds.reader import FAMILIES
from warehouse.seeds.tables.compile import EACH, WHEN
from warehouse.seeds.tables.mapping import Mapping, Source

if TYPE_CHECKING:
    from pydantic import BaseModel

    from warehouse.seeds.json_schema import JsonSchema

_EACH = "Columns of which each makes a record: a list, or each column with the fields that it adds"
_WHEN = "The rows that make the record: columns, each with the texts that its cell can have"
_VALUE = {"$ref": "#/$defs/value"}
"""A fixed value of any form, or a source."""


def mapping_schema() -> JsonSchema:
    """Return the JSON Schema of a mapping."""
    shapes: list[type[BaseModel]] = [Mapping, Source]
    _, described = models_json_schema([(shape, "validation") for shape in shapes], schema_generator=Generator)
    definitions: dict[str, JsonSchema] = described["$defs"]
    mapping = definitions.pop(Mapping.__name__)
    places = [{"required": [place]} for place in ("column", "head", "text")]
    definitions[Source.__name__] |= {"oneOf": places}
    definitions["value"] = {"if": {"type": "object", "anyOf": places}, "then": {"$ref": f"#/$defs/{Source.__name__}"}}
    families = {family: _record(shape) for family, shape in FAMILIES.items()}
    mapping["properties"]["make"]["items"] = {
        "type": "object",
        "properties": families,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    return {"$schema": DIALECT, "title": "Mapping of a table", **mapping, "$defs": definitions}


def _record(shape: type[BaseModel]) -> JsonSchema:
    """Describe the fields of a record."""
    fields: dict[str, Any] = dict.fromkeys(in_order(shape), _VALUE)
    fields[EACH] = {"description": _EACH, "type": ["array", "object"]}
    fields[WHEN] = {"description": _WHEN, "type": "object"}
    return {"description": sentence(shape), "type": "object", "properties": fields, "additionalProperties": False}


def mapping_schema_text() -> str:
    """Return the schema as the text of a file."""
    return json.dumps(mapping_schema(), ensure_ascii=False, indent=2) + "\n"
