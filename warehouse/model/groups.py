"""The types of fields that several columns hold: sums of money, quantities, and dates."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from warehouse.model import amounts, date_words, dates, editors
from warehouse.model.fields import (
    Check,
    Column,
    FieldType,
    Form,
    Key,
    NamedField,
    Text,
    Value,
    Word,
    problem,
    read_edtf,
    word_of,
)
from warehouse.model.shape import Shape

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import core_schema

    from warehouse.model.editors import JsonSchema


def _range_whole(upper: str) -> Check:
    return Check("range_whole", f"({upper} IS NOT NULL) = (approximation = 'between')")


@dataclass(frozen=True, eq=False)
class MoneyType(FieldType):
    """A sum of money as printed: qualifier, number, scale, currency code.

    Attributes:
        prefix: Prefix of all columns but the number's, which has the name of the field behind it.
        is_range: Whether the sum may be a range.
    """

    prefix: str = ""
    is_range: bool = True

    is_group = True

    def read(self, text: str) -> str:
        """Return the text, or raise an error that says what is wrong with it."""
        try:
            amounts.money(text)
        except amounts.UnreadableAmountError as error:
            raise problem("E-amount", str(error)) from error
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.MONEY

    def columns(self, field: NamedField) -> tuple[Column, ...]:
        """Return the columns: number, words, approximation, quantum, upper number, and currency."""
        purpose = f"The {field.name}"
        upper = (("upper_amount", "numeric", "the upper figure of a printed range; NULL: no range"),)
        parts = (
            ("amount", "numeric", "the number; NULL where only words are printed"),
            ("words", "text", ""),
            ("approximation", "text", "how exactly it is stated"),
            ("quantum", "numeric", "weight of the last printed digit, in currency units"),
            *(upper if self.is_range else ()),
            ("currency_code", "text", "currency, ISO 4217; NULL: none printed"),
        )
        return tuple(
            Column(
                f"{self.prefix}{name}",
                sql_type,
                f"{purpose}: {meaning}" if meaning else field.comment,
                is_required=field.is_required and name == "words",
                refers="currencies.code" if name == "currency_code" else "",
                field=(field.name,),
            )
            for name, sql_type, meaning in parts
        )

    def checks(self, field: NamedField) -> tuple[Check, ...]:
        """Return the constraints: the parts fit each other, and stand together or not at all."""
        prefix = self.prefix
        whole = ["amount", *([] if field.is_required else ["words"]), "approximation", "quantum", "currency_code"]
        upper = "upper_amount >= amount AND " if self.is_range else ""
        listed = ", ".join(f"{prefix}{name}" for name in whole)
        return (
            word_of(f"{prefix}approximation", "approximation"),
            Check(f"{field.name}_range", f"{prefix}amount >= 0 AND {upper}{prefix}quantum > 0"),
            Check(f"{field.name}_whole", f"num_nonnulls({listed}) IN (0, {len(whole)})"),
            *([_range_whole("upper_amount")] if self.is_range else []),
        )

    def to_row(self, value: Value, name: str, first_cited: str) -> dict[str, Value]:  # noqa: ARG002 - a date's
        """Return the values of the columns."""
        if value is None:
            return {}
        printed, prefix = amounts.money(value), self.prefix
        row = {
            f"{prefix}amount": printed.value,
            f"{prefix}words": printed.words,
            f"{prefix}approximation": printed.approximation,
            f"{prefix}quantum": printed.quantum,
            f"{prefix}currency_code": printed.currency,
        }
        if self.is_range:
            row[f"{prefix}upper_amount"] = printed.upper
        return row

    def from_row(self, row: Mapping[str, Value], name: str, first_cited: str) -> Value:  # noqa: ARG002 - a date's
        """Return the sum as printed."""
        return row[f"{self.prefix}words"]


class QuantityType(FieldType):
    """A number without a unit: qualifier, number, scale."""

    is_group = True

    def read(self, text: str) -> str:
        """Return the text, or raise an error that says what is wrong with it."""
        try:
            amounts.quantity(text)
        except amounts.UnreadableAmountError as error:
            raise problem("E-amount", str(error)) from error
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.QUANTITY

    def columns(self, field: NamedField) -> tuple[Column, ...]:
        """Return the columns: number, upper number, approximation, and quantum."""
        name, path = field.name, (field.name,)
        quantum = "Weight of the last printed digit, in the same unit"
        return (
            Column(name, "numeric", field.comment, field.is_required, field=path),
            Column(f"upper_{name}", "numeric", "The upper figure of a printed range; NULL: no range", field=path),
            Column("approximation", "text", "How exactly the number is stated", field.is_required, field=path),
            Column("quantum", "numeric", quantum, field.is_required, field=path),
        )

    def checks(self, field: NamedField) -> tuple[Check, ...]:
        """Return the constraints that the parts fit each other."""
        return (
            word_of("approximation", "approximation"),
            Check(f"{field.name}_range", f"quantum > 0 AND upper_{field.name} >= {field.name}"),
            _range_whole(f"upper_{field.name}"),
        )

    def to_row(self, value: Value, name: str, first_cited: str) -> dict[str, Value]:  # noqa: ARG002 - a date's
        """Return the values of the columns."""
        if value is None:
            return {}
        printed = amounts.quantity(value)
        return {
            name: printed.value,
            f"upper_{name}": printed.upper,
            "approximation": printed.approximation,
            "quantum": printed.quantum,
        }

    def from_row(self, row: Mapping[str, Value], name: str, first_cited: str) -> Value:  # noqa: ARG002 - a date's
        """Return the quantity, formatted from its parts, since the text is in no column."""
        if row[name] is None:
            return None
        return _quantity(row[name], row[f"upper_{name}"], row["quantum"], row["approximation"])


def _quantity(value: Decimal, upper: Decimal | None, quantum: Decimal, approximation: str) -> str:
    """Format a quantity that ``amounts.quantity`` parses to these parts.

    The scale is the smallest one that shows the quantum as the last digit.
    """
    word, scale = next(((word, scale) for word, scale in amounts.SCALES.items() if quantum <= scale), ("", 1))
    decimals = max(-int((quantum / scale).normalize().as_tuple().exponent), 0)
    number = f"{value / scale:.{decimals}f}"
    if upper is not None:
        return f"between {number} and {(upper / scale).normalize():f} {word}".rstrip()
    return f"{approximation} {number} {word}".removeprefix("exact ").rstrip()


class EdtfType(FieldType):
    """A date or a period as a value: a year, quarter, month or day, a range, a decade, a fiscal year."""

    def read(self, text: str) -> str:
        """Return the text, or raise an error that says what is wrong with it."""
        return read_edtf(text)

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.EDTF


MonthDay = Annotated[str, Form(dates.MONTH_DAY_PATTERN, "06-30")]
YearName = Annotated[str, Form("(end|start)", "end")]


class FiscalYear(Shape):
    """When a fiscal year begins, and how it is named."""

    starts: MonthDay = Field(description="Month and day of its first day", examples=["10-01"])
    named: YearName = Field("end", description="Whether it is named by the calendar year of its end or of its start")


class When(Shape):
    """A date or period as printed, and what it means."""

    words: Text = Field(description="The date or period as printed", examples=["last September"])
    edtf: Annotated[str, EdtfType()] = Field(
        description="Year, quarter, month, day, range or fiscal year it means, no finer than the words",
        examples=["2025-09"],
    )
    qualifier: Annotated[str, Word("date-qualifier")] = Field(
        "on", description="On, by, before, after or about that value", examples=["by"]
    )
    rule: Annotated[str, Word("date-rule")] = Field(
        "as printed", description="How the words lead to the value", examples=["latest past"]
    )
    document: Key | None = Field(None, description="Document the words hang on; else the first one cited")
    fiscal: FiscalYear | None = Field(
        None, description="When the fiscal year begins; left out: as the entity says, or no fiscal year is meant"
    )
    note: Text | None = Field(None, description="How the words are meant; the rule by hand needs it")

    @model_validator(mode="after")
    def _has_its_days(self) -> Self:
        if self.rule == "by hand" and self.note is None:
            raise problem("E-by-hand", "a value by hand without a note", "say in note how the words are meant")
        try:
            dates.bounds(self.edtf, self.qualifier, self.fiscal_year)
        except dates.NoFiscalYearError:
            return self
        except dates.UnreadableDateError as error:
            raise problem("E-date", str(error), field="edtf") from error
        return self

    @property
    def fiscal_year(self) -> str | None:
        """The fiscal year as one text."""
        return f"{self.fiscal.starts} {self.fiscal.named}" if self.fiscal else None

    def counted_by(self, fiscal: str) -> When:
        """Return the date with the fiscal year of its entity, if it counts by fiscal years and states none itself."""
        is_printed = self.rule == "as printed" and date_words.is_fiscal(self.words)
        if self.fiscal is not None or not ("FY" in self.edtf or is_printed):
            return self
        starts, _, named = fiscal.partition(" ")
        counted = self.model_copy(update={"fiscal": FiscalYear(starts=starts, named=named)})
        try:
            dates.bounds(self.edtf, self.qualifier, fiscal)
        except dates.UnreadableDateError:
            return self
        return counted

    @property
    def token(self) -> str:
        """The text that stands for the date in a path: the same for the same days, however they are written."""
        try:
            days = dates.token(dates.span(self.edtf, self.fiscal_year))
        except dates.NoFiscalYearError:
            days = self.edtf
        return days if self.qualifier == "on" else f"{self.qualifier}-{days}"


@dataclass(frozen=True, eq=False)
class DateType(FieldType):
    """A date or period as printed, with its value, its bounds, and how the words were resolved.

    Attributes:
        covers: Whether it is a period, which covers its days; a date lies somewhere between them.
    """

    covers: bool = False

    is_group = True

    def __get_pydantic_core_schema__(self, source: Value, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return handler(source)

    def columns(self, field: NamedField) -> tuple[Column, ...]:
        """Return the columns, whose names start with that of the field."""
        purpose, absence = f"The {field.name}", field.comment.partition("; ")[2]
        fiscal = "first day of the fiscal year, and by which end it is named, such as 07-01 end; NULL: no fiscal year"
        parts = (
            ("words", "text", f"as printed; {absence}", ()),
            ("edtf", "text", f"as an EDTF value, no finer than the words; {absence}", ()),
            ("earliest", "date", "first day it can be; NULL: open", ()),
            ("latest", "date", "last day it can be; NULL: open", ()),
            ("qualifier", "text", "on, by, before, after or about the EDTF value", ()),
            ("rule", "text", "how the words lead to the value", ()),
            ("document_key", "text", "document whose page date the words hang on; NULL: none", ("document",)),
            ("fiscal", "text", fiscal, ("fiscal",)),
            ("note", "text", "how the words are meant; NULL: the rule says it", ("note",)),
        )
        return tuple(
            Column(
                f"{field.name}_{name}",
                sql_type,
                f"{purpose}{'' if meaning.startswith('as ') else ':'} {meaning}",
                refers="documents.key" if name == "document_key" else "",
                field=(field.name, *below),
                is_late=name in {"fiscal", "note"},
            )
            for name, sql_type, meaning, below in parts
        )

    def checks(self, field: NamedField) -> tuple[Check, ...]:
        """Return the constraints: words of vocabularies, bounds in order, and all or nothing."""
        prefix = f"{field.name}_"
        whole = ", ".join(f"{prefix}{name}" for name in ("words", "edtf", "qualifier", "rule"))
        return (
            word_of(f"{prefix}qualifier", "date-qualifier"),
            word_of(f"{prefix}rule", "date-rule"),
            Check(f"{prefix}order", f"{prefix}earliest <= {prefix}latest"),
            Check(f"{prefix}whole", f"num_nonnulls({whole}) IN (0, 4)"),
            Check(f"{prefix}fiscal_form", f"{prefix}fiscal ~ '{dates.FISCAL_PATTERN}'"),
            Check(f"{prefix}note_by_hand", f"{prefix}rule <> 'by hand' OR {prefix}note IS NOT NULL"),
        )

    def to_row(self, value: When | None, name: str, first_cited: str) -> dict[str, Value]:
        """Return the values of the columns.

        Args:
            value: The date; without bounds if it counts by a fiscal year that nobody knows.
            name: Name of the field.
            first_cited: The document whose page date resolves relative words, unless the date names another one.
        """
        if value is None:
            return {}
        fiscal = value.fiscal_year
        earliest, latest = None, None
        with suppress(dates.NoFiscalYearError):
            earliest, latest = dates.bounds(value.edtf, value.qualifier, fiscal)
        hangs = value.rule not in date_words.PRINTED_RULES
        return {
            f"{name}_words": value.words,
            f"{name}_edtf": value.edtf,
            f"{name}_earliest": earliest,
            f"{name}_latest": latest,
            f"{name}_qualifier": value.qualifier,
            f"{name}_rule": value.rule,
            f"{name}_document_key": value.document or first_cited if hangs else None,
            f"{name}_fiscal": fiscal,
            f"{name}_note": value.note,
        }

    def from_row(self, row: Mapping[str, Value], name: str, first_cited: str) -> dict[str, Value] | None:
        """Return the fields of the date; None: the row has no date."""
        if row[f"{name}_words"] is None:
            return None
        fields = {part: row[f"{name}_{part}"] for part in ("words", "edtf", "qualifier", "rule", "note")}
        document, (starts, _, named) = row[f"{name}_document_key"], (row[f"{name}_fiscal"] or "").partition(" ")
        return {
            **fields,
            "document": None if document == first_cited else document,
            "fiscal": {"starts": starts, "named": named} if starts else None,
        }


Money = Annotated[str, MoneyType()]
Equivalent = Annotated[str, MoneyType("equivalent_", is_range=False)]
Quantity = Annotated[str, QuantityType()]
Date = Annotated[When, DateType()]
Period = Annotated[When, DateType(covers=True)]
