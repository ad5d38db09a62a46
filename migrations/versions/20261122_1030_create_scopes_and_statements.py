"""Create what things cover, what is said, and which facts contradict each other."""

from alembic import op

revision = "20261122_1030"
down_revision = "20261122_1020"
branch_labels = None
depends_on = None

STAGE_SYNONYMS = """
CREATE TABLE core.stage_synonyms (
    fact_id UUID NOT NULL,
    stage_key TEXT NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT stage_synonyms_pkey PRIMARY KEY (fact_id),
    CONSTRAINT stage_synonyms_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT stage_synonyms_stage_key_fkey FOREIGN KEY(stage_key) REFERENCES core.supply_chain_stages (key)
);
COMMENT ON TABLE core.stage_synonyms IS
    'One row per word that documents use for a stage of the supply chain';
COMMENT ON COLUMN core.stage_synonyms.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.stage_synonyms.stage_key IS
    'What the fact is about';
COMMENT ON COLUMN core.stage_synonyms.words IS
    'The words as printed'
"""

SCOPES = """
CREATE TABLE core.scopes (
    fact_id UUID NOT NULL,
    agreement_key TEXT,
    entity_key TEXT,
    event_key TEXT,
    facility_key TEXT,
    mineral_list_key TEXT,
    mineral_key TEXT,
    strategy_key TEXT,
    covered_mineral_key TEXT,
    covered_stage_key TEXT,
    covered_end_use TEXT,
    words TEXT NOT NULL,
    completeness TEXT NOT NULL,
    CONSTRAINT scopes_pkey PRIMARY KEY (fact_id),
    CONSTRAINT scopes_completeness_known_check CHECK (completeness IN ('by example', 'complete', 'not said')),
    CONSTRAINT scopes_something_covered_check
        CHECK (num_nonnulls(covered_mineral_key, covered_stage_key, covered_end_use) > 0),
    CONSTRAINT scopes_one_subject_check
        CHECK (num_nonnulls(agreement_key, entity_key, event_key, facility_key, mineral_list_key, mineral_key,
        strategy_key) = 1),
    CONSTRAINT scopes_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT scopes_agreement_key_fkey FOREIGN KEY(agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT scopes_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key),
    CONSTRAINT scopes_event_key_fkey FOREIGN KEY(event_key) REFERENCES core.events (key),
    CONSTRAINT scopes_facility_key_fkey FOREIGN KEY(facility_key) REFERENCES core.facilities (key),
    CONSTRAINT scopes_mineral_list_key_fkey FOREIGN KEY(mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT scopes_mineral_key_fkey FOREIGN KEY(mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT scopes_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT scopes_covered_mineral_key_fkey FOREIGN KEY(covered_mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT scopes_covered_stage_key_fkey
        FOREIGN KEY(covered_stage_key) REFERENCES core.supply_chain_stages (key)
);
COMMENT ON TABLE core.scopes IS
    'One row per mineral, stage or end use that something covers';
COMMENT ON COLUMN core.scopes.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.scopes.agreement_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.entity_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.event_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.facility_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.mineral_list_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.mineral_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.strategy_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.covered_mineral_key IS
    'Mineral or product it covers; NULL: none in particular';
COMMENT ON COLUMN core.scopes.covered_stage_key IS
    'Stage it covers; NULL: none in particular';
COMMENT ON COLUMN core.scopes.covered_end_use IS
    'End use it covers, as printed; NULL: none in particular';
COMMENT ON COLUMN core.scopes.words IS
    'The scope as printed';
COMMENT ON COLUMN core.scopes.completeness IS
    'Whether the document names all there are; closed vocabulary'
"""

STATEMENTS = """
CREATE TABLE core.statements (
    fact_id UUID NOT NULL,
    agreement_key TEXT,
    entity_key TEXT,
    event_key TEXT,
    facility_key TEXT,
    mineral_list_key TEXT,
    mineral_key TEXT,
    strategy_key TEXT,
    place_key TEXT,
    kind TEXT NOT NULL,
    statement TEXT NOT NULL,
    CONSTRAINT statements_pkey PRIMARY KEY (fact_id),
    CONSTRAINT statements_kind_known_check CHECK (kind IN ('aim', 'assessment', 'description', 'reason', 'view')),
    CONSTRAINT statements_one_subject_check
        CHECK (num_nonnulls(agreement_key, entity_key, event_key, facility_key, mineral_list_key, mineral_key,
        strategy_key, place_key) = 1),
    CONSTRAINT statements_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT statements_agreement_key_fkey FOREIGN KEY(agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT statements_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key),
    CONSTRAINT statements_event_key_fkey FOREIGN KEY(event_key) REFERENCES core.events (key),
    CONSTRAINT statements_facility_key_fkey FOREIGN KEY(facility_key) REFERENCES core.facilities (key),
    CONSTRAINT statements_mineral_list_key_fkey FOREIGN KEY(mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT statements_mineral_key_fkey FOREIGN KEY(mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT statements_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT statements_place_key_fkey FOREIGN KEY(place_key) REFERENCES core.places (key)
);
COMMENT ON TABLE core.statements IS
    'One row per view, assessment, aim or description, in our own words; who voices it stands in core.facts';
COMMENT ON COLUMN core.statements.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.statements.agreement_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.entity_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.event_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.facility_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.mineral_list_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.mineral_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.strategy_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.place_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.kind IS
    'View, assessment, aim …; closed vocabulary';
COMMENT ON COLUMN core.statements.statement IS
    'What is said, in our own words'
"""

DISAGREEMENT_FACTS = """
CREATE TABLE core.disagreement_facts (
    fact_id UUID NOT NULL,
    disagreement_key TEXT NOT NULL,
    CONSTRAINT disagreement_facts_pkey PRIMARY KEY (fact_id, disagreement_key),
    CONSTRAINT disagreement_facts_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT disagreement_facts_disagreement_key_fkey
        FOREIGN KEY(disagreement_key) REFERENCES core.disagreements (key)
);
COMMENT ON TABLE core.disagreement_facts IS
    'One row per disagreement and fact involved in it';
COMMENT ON COLUMN core.disagreement_facts.fact_id IS
    'A fact that is involved';
COMMENT ON COLUMN core.disagreement_facts.disagreement_key IS
    'The disagreement it is involved in'
"""


def upgrade() -> None:
    op.execute(STAGE_SYNONYMS)
    op.execute(SCOPES)
    op.execute(STATEMENTS)
    op.execute(DISAGREEMENT_FACTS)


def downgrade() -> None:
    op.execute("DROP TABLE core.disagreement_facts")
    op.execute("DROP TABLE core.statements")
    op.execute("DROP TABLE core.scopes")
    op.execute("DROP TABLE core.stage_synonyms")
