"""The mart objects as their files define them: the header with grain, key and columns, and the SELECT."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from warehouse.sqlfiles import Kind, Query, SqlFile, bind, fill, read_all
from warehouse.yamlfiles import Problem, ProblemsFound, nearest, validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

TYPES: Final = ("text", "integer", "bigint", "numeric(p,s)", "date", "timestamptz", "boolean")
"""Column types that every client understands: no arrays, ranges, intervals, uuid, json or unbounded numbers."""

_NUMERIC: Final = re.compile(r"numeric\([1-9][0-9]?,[0-9]{1,2}\)")


def _type(given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    if given in TYPES or (isinstance(given, str) and _NUMERIC.fullmatch(given)):
        return given
    context = {"code": "E-mart-type", "hint": f"known are: {', '.join(TYPES)}", "given": str(given)}
    raise PydanticCustomError("type", 'no client knows the type "{given}"', context)


def _one_of(code: str, *allowed: str) -> BeforeValidator:
    """Return a validator that accepts only the allowed words."""

    def check(given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if given in allowed:
            return given
        context = {"code": code, "hint": f"known are: {', '.join(allowed)}", "given": str(given)}
        raise PydanticCustomError("word", 'unknown word "{given}"', context)

    return BeforeValidator(check)


def _grain(given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    if isinstance(given, str) and given.startswith("One row per "):
        return given
    context = {"code": "E-mart-grain", "hint": 'begin with "One row per"'}
    raise PydanticCustomError("grain", "does not say what a row is", context)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=63)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Target = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]


class Column(BaseModel):
    """A column of a mart object, as its header describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Annotated[str, BeforeValidator(_type)] = Field(description="PostgreSQL type", examples=["text"])
    meaning: Text = Field(description="what it holds", examples=["currency of the sum, ISO 4217"])
    unit: Text | None = Field(None, description="unit of a quantity, or the column that names it")
    empty: Text | None = Field(None, description="what it means when there is no value; without it there is always one")
    refers: Target | None = Field(
        None, description="the table whose key it holds, with the column where that has another name"
    )

    @property
    def comment(self) -> str:
        """The comment on the column in the database."""
        parts = [self.meaning]
        if self.unit:
            parts.append(f"unit: {self.unit}")
        if self.empty:
            parts.append(f"NULL: {self.empty}")
        return "; ".join(parts)


class Header(BaseModel):
    """The header of a mart object."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Annotated[str, _one_of("E-mart-kind", "table", "view")] = Field("table", description="table or view")
    grain: Annotated[Text, BeforeValidator(_grain)] = Field(
        description="what a row is", examples=["One row per stated sum of money"]
    )
    follows: Annotated[str, _one_of("E-mart-follows", "facts", "all")] = Field(
        "all",
        description="facts: a row is made of its own fact, of those whose path differs in the document alone, of all"
        " sums of its agreements or other thing if it is a sum of money, and of registers, so that a load computes only"
        " rows that it may have changed; all: of anything",
    )
    of_currencies: list[Code] = Field(
        default_factory=list,
        description="codes for each of which there is a view: its name is that of the file with the code behind it, and"
        " the code stands for :currency in the SELECT and for {currency} in the header; an upgrade adds views for"
        " currencies that were registered since",
    )
    key: list[Name] = Field(min_length=1, description="columns that together tell a row from all others")
    columns: dict[Name, Column] = Field(min_length=1, description="every column, in order")


@dataclass(frozen=True, slots=True)
class MartObject:
    """A table or view of the mart.

    Attributes:
        name: Its name.
        source: The file: its name, its path in messages, its statement.
        header: The header of the file.
        query: The SELECT, without its semicolon.
        words: Every word of the SELECT that may be the name of a table, in lower case.
        currency: Code of the currency of its sums, if its file makes a view for each of several currencies.
    """

    name: str
    source: SqlFile
    header: Header
    query: Query
    words: frozenset[str]
    currency: str | None = None

    @property
    def described_by(self) -> str:
        """Name of the object that has the same columns and is described in its place: itself, or the file's first."""
        return f"{self.source.name}_{self.header.of_currencies[0].lower()}" if self.currency else self.name

    @property
    def is_table(self) -> bool:
        """Whether the object is a table; otherwise it is a view."""
        return self.header.kind == "table"

    @property
    def follows_facts(self) -> bool:
        """Whether each row depends only on its fact, on registers, and on facts that answer or count with it.

        The paths of facts that state the same differ only in the document. A sum of money counts with all sums of its
        subject, and of the agreements above and below.
        """
        return self.header.follows == "facts"

    @property
    def foreign_keys(self) -> dict[str, tuple[str, str]]:
        """The foreign key columns; each maps to the table and the column that it refers to."""
        found = {}
        for name, column in self.header.columns.items():
            if column.refers is not None:
                table, _, other = column.refers.partition(".")
                found[name] = (table, other or name)
        return found

    @property
    def references(self) -> set[str]:
        """The tables that its foreign keys refer to."""
        return {table for table, _ in self.foreign_keys.values()}


