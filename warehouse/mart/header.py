"""The shape of the header of a mart object: its grain, its key, its columns."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

TYPES: Final = ("text", "integer", "bigint", "numeric(p,s)", "date", "timestamptz", "boolean")
"""Types that every client understands; no arrays, ranges, intervals, uuid, json or numbers without limits."""

_NUMERIC: Final = re.compile(r"numeric\([1-9][0-9]?,[0-9]{1,2}\)")


def _type(given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    if given in TYPES or (isinstance(given, str) and _NUMERIC.fullmatch(given)):
        return given
    context = {"code": "E-mart-type", "hint": f"known are: {', '.join(TYPES)}", "given": str(given)}
    raise PydanticCustomError("type", 'no client knows the type "{given}"', context)


def _one_of(code: str, *allowed: str) -> BeforeValidator:
    """Accept one of a few words."""

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
Target = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]


class Column(BaseModel):
    """A column of a mart object."""

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
        """What the database says about it."""
        parts = [self.meaning]
        if self.unit:
            parts.append(f"unit: {self.unit}")
        if self.empty:
            parts.append(f"NULL: {self.empty}")
        return "; ".join(parts)


class Header(BaseModel):
    """Everything a mart object says about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Annotated[str, _one_of("E-mart-kind", "table", "view")] = Field("table", description="table or view")
    grain: Annotated[Text, BeforeValidator(_grain)] = Field(
        description="what a row is", examples=["One row per stated sum of money"]
    )
    follows: Annotated[str, _one_of("E-mart-follows", "facts", "all")] = Field(
        "all",
        description="facts: a row is made of its own fact, of those whose path differs in the document alone, and of"
        " registers, so that a load computes only rows that it may have changed; all: of anything",
    )
    key: list[Name] = Field(min_length=1, description="columns that together tell a row from all others")
    columns: dict[Name, Column] = Field(min_length=1, description="every column, in order")
