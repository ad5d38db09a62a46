"""The types of fields that several columns hold: sums of money, quantities, and dates."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, Self

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

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import core_schema

    from warehouse.model.editors import JsonSchema


UPPER: Final = "upper figure of a range or margin, or what a magnitude stays below; NULL: none"


def _figure_checks(number: str, upper: str) -> tuple[Check, ...]:
    """Return the constraints of a figure: its parts stand together or not at all, and a magnitude has no number."""
    with_upper = "approximation IN ('between', 'plus minus', 'magnitude')"
    return (
        word_of("approximation", "approximation"),
        Check("figure_range", f"quantum > 0 AND {upper} > coalesce({number}, quantum)"),
        Check("figure_whole", "num_nonnulls(approximation, quantum) IN (0, 2)"),
        Check("figure_number", f"({number} IS NULL) = (approximation IS NULL OR approximation = 'magnitude')"),
        Check("range_whole", f"({upper} IS NOT NULL) = (approximation IS NOT NULL AND {with_upper})"),
    )


def _figure_of(row: Mapping[str, Value], prefix: str, number: str, currency: str) -> amounts.Amount | None:
    """Return the figure that the columns of a row hold; None: they hold none."""
    approximation = row[f"{prefix}approximation"]
    if approximation is None:
        return None
    return amounts.Amount(
        words="",
        value=row[f"{prefix}{number}"],
        upper=row.get(f"upper_{prefix}{number}"),
        quantum=row[f"{prefix}quantum"],
        approximation=approximation,
        currency=row[currency] if currency else None,
    )


@dataclass(frozen=True, eq=False)
class MoneyType(FieldType):
    """A sum of money as printed: qualifier, number, scale, currency.

    Attributes:
        prefix: Prefix of all columns; empty for the sum itself, which may be a range and whose words are a field of
            their own.
    """

    prefix: str = ""

    is_group = True

    @property
    def is_main(self) -> bool:
        """Whether it is the sum itself, and not the same sum in another currency."""
        return not self.prefix

    def read(self, text: str) -> str:
        """Return the text, or raise an error that says what is wrong with it."""
        try:
            amounts.money(text)
        except amounts.UnreadableAmountError as error:
            raise problem("E-amount", str(error)) from error
        if "(" in text and not self.is_main:
            hint = "leave them out: they stand around it in the text, and are a minus sign elsewhere"
            raise problem("E-amount", f'"{text}" stands in parentheses', hint)
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.MONEY

    def columns(self, field: NamedField) -> tuple[Column, ...]:
        """Return the columns: number, words, approximation, quantum, upper number, and currency."""
        purpose = f"The {field.name}"
        parts = (
            ("amount", "numeric", "the number; NULL where only words are printed"),
            *(() if self.is_main else (("words", "text", ""),)),
            ("approximation", "text", "how exactly it is stated"),
            ("quantum", "numeric", "weight of the last printed digit, in currency units"),
            *((("upper_amount", "numeric", UPPER),) if self.is_main else ()),
            ("currency_code", "text", "currency, ISO 4217; NULL: none printed"),
        )
        return tuple(
            Column(
                f"{self.prefix}{name}",
                sql_type,
                f"{purpose}: {meaning}" if meaning else field.comment,
                refers="currencies.code" if name == "currency_code" else "",
                field=(field.name,),
            )
            for name, sql_type, meaning in parts
        )

    def checks(self, field: NamedField) -> tuple[Check, ...]:
        """Return the constraints: the parts fit each other, and stand together or not at all."""
        if self.is_main:
            currency = Check("figure_currency", "approximation IS NULL OR currency_code IS NOT NULL")
            return (*_figure_checks("amount", "upper_amount"), currency)
        prefix = self.prefix
        whole = ", ".join(
            f"{prefix}{name}" for name in ("amount", "words", "approximation", "quantum", "currency_code")
        )
        return (
            word_of(f"{prefix}approximation", "approximation"),
            Check(f"{field.name}_range", f"{prefix}quantum > 0"),
            Check(f"{field.name}_whole", f"num_nonnulls({whole}) IN (0, 5)"),
        )

    def to_row(self, value: Value, name: str, first_cited: str) -> dict[str, Value]:  # noqa: ARG002 - a date's
        """Return the values of the columns."""
        if value is None:
            return {}
        printed, prefix = amounts.money(value), self.prefix
        row = {
            f"{prefix}amount": printed.value,
            f"{prefix}approximation": printed.approximation,
            f"{prefix}quantum": printed.quantum,
            f"{prefix}currency_code": printed.currency,
        }
        return row | ({"upper_amount": printed.upper} if self.is_main else {f"{prefix}words": printed.words})

    def from_row(self, row: Mapping[str, Value], name: str, first_cited: str) -> Value:  # noqa: ARG002 - a date's
        """Return the sum: the printed words where they say it, else its parts put into words."""
        figure = _figure_of(row, self.prefix, "amount", f"{self.prefix}currency_code")
        if figure is None:
            return None
        words = row[f"{self.prefix}words"]
        with suppress(amounts.UnreadableAmountError):
            if amounts.money(words).states == figure.states:
                return words
        return amounts.text_of(figure)


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
        quantum = "Weight of the last printed digit, in the same unit; NULL: no number"
        return (
            Column(name, "numeric", field.comment, field=path),
            Column(f"upper_{name}", "numeric", f"{UPPER[0].upper()}{UPPER[1:]}", field=path),
            Column("approximation", "text", "How exactly the number is stated; NULL: there is none", field=path),
            Column("quantum", "numeric", quantum, field=path),
        )

    def checks(self, field: NamedField) -> tuple[Check, ...]:
        """Return the constraints that the parts fit each other."""
        return _figure_checks(field.name, f"upper_{field.name}")

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
        figure = _figure_of(row, "", name, "")
        return amounts.text_of(figure) if figure else None


class DecimalType(FieldType):
    """A number of any size that no document prints, such as the factor between two units."""

    is_group = True
    sql_type = "numeric"

    def read(self, text: str) -> str:
        """Return the text, or raise an error if it is no number."""
        try:
            number = amounts.quantity(text)
        except amounts.UnreadableAmountError as error:
            raise problem("E-number", str(error)) from error
        if number.approximation != "exact" or number.is_negative or not number.value:
            raise problem("E-number", f'"{text}" is not a number above 0', "write digits only, such as 0.001")
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the numbers for editors."""
        return editors.DECIMAL

    def check(self, column: str) -> Check:
        """Return the constraint that the number is above 0."""
        return Check(f"{column}_positive", f"{column} > 0")

    def to_row(self, value: Value, name: str, first_cited: str) -> dict[str, Value]:  # noqa: ARG002 - a date's
        """Return the number."""
        return {name: None if value is None else amounts.quantity(value).value}

    def from_row(self, row: Mapping[str, Value], name: str, first_cited: str) -> Value:  # noqa: ARG002 - a date's
        """Return the number as digits."""
        return None if row[name] is None else f"{row[name]:f}"


