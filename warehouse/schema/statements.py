"""The tables of facts in words: synonyms of stages, scopes, statements, and the facts of disagreements."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, Text, Uuid

from warehouse import vocabulary as words
from warehouse.schema.base import fact, metadata, one_of, reference, text

SUBJECTS: Final = ("agreements", "entities", "events", "facilities", "mineral_lists", "minerals", "strategies")

stage_synonyms = fact(
    "stage_synonyms",
    "One row per word that documents use for a stage of the supply chain",
    text("words", "The words as printed", required=True),
    about=("supply_chain_stages",),
)

scopes = fact(
    "scopes",
    "One row per mineral, stage or end use that something covers",
    reference("covered_mineral_key", "minerals.key", "Mineral or product it covers; NULL: none in particular"),
    reference("covered_stage_key", "supply_chain_stages.key", "Stage it covers; NULL: none in particular"),
    text("covered_end_use", "End use it covers, as printed; NULL: none in particular"),
    text("words", "The scope as printed", required=True),
    text("completeness", "Whether the document names all there are; closed vocabulary", required=True),
    one_of("completeness", words.COMPLETENESS),
    CheckConstraint(
        "num_nonnulls(covered_mineral_key, covered_stage_key, covered_end_use) > 0", name="something_covered"
    ),
    about=SUBJECTS,
)

statements = fact(
    "statements",
    "One row per view, assessment, aim or description, in our own words; who voices it stands in core.facts",
    text("kind", "View, assessment, aim …; closed vocabulary", required=True),
    text("statement", "What is said, in our own words", required=True),
    one_of("kind", words.STATEMENT_KIND),
    about=(*SUBJECTS, "places"),
)

disagreement_facts = Table(
    "disagreement_facts",
    metadata,
    Column("fact_id", Uuid, ForeignKey("core.facts.fact_id"), primary_key=True, comment="A fact that is involved"),
    Column(
        "disagreement_key",
        Text,
        ForeignKey("core.disagreements.key"),
        primary_key=True,
        comment="The disagreement it is involved in",
    ),
    schema="core",
    comment="One row per disagreement and fact involved in it",
)

TABLES: Final[tuple[Table, ...]] = (stage_synonyms, scopes, statements, disagreement_facts)
