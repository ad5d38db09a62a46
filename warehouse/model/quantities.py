"""The shapes of facts with dates, sums of money and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self

from pydantic import AfterValidator, Field, model_validator

from warehouse import vocabulary
from warehouse.model import amounts
from warehouse.model.base import Fact, When
from warehouse.model.fields import MODALITY_HELP, Boolean, Key, Modality, Money, Quantity, Text, known, problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


class Milestone(Fact):
    """A dated step."""

    table: ClassVar[str] = "milestones"
    section: ClassVar[str] = "milestones"
    by_document: ClassVar[bool] = True

    kind: Annotated[str, AfterValidator(known(vocabulary.MILESTONE_KIND))] = Field(
        description="Signed, announced, production start …", examples=["signed"]
    )
    date: When | None = Field(None, description="When, where the document says so")
    modality: Modality = Field(description=MODALITY_HELP, examples=["occurred"])

    def discriminator(self) -> str:
        """Return the kind."""
        return self.kind

    def columns(self) -> dict[str, Any]:
        """Return kind and date."""
        return {"kind": self.kind, **(self.date.columns("date_", self.first_cited) if self.date else {})}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return kind and date."""
        return {"kind": row["kind"], "date": When.fields(row, "date_", cls.first_cited_in(row["path"]))}


class MonetaryValue(Fact):
    """A sum of money as printed, with the equivalent printed beside it."""

    table: ClassVar[str] = "monetary_values"
    section: ClassVar[str] = "values"
    by_document: ClassVar[bool] = True

    kind: Annotated[str, AfterValidator(known(vocabulary.VALUE_KIND))] = Field(
        description="Contract value, pledge, portfolio total …", examples=["contract value"]
    )
    amount: Money = Field(description="The sum as printed", examples=["900 billion KRW"])
    equivalent: Money | None = Field(
        None, description="The same sum in another currency, printed beside it", examples=["about 622 million USD"]
    )
    per_unit: Key | None = Field(None, description="Unit of a price", examples=["kilogram"])
    is_total: Boolean = Field(default=False, description="True for the total of parts that stand as facts of their own")
    modality: Modality = Field(description=MODALITY_HELP, examples=["pledged"])

    @model_validator(mode="after")
    def _equivalent_is_one(self) -> Self:
        if self.equivalent is None:
            return self
        equivalent = amounts.money(self.equivalent)
        if equivalent.upper is not None:
            hint = "leave it out and say it in note"
            raise problem("E-equivalent", "an equivalent cannot be a range", hint, field="equivalent")
        if equivalent.currency == amounts.money(self.amount).currency:
            hint = "an equivalent is the same sum in another currency"
            raise problem("E-equivalent", f"both sums are in {equivalent.currency}", hint, field="equivalent")
        return self

    def discriminator(self) -> str:
        """Return kind and currency."""
        return f"{self.kind}/{amounts.money(self.amount).currency}"

    def columns(self) -> dict[str, Any]:
        """Return the sum and its equivalent, each with words, approximation and quantum."""
        printed = amounts.money(self.amount)
        columns = {
            "kind": self.kind,
            "amount": printed.value,
            "words": printed.words,
            "approximation": printed.approximation,
            "quantum": printed.quantum,
            "upper_amount": printed.upper,
            "currency_code": printed.currency,
            "per_unit_key": self.per_unit,
            "is_total": self.is_total,
        }
        if self.equivalent is not None:
            equivalent = amounts.money(self.equivalent)
            columns |= {
                "equivalent_amount": equivalent.value,
                "equivalent_words": equivalent.words,
                "equivalent_approximation": equivalent.approximation,
                "equivalent_quantum": equivalent.quantum,
                "equivalent_currency_code": equivalent.currency,
            }
        return columns

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return kind, both sums as printed, the unit of a price, and whether it is a total."""
        return {
            "kind": row["kind"],
            "amount": row["words"],
            "equivalent": row["equivalent_words"],
            "per_unit": row["per_unit_key"],
            "is_total": row["is_total"],
        }


class Observation(Fact):
    """A stated quantity of one subject."""

    table: ClassVar[str] = "observations"
    section: ClassVar[str] = "observations"
    by_document: ClassVar[bool] = True

    indicator: Key = Field(description="What is measured", examples=["import-dependence"])
    value: Quantity = Field(description="The number in the indicator's unit", examples=["about 80"])
    words: Text = Field(description="The quantity as printed", examples=["about 80%"])
    counterpart: Key | None = Field(None, description="The other place, such as where imports come from")
    mineral: Key | None = Field(None, description="The mineral or product", examples=["rare-earth-magnets"])
    period: When | None = Field(None, description="The period it holds for, where the document says so")
    modality: Modality = Field(description=MODALITY_HELP, examples=["assessed"])

    def discriminator(self) -> str:
        """Return indicator, mineral and counterpart."""
        return "/".join(part for part in (self.indicator, self.mineral, self.counterpart) if part)

    def columns(self) -> dict[str, Any]:
        """Return indicator, quantity, counterpart, mineral and period."""
        quantity = amounts.quantity(self.value)
        return {
            "indicator_key": self.indicator,
            "value": quantity.value,
            "upper_value": quantity.upper,
            "words": self.words,
            "approximation": quantity.approximation,
            "quantum": quantity.quantum,
            "counterpart_key": self.counterpart,
            "mineral_key": self.mineral,
            **(self.period.columns("period_", self.first_cited) if self.period else {}),
        }

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return indicator, quantity, counterpart, mineral and period; the quantity is formatted from its parts."""
        return {
            "indicator": row["indicator_key"],
            "value": _quantity(row["value"], row["upper_value"], row["quantum"], row["approximation"]),
            "words": row["words"],
            "counterpart": row["counterpart_key"],
            "mineral": row["mineral_key"],
            "period": When.fields(row, "period_", cls.first_cited_in(row["path"])),
        }


def _quantity(value: Decimal, upper: Decimal | None, quantum: Decimal, approximation: str) -> str:
    """Format a quantity that ``amounts.quantity`` parses to these parts.

    The scale is the smallest one that shows the quantum as the last digit.
    """
    word, scale = next(((word, scale) for word, scale in amounts.SCALES.items() if quantum <= scale), ("", 1))
    decimals = max(-int((quantum / scale).normalize().as_tuple().exponent), 0)
    number = f"{value / scale:.{decimals}f}"
    if upper is not None:
        return f"between {number} and {(upper / scale).normalize():f} {word}".rstrip()
    return f"{approximation} {number} {word}".removeprefix("exact ").rstrip()


FACTS: Final[tuple[type[Fact], ...]] = (Milestone, MonetaryValue, Observation)
