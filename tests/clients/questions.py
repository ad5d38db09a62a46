"""What every client is asked: one of each type, with and without a value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from warehouse.database.connect import forms, past, with_options

LATER: Final = datetime(2999, 1, 1, tzinfo=UTC)
"""After all that is loaded: what was known then is what is known now."""

MONEY: Final = """
SELECT money.agreement, contract, source_count, money.is_chosen
FROM money_krw AS money JOIN wide_money USING (fact_key)
WHERE money.agreement IS NOT NULL ORDER BY money.agreement COLLATE "C"
"""
DATES: Final = (
    "SELECT date_words, earliest_date FROM wide_milestones ORDER BY earliest_date NULLS FIRST, date_words LIMIT 2"
)
INSTANT: Final = "SELECT max(known_since) AS known_since FROM wide_facts"


class Sum(NamedTuple):
    """A row of MONEY."""

    agreement: str
    contract: Decimal | None
    source_count: int
    is_chosen: bool


SUMS: Final = [
    Sum("Motor cores for a North American electric vehicle maker", Decimal(600_000_000_000), 1, is_chosen=True),
    Sum("POSCO International's magnet and motor-core contracts", None, 1, is_chosen=True),
    Sum("Permanent magnets for a European automaker", Decimal(260_000_000_000), 1, is_chosen=True),
    Sum("Permanent magnets for a North American automaker", Decimal(900_000_000_000), 1, is_chosen=True),
]
DAYS: Final = [None, date(2025, 1, 1)]


def addresses(reader: str, client: str) -> list[str]:
    """Give the addresses that a client is given for today and for a day to come, in the form that is its own.

    Args:
        reader: Address of an account that only reads.
        client: How the name of its form begins.
    """
    return [
        form.text
        for address in (reader, with_options(reader, past(LATER)))
        for form in forms(address)
        if form.client.startswith(client)
    ]
