"""What a mapping says of one record: fixed values, and where in a row the others stand."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from warehouse.model import Cited
from warehouse.model.groups import MoneyType, QuantityType
from warehouse.model.shape import field_type
from warehouse.seeds.tables.figures import FigureReader, UnexplainedError, has_no_number, unraised
from warehouse.texts import quote_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pydantic import BaseModel

    from warehouse.seeds.tables.mapping import Source
    from warehouse.seeds.tables.names import Names

POINTERS: Final = frozenset({"about", "of", "to"})
"""The fields that name a register besides the key."""
_IN_BRACES: Final = re.compile(r"\{([^{}]+)\}")
_NO_KEY: Final = re.compile("[^a-z0-9]+")


class UnexplainedCellError(UnexplainedError):
    """The mapping does not explain a cell.

    Attributes:
        column: Number of the column, from 1; 0: the row as a whole.
        code: The kind of problem.
    """

    def __init__(self, column: int, code: str, what: str, hint: str) -> None:
        """Store where and what is wrong."""
        super().__init__(what, hint)
        self.column = column
        self.code = code


class _NoFactError(Exception):
    """A mark says that there is no fact here."""


@dataclass(frozen=True, slots=True)
class Table:
    """What all rows of a table share.

    Attributes:
        columns: The names of the columns.
        document: Key of the document that the facts cite.
        sheet: Name of the sheet, if the file has several.
        reader: Reads the figures.
        names: The records of the seeds.
    """

    columns: tuple[str, ...]
    document: str
    sheet: str
    reader: FigureReader
    names: Names

    def status_in(self, made: Mapping[str, Any]) -> str | None:
        """Return what a record says of its figure, as the key of the word; None: nothing."""
        stated = made.get("status")
        if not isinstance(stated, str):
            return None
        term = self.names.vocabulary.find("figure-status", stated)
        return term.key if term else stated

    def cite(self, row: int, column: int, text: str) -> Mapping[str, str] | str:
        """Return the citation of a row, or of a cell and what stands in it."""
        place = f"{self.sheet}, row {row}" if self.sheet else f"row {row}"
        if not column:
            return f"{self.document}#{place}"
        locator = f"{place}, {self.columns[column - 1]}"
        if not text:
            return f"{self.document}#{locator}"
        return {"document": self.document, "locator": locator, "quote_sha256": quote_digest(text)}


class Row(NamedTuple):
    """A row of data."""

    number: int
    cells: Sequence[str]


class Part(Protocol):
    """A part of a record."""

    def choices(self, row: Row, table: Table) -> list[Any]:
        """Return what the part can be: one value each, of which every one makes a record; None: it is left out.

        Raises:
            UnexplainedCellError: The mapping does not explain a cell.
        """

    def column_at(self, path: Sequence[int | str]) -> int | None:
        """Return the column of the value at this path of the record; None: the mapping states it."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value that the mapping states."""

    value: Any

    def choices(self, row: Row, table: Table) -> list[Any]:  # noqa: ARG002 - the same for all rows
        """Return the value."""
        return [self.value]

    def column_at(self, path: Sequence[int | str]) -> int | None:  # noqa: ARG002 - it stands in none
        """Return None."""
        return None


