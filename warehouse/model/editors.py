"""The JSON Schema of each scalar type, for editors.

An editor decides from the look of a text whether it is a number or a boolean; the reader never does. So each type
accepts every JSON type that its texts may look like. The schema may accept more than the reader, never less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from warehouse import vocabulary
from warehouse.model import amounts

if TYPE_CHECKING:
    from collections.abc import Mapping

JsonSchema = dict[str, Any]


def _amount(figure: str, currency: str) -> str:
    return (
        rf"(?:between |{amounts.QUALIFIER})?{figure}(?:(?:{amounts.UP_TO}|-){figure}|{amounts.MARGIN}{figure})?"
        rf"|(?:{amounts.MAGNITUDE})(?: of)?{currency}"
    )


_NUMBER: Final = (
    rf"\(?{amounts.NUMBER}\)?(?:{amounts.SCALE}|"
    rf" ?{amounts.EASTERN}(?: ?{amounts.UNSIGNED} ?{amounts.EASTERN})?)?"
)
_SUM: Final = rf"\(?(?:{amounts.MINUS}?{amounts.BEFORE} ?)?{_NUMBER}{amounts.BEHIND}?\)?"
_NAMES_CURRENCY: Final = f"(?=.*(?:{amounts.BEFORE}|{amounts.BEHIND}))"
_KEY: Final = vocabulary.KEY_PATTERN.strip("^$").replace("(", "(?:")


def form(pattern: str, *, looks: tuple[str, ...] = ("string", "number")) -> JsonSchema:
    """Return a schema for texts that match ``pattern``; ``looks`` are the JSON types that they may look like."""
    return {"type": looks[0] if len(looks) == 1 else list(looks), "pattern": f"^(?:{pattern})$"}


def words(scheme: str, known: vocabulary.Vocabulary | None = None) -> JsonSchema:
    """Return a schema for the words of a scheme, with their meanings; an open scheme accepts other texts too.

    Args:
        scheme: Key of the scheme.
        known: The vocabulary; None: the shipped one.
    """
    listed = choices((known or vocabulary.base()).meanings(scheme))
    return {"anyOf": [listed, TEXT]} if vocabulary.base().schemes[scheme].is_open else listed


def choices(meanings: Mapping[str, str]) -> JsonSchema:
    """Return a schema for one of some texts, each with what an editor says of it."""
    return {"enum": list(meanings), "enumDescriptions": list(meanings.values())}


def reference(register: str) -> JsonSchema:
    """Return a schema for the keys of a register."""
    return {**KEY, POINTS_TO: register}


def target(registers: tuple[str, ...]) -> JsonSchema:
    """Return a schema for things of these registers, written as register and key."""
    return {**form(rf"(?:{'|'.join(registers)})/{_KEY}", looks=("string",)), POINTS_TO: registers}


POINTS_TO: Final = "x-points-to"
"""Names, until the schema is complete, the register whose keys a text can be, or those whose things it can name."""


TEXT: Final = form(r"\S(?:[\s\S]*\S)?", looks=("string", "number", "boolean"))
KEY: Final = {**form(_KEY), "maxLength": vocabulary.KEY_MAX_LENGTH}
TERM_KEY: Final = {
    **form(vocabulary.TERM_PATTERN.strip("^$").replace("(", "(?:")),
    "maxLength": vocabulary.KEY_MAX_LENGTH,
}
INTEGER: Final = form("0|[1-9][0-9]{0,8}", looks=("integer", "string"))
BOOLEAN: Final[JsonSchema] = {"enum": [True, False, "true", "false"]}
DAY: Final = form("[0-9]{4}-[0-9]{2}-[0-9]{2}", looks=("string",))
PAGE_DATE: Final = form("[0-9]{4}(?:-[0-9]{2}){0,2}", looks=("string", "integer"))
_SINGLE_DATE: Final = (
    "(?:[0-9]{4}(?:(?:-[0-9]{2}){0,2}|-Q[1-4]|-S[12]|-W[0-9]{2})|[0-9]{3}X|FY[0-9]{4}(?:-Q[1-4]|-S[12])?)"
)
EDTF: Final = form(
    rf"{_SINGLE_DATE}(?:/(?:{_SINGLE_DATE}|\.\.))?|\.\./{_SINGLE_DATE}",
    looks=("string", "integer"),
)
MONEY: Final = form(f"{_NAMES_CURRENCY}(?:{_amount(_SUM, f' {amounts.CODE}')})", looks=("string",))
QUANTITY: Final = form(_amount(rf"\(?{_NUMBER}\)?", ""))
DECIMAL: Final = form(amounts.NUMBER)
MEASURE: Final = form(r"(?:indicators|money)/\S.*", looks=("string",))
CITATION: Final = form(rf"{_KEY}#\S.*", looks=("string",))

FRAGMENTS: Final[dict[str, JsonSchema]] = {
    "text": TEXT,
    "key": KEY,
    "whole-number": INTEGER,
    "truth": BOOLEAN,
    "day": DAY,
    "page-date": PAGE_DATE,
    "date": EDTF,
    "money": MONEY,
    "quantity": QUANTITY,
    "decimal": DECIMAL,
    **{scheme: words(scheme) for scheme in vocabulary.base().schemes},
}
"""The parts that many fields share, by the name of their definition."""
