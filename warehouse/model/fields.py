"""The scalar types of seed fields; each validates a text as written and explains what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from warehouse import vocabulary
from warehouse.model import amounts, dates, editors
from warehouse.yamlfiles import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping


def problem(code: str, what: str, hint: str = "", *, field: str = "") -> PydanticCustomError:
    """Build the error that ``yamlfiles.validate`` turns into a problem.

    Args:
        code: Stable name of the kind of problem.
        what: What is wrong.
        hint: What to do.
        field: The field to point at, if the check is one of the whole record.
    """
    return PydanticCustomError("seed", "{what}", {"what": what, "code": code, "hint": hint, "field": field})


def _text(value: str) -> str:
    if value and value == value.strip():
        return value
    if not value.strip():
        raise problem("E-empty", "nothing is written here", "leave the key out where nothing is known")
    raise problem("E-text", "blanks at the start or end of the text", "remove them")


@lru_cache(maxsize=8192)
def _key(value: str) -> str:
    if not vocabulary.is_key(value):
        hint = f"lower-case letters and digits joined by single hyphens, at most {vocabulary.KEY_MAX_LENGTH}"
        foreign = next((letter for letter in value if not letter.isascii()), None)
        look = f"; it holds {unicodedata.name(foreign, 'an unnamed letter')}" if foreign else ""
        raise problem("E-key-form", f'"{value}" is not a key{look}', hint)
    return value


@dataclass(frozen=True, slots=True, eq=False)
class OneOf:
    """The check that a text is a word of a closed vocabulary; it holds the words with their meanings."""

    words: Mapping[str, str]

    def __call__(self, value: str) -> str:
        """Return the text, or raise an error that suggests a similar word."""
        if value not in self.words:
            raise problem("E-unknown-word", f'unknown word "{value}"', nearest(value, self.words))
        return value


def known(words: Mapping[str, str]) -> OneOf:
    """Return the check that a text is a word of a closed vocabulary."""
    return OneOf(words)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """The check that a text matches a regular expression; an example explains the form."""

    form: str
    example: str

    def __call__(self, value: str) -> str:
        """Return the text, or raise an error that shows the example."""
        if not _compiled(self.form).fullmatch(value):
            raise problem("E-form", f'"{value}" has not the form expected here', f"write it like {self.example}")
        return value


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form)


def pattern(form: str, example: str) -> Form:
    """Return the check that a text matches the regular expression ``form``; messages show ``example``."""
    return Form(form, example)


def _integer(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch("0|[1-9][0-9]{0,8}", value):
            raise problem("E-number", f'"{value}" is not a whole number', "write digits only, such as 17")
        return int(value)
    return value


def _boolean(value: object) -> object:
    if isinstance(value, str):
        if value not in {"true", "false"}:
            raise problem("E-boolean", f'"{value}" is neither true nor false', "write true or false")
        return value == "true"
    return value


def _day(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise problem("E-date", f'"{value}" is not a day', "write year, month and day: 2026-02-18")
        return dates.span(_edtf(value))[0]
    return value


def _edtf(value: str) -> str:
    try:
        dates.span(value)
    except dates.UnreadableDateError as error:
        raise problem("E-date", str(error)) from error
    return value


def _money(value: str) -> str:
    try:
        amounts.money(value)
    except amounts.UnreadableAmountError as error:
        raise problem("E-amount", str(error)) from error
    return value


def _quantity(value: str) -> str:
    try:
        amounts.quantity(value)
    except amounts.UnreadableAmountError as error:
        raise problem("E-amount", str(error)) from error
    return value


Text = Annotated[str, AfterValidator(_text), WithJsonSchema(editors.TEXT)]
Key = Annotated[str, AfterValidator(_key), WithJsonSchema(editors.KEY)]
Integer = Annotated[int, BeforeValidator(_integer), WithJsonSchema(editors.INTEGER)]
Boolean = Annotated[bool, BeforeValidator(_boolean), WithJsonSchema(editors.BOOLEAN)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(editors.DAY)]
Edtf = Annotated[str, AfterValidator(_edtf), WithJsonSchema(editors.EDTF)]
Money = Annotated[str, AfterValidator(_money), WithJsonSchema(editors.MONEY)]
Quantity = Annotated[str, AfterValidator(_quantity), WithJsonSchema(editors.QUANTITY)]
Sha256 = Annotated[str, AfterValidator(pattern("[0-9a-f]{64}", "64 hexadecimal digits"))]
Language = Annotated[str, AfterValidator(pattern("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "en or ko or zh-Hant"))]
IsoPlace = Annotated[str, AfterValidator(pattern("[A-Z]{2}(-[A-Z0-9]{1,3})?", "KR or US-VA"))]

Modality = Annotated[str, AfterValidator(known(vocabulary.MODALITY))]

MODALITY_HELP: Final = "Whether it has happened, is planned, pledged …"
