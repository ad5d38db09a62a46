"""The families of facts: parties, dated steps, sums, figures, measures, classes, and words."""

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
    KeyType,
    Label,
    Language,
    MineralKey,
    Modality,
    PathKey,
    PlaceKey,
    Reference,
    StageKey,
    Text,
    TextType,
    UnitKey,
    Word,
    has_flag,
    problem,
)
from warehouse.model.groups import Date, Equivalent, Money, Period, Quantity
from warehouse.vocabulary import base

if TYPE_CHECKING:
    from collections.abc import Mapping

SUBJECTS: Final = ("agreements", "entities", "events", "facilities", "mineral_lists", "minerals", "strategies")


ASPECT: Final = "What else tells the question apart from others of its kind; left out: nothing"


class EntityName(Fact):
    """A further name an entity goes by."""

    table = "entity_names"
    section = "names"
    grain = "One row per further name an entity goes by"
    subjects = ("entities",)
    identity = ("kind", "name")

    name: Text = Field(description="The name as printed", examples=["KITA"])
    kind: Annotated[str, Word("name-kind")] = Field(description="Alias, short form or native name")
    language: Language | None = Field(
        None, description="BCP 47 language tag of the name; left out: the language of the document", examples=["ko"]
    )


class EntityRelation(Fact):
    """What an entity is to another one."""

    table = "entity_relations"
    section = "relations"
    grain = "One row per stated relation between two entities"
    subjects = ("entities",)
    identity = ("relation", "object")
    checks = (Check("two_entities", "entity_key <> object_key"),)

    relation: Annotated[str, Word("relation")] = Field(
        description="What the entity is to the object", examples=["chair of"]
    )
    object: EntityKey = Field(description="The other entity, the object of the relation", examples=["posco-group"])
    title: Text | None = Field(None, description="Title as printed; left out: none", examples=["Korean co-chair"])
    modality: Modality = Field(description=MODALITY_HELP, examples=["in force"])


class _Role(Fact):
    """An entity in a role; the vocabulary of roles is the subclass's."""

    identity = ("role", "entity")

    entity: EntityKey = Field(description="Who plays the role", examples=["posco-international"])
    role: str


class AgreementParty(_Role):
    """A party of an agreement."""

    table = "agreement_parties"
    section = "parties"
    grain = "One row per party of an agreement and role it plays"
    subjects = ("agreements",)

    role: Annotated[str, Word("party-role")] = Field(description="Supplier, buyer, signatory …")


class EventParticipant(_Role):
    """Somebody at an event."""

    table = "event_participants"
    section = "participants"
    grain = "One row per participant of an event and role they play"
    subjects = ("events",)

    role: Annotated[str, Word("participant-role")] = Field(description="Convener, speaker, participant …")


class FacilityParty(_Role):
    """Who plans, builds or runs a facility."""

    table = "facility_parties"
    section = "parties"
    grain = "One row per party of a facility and role it plays"
    subjects = ("facilities",)

    role: Annotated[str, Word("facility-role")] = Field(description="Operator, owner, planner …")


class IdentityJudgement(Fact):
    """Whether two entities are the same."""

    table = "identity_judgements"
    section = "judgements"
    grain = "One row per pair of entities judged to be the same, different, or undecided"
    subjects = ("entities",)
    identity = ("other",)
    checks = (Check("pair_in_order", "entity_key < other_key"),)

    other: EntityKey = Field(description="The other entity, the later one in the alphabet", examples=["posco-group"])
    verdict: Annotated[str, Word("verdict")] = Field(description="Same, different or unsure")
    reason: Text = Field(description="Why, in our own words")


class Milestone(Fact):
    """A dated step."""

    table = "milestones"
    section = "milestones"
    grain = "One row per dated step of one agreement, facility, strategy, mineral list, event or entity"
    subjects = ("agreements", "facilities", "strategies", "mineral_lists", "events", "entities")
    identity = ("kind",)
    qualifiers = (("aspect", "aspect"),)
    by_document = True
    answers = True

    kind: Annotated[str, Word("milestone-kind")] = Field(
        description="Signed, announced, production start …", examples=["signed"]
    )
    date: Date | None = Field(None, description="When, where the document says so")
    aspect: Label | None = Field(None, description=ASPECT, examples=["first-phase"])
    modality: Modality = Field(description=MODALITY_HELP, examples=["occurred"])


NO_NUMBER: Final = frozenset(
    term.key for term in base().terms["figure-status"].values() if "has_no_number" in term.flags
)
"""The words of the scheme ``figure-status`` that say why a source prints no number."""

_QUOTED: Final = ", ".join(f"'{word}'" for word in sorted(NO_NUMBER))
_REASONED: Final = Check(
    "number_or_reason", f"(approximation IS NULL) = (status IS NOT NULL AND status IN ({_QUOTED}))"
)


class _Figure(Fact):
    """A figure as a source prints it, or the reason why it prints none, and what it is a figure of."""

    by_document = True
    answers = True
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
            hint = "an equivalent is the same sum in another currency"
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


class StrategyMeasure(Fact):
    """A measure a strategy contains."""

    table = "strategy_measures"
    section = "measures"
    grain = "One row per measure a strategy contains"
    subjects = ("strategies",)
    identity = ("kind",)
    by_document = True

    label: PathKey = Field(description="Short name that tells the measures apart", examples=["widen-list"])
    kind: Annotated[str, Word("measure-kind")] = Field(description="Funding, list change, diversification …")
    description: Text = Field(description="What is to be done, in our own words")
    modality: Modality = Field(description=MODALITY_HELP, examples=["planned"])


