"""The tables of registers, which name things. Each row is also a fact, so that it can be cited."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Integer, Table, UniqueConstraint

from warehouse import vocabulary as words
from warehouse.schema.base import one_of, reference, register, text

places = register(
    "places",
    "One row per place a document speaks of, from continents to buildings",
    text("name", "Name in English as commonly printed", required=True),
    text("iso_code", "ISO 3166-1 alpha-2 or ISO 3166-2 code; NULL where none exists"),
    reference("parent_key", "places.key", "The place it lies in; NULL: none recorded"),
    CheckConstraint("iso_code ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'", name="iso_code_form"),
    CheckConstraint("parent_key <> key", name="parent_other"),
    kind=words.PLACE_KIND,
)

currencies = register(
    "currencies",
    "One row per currency, ISO 4217",
    text("code", "ISO 4217 alphabetic code", required=True),
    text("name", "Name in English", required=True),
    Column("minor_units", Integer, nullable=False, comment="Number of decimals of the smallest unit"),
    UniqueConstraint("code"),
    CheckConstraint("code ~ '^[A-Z]{3}$' AND lower(code) = key", name="code_form"),
    CheckConstraint("minor_units BETWEEN 0 AND 4", name="minor_units_range"),
)

units = register(
    "units",
    "One row per unit of measurement",
    text("name", "Name in English, singular", required=True),
    text("symbol", "What is printed after a number", required=True),
    text("ucum_code", "UCUM code; NULL where the document leaves open which unit is meant, or UCUM has none"),
)

minerals = register(
    "minerals",
    "One row per element, group, compound, metal, ore or product of the chain",
    text("name", "Name in English", required=True),
    text("symbol", "Chemical symbol; NULL unless it is an element"),
    Column("atomic_number", Integer, comment="Protons; NULL unless it is an element"),
    reference("parent_key", "minerals.key", "The group or mineral it belongs to or is made of; NULL: none recorded"),
    CheckConstraint("(kind = 'element') = (symbol IS NOT NULL AND atomic_number IS NOT NULL)", name="element_complete"),
    CheckConstraint("atomic_number BETWEEN 1 AND 118", name="atomic_number_range"),
    CheckConstraint("parent_key <> key", name="parent_other"),
    kind=words.MINERAL_KIND,
)

entities = register(
    "entities",
    "One row per organisation, person or unnamed party",
    text("name", "Name as printed; for an unnamed party a label of ours", required=True),
    reference("country_key", "places.key", "Country it belongs to; NULL: no document says"),
    Column("is_named", Boolean, nullable=False, comment="False for a party that the documents leave unnamed"),
    text("descriptor", "How a document describes a party it does not name; NULL where it has a name"),
    CheckConstraint("is_named = (kind <> 'unnamed party')", name="named_by_kind"),
    CheckConstraint("is_named = (descriptor IS NULL)", name="descriptor_if_unnamed"),
    kind=words.ENTITY_KIND,
)

documents = register(
    "documents",
    "One row per source document",
    text("title", "Title as printed", required=True),
    text("section", "Section of the publication it stands in; NULL: not shown"),
    reference("publisher_key", "entities.key", "Who published it; NULL: the text does not say"),
    text("language", "BCP 47 language tag", required=True),
    Column("page_date", Date, comment="Date the page shows, which need not be the day of publication; NULL: none"),
    Column("published_on", Date, comment="Day of publication; NULL: unknown"),
    text("url", "Where it can be read; NULL: unknown"),
    text("sha256", "SHA-256 of the curator's copy of the text; NULL for reference works"),
    Column("character_count", Integer, comment="Code points of the curator's copy; NULL for reference works"),
    Column("paragraph_count", Integer, comment="Non-empty lines of the curator's copy; NULL for reference works"),
    CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_form"),
    CheckConstraint("character_count > 0 AND paragraph_count > 0", name="counts_positive"),
    CheckConstraint(
        "kind = 'reference' OR num_nonnulls(page_date, sha256, character_count, paragraph_count) = 4",
        name="text_described",
    ),
    kind=words.DOCUMENT_KIND,
)

agreements = register(
    "agreements",
    "One row per agreement, contract, venture or portfolio of contracts",
    text("name", "A short title of ours", required=True),
    reference("parent_key", "agreements.key", "The portfolio it belongs to or the agreement it came of; NULL: none"),
    CheckConstraint("parent_key <> key", name="parent_other"),
    kind=words.AGREEMENT_KIND,
)

facilities = register(
    "facilities",
    "One row per plant, complex or institute, standing or planned",
    text("name", "Name as printed, or a short title of ours", required=True),
    reference("place_key", "places.key", "Where it is; NULL: no document says"),
    kind=words.FACILITY_KIND,
)

strategies = register(
    "strategies",
    "One row per government strategy, trade measure or programme",
    text("name", "A short title of ours", required=True),
    reference("issuer_key", "entities.key", "Who issued it", required=True),
    reference("jurisdiction_key", "places.key", "Where it applies", required=True),
    reference("target_key", "places.key", "The country it is aimed at; NULL: none"),
    kind=words.STRATEGY_KIND,
)

mineral_lists = register(
    "mineral_lists",
    "One row per official list of minerals; its versions stand in mineral_list_versions",
    text("name", "A short title of ours", required=True),
    reference("jurisdiction_key", "places.key", "Where the list applies", required=True),
    reference("steward_key", "entities.key", "Who keeps the list; NULL: no document says"),
    text("entry_term", "What the document calls the entries", required=True),
)

events = register(
    "events",
    "One row per meeting, launch, inauguration or announcement",
    text("name", "A short title of ours", required=True),
    reference("place_key", "places.key", "Where it took place; NULL: no document says"),
    Column("is_public", Boolean, comment="False where a document calls it private; NULL: no document says"),
    kind=words.EVENT_KIND,
)

indicators = register(
    "indicators",
    "One row per quantity that documents state: what it measures and in which unit",
    text("name", "Name in English", required=True),
    text("definition", "What is measured, against what", required=True),
    reference("unit_key", "units.key", "Unit in which its values are recorded", required=True),
)

supply_chain_stages = register(
    "supply_chain_stages",
    "One row per stage of the supply chain; the words documents use stand in stage_synonyms",
    text("name", "Name in English", required=True),
    text("definition", "What is done at this stage", required=True),
    Column("position", Integer, nullable=False, comment="Order along the chain; 1 is the resource"),
    UniqueConstraint("position", deferrable=True, initially="DEFERRED"),
    CheckConstraint("position > 0", name="position_positive"),
)

disagreements = register(
    "disagreements",
    "One row per question on which sources, or parts of one source, differ; the facts stand in disagreement_facts",
    text("question", "The question, in our own words", required=True),
    text("status", "Open or settled", required=True),
    text("resolution", "How it was settled, and by what; NULL: it is open"),
    one_of("status", words.DISAGREEMENT_STATUS),
    CheckConstraint("(status = 'settled') = (resolution IS NOT NULL)", name="resolution_if_settled"),
)

TABLES: Final[tuple[Table, ...]] = (
    places,
    currencies,
    units,
    minerals,
    entities,
    documents,
    agreements,
    facilities,
    strategies,
    mineral_lists,
    events,
    indicators,
    supply_chain_stages,
    disagreements,
)
"""All registers, each after the registers it refers to."""
