"""Groups of columns that recur: amounts as printed, and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Column, Date, Numeric

from warehouse import vocabulary as words
from warehouse.schema.base import one_of, reference, text

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem


def amount(prefix: str, comment: str, *, required: bool = False) -> list[Column[Any]]:
    """Build the columns of a printed sum of money.

    Args:
        prefix: Prefix of the column names.
        comment: What the sum is.
        required: Whether its words are NOT NULL.
    """
    return [
        Column(f"{prefix}amount", Numeric, comment=f"{comment}: the number; NULL where only words are printed"),
        text(f"{prefix}words", f"{comment}: number and currency as printed", required=required),
        text(f"{prefix}approximation", f"{comment}: how exactly it is stated; closed vocabulary"),
        Column(f"{prefix}quantum", Numeric, comment=f"{comment}: weight of the last printed digit, in currency units"),
    ]


def dates(prefix: str, what: str) -> list[SchemaItem]:
    """Build the columns and constraints of a date: words, EDTF value, bounds, and how the words were resolved.

    Args:
        prefix: Prefix of the column names.
        what: What the date is, for the comments.
    """
    start, end = f"{prefix}earliest", f"{prefix}latest"
    return [
        text(f"{prefix}words", f"{what} as printed; NULL: no document says"),
        text(f"{prefix}edtf", f"{what} as an EDTF value, no finer than the words; NULL: no document says"),
        Column(start, Date, comment=f"{what}: first day it can be; NULL: open"),
        Column(end, Date, comment=f"{what}: last day it can be; NULL: open"),
        text(f"{prefix}qualifier", f"{what}: on, by, before, after or about the EDTF value"),
        text(f"{prefix}rule", f"{what}: how the words were resolved; closed vocabulary"),
        reference(f"{prefix}document_key", "documents.key", f"{what}: document whose page date the words hang on"),
        one_of(f"{prefix}qualifier", words.DATE_QUALIFIER),
        one_of(f"{prefix}rule", words.DATE_RULE),
        CheckConstraint(f"{start} <= {end}", name=f"{prefix}order"),
        CheckConstraint(
            f"num_nonnulls({prefix}words, {prefix}edtf, {prefix}qualifier, {prefix}rule) IN (0, 4)",
            name=f"{prefix}whole",
        ),
    ]