class CurrencyCode(Form):
    """The code of a registered currency."""

    def column_of(self, name: str) -> str:
        """Return the name of the column: that of the field with ``_code`` behind it."""
        return f"{name}_code"

    def refers(self) -> str:
        """Return the code of the register."""
        return "currencies.code"

    def checks(self, field: NamedField) -> tuple[Check, ...]:  # noqa: ARG002 - the type of a form
        """Return no constraint: the foreign key says it all."""
        return ()


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
    """A date or period as printed, and what it means; one text is enough where both are the same."""

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

    @model_validator(mode="before")
    @classmethod
    def _one_text_is_both(cls, written: object) -> object:
        return {"words": written, "edtf": written} if isinstance(written, str) else written

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
        purpose, absence = f"The {field.name.replace('_', ' ')}", field.comment.partition("; ")[2]
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

    @staticmethod
    def _in_short(text: str) -> dict[str, Value]:
        """Return the fields of a date that is written as one text."""
        return {"words": text, "edtf": text, "qualifier": "on", "rule": "as printed", "note": None}

    def from_row(self, row: Mapping[str, Value], name: str, first_cited: str) -> dict[str, Value] | str | None:
        """Return the fields of the date, or its text if that says it all; None: the row has no date."""
        if row[f"{name}_words"] is None:
            return None
        fields = {part: row[f"{name}_{part}"] for part in ("words", "edtf", "qualifier", "rule", "note")}
        words: str = fields["words"]
        if row[f"{name}_fiscal"] is None and fields == self._in_short(words):
            return words
        document, (starts, _, named) = row[f"{name}_document_key"], (row[f"{name}_fiscal"] or "").partition(" ")
        return {
            **fields,
            "document": None if document == first_cited else document,
            "fiscal": {"starts": starts, "named": named} if starts else None,
        }


Money = Annotated[str, MoneyType()]
Equivalent = Annotated[str, MoneyType("equivalent_")]
Quantity = Annotated[str, QuantityType()]
Factor = Annotated[str, DecimalType()]
Currency = Annotated[str, CurrencyCode("[A-Z]{3}", "USD")]
Date = Annotated[When, DateType()]
Period = Annotated[When, DateType(covers=True)]
