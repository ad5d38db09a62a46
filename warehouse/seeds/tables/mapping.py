"""The mapping of a table: what its rows and cells mean. It is strict YAML, as seeds are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BeforeValidator, Field, WithJsonSchema

from warehouse.model.fields import Boolean, Count, Form, Key, Text, problem
from warehouse.model.shape import Shape
from warehouse.seeds.inventory import MAPPING_SUFFIX
from warehouse.yamlfiles import Node, Position, Problem, ProblemsFound, parse, validate

if TYPE_CHECKING:
    from pathlib import Path

OPEN: Final = "?"
"""Stands in a proposed mapping for what a person must fill in."""


def _many(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _rows_of_head(value: object) -> object:
    if value == []:
        raise problem("E-table-mapping", "head names no row", "write the number of the row that names the columns")
    return _many(value)


Cell = Annotated[str, WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""The text of a cell, which may be empty."""
Cells = Annotated[tuple[Cell, ...], BeforeValidator(_many)]
Where = dict[str, Cells]
"""By column, the texts that its cell can have; all columns must fit."""


class OwnMarks(Shape):
    """The marks of one table: those of a set, and its own."""

    like: Text | None = Field(None, description="The set that they add to", examples=["usgs"])
    cells: dict[str, Text] = Field({}, description="Marks that stand alone: a word of figure-status, 0, or nothing")
    beside: dict[str, Text] = Field({}, description="Marks behind or above a number: a word of figure-status")
    footnotes: Annotated[tuple[Text, ...], BeforeValidator(_many)] = Field(
        (), description="Raised marks that only lead to a footnote, and are no part of a number", examples=["12"]
    )


class Mapping(Shape):
    """What the rows and cells of a table mean."""

    table: Text = Field(description="The file, beside the mapping or among the documents", examples=["nir.csv"])
    document: Key = Field(description="Key of the document that the facts cite", examples=["usgs-mcs-2024"])
    sheet: Text | None = Field(None, description="The sheet of a workbook; left out: it has one")
    encoding: Text = Field("utf-8", description="Encoding of a text file", examples=["cp1252"])
    delimiter: Annotated[str, Form(r"([,;|]|tab)", "; or tab")] = Field(
        ",", description="What stands between the cells of a text file", examples=[";"]
    )
    head: Annotated[tuple[Count, ...], BeforeValidator(_rows_of_head)] = Field(
        (1,), description="Row that names the columns; several are joined by a slash", examples=["[3, 4]"]
    )
    columns: tuple[Text, ...] = Field(description="The names of the columns, in order; a table with others is refused")
    rows: Count = Field(description="How many rows of data it has; a table with fewer is refused", examples=["31"])
    start: Count | None = Field(
        None, alias="from", description="First row of data; left out: the one below the head", examples=["9"]
    )
    end: Count | None = Field(None, alias="to", description="Last row of data; left out: the last", examples=["34"])
    skip: tuple[Where, ...] = Field((), description="Rows that are no data, by the text of their cells")
    carry: Annotated[tuple[Text, ...], BeforeValidator(_many)] = Field(
        (), description="Columns whose empty cells have the text of the row above", examples=["Country"]
    )
    headings: Text | None = Field(
        None,
        description="Name of a further column: the text above, in a row of which only the first cell is filled",
        examples=["Group"],
    )
    numbers: Annotated[str, Form(r"1[,. ']?234[.,]5", "1,234.5 or 1.234,5")] = Field(
        "1,234.5", description="How the table writes 1234.5", examples=["1.234,5"]
    )
    parentheses: Annotated[str, Form("negative", "negative")] | None = Field(
        None, description="negative: (12) is -12; left out: it is no number"
    )
    markers: Text | OwnMarks = Field("plain", description="The set of marks that stand for a number, or beside one")
    make: tuple[dict[str, Any], ...] = Field(description="The records that a row makes: a family and its fields, each")


class Source(Shape):
    """Where in the table a value stands, and how it is read."""

    column: Text | None = Field(None, description="The column; each: the columns of each, one after the other")
    head: Annotated[str, Form("each", "each")] | None = Field(None, description="each: the name of that column")
    text: Text | None = Field(None, description="A text with columns in braces", examples=["{Mine}, {State}"])
    map: dict[str, Cell] = Field({}, description="What a printed text means; empty: the field is left out")
    find: Text | None = Field(None, description="Register in which a record of this name is looked up")
    by: Text | None = Field(None, description="Field or identifier scheme to look it up by; left out: key or name")
    to: Annotated[str, Form("key", "key")] | None = Field(
        None, alias="as", description="key: the text as lower-case words joined by hyphens"
    )
    if_empty: Any = Field(None, description="What an empty cell means: a text, or where else to look")
    optional: Boolean = Field(default=False, description="true: an empty cell leaves the field out")
    split: Text | None = Field(None, description="What stands between several values of the cell", examples=[";"])
    json_: Text | None = Field(
        None, alias="json", description="The cell is a JSON list: of texts (true), or of objects with this entry"
    )
    scale: Annotated[str, Form("thousand|million|billion|trillion", "thousand")] | None = Field(
        None, description="What the numbers are counted in"
    )
    currency: Annotated[str, Form("[A-Z]{3}", "USD")] | None = Field(None, description="The currency of a sum")


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping with its place.

    Attributes:
        path: The file.
        shown: Its name in messages.
        sha256: SHA-256 of its bytes.
        mapping: What it says.
        node: Its node, for the positions of problems.
    """

    path: Path
    shown: str
    sha256: str
    mapping: Mapping
    node: Node

    def problem(self, at: tuple[int | str, ...], code: str, what: str, hint: str, *, key: bool = False) -> Problem:
        """Return a problem with a part of the mapping."""
        return Problem(self.node.at(at, key=key), code, what, hint)


def read_mapping(path: Path, shown: str) -> MappingFile:
    """Read a mapping.

    Args:
        path: The file.
        shown: Its name in messages.

    Raises:
        ProblemsFound: It cannot be read, or is no mapping.
    """
    start = Position(shown)
    if not path.name.endswith(MAPPING_SUFFIX):
        what, hint = (
            f"the name of a mapping must end in {MAPPING_SUFFIX}",
            f"rename it to {path.name.split('.')[0]}{MAPPING_SUFFIX}",
        )
        raise ProblemsFound([Problem(start, "E-table-mapping", what, hint)])
    try:
        content = path.read_bytes()
    except OSError as error:
        hint = 'name a mapping; "warehouse seeds table --propose" begins one'
        raise ProblemsFound([Problem(start, "E-file", f"cannot be read: {error.strerror}", hint)]) from error
    node, problems = parse(content, shown)
    if node is not None:
        mapping, problems = validate(Mapping, node)
        if mapping is not None:
            return MappingFile(path, shown, hashlib.sha256(content).hexdigest(), mapping, node)
    empty = Problem(start, "E-table-mapping", "the mapping is empty", "write table: and the name of the table")
    raise ProblemsFound(problems or [empty])
