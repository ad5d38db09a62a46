"""Create the stated quantities."""

from alembic import op

revision = "20261122_0958"
down_revision = "20261122_0957"
branch_labels = None
depends_on = None

OBSERVATIONS = """
CREATE TABLE core.observations (
    fact_id UUID NOT NULL,
    place_key TEXT,
    entity_key TEXT,
    agreement_key TEXT,
    facility_key TEXT,
    strategy_key TEXT,
    mineral_list_key TEXT,
    event_key TEXT,
    indicator_key TEXT NOT NULL,
    value NUMERIC NOT NULL,
    upper_value NUMERIC,
    words TEXT NOT NULL,
    approximation TEXT NOT NULL,
    quantum NUMERIC NOT NULL,
    counterpart_key TEXT,
    mineral_key TEXT,
    period_words TEXT,
    period_edtf TEXT,
    period_earliest DATE,
    period_latest DATE,
    period_qualifier TEXT,
    period_rule TEXT,
    period_document_key TEXT,
    CONSTRAINT observations_pkey PRIMARY KEY (fact_id),
    CONSTRAINT observations_period_qualifier_known_check
        CHECK (period_qualifier IN ('about', 'after', 'before', 'by', 'on')),
    CONSTRAINT observations_period_rule_known_check
        CHECK (period_rule IN ('as printed', 'document year', 'last year', 'latest past', 'next year',
        'this year')),
    CONSTRAINT observations_period_order_check CHECK (period_earliest <= period_latest),
    CONSTRAINT observations_period_whole_check
        CHECK (num_nonnulls(period_words, period_edtf, period_qualifier, period_rule) IN (0, 4)),
    CONSTRAINT observations_approximation_known_check
        CHECK (approximation IN ('about', 'at least', 'at most', 'between', 'exact', 'over', 'under')),
    CONSTRAINT observations_value_range_check CHECK (quantum > 0 AND upper_value >= value),
    CONSTRAINT observations_range_whole_check CHECK ((upper_value IS NOT NULL) = (approximation = 'between')),
    CONSTRAINT observations_one_subject_check
        CHECK (num_nonnulls(place_key, entity_key, agreement_key, facility_key, strategy_key, mineral_list_key,
        event_key) = 1),
    CONSTRAINT observations_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT observations_place_key_fkey FOREIGN KEY(place_key) REFERENCES core.places (key),
    CONSTRAINT observations_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key),
    CONSTRAINT observations_agreement_key_fkey FOREIGN KEY(agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT observations_facility_key_fkey FOREIGN KEY(facility_key) REFERENCES core.facilities (key),
    CONSTRAINT observations_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT observations_mineral_list_key_fkey FOREIGN KEY(mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT observations_event_key_fkey FOREIGN KEY(event_key) REFERENCES core.events (key),
    CONSTRAINT observations_indicator_key_fkey FOREIGN KEY(indicator_key) REFERENCES core.indicators (key),
    CONSTRAINT observations_counterpart_key_fkey FOREIGN KEY(counterpart_key) REFERENCES core.places (key),
    CONSTRAINT observations_mineral_key_fkey FOREIGN KEY(mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT observations_period_document_key_fkey
        FOREIGN KEY(period_document_key) REFERENCES core.documents (key)
);
COMMENT ON TABLE core.observations IS
    'One row per stated quantity of one subject: shares, capacities, terms, counts';
COMMENT ON COLUMN core.observations.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.observations.place_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.entity_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.agreement_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.facility_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.strategy_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.mineral_list_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.event_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.indicator_key IS
    'What is measured, and in which unit';
COMMENT ON COLUMN core.observations.value IS
    'The number, in the indicator''s unit';
COMMENT ON COLUMN core.observations.upper_value IS
    'The upper figure of a printed range; NULL: no range';
COMMENT ON COLUMN core.observations.words IS
    'The quantity as printed';
COMMENT ON COLUMN core.observations.approximation IS
    'How exactly it is stated; closed vocabulary';
COMMENT ON COLUMN core.observations.quantum IS
    'Weight of the last printed digit, in the indicator''s unit';
COMMENT ON COLUMN core.observations.counterpart_key IS
    'The other place, such as the source of imports; NULL: none';
COMMENT ON COLUMN core.observations.mineral_key IS
    'The mineral or product it is about; NULL: none in particular';
COMMENT ON COLUMN core.observations.period_words IS
    'The period as printed; NULL: no document says';
COMMENT ON COLUMN core.observations.period_edtf IS
    'The period as an EDTF value, no finer than the words; NULL: no document says';
COMMENT ON COLUMN core.observations.period_earliest IS
    'The period: first day it can be; NULL: open';
COMMENT ON COLUMN core.observations.period_latest IS
    'The period: last day it can be; NULL: open';
COMMENT ON COLUMN core.observations.period_qualifier IS
    'The period: on, by, before, after or about the EDTF value';
COMMENT ON COLUMN core.observations.period_rule IS
    'The period: how the words were resolved; closed vocabulary';
COMMENT ON COLUMN core.observations.period_document_key IS
    'The period: document whose page date the words hang on'
"""


def upgrade() -> None:
    op.execute(OBSERVATIONS)


def downgrade() -> None:
    op.execute("DROP TABLE core.observations")
