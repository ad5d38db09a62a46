"""The types of fields: each knows the texts it takes, the columns that hold them, and the way from one to the other.

A type is written inside ``Annotated``. Pydantic asks it how to validate a text and how to describe it to editors; the
class of the record asks it for columns and constraints.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import KW_ONLY, dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal, NamedTuple

from pydantic_core import PydanticCustomError, core_schema

from warehouse import vocabulary
from warehouse.model import dates, editors
from warehouse.vocabulary import Vocabulary
from warehouse.yamlfiles import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo

    from warehouse.model.editors import JsonSchema

Value = Any
"""A value as a file states it, or as a row holds it."""

LEFT_OUT: Final = "; left out: "
"""Precedes, in the description of an optional field, what it means to leave it out."""


class Check(NamedTuple):
    """A CHECK constraint.

    Attributes:
        name: Its name without the table before it and ``check`` behind it.
        condition: The condition, as SQL.
    """

    name: str
    condition: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of ``core``.

    Attributes:
        name: Its name.
        sql_type: Its type in PostgreSQL.
        comment: Its comment.
        is_required: Whether it is NOT NULL.
        refers: The table and column that it refers to, with a dot between them; empty: none.
        scheme: The open scheme whose words it holds; empty: none. It refers to a term of that scheme.
        unique: ``row`` or ``transaction`` if its values are unique after each row or at the end of a transaction.
        field: Path of the seed field that fills it; empty: none does.
        is_late: Whether it was added later than the columns of the fields after it, and so stands behind them.
        starts_later: Whether it was added later still, so that late columns stand before it, and so do those of fields
            after it.
    """

    name: str
    sql_type: str
    comment: str
    is_required: bool = False
    refers: str = ""
    scheme: str = ""
    unique: str = ""
    field: tuple[str, ...] = ()
    is_late: bool = False
    starts_later: bool = False


class NamedField(NamedTuple):
    """A field of a record, as its type needs to know it.

    Attributes:
        name: Its name.
        description: Its purpose.
        is_required: Whether every record has a value for it.
    """

    name: str
    description: str
    is_required: bool

    @property
    def comment(self) -> str:
        """The comment of its column: the description, and for an optional field what NULL means."""
        purpose, _, absence = self.description.partition(LEFT_OUT)
        if self.is_required:
            return purpose
        return f"{purpose}; NULL: {absence or 'no document says'}"


def problem(code: str, what: str, hint: str = "", *, field: str = "") -> PydanticCustomError:
    """Build the error that ``yamlfiles.validate`` turns into a problem.

    Args:
        code: Stable name of the kind of problem.
        what: What is wrong.
        hint: What to do.
        field: The field to point at, if the check is one of the whole record.
    """
    return PydanticCustomError("seed", "{what}", {"what": what, "code": code, "hint": hint, "field": field})


