-- The earlier schema knows figures with a number from zero up, in the unit of their indicator.

ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_one_subject_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_approximation_known_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_figure_range_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_figure_whole_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_figure_number_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_range_whole_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_figure_currency_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_equivalent_approximation_known_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_equivalent_range_check;
ALTER TABLE core.observations DROP CONSTRAINT observations_one_subject_check;
ALTER TABLE core.observations DROP CONSTRAINT observations_approximation_known_check;
ALTER TABLE core.observations DROP CONSTRAINT observations_figure_range_check;
ALTER TABLE core.observations DROP CONSTRAINT observations_figure_whole_check;
ALTER TABLE core.observations DROP CONSTRAINT observations_figure_number_check;
ALTER TABLE core.observations DROP CONSTRAINT observations_range_whole_check;
ALTER TABLE core.units DROP COLUMN factor;
ALTER TABLE core.units DROP COLUMN base_key;
ALTER TABLE core.observations ALTER COLUMN quantum SET NOT NULL;
COMMENT ON COLUMN core.observations.quantum IS 'Weight of the last printed digit, in the same unit';
ALTER TABLE core.observations ALTER COLUMN approximation SET NOT NULL;
COMMENT ON COLUMN core.observations.approximation IS 'How exactly the number is stated';
COMMENT ON COLUMN core.observations.upper_value IS 'The upper figure of a printed range; NULL: no range';
ALTER TABLE core.observations ALTER COLUMN value SET NOT NULL;
COMMENT ON COLUMN core.observations.value IS 'The number, in the indicator''s unit';
COMMENT ON COLUMN core.observations.indicator_key IS 'What is measured, and in which unit';
ALTER TABLE core.observations DROP COLUMN scenario_scheme;
ALTER TABLE core.observations DROP COLUMN measured_as_scheme;
ALTER TABLE core.observations DROP COLUMN end_use_scheme;
ALTER TABLE core.observations DROP COLUMN scenario;
ALTER TABLE core.observations DROP COLUMN statistic;
ALTER TABLE core.observations DROP COLUMN measured_as;
ALTER TABLE core.observations DROP COLUMN end_use;
ALTER TABLE core.observations DROP COLUMN stage_key;
ALTER TABLE core.observations DROP COLUMN counterpart_entity_key;
ALTER TABLE core.observations DROP COLUMN market_key;
ALTER TABLE core.observations DROP COLUMN is_total;
ALTER TABLE core.observations DROP COLUMN status;
ALTER TABLE core.observations DROP COLUMN unit_key;
ALTER TABLE core.observations DROP COLUMN about_mineral_key;
COMMENT ON COLUMN core.monetary_values.upper_amount IS
    'The amount: the upper figure of a printed range; NULL: no range';
COMMENT ON COLUMN core.monetary_values.kind IS 'Contract value, pledge, portfolio total …';
ALTER TABLE core.monetary_values DROP COLUMN scenario_scheme;
ALTER TABLE core.monetary_values DROP COLUMN measured_as_scheme;
ALTER TABLE core.monetary_values DROP COLUMN end_use_scheme;
ALTER TABLE core.monetary_values DROP COLUMN price_basis_scheme;
ALTER TABLE core.monetary_values DROP COLUMN scenario;
ALTER TABLE core.monetary_values DROP COLUMN statistic;
ALTER TABLE core.monetary_values DROP COLUMN measured_as;
ALTER TABLE core.monetary_values DROP COLUMN end_use;
ALTER TABLE core.monetary_values DROP COLUMN stage_key;
ALTER TABLE core.monetary_values DROP COLUMN counterpart_key;
ALTER TABLE core.monetary_values DROP COLUMN market_key;
ALTER TABLE core.monetary_values DROP COLUMN mineral_key;
ALTER TABLE core.monetary_values DROP COLUMN price_basis;
ALTER TABLE core.monetary_values DROP COLUMN payee_key;
ALTER TABLE core.monetary_values DROP COLUMN payer_key;
ALTER TABLE core.monetary_values DROP COLUMN status;
ALTER TABLE core.monetary_values DROP COLUMN event_key;
ALTER TABLE core.monetary_values DROP COLUMN about_mineral_key;
ALTER TABLE core.monetary_values DROP COLUMN place_key;
COMMENT ON COLUMN core.indicators.unit_key IS 'Unit in which its values are recorded';
ALTER TABLE core.indicators DROP COLUMN adds_over;
ALTER TABLE core.indicators DROP COLUMN value_range;
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_one_subject_check CHECK (
        num_nonnulls(agreement_key, strategy_key, facility_key, entity_key) = 1
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_approximation_known_check CHECK (
        approximation IN ('about', 'at least', 'at most', 'between', 'exact', 'nearly', 'over', 'under')
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_equivalent_approximation_known_check CHECK (
        equivalent_approximation IN (
            'about', 'at least', 'at most', 'between', 'exact', 'nearly', 'over', 'under'
        )
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_amount_range_check CHECK (
        amount >= 0 AND upper_amount >= amount AND quantum > 0
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_equivalent_range_check CHECK (
        equivalent_amount >= 0 AND equivalent_quantum > 0
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_amount_whole_check CHECK (
        num_nonnulls(amount, approximation, quantum, currency_code) IN (0, 4)
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_range_whole_check CHECK (
        (upper_amount IS NOT NULL) = (approximation = 'between')
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_one_subject_check CHECK (
        num_nonnulls(
            place_key, entity_key, agreement_key, facility_key, strategy_key, mineral_list_key, event_key
        ) = 1
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_approximation_known_check CHECK (
        approximation IN ('about', 'at least', 'at most', 'between', 'exact', 'nearly', 'over', 'under')
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_value_range_check CHECK (
        quantum > 0 AND upper_value >= value
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_range_whole_check CHECK (
        (upper_value IS NOT NULL) = (approximation = 'between')
    );
