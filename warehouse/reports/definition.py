"""The definition of a report: the keys of its header, the checks of header and statement, and the report files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from warehouse.reports.parameters import TYPES, type_refusal, value_refusal
from warehouse.sqlfiles import Kind, Query, SqlFile, bind, read_all, read_one, scan
from warehouse.yamlfiles import Problem, nearest, validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.reports.as_of import AsOf
    from warehouse.sqlfiles import Folders, Token

MAX_TIMEOUT: Final = 3600

REGISTERS: Final = (
    "agreements", "currencies", "disagreements", "documents", "entities", "events", "facilities", "indicators",
    "mineral_lists", "minerals", "places", "strategies", "supply_chain_stages", "units",
)  # fmt: skip
"""The tables whose rows have keys. They are listed here so that headers can be checked without loading the schema."""


def _one_of(code: str, noun: str, allowed: tuple[str, ...]) -> BeforeValidator:
    """Return a validator that accepts only the ``allowed`` words and reports any other under ``code``."""

    def check(value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if value in allowed:
            return value
        context = {"code": code, "hint": f"known are: {', '.join(allowed)}", "noun": noun, "value": str(value)}
        raise PydanticCustomError("word", 'unknown {noun} "{value}"', context)

    return BeforeValidator(check)


def _yes_or_no(value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    if value in {"true", "false"}:
        return value == "true"
    context = {"code": "E-report-boolean", "hint": "write one of the two"}
    raise PydanticCustomError("boolean", "this must be true or false", context)


def _whole(minimum: int, maximum: int) -> BeforeValidator:
    """Return a validator that accepts a whole number from ``minimum`` to ``maximum``."""

    def check(value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if isinstance(value, str) and value.isascii() and value.isdigit() and minimum <= int(value) <= maximum:
            return int(value)
        hint = f"write digits for a number from {minimum} to {maximum}"
        raise PydanticCustomError("whole", "this must be a whole number", {"code": "E-report-number", "hint": hint})

    return BeforeValidator(check)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=63)]
Count = Annotated[int, _whole(0, 2**31 - 1)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
TypeName = Annotated[str, _one_of("E-report-type", "parameter type", TYPES)]
CHARTS: Final = ("bar", "grouped bar", "stacked bar", "dot", "timeline", "step", "line", "matrix", "tree")
ChartKind = Annotated[str, _one_of("E-report-chart", "kind of chart", CHARTS)]


_UNIT_COLUMN: Final = re.compile(r"see ([a-z][a-z0-9_]*)")


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Parameter(_Shape):
    """A parameter that the user can set."""

    type: TypeName = Field(description="PostgreSQL type", examples=["text"])
    help: Text = Field(description="what it does, and what happens without it", examples=["only this currency"])
    default: str | None = Field(None, description="value if the user gives none, written as on the command line")
    required: YesNo = Field(default=False, description="whether a value must be given")
    choices: list[str] = Field(default=[], description="the values it can have")
    choices_from: Text | None = Field(
        None,
        description="a SELECT that returns the values it can have, and after each value its name",
        examples=["SELECT mineral_key, name FROM mart.dim_mineral"],
    )


class ColumnDoc(_Shape):
    """The meaning of a column of the answer."""

    meaning: Text = Field(description="what it holds", examples=["currency of the sum, ISO 4217"])
    unit: Text | None = Field(None, description="unit of a quantity, or the column that names it")
    empty: Text | None = Field(None, description="what it means when there is no value")
    key_of: Name | None = Field(
        None, description="register whose keys it holds, or the column that names it; lets a diff follow renames"
    )
    varies: YesNo = Field(default=False, description="whether every load changes it; golden files leave it out")

    @property
    def unit_column(self) -> str | None:
        """The column whose cells name the unit, as in "see currency"; None for a unit of all cells, or none."""
        match = _UNIT_COLUMN.fullmatch(self.unit or "")
        return match[1] if match else None


class Chart(_Shape):
    """The chart of the answer: its kind, and the columns it draws."""

    kind: ChartKind = Field(description="bar, grouped bar, stacked bar, dot, timeline, step, line, matrix or tree")
    x: Name = Field(
        description="column of the categories; of a timeline, step or line the dates; of a matrix its columns; "
        "of a tree what stands below"
    )
    y: Name = Field(
        description="column of the values; of a timeline the events; of a matrix its rows; of a tree what stands above"
    )
    series: Name | None = Field(None, description="column that names the series, each with a colour and in the legend")
    lower: Name | None = Field(None, description="column of the lower end of an interval around the value")
    upper: Name | None = Field(None, description="column of the upper end of that interval")
    end: Name | None = Field(
        None, description="column of the last day of a span in a timeline, or of the period of a line chart"
    )
    value: Name | None = Field(
        None, description="column of the contents of the cells of a matrix, or of the words at the branches of a tree"
    )
    start: Name | None = Field(None, description="column of the first day of the period of a line chart, beside end")
    panel: Name | None = Field(None, description="column that names the panels of a line chart, each with its own axis")


class Expectation(_Shape):
    """The expected answer of a case."""

    rows: Count | None = Field(None, description="exact number of rows")
    at_least: Count | None = Field(None, description="smallest number of rows")
    contains: list[dict[Name, str]] = Field(default=[], description="rows that the answer has, by some of their cells")


class Case(_Shape):
    """A run of the report on the shipped seeds, with the expected answer."""

    params: dict[Name, str] = Field(default={}, description="values, written as on the command line")
    expect: Expectation = Field(description="the expected answer")


class Header(_Shape):
    """The header of a report."""

    title: Text = Field(description="title of the answer", examples=["Contract values"])
    question: Text = Field(description="the question it answers, as a sentence")
    grain: list[Name] = Field(
        min_length=1, description="columns, or fact ids of cite, that together are different in every row"
    )
    params: dict[Name, Parameter] = Field(default={}, description="parameters by name")
    columns: dict[Name, ColumnDoc] = Field(min_length=1, description="every column shown, in order")
    cite: dict[Name, Name] = Field(default={}, description="shown column: result column that holds its fact ids")
    chart: Chart | None = Field(None, description="how to draw it")
    cases: list[Case] = Field(default=[], description="runs with an expected answer")
    timeout: Annotated[int, _whole(1, MAX_TIMEOUT)] = Field(30, description="seconds it may run")


_BEFORE_ALL_COLUMNS: Final = frozenset({"SELECT", "DISTINCT", "ALL", ",", "."})
_BEGIN_READING: Final = frozenset({"SELECT", "WITH", "VALUES", "TABLE"})
_WRITE: Final = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE"})


def rule_breaches(source: SqlFile, header: Header) -> Iterator[Problem]:
    """Yield every problem of a report whose header has valid syntax.

    The checks cover the statement, the parameters, the columns, the citations and the cases.

    Args:
        source: The report file.
        header: Its header.
    """
    yield from _statement(source)
    yield from _parameter_uses(source, header)
    for name, parameter in header.params.items():
        yield from _parameter(source, name, parameter)
    yield from _columns(source, header)
    yield from _citations(source, header)
    yield from _cases(source, header)


def _at(source: SqlFile, path: tuple[int | str, ...], code: str, what: str, hint: str, *, key: bool = False) -> Problem:
    return Problem(source.header.at(path, key=key), f"E-report-{code}", what, hint)


def _statement(source: SqlFile) -> Iterator[Problem]:
    """Check that the statement only reads, orders its rows, and names its columns.

    The order makes runs comparable. Named columns still work after a table gets a new column.
    """
    solid = [token for token in source.tokens if token.kind not in (Kind.BLANK, Kind.COMMENT)]
    if writing := next(writing_tokens(solid), None):
        hint = "write one SELECT; to change facts, change the seeds"
        yield source.problem(writing.offset, "write", f"a report may only read, not {writing.text.upper()}", hint)
        return
    depth, is_ordered, before = 0, False, ""
    for token in solid:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        is_ordered = is_ordered or (depth == 0 and token.kind is Kind.WORD and token.text.upper() == "ORDER")
        if token.text == "*" and before.upper() in _BEFORE_ALL_COLUMNS:
            what = "* selects all columns, and would also select columns that are added later"
            yield source.problem(token.offset, "star", what, "name the columns")
        before = token.text
    if not is_ordered:
        hint = "end it with ORDER BY and columns that are different in every row"
        yield source.problem(solid[0].offset, "order", "the statement does not order its rows", hint)


def writing_tokens(solid: Sequence[Token]) -> Iterator[Token]:
    """Yield each token that makes the statement write. The server refuses it too, but with a less helpful message."""
    words = ["", "", *(token.text.upper() for token in solid)]
    for outer, before, token in zip(words, words[1:], solid, strict=False):
        word = token.text.upper() if token.kind is Kind.WORD else ""
        begins_otherwise = not before and word not in _BEGIN_READING and token.text != "("
        writes_in_part = word in _WRITE and before == "(" and outer in {"AS", "MATERIALIZED"}
        if begins_otherwise or writes_in_part or word == "INTO":
            yield token


def _parameter_uses(source: SqlFile, header: Header) -> Iterator[Problem]:
    used = set()
    for token in source.tokens:
        if token.kind is Kind.PARAMETER:
            name = token.text[1:]
            used.add(name)
            if name not in header.params:
                hint = nearest(name, header.params) or "declare it under params"
                what = f"the parameter {token.text} is not declared"
                yield source.problem(token.offset, "parameter-undeclared", what, hint)
    for name in header.params:
        if name not in used:
            hint = f"use :{name} in the statement, or remove the parameter"
            what = f'the statement does not use the parameter "{name}"'
            yield _at(source, ("params", name), "parameter-unused", what, hint, key=True)


def _parameter(source: SqlFile, name: str, parameter: Parameter) -> Iterator[Problem]:
    path: tuple[int | str, ...] = ("params", name)
    if parameter.choices_from is not None:
        yield from _choices_query(source, (*path, "choices_from"), parameter)
    for number, choice in enumerate(parameter.choices):
        if refusal := type_refusal(choice, parameter.type.removesuffix("[]")):
            what = f'"{choice}" does not have the type {parameter.type.removesuffix("[]")}'
            yield _at(source, (*path, "choices", number), "choice", what, refusal)
    if parameter.default is None:
        return
    if parameter.required:
        what = "a required parameter cannot have a default"
        yield _at(source, (*path, "default"), "default", what, "remove required or default")
    elif refusal := value_refusal(parameter.default, parameter):
        what = f'"{parameter.default}" cannot be the default'
        yield _at(source, (*path, "default"), "default", what, refusal)


def _choices_query(source: SqlFile, path: tuple[int | str, ...], parameter: Parameter) -> Iterator[Problem]:
    tokens = [token for token in scan(parameter.choices_from or "") if token.kind not in (Kind.BLANK, Kind.COMMENT)]
    if parameter.choices:
        what = "a parameter cannot have both choices and choices_from"
        yield _at(source, path, "choices", what, "remove one of the two", key=True)
    if not tokens or tokens[0].text.upper() not in {"SELECT", "WITH", "VALUES"}:
        hint = "write a SELECT whose first column holds the choices"
        yield _at(source, path, "choices", "choices_from is not a query", hint)
    for token in tokens:
        if token.kind in (Kind.PARAMETER, Kind.POSITIONAL, Kind.UNTERMINATED, Kind.END):
            what = f"choices_from cannot contain {token.text[:12]!r}"
            yield _at(source, path, "choices", what, "write one SELECT, without parameters and without a semicolon")


def _columns(source: SqlFile, header: Header) -> Iterator[Problem]:
    mentions: list[tuple[tuple[int | str, ...], str]] = [
        (("grain", number), name) for number, name in enumerate(header.grain) if name not in header.cite.values()
    ]
    if header.chart:
        drawn = header.chart
        parts = ("x", "y", "series", "lower", "upper", "end", "value", "start", "panel")
        mentions += [(("chart", part), name) for part in parts if (name := getattr(drawn, part))]
    for case_number, case in enumerate(header.cases):
        for row_number, row in enumerate(case.expect.contains):
            mentions += [(("cases", case_number, "expect", "contains", row_number, name), name) for name in row]
    for path, name in mentions:
        if name not in header.columns:
            hint = nearest(name, header.columns)
            yield _at(source, path, "column-unknown", f'"{name}" is not among the columns', hint)
    for name, doc in header.columns.items():
        if doc.key_of and doc.key_of not in header.columns and doc.key_of not in REGISTERS:
            what = f'"{doc.key_of}" is neither a register nor a column'
            hint = nearest(doc.key_of, [*REGISTERS, *header.columns])
            yield _at(source, ("columns", name, "key_of"), "column-unknown", what, hint)


def _citations(source: SqlFile, header: Header) -> Iterator[Problem]:
    for shown, facts in header.cite.items():
        if shown not in header.columns:
            what = f'the cited column "{shown}" is not among the columns'
            yield _at(source, ("cite", shown), "cite", what, nearest(shown, header.columns), key=True)
        if facts in header.columns:
            what = f'"{facts}" holds fact ids, so it cannot be a shown column too'
            yield _at(source, ("cite", shown), "cite", what, "remove it from the columns")


def _cases(source: SqlFile, header: Header) -> Iterator[Problem]:
    for number, case in enumerate(header.cases):
        path: tuple[int | str, ...] = ("cases", number)
        expect = case.expect
        if expect.rows is None and expect.at_least is None and not expect.contains:
            what = "the case expects nothing, so it cannot fail"
            yield _at(source, (*path, "expect"), "case", what, "write rows, at_least or contains")
        for name, text in case.params.items():
            parameter = header.params.get(name)
            if parameter is None:
                hint = nearest(name, header.params)
                yield _at(source, (*path, "params", name), "case", f'unknown parameter "{name}"', hint, key=True)
            elif refusal := value_refusal(text, parameter):
                what = f'"{text}" cannot be the value of {name}'
                yield _at(source, (*path, "params", name), "case", what, refusal)
        for name, parameter in header.params.items():
            if parameter.required and name not in case.params:
                what = f'the required parameter "{name}" is missing'
                yield _at(source, path, "case", what, f"set it under params: {parameter.help}")


@dataclass(frozen=True, slots=True)
class Report:
    """A report that can be run.

    Attributes:
        source: The file: its name, its path in messages, its statement.
        header: Its header.
        query: The statement as it is sent to the server.
        past: The moment at which it reads the data; None means now.
    """

    source: SqlFile
    header: Header
    query: Query
    past: AsOf | None = None

    @property
    def name(self) -> str:
        """The name of the report on the command line."""
        return self.source.name

    @property
    def label(self) -> str:
        """The kind of its file and its name, for messages."""
        return f"{self.source.kind} {self.source.name}"


def list_reports(sql_dir: Folders) -> list[Report]:
    """Read all reports and return them in the order of their names.

    Args:
        sql_dir: The folder that contains ``reports``, or several such folders. If several hold a report of the same
            name, the first one wins.

    Raises:
        ProblemsFound: One or more files are invalid; the error holds all their problems.
    """
    return read_all(sql_dir, "report", read)


def find(sql_dir: Folders, name: str) -> Report:
    """Return the report called ``name``, even if the files of other reports are invalid.

    Args:
        sql_dir: The folder that contains ``reports``, or several such folders.
        name: Name of the report.

    Raises:
        UsageError: There is no report of that name.
        ProblemsFound: Its file is invalid.
    """
    return read_one(sql_dir, "report", name, read)


def read(source: SqlFile) -> tuple[Report | None, list[Problem]]:
    """Return the report in a file and no problems, or None and the problems if the file is invalid."""
    header, problems = validate(Header, source.header)
    if header is None:
        return None, problems
    problems = list(rule_breaches(source, header))
    if problems:
        return None, problems
    return Report(source, header, bind(source.tokens, types_of(header))), []


def types_of(header: Header) -> dict[str, str]:
    """Return the PostgreSQL type of each parameter."""
    return {name: parameter.type for name, parameter in header.params.items()}
