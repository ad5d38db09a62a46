"""Cells, parameters and descriptions as JSON text; numbers keep every digit the server gave."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from warehouse.reports.result import Column, Row
    from warehouse.reports.values import Value

__all__ = ["harmless", "members_of", "quoted", "value_text"]

_NO_JSON_NUMBERS: Final = frozenset({"NaN", "Infinity", "-Infinity"})
_ACTING: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def harmless(text: str) -> str:
    """Write what JSON allows as it is but a terminal obeys (control characters, marks of direction) as escapes."""
    if text.isascii() and "\x7f" not in text:
        return text
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def members_of(columns: Sequence[Column]) -> Callable[[Row], str]:
    """Give the function that writes the cells of a row as the members of an object, without its braces."""
    names = [f"{quoted(column.name)}: " for column in columns]
    are_texts = [not column.is_number and column.type != "boolean" for column in columns]

    def members(row: Row) -> str:
        cells = zip(names, row.cells, are_texts, strict=True)
        return ", ".join(name + _cell(cell, is_text=is_text) for name, cell, is_text in cells)

    return members


def _cell(cell: str | None, *, is_text: bool) -> str:
    if cell is None:
        return "null"
    return quoted(cell) if is_text or cell in _NO_JSON_NUMBERS else cell


def value_text(value: Value) -> str:
    """Write the value of a parameter."""
    if isinstance(value, list):
        return "[" + ", ".join(value_text(item) for item in value) + "]"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return quoted(value.isoformat())
    return json.dumps(value, ensure_ascii=False)
