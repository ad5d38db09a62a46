"""The tables that all facts share: ``facts`` with their attribution, and ``citations``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text, Uuid

from warehouse import vocabulary as words
from warehouse.schema.base import metadata, one_of, reference, text

if TYPE_CHECKING:
    from collections.abc import Sequence

NEEDS_MODALITY: Final = (
    "agreements",
    "entity_relations",
    "events",
    "facilities",
    "milestones",
    "mineral_classifications",
    "mineral_list_versions",
    "monetary_values",
    "observations",
    "statements",
    "strategies",
    "strategy_measures",
)
"""Families whose facts must have a modality: occurred, planned, pledged …"""


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
)

TABLES: Final[tuple[Table, ...]] = (facts, citations)
