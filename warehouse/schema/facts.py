"""The facts: tables of statements about registered things, and the citations that carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Integer, Numeric, Table, Text, Uuid

from warehouse import vocabulary as words
from warehouse.schema import registers
from warehouse.schema.base import DISTRIBUTED, fact, metadata, one_of, reference, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.schema import SchemaItem

NEEDS_MODALITY: Final = (
    "agreements",
    "entity_relations",
    "events",
    "facilities",
    "milestones",
    "mineral_list_versions",
    "monetary_values",
    "observations",
    "strategies",
    "strategy_measures",
)
"""Families whose facts must say whether they have happened, are planned, pledged …"""


def _subjects(*families: str) -> list[SchemaItem]:
    """Make one nullable reference per family, of which exactly one is set."""
    columns = [words.SUBJECT_COLUMNS[family] for family in families]
    return [
        *(
            reference(column, f"{family}.key", "What the fact is about; exactly one of these columns is set")
            for family, column in zip(families, columns, strict=True)
        ),
        CheckConstraint(f"num_nonnulls({', '.join(columns)}) = 1", name="one_subject"),
    ]


def _amount(prefix: str, comment: str, *, required: bool = False) -> list[Column[Any]]:
    return [
        Column(f"{prefix}amount", Numeric, comment=f"{comment}: the number; NULL where only words are printed"),
        text(f"{prefix}words", f"{comment}: number and currency as printed", required=required),
        text(f"{prefix}approximation", f"{comment}: how exactly it is stated; closed vocabulary"),
        Column(f"{prefix}quantum", Numeric, comment=f"{comment}: weight of the last printed digit, in currency units"),
    ]


def _dates(prefix: str, what: str) -> list[SchemaItem]:
    start, end = f"{prefix}earliest", f"{prefix}latest"
    return [
        text(f"{prefix}words", f"{what} as printed; NULL: no document says"),
        text(f"{prefix}edtf", f"{what} as an EDTF value, no finer than the words; NULL: no document says"),
        Column(start, Date, comment=f"{what}: first day it can be; NULL: open"),
        Column(end, Date, comment=f"{what}: last day it can be; NULL: open"),
        text(f"{prefix}qualifier", f"{what}: on, by, before, after or about the EDTF value"),
        text(f"{prefix}rule", f"{what}: how the words were resolved; closed vocabulary"),
        reference(f"{prefix}document_key", "documents.key", f"{what}: document whose page date the words hang on"),
        one_of(f"{prefix}qualifier", words.DATE_QUALIFIER),
        one_of(f"{prefix}rule", words.DATE_RULE),
        CheckConstraint(f"{start} <= {end}", name=f"{prefix}order"),
        CheckConstraint(
            f"num_nonnulls({prefix}words, {prefix}edtf, {prefix}qualifier, {prefix}rule) IN (0, 4)",
            name=f"{prefix}whole",
        ),
    ]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


facts = Table(
    "facts",
    metadata,
    Column("fact_id", Uuid, primary_key=True, comment="Computed from the path, so that a reload finds the row again"),
    text("family", "Table of core that holds the fact", required=True),
    text("path", "Where the fact stands among all facts: family, key, kind, document", required=True),
    text("modality", "Occurred, planned, pledged …; NULL: the fact only names or classifies"),
    reference("attributed_to_key", "entities.key", "Who says so, in the document's words; NULL: the document itself"),
    text("attributed_words", "Who says so where it is no registered entity, such as industry sources; NULL: none"),
    text("basis", "Whether the source states it, it is inferred, or a reference work says so", required=True),
    text("rank", "Which of several differing facts to show", required=True),
    text("rank_reason", "Why the rank is not normal; NULL where it is"),
    text("note", "What a reader must know to use the fact; NULL: nothing"),
    one_of("modality", words.MODALITY),
    one_of("basis", words.BASIS),
    one_of("rank", words.RANK),
    CheckConstraint("(rank = 'normal') = (rank_reason IS NULL)", name="rank_reasoned"),
    CheckConstraint("basis <> 'inferred' OR note IS NOT NULL", name="inference_explained"),
    CheckConstraint(f"modality IS NOT NULL OR family NOT IN ({_listed(NEEDS_MODALITY)})", name="modality_given"),
    schema="core",
    comment="One row per fact, in whichever table of core it stands; register rows are facts too",
    info={"scale": DISTRIBUTED},
)

citations = Table(
    "citations",
    metadata,
    Column("fact_id", Uuid, ForeignKey("core.facts.fact_id"), primary_key=True, comment="The fact that is cited"),
    Column(
        "document_key",
        Text,
        ForeignKey("core.documents.key"),
        primary_key=True,
        comment="The document that says so",
    ),
    Column("locator", Text, primary_key=True, comment="Paragraph and span as text, or the section of a reference work"),
    Column("paragraph", Integer, comment="Number of the non-empty line, from 1; NULL for a reference work"),
    Column("span_start", Integer, comment="First code point of the quote in its paragraph, from 0; NULL: all of it"),
    Column("span_end", Integer, comment="Code point after the quote; NULL: all of the paragraph"),
    text("quote_sha256", "SHA-256 of the quoted text; NULL: not recorded"),
    CheckConstraint("paragraph > 0", name="paragraph_positive"),
    CheckConstraint("num_nonnulls(span_start, span_end) IN (0, 2) AND span_start < span_end", name="span_order"),
    CheckConstraint("quote_sha256 ~ '^[0-9a-f]{64}$'", name="quote_sha256_form"),
    schema="core",
    comment="One row per fact and place in a document that says so",
    info={"scale": DISTRIBUTED},
)

entity_names = fact(
    "entity_names",
    "One row per further name an entity goes by",
    reference("entity_key", "entities.key", "The entity", required=True),
    text("name", "The name as printed", required=True),
    text("kind", "Alias, short form or native name", required=True),
    text("language", "BCP 47 language tag of the name; NULL: the language of the document"),
    one_of("kind", words.NAME_KIND),
)

entity_relations = fact(
    "entity_relations",
    "One row per stated relation between two entities",
    reference("entity_key", "entities.key", "Subject of the relation", required=True),
    text("relation", "What the subject is to the object; closed vocabulary", required=True),
    reference("object_key", "entities.key", "Object of the relation", required=True),
    text("title", "Title as printed; NULL: none"),
    one_of("relation", words.RELATION),
    CheckConstraint("entity_key <> object_key", name="two_entities"),
)

agreement_parties = fact(
    "agreement_parties",
    "One row per party of an agreement and role it plays",
    reference("agreement_key", "agreements.key", "The agreement", required=True),
    reference("entity_key", "entities.key", "The party", required=True),
    text("role", "Supplier, buyer, signatory …; closed vocabulary", required=True),
    one_of("role", words.PARTY_ROLE),
)

event_participants = fact(
    "event_participants",
    "One row per participant of an event and role they play",
    reference("event_key", "events.key", "The event", required=True),
    reference("entity_key", "entities.key", "Who took part", required=True),
    text("role", "Convener, speaker, participant …; closed vocabulary", required=True),
    one_of("role", words.PARTICIPANT_ROLE),
)

milestones = fact(
    "milestones",
    "One row per dated step of one agreement, facility, strategy, mineral list, event or entity",
    text("kind", "Signed, announced, production start …; closed vocabulary", required=True),
    *_subjects("agreements", "facilities", "strategies", "mineral_lists", "events", "entities"),
    *_dates("date_", "The date"),
    one_of("kind", words.MILESTONE_KIND),
)

monetary_values = fact(
    "monetary_values",
    "One row per stated sum of money, with the equivalent printed beside it",
    text("kind", "Contract value, pledge, portfolio total …; closed vocabulary", required=True),
    *_subjects("agreements", "strategies", "facilities", "entities"),
    *_amount("", "The sum", required=True),
    Column("upper_amount", Numeric, comment="The upper figure of a printed range; NULL: no range"),
    reference("currency_code", "currencies.code", "Currency of the sum, ISO 4217; NULL: no currency printed"),
    reference("per_unit_key", "units.key", "Unit of a price, such as one kilogram; NULL: not a price"),
    *_amount("equivalent_", "The equivalent printed beside the sum"),
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
)

observations = fact(
    "observations",
    "One row per stated quantity of one subject: shares, capacities, terms, counts",
    reference("indicator_key", "indicators.key", "What is measured, and in which unit", required=True),
    *_subjects("places", "entities", "agreements", "facilities", "strategies", "mineral_lists", "events"),
    Column("value", Numeric, nullable=False, comment="The number, in the indicator's unit"),
    Column("upper_value", Numeric, comment="The upper figure of a printed range; NULL: no range"),
    text("words", "The quantity as printed", required=True),
    text("approximation", "How exactly it is stated; closed vocabulary", required=True),
    Column("quantum", Numeric, nullable=False, comment="Weight of the last printed digit, in the indicator's unit"),
    reference("counterpart_key", "places.key", "The other place, such as the source of imports; NULL: none"),
    reference("mineral_key", "minerals.key", "The mineral or product it is about; NULL: none in particular"),
    *_dates("period_", "The period"),
    one_of("approximation", words.APPROXIMATION),
    CheckConstraint("quantum > 0 AND upper_value >= value", name="value_range"),
    CheckConstraint("(upper_value IS NOT NULL) = (approximation = 'between')", name="range_whole"),
)

strategy_measures = fact(
    "strategy_measures",
    "One row per measure a strategy contains",
    reference("strategy_key", "strategies.key", "The strategy", required=True),
    text("kind", "Funding, list change, diversification …; closed vocabulary", required=True),
    text("description", "What is to be done, in our own words", required=True),
    one_of("kind", words.MEASURE_KIND),
)

mineral_list_versions = fact(
    "mineral_list_versions",
    "One row per version of a mineral list that a document speaks of",
    reference("mineral_list_key", "mineral_lists.key", "The list", required=True),
    text("label", "Tells the versions of a list apart", required=True),
    Column("stated_count", Integer, comment="Number of entries the document states; NULL: none stated"),
    text("counted", "What is counted; closed vocabulary; NULL: no count stated"),
    one_of("counted", words.COUNT_SUBJECT),
    CheckConstraint("stated_count > 0", name="stated_count_positive"),
    CheckConstraint("num_nonnulls(stated_count, counted) IN (0, 2)", name="count_whole"),
)

TABLES: Final[tuple[Table, ...]] = (
    facts,
    citations,
    entity_names,
    entity_relations,
    agreement_parties,
    event_participants,
    milestones,
    monetary_values,
    observations,
    strategy_measures,
    mineral_list_versions,
)
"""All tables of facts, each after those it refers to."""

FAMILIES: Final = tuple(
    table.name for table in (*registers.TABLES, *TABLES) if table.name not in {"facts", "citations"}
)
"""What a fact can be: the tables other than the two that all facts share."""
