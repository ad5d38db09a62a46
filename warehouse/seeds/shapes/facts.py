"""The kinds of facts, each with the columns it fills and the words that tell it from its neighbours."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final

from pydantic import AfterValidator, Field

from warehouse import vocabulary
from warehouse.seeds import amounts
from warehouse.seeds.shapes.base import Fact, When
from warehouse.seeds.shapes.words import (
    MODALITY_HELP,
    Boolean,
    Integer,
    Key,
    Language,
    Modality,
    Money,
    Quantity,
    Text,
    known,
)


class EntityName(Fact):
    """A further name an entity goes by."""

    table: ClassVar[str] = "entity_names"
    section: ClassVar[str] = "names"

    name: Text = Field(description="The name as printed", examples=["KITA"])
    kind: Annotated[str, AfterValidator(known(vocabulary.NAME_KIND))] = Field(description="Alias, short or native")
    language: Language | None = Field(None, description="BCP 47 tag, where it is not the document's", examples=["ko"])

    def discriminator(self) -> str:
        """Give kind and name."""
        return f"{self.kind}/{self.name}"

    def columns(self) -> dict[str, Any]:
        """Give name, kind and language."""
        return {"name": self.name, "kind": self.kind, "language": self.language}


class EntityRelation(Fact):
    """What an entity is to another one."""

    table: ClassVar[str] = "entity_relations"
    section: ClassVar[str] = "relations"

    relation: Annotated[str, AfterValidator(known(vocabulary.RELATION))] = Field(
        description="What the entity is to the object", examples=["chair of"]
    )
    object: Key = Field(description="Key of the other entity", examples=["posco-group"])
    title: Text | None = Field(None, description="Title as printed", examples=["Korean co-chair"])
    modality: Modality = Field(description=MODALITY_HELP, examples=["in force"])

    def discriminator(self) -> str:
        """Give relation and object."""
        return f"{self.relation}/{self.object}"

    def columns(self) -> dict[str, Any]:
        """Give relation, object and title."""
        return {"relation": self.relation, "object_key": self.object, "title": self.title}


class _Role(Fact):
    """An entity in a role; the vocabulary of roles is the subclass's."""

    entity: Key = Field(description="Key of the entity", examples=["posco-international"])
    role: str

    def discriminator(self) -> str:
        """Give role and entity."""
        return f"{self.role}/{self.entity}"

    def columns(self) -> dict[str, Any]:
        """Give entity and role."""
        return {"entity_key": self.entity, "role": self.role}


class AgreementParty(_Role):
    """A party of an agreement."""

    table: ClassVar[str] = "agreement_parties"
    section: ClassVar[str] = "parties"

    role: Annotated[str, AfterValidator(known(vocabulary.PARTY_ROLE))] = Field(description="Supplier, buyer, partner …")


class EventParticipant(_Role):
    """Somebody at an event."""

    table: ClassVar[str] = "event_participants"
    section: ClassVar[str] = "participants"

    role: Annotated[str, AfterValidator(known(vocabulary.PARTICIPANT_ROLE))] = Field(description="Convener, speaker …")


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
        """Give the kind of step."""
        return self.kind

    def columns(self) -> dict[str, Any]:
        """Give kind and date."""
        return {"kind": self.kind, **(self.date.columns("date_", self.first_cited) if self.date else {})}


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

    def discriminator(self) -> str:
        """Give kind and currency."""
        return f"{self.kind}/{amounts.money(self.amount).currency}"

    def columns(self) -> dict[str, Any]:
        """Give the sum and its equivalent, each with words, approximation and quantum."""
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
        """Give indicator, mineral and counterpart."""
        return "/".join(part for part in (self.indicator, self.mineral, self.counterpart) if part)

    def columns(self) -> dict[str, Any]:
        """Give the quantity and what it is measured against."""
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


class StrategyMeasure(Fact):
    """A measure a strategy contains."""

    table: ClassVar[str] = "strategy_measures"
    section: ClassVar[str] = "measures"
    by_document: ClassVar[bool] = True

    label: Key = Field(description="Short name that tells the measures apart", examples=["widen-list"])
    kind: Annotated[str, AfterValidator(known(vocabulary.MEASURE_KIND))] = Field(description="Funding, monitoring …")
    description: Text = Field(description="What is to be done, in our own words")
    modality: Modality = Field(description=MODALITY_HELP, examples=["planned"])

    def discriminator(self) -> str:
        """Give the kind; the label stands behind it."""
        return self.kind

    def columns(self) -> dict[str, Any]:
        """Give kind and description."""
        return {"kind": self.kind, "description": self.description}


class MineralListVersion(Fact):
    """A version of a mineral list."""

    table: ClassVar[str] = "mineral_list_versions"
    section: ClassVar[str] = "versions"
    by_document: ClassVar[bool] = True

    label: Key = Field(description="Short name that tells the versions apart", examples=["expanded"])
    stated_count: Integer | None = Field(None, description="Number of entries the document states", examples=["17"])
    counted: Annotated[str, AfterValidator(known(vocabulary.COUNT_SUBJECT))] | None = Field(
        None, description="What is counted", examples=["minerals"]
    )
    modality: Modality = Field(description=MODALITY_HELP, examples=["planned"])

    def discriminator(self) -> str:
        """Give nothing: the label alone tells versions apart."""
        return ""

    def columns(self) -> dict[str, Any]:
        """Give label, count and what is counted."""
        return {"label": self.label, "stated_count": self.stated_count, "counted": self.counted}


FACTS: Final[dict[str, type[Fact]]] = {
    shape.table: shape
    for shape in (
        EntityName,
        EntityRelation,
        AgreementParty,
        EventParticipant,
        Milestone,
        MonetaryValue,
        Observation,
        StrategyMeasure,
        MineralListVersion,
    )
}
"""The shape of each family of facts, by the name of its table."""
