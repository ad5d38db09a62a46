"""The skeleton of a new record: commented YAML, made from the fields of its shape, for a person to fill in.

Required fields are left open. Optional fields follow behind ``#``, which touches the key, with their example as value.
"""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Final, get_args, get_origin

from warehouse import vocabulary
from warehouse.errors import CheckFailed, ConfigurationError, UsageError
from warehouse.model import REGISTERS, Cited, Fact
from warehouse.model.fields import Reference
from warehouse.model.registers import Document
from warehouse.model.shape import field_type
from warehouse.seeds.references import singular
from warehouse.yamlfiles import Node, Position, ProblemsFound, nearest, validate
from warehouse.yamlfiles.formatting import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from warehouse.seeds.reader import Folder
    from warehouse.texts import Copies, DocumentText

WIDTH: Final = 100

ALSO_OPEN: Final[dict[str, tuple[str, ...]]] = {"documents": ("page_date", "sha256", "characters", "paragraphs")}
"""By family, the optional fields that most of its records need."""

REMARKS: Final = {"documents": "A reference work has no page_date, sha256, characters and paragraphs: delete them."}

_PLAIN_SCALAR: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9 ./+-]*[A-Za-z0-9.])?(#[0-9]+)?")
_FORM_CODES: Final = {"E-form", "E-number", "E-boolean", "E-date"}


def family_of(name: str) -> str:
    """Return the family with this name in the singular: ``mineral-list`` gives ``mineral_lists``.

    The name of the family itself is accepted too.

    Raises:
        UsageError: No family has this name.
    """
    families = {singular(family, "-"): family for family in REGISTERS}
    if name.replace("-", "_") in REGISTERS:
        return name.replace("-", "_")
    if name not in families:
        raise UsageError(f'there are no records of the kind "{name}"', hint=nearest(name, families))
    return families[name]


def text_fields(text: DocumentText) -> dict[str, str]:
    """Return the fields of a document that follow from its text: digest, characters and paragraphs."""
    return {"sha256": text.sha256, "characters": str(text.characters), "paragraphs": str(len(text.paragraphs))}


def skeleton(family: str, key: str, given: Mapping[str, str] | None = None) -> str:
    """Write the skeleton of a seed file with one record.

    Args:
        family: Name of a register's table.
        key: Key of the record.
        given: Values of fields that are known already.

    Raises:
        UsageError: The key is not well-formed.
    """
    if not vocabulary.is_key(key):
        hint = f"Lower-case letters and digits joined by single hyphens, at most {vocabulary.KEY_MAX_LENGTH}."
        raise UsageError(f'"{key}" is not a key', hint=hint)
    shape, values = REGISTERS[family], dict(given or {})
    advice = _advice(shape)
    names = sorted((name for name in shape.model_fields if name != "key"), key=lambda name: name in Cited.model_fields)
    is_open = {name: _is_open(family, name, shape.model_fields[name]) or name in values for name in names}
    lines = [*_comment(_first_line(shape)), *_comment(REMARKS.get(family, ""))]
    lines += [f"{family}:", f"  - key: {on_one_line(key)}"]
    for name in (name for name in names if is_open[name]):
        lines += _indented(_comment(_meaning(shape.model_fields[name], advice.get(name, ""), with_example=True)))
        lines.append(f"    {name}: {values.get(name, '')}".rstrip())
    lines += [*_indented(_comment('Take the "#" away from what a document says, and delete the rest.'))]
    for name in (name for name in names if not is_open[name]):
        field = shape.model_fields[name]
        lines += _indented(_comment(_meaning(field, advice.get(name, ""), with_example=False)))
        lines += _indented([f"#{line}" for line in _written(name, field)])
    return "\n".join(lines) + "\n"


def _is_open(family: str, name: str, field: FieldInfo) -> bool:
    return field.is_required() or name in ALSO_OPEN.get(family, ())


def _first_line(shape: type[BaseModel]) -> str:
    return (shape.__doc__ or "").strip().partition("\n")[0]


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _advice(shape: type[BaseModel]) -> dict[str, str]:
    """Return the advice for each field, taken from validating wrong values: known words, or the expected form."""
    wrong = {name: Node(Position(name), "?", {}) for name in shape.model_fields}
    _, problems = validate(shape, Node(Position(""), dict(wrong), {}))
    return {
        problem.position.file: problem.hint.replace("known are:", "one of:")
        for problem in problems
        if problem.code == "E-unknown-word"
        or (problem.code in _FORM_CODES and not shape.model_fields[problem.position.file].examples)
    }


def _meaning(field: FieldInfo, advice: str, *, with_example: bool) -> str:
    nested = _shape_within(field.annotation)
    said = field.description or (_first_line(nested).removesuffix(".") if nested else "")
    kind = field_type(field)
    register = f"key of {kind.register}" if isinstance(kind, Reference) else ""
    example = f"such as: {field.examples[0]}" if with_example and field.examples and not advice else ""
    return "; ".join(part for part in (said, register, advice, example) if part)


def _written(name: str, field: FieldInfo) -> list[str]:
    """Write an optional field with its example; a list of facts with the fields of one fact."""
    nested, is_list = _shape_within(field.annotation), get_origin(field.annotation) is tuple
    example = _example(field)
    if nested is None:
        return [f"{name}: [{example}]" if is_list else f"{name}: {example}".rstrip()]
    if example:
        return [f"{name}: {example}"]
    if not is_list:
        required = {inner: _example(part) for inner, part in nested.model_fields.items() if part.is_required()}
        return [f"{name}: {{{', '.join(f'{inner}: {value}' for inner, value in required.items())}}}"]
    inner_lines = enumerate(_own_lines(nested))
    return [f"{name}:", *(f"  {'-' if number == 0 else ' '} {line}" for number, line in inner_lines)]


def _own_lines(nested: type[BaseModel]) -> Iterator[str]:
    """Yield a line for each field of a nested fact that is required or its own; citations come last."""
    advice = _advice(nested)
    for name in sorted(nested.model_fields, key=lambda name: name in Cited.model_fields):
        field = nested.model_fields[name]
        if field.is_required() or name not in Fact.model_fields:
            meaning = _meaning(field, "" if _example(field) else advice.get(name, ""), with_example=False)
            yield f"{_written(name, field)[0]}  # {meaning}"


def _example(field: FieldInfo) -> str:
    if field.examples:
        return _scalar(str(field.examples[0]))
    if isinstance(field.default, bool):
        return str(field.default).lower()
    return _scalar(field.default) if isinstance(field.default, str) else ""


def _scalar(text: str) -> str:
    """Write a text as a YAML scalar, in quotes unless it is certain to be read as written."""
    return text if _PLAIN_SCALAR.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _shape_within(annotation: object) -> type[BaseModel] | None:
    """Return the shape inside an annotation, such as that of a list's items; None: there is none."""
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _shape_within(inner))), None)


