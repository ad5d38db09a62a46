"""What describes the mart holds every object and column of it, and says what the headers say, whatever they say."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from tests.dictionary.conftest import HOSTILE
from warehouse.dictionary import files

if TYPE_CHECKING:
    from warehouse.mart.objects import MartObject

pytestmark = pytest.mark.slow

NAMED = {"type": "string", "pattern": "^[a-z0-9._-]+$"}
FIELD_TYPES = ["string", "integer", "number", "date", "datetime", "boolean"]
PACKAGE = {
    "type": "object",
    "required": ["$schema", "name", "version", "licenses", "sources", "resources"],
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": NAMED,
        "licenses": {"type": "array", "minItems": 1, "items": {"required": ["name", "path"]}},
        "sources": {"type": "array", "minItems": 1, "items": {"required": ["title"]}},
        "resources": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "type", "path", "schema"],
                "properties": {
                    "name": NAMED,
                    "type": {"const": "table"},
                    "path": {"type": "string", "pattern": r"^data/[^/]+\.(csv|parquet)$"},
                    "schema": {"$ref": "#/$defs/schema"},
                },
            },
        },
    },
    "$defs": {
        "names": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "schema": {
            "type": "object",
            "required": ["fields", "primaryKey", "missingValues"],
            "properties": {
                "fields": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "required": ["name", "type", "description"],
                        "properties": {"type": {"enum": FIELD_TYPES}, "constraints": {"type": "object"}},
                    },
                },
                "primaryKey": {"$ref": "#/$defs/names"},
                "foreignKeys": {
                    "type": "array",
                    "items": {
                        "required": ["fields", "reference"],
                        "properties": {
                            "fields": {"$ref": "#/$defs/names"},
                            "reference": {"required": ["fields"], "properties": {"fields": {"$ref": "#/$defs/names"}}},
                        },
                    },
                },
            },
        },
    },
}
"""What Data Package 2.0 asks of the parts we write; its own schema is in no package we depend on."""

EXPRESSION = {
    "type": "object",
    "required": ["dialects"],
    "additionalProperties": False,
    "properties": {
        "dialects": {"type": "array", "minItems": 1, "items": {"properties": {"dialect": {"const": "ANSI_SQL"}}}}
    },
}
DATATYPE = {"enum": ["String", "Integer", "Decimal", "Boolean", "Date", "DateTimeTz"]}
MODEL = {
    "type": "object",
    "required": ["version", "semantic_model"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "0.2.0.dev0"},
        "semantic_model": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/model"}},
    },
    "$defs": {
        "model": {
            "required": ["name", "datasets"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string"},
                "description": {"type": "string"},
                "ai_context": {"type": "object"},
                "datasets": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/dataset"}},
                "relationships": {"type": "array", "items": {"$ref": "#/$defs/relationship"}},
                "metrics": {"type": "array", "items": {"$ref": "#/$defs/metric"}},
            },
        },
        "dataset": {
            "required": ["name", "source"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string"},
                "source": {"type": "string"},
                "primary_key": {"type": "array", "items": {"type": "string"}},
                "description": {"type": "string"},
                "fields": {"type": "array", "items": {"$ref": "#/$defs/field"}},
            },
        },
        "field": {
            "required": ["name", "expression"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string"},
                "expression": EXPRESSION,
                "dimension": {"properties": {"is_time": {"type": "boolean"}}, "additionalProperties": False},
                "description": {"type": "string"},
                "datatype": DATATYPE,
            },
        },
        "relationship": {
            "required": ["name", "from", "to", "from_columns", "to_columns"],
            "additionalProperties": False,
            "properties": {"name": {}, "from": {}, "to": {}, "from_columns": {}, "to_columns": {}},
        },
        "metric": {
            "required": ["name", "expression"],
            "additionalProperties": False,
            "properties": {"name": {}, "expression": EXPRESSION, "description": {}, "datatype": DATATYPE},
        },
    },
}
"""What the core specification of Apache Ossie asks of the parts we write."""


class Cells(HTMLParser):
    """Collects the texts of cells, and the names of all elements."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.names: set[str] = set()
        self._is_in = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's own signature
        self.names.add(tag)
        if tag == "td":
            self.cells.append("")
            self._is_in = True

    def handle_endtag(self, tag: str) -> None:
        self._is_in = self._is_in and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._is_in:
            self.cells[-1] += data


def package_of(written: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written["datapackage.json"])
    return found


def model_of(written: dict[str, str]) -> dict[str, Any]:
    document = yaml.safe_load(written["semantic-model.yaml"])
    Draft202012Validator(MODEL).validate(document)
    found: dict[str, Any] = document["semantic_model"][0]
    return found


def test_same_objects_give_the_same_files_in_whatever_order(objects: list[MartObject]) -> None:
    assert files(objects) == files(objects[::-1])


