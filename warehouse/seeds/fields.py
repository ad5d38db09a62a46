"""The fields of a shape in the order in which people write them, and the shapes that stand below a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from warehouse.seeds.shapes import Cited, Fact, Record

if TYPE_CHECKING:
    from collections.abc import Iterator


def in_order(shape: type[BaseModel]) -> list[str]:
    """Give the names of the fields: what identifies the thing, what is said of it, who says so, facts below it."""
    names = list(shape.model_fields)
    shared = {*Cited.model_fields} if issubclass(shape, Cited) else set()
    identity = [name for base in (Record, Fact) if issubclass(shape, base) for name in base.model_fields]
    rank = dict.fromkeys(names, 1)
    rank |= {name: 2 for name in names if name in shared}
    rank |= {name: 0 for name in names if name in identity and name not in shared}
    rank |= {name: 3 for name in names if holds_facts(shape, name)}
    return sorted(names, key=lambda name: rank[name])


def holds_facts(shape: type[BaseModel], name: str) -> bool:
    """Tell whether a field holds facts that are nested below the record."""
    return any(issubclass(below, Fact) for below in shapes_below(shape, name))


def shapes_below(shape: type[BaseModel], name: str) -> list[type[BaseModel]]:
    """Give the shapes that the value of a field, or an item of it, can have."""
    return list(_models(shape.model_fields[name].annotation))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - a typing construct
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)
