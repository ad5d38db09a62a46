"""The tables of facts with dates, sums of money and figures."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, CheckConstraint, Column, Numeric, Table

from warehouse import vocabulary as words
from warehouse.schema.base import fact, one_of, reference, text
from warehouse.schema.columns import amount, dates

milestones = fact(
    "milestones",
    "One row per dated step of one agreement, facility, strategy, mineral list, event or entity",
    text("kind", "Signed, announced, production start …; closed vocabulary", required=True),
    *dates("date_", "The date"),
    one_of("kind", words.MILESTONE_KIND),
    about=("agreements", "facilities", "strategies", "mineral_lists", "events", "entities"),
)

monetary_values = fact(
    "monetary_values",
    "One row per stated sum of money, with the equivalent printed beside it",
    text("kind", "Contract value, pledge, portfolio total …; closed vocabulary", required=True),
    *amount("", "The sum", required=True),
    Column("upper_amount", Numeric, comment="The upper figure of a printed range; NULL: no range"),
    reference("currency_code", "currencies.code", "Currency of the sum, ISO 4217; NULL: no currency printed"),
    reference("per_unit_key", "units.key", "Unit of a price, such as one kilogram; NULL: not a price"),
    *amount("equivalent_", "The equivalent printed beside the sum"),
    reference("equivalent_currency_code", "currencies.code", "Currency of the equivalent; NULL: none printed"),
    Column("is_total", Boolean, nullable=False, comment="True where it is the total of parts that stand as own rows"),
    one_of("kind", words.VALUE_KIND),
    one_of("approximation", words.APPROXIMATION),
    one_of("equivalent_approximation", words.APPROXIMATION),
    CheckConstraint("amount >= 0 AND upper_amount >= amount AND quantum > 0", name="amount_range"),
    CheckConstraint("equivalent_amount >= 0 AND equivalent_quantum > 0", name="equivalent_range"),
    CheckConstraint("num_nonnulls(amount, approximation, quantum, currency_code) IN (0, 4)", name="amount_whole"),
    CheckConstraint("(upper_amount IS NOT NULL) = (approximation = 'between')", name="range_whole"),
    CheckConstraint(
        "num_nonnulls(equivalent_amount, equivalent_words, equivalent_approximation, equivalent_quantum,"
        " equivalent_currency_code) IN (0, 5)",
        name="equivalent_whole",
    ),
    CheckConstraint("equivalent_currency_code <> currency_code", name="equivalent_other_currency"),
    about=("agreements", "strategies", "facilities", "entities"),
)

observations = fact(
    "observations",
    "One row per stated quantity of one subject: shares, capacities, terms, counts",
    reference("indicator_key", "indicators.key", "What is measured, and in which unit", required=True),
    Column("value", Numeric, nullable=False, comment="The number, in the indicator's unit"),
    Column("upper_value", Numeric, comment="The upper figure of a printed range; NULL: no range"),
    text("words", "The quantity as printed", required=True),
    text("approximation", "How exactly it is stated; closed vocabulary", required=True),
    Column("quantum", Numeric, nullable=False, comment="Weight of the last printed digit, in the indicator's unit"),
    reference("counterpart_key", "places.key", "The other place, such as the source of imports; NULL: none"),
    reference("mineral_key", "minerals.key", "The mineral or product it is about; NULL: none in particular"),
    *dates("period_", "The period"),
    one_of("approximation", words.APPROXIMATION),
    CheckConstraint("quantum > 0 AND upper_value >= value", name="value_range"),
    CheckConstraint("(upper_value IS NOT NULL) = (approximation = 'between')", name="range_whole"),
    about=("places", "entities", "agreements", "facilities", "strategies", "mineral_lists", "events"),
)

TABLES: Final[tuple[Table, ...]] = (milestones, monetary_values, observations)