@dataclass(frozen=True, slots=True)
class Read:
    """A value that stands in the table.

    Attributes:
        source: How it is read.
        field: Name of the field.
        pieces: The number of its column, from 1; of a text with columns in braces, theirs and the text between them.
        otherwise: Where else to look if the cell is empty.
    """

    source: Source
    field: str
    pieces: tuple[int | str, ...]
    otherwise: Part | None = None

    @property
    def column(self) -> int:
        """The number of its column, or of the first of several; 0: none."""
        return next((piece for piece in self.pieces if isinstance(piece, int)), 0)

    def text(self, row: Row) -> str:
        """Return the printed text."""
        return "".join(piece if isinstance(piece, str) else row.cells[piece - 1] for piece in self.pieces)

    def choices(self, row: Row, table: Table) -> list[Any]:
        """Return the value, or the values of a cell that holds several."""
        text = self.text(row)
        code = "E-table-cell"
        try:
            several = self._several(text)
            code = "E-table-name"
            made = [self._value(one, table) for one in several]
        except UnexplainedError as error:
            raise UnexplainedCellError(self.column, code, error.what, error.hint) from error
        return self._empty(row, table) if text == "" and None in made else made

    def column_at(self, path: Sequence[int | str]) -> int | None:  # noqa: ARG002 - nothing is below it
        """Return the column."""
        return self.column

    def _empty(self, row: Row, table: Table) -> list[Any]:
        if self.otherwise:
            return self.otherwise.choices(row, table)
        if self.source.optional:
            return [None]
        hint = "say what it means: optional: true leaves the field out, if_empty gives a value; or skip the row"
        raise UnexplainedCellError(self.column, "E-table-cell", "an empty cell", hint)

    def _several(self, text: str) -> list[str]:
        if self.source.split:
            return [part.strip() for part in text.split(self.source.split) if part.strip()] or [text]
        return _in_json(text, self.source.json_) if self.source.json_ and text else [text]

    def _value(self, text: str, table: Table) -> str | None:
        text = self.source.map.get(text, text)
        if text == "":
            return None
        if self.source.to:
            text = key_of(text)
        if not self.source.find:
            return text
        key = table.names.find(self.source.find, table.reader.named(text), self.source.by or "")
        return f"{self.source.find}/{key}" if self.field in POINTERS else key


def key_of(text: str) -> str:
    """Return a text as lower-case words joined by hyphens, without raised marks."""
    plain = unicodedata.normalize("NFKD", unraised(text)).encode("ascii", "ignore").decode()
    return _NO_KEY.sub("-", plain.lower()).strip("-")