class MineralListVersion(Fact):
    """A version of a mineral list."""

    table = "mineral_list_versions"
    section = "versions"
    grain = "One row per version of a mineral list that a document speaks of"
    subjects = ("mineral_lists",)
    by_document = True
    checks = (Check("count_whole", "num_nonnulls(stated_count, counted) IN (0, 2)"),)

    label: Label = Field(description="Short name that tells the versions of a list apart", examples=["expanded"])
    stated_count: Count | None = Field(
        None, description="Number of entries the document states; left out: none stated", examples=["17"]
    )
    counted: Annotated[str, Word("count-subject")] | None = Field(
        None, description="What is counted; left out: no count stated", examples=["minerals"]
    )
    modality: Modality = Field(description=MODALITY_HELP, examples=["planned"])

    @model_validator(mode="after")
    def _count_whole(self) -> Self:
        if (self.stated_count is None) != (self.counted is None):
            raise problem("E-count", "a count needs both stated_count and counted", "give both or none")
        return self


class MineralListMember(Fact):
    """A mineral a document names as an entry of a list."""

    table = "mineral_list_members"
    section = "members"
    grain = "One row per mineral a document names as an entry of a list; entries nobody names are not filled in"
    subjects = ("mineral_lists",)
    identity = ("version", "member")
    by_document = True

    version: Annotated[str, KeyType(column="version_label", is_checked=False)] = Field(
        description="Label of the version, as in mineral_list_versions", examples=["expanded"]
    )
    member: MineralKey = Field(description="The mineral, or the group of minerals", examples=["rare-earths"])


class MineralClassification(Fact):
    """A class that somebody puts a mineral in."""

    table = "mineral_classifications"
    section = "classifications"
    grain = "One row per mineral, class and authority that puts it there"
    subjects = ("minerals",)
    identity = ("classification",)
    by_document = True

    classification: Annotated[str, Word("classification")] = Field(
        description="Critical, strategic or key", examples=["critical"]
    )
    authority: EntityKey | None = Field(None, description="Entity that classifies it; left out: the document itself")
    words: Text = Field(description="The class as printed", examples=["critical minerals"])
    modality: Modality = Field(description=MODALITY_HELP, examples=["occurred"])


class StageSynonym(Fact):
    """Words that documents use for a stage."""

    table = "stage_synonyms"
    section = "synonyms"
    grain = "One row per word that documents use for a stage of the supply chain"
    subjects = ("supply_chain_stages",)
    identity = ("words",)

    words: Text = Field(description="The words as printed", examples=["refining"])


class Scope(Fact):
    """A mineral, stage or end use that something covers."""

    table = "scopes"
    section = "scopes"
    grain = "One row per mineral, stage or end use that something covers"
    subjects = SUBJECTS
    identity = ("mineral", "stage", "end_use")
    by_document = True
    checks = (Check("something_covered", "num_nonnulls(covered_mineral_key, covered_stage_key, covered_end_use) > 0"),)

    mineral: Annotated[str, Reference("minerals", column="covered_mineral_key")] | None = Field(
        None, description="Mineral or product it covers; left out: none in particular", examples=["rare-earths"]
    )
    stage: Annotated[str, Reference("supply_chain_stages", column="covered_stage_key")] | None = Field(
        None, description="Stage of the supply chain it covers; left out: none in particular", examples=["recycling"]
    )
    end_use: Annotated[str, TextType(column="covered_end_use")] | None = Field(
        None, description="End use it covers, as printed; left out: none in particular", examples=["semiconductors"]
    )
    words: Text = Field(description="The scope as printed", examples=["waste recycling"])
    completeness: Annotated[str, Word("completeness")] = Field(
        description="Whether the document names all there are", examples=["by example"]
    )

    @model_validator(mode="after")
    def _covers_something(self) -> Self:
        if self.mineral is None and self.stage is None and self.end_use is None:
            raise problem("E-scope", "the scope covers nothing", "give at least one of mineral, stage and end_use")
        return self


class Statement(Fact):
    """A view, assessment, aim or description that somebody voices; who does stands in attributed_to."""

    table = "statements"
    section = "statements"
    grain = "One row per view, assessment, aim or description, in our own words; who voices it stands in core.facts"
    subjects = (*SUBJECTS, "places")
    identity = ("kind",)
    by_document = True

    label: PathKey = Field(description="Short name that tells the statements apart", examples=["depends-on-imports"])
    kind: Annotated[str, Word("statement-kind")] = Field(description="View, assessment, aim …")
    statement: Text = Field(description="What is said, in our own words")
    modality: Modality = Field(description=MODALITY_HELP, examples=["assessed"])


FACTS: Final[dict[str, type[Fact]]] = {
    shape.table: shape
    for shape in (
        EntityName,
        EntityRelation,
        AgreementParty,
        EventParticipant,
        FacilityParty,
        IdentityJudgement,
        Milestone,
        MonetaryValue,
        Observation,
        StrategyMeasure,
        MineralListVersion,
        MineralListMember,
        MineralClassification,
        StageSynonym,
        Scope,
        Statement,
    )
}
"""The shape of each family of facts, by the name of its table; the tables are made in this order."""