@dataclass(frozen=True, eq=False)
class FieldType:
    """The type of a field that one column holds as it is.

    Attributes:
        column: Name of the column, if it is not that of the field.
        after: Name of the column that it follows in the table, if that is not the one of the field before it.
        unique: ``row`` or ``transaction`` if its values are unique; see ``Column``.
        is_checked: Whether the table has a constraint of its own that restates the type.
        starts_later: Whether the column was added later than the late columns of fields before it; see ``Column``.
        is_filled: Whether the column always has a value, even where the field is left out.
        held_in: ``table`` if a column of the record's own table holds it; ``facts`` if one of ``core.facts`` does, for
            every fact alike; ``path`` if it only is a part of the fact's path.
    """

    _: KW_ONLY
    column: str = ""
    after: str = ""
    unique: str = ""
    is_checked: bool = True
    starts_later: bool = False
    is_filled: bool = False
    held_in: Literal["table", "facts", "path"] = "table"

    sql_type: ClassVar[str] = "text"
    takes_any: ClassVar[bool] = False
    """Whether ``read`` makes the value from the text, before pydantic checks its type."""
    is_group: ClassVar[bool] = False
    """Whether several columns hold the field, or one that holds it in another form."""

    def read(self, text: Value) -> Value:
        """Return the value of a text, or raise an error that says what is wrong with it."""
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return {}

    def __get_pydantic_core_schema__(self, source: Value, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        if self.takes_any:
            return core_schema.no_info_before_validator_function(self.read, handler(source))
        return core_schema.no_info_after_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return self.json_schema() or handler(schema)

    def column_of(self, name: str) -> str:
        """Return the name of the column that holds the field ``name``."""
        return self.column or name

    def columns(self, field: NamedField) -> tuple[Column, ...]:
        """Return the columns that hold a field, in the order of the table."""
        name = self.column_of(field.name)
        column = Column(
            name=name,
            sql_type=self.sql_type,
            comment=field.comment,
            is_required=field.is_required,
            refers=self.refers(),
            scheme=self.open_scheme,
            unique=self.unique,
            field=(field.name,),
            starts_later=self.starts_later,
        )
        return (column,)

    def refers(self) -> str:
        """Return the table and column that the column refers to; empty: none."""
        return ""

    @property
    def open_scheme(self) -> str:
        """The open scheme whose words the column holds; empty: none."""
        return ""

    def checks(self, field: NamedField) -> tuple[Check, ...]:
        """Return the constraints that restate the type."""
        check = self.check(self.column_of(field.name)) if self.is_checked else None
        return (check,) if check else ()

    def check(self, column: str) -> Check | None:  # noqa: ARG002 - for the types that need it
        """Return the constraint that a column of this type has; None: the SQL type says it all."""
        return None

    def to_row(self, value: Value, name: str, first_cited: str) -> dict[str, Value]:  # noqa: ARG002 - for groups
        """Return the values of the columns; only for groups.

        Args:
            value: Value of the field; may be None.
            name: Name of the field.
            first_cited: The document that the record cites first.
        """
        return {self.column_of(name): value}

    def from_row(self, row: Mapping[str, Value], name: str, first_cited: str) -> Value:  # noqa: ARG002 - for groups
        """Return the value that a seed file states for the columns of a row; the inverse of ``to_row``."""
        return row[self.column_of(name)]


class TextType(FieldType):
    """Any text."""

    def read(self, text: str) -> str:
        """Return the text, which is neither empty nor surrounded by blanks, with each letter composed with its accents.

        Names of files on macOS and some PDFs give letters and accents apart, which looks the same and is another text.
        """
        if text and text == text.strip():
            return text if text.isascii() else unicodedata.normalize("NFC", text)
        if not text.strip():
            raise problem("E-empty", "nothing is written here", "leave the key out where nothing is known")
        raise problem("E-text", "blanks at the start or end of the text", "remove them")

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.TEXT


class KeyType(FieldType):
    """A human-made key: lower-case words joined by hyphens."""

    @staticmethod
    @lru_cache(maxsize=8192)
    def read(text: str) -> str:
        """Return the text, or raise an error if it is no key; cached, because a key stands in many places."""
        if not vocabulary.is_key(text):
            hint = f"lower-case letters and digits joined by single hyphens, at most {vocabulary.KEY_MAX_LENGTH}"
            foreign = next((letter for letter in text if not letter.isascii()), None)
            look = f"; it holds {unicodedata.name(foreign, 'an unnamed letter')}" if foreign else ""
            raise problem("E-key-form", f'"{text}" is not a key{look}', hint)
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.KEY

    def check(self, column: str) -> Check | None:
        """Return the constraint that the column holds a key."""
        pattern, length = vocabulary.KEY_PATTERN, vocabulary.KEY_MAX_LENGTH
        return Check(f"{column}_form", f"{column} ~ '{pattern}' AND length({column}) <= {length}")


@dataclass(frozen=True, eq=False)
class Reference(KeyType):
    """The key of a record of a register.

    Attributes:
        register: Name of the register.
    """

    register: str

    def column_of(self, name: str) -> str:
        """Return the name of the column: that of the field with ``_key`` behind it."""
        return self.column or f"{name}_key"

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.reference(self.register)

    def refers(self) -> str:
        """Return the key of the register."""
        return f"{self.register}.key"

    def check(self, column: str) -> Check | None:  # noqa: ARG002 - the type of a key
        """Return None: the foreign key says it all."""
        return None


class Parent(Reference):
    """The key of another record of the same register, to which the record belongs."""

    def checks(self, field: NamedField) -> tuple[Check, ...]:
        """Return the constraint that nothing is its own parent."""
        return (Check(f"{field.name}_other", f"{self.column_of(field.name)} <> key"),)


class TermKeyType(FieldType):
    """The key of a term: lower-case words joined by blanks or hyphens."""

    def read(self, text: str) -> str:
        """Return the text, or raise an error if it cannot be the key of a term."""
        if len(text) > vocabulary.KEY_MAX_LENGTH or not re.fullmatch(vocabulary.TERM_PATTERN, text):
            hint = "lower-case letters and digits joined by single blanks or hyphens; give the printed form as label"
            raise problem("E-key-form", f'"{text}" cannot be the key of a term', hint)
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.TERM_KEY

    def check(self, column: str) -> Check | None:
        """Return the constraint that the column holds the key of a term."""
        pattern, length = vocabulary.TERM_PATTERN, vocabulary.KEY_MAX_LENGTH
        return Check(f"{column}_form", f"{column} ~ '{pattern}' AND length({column}) <= {length}")


@dataclass(frozen=True, eq=False)
class Word(FieldType):
    """A word of a scheme of the vocabulary.

    Attributes:
        scheme: Key of the scheme. Its terms come with the validation; without any, the shipped ones count.
    """

    scheme: str

    def __get_pydantic_core_schema__(self, source: Value, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.with_info_after_validator_function(self.find, handler(source))

    def find(self, text: str, info: ValidationInfo) -> str:
        """Return the key of the term with this name, or raise an error that suggests a similar name."""
        known = vocabulary_in(info)
        term = known.find(self.scheme, text)
        if term is None:
            raise problem("E-unknown-word", f'unknown word "{text}"', word_advice(text, self.scheme, known))
        return term.key

    @property
    def open_scheme(self) -> str:
        """The scheme, if seeds can add words to it."""
        return self.scheme if vocabulary.base().schemes[self.scheme].is_open else ""

    def json_schema(self) -> JsonSchema:
        """Return the schema of the words for editors."""
        return editors.words(self.scheme)

    def check(self, column: str) -> Check | None:
        """Return the constraint that the column holds a word of a closed scheme; None: a foreign key says so."""
        return None if self.open_scheme else word_of(column, self.scheme)


def vocabulary_in(info: ValidationInfo) -> Vocabulary:
    """Return the vocabulary that comes with a validation; the shipped one if none does."""
    return info.context if isinstance(info.context, Vocabulary) else vocabulary.base()


def word_advice(word: str, scheme: str, known: Vocabulary) -> str:
    """Return advice for a word that a scheme does not have: a similar one, all of them, or where they are listed."""
    return nearest(word, known.names(scheme)) or f'"warehouse seeds terms {scheme}" lists the words'


def has_flag(info: ValidationInfo, scheme: str, key: str, flag: str) -> bool:
    """Return whether a term of the vocabulary has a flag, of its own or inherited."""
    return flag in vocabulary_in(info).terms[scheme][key].flags


def word_of(column: str, scheme: str) -> Check:
    """Return the constraint that a column holds a word of a closed scheme."""
    return one_of(column, vocabulary.base().terms[scheme])


def one_of(column: str, words: Iterable[str]) -> Check:
    """Return the constraint that a column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in sorted(words))
    return Check(f"{column}_known", f"{column} IN ({listed})")


@dataclass(frozen=True, eq=False)
class Form(FieldType):
    """A text that matches a regular expression.

    Attributes:
        pattern: The expression, which both Python and PostgreSQL understand.
        example: An example, which messages show.
    """

    pattern: str
    example: str

    def read(self, text: str) -> str:
        """Return the text, or raise an error that shows the example."""
        if not _compiled(self.pattern).fullmatch(text):
            raise problem("E-form", f'"{text}" has not the form expected here', f"write it like {self.example}")
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return {**editors.form(self.pattern), "examples": [self.example]}

    def check(self, column: str) -> Check:
        """Return the constraint that the column matches the expression."""
        return Check(f"{column}_form", f"{column} ~ '^{self.pattern}$'")


class Pattern(FieldType):
    """A regular expression."""

    def read(self, text: str) -> str:
        """Return the text, or raise an error if it is no regular expression."""
        try:
            re.compile(text)
        except re.error as error:
            raise problem("E-pattern", f'"{text}" is no regular expression: {error}', "correct it") from error
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.TEXT


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass(frozen=True, eq=False)
class IntegerType(FieldType):
    """A whole number.

    Attributes:
        least: The smallest number.
        most: The largest number; None: nine digits.
    """

    least: int = 0
    most: int | None = None

    sql_type = "integer"
    takes_any = True

    def read(self, text: object) -> object:
        """Return the number, or raise an error."""
        if isinstance(text, str):
            if not re.fullmatch("0|[1-9][0-9]{0,8}", text):
                raise problem("E-number", f'"{text}" is not a whole number', "write digits only, such as 17")
            return int(text)
        return text

    def __get_pydantic_core_schema__(self, source: Value, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(
            self.read, core_schema.int_schema(ge=self.least, le=self.most)
        )

    def json_schema(self) -> JsonSchema:
        """Return the schema of the numbers for editors, with their bounds."""
        bounds = {"minimum": self.least or None, "maximum": self.most}
        return {**editors.INTEGER, **{name: bound for name, bound in bounds.items() if bound is not None}}

    def check(self, column: str) -> Check | None:
        """Return the constraint that the column lies within the bounds."""
        if self.most is not None:
            return Check(f"{column}_range", f"{column} BETWEEN {self.least} AND {self.most}")
        return Check(f"{column}_positive", f"{column} > {self.least - 1}") if self.least else None


class BooleanType(FieldType):
    """True or false."""

    sql_type = "boolean"
    takes_any = True

    def read(self, text: object) -> object:
        """Return the truth value, or raise an error."""
        if isinstance(text, str):
            if text not in {"true", "false"}:
                raise problem("E-boolean", f'"{text}" is neither true nor false', "write true or false")
            return text == "true"
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the truth values for editors."""
        return editors.BOOLEAN


class DayType(FieldType):
    """A day of the calendar."""

    sql_type = "date"
    takes_any = True

    def read(self, text: object) -> object:
        """Return the day, or raise an error."""
        if isinstance(text, str):
            if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise problem("E-date", f'"{text}" is not a day', "write year, month and day: 2026-02-18")
            return dates.span(read_edtf(text))[0]
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the days for editors."""
        return editors.DAY


def read_edtf(text: str) -> str:
    """Return the value of a date or period, or raise an error that says what is wrong with it."""
    try:
        dates.span(text, dates.CALENDAR_YEAR)
    except dates.UnreadableDateError as error:
        raise problem("E-date", str(error)) from error
    return text


Text = Annotated[str, TextType()]
Key = Annotated[str, KeyType()]
TermKey = Annotated[str, TermKeyType()]
Label = Annotated[str, KeyType(is_checked=False)]
PathKey = Annotated[str, KeyType(held_in="path")]
Count = Annotated[int, IntegerType(1)]
Boolean = Annotated[bool, BooleanType()]
Day = Annotated[date, DayType()]
Sha256 = Annotated[str, Form("[0-9a-f]{64}", "64 hexadecimal digits")]
Language = Annotated[str, Form("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "en or ko or zh-Hant", is_checked=False)]
Modality = Annotated[str, Word("modality", held_in="facts")]
FUTURE: Final = frozenset(
    term.key for term in vocabulary.base().terms["modality"].values() if "is_future" in term.flags
)
"""The modalities of what is still to come: it does not answer what is."""

EntityKey = Annotated[str, Reference("entities")]
MineralKey = Annotated[str, Reference("minerals")]
PlaceKey = Annotated[str, Reference("places")]
StageKey = Annotated[str, Reference("supply_chain_stages")]
UnitKey = Annotated[str, Reference("units")]

MODALITY_HELP: Final = "Whether it has happened, is planned, pledged …"
