"""Turns what a mapping says of its records into templates, and finds what cannot be right whatever the table holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from warehouse.model import Fact
from warehouse.seeds.json_schema import shapes_below
from warehouse.seeds.reader import FAMILIES
from warehouse.seeds.tables.mapping import OPEN, Source
from warehouse.seeds.tables.template import Fields, Fixed, InBraces, Items, Read, figure_field, is_cited, pieces_of
from warehouse.yamlfiles import nearest, validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel

    from warehouse.seeds.tables.mapping import MappingFile, Where
    from warehouse.seeds.tables.names import Names
    from warehouse.seeds.tables.template import Part
    from warehouse.yamlfiles import Problem
    from warehouse.yamlfiles.nodes import Path

EACH: Final = "each"
WHEN: Final = "when"
_PLACES: Final = ({"column"}, {"head"}, {"text"})
_NUMERIC: Final = ("scale", "currency")


@dataclass(frozen=True, slots=True)
class Made:
    """A kind of record that a row makes.

    Attributes:
        family: Its family.
        part: Its template.
        when: The rows that make it; empty: all.
        place: Its place in the mapping, for problems with what the mapping states.
    """

    family: str
    part: Fields
    when: Where
    place: Path


@dataclass(slots=True)
class Compiler:
    """Makes the templates of a mapping.

    Attributes:
        file: The mapping.
        columns: The names of the columns.
        names: The records of the seeds.
        problems: Collects what is wrong.
    """

    file: MappingFile
    columns: Sequence[str]
    names: Names
    problems: list[Problem] = field(default_factory=list)

    def made(self) -> list[Made]:
        """Return the templates of all kinds of records."""
        mapping = self.file.mapping
        for name in mapping.carry:
            self._column(name, ("carry",))
        for index, where in enumerate(mapping.skip):
            self._where(where, ("skip", index))
        if self.file.mapping.document not in self.names.keys["documents"]:
            hint = nearest(mapping.document, self.names.keys["documents"]) or "describe it, or correct the key"
            self._refuse(("document",), "E-unknown-reference", f'unknown document "{mapping.document}"', hint)
        return [one for index, made in enumerate(mapping.make) for one in self._kind(made, ("make", index))]

    def _kind(self, made: Mapping[str, Any], at: Path) -> Iterator[Made]:
        if len(made) != 1:
            self._refuse(at, "E-table-mapping", "this must be one family with its fields", "begin a new item with '- '")
            return
        ((family, fields),) = made.items()
        at = (*at, family)
        shape = FAMILIES.get(family)
        if shape is None:
            hint = nearest(family, FAMILIES)
            self._refuse(at, "E-unknown-family", f'unknown family "{family}"', hint, key=True)
        elif not isinstance(fields, dict):
            self._refuse(at, "E-type", "this must be a mapping (key: value)", "write the fields of the record below it")
        else:
            when = self._when(fields.get(WHEN, {}), (*at, WHEN))
            yield from (Made(family, part, when, at) for part in self._each(fields, at, shape))

    def _when(self, when: Any, at: Path) -> Where:  # noqa: ANN401 - whatever stands there
        if not isinstance(when, dict):
            self._refuse(
                at, "E-type", "this must be a mapping (key: value)", "write a column and the texts of its cells"
            )
            return {}
        where = {name: tuple(texts if isinstance(texts, list) else [texts]) for name, texts in when.items()}
        self._where(where, at)
        return where

    def _where(self, where: Where, at: Path) -> None:
        for name in where:
            self._column(name, (*at, name), key=True)

    def _each(self, fields: Mapping[str, Any], at: Path, shape: type[BaseModel]) -> Iterator[Fields]:
        """Yield a template for each column of ``each``; without it, one."""
        own = {name: value for name, value in fields.items() if name not in {EACH, WHEN}}
        if issubclass(shape, Fact) and "about" not in own:
            self._refuse(
                at, "E-missing-key", '"about" is missing', "say what it is about: places/south-korea", key=True
            )
        each = fields.get(EACH)
        if each is None:
            yield self._fields(own, at, [shape], {})
            return
        added = {str(name): {} for name in each} if isinstance(each, list) else each
        if not isinstance(added, dict) or not added:
            self._refuse((*at, EACH), "E-type", "this must be a list of columns", "write their names")
            return
        for index, (name, more) in enumerate(added.items()):
            place: Path = (*at, EACH, index if isinstance(each, list) else name)
            if self._column(name, place, key=True):
                more = more if isinstance(more, dict) else {}  # noqa: PLW2901 - nothing is written there
                yield self._fields({**own, **more}, at, [shape], dict.fromkeys(more, place), column=name)

    def _fields(
        self,
        fields: Mapping[str, Any],
        at: Path,
        shapes: Sequence[type[BaseModel]],
        elsewhere: Mapping[str, Path],
        column: str = "",
    ) -> Fields:
        """Return the template of a mapping.

        Args:
            fields: What is written.
            at: Its place.
            shapes: What it can describe.
            elsewhere: The place of fields that are written somewhere else.
            column: The column that ``each`` stands for; empty: none.
        """
        shape = shapes[0] if shapes else None
        parts: dict[str, Part] = {}
        cells = [name for name, value in fields.items() if _is_source(value)]
        figure = figure_field(shape, cells)
        for name, value in fields.items():
            place = (*elsewhere.get(name, at), name)
            if shape is not None and name not in shape.model_fields:
                hint = nearest(name, shape.model_fields)
                self._refuse(place, "E-unknown-key", f'unknown key "{name}"', hint, key=True)
                continue
            below = shapes_below(shape, name) if shape else []
            parts[name] = self._part(value, place, below, name, column, is_figure=name == figure)
        cited = is_cited(shape) and "cite" not in fields
        return Fields(parts, shape, figure, fields.get("unit") == "percent", cited)

    def _part(
        self,
        value: Any,  # noqa: ANN401 - whatever stands there
        at: Path,
        below: Sequence[type[BaseModel]],
        name: str,
        column: str,
        *,
        is_figure: bool = False,
    ) -> Part:
        if isinstance(value, str):
            if value == OPEN:
                self._refuse(at, "E-table-mapping", f'"{name}" is not filled in', "write what it is")
            return Fixed(value)
        if isinstance(value, list):
            return Items(tuple(self._part(item, (*at, index), below, name, column) for index, item in enumerate(value)))
        if _is_source(value):
            return self._source(at, name, column, is_figure=is_figure)
        return self._fields(value, at, below, {}, column)

    def _source(self, at: Path, name: str, column: str, *, is_figure: bool) -> Part:
        source, problems = validate(Source, self.file.node.child(at))
        self.problems += problems
        if source is None:
            return Fixed("")
        self._check_source(source, at, is_figure=is_figure)
        if EACH in {source.column, source.head} and not column:
            self._refuse(at, "E-table-column", "each stands for no column here", "write each: and the columns")
        elif source.head:
            return Fixed(source.map.get(column, column))
        otherwise = None
        if source.if_empty is not None:
            otherwise = self._part(source.if_empty, (*at, "if_empty"), [], name, column)
        return Read(source, name, self._pieces(source, at, column), otherwise)

    def _pieces(self, source: Source, at: Path, column: str) -> tuple[int | str, ...]:
        """Return the numbers of the columns that a source reads, with the text between them."""
        if source.text is None:
            wanted = column if source.column == EACH else source.column or ""
            return (self.columns.index(wanted) + 1,) if wanted and self._column(wanted, (*at, "column")) else (0,)
        pieces = list(pieces_of(source.text))
        known = [self._column(piece.column, (*at, "text")) for piece in pieces if isinstance(piece, InBraces)]
        if not all(known):
            return (0,)
        return tuple(self.columns.index(piece.column) + 1 if isinstance(piece, InBraces) else piece for piece in pieces)

    def _check_source(self, source: Source, at: Path, *, is_figure: bool) -> None:
        if source.find is not None and source.find not in FAMILIES:
            hint = nearest(source.find, [name for name in self.names.keys if name != "documents"])
            self._refuse((*at, "find"), "E-table-mapping", f'there is no register "{source.find}"', hint)
        elif source.find is not None and source.by is not None and not self.names.is_known_way(source.find, source.by):
            hint = "name a field of the record, or an identifier scheme"
            self._refuse((*at, "by"), "E-table-mapping", f'{source.find} have no "{source.by}"', hint)
        if source.by is not None and source.find is None:
            self._refuse((*at, "by"), "E-table-mapping", "by without find", "name the register in find")
        for name in _NUMERIC:
            if getattr(source, name) and not is_figure:
                hint = "it belongs to value, amount or share"
                self._refuse((*at, name), "E-table-mapping", f"{name} of something that is no figure", hint)
        if is_figure and (source.split or source.json_ or source.find or source.to or source.optional or source.head):
            hint = "leave all but column, map, scale and currency out"
            self._refuse(at, "E-table-mapping", "a figure is read from a whole cell", hint)

    def _column(self, name: str, at: Path, *, key: bool = False) -> bool:
        if name in self.columns:
            return True
        self._refuse(at, "E-table-column", f'there is no column "{name}"', nearest(name, self.columns), key=key)
        return False

    def _refuse(self, at: Path, code: str, what: str, hint: str, *, key: bool = False) -> None:
        self.problems.append(self.file.problem(at, code, what, hint, key=key))


def _is_source(value: object) -> bool:
    return isinstance(value, dict) and any(place <= value.keys() for place in _PLACES)
