"""The families of facts that are no figures: names, relations, parties, dated steps, states, classes, and words."""

from __future__ import annotations

import re
from typing import Annotated, Final, Self

from pydantic import Field, ValidationInfo, model_validator

from warehouse.model import identifiers
from warehouse.model.base import Fact
from warehouse.model.fields import (
    MODALITY_HELP,
    Check,
    Count,
    EntityKey,
    Form,
    KeyType,
    Label,
    Language,
    MineralKey,
    Modality,
    PathKey,
    Reference,
    Text,
    TextType,
    Word,
    problem,
    vocabulary_in,
)
from warehouse.model.figures import ASPECT, Comparison, Holding, MonetaryValue, Observation, Status
from warehouse.model.groups import Date, Period
from warehouse.model.pointers import Latitude, Longitude, Target

THINGS: Final = (
    "agreements",
    "entities",
    "events",
    "facilities",
    "mineral_lists",
    "minerals",
    "places",
    "strategies",
)
"""The registers of things that documents speak of."""

SUBJECTS: Final = tuple(register for register in THINGS if register != "places")


class Name(Fact):
    """A further name a thing goes by."""

    table = "names"
    section = "names"
    grain = "One row per further name that an entity or another thing goes by"
    subjects = ("entities", *(register for register in THINGS if register != "entities"))
    later_subjects = subjects[1:]
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
    qualifiers = (("period", "during"),)
    checks = (Check("two_entities", "entity_key <> object_key"),)

    relation: Annotated[str, Word("relation")] = Field(
        description="What the entity is to the object", examples=["chair of"]
    )
    object: EntityKey = Field(description="The other entity, the object of the relation", examples=["posco-group"])
    title: Text | None = Field(None, description="Title as printed; left out: none", examples=["Korean co-chair"])
    period: Period | None = Field(None, description="Since when and until when, where the document says so")
    modality: Modality = Field(description=MODALITY_HELP, examples=["in force"])


class _Role(Fact):
    """An entity in a role; the vocabulary of roles is the subclass's."""

    identity = ("role", "entity")
    has_outlook = True

    entity: EntityKey = Field(description="Who plays the role", examples=["posco-international"])
    role: str
    words: Text | None = Field(
        None, description="The role as printed; left out: not kept", examples=["cornerstone buyer"]
    )
    modality: Modality | None = Field(
        None, description="Whether it is, is planned or pledged; left out: as the thing itself", examples=["planned"]
    )


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


class StrategyParty(_Role):
    """Who issued, runs or must follow a strategy."""

    table = "strategy_parties"
    section = "parties"
    grain = "One row per party of a strategy and role it plays, beside the issuer that the strategy itself names"
    subjects = ("strategies",)

    role: Annotated[str, Word("strategy-role")] = Field(description="Issuer, administrator, addressee …")


class StrategyPlace(Fact):
    """A place to which a strategy or a mineral list applies, or at which it is aimed."""

    table = "strategy_places"
    section = "places"
    grain = "One row per place of a strategy or list and role it plays, beside those that the record itself names"
    subjects = ("strategies", "mineral_lists")
    identity = ("role", "place")

    role: Annotated[str, Word("place-role")] = Field(description="Jurisdiction, target, partner …")
    place: Annotated[str, Reference("places", column="role_place_key")] = Field(
        description="The place", examples=["south-korea"]
    )


class Link(Fact):
    """What ties two things that are not both entities: an agreement for a plant, a plant near another."""

    table = "links"
    section = "links"
    grain = "One row per tie between two registered things that are not both entities"
    subjects = THINGS
    identity = ("relation", "to")

    relation: Annotated[str, Word("link")] = Field(description="What the thing is to the other", examples=["funds"])
    to: Annotated[str, Target(THINGS)] = Field(
        description="Register and key of the other thing", examples=["facilities/posco-magnet-plant"]
    )
    words: Text | None = Field(None, description="The tie as printed; left out: not kept", examples=["next to"])
    modality: Modality = Field(description=MODALITY_HELP, examples=["in force"])


class StatusReport(Fact):
    """The state that a thing is in on a day."""

    table = "statuses"
    section = "statuses"
    grain = "One row per state that a document says a thing is in, with the day"
    subjects = ("agreements", "entities", "facilities", "strategies")
    identity = ("status",)
    qualifiers = (("aspect", "aspect"), ("as_of", "on"))
    by_document = True
    has_outlook = True

    status: Annotated[str, Word("status")] = Field(description="Under construction, active, suspended …")
    as_of: Date | None = Field(None, description="The day it is in that state; left out: that of the document")
    words: Text | None = Field(
        None, description="The state as printed; left out: not kept", examples=["largely complete"]
    )
    aspect: Label | None = Field(
        None, description="The part or phase it is the state of; left out: the whole", examples=["second-phase"]
    )
    modality: Modality = Field(description=MODALITY_HELP, examples=["in force"])


