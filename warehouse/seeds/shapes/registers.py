"""The registers: what a record of each may hold, and the facts that may be nested below it."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final

from pydantic import AfterValidator, Field

from warehouse import vocabulary
from warehouse.seeds.shapes.base import Record, Shape
from warehouse.seeds.shapes.facts import (
    AgreementParty,
    EntityName,
    EntityRelation,
    EventParticipant,
    Milestone,
    MineralListVersion,
    MonetaryValue,
    Observation,
    StrategyMeasure,
)
from warehouse.seeds.shapes.words import (
    MODALITY_HELP,
    Boolean,
    Day,
    Integer,
    IsoPlace,
    Key,
    Language,
    Modality,
    Sha256,
    Text,
    known,
    pattern,
)


class Document(Shape):
    """A source document; it is what others cite, so it cites nothing."""

    key: Key = Field(description="Stable, human-made name", examples=["posco-us-rare-earth-push"])
    kind: Annotated[str, AfterValidator(known(vocabulary.DOCUMENT_KIND))] = Field(description="Article, policy …")
    title: Text = Field(description="Title as printed")
    section: Text | None = Field(None, description="Section of the publication", examples=["Politics"])
    publisher: Key | None = Field(None, description="Entity that published it, where the text says so")
    language: Language = Field(description="BCP 47 language tag", examples=["en"])
    page_date: Day | None = Field(None, description="Date the page shows", examples=["2026-02-18"])
    published_on: Day | None = Field(None, description="Day of publication, where known")
    url: Text | None = Field(None, description="Where it can be read")
    sha256: Sha256 | None = Field(None, description="SHA-256 of the curator's copy of the text")
    characters: Integer | None = Field(None, description="Code points of the curator's copy", examples=["6501"])
    paragraphs: Integer | None = Field(None, description="Non-empty lines of the curator's copy", examples=["32"])
    note: Text | None = Field(None, description="What a reader must know to use the document")

    def columns(self) -> dict[str, Any]:
        """Give the register's own columns but for key and fact."""
        return {
            "kind": self.kind,
            "title": self.title,
            "section": self.section,
            "publisher_key": self.publisher,
            "language": self.language,
            "page_date": self.page_date,
            "published_on": self.published_on,
            "url": self.url,
            "sha256": self.sha256,
            "character_count": self.characters,
            "paragraph_count": self.paragraphs,
        }


class _Plain(Record):
    """A register whose columns are its fields, references with ``_key`` behind them."""

    references: ClassVar[frozenset[str]] = frozenset()
    own: ClassVar[tuple[str, ...]] = ()

    def columns(self) -> dict[str, Any]:
        """Give the fields that are named as the register's own."""
        return {f"{name}_key" if name in self.references else name: getattr(self, name) for name in self.own}


class Place(_Plain):
    """A place."""

    references = frozenset({"parent"})
    own = ("kind", "name", "iso_code", "parent")

    kind: Annotated[str, AfterValidator(known(vocabulary.PLACE_KIND))] = Field(description="Country, city, site …")
    name: Text = Field(description="Name in English", examples=["South Korea"])
    iso_code: IsoPlace | None = Field(None, description="ISO 3166 code", examples=["KR"])
    parent: Key | None = Field(None, description="Key of the place it lies in", examples=["united-states"])
    observations: tuple[Observation, ...] = ()


class Currency(_Plain):
    """A currency."""

    own = ("code", "name", "minor_units")

    code: Annotated[str, AfterValidator(pattern("[A-Z]{3}", "KRW"))] = Field(description="ISO 4217 code")
    name: Text = Field(description="Name in English")
    minor_units: Integer = Field(description="Decimals of the smallest unit", examples=["2"])


class Unit(_Plain):
    """A unit of measurement."""

    own = ("name", "symbol", "ucum_code")

    name: Text = Field(description="Name in English, singular", examples=["percent"])
    symbol: Text = Field(description="What is printed after a number", examples=["%"])
    ucum_code: Text | None = Field(None, description="UCUM code", examples=["%"])


class Mineral(_Plain):
    """An element, group, compound, metal, ore or product."""

    references = frozenset({"parent"})
    own = ("kind", "name", "symbol", "atomic_number", "parent")

    kind: Annotated[str, AfterValidator(known(vocabulary.MINERAL_KIND))] = Field(description="Element, product …")
    name: Text = Field(description="Name in English", examples=["neodymium"])
    symbol: Annotated[str, AfterValidator(pattern("[A-Z][a-z]?", "Nd"))] | None = Field(
        None, description="Chemical symbol of an element"
    )
    atomic_number: Integer | None = Field(None, description="Protons of an element", examples=["60"])
    parent: Key | None = Field(None, description="Group it belongs to, or what it is made of")


