"""The validation of a node against a pydantic shape; errors become problems with positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from warehouse.yamlfiles.problems import Problem, nearest

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from warehouse.yamlfiles.nodes import Node

Shape = TypeVar("Shape", bound="BaseModel")


def validate(shape: type[Shape], node: Node, context: object = None) -> tuple[Shape | None, list[Problem]]:
    """Build an instance of ``shape`` from ``node``.

    Args:
        shape: The pydantic model.
        node: The node.
        context: What the validators of the shape need besides the node.

    Returns:
        The instance, or None if there are problems; and the problems, each at the key or value that is wrong.
    """
    from pydantic import ValidationError  # files are parsed without shapes, too

    try:
        return shape.model_validate(node.plain(), context=context), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        own = [detail for detail in details if not _is_told_elsewhere(shape, node, detail)]
        return None, [_problem(shape, node, detail) for detail in own or details]


def _is_told_elsewhere(shape: type[BaseModel], node: Node, detail: ErrorDetails) -> bool:
    """Return whether the value is one of the whole record, which hands it down to a part and has the same problem."""
    is_handed_down = getattr(shape, "is_handed_down", None)
    return is_handed_down is not None and is_handed_down(detail["loc"], node.plain())


def _problem(shape: type[BaseModel], node: Node, detail: ErrorDetails) -> Problem:
    path, kind = detail["loc"], detail["type"]
    name = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        hint = nearest(name, _fields_at(shape, path[:-1]))
        if detail["input"] == "" and not hint.startswith("did you mean"):
            hint = f"within {{}} a comma begins a new key: put a text with a comma in quotes; {hint}"
        return Problem(node.at(path, key=True), "E-unknown-key", f'unknown key "{name}"', hint)
    if kind == "missing":
        return Problem(node.at(path[:-1]), "E-missing-key", f'"{name}" is missing', _advice(shape, path))
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return Problem(node.at(path), "E-type", "this must be a mapping (key: value)", _advice(shape, path))
    if kind in {"list_type", "tuple_type"}:
        return Problem(node.at(path), "E-type", "this must be a list (lines with '- ')", _advice(shape, path))
    if kind in {"string_type", "int_type", "bool_type", "date_type"}:
        return Problem(node.at(path), "E-type", "this must be a single text", _advice(shape, path))
    context: dict[str, Any] = detail.get("ctx") or {}
    at, hint = node.at((*path, str(context.get("field", "")))), str(context.get("hint", ""))
    code, what = str(context.get("code", "E-value")), detail["msg"].removeprefix("Value error, ")
    code, what = ("E-empty", "nothing is written here") if detail["input"] == "" else (code, what)
    return Problem(at, code, what, hint)


def _advice(shape: type[BaseModel], path: tuple[int | str, ...]) -> str:
    """Return the description and the first example of the field at ``path``."""
    owner = _shape_at(shape, path[:-1])
    field = owner.model_fields.get(str(path[-1])) if owner and path else None
    if field is None or not field.description:
        return ""
    example = f", such as: {field.examples[0]}" if field.examples else ""
    return f"{field.description}{example}"


def _fields_at(shape: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    owner = _shape_at(shape, path)
    return [field.alias or name for name, field in owner.model_fields.items()] if owner else []


def _shape_at(shape: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel] | None:
    current: type[BaseModel] | None = shape
    for step in path:
        if isinstance(step, int) or current is None:
            continue
        field = current.model_fields.get(step)
        current = _model_within(field.annotation) if field else None
    return current


def _model_within(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a typing construct
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        model = _model_within(inner)
        if model is not None:
            return model
    return None