def test_page_has_every_object_and_column(objects: list[MartObject], written: dict[str, str]) -> None:
    page = written["data-dictionary.md"]
    parts = {part.partition("\n")[0]: part for part in page.split("\n### ")}
    for found in objects:
        rows = re.findall(r"^\| (?:\*\*)?`([a-z0-9_]+)`", parts[found.name], re.MULTILINE)
        if found.described_by != found.name:
            assert f"those of [{found.described_by}](#{found.described_by})" in parts[found.name]
        else:
            assert rows == list(found.header.columns), found.name
        assert f"](#{found.name})" in page.partition("\n## Possible joins")[0], found.name


def test_links_of_the_page_lead_to_its_headings(written: dict[str, str]) -> None:
    page = written["data-dictionary.md"]
    headings = {line.lstrip("# ") for line in page.splitlines() if line.startswith("#")}
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= headings


def test_page_says_what_refers_to_a_table(written: dict[str, str]) -> None:
    part = written["data-dictionary.md"].partition("\n### dim_indicator\n")[2].partition("\n### ")[0]
    referring = ("fact_comparison", "fact_observation")
    assert f"Referred to by {', '.join(f'[{table}](#{table}) (`indicator_key`)' for table in referring)}." in part
    assert "→ [dim_unit](#dim_unit)" in part


def test_package_has_every_object_and_column(objects: list[MartObject], written: dict[str, str]) -> None:
    package = package_of(written)
    Draft202012Validator(PACKAGE).validate(package)
    described = {
        resource["name"]: [field["name"] for field in resource["schema"]["fields"]] for resource in package["resources"]
    }
    assert described == {found.name: list(found.header.columns) for found in objects}


def test_foreign_keys_of_the_package_lead_to_primary_keys(objects: list[MartObject], written: dict[str, str]) -> None:
    keys = {resource["name"]: resource["schema"]["primaryKey"] for resource in package_of(written)["resources"]}
    referring = [
        (resource["name"], key)
        for resource in package_of(written)["resources"]
        for key in resource["schema"].get("foreignKeys", ())
    ]
    assert len(referring) == sum(len(found.foreign_keys) for found in objects) > 100
    for name, key in referring:
        assert keys[key["reference"].get("resource", name)] == key["reference"]["fields"]


def test_required_and_unique_are_what_the_headers_say(objects: list[MartObject], written: dict[str, str]) -> None:
    for found, resource in zip(
        sorted(objects, key=lambda found: found.name), package_of(written)["resources"], strict=True
    ):
        for field in resource["schema"]["fields"]:
            rules = field.get("constraints", {})
            assert rules.get("required", False) == (found.header.columns[field["name"]].empty is None)
            assert rules.get("unique", False) == (found.header.key == [field["name"]])


def test_model_has_every_object_column_and_reference(objects: list[MartObject], written: dict[str, str]) -> None:
    model = model_of(written)
    described = {data["name"]: [field["name"] for field in data["fields"]] for data in model["datasets"]}
    assert described == {found.name: list(found.header.columns) for found in objects}
    assert {
        (each["from"], *each["from_columns"], each["to"], *each["to_columns"]) for each in model["relationships"]
    } == {(found.name, column, *target) for found in objects for column, target in found.foreign_keys.items()}
    names = [each["name"] for each in (*model["relationships"], *model["metrics"])]
    assert len(set(names)) == len(names)


def test_metrics_add_up_nothing_of_two_currencies_or_kinds(written: dict[str, str]) -> None:
    sums = {
        metric["expression"]["dialects"][0]["expression"]
        for metric in model_of(written)["metrics"]
        if metric["datatype"] == "Decimal"
    }
    kinds = (
        "contract",
        "pledge",
        "equity",
        "debt",
        "grants",
        "spending",
        "turnover",
        "profit",
        "trade",
        "output_value",
    )
    currencies = ("usd", "eur", "gbp", "jpy", "krw", "cny", "aud", "cad", "clp", "chf", "inr", "brl")
    assert sums == {f"SUM(money_{code}.{kind})" for kind in (*kinds, "levy") for code in currencies}


def test_page_shows_hostile_comments_as_they_are(hostile: list[MartObject]) -> None:
    cells = Cells()
    cells.feed(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(files(hostile)["data-dictionary.md"]))
    assert cells.cells.count(HOSTILE) == 5  # the contents, what both columns hold, a unit, a missing value
    assert cells.names.isdisjoint({"script", "em", "s"})


def test_programs_read_hostile_comments_as_they_are(hostile: list[MartObject]) -> None:
    written = files(hostile)
    (resource,) = package_of(written)["resources"]
    (dataset,) = model_of(written)["datasets"]
    for said in (resource["description"], dataset["description"]):
        assert said == f"One row per {HOSTILE}"
    for fields in (resource["schema"]["fields"], dataset["fields"]):
        assert [field["description"] for field in fields] == [HOSTILE, f"{HOSTILE}; unit: {HOSTILE}; NULL: {HOSTILE}"]
    ET.fromstring(written["er-diagram.svg"])  # noqa: S314 - our own