def _in_json(text: str, entry: str) -> list[str]:
    try:
        listed = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        listed = None
    each = listed if isinstance(listed, list) else [listed]
    if entry != "true":
        each = [one.get(entry) if isinstance(one, dict) else None for one in each]
    if not all(isinstance(one, str) for one in each):
        wanted = "texts" if entry == "true" else f'objects with a text "{entry}"'
        raise UnexplainedError(f'"{text}" is no JSON list of {wanted}', "map the cell, or correct json in the mapping")
    return [" ".join(one.split()) for one in each]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; an item whose cell holds several values stands once for each."""

    parts: tuple[Part, ...]

    def choices(self, row: Row, table: Table) -> list[Any]:
        """Return the list; None if nothing is in it."""
        made = []
        for part in self.parts:
            try:
                made += [choice for choice in part.choices(row, table) if choice is not None]
            except _NoFactError:
                continue
        return [made or None]

    def column_at(self, path: Sequence[int | str]) -> int | None:
        """Return the column of an item."""
        return self.parts[min(int(path[0]), len(self.parts) - 1)].column_at(path[1:]) if path else None


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping: a record, or something below it.

    Attributes:
        parts: The fields.
        shape: What they describe.
        figure: Name of the field that holds a number or a sum; empty: there is none, or the mapping states it.
        is_percent: Whether its unit is percent.
    """

    parts: Mapping[str, Part]
    shape: type[BaseModel] | None = None
    figure: str = ""
    is_percent: bool = False
    cited: bool = False

    def choices(self, row: Row, table: Table) -> list[Any]:
        """Return the mapping, once for each value of its cells."""
        made: list[dict[str, Any]] = [{}]
        for name, part in self.parts.items():
            if name == self.figure:
                continue
            choices = part.choices(row, table)
            made = [one if choice is None else {**one, name: choice} for one in made for choice in choices]
        if self.figure:
            made = [self._with_figure(one, row, table) for one in made]
        if self.cited:
            made = [{**one, "cite": self._cite(row, table)} for one in made]
        return made

    def column_at(self, path: Sequence[int | str]) -> int | None:
        """Return the column of a field; that of the figure for the fields that it brings, and for the whole."""
        part = self.parts.get(str(path[0])) if path else None
        if part is not None:
            return part.column_at(path[1:])
        return self.parts[self.figure].column_at(()) if self.figure else 0

    def _with_figure(self, made: dict[str, Any], row: Row, table: Table) -> dict[str, Any]:
        """Return the fields with number, status and printed words of the cell."""
        part = self.parts[self.figure]
        if not isinstance(part, Read):
            raise TypeError(self.figure)
        printed = part.text(row)
        try:
            figure = table.reader.read(
                part.source.map.get(printed, printed), scale=part.source.scale or "", is_percent=self.is_percent
            )
        except UnexplainedError as error:
            raise UnexplainedCellError(part.column, "E-table-cell", error.what, error.hint) from error
        stated = table.status_in(made)
        if figure is None:
            if not has_no_number(stated):
                raise _NoFactError
            return {**made, **self._words(made, printed or self._status_text(row) or str(stated))}
        if figure.number is None:
            if has_no_number(stated) and stated != figure.status:
                raise self._contradiction(part.column, printed, figure.status, stated)
            return {**made, "status": figure.status, **self._words(made, printed)}
        if has_no_number(stated) or (figure.status and stated not in {None, figure.status}):
            raise self._contradiction(part.column, printed, figure.status or "a number", stated)
        number = f"{figure.number} {part.source.currency}" if part.source.currency else figure.number
        status = {"status": figure.status} if figure.status else {}
        return {**made, self.figure: number, **status, **self._words(made, printed)}

    def _contradiction(self, column: int, printed: str, found: str | None, stated: str | None) -> UnexplainedCellError:
        what = f'"{printed}" is {found}, and the mapping says that it is {stated}'
        return UnexplainedCellError(column, "E-table-cell", what, "map the cell, and keep one of the two in a note")

    def _status_text(self, row: Row) -> str:
        """Return the printed mark in the column of the status; empty: the mapping states it."""
        part = self.parts.get("status")
        return part.text(row) if isinstance(part, Read) else ""

    def _words(self, made: Mapping[str, Any], printed: str) -> dict[str, str]:
        has_words = self.shape is not None and "words" in self.shape.model_fields
        return {"words": printed} if has_words and "words" not in made else {}

    def _cite(self, row: Row, table: Table) -> Mapping[str, str] | str:
        part = self.parts.get(self.figure or "words")
        column = part.column if isinstance(part, Read) else 0
        return table.cite(row.number, column, row.cells[column - 1] if column else "")


def figure_field(shape: type[BaseModel] | None, names: Iterable[str]) -> str:
    """Return the field among these that takes a number or a sum; empty: none does."""
    fields = shape.model_fields if shape else {}
    kinds = (QuantityType, MoneyType)
    return next((name for name in names if name in fields and isinstance(field_type(fields[name]), kinds)), "")


def is_cited(shape: type[BaseModel] | None) -> bool:
    """Return whether a shape is something that a document says."""
    return shape is not None and issubclass(shape, Cited)


def records_of(part: Part, row: Row, table: Table) -> Iterator[Any]:
    """Yield the records that a row makes of a template.

    Raises:
        UnexplainedCellError: The mapping does not explain a cell.
    """
    try:
        yield from part.choices(row, table)
    except _NoFactError:
        return


class InBraces(NamedTuple):
    """A column that stands in braces in a text."""

    column: str


def pieces_of(text: str) -> Iterator[InBraces | str]:
    """Yield the columns in braces of a text, and what stands between them."""
    for index, piece in enumerate(_IN_BRACES.split(text)):
        if piece:
            yield InBraces(piece) if index % 2 else piece
