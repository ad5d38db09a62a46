"""Create the dated steps."""

from alembic import op

revision = "20261122_0955"
down_revision = "20261122_0950"
branch_labels = None
depends_on = None

MILESTONES = """
CREATE TABLE core.milestones (
    fact_id UUID NOT NULL,
    agreement_key TEXT,
    facility_key TEXT,
    strategy_key TEXT,
    mineral_list_key TEXT,
    event_key TEXT,
    entity_key TEXT,
    kind TEXT NOT NULL,
    date_words TEXT,
    date_edtf TEXT,
    date_earliest DATE,
    date_latest DATE,
    date_qualifier TEXT,
    date_rule TEXT,
    date_document_key TEXT,
    CONSTRAINT milestones_pkey PRIMARY KEY (fact_id),
    CONSTRAINT milestones_date_qualifier_known_check
        CHECK (date_qualifier IN ('about', 'after', 'before', 'by', 'on')),
    CONSTRAINT milestones_date_rule_known_check
        CHECK (date_rule IN ('as printed', 'document year', 'last year', 'latest past', 'next year',
        'this year')),
    CONSTRAINT milestones_date_order_check CHECK (date_earliest <= date_latest),
    CONSTRAINT milestones_date_whole_check
        CHECK (num_nonnulls(date_words, date_edtf, date_qualifier, date_rule) IN (0, 4)),
    CONSTRAINT milestones_kind_known_check
        CHECK (kind IN ('announced', 'awarded', 'commercial operation', 'completion', 'confirmed', 'held',
        'in force', 'inaugurated', 'launched', 'production start', 'reported', 'signed', 'unveiled')),
    CONSTRAINT milestones_one_subject_check
        CHECK (num_nonnulls(agreement_key, facility_key, strategy_key, mineral_list_key, event_key, entity_key) =
        1),
    CONSTRAINT milestones_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT milestones_agreement_key_fkey FOREIGN KEY(agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT milestones_facility_key_fkey FOREIGN KEY(facility_key) REFERENCES core.facilities (key),
    CONSTRAINT milestones_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT milestones_mineral_list_key_fkey FOREIGN KEY(mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT milestones_event_key_fkey FOREIGN KEY(event_key) REFERENCES core.events (key),
    CONSTRAINT milestones_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key),
    CONSTRAINT milestones_date_document_key_fkey FOREIGN KEY(date_document_key) REFERENCES core.documents (key)
);
COMMENT ON TABLE core.milestones IS
    'One row per dated step of one agreement, facility, strategy, mineral list, event or entity';
COMMENT ON COLUMN core.milestones.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.milestones.agreement_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.facility_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.strategy_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.mineral_list_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.event_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.entity_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.kind IS
    'Signed, announced, production start …; closed vocabulary';
COMMENT ON COLUMN core.milestones.date_words IS
    'The date as printed; NULL: no document says';
COMMENT ON COLUMN core.milestones.date_edtf IS
    'The date as an EDTF value, no finer than the words; NULL: no document says';
COMMENT ON COLUMN core.milestones.date_earliest IS
    'The date: first day it can be; NULL: open';
COMMENT ON COLUMN core.milestones.date_latest IS
    'The date: last day it can be; NULL: open';
COMMENT ON COLUMN core.milestones.date_qualifier IS
    'The date: on, by, before, after or about the EDTF value';
COMMENT ON COLUMN core.milestones.date_rule IS
    'The date: how the words were resolved; closed vocabulary';
COMMENT ON COLUMN core.milestones.date_document_key IS
    'The date: document whose page date the words hang on'
"""


def upgrade() -> None:
    op.execute(MILESTONES)


def downgrade() -> None:
    op.execute("DROP TABLE core.milestones")