class Clause(Fact):
    """What an agreement or a strategy says beyond sums and volumes."""

    table = "clauses"
    section = "clauses"
    grain = "One row per term of an agreement or strategy that a document tells"
    subjects = ("agreements", "strategies")
    identity = ("kind",)
    by_document = True
    checks = (Check("something_said", "num_nonnulls(words, statement) > 0"),)

    kind: Annotated[str, Word("clause-kind")] = Field(description="Non-binding, condition, price floor …")
    words: Text | None = Field(None, description="The clause as printed; left out: statement says it")
    statement: Text | None = Field(None, description="What it says, in our own words; left out: words say it")
    modality: Modality = Field(description=MODALITY_HELP, examples=["in force"])

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.words is None and self.statement is None:
            raise problem("E-clause", "the clause says nothing", "give words, statement or both")
        return self


class Identifier(Fact):
    """What a thing is called in a register or standard."""

    table = "identifiers"
    section = "identifiers"
    grain = "One row per identifier of a thing in a register or standard"
    subjects = THINGS
    identity = ("scheme", "value")

    scheme: Annotated[str, Word("identifier-scheme")] = Field(
        description="The register or standard", examples=["ticker"]
    )
    value: Text = Field(description="The identifier", examples=["NYSE:MP"])
    period: Period | None = Field(None, description="When it is valid; left out: no document says")

    @model_validator(mode="after")
    def _has_its_form(self, info: ValidationInfo) -> Self:
        term = vocabulary_in(info).terms["identifier-scheme"][self.scheme]
        if term.pattern is not None and not re.fullmatch(term.pattern, self.value):
            hint = f"compare it with the document; its form is {term.pattern}"
            raise problem("E-identifier", f'"{self.value}" is no {term.label}', hint, field="value")
        if not identifiers.is_valid(self.value, term.flags):
            hint = "its check digit is wrong; compare it with the document"
            raise problem("E-identifier", f'"{self.value}" is no {term.label}', hint, field="value")
        return self


class Position(Fact):
    """Where a thing lies on the globe."""

    table = "positions"
    section = "positions"
    grain = "One row per position of a plant or place that a document gives"
    subjects = ("facilities", "places")
    by_document = True

    latitude: Latitude = Field(description="Degrees north of the equator; south is negative", examples=["35.478"])
    longitude: Longitude = Field(description="Degrees east of Greenwich; west is negative", examples=["-115.532"])
    precision: Count | None = Field(
        None, description="How far off it can be, in metres; left out: no document says", examples=["500"]
    )
    words: Text | None = Field(None, description="The position as printed; left out: as latitude and longitude say")
    status: Status


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
    has_outlook = True

    kind: Annotated[str, Word("milestone-kind")] = Field(
        description="Signed, announced, production start …", examples=["signed"]
    )
    date: Date | None = Field(None, description="When, where the document says so")
    aspect: Label | None = Field(None, description=ASPECT, examples=["first-phase"])
    modality: Modality = Field(description=MODALITY_HELP, examples=["occurred"])


class StrategyMeasure(Fact):
    """A measure a strategy contains."""

    table = "strategy_measures"
    section = "measures"
    grain = "One row per measure a strategy contains"
    subjects = ("strategies",)
    identity = ("kind",)
    by_document = True

    label: PathKey | None = Field(
        None, description="Short name that tells measures of a kind apart", examples=["widen-list"]
    )
    kind: Annotated[str, Word("measure-kind")] = Field(description="Funding, list change, diversification …")
    description: Text | None = Field(
        None, description="What is to be done, in our own words; left out: the kind says it"
    )
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
    period: Period | None = Field(None, description="When the version is valid; left out: no document says")
    supersedes: Annotated[str, KeyType(column="supersedes_label", is_checked=False)] | None = Field(
        None, description="Label of the version that it takes the place of; left out: none said", examples=["first"]
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
    words: Text | None = Field(None, description="The entry as printed; left out: as the mineral is called")


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
    identity = ("mineral", "stage", "end_use", "code")
    by_document = True
    checks = (
        Check("something_covered", "num_nonnulls(covered_mineral_key, covered_stage_key, covered_end_use, code) > 0"),
    )

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

    code: Annotated[str, Form("[a-z0-9]+:[A-Za-z0-9.]+", "hs:252310")] | None = Field(
        None, description="Code of a class of goods, with its system before it; left out: none", examples=["hs:280530"]
    )

    @model_validator(mode="after")
    def _covers_something(self) -> Self:
        if all(part is None for part in (self.mineral, self.stage, self.end_use, self.code)):
            hint = "give at least one of mineral, stage, end_use and code"
            raise problem("E-scope", "the scope covers nothing", hint)
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
    topic: Annotated[str, Word("topic")] | None = Field(
        None, description="What it is about; left out: not said", examples=["supply security"]
    )
    modality: Modality = Field(description=MODALITY_HELP, examples=["assessed"])


FACTS: Final[dict[str, type[Fact]]] = {
    shape.table: shape
    for shape in (
        Name,
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
        Comparison,
        Holding,
        Link,
        StatusReport,
        Clause,
        Identifier,
        Position,
        StrategyParty,
        StrategyPlace,
    )
}
"""The shape of each family of facts, by the name of its table; the tables are made in this order."""
