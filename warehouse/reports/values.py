"""The types a parameter can have: how their values are written on the command line and what is refused."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

Scalar = str | int | Decimal | date | datetime | bool
Value = Scalar | list[Scalar] | None

_INTEGER_LIMIT: Final = 2**31
_NOT_UTF8: Final = re.compile("[\ud800-\udfff]")
"""What Python makes of bytes on the command line that are no UTF-8."""


class BadValue(ValueError):
    """A text is no value of the type; the message says what is."""


def _text(given: str) -> str:
    return given


def _integer(given: str) -> int:
    if re.fullmatch(r"[+-]?[0-9]{1,10}", given) and -_INTEGER_LIMIT <= int(given) < _INTEGER_LIMIT:
        return int(given)
    raise BadValue("write a whole number between -2147483648 and 2147483647, digits only")


def _numeric(given: str) -> Decimal:
    if re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", given):
        return Decimal(given)
    raise BadValue("write a number with digits and a decimal point only, such as 99.3")


def _date(given: str) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise BadValue("there is no such day; write year-month-day, such as 2026-02-18") from None
    raise BadValue("write year-month-day, such as 2026-02-18")


def _timestamptz(given: str) -> datetime:
    hint = "write date, time and offset, such as 2026-02-18T09:30:00Z"
    try:
        instant = datetime.fromisoformat(given)
    except ValueError:
        raise BadValue(hint) from None
    if instant.tzinfo is None:
        raise BadValue(hint)
    return instant


def _boolean(given: str) -> bool:
    if given in {"true", "false"}:
        return given == "true"
    raise BadValue("write true or false")


_PARSERS: Final[dict[str, Callable[[str], Scalar]]] = {
    "text": _text,
    "integer": _integer,
    "numeric": _numeric,
    "date": _date,
    "timestamptz": _timestamptz,
    "boolean": _boolean,
}
TYPES: Final = (*_PARSERS, *(f"{name}[]" for name in _PARSERS))
"""The PostgreSQL types a parameter can have."""


def parse(given: str, type_name: str) -> Value:
    """Read a value as written on the command line; the items of an array stand between commas, as in a line of csv.

    Raises:
        BadValue: It is none of this type.
    """
    if "\x00" in given:
        raise BadValue("a text cannot hold the character NUL")
    if _NOT_UTF8.search(given):
        raise BadValue("write it in UTF-8")
    if not type_name.endswith("[]"):
        return _PARSERS[type_name](given)
    return [_PARSERS[type_name.removesuffix("[]")](item) for item in items(given)]


def items(given: str) -> list[str]:
    """Split the items of an array; one that holds a comma stands in double quotes.

    Raises:
        BadValue: The quotes do not match.
    """
    try:
        lines = list(csv.reader([given], strict=True))
    except csv.Error:
        raise BadValue('write items between commas; one with a comma in it in "double quotes"') from None
    return lines[0] if lines else []
