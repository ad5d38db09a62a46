"""The families of figures: sums of money, quantities, comparisons of figures, and shares that somebody holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self

from pydantic import Field, ValidationInfo, model_validator

from warehouse.model import amounts
from warehouse.model.base import Fact
from warehouse.model.fields import (
    MODALITY_HELP,
    Boolean,
    Check,
    Count,
    EntityKey,
    Label,
    MineralKey,
    Modality,
    PlaceKey,
    Reference,
    StageKey,
    TextType,
    UnitKey,
    Word,
    has_flag,
    problem,
)
from warehouse.model.groups import Currency, Equivalent, Money, Period, Quantity
from warehouse.model.pointers import Measure, Target
from warehouse.vocabulary import base

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


ASPECT: Final = "What else tells the question apart from others of its kind; left out: nothing"


NO_NUMBER: Final = frozenset(
    term.key for term in base().terms["figure-status"].values() if "has_no_number" in term.flags
)
"""The words of the scheme ``figure-status`` that say why a source prints no number."""

WHOLE: Final = 100
"""The whole, in percent."""


def _quoted(words: Iterable[str]) -> str:
    """Return words as a list of SQL."""
    return ", ".join(f"'{word}'" for word in sorted(words))


_REASONED: Final = Check(
    "number_or_reason", f"(approximation IS NULL) = (status IS NOT NULL AND status IN ({_quoted(NO_NUMBER)}))"
)


class _Figure(Fact):
    """A figure as a source prints it, or the reason why it prints none, and what it is a figure of."""

    by_document = True
    answers = True
    has_outlook = True
    qualifiers: ClassVar[tuple[tuple[str, str], ...]] = (
        ("place", "place"),
        ("stage", "stage"),
        ("end_use", "end-use"),
        ("measured_as", "measured-as"),
        ("statistic", "statistic"),
        ("scenario", "scenario"),
        ("is_total", "total"),
        ("aspect", "aspect"),
        ("period", "during"),
    )
    number: ClassVar[str]

    @model_validator(mode="after")
    def _number_or_reason(self) -> Self:
        status = self.__dict__["status"]
        if (self.__dict__[self.number] is None) != (status in NO_NUMBER):
            what = "a figure has either a number or a status that says why it has none"
            listed = ", ".join(sorted(NO_NUMBER))
            hint = f"give {self.number}, or one of these as status and the printed words: {listed}"
            raise problem("E-figure", what, hint, field="status" if status else "")
        return self


Status = Annotated[
    Annotated[str, Word("figure-status", starts_later=True)] | None,
    Field(
        None,
        description="What the source says of the figure, or why it prints no number; left out: nothing",
        examples=["withheld"],
    ),
]
Market = Annotated[
    Annotated[str, Reference("places", column="market_key")] | None,
    Field(
        None,
        description="The place or market it holds in, where it is about something else; left out: none in particular",
        examples=["south-korea"],
    ),
]
Stage = Annotated[
    StageKey | None,
    Field(None, description="The stage of the supply chain it holds for; left out: none in particular"),
]
EndUse = Annotated[
    Annotated[str, Word("end-use")] | None,
    Field(None, description="What the material is used for; left out: anything", examples=["batteries"]),
]
MeasuredAs = Annotated[
    Annotated[str, Word("substance-basis")] | None,
    Field(
        None,
        description="What the amounts are amounts of, such as oxide or contained metal; left out: not said",
        examples=["oxide"],
    ),
]
Statistic = Annotated[
    Annotated[str, Word("statistic")] | None,
    Field(
        None,
        description="Which value of the period it is; left out: the one that is meant if nothing is said",
        examples=["average"],
    ),
]
Scenario = Annotated[
    Annotated[str, Word("scenario")] | None,
    Field(
        None,
        description="Under which assumptions it is forecast; left out: under none that is named",
        examples=["base case"],
    ),
]


class MonetaryValue(_Figure):
    """A sum of money as printed, with the equivalent printed beside it."""

    table = "monetary_values"
    section = "values"
    grain = "One row per stated sum of money, with the equivalent printed beside it"
    subjects = ("agreements", "strategies", "facilities", "entities", "places", "minerals", "events")
    later_subjects = ("places", "minerals", "events")
    subject_columns: ClassVar = {"minerals": "about_mineral_key"}
    qualifiers = (
        ("mineral", "mineral"),
        ("counterpart", "counterpart"),
        ("per_unit", "per"),
        ("price_basis", "price-basis"),
        *_Figure.qualifiers,
    )
    checks = (Check("equivalent_other_currency", "equivalent_currency_code <> currency_code"), _REASONED)
    number = "amount"

    kind: Annotated[str, Word("money-kind")] = Field(
        description="Contract value, pledge, revenue, price …", examples=["contract value"]
    )
    amount: Money | None = Field(
        None, description="The sum; left out: none is printed, and status says why", examples=["900 billion KRW"]
    )
    words: Annotated[str, TextType(after="amount", is_filled=True)] | None = Field(
        None, description="The sum as printed; left out: as amount says", examples=["$ 41,992"]
    )
    equivalent: Equivalent | None = Field(
        None,
        description="The same sum in another currency, printed beside it; left out: none printed",
        examples=["about 622 million USD"],
    )
    per_unit: Annotated[str, Reference("units", after="currency_code")] | None = Field(
        None, description="Unit of a price, such as one kilogram; left out: not a price", examples=["kilogram"]
    )
    is_total: Boolean = Field(default=False, description="True for the total of parts that stand as facts of their own")
    aspect: Label | None = Field(None, description=ASPECT, examples=["first-phase"])
    period: Period | None = Field(None, description="The period of the sum, such as a year of sales")
    status: Status
    payer: EntityKey | None = Field(None, description="Who pays; left out: not said", examples=["posco-group"])
    payee: EntityKey | None = Field(None, description="Who is paid; left out: not said", examples=["posco-group"])
    price_basis: Annotated[str, Word("price-basis")] | None = Field(
        None, description="At which point and on which terms a price holds; left out: not said", examples=["FOB"]
    )
    mineral: MineralKey | None = Field(None, description="The mineral or product; left out: none in particular")
    place: Market
    counterpart: PlaceKey | None = Field(
        None, description="The other place, such as where imports come from; left out: none"
    )
    stage: Stage
    end_use: EndUse
    measured_as: MeasuredAs
    statistic: Statistic
    scenario: Scenario
    modality: Modality = Field(description=MODALITY_HELP, examples=["pledged"])

    @model_validator(mode="after")
    def _kind_fits(self, info: ValidationInfo) -> Self:
        is_price = has_flag(info, "money-kind", self.kind, "is_price")
        if is_price and self.per_unit is None:
            what, hint = f"{self.kind} without a unit", "say in per_unit what one costs, such as kilogram"
            raise problem("E-price", what, hint, field="kind")
        if self.per_unit is not None and not is_price:
            hint = "choose a kind that is a price, such as market price, or leave per_unit out"
            raise problem("E-price", f"{self.kind} is no price, so it has no unit", hint, field="per_unit")
        if self._is_negative and not has_flag(info, "money-kind", self.kind, "may_be_negative"):
            hint = "compare it with the document; a loss is a negative profit"
            raise problem("E-negative", f"{self.kind} cannot be below zero", hint, field="amount")
        return self

    @property
    def _is_negative(self) -> bool:
        sums = (amounts.money(sum_) for sum_ in (self.amount, self.equivalent) if sum_)
        return any(sum_.is_negative for sum_ in sums)

    @model_validator(mode="after")
    def _equivalent_is_one(self) -> Self:
        if self.amount is None and (self.words is None or self.equivalent is not None):
            hint = "give words as printed, and no equivalent"
            raise problem("E-figure", "a sum without a number needs the printed words, and nothing more", hint)
        if self.equivalent is None or self.amount is None:
            return self
        equivalent = amounts.money(self.equivalent)
        if equivalent.upper is not None:
            hint = "leave it out and say it in note"
            raise problem("E-equivalent", "an equivalent cannot be a range", hint, field="equivalent")
        if equivalent.currency == amounts.money(self.amount).currency:
            hint = "an equivalent is the same sum in another currency; $ alone is the US dollar, others are A$, C$ …"
            raise problem("E-equivalent", f"both sums are in {equivalent.currency}", hint, field="equivalent")
        return self

    def discriminator(self) -> str:
        """Return kind and currency: of the sum, only the currency tells two values apart."""
        currency = amounts.money(self.amount).currency if self.amount else None
        return f"{self.kind}/{currency}" if currency else self.kind

    def columns(self) -> dict[str, Any]:
        """Return the columns of the table that the fields fill; missing columns are NULL."""
        return super().columns() | {"words": self.words or self.amount}

    @classmethod
    def fields(cls, row: Mapping[str, Any], first_cited: str = "") -> dict[str, Any]:
        """Return the fields from the columns of a row; the inverse of ``columns``."""
        fields = super().fields(row, first_cited)
        return fields | {"words": None if fields["words"] == fields["amount"] else fields["words"]}


class Observation(_Figure):
    """A stated quantity of one subject."""

    table = "observations"
    section = "observations"
    grain = "One row per stated quantity of one subject: shares, capacities, terms, counts"
    subjects = ("places", "entities", "agreements", "facilities", "strategies", "mineral_lists", "events", "minerals")
    later_subjects = ("minerals",)
    subject_columns: ClassVar = {"minerals": "about_mineral_key"}
    identity = ("indicator", "mineral", "counterpart")
    qualifiers = (("counterpart_entity", "with"), *_Figure.qualifiers)
    checks = (_REASONED,)
    number = "value"

    indicator: Annotated[str, Reference("indicators")] = Field(
        description="What is measured", examples=["import-dependence"]
    )
    value: Quantity | None = Field(
        None, description="The number; left out: none is printed, and status says why", examples=["about 80"]
    )
    words: Annotated[str, TextType(after="upper_value")] = Field(
        description="The quantity as printed", examples=["about 80%"]
    )
    counterpart: PlaceKey | None = Field(
        None, description="The other place, such as where imports come from; left out: none"
    )
    mineral: MineralKey | None = Field(
        None, description="The mineral or product; left out: none in particular", examples=["rare-earth-magnets"]
    )
    period: Period | None = Field(None, description="The period it holds for, where the document says so")
    aspect: Label | None = Field(None, description=ASPECT, examples=["pre-market"])
    status: Status
    unit: UnitKey | None = Field(
        None, description="Unit of the number; left out: that of the indicator", examples=["kilotonne"]
    )
    is_total: Boolean | None = Field(
        None, description="True for the total of parts that stand as facts of their own; left out: not known to be one"
    )
    place: Market
    counterpart_entity: EntityKey | None = Field(
        None, description="The other party, such as who buys; left out: none", examples=["posco-group"]
    )
    stage: Stage
    end_use: EndUse
    measured_as: MeasuredAs
    statistic: Statistic
    scenario: Scenario
    modality: Modality = Field(description=MODALITY_HELP, examples=["assessed"])


NEEDS_NUMBER: Final = frozenset(
    term.key for term in base().terms["comparison"].values() if "needs_number" in term.flags
)
"""The comparisons that say by how much."""

RELATIVE: Final = frozenset({"change", "multiple"})
"""The comparisons whose number is no amount, but so many percent or times the base."""

NEEDS_POSITION: Final = frozenset(
    term.key for term in base().terms["comparison"].values() if "needs_position" in term.flags
)
"""The comparisons that say at which position."""


class Comparison(Fact):
    """What a document says of a figure and another one: 43 % more than a year earlier, the highest since 2022."""

    table = "comparisons"
    section = "comparisons"
    grain = "One row per comparison of a figure of one subject with another figure or with others of its kind"
    subjects = ("places", "entities", "agreements", "facilities", "strategies", "mineral_lists", "events", "minerals")
    subject_columns: ClassVar = {"minerals": "about_mineral_key"}
    identity = ("of", "how")
    qualifiers = (
        ("mineral", "mineral"),
        ("counterpart", "counterpart"),
        ("counterpart_entity", "with"),
        *(pair for pair in _Figure.qualifiers if pair[0] != "is_total"),
        ("base_period", "against"),
    )
    by_document = True
    answers = True
    has_outlook = True
    checks = (
        Check("base_given", "num_nonnulls(base_words, base_period_words, base_place_key) > 0"),
        Check("number_if_needed", f"how NOT IN ({_quoted(NEEDS_NUMBER)}) OR approximation IS NOT NULL"),
        Check("position_if_needed", f"(how IN ({_quoted(NEEDS_POSITION)})) = (position IS NOT NULL)"),
    )

    of: Measure = Field(
        description="What is compared: an indicator, or a kind of money", examples=["indicators/production"]
    )
    how: Annotated[str, Word("comparison")] = Field(description="Change, multiple, highest, sole …")
    value: Quantity | None = Field(
        None, description="By how much, or the figure itself; left out: no number is printed", examples=["about 43"]
    )
    words: Annotated[str, TextType(after="upper_value")] = Field(
        description="The comparison as printed", examples=["rose 43%"]
    )
    unit: UnitKey | None = Field(
        None,
        description="Unit of the number; left out: percent of a change, none of a multiple, else that of the indicator",
        examples=["percent"],
    )
    currency: Currency | None = Field(
        None, description="Currency of the number, ISO 4217; left out: it is no sum of money", examples=["USD"]
    )
    position: Count | None = Field(None, description="The position among those compared; left out: not a rank")
    base: Annotated[str, TextType(column="base_words")] | None = Field(
        None,
        description="What it is compared with, as printed; left out: base_period or base_place says it",
        examples=["a year earlier"],
    )
    base_period: Period | None = Field(None, description="The period it is compared with; left out: not a period")
    base_place: Annotated[str, Reference("places")] | None = Field(
        None, description="The place whose others it is compared with; left out: not said", examples=["world"]
    )
    base_without: Annotated[str, Reference("places")] | None = Field(
        None, description="The place that is left out of base_place; left out: none", examples=["china"]
    )
    mineral: MineralKey | None = Field(
        None, description="The mineral or product; left out: none in particular", examples=["rare-earth-magnets"]
    )
    place: Market
    counterpart: PlaceKey | None = Field(
        None, description="The other place, such as where imports come from; left out: none"
    )
    counterpart_entity: EntityKey | None = Field(None, description="The other party, such as who buys; left out: none")
    stage: Stage
    end_use: EndUse
    measured_as: MeasuredAs
    statistic: Statistic
    scenario: Scenario
    aspect: Label | None = Field(None, description=ASPECT, examples=["pre-market"])
    period: Period | None = Field(None, description="The period it holds for, where the document says so")
    modality: Modality = Field(description=MODALITY_HELP, examples=["occurred"])

    @model_validator(mode="after")
    def _compares(self) -> Self:
        if self.base is None and self.base_period is None and self.base_place is None:
            hint = "say in base, base_period or base_place what it is compared with; base: not said, if it is not"
            raise problem("E-comparison", "a comparison with nothing to compare with", hint, field="how")
        if self.base_without is not None and self.base_place is None:
            hint = "name the place that holds it in base_place, such as world"
            raise problem("E-comparison", "nothing is said of which it is left out", hint, field="base_without")
        if self.how in NEEDS_NUMBER and self.value is None:
            hint = "give value, or choose higher, lower or another word that needs no number"
            raise problem("E-comparison", f"{self.how} without a number", hint, field="how")
        if (self.how in NEEDS_POSITION) != (self.position is not None):
            hint = "a rank has a position, and nothing else has one"
            raise problem("E-comparison", "position does not fit the comparison", hint, field="how")
        if self.unit is not None and self.currency is not None:
            raise problem("E-comparison", "a number with a unit and a currency", "give one of them", field="currency")
        return self

    @model_validator(mode="after")
    def _number_is_of_something(self) -> Self:
        is_amount_of_money = self.of.startswith("money/") and self.value is not None and self.how not in RELATIVE
        if is_amount_of_money and self.currency is None:
            hint = "give currency, such as USD; how: change and how: multiple need none"
            raise problem("E-comparison", "an amount of money without a currency", hint, field="value")
        if self.currency is not None and not is_amount_of_money:
            hint = "leave currency out, or choose difference or another word that takes an amount of money"
            raise problem("E-comparison", "a currency, and no amount of money", hint, field="currency")
        return self


class Holding(Fact):
    """What an entity holds of a company, plant or venture."""

    table = "holdings"
    section = "holdings"
    grain = "One row per stake that an entity holds, or is to hold, in a company, plant or venture"
    subjects = ("entities",)
    identity = ("of",)
    qualifiers = (("instrument", "instrument"), ("aspect", "aspect"), ("period", "during"))
    by_document = True
    answers = True
    has_outlook = True
    checks = (Check("share_bounds", "share >= 0 AND coalesce(upper_share, share) <= 100"),)

    of: Annotated[str, Target(("entities", "facilities", "agreements"), prefix="of_")] = Field(
        description="What is held: the register and key of a company, plant or venture",
        examples=["entities/posco-group"],
    )
    instrument: Annotated[str, Word("instrument")] | None = Field(
        None, description="What sort of claim it is; left out: not said", examples=["preferred shares"]
    )
    share: Quantity | None = Field(
        None, description="The share in percent; left out: none is printed", examples=["over 15"]
    )
    words: Annotated[str, TextType(after="upper_share")] = Field(
        description="The holding as printed", examples=["a 15 percent stake"]
    )
    position: Count | None = Field(
        None, description="The position among the holders, 1 the largest; left out: not said", examples=["1"]
    )
    aspect: Label | None = Field(None, description=ASPECT, examples=["voting-rights"])
    period: Period | None = Field(
        None, description="When it is held, such as from a day on", examples=["2025-07-10/.."]
    )
    modality: Modality = Field(description=MODALITY_HELP, examples=["planned"])

    @model_validator(mode="after")
    def _is_share(self) -> Self:
        if self.share is None:
            return self
        printed = amounts.quantity(self.share)
        highest = printed.upper if printed.upper is not None else printed.value
        if printed.is_negative or (highest is not None and highest > WHOLE):
            hint = "a share lies between 0 and 100 percent; compare it with the document"
            raise problem("E-share", f"{self.share} percent cannot be a share", hint, field="share")
        return self
