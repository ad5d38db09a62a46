"""The short form of seed files, in which facts leave out what their record hands down, and the long form of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.model import REGISTERS, Record
from warehouse.yamlfiles.formatting import Collection, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def folded(shape: type[Record], written: dict[str, Any]) -> dict[str, Any]:
    """Return a record without what its facts would take from it anyway."""
    below = {
        name: [
            {key: value for key, value in fact.items() if key not in taken or value != written.get(key)}
            for fact in written[name]
        ]
        for name, taken in shape.hands_down.items()
        if name in written
    }
    return {**written, **below}


def written_out(families: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a seed file with what records hand down written out in their facts, for comparisons."""
    full = dict(families)
    for family, shape in REGISTERS.items():
        if issubclass(shape, Record) and isinstance(families.get(family), list):
            full[family] = [
                shape.written_out(record) if isinstance(record, dict) else record for record in families[family]
            ]
    return full


def fold(root: Collection) -> None:
    """Remove, in a seed file, what facts repeat of their record; what a comment stands beside stays."""
    for record, facts, taken in _facts(root):
        for fact in facts:
            repeated = [
                unit
                for unit in fact.units
                if unit.key in taken
                and unit.key in record
                and _plain(unit.value) == _plain(record[unit.key].value)
                and not any(unit.comments())
            ]
            fact.units = [unit for unit in fact.units if unit not in repeated]


def unfold(root: Collection) -> None:
    """Write out, in a seed file, what facts take from their record; the keys are added at the end of each fact."""
    for record, facts, taken in _facts(root):
        for fact in facts:
            own = {unit.key for unit in fact.units}
            fact.units += [
                Unit(value=_copied(record[name].value), key=name)
                for name in taken
                if name in record and name not in own
            ]


def _facts(root: Collection) -> Iterator[tuple[dict[str, Unit], list[Collection], tuple[str, ...]]]:
    """Yield, of each record, the units by key, with the facts of a field, and what they take from the record."""
    for family in root.units:
        shape = REGISTERS.get(family.key)
        if shape is None or not issubclass(shape, Record):
            continue
        for record in _collections(family):
            units = {unit.key: unit for unit in record.units}
            for name, taken in shape.hands_down.items():
                if name in units:
                    yield units, _collections(units[name]), taken


def _collections(unit: Unit) -> list[Collection]:
    """Return the mappings that a list holds."""
    items = unit.value.units if isinstance(unit.value, Collection) and not unit.value.is_mapping else []
    return [item.value for item in items if isinstance(item.value, Collection) and item.value.is_mapping]


def _plain(value: Scalar | Collection) -> object:
    if isinstance(value, Scalar):
        return value.text
    if value.is_mapping:
        return {unit.key: _plain(unit.value) for unit in value.units}
    return [_plain(unit.value) for unit in value.units]


def _copied(value: Scalar | Collection) -> Scalar | Collection:
    """Return a value without its comments, on one line where it fits."""
    if isinstance(value, Scalar):
        return Scalar(value.text, "", (value.text,))
    units = [Unit(value=_copied(unit.value), key=unit.key) for unit in value.units]
    return Collection(value.is_mapping, is_flow=True, column=0, units=units)