class Entity(_Plain):
    """An organisation, person or unnamed party."""

    references = frozenset({"country"})
    own = ("kind", "name", "country", "descriptor")

    kind: Annotated[str, AfterValidator(known(vocabulary.ENTITY_KIND))] = Field(description="Company, person …")
    name: Text = Field(description="Name as printed; a label of ours for an unnamed party")
    country: Key | None = Field(None, description="Key of its country, where a document says so")
    descriptor: Text | None = Field(None, description="How the document describes a party it does not name")
    names: tuple[EntityName, ...] = ()
    relations: tuple[EntityRelation, ...] = ()
    values: tuple[MonetaryValue, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()

    def columns(self) -> dict[str, Any]:
        """Give the fields, and whether the party has a name."""
        return {**super().columns(), "is_named": self.kind != "unnamed party"}


class Agreement(_Plain):
    """An agreement, contract, venture or portfolio of contracts."""

    references = frozenset({"parent"})
    own = ("kind", "name", "parent")

    kind: Annotated[str, AfterValidator(known(vocabulary.AGREEMENT_KIND))] = Field(description="Supply contract …")
    name: Text = Field(description="A short title of ours")
    parent: Key | None = Field(None, description="Portfolio it belongs to, or agreement it came of")
    modality: Modality = Field(description=MODALITY_HELP, examples=["in force"])
    parties: tuple[AgreementParty, ...] = ()
    values: tuple[MonetaryValue, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()


class Facility(_Plain):
    """A plant, complex or institute."""

    references = frozenset({"place"})
    own = ("kind", "name", "place")

    kind: Annotated[str, AfterValidator(known(vocabulary.FACILITY_KIND))] = Field(description="Plant, institute …")
    name: Text = Field(description="Name as printed, or a short title of ours")
    place: Key | None = Field(None, description="Key of the place, where a document says so")
    modality: Modality = Field(description=MODALITY_HELP, examples=["planned"])
    values: tuple[MonetaryValue, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()


class Strategy(_Plain):
    """A government strategy, trade measure or programme."""

    references = frozenset({"issuer", "jurisdiction", "target"})
    own = ("kind", "name", "issuer", "jurisdiction", "target")

    kind: Annotated[str, AfterValidator(known(vocabulary.STRATEGY_KIND))] = Field(description="Strategy …")
    name: Text = Field(description="A short title of ours")
    issuer: Key = Field(description="Entity that issued it", examples=["government-of-south-korea"])
    jurisdiction: Key = Field(description="Place where it applies", examples=["south-korea"])
    target: Key | None = Field(None, description="Country it is aimed at")
    modality: Modality = Field(description=MODALITY_HELP, examples=["in force"])
    measures: tuple[StrategyMeasure, ...] = ()
    values: tuple[MonetaryValue, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()


class MineralList(_Plain):
    """An official list of minerals."""

    references = frozenset({"jurisdiction", "steward"})
    own = ("name", "jurisdiction", "steward", "entry_term")

    name: Text = Field(description="A short title of ours")
    jurisdiction: Key = Field(description="Place where the list applies", examples=["south-korea"])
    steward: Key | None = Field(None, description="Entity that keeps the list, where a document says so")
    entry_term: Text = Field(description="What the document calls the entries", examples=["critical minerals"])
    versions: tuple[MineralListVersion, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()


class Event(_Plain):
    """A meeting, launch, inauguration or announcement."""

    references = frozenset({"place"})
    own = ("kind", "name", "place", "is_public")

    kind: Annotated[str, AfterValidator(known(vocabulary.EVENT_KIND))] = Field(description="Meeting, launch …")
    name: Text = Field(description="A short title of ours")
    place: Key | None = Field(None, description="Key of the place, where a document says so")
    is_public: Boolean | None = Field(None, description="false where a document calls it private")
    modality: Modality = Field(description=MODALITY_HELP, examples=["occurred"])
    participants: tuple[EventParticipant, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()


class Indicator(_Plain):
    """A quantity that documents state."""

    references = frozenset({"unit"})
    own = ("name", "definition", "unit")

    name: Text = Field(description="Name in English", examples=["Import dependence"])
    definition: Text = Field(description="What is measured, against what")
    unit: Key = Field(description="Key of the unit", examples=["percent"])


REGISTERS: Final[dict[str, type[Document | Record]]] = {
    "places": Place,
    "currencies": Currency,
    "units": Unit,
    "minerals": Mineral,
    "entities": Entity,
    "documents": Document,
    "agreements": Agreement,
    "facilities": Facility,
    "strategies": Strategy,
    "mineral_lists": MineralList,
    "events": Event,
    "indicators": Indicator,
}
"""The shape of each register, by the name of its table."""
