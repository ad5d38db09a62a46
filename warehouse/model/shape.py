"""The base classes of shapes, and the plan by which their fields fill the columns of a table."""

from __future__ import annotations

from dataclasses import dataclass
from types import UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from warehouse.model.fields import Check, Column, FieldType, NamedField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic.fields import FieldInfo


class Shape(BaseModel):
    """A mapping in a seed file; keys it does not name are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the fields of a shape fill the columns of a table.

    Attributes:
        columns: The columns, in the order of the table.
        checks: The constraints that restate the types of the fields.
        same: By field that one column holds as it is, that column.
        groups: By each other field, its type.
        copy: Returns the columns of ``same`` from the values of the fields.
    """

    columns: tuple[Column, ...]
    checks: tuple[Check, ...]
    same: Mapping[str, str]
    groups: Mapping[str, FieldType]
    copy: Callable[[Mapping[str, Any]], dict[str, Any]]

    @classmethod
    def of(cls, shape: type[BaseModel], held_in: str) -> Plan:
        """Return the plan of the fields that are held there; see ``FieldType.held_in``."""
        fields = [(field, kind) for field, kind in _typed_fields(shape) if kind.held_in == held_in]
        columns: list[Column] = []
        late: list[Column] = []
        for field, kind in fields:
            if kind.starts_later:
                columns, late = [*columns, *late], []
            names = [column.name for column in columns]
            place = names.index(kind.after) + 1 if kind.after else len(names)
            columns[place:place] = [column for column in kind.columns(field) if not column.is_late]
            late += [column for column in kind.columns(field) if column.is_late]
        same = {field.name: kind.column_of(field.name) for field, kind in fields if not kind.is_group}
        return cls(
            columns=(*columns, *late),
            checks=tuple(check for field, kind in fields for check in kind.checks(field)),
            same=same,
            groups={field.name: kind for field, kind in fields if kind.is_group},
            copy=_copier(same),
        )

    def to_row(self, values: Mapping[str, Any], first_cited: str) -> dict[str, Any]:
        """Return the columns from the values of the fields; missing columns are NULL.

        Args:
            values: Value by field.
            first_cited: The document that the record cites first.
        """
        row = self.copy(values)
        for name, kind in self.groups.items():
            row.update(kind.to_row(values[name], name, first_cited))
        return row

    def from_row(self, row: Mapping[str, Any], first_cited: str) -> dict[str, Any]:
        """Return the fields, as a seed file states them, from the columns of a row; the inverse of ``to_row``."""
        fields = {name: row[column] for name, column in self.same.items()}
        return fields | {name: kind.from_row(row, name, first_cited) for name, kind in self.groups.items()}


def _copier(same: Mapping[str, str]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    # A dictionary that is written out takes a third of the time of a loop, and every row of a load needs one.
    pairs = ", ".join(f"{column!r}: values[{name!r}]" for name, column in same.items())
    copier: Callable[[Mapping[str, Any]], dict[str, Any]] = eval(f"lambda values: {{{pairs}}}")  # noqa: S307 - our names
    return copier


def field_type(info: FieldInfo) -> FieldType | None:
    """Return the type of a field of a shape; None: it holds citations or nested facts."""
    metadata: list[object] = list(info.metadata)
    if get_origin(info.annotation) in {Union, UnionType}:
        metadata += [item for inner in get_args(info.annotation) for item in getattr(inner, "__metadata__", ())]
    return next((item for item in metadata if isinstance(item, FieldType)), None)


def _typed_fields(shape: type[BaseModel]) -> Iterator[tuple[NamedField, FieldType]]:
    for name, info in shape.model_fields.items():
        kind = field_type(info)
        if kind is not None:
            is_optional = type(None) in get_args(info.annotation)
            is_required = kind.is_filled or not is_optional
            yield NamedField(name, info.description or "", is_required), kind


class Stored(Shape):
    """A shape that a table of ``core`` holds.

    Attributes:
        table: Name of the table.
        grain: Comment of the table: "One row per …".
        checks: The constraints that say more than the types of the fields do.
        plan: How the fields fill the columns of the table.
        shared: How they fill the columns of ``core.facts``.
    """

    table: ClassVar[str] = ""
    grain: ClassVar[str] = ""
    checks: ClassVar[tuple[Check, ...]] = ()
    plan: ClassVar[Plan]
    shared: ClassVar[Plan]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Make the plans once, since every row needs them."""
        cls.plan, cls.shared = Plan.of(cls, "table"), Plan.of(cls, "facts")

    @property
    def first_cited(self) -> str:
        """The key of the document in the first citation; empty if the shape has none."""
        return ""

    @classmethod
    def needs(cls, name: str) -> bool:
        """Return whether it has a field of this name that always has a value."""
        field = cls.model_fields.get(name)
        return field is not None and field.is_required()

    def columns(self) -> dict[str, Any]:
        """Return the columns of the table that the fields fill; missing columns are NULL."""
        return self.plan.to_row(self.__dict__, self.first_cited)

    @classmethod
    def fields(cls, row: Mapping[str, Any], first_cited: str = "") -> dict[str, Any]:
        """Return the fields from the columns of a row; the inverse of ``columns``.

        Args:
            row: The row, with every column.
            first_cited: The document that the record cites first.
        """
        return cls.plan.from_row(row, first_cited)
