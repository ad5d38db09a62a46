"""The shapes of the registers that articles are about, such as entities, agreements, facilities and events."""

from __future__ import annotations

from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, Field, model_validator

from warehouse import vocabulary
from warehouse.model.base import Register
from warehouse.model.fields import (
    MODALITY_HELP,
    Boolean,
    Key,
    Modality,
    Text,
    known,
    problem,
)
from warehouse.model.parties import (
    AgreementParty,
    EntityName,
    EntityRelation,
    EventParticipant,
    FacilityParty,
    IdentityJudgement,
)
from warehouse.model.policies import (
    MineralListMember,
    MineralListVersion,
    StrategyMeasure,
)
from warehouse.model.quantities import Milestone, MonetaryValue, Observation
from warehouse.model.statements import Scope, Statement

MIN_INVOLVED: Final = 2


class Entity(Register):
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
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()
    judgements: tuple[IdentityJudgement, ...] = ()

    @model_validator(mode="after")
    def _described_if_unnamed(self) -> Self:
        if (self.kind == "unnamed party") != (self.descriptor is not None):
            hint = "say in descriptor how the document describes a party it does not name, and only there"
            raise problem("E-descriptor", "descriptor belongs to an unnamed party", hint)
        return self

    def columns(self) -> dict[str, Any]:
        """Return the columns of the fields, and whether the party has a name."""
        return {**super().columns(), "is_named": self.kind != "unnamed party"}


class Agreement(Register):
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
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()


class Facility(Register):
    """A plant, complex or institute."""

    references = frozenset({"place"})
    own = ("kind", "name", "place")

    kind: Annotated[str, AfterValidator(known(vocabulary.FACILITY_KIND))] = Field(description="Plant, institute …")
    name: Text = Field(description="Name as printed, or a short title of ours")
    place: Key | None = Field(None, description="Key of the place, where a document says so")
    modality: Modality = Field(description=MODALITY_HELP, examples=["planned"])
    parties: tuple[FacilityParty, ...] = ()
    values: tuple[MonetaryValue, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()


class Strategy(Register):
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
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()


class MineralList(Register):
    """An official list of minerals."""

    references = frozenset({"jurisdiction", "steward"})
    own = ("name", "jurisdiction", "steward", "entry_term")

    name: Text = Field(description="A short title of ours")
    jurisdiction: Key = Field(description="Place where the list applies", examples=["south-korea"])
    steward: Key | None = Field(None, description="Entity that keeps the list, where a document says so")
    entry_term: Text = Field(description="What the document calls the entries", examples=["critical minerals"])
    versions: tuple[MineralListVersion, ...] = ()
    members: tuple[MineralListMember, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()


class Event(Register):
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
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()


class Disagreement(Register):
    """A question on which sources, or parts of one source, differ."""

    own = ("question", "status", "resolution")

    question: Text = Field(description="The question, in our own words")
    status: Annotated[str, AfterValidator(known(vocabulary.DISAGREEMENT_STATUS))] = Field(description="Open or settled")
    resolution: Text | None = Field(None, description="How it was settled, and by what")
    facts_involved: tuple[Text, ...] = Field(description="Paths of the facts, at least two, as a plan shows them")

    @model_validator(mode="after")
    def _settled_by_something(self) -> Self:
        if (self.status == "settled") != (self.resolution is not None):
            hint = "give a resolution to a settled one, and only to it"
            raise problem("E-disagreement", f"{self.key} is {self.status}", hint, field="status")
        if len(self.facts_involved) < MIN_INVOLVED:
            raise problem(
                "E-disagreement", "fewer than two facts", "name the facts that differ", field="facts_involved"
            )
        return self
