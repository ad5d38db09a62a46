"""The registers: the things that facts are about, with the facts that their records nest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from warehouse.model import dates, editors
from warehouse.model.base import REVIEWED, Note, Record, one_or_many
from warehouse.model.citations import Ignored, refuse_overlap
from warehouse.model.facts import (
    AgreementParty,
    Clause,
    EntityRelation,
    EventParticipant,
    FacilityParty,
    Identifier,
    IdentityJudgement,
    Link,
    Milestone,
    MineralClassification,
    MineralListMember,
    MineralListVersion,
    Name,
    Position,
    Scope,
    StageSynonym,
    Statement,
    StatusReport,
    StrategyMeasure,
    StrategyParty,
    StrategyPlace,
)
from warehouse.model.fields import (
    MODALITY_HELP,
    Boolean,
    Check,
    Column,
    Day,
    EntityKey,
    FieldType,
    Form,
    IntegerType,
    Key,
    Language,
    Modality,
    NamedField,
    Parent,
    PathKey,
    PlaceKey,
    Sha256,
    Text,
    TextType,
    UnitKey,
    Value,
    Word,
    has_flag,
    problem,
    read_edtf,
)
from warehouse.model.figures import Comparison, Holding, MonetaryValue, Observation
from warehouse.model.groups import Factor, MonthDay, YearName
from warehouse.model.review import Review
from warehouse.model.shape import Stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.model.editors import JsonSchema

MIN_INVOLVED: Final = 2


class Thing(Record):
    """A record of which documents state names, identifiers, figures and ties."""

    names: tuple[Name, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    comparisons: tuple[Comparison, ...] = ()


class Place(Thing):
    """A place."""

    table = "places"
    grain = "One row per place a document speaks of, from continents to buildings"

    kind: Annotated[str, Word("place-kind")] = Field(description="Kind of place: country, city, site …")
    name: Text = Field(description="Name in English as commonly printed", examples=["South Korea"])
    iso_code: Annotated[str, Form("[A-Z]{2}(-[A-Z0-9]{1,3})?", "KR or US-VA")] | None = Field(
        None, description="ISO 3166-1 alpha-2 or ISO 3166-2 code; left out: none exists", examples=["KR"]
    )
    parent: Annotated[str, Parent("places")] | None = Field(
        None, description="The place it lies in; left out: none recorded", examples=["united-states"]
    )
    values: tuple[MonetaryValue, ...] = ()
    observations: tuple[Observation, ...] = ()
    positions: tuple[Position, ...] = ()
    statements: tuple[Statement, ...] = ()


class Currency(Record):
    """A currency."""

    table = "currencies"
    grain = "One row per currency, ISO 4217"
    checks = (Check("code_form", "code ~ '^[A-Z]{3}$' AND lower(code) = key"),)

    code: Annotated[str, Form("[A-Z]{3}", "KRW", unique="row", is_checked=False)] = Field(
        description="ISO 4217 alphabetic code"
    )
    name: Text = Field(description="Name in English")
    minor_units: Annotated[int, IntegerType(most=4)] = Field(
        description="Number of decimals of the smallest unit", examples=["2"]
    )

    @model_validator(mode="after")
    def _named_by_code(self) -> Self:
        if self.key != self.code.lower():
            raise problem("E-currency", f"the key of {self.code} is {self.code.lower()}", "rename it", field="key")
        return self


class Unit(Record):
    """A unit of measurement."""

    table = "units"
    grain = "One row per unit of measurement"
    checks = (Check("factor_of_base", "factor IS NULL OR base_key IS NOT NULL"),)

    name: Text = Field(description="Name in English, singular", examples=["percent"])
    symbol: Text = Field(description="What is printed after a number", examples=["%"])
    ucum_code: Text | None = Field(
        None,
        description="UCUM code; left out: UCUM has none, or the document leaves open which unit is meant",
        examples=["%"],
    )
    base: Annotated[str, Parent("units", column="base_key")] | None = Field(
        None, description="Unit of the same kind that others are compared in; left out: it is one", examples=["tonne"]
    )
    factor: Factor | None = Field(
        None, description="How many base units it is, exactly; left out: no exact number", examples=["0.001"]
    )

    @model_validator(mode="after")
    def _factor_of_base(self) -> Self:
        if self.base == self.key:
            raise problem("E-parent", f"{self.key} is its own base", "leave base out: it is one", field="base")
        if self.factor is not None and self.base is None:
            raise problem(
                "E-factor", "factor without a base", "say in base which unit it is counted in", field="factor"
            )
        return self


class Mineral(Thing):
    """An element, group, compound, metal, ore or product."""

    table = "minerals"
    grain = "One row per element, group, compound, metal, ore or product of the chain"

    kind: Annotated[str, Word("mineral-kind")] = Field(description="Kind of mineral: element, group, product …")
    name: Text = Field(description="Name in English", examples=["neodymium"])
    symbol: Annotated[str, Form("[A-Z][a-z]?", "Nd", is_checked=False)] | None = Field(
        None, description="Chemical symbol; left out: it is no element"
    )
    atomic_number: Annotated[int, IntegerType(1, 118)] | None = Field(
        None, description="Number of protons; left out: it is no element", examples=["60"]
    )
    parent: Annotated[str, Parent("minerals")] | None = Field(
        None, description="The group or mineral it belongs to or is made of; left out: none recorded"
    )
    classifications: tuple[MineralClassification, ...] = ()
    values: tuple[MonetaryValue, ...] = ()
    observations: tuple[Observation, ...] = ()
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()

    @model_validator(mode="after")
    def _element_complete(self, info: ValidationInfo) -> Self:
        complete = self.symbol is not None and self.atomic_number is not None
        if has_flag(info, "mineral-kind", self.kind, "is_element") != complete:
            hint = "an element has both, anything else has neither"
            raise problem("E-element", "symbol and atomic_number do not fit the kind", hint)
        return self


@dataclass(frozen=True, eq=False)
class DescriptorType(TextType):
    """The description of a party without a name; another column says whether the party has one."""

    is_group = True

    def columns(self, field: NamedField) -> tuple[Column, ...]:
        """Return the columns: whether the party has a name, and the description."""
        comment = "False for a party that the documents leave unnamed"
        is_named = Column("is_named", "boolean", comment, is_required=True, field=("kind",))
        return (is_named, *super().columns(field))

    def to_row(self, value: Value, name: str, first_cited: str) -> dict[str, Value]:  # noqa: ARG002 - a date's
        """Return the values of the columns."""
        return {"is_named": value is None, name: value}


class Entity(Thing):
    """An organisation, person or unnamed party."""

    table = "entities"
    grain = "One row per organisation, person or unnamed party"
    checks = (Check("descriptor_if_unnamed", "is_named = (descriptor IS NULL)"),)

    kind: Annotated[str, Word("entity-kind")] = Field(description="Kind of entity: company, government body, person …")
    name: Text = Field(description="Name as printed; for an unnamed party a label of ours")
    country: PlaceKey | None = Field(None, description="Country it belongs to; left out: no document says")
    descriptor: Annotated[str, DescriptorType()] | None = Field(
        None, description="How a document describes a party it does not name; left out: it has a name"
    )
    fiscal_year_ends: MonthDay | None = Field(
        None, description="Last day of its fiscal year, month and day; left out: no document says", examples=["06-30"]
    )
    fiscal_year_named: YearName | None = Field(
        None,
        description="Calendar year that names its fiscal year, that of its end or start; left out: of its end",
        examples=["end"],
    )
    relations: tuple[EntityRelation, ...] = ()
    holdings: tuple[Holding, ...] = ()
    statuses: tuple[StatusReport, ...] = ()
    values: tuple[MonetaryValue, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()
    judgements: tuple[IdentityJudgement, ...] = ()

    @model_validator(mode="after")
    def _described_if_unnamed(self, info: ValidationInfo) -> Self:
        if has_flag(info, "entity-kind", self.kind, "is_unnamed") != (self.descriptor is not None):
            hint = "say in descriptor how the document describes a party it does not name, and only there"
            raise problem("E-descriptor", "descriptor belongs to an unnamed party", hint)
        return self


class PageDateType(FieldType):
    """The date that a page shows: a day, or a month or year where it shows no day."""

    is_group = True

    def read(self, text: str) -> str:
        """Return the text, or raise an error that says what is wrong with it."""
        read_edtf(text)
        if not re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", text):
            raise problem(
                "E-date", f'"{text}" is not a day, month or year', "write it like 2026-02-18, 2026-02 or 2026"
            )
        return text

    def json_schema(self) -> JsonSchema:
        """Return the schema of the texts for editors."""
        return editors.PAGE_DATE

    def columns(self, field: NamedField) -> tuple[Column, ...]:
        """Return the columns: the first day it can be, and how exactly the page shows it."""
        path = (field.name,)
        precision = (
            "Month or year if the page shows no day, and page_date is the first day; NULL: it shows a day, or no date"
        )
        return (
            Column(field.name, "date", field.comment, field=path),
            Column(f"{field.name}_precision", "text", precision, field=path, is_late=True),
        )

    def checks(self, field: NamedField) -> tuple[Check, ...]:
        """Return the constraint that the date begins the month or year that the page shows."""
        name = field.name
        first = f"{name} = date_trunc({name}_precision, {name}::timestamp)"
        known = f"{name}_precision IN ('month', 'year')"
        return (
            Check(f"{name}_precision", f"{name}_precision IS NULL OR ({known} AND {name} IS NOT NULL AND {first})"),
        )

    def to_row(self, value: Value, name: str, first_cited: str) -> dict[str, Value]:  # noqa: ARG002 - for other groups
        """Return the values of the columns."""
        if value is None:
            return {name: None, f"{name}_precision": None}
        precision = {4: "year", 7: "month"}.get(len(value))
        return {name: dates.span(value).first, f"{name}_precision": precision}

    def from_row(self, row: Mapping[str, Value], name: str, first_cited: str) -> Value:  # noqa: ARG002 - for other groups
        """Return the date as the page shows it."""
        if row[name] is None:
            return None
        return row[name].isoformat()[: {"year": 4, "month": 7}.get(row[f"{name}_precision"], 10)]


class Document(Stored):
    """A source document; it is what others cite, so it cites nothing."""

    table = "documents"
    grain = "One row per source document"
    checks = (Check("counts_positive", "character_count > 0 AND paragraph_count > 0"),)

    key: Key = Field(description=Record.model_fields["key"].description, examples=["korean-firms-us-rare-earth-push"])
    moved_from: PathKey | None = Field(None, description="The key it had before, so that a rename is taken for one")
    kind: Annotated[str, Word("document-kind")] = Field(description="Kind of document: article, policy …")
    title: Text = Field(description="Title as printed")
    section: Text | None = Field(
        None, description="Section of the publication it stands in; left out: not shown", examples=["Politics"]
    )
    publisher: EntityKey | None = Field(None, description="Who published it; left out: the text does not say")
    language: Language = Field(description="BCP 47 language tag", examples=["en"])
    page_date: Annotated[str, PageDateType()] | None = Field(
        None,
        description="Day, month or year the page shows, which need not be that of publication; left out: none",
        examples=["2026-02-18"],
    )
    published_on: Day | None = Field(None, description="Day of publication; left out: unknown")
    url: Text | None = Field(None, description="Where it can be read; left out: unknown")
    sha256: Sha256 | None = Field(
        None, description="SHA-256 of the curator's copy of the text; left out: a reference work"
    )
    characters: Annotated[int, IntegerType(1, column="character_count", is_checked=False)] | None = Field(
        None, description="Code points of the curator's copy; left out: a reference work", examples=["6501"]
    )
    paragraphs: Annotated[int, IntegerType(1, column="paragraph_count", is_checked=False)] | None = Field(
        None, description="Non-empty lines of the curator's copy; left out: a reference work", examples=["32"]
    )
    archive_url: Annotated[str, TextType(starts_later=True)] | None = Field(
        None,
        description="Where an archive keeps it as it was read; left out: none recorded",
        examples=["https://web.archive.org/web/20260218000000/https://news.example.org/a"],
    )
    licence: Annotated[str, Word("licence")] | None = Field(
        None, description="The terms under which its text may be used; left out: unknown", examples=["CC BY 4.0"]
    )
    texts: Annotated[str, Word("texts")] | None = Field(
        None, description="How much of its text may be published: none, quote or full; left out: none"
    )
    note: Note | None = Field(None, description="What a reader must know to use the document")
    ignore: Annotated[tuple[Ignored, ...], BeforeValidator(one_or_many)] = Field(
        (), description="What of its text no fact needs to cite; not kept in the database", examples=["1-9"]
    )
    reviewed: Review | None = Field(None, description=REVIEWED)

    @model_validator(mode="after")
    def _text_described(self, info: ValidationInfo) -> Self:
        described = (self.page_date, self.sha256, self.characters, self.paragraphs)
        if None in described and has_flag(info, "document-kind", self.kind, "has_text"):
            hint = "give page_date, sha256, characters and paragraphs"
            raise problem("E-document", f"the text of {self.key} is not described", hint)
        refuse_overlap(self.ignore, self.paragraphs)
        return self


class Agreement(Thing):
    """An agreement, contract, venture or portfolio of contracts."""

    table = "agreements"
    grain = "One row per agreement, contract, venture or portfolio of contracts"

    kind: Annotated[str, Word("agreement-kind")] = Field(
        description="Kind of agreement: supply contract, joint venture …"
    )
    name: Text = Field(description="A short title of ours")
    parent: Annotated[str, Parent("agreements")] | None = Field(
        None, description="The portfolio it belongs to, or the agreement it came of; left out: none"
    )
    modality: Modality = Field(description=MODALITY_HELP, examples=["in force"])
    parties: tuple[AgreementParty, ...] = ()
    clauses: tuple[Clause, ...] = ()
    statuses: tuple[StatusReport, ...] = ()
    values: tuple[MonetaryValue, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()


class Facility(Thing):
    """A plant, complex or institute."""

    table = "facilities"
    grain = "One row per plant, complex or institute, standing or planned"

    kind: Annotated[str, Word("facility-kind")] = Field(description="Kind of facility: plant, headquarters …")
    name: Text = Field(description="Name as printed, or a short title of ours")
    place: PlaceKey | None = Field(None, description="Where it is; left out: no document says")
    modality: Modality = Field(description=MODALITY_HELP, examples=["planned"])
    parties: tuple[FacilityParty, ...] = ()
    positions: tuple[Position, ...] = ()
    statuses: tuple[StatusReport, ...] = ()
    values: tuple[MonetaryValue, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()


class Strategy(Thing):
    """A government strategy, trade measure or programme."""

    table = "strategies"
    grain = "One row per government strategy, trade measure or programme"

    kind: Annotated[str, Word("strategy-kind")] = Field(
        description="Kind of strategy: strategy, trade measure, programme …"
    )
    name: Text = Field(description="A short title of ours")
    issuer: EntityKey | None = Field(
        None,
        description="Who issued it; left out: no document says, or several, which stand among its parties",
        examples=["government-of-south-korea"],
    )
    jurisdiction: PlaceKey | None = Field(
        None,
        description="Where it applies; left out: no document says, or several, which stand among its places",
        examples=["south-korea"],
    )
    target: PlaceKey | None = Field(None, description="The country it is aimed at; left out: none")
    modality: Modality = Field(description=MODALITY_HELP, examples=["in force"])
    parties: tuple[StrategyParty, ...] = ()
    places: tuple[StrategyPlace, ...] = ()
    clauses: tuple[Clause, ...] = ()
    statuses: tuple[StatusReport, ...] = ()
    measures: tuple[StrategyMeasure, ...] = ()
    values: tuple[MonetaryValue, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()


class MineralList(Thing):
    """An official list of minerals."""

    table = "mineral_lists"
    grain = "One row per official list of minerals; its versions stand in mineral_list_versions"

    name: Text = Field(description="A short title of ours")
    jurisdiction: PlaceKey | None = Field(
        None,
        description="Where the list applies; left out: no document says, or several, which stand among its places",
        examples=["south-korea"],
    )
    steward: EntityKey | None = Field(None, description="Who keeps the list; left out: no document says")
    entry_term: Text = Field(description="What the document calls the entries", examples=["critical minerals"])
    places: tuple[StrategyPlace, ...] = ()
    versions: tuple[MineralListVersion, ...] = ()
    members: tuple[MineralListMember, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()


class Event(Thing):
    """A meeting, launch, inauguration or announcement."""

    table = "events"
    grain = "One row per meeting, launch, inauguration or announcement"

    kind: Annotated[str, Word("event-kind")] = Field(description="Kind of event: meeting, launch …")
    name: Text = Field(description="A short title of ours")
    place: PlaceKey | None = Field(None, description="Where it took place; left out: no document says")
    is_public: Boolean | None = Field(
        None, description="False where a document calls it private; left out: no document says"
    )
    modality: Modality = Field(description=MODALITY_HELP, examples=["occurred"])
    participants: tuple[EventParticipant, ...] = ()
    values: tuple[MonetaryValue, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    observations: tuple[Observation, ...] = ()
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()


class Indicator(Record):
    """A quantity that documents state."""

    table = "indicators"
    grain = "One row per quantity that documents state: what it measures and in which unit"

    name: Text = Field(description="Name in English", examples=["Import dependence"])
    definition: Text = Field(description="What is measured, against what")
    unit: UnitKey = Field(description="Unit of the values that name none of their own", examples=["percent"])
    value_range: Annotated[str, Word("value-range")] | None = Field(
        None,
        description="Which values can be right; left out: a share if its unit is percent, else not negative",
        examples=["any"],
    )
    adds_over: Annotated[str, Word("addition")] | None = Field(
        None, description="Over what its values may be added up; left out: never", examples=["parts and time"]
    )


class SupplyChainStage(Record):
    """A stage of the supply chain."""

    table = "supply_chain_stages"
    grain = "One row per stage of the supply chain; the words documents use stand in stage_synonyms"

    name: Text = Field(description="Name in English", examples=["Purification"])
    definition: Text = Field(description="What is done at this stage, in our own words")
    position: Annotated[int, IntegerType(1, unique="transaction")] = Field(
        description="Order along the chain; 1 is the resource", examples=["4"]
    )
    synonyms: tuple[StageSynonym, ...] = ()


class Disagreement(Record):
    """A question on which sources, or parts of one source, differ."""

    table = "disagreements"
    grain = (
        "One row per question on which sources, or parts of one source, differ; the facts stand in disagreement_facts"
    )
    checks = (Check("resolution_if_settled", "(status = 'settled') = (resolution IS NOT NULL)"),)

    question: Text = Field(description="The question, in our own words")
    status: Annotated[str, Word("disagreement-status")] = Field(description="Open or settled")
    resolution: Text | None = Field(None, description="How it was settled, and by what; left out: it is open")
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


REGISTERS: Final[dict[str, type[Document | Record]]] = {
    shape.table: shape
    for shape in (
        Place,
        Currency,
        Unit,
        Mineral,
        Entity,
        Document,
        Agreement,
        Facility,
        Strategy,
        MineralList,
        Event,
        Indicator,
        SupplyChainStage,
        Disagreement,
    )
}
"""The shape of each register, by the name of its table; each stands behind the registers that it refers to."""
