"""Create the facts about who is who and who takes part."""

from alembic import op

revision = "20261122_0950"
down_revision = "20261122_0940"
branch_labels = None
depends_on = None

ENTITY_NAMES = """
CREATE TABLE core.entity_names (
    fact_id UUID NOT NULL,
    entity_key TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    language TEXT,
    CONSTRAINT entity_names_pkey PRIMARY KEY (fact_id),
    CONSTRAINT entity_names_kind_known_check CHECK (kind IN ('alias', 'native', 'short')),
    CONSTRAINT entity_names_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT entity_names_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.entity_names IS
    'One row per further name an entity goes by';
COMMENT ON COLUMN core.entity_names.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.entity_names.entity_key IS
    'What the fact is about';
COMMENT ON COLUMN core.entity_names.name IS
    'The name as printed';
COMMENT ON COLUMN core.entity_names.kind IS
    'Alias, short form or native name';
COMMENT ON COLUMN core.entity_names.language IS
    'BCP 47 language tag of the name; NULL: the language of the document'
"""

ENTITY_RELATIONS = """
CREATE TABLE core.entity_relations (
    fact_id UUID NOT NULL,
    entity_key TEXT NOT NULL,
    relation TEXT NOT NULL,
    object_key TEXT NOT NULL,
    title TEXT,
    CONSTRAINT entity_relations_pkey PRIMARY KEY (fact_id),
    CONSTRAINT entity_relations_relation_known_check
        CHECK (relation IN ('chair of', 'co-chair of', 'collaborates with', 'founded', 'member of',
        'minister of', 'subsidiary of')),
    CONSTRAINT entity_relations_two_entities_check CHECK (entity_key <> object_key),
    CONSTRAINT entity_relations_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT entity_relations_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key),
    CONSTRAINT entity_relations_object_key_fkey FOREIGN KEY(object_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.entity_relations IS
    'One row per stated relation between two entities';
COMMENT ON COLUMN core.entity_relations.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.entity_relations.entity_key IS
    'What the fact is about';
COMMENT ON COLUMN core.entity_relations.relation IS
    'What the subject is to the object; closed vocabulary';
COMMENT ON COLUMN core.entity_relations.object_key IS
    'Object of the relation';
COMMENT ON COLUMN core.entity_relations.title IS
    'Title as printed; NULL: none'
"""

AGREEMENT_PARTIES = """
CREATE TABLE core.agreement_parties (
    fact_id UUID NOT NULL,
    agreement_key TEXT NOT NULL,
    entity_key TEXT NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT agreement_parties_pkey PRIMARY KEY (fact_id),
    CONSTRAINT agreement_parties_role_known_check
        CHECK (role IN ('buyer', 'founder', 'partner', 'signatory', 'supplier')),
    CONSTRAINT agreement_parties_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT agreement_parties_agreement_key_fkey FOREIGN KEY(agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT agreement_parties_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.agreement_parties IS
    'One row per party of an agreement and role it plays';
COMMENT ON COLUMN core.agreement_parties.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.agreement_parties.agreement_key IS
    'What the fact is about';
COMMENT ON COLUMN core.agreement_parties.entity_key IS
    'The party';
COMMENT ON COLUMN core.agreement_parties.role IS
    'Supplier, buyer, signatory …; closed vocabulary'
"""

EVENT_PARTICIPANTS = """
CREATE TABLE core.event_participants (
    fact_id UUID NOT NULL,
    event_key TEXT NOT NULL,
    entity_key TEXT NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT event_participants_pkey PRIMARY KEY (fact_id),
    CONSTRAINT event_participants_role_known_check
        CHECK (role IN ('convener', 'founder', 'host', 'inaugurator', 'participant', 'speaker')),
    CONSTRAINT event_participants_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT event_participants_event_key_fkey FOREIGN KEY(event_key) REFERENCES core.events (key),
    CONSTRAINT event_participants_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.event_participants IS
    'One row per participant of an event and role they play';
COMMENT ON COLUMN core.event_participants.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.event_participants.event_key IS
    'What the fact is about';
COMMENT ON COLUMN core.event_participants.entity_key IS
    'Who took part';
COMMENT ON COLUMN core.event_participants.role IS
    'Convener, speaker, participant …; closed vocabulary'
"""


def upgrade() -> None:
    op.execute(ENTITY_NAMES)
    op.execute(ENTITY_RELATIONS)
    op.execute(AGREEMENT_PARTIES)
    op.execute(EVENT_PARTICIPANTS)


def downgrade() -> None:
    op.execute("DROP TABLE core.event_participants")
    op.execute("DROP TABLE core.agreement_parties")
    op.execute("DROP TABLE core.entity_relations")
    op.execute("DROP TABLE core.entity_names")