def list_objects(sql_dir: Path, currencies: Sequence[str] = ()) -> list[MartObject]:
    """Return all objects of the mart, each after those it reads or refers to.

    Args:
        sql_dir: The folder that contains ``mart``.
        currencies: Codes of currencies for which there are views beside those that the files name.

    Raises:
        ProblemsFound: One or more files are invalid; it holds all their problems.
    """
    files = read_all(sql_dir, "mart", partial(_read, currencies))
    objects = {found.name: found for made in files for found in made}
    problems = [problem for found in objects.values() for problem in _misfits(found, objects)]
    if problems:
        raise ProblemsFound(problems)
    before = {
        name: sorted(other for other in found.words | found.references if other in objects and other != name)
        for name, found in objects.items()
    }
    try:
        return [objects[name] for name in TopologicalSorter(before).static_order()]
    except CycleError as error:
        circle = list(error.args[1])
        what = f"these read or refer to each other in a circle: {', '.join(circle)}"
        raise ProblemsFound(
            [objects[circle[0]].source.problem(0, "circle", what, "let one read core instead")]
        ) from None


def _read(currencies: Sequence[str], source: SqlFile) -> tuple[list[MartObject] | None, list[Problem]]:
    header, problems = validate(Header, source.header)
    known = {":currency"} if header and header.of_currencies else set()
    problems += [
        source.problem(token.offset, "parameter", f"a parameter, {token.text}", "a mart object takes none")
        for token in source.tokens
        if token.kind is Kind.PARAMETER and token.text not in known
    ]
    if header is None or problems:
        return None, problems
    words = frozenset(token.text.lower() for token in source.tokens if token.kind is Kind.WORD)
    if not header.of_currencies:
        return [MartObject(source.name, source, header, bind(source.tokens, {}), words)], []
    return [
        MartObject(
            f"{source.name}_{code.lower()}",
            source,
            _in_currency(header, code),
            fill(source.tokens, {"currency": f"'{code}'"}),
            words,
            code,
        )
        for code in dict.fromkeys([*header.of_currencies, *currencies])
    ], []


def _in_currency(header: Header, code: str) -> Header:
    """Return the header with a currency code put in the place of ``{currency}``."""
    return Header.model_validate_json(header.model_dump_json().replace("{currency}", code))


def _misfits(found: MartObject, objects: Mapping[str, MartObject]) -> Iterator[Problem]:
    """Yield each problem of a header: a column or table that does not exist or cannot be used in this way."""
    node, columns = found.source.header, found.header.columns
    if found.follows_facts and not (found.is_table and found.header.key[0] == "fact_key"):
        what = "only a table whose key begins with fact_key can follow facts"
        yield Problem(node.at(("follows",)), "E-mart-follows", what, "leave it out")
    for number, name in enumerate(found.header.key):
        if name not in columns:
            at = node.at(("key", number))
            yield Problem(at, "E-mart-key", f'there is no column "{name}"', nearest(name, columns))
        elif columns[name].empty is not None:
            yield Problem(
                node.at(("key", number)), "E-mart-key", f"{name} can be without a value", "a key always has one"
            )
    for name, (table, other) in found.foreign_keys.items():
        at = node.at(("columns", name, "refers"))
        target = objects.get(table)
        if target is None or not target.is_table:
            yield Problem(at, "E-mart-refers", f'there is no table "{table}" in the mart', nearest(table, objects))
        elif target.header.key != [other]:
            hint = f"its key is {', '.join(target.header.key)}; write {table}.COLUMN where the name differs"
            yield Problem(at, "E-mart-refers", f"{other} is not the key of {table}", hint)
