"""The JSON Schema of seed files, for editors; it is made from the shapes and describes each field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from warehouse.model import REGISTERS, Citation, Cited, Fact, Record, When, editors
from warehouse.model.base import HANDED_DOWN
from warehouse.model.citations import Ignored
from warehouse.model.editors import CITATION, EDTF, FRAGMENTS
from warehouse.seeds.inventory import take_inventory
from warehouse.seeds.origin import ORIGIN, Origin
from warehouse.seeds.reader import FAMILIES, read_folder
from warehouse.seeds.terms import with_terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pydantic_core import core_schema

    from warehouse.vocabulary import Vocabulary

JsonSchema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


MOST_KEYS: Final = 5000
"""With more keys a register is left to its form: an editor could not show them, and would read the schema for long."""


@dataclass(frozen=True, slots=True)
class OwnNames:
    """What a project names: the keys of its records, and its words.

    Attributes:
        keys: By register, the keys of its records, each with what it is called.
        vocabulary: The shipped words and its own.
    """

    keys: Mapping[str, Mapping[str, str]]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, seeds: Path, project: Path) -> OwnNames:
        """Read the names of a seeds folder; records with problems are left out.

        Raises:
            InvalidSource: The folder is missing or holds no seed file.
        """
        keys: dict[str, dict[str, str]] = {}
        for entry in read_folder(seeds, project).entries:
            if entry.family in REGISTERS:
                written = entry.record.model_dump(include={"key", "name", "title", "question"})
                key = written.pop("key")
                keys.setdefault(entry.family, {})[key] = next(iter(written.values()), key)
        inventory = take_inventory(seeds, project)
        few = {register: dict(sorted(named.items())) for register, named in keys.items() if len(named) <= MOST_KEYS}
        return cls(few, with_terms_of(inventory, inventory.files))

    def fragments(self) -> Iterator[tuple[str, JsonSchema]]:
        """Yield the definitions that list the names."""
        for scheme in self.vocabulary.schemes:
            yield scheme, editors.words(scheme, self.vocabulary)
        for register, named in self.keys.items():
            yield f"{register}-key", {"anyOf": [editors.choices(named), editors.KEY]}
            yield f"{register}-path", editors.choices({f"{register}/{key}": name for key, name in named.items()})

    def pointing(self, to: str | Sequence[str], written: JsonSchema) -> JsonSchema:
        """Return the schema of a text that points to a record.

        Args:
            to: The register whose key it is, or those whose things it can name.
            written: The schema of its form, which new records have too.
        """
        if isinstance(to, str):
            return {"$ref": f"#/$defs/{to}-key"} if to in self.keys else written
        listed = [{"$ref": f"#/$defs/{register}-path"} for register in to if register in self.keys]
        return {"anyOf": [*listed, written]}


def seed_schema(own: OwnNames | None = None) -> JsonSchema:
    """Return the JSON Schema of a seed file.

    Args:
        own: The names of a project, which editors then complete; None: those that come with the program.
    """
    shapes: list[type[BaseModel]] = [*FAMILIES.values(), Origin]
    references, described = models_json_schema([(shape, "validation") for shape in shapes], schema_generator=Generator)
    definitions = described["$defs"]
    _accept_short_forms(definitions)
    for shape in shapes:
        written = definitions[shape.__name__]["properties"]
        if issubclass(shape, Fact):
            written["about"][editors.POINTS_TO] = shape.subjects
        definitions[shape.__name__]["properties"] = {name: written[name] for name in in_order(shape)}
        if issubclass(shape, Fact):
            needed = definitions[shape.__name__]["required"]
            definitions[shape.__name__]["required"] = [name for name in needed if name not in _taken(shape)]
        elif issubclass(shape, Record):
            _require_what_is_not_handed_down(shape, definitions[shape.__name__]["properties"])
    families = {
        family: {
            "description": sentence(shape),
            "type": "array",
            "items": {
                **references[shape, "validation"],
                **({"required": ["about", *_taken(shape)]} if issubclass(shape, Fact) else {}),
            },
        }
        for family, shape in FAMILIES.items()
    }
    return {
        "$schema": DIALECT,
        "title": "Seed file",
        "description": "Families of records; any file may hold any families.",
        "type": "object",
        "properties": {**families, ORIGIN: _origin(references[Origin, "validation"])},
        "additionalProperties": False,
        "$defs": {**_shared(definitions, own), **FRAGMENTS, **(dict(own.fragments()) if own else {})},
    }


def _origin(reference: JsonSchema) -> JsonSchema:
    return {"description": sentence(Origin), "type": "array", "items": reference}


def _shared(node: Any, own: OwnNames | None) -> Any:  # noqa: ANN401 - any part of a JSON document
    """Replace each part that many fields share by a reference to its fragment."""
    if isinstance(node, list):
        return [_shared(item, own) for item in node]
    if not isinstance(node, dict):
        return node
    if (to := node.get(editors.POINTS_TO)) is not None:
        written = {name: value for name, value in node.items() if name != editors.POINTS_TO}
        if own is None:
            return _shared(written, None)
        form = {name: value for name, value in written.items() if name in {"type", "pattern", "maxLength"}}
        return {**own.pointing(to, form), **{name: value for name, value in written.items() if name not in form}}
    for name, fragment in FRAGMENTS.items():
        if fragment.items() <= node.items():
            rest = {key: value for key, value in node.items() if key not in fragment}
            return {"$ref": f"#/$defs/{name}", **rest}
    return {key: _shared(value, own) for key, value in node.items()}


def schema_text(own: OwnNames | None = None) -> str:
    """Return the schema as the text of a file; see ``seed_schema``."""
    return json.dumps(seed_schema(own), ensure_ascii=False, indent=2) + "\n"


def sentence(shape: type) -> str:
    """Return the first paragraph of a shape's docstring, on one line."""
    return (shape.__doc__ or "").partition("\n\n")[0].replace("``", "`").replace("\n    ", " ")


