"""The tables of facts about entities: their names, relations, roles, and identity."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Table

from warehouse import vocabulary as words
from warehouse.schema.base import fact, one_of, reference, text

entity_names = fact(
    "entity_names",
    "One row per further name an entity goes by",
    text("name", "The name as printed", required=True),
    text("kind", "Alias, short form or native name", required=True),
    text("language", "BCP 47 language tag of the name; NULL: the language of the document"),
    one_of("kind", words.NAME_KIND),
    about=("entities",),
)

entity_relations = fact(
    "entity_relations",
    "One row per stated relation between two entities",
    text("relation", "What the subject is to the object; closed vocabulary", required=True),
    reference("object_key", "entities.key", "Object of the relation", required=True),
    text("title", "Title as printed; NULL: none"),
    one_of("relation", words.RELATION),
    CheckConstraint("entity_key <> object_key", name="two_entities"),
    about=("entities",),
)

agreement_parties = fact(
    "agreement_parties",
    "One row per party of an agreement and role it plays",
    reference("entity_key", "entities.key", "The party", required=True),
    text("role", "Supplier, buyer, signatory …; closed vocabulary", required=True),
    one_of("role", words.PARTY_ROLE),
    about=("agreements",),
)

event_participants = fact(
    "event_participants",
    "One row per participant of an event and role they play",
    reference("entity_key", "entities.key", "Who took part", required=True),
    text("role", "Convener, speaker, participant …; closed vocabulary", required=True),
    one_of("role", words.PARTICIPANT_ROLE),
    about=("events",),
)

facility_parties = fact(
    "facility_parties",
    "One row per party of a facility and role it plays",
    reference("entity_key", "entities.key", "The party", required=True),
    text("role", "Operator, planner or partner; closed vocabulary", required=True),
    one_of("role", words.FACILITY_ROLE),
    about=("facilities",),
)

identity_judgements = fact(
    "identity_judgements",
    "One row per pair of entities judged to be the same, different, or undecided",
    reference("other_key", "entities.key", "The other entity", required=True),
    text("verdict", "Same, different or unsure; closed vocabulary", required=True),
    text("reason", "Why, in our own words", required=True),
    one_of("verdict", words.VERDICT),
    CheckConstraint("entity_key < other_key", name="pair_in_order"),
    about=("entities",),
)

TABLES: Final[tuple[Table, ...]] = (
    entity_names,
    entity_relations,
    agreement_parties,
    event_participants,
    facility_parties,
    identity_judgements,
)
