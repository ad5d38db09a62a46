"""Create the sums of money."""

from alembic import op

revision = "20261122_0957"
down_revision = "20261122_0955"
branch_labels = None
depends_on = None

MONETARY_VALUES = """
CREATE TABLE core.monetary_values (
    fact_id UUID NOT NULL,
    agreement_key TEXT,
    strategy_key TEXT,
    facility_key TEXT,
    entity_key TEXT,
    kind TEXT NOT NULL,
    amount NUMERIC,
    words TEXT NOT NULL,
    approximation TEXT,
    quantum NUMERIC,
    upper_amount NUMERIC,
    currency_code TEXT,
    per_unit_key TEXT,
    equivalent_amount NUMERIC,
    equivalent_words TEXT,
    equivalent_approximation TEXT,
    equivalent_quantum NUMERIC,
    equivalent_currency_code TEXT,
    is_total BOOLEAN NOT NULL,
    CONSTRAINT monetary_values_pkey PRIMARY KEY (fact_id),
    CONSTRAINT monetary_values_kind_known_check
        CHECK (kind IN ('contract value', 'investment', 'pledge', 'portfolio total')),
    CONSTRAINT monetary_values_approximation_known_check
        CHECK (approximation IN ('about', 'at least', 'at most', 'between', 'exact', 'over', 'under')),
    CONSTRAINT monetary_values_equivalent_approximation_known_check
        CHECK (equivalent_approximation IN ('about', 'at least', 'at most', 'between', 'exact', 'over', 'under')),
    CONSTRAINT monetary_values_amount_range_check CHECK (amount >= 0 AND upper_amount >= amount AND quantum > 0),
    CONSTRAINT monetary_values_equivalent_range_check CHECK (equivalent_amount >= 0 AND equivalent_quantum > 0),
    CONSTRAINT monetary_values_amount_whole_check
        CHECK (num_nonnulls(amount, approximation, quantum, currency_code) IN (0, 4)),
    CONSTRAINT monetary_values_range_whole_check CHECK ((upper_amount IS NOT NULL) = (approximation = 'between')),
    CONSTRAINT monetary_values_equivalent_whole_check
        CHECK (num_nonnulls(equivalent_amount, equivalent_words, equivalent_approximation, equivalent_quantum,
        equivalent_currency_code) IN (0, 5)),
    CONSTRAINT monetary_values_equivalent_other_currency_check CHECK (equivalent_currency_code <> currency_code),
    CONSTRAINT monetary_values_one_subject_check
        CHECK (num_nonnulls(agreement_key, strategy_key, facility_key, entity_key) = 1),
    CONSTRAINT monetary_values_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT monetary_values_agreement_key_fkey FOREIGN KEY(agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT monetary_values_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT monetary_values_facility_key_fkey FOREIGN KEY(facility_key) REFERENCES core.facilities (key),
    CONSTRAINT monetary_values_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key),
    CONSTRAINT monetary_values_currency_code_fkey FOREIGN KEY(currency_code) REFERENCES core.currencies (code),
    CONSTRAINT monetary_values_per_unit_key_fkey FOREIGN KEY(per_unit_key) REFERENCES core.units (key),
    CONSTRAINT monetary_values_equivalent_currency_code_fkey
        FOREIGN KEY(equivalent_currency_code) REFERENCES core.currencies (code)
);
COMMENT ON TABLE core.monetary_values IS
    'One row per stated sum of money, with the equivalent printed beside it';
COMMENT ON COLUMN core.monetary_values.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.monetary_values.agreement_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.monetary_values.strategy_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.monetary_values.facility_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.monetary_values.entity_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.monetary_values.kind IS
    'Contract value, pledge, portfolio total …; closed vocabulary';
COMMENT ON COLUMN core.monetary_values.amount IS
    'The sum: the number; NULL where only words are printed';
COMMENT ON COLUMN core.monetary_values.words IS
    'The sum: number and currency as printed';
COMMENT ON COLUMN core.monetary_values.approximation IS
    'The sum: how exactly it is stated; closed vocabulary';
COMMENT ON COLUMN core.monetary_values.quantum IS
    'The sum: weight of the last printed digit, in currency units';
COMMENT ON COLUMN core.monetary_values.upper_amount IS
    'The upper figure of a printed range; NULL: no range';
COMMENT ON COLUMN core.monetary_values.currency_code IS
    'Currency of the sum, ISO 4217; NULL: no currency printed';
COMMENT ON COLUMN core.monetary_values.per_unit_key IS
    'Unit of a price, such as one kilogram; NULL: not a price';
COMMENT ON COLUMN core.monetary_values.equivalent_amount IS
    'The equivalent printed beside the sum: the number; NULL where only words are printed';
COMMENT ON COLUMN core.monetary_values.equivalent_words IS
    'The equivalent printed beside the sum: number and currency as printed';
COMMENT ON COLUMN core.monetary_values.equivalent_approximation IS
    'The equivalent printed beside the sum: how exactly it is stated; closed vocabulary';
COMMENT ON COLUMN core.monetary_values.equivalent_quantum IS
    'The equivalent printed beside the sum: weight of the last printed digit, in currency units';
COMMENT ON COLUMN core.monetary_values.equivalent_currency_code IS
    'Currency of the equivalent; NULL: none printed';
COMMENT ON COLUMN core.monetary_values.is_total IS
    'True where it is the total of parts that stand as own rows'
"""


def upgrade() -> None:
    op.execute(MONETARY_VALUES)


def downgrade() -> None:
    op.execute("DROP TABLE core.monetary_values")
