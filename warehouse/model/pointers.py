"""The types of fields that point at something: a thing of one of several registers, a measure, a point of the globe."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final

from pydantic_core import core_schema

from warehouse.model import editors
from warehouse.model.fields import Check, Column, FieldType, KeyType, NamedField, Value, Word, problem
from warehouse.vocabulary import SUBJECT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import GetCoreSchemaHandler, ValidationInfo

    from warehouse.model.editors import JsonSchema

COORDINATE: Final = r"-?[0-9]{1,3}(\.[0-9]{1,9})?"


@dataclass(frozen=True, eq=False)
class Target(FieldType):
    """A thing of one of several registers, written ``facilities/mountain-pass``: one column per register.

    Attributes:
        registers: The registers.
        prefix: Prefix of the columns.
    """

    registers: tuple[str, ...]
    prefix: str = "to_"

    is_group = True

    def read(self, text: str) -> str:
        """Return the text, or raise an error if it is not the register and key of a thing."""
        register, _, key = text.partition("/")
        if register not in self.registers:
            hint = (
                f"write register and key, such as {self.registers[0]}/some-key; known are: {', '.join(self.registers)}"
            )
            raise problem("E-target", f'"{text}" does not begin with a register that is possible here', hint)
        KeyType.read(key)
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.target(self.registers)

    def columns(self, field: NamedField) -> tuple[Column, ...]:
        """Return the columns: the key in each register."""
        comment = f"{field.comment}; one of these columns is set"
        return tuple(
            Column(self._column(register), "text", comment, refers=f"{register}.key", field=(field.name,))
            for register in self.registers
        )

    def _column(self, register: str) -> str:
        return f"{self.prefix}{SUBJECT_COLUMNS[register]}"

    def checks(self, field: NamedField) -> tuple[Check, ...]:
        """Return the constraint that it is one thing."""
        columns = ", ".join(map(self._column, self.registers))
        return (Check(f"{field.name}_one", f"num_nonnulls({columns}) {'=' if field.is_required else '<='} 1"),)

    def to_row(self, value: Value, name: str, first_cited: str) -> dict[str, Value]:  # noqa: ARG002 - for other groups
        """Return the key in the column of the register."""
        register, _, key = (value or "").partition("/")
        return {self._column(register): key} if register else {}

    def from_row(self, row: Mapping[str, Value], name: str, first_cited: str) -> Value:  # noqa: ARG002 - for other groups
        """Return register and key."""
        found = ((register, row[self._column(register)]) for register in self.registers)
        return next((f"{register}/{key}" for register, key in found if key is not None), None)


class MeasureType(FieldType):
    """What figures measure: an indicator, written ``indicators/production``, or a kind of money: ``money/revenue``."""

    is_group = True

    def __get_pydantic_core_schema__(self, source: Value, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.with_info_after_validator_function(self.find, handler(source))

    @staticmethod
    def find(text: str, info: ValidationInfo) -> str:
        """Return the measure with the key of its word, or raise an error that says what is wrong with it."""
        family, _, name = text.partition("/")
        if family == "money":
            return f"money/{Word('money-kind').find(name, info)}"
        if family != "indicators":
            hint = "write indicators/KEY, such as indicators/production, or money/KIND, such as money/revenue"
            raise problem("E-measure", f'"{text}" is neither an indicator nor a kind of money', hint)
        KeyType.read(name)
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.MEASURE

    def columns(self, field: NamedField) -> tuple[Column, ...]:
        """Return the columns: the indicator, and the kind of money."""
        path = (field.name,)
        return (
            Column(
                "indicator_key",
                "text",
                "The indicator that is compared; NULL: money is",
                refers="indicators.key",
                field=path,
            ),
            Column(
                "money_kind",
                "text",
                "The kind of money that is compared; NULL: an indicator is",
                scheme="money-kind",
                field=path,
            ),
        )

    def checks(self, field: NamedField) -> tuple[Check, ...]:
        """Return the constraint that it is one of both."""
        return (Check(f"{field.name}_one", "num_nonnulls(indicator_key, money_kind) = 1"),)

    def to_row(self, value: Value, name: str, first_cited: str) -> dict[str, Value]:  # noqa: ARG002 - for other groups
        """Return the key of the indicator or the word of the kind of money."""
        family, _, key = value.partition("/")
        return {"money_kind" if family == "money" else "indicator_key": key}

    def from_row(self, row: Mapping[str, Value], name: str, first_cited: str) -> Value:  # noqa: ARG002 - for other groups
        """Return the measure as a seed file states it."""
        kind = row["money_kind"]
        return f"indicators/{row['indicator_key']}" if kind is None else f"money/{kind}"


@dataclass(frozen=True, eq=False)
class CoordinateType(FieldType):
    """A latitude or longitude in decimal degrees.

    Attributes:
        most: The largest number of degrees.
    """

    most: int

    is_group = True
    sql_type = "numeric"

    def read(self, text: str) -> str:
        """Return the text, or raise an error if it is no number of degrees."""
        if not re.fullmatch(COORDINATE, text) or abs(Decimal(text)) > self.most:
            hint = "write decimal degrees, south and west with a minus: -25.274"
            raise problem("E-coordinate", f'"{text}" is not a number from -{self.most} to {self.most}', hint)
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the numbers for editors."""
        return editors.form(COORDINATE)

    def check(self, column: str) -> Check:
        """Return the constraint that the number lies within the bounds."""
        return Check(f"{column}_range", f"{column} BETWEEN -{self.most} AND {self.most}")

    def to_row(self, value: Value, name: str, first_cited: str) -> dict[str, Value]:  # noqa: ARG002 - for other groups
        """Return the number."""
        return {name: None if value is None else Decimal(value)}

    def from_row(self, row: Mapping[str, Value], name: str, first_cited: str) -> Value:  # noqa: ARG002 - for other groups
        """Return the number as digits."""
        return None if row[name] is None else f"{row[name]:f}"


Measure = Annotated[str, MeasureType()]
Latitude = Annotated[str, CoordinateType(90)]
Longitude = Annotated[str, CoordinateType(180)]