def _taken(fact: type[Fact]) -> list[str]:
    """Return the fields that a fact needs, and takes from its record where it is nested in one."""
    return [name for name in HANDED_DOWN if fact.needs(name)]


def _require_what_is_not_handed_down(record: type[Record], properties: dict[str, JsonSchema]) -> None:
    for name, handed in record.hands_down.items():
        (fact,) = shapes_below(record, name)
        if issubclass(fact, Fact) and (lacking := [taken for taken in _taken(fact) if taken not in handed]):
            properties[name]["items"] = {**properties[name]["items"], "required": lacking}


def _accept_short_forms(definitions: dict[str, JsonSchema]) -> None:
    short_forms = {
        Citation.__name__: {**CITATION, "examples": Cited.model_fields["cite"].examples},
        When.__name__: {**EDTF, "examples": When.model_fields["edtf"].examples},
        Ignored.__name__: definitions[Ignored.__name__]["properties"]["paragraph"],
    }
    for name, short in short_forms.items():
        in_full = definitions[name]
        definitions[name] = {"description": in_full.pop("description"), "anyOf": [short, in_full]}


class Generator(GenerateJsonSchema):
    """A schema generator that knows that a seed file never holds null."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - pydantic's own
        """Return False: a field needs no title besides its key."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchema:
        """Describe a shape by the first paragraph of its docstring."""
        return {**super().model_schema(schema), "description": sentence(schema["cls"])}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchema:
        """Describe the value only; an optional field is left out, and never null."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchema:
        """Keep a default that is a word; drop null and empty lists."""
        described = super().default_schema(schema)
        if described.get("default") in (None, [], ()):
            described.pop("default", None)
        return described

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchema:
        """Accept a single item where a validator turns it into a list."""
        described = super().function_before_schema(schema)
        return {"anyOf": [described["items"], described]} if schema["schema"]["type"] == "tuple" else described


def in_order(shape: type[BaseModel]) -> list[str]:
    """Return the field names in writing order: identity, own fields, attribution, nested facts."""
    names = list(shape.model_fields)
    shared = {*Cited.model_fields} if issubclass(shape, Cited) else set()
    identity = [name for base in (Record, Fact) if issubclass(shape, base) for name in base.model_fields]
    rank = dict.fromkeys(names, 1)
    rank |= {name: 2 for name in names if name in shared}
    rank |= {name: 0 for name in names if name in identity and name not in shared}
    rank |= {name: 2 for name in names if name == "reviewed"}
    rank |= {name: 3 for name in names if holds_facts(shape, name)}
    return sorted(names, key=lambda name: rank[name])


def holds_facts(shape: type[BaseModel], name: str) -> bool:
    """Return whether a field holds facts that are nested below the record."""
    return any(issubclass(below, Fact) for below in shapes_below(shape, name))


def shapes_below(shape: type[BaseModel], name: str) -> list[type[BaseModel]]:
    """Return the shapes that the value of a field, or an item of it, can have."""
    return list(_models(shape.model_fields[name].annotation))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - a typing construct
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)
