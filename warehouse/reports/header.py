"""The shape of a report's header: every key, what it is for, and what it may hold."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from warehouse.reports.values import TYPES

MAX_TIMEOUT: Final = 3600

REGISTERS: Final = (
    "agreements", "currencies", "disagreements", "documents", "entities", "events", "facilities", "indicators",
    "mineral_lists", "minerals", "places", "strategies", "supply_chain_stages", "units",
)  # fmt: skip
"""The tables that name things; said here again, so that a header is read without the schema."""


def _one_of(code: str, what: str, allowed: tuple[str, ...]) -> BeforeValidator:
    """Accept one of a few words; another is a problem with its own code."""

    def check(given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if given in allowed:
            return given
        context = {"code": code, "hint": f"known are: {', '.join(allowed)}", "what": what, "given": str(given)}
        raise PydanticCustomError("word", 'unknown {what} "{given}"', context)

    return BeforeValidator(check)


def _yes_or_no(given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    if given in {"true", "false"}:
        return given == "true"
    raise PydanticCustomError("boolean", "neither true nor false", {"code": "E-report-boolean", "hint": "write true"})


def _whole(minimum: int, maximum: int) -> BeforeValidator:
    """Accept a whole number between two limits."""

    def check(given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if isinstance(given, str) and given.isascii() and given.isdigit() and minimum <= int(given) <= maximum:
            return int(given)
        hint = f"write a whole number from {minimum} to {maximum}"
        raise PydanticCustomError("whole", "not such a number", {"code": "E-report-number", "hint": hint})

    return BeforeValidator(check)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=63)]
Count = Annotated[int, _whole(0, 2**31 - 1)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
TypeName = Annotated[str, _one_of("E-report-type", "parameter type", TYPES)]
CHARTS: Final = ("bar", "grouped bar", "stacked bar", "dot", "timeline", "step", "matrix")
ChartKind = Annotated[str, _one_of("E-report-chart", "kind of chart", CHARTS)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Parameter(_Shape):
    """What a user can set."""

    type: TypeName = Field(description="PostgreSQL type", examples=["text"])
    help: Text = Field(description="what it does, and what happens without it", examples=["only this currency"])
    default: str | None = Field(None, description="value where none is given, as on the command line")
    required: YesNo = Field(default=False, description="whether a value must be given")
    choices: list[str] = Field(default=[], description="the values it can have")
    choices_from: Text | None = Field(
        None,
        description="a SELECT that gives the values it can have, and behind each what it is called",
        examples=["SELECT mineral_key, name FROM mart.dim_mineral"],
    )


class ColumnDoc(_Shape):
    """What a column of the answer means."""

    meaning: Text = Field(description="what it holds", examples=["currency of the sum, ISO 4217"])
    unit: Text | None = Field(None, description="unit of a quantity, or the column that names it")
    empty: Text | None = Field(None, description="what it means when there is no value")
    key_of: Name | None = Field(
        None, description="register whose keys it holds, or the column that names it; so a diff follows renames"
    )
    varies: YesNo = Field(default=False, description="whether it differs from load to load; kept answers leave it out")


class Chart(_Shape):
    """How to draw the answer."""

    kind: ChartKind = Field(description="bar, grouped bar, stacked bar, dot, timeline, step or matrix")
    x: Name = Field(description="column of the categories; of a timeline or step the dates; of a matrix its columns")
    y: Name = Field(description="column of the values; of a timeline what happened; of a matrix its rows")
    series: Name | None = Field(None, description="column that tells several series apart, by colour and a legend")
    lower: Name | None = Field(None, description="column of the lower end of an interval around the value")
    upper: Name | None = Field(None, description="column of the upper end of that interval")
    end: Name | None = Field(None, description="column of the last day of a span in a timeline")
    value: Name | None = Field(None, description="column of what stands in the cells of a matrix")


class Expectation(_Shape):
    """What a case says about the answer."""

    rows: Count | None = Field(None, description="exact number of rows")
    at_least: Count | None = Field(None, description="smallest number of rows")
    contains: list[dict[Name, str]] = Field(default=[], description="rows that are there, by some of their cells")


class Case(_Shape):
    """A run of the report on the shipped seeds, and what must come out."""

    params: dict[Name, str] = Field(default={}, description="values, as on the command line")
    expect: Expectation = Field(description="what must come out")


class Header(_Shape):
    """Everything a report says about itself."""

    title: Text = Field(description="title of the answer", examples=["Contract values"])
    question: Text = Field(description="the question it answers, as a sentence")
    grain: list[Name] = Field(
        min_length=1, description="columns, or fact ids of cite, that together are different in every row"
    )
    params: dict[Name, Parameter] = Field(default={}, description="parameters by name")
    columns: dict[Name, ColumnDoc] = Field(min_length=1, description="every column shown, in order")
    cite: dict[Name, Name] = Field(default={}, description="shown column: result column that holds its fact ids")
    chart: Chart | None = Field(None, description="how to draw it")
    cases: list[Case] = Field(default=[], description="runs with known outcome")
    timeout: Annotated[int, _whole(1, MAX_TIMEOUT)] = Field(30, description="seconds it may run")