def find_document(folder: Folder, key: str) -> Document:
    """Return the record of the document with this key; problems of other records do not matter.

    Raises:
        UsageError: No file describes the document.
        ProblemsFound: Its record has problems, or may be in a file that cannot be read.
    """
    documents = {entry.record.key: entry.record for entry in folder.entries if isinstance(entry.record, Document)}
    if key in documents:
        return documents[key]
    if key in folder.found.refused["documents"] or not folder.found.is_whole:
        raise ProblemsFound(folder.found.problems)
    raise UsageError(f'no document "{key}" in the seeds', hint=nearest(key, documents))


def text_of(document: Document, copies: Copies) -> DocumentText:
    """Read the text that a document's record describes.

    Args:
        document: The record.
        copies: The curator's copies of the documents.

    Raises:
        UsageError: The record describes no text.
        ConfigurationError: The folder holds no copy of the text.
        CheckFailed: The copy is not the text that the record describes.
        UnreadableTextError: The copy is not UTF-8.
    """
    key = document.key
    if document.sha256 is None:
        hint = f"Cite a section of it, such as {key}#IR-3.5."
        raise UsageError(f'the seeds describe no text of "{key}"', hint=hint)
    copy = copies.find(key, document.sha256)
    if copy is None:
        hint = f"Put it there; its SHA-256 is {document.sha256}."
        raise ConfigurationError(f'{copies.folder} holds no copy of "{key}"', hint=hint)
    if copy.is_changed:
        hint = "See what moved with: warehouse seeds verify"
        raise CheckFailed(f'{copy.path.name} is not the text of "{key}" that the seeds describe', hint=hint)
    return copy.text()
