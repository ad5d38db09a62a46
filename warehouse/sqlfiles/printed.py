"""How values become text: once, from what the server prints, so that all formats show the same."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from psycopg.postgres import types
from psycopg.types.string import TextLoader

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg.abc import AdaptContext

_SHOWN_AS: Final = {
    "bool": "boolean",
    "bpchar": "text",
    "date": "date",
    "float4": "double precision",
    "float8": "double precision",
    "int2": "integer",
    "int4": "integer",
    "int8": "bigint",
    "name": "text",
    "numeric": "numeric",
    "text": "text",
    "timestamptz": "timestamptz",
    "uuid": "uuid",
    "varchar": "text",
}
TYPE_BY_OID: Final = {types[name].oid: shown for name, shown in _SHOWN_AS.items()}
"""The types every reader of an answer knows, by their number in PostgreSQL."""

SETTINGS: Final = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL extra_float_digits = 1"
"""What the session must say for the server to print values as we show them."""


def read_as_text(context: AdaptContext) -> None:
    """Let a cursor give every value as the server prints it: no float in between, and no object per cell."""
    for oid in TYPE_BY_OID:
        context.adapters.register_loader(oid, TextLoader)


def _boolean(printed: str) -> str:
    return "true" if printed == "t" else "false"


def _instant(printed: str) -> str:
    return printed.replace(" ", "T", 1).replace("+00", "Z") if printed.endswith("+00") else printed


def _float(printed: str) -> str:
    return format(Decimal(printed), "f") if "e" in printed else printed


_PLAIN: Final[dict[str, Callable[[str], str]]] = {
    "boolean": _boolean,
    "timestamptz": _instant,
    "double precision": _float,
}


def plain(type_name: str) -> Callable[[str], str] | None:
    """Give the function that makes a shown cell of what the server printed; None: it is shown as printed."""
    return _PLAIN.get(type_name)
