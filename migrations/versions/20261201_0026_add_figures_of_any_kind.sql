-- Figures as any source prints them: below zero, with a margin, in words alone, withheld; in a unit of their own, on a
-- basis, for a place, stage or end use. All new columns may be empty, so that earlier rows stay as they are.

-- Loads wait for migrations, so that a lock on the tables of core stops nobody else but readers of core, for seconds.
-- squawk-ignore-file adding-field-with-default, adding-foreign-key-constraint, ban-drop-constraint
-- squawk-ignore-file ban-drop-not-null, constraint-missing-not-valid
ALTER TABLE core.indicators ADD COLUMN value_range TEXT;
COMMENT ON COLUMN core.indicators.value_range IS
    'Which values can be right; NULL: a share if its unit is percent, else not negative';
ALTER TABLE core.indicators ADD COLUMN adds_over TEXT;
COMMENT ON COLUMN core.indicators.adds_over IS 'Over what its values may be added up; NULL: never';
COMMENT ON COLUMN core.indicators.unit_key IS 'Unit of the values that name none of their own';
ALTER TABLE core.monetary_values ADD COLUMN place_key TEXT;
COMMENT ON COLUMN core.monetary_values.place_key IS 'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.monetary_values ADD COLUMN about_mineral_key TEXT;
COMMENT ON COLUMN core.monetary_values.about_mineral_key IS
    'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.monetary_values ADD COLUMN event_key TEXT;
COMMENT ON COLUMN core.monetary_values.event_key IS 'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.monetary_values ADD COLUMN status TEXT;
COMMENT ON COLUMN core.monetary_values.status IS
    'What the source says of the figure, or why it prints no number; NULL: nothing';
ALTER TABLE core.monetary_values ADD COLUMN payer_key TEXT;
COMMENT ON COLUMN core.monetary_values.payer_key IS 'Who pays; NULL: not said';
ALTER TABLE core.monetary_values ADD COLUMN payee_key TEXT;
COMMENT ON COLUMN core.monetary_values.payee_key IS 'Who is paid; NULL: not said';
ALTER TABLE core.monetary_values ADD COLUMN price_basis TEXT;
COMMENT ON COLUMN core.monetary_values.price_basis IS 'At which point and on which terms a price holds; NULL: not said';
ALTER TABLE core.monetary_values ADD COLUMN mineral_key TEXT;
COMMENT ON COLUMN core.monetary_values.mineral_key IS 'The mineral or product; NULL: none in particular';
ALTER TABLE core.monetary_values ADD COLUMN market_key TEXT;
COMMENT ON COLUMN core.monetary_values.market_key IS
    'The place or market it holds in, where it is about something else; NULL: none in particular';
ALTER TABLE core.monetary_values ADD COLUMN counterpart_key TEXT;
COMMENT ON COLUMN core.monetary_values.counterpart_key IS
    'The other place, such as where imports come from; NULL: none';
ALTER TABLE core.monetary_values ADD COLUMN stage_key TEXT;
COMMENT ON COLUMN core.monetary_values.stage_key IS
    'The stage of the supply chain it holds for; NULL: none in particular';
ALTER TABLE core.monetary_values ADD COLUMN end_use TEXT;
COMMENT ON COLUMN core.monetary_values.end_use IS 'What the material is used for; NULL: anything';
ALTER TABLE core.monetary_values ADD COLUMN measured_as TEXT;
COMMENT ON COLUMN core.monetary_values.measured_as IS
    'What the amounts are amounts of, such as oxide or contained metal; NULL: not said';
ALTER TABLE core.monetary_values ADD COLUMN statistic TEXT;
COMMENT ON COLUMN core.monetary_values.statistic IS
    'Which value of the period it is; NULL: the one that is meant if nothing is said';
ALTER TABLE core.monetary_values ADD COLUMN scenario TEXT;
COMMENT ON COLUMN core.monetary_values.scenario IS
    'Under which assumptions it is forecast; NULL: under none that is named';
ALTER TABLE core.monetary_values
    ADD COLUMN price_basis_scheme TEXT NOT NULL GENERATED ALWAYS AS (CAST('price-basis' AS TEXT)) STORED;
COMMENT ON COLUMN core.monetary_values.price_basis_scheme IS
    'Scheme of the word in price_basis, computed for the foreign key';
ALTER TABLE core.monetary_values
    ADD COLUMN end_use_scheme TEXT NOT NULL GENERATED ALWAYS AS (CAST('end-use' AS TEXT)) STORED;
COMMENT ON COLUMN core.monetary_values.end_use_scheme IS 'Scheme of the word in end_use, computed for the foreign key';
ALTER TABLE core.monetary_values
    ADD COLUMN measured_as_scheme TEXT NOT NULL GENERATED ALWAYS AS (CAST('substance-basis' AS TEXT)) STORED;
COMMENT ON COLUMN core.monetary_values.measured_as_scheme IS
    'Scheme of the word in measured_as, computed for the foreign key';
ALTER TABLE core.monetary_values
    ADD COLUMN scenario_scheme TEXT NOT NULL GENERATED ALWAYS AS (CAST('scenario' AS TEXT)) STORED;
COMMENT ON COLUMN core.monetary_values.scenario_scheme IS
    'Scheme of the word in scenario, computed for the foreign key';
COMMENT ON COLUMN core.monetary_values.kind IS 'Contract value, pledge, revenue, price …';
COMMENT ON COLUMN core.monetary_values.upper_amount IS
    'The amount: upper figure of a range or margin, or what a magnitude stays below; NULL: none';
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_scenario_fkey
    FOREIGN KEY (scenario_scheme, scenario) REFERENCES core.terms (scheme, key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_place_key_fkey
    FOREIGN KEY (place_key) REFERENCES core.places (key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_about_mineral_key_fkey
    FOREIGN KEY (about_mineral_key) REFERENCES core.minerals (key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_stage_key_fkey
    FOREIGN KEY (stage_key) REFERENCES core.supply_chain_stages (key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_end_use_fkey
    FOREIGN KEY (end_use_scheme, end_use) REFERENCES core.terms (scheme, key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_event_key_fkey
    FOREIGN KEY (event_key) REFERENCES core.events (key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_payer_key_fkey
    FOREIGN KEY (payer_key) REFERENCES core.entities (key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_payee_key_fkey
    FOREIGN KEY (payee_key) REFERENCES core.entities (key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_counterpart_key_fkey
    FOREIGN KEY (counterpart_key) REFERENCES core.places (key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_market_key_fkey
    FOREIGN KEY (market_key) REFERENCES core.places (key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_price_basis_fkey
    FOREIGN KEY (price_basis_scheme, price_basis) REFERENCES core.terms (scheme, key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_measured_as_fkey
    FOREIGN KEY (measured_as_scheme, measured_as) REFERENCES core.terms (scheme, key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_mineral_key_fkey
    FOREIGN KEY (mineral_key) REFERENCES core.minerals (key);
ALTER TABLE core.observations ADD COLUMN about_mineral_key TEXT;
COMMENT ON COLUMN core.observations.about_mineral_key IS 'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.observations ADD COLUMN status TEXT;
COMMENT ON COLUMN core.observations.status IS
    'What the source says of the figure, or why it prints no number; NULL: nothing';
ALTER TABLE core.observations ADD COLUMN unit_key TEXT;
COMMENT ON COLUMN core.observations.unit_key IS 'Unit of the number; NULL: that of the indicator';
ALTER TABLE core.observations ADD COLUMN is_total BOOLEAN;
COMMENT ON COLUMN core.observations.is_total IS
    'True for the total of parts that stand as facts of their own; NULL: not known to be one';
ALTER TABLE core.observations ADD COLUMN market_key TEXT;
COMMENT ON COLUMN core.observations.market_key IS
    'The place or market it holds in, where it is about something else; NULL: none in particular';
ALTER TABLE core.observations ADD COLUMN counterpart_entity_key TEXT;
COMMENT ON COLUMN core.observations.counterpart_entity_key IS 'The other party, such as who buys; NULL: none';
ALTER TABLE core.observations ADD COLUMN stage_key TEXT;
COMMENT ON COLUMN core.observations.stage_key IS 'The stage of the supply chain it holds for; NULL: none in particular';
ALTER TABLE core.observations ADD COLUMN end_use TEXT;
COMMENT ON COLUMN core.observations.end_use IS 'What the material is used for; NULL: anything';
ALTER TABLE core.observations ADD COLUMN measured_as TEXT;
COMMENT ON COLUMN core.observations.measured_as IS
    'What the amounts are amounts of, such as oxide or contained metal; NULL: not said';
ALTER TABLE core.observations ADD COLUMN statistic TEXT;
COMMENT ON COLUMN core.observations.statistic IS
    'Which value of the period it is; NULL: the one that is meant if nothing is said';
ALTER TABLE core.observations ADD COLUMN scenario TEXT;
COMMENT ON COLUMN core.observations.scenario IS
    'Under which assumptions it is forecast; NULL: under none that is named';
ALTER TABLE core.observations
    ADD COLUMN end_use_scheme TEXT NOT NULL GENERATED ALWAYS AS (CAST('end-use' AS TEXT)) STORED;
COMMENT ON COLUMN core.observations.end_use_scheme IS 'Scheme of the word in end_use, computed for the foreign key';
ALTER TABLE core.observations
    ADD COLUMN measured_as_scheme TEXT NOT NULL GENERATED ALWAYS AS (CAST('substance-basis' AS TEXT)) STORED;
COMMENT ON COLUMN core.observations.measured_as_scheme IS
    'Scheme of the word in measured_as, computed for the foreign key';
ALTER TABLE core.observations
    ADD COLUMN scenario_scheme TEXT NOT NULL GENERATED ALWAYS AS (CAST('scenario' AS TEXT)) STORED;
COMMENT ON COLUMN core.observations.scenario_scheme IS 'Scheme of the word in scenario, computed for the foreign key';
COMMENT ON COLUMN core.observations.indicator_key IS 'What is measured';
ALTER TABLE core.observations ALTER COLUMN value DROP NOT NULL;
COMMENT ON COLUMN core.observations.value IS 'The number; NULL: none is printed, and status says why';
COMMENT ON COLUMN core.observations.upper_value IS
    'Upper figure of a range or margin, or what a magnitude stays below; NULL: none';
ALTER TABLE core.observations ALTER COLUMN approximation DROP NOT NULL;
COMMENT ON COLUMN core.observations.approximation IS 'How exactly the number is stated; NULL: there is none';
ALTER TABLE core.observations ALTER COLUMN quantum DROP NOT NULL;
COMMENT ON COLUMN core.observations.quantum IS 'Weight of the last printed digit, in the same unit; NULL: no number';
ALTER TABLE core.observations
    ADD CONSTRAINT observations_market_key_fkey
    FOREIGN KEY (market_key) REFERENCES core.places (key);
ALTER TABLE core.observations
    ADD CONSTRAINT observations_scenario_fkey
    FOREIGN KEY (scenario_scheme, scenario) REFERENCES core.terms (scheme, key);
ALTER TABLE core.observations
    ADD CONSTRAINT observations_counterpart_entity_key_fkey
    FOREIGN KEY (counterpart_entity_key) REFERENCES core.entities (key);
ALTER TABLE core.observations
    ADD CONSTRAINT observations_unit_key_fkey
    FOREIGN KEY (unit_key) REFERENCES core.units (key);
ALTER TABLE core.observations
    ADD CONSTRAINT observations_about_mineral_key_fkey
    FOREIGN KEY (about_mineral_key) REFERENCES core.minerals (key);
ALTER TABLE core.observations
    ADD CONSTRAINT observations_stage_key_fkey
    FOREIGN KEY (stage_key) REFERENCES core.supply_chain_stages (key);
ALTER TABLE core.observations
    ADD CONSTRAINT observations_measured_as_fkey
    FOREIGN KEY (measured_as_scheme, measured_as) REFERENCES core.terms (scheme, key);
ALTER TABLE core.observations
    ADD CONSTRAINT observations_end_use_fkey
    FOREIGN KEY (end_use_scheme, end_use) REFERENCES core.terms (scheme, key);
ALTER TABLE core.units ADD COLUMN base_key TEXT;
COMMENT ON COLUMN core.units.base_key IS 'Unit of the same kind that others are compared in; NULL: it is one';
ALTER TABLE core.units ADD COLUMN factor NUMERIC;
COMMENT ON COLUMN core.units.factor IS 'How many base units it is, exactly; NULL: no exact number';
ALTER TABLE core.units
    ADD CONSTRAINT units_base_key_fkey
    FOREIGN KEY (base_key) REFERENCES core.units (key);
ALTER TABLE core.indicators
    ADD CONSTRAINT indicators_value_range_known_check CHECK (
        value_range IN ('any', 'not negative', 'share')
    );
ALTER TABLE core.indicators
    ADD CONSTRAINT indicators_adds_over_known_check CHECK (
        adds_over IN ('parts', 'parts and time')
    );
ALTER TABLE core.units
    ADD CONSTRAINT units_base_other_check CHECK (
        base_key <> key
    );
ALTER TABLE core.units
    ADD CONSTRAINT units_factor_positive_check CHECK (
        factor > 0
    );
ALTER TABLE core.units
    ADD CONSTRAINT units_factor_of_base_check CHECK (
        factor IS NULL OR base_key IS NOT NULL
    );
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_one_subject_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_approximation_known_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_amount_range_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_amount_whole_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_range_whole_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_equivalent_approximation_known_check;
ALTER TABLE core.monetary_values DROP CONSTRAINT monetary_values_equivalent_range_check;
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_one_subject_check CHECK (
        num_nonnulls(agreement_key, strategy_key, facility_key, entity_key, place_key, about_mineral_key,
        event_key) = 1
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_approximation_known_check CHECK (
        approximation IN ('about', 'at least', 'at most', 'between', 'exact', 'magnitude', 'nearly', 'over',
        'plus minus', 'under')
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_figure_range_check CHECK (
        quantum > 0 AND upper_amount > coalesce(amount, quantum)
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_figure_whole_check CHECK (
        num_nonnulls(approximation, quantum) IN (0, 2)
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_figure_number_check CHECK (
        (amount IS NULL) = (approximation IS NULL OR approximation = 'magnitude')
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_range_whole_check CHECK (
        (upper_amount IS NOT NULL) = (approximation IS NOT NULL AND approximation IN ('between', 'plus minus',
        'magnitude'))
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_figure_currency_check CHECK (
        approximation IS NULL OR currency_code IS NOT NULL
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_equivalent_approximation_known_check CHECK (
        equivalent_approximation IN ('about', 'at least', 'at most', 'between', 'exact', 'magnitude', 'nearly',
        'over', 'plus minus', 'under')
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_equivalent_range_check CHECK (
        equivalent_quantum > 0
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_status_known_check CHECK (
        status IN ('break', 'cannot exist', 'definition differs', 'estimated', 'forecast', 'imputed',
        'included elsewhere', 'includes other', 'low reliability', 'net exporter', 'not available',
        'not collected', 'not significant', 'provisional', 'revised', 'withheld')
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_statistic_known_check CHECK (
        statistic IN ('annualised', 'at end', 'at start', 'average', 'cumulative', 'highest', 'lowest',
        'median', 'total', 'weighted average')
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_number_or_reason_check CHECK (
        (approximation IS NULL) = (status IS NOT NULL AND status IN ('cannot exist', 'included elsewhere',
        'net exporter', 'not available', 'not collected', 'not significant', 'withheld'))
    );
ALTER TABLE core.observations DROP CONSTRAINT observations_one_subject_check;
ALTER TABLE core.observations DROP CONSTRAINT observations_approximation_known_check;
ALTER TABLE core.observations DROP CONSTRAINT observations_value_range_check;
ALTER TABLE core.observations DROP CONSTRAINT observations_range_whole_check;
ALTER TABLE core.observations
    ADD CONSTRAINT observations_one_subject_check CHECK (
        num_nonnulls(place_key, entity_key, agreement_key, facility_key, strategy_key, mineral_list_key,
        event_key, about_mineral_key) = 1
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_approximation_known_check CHECK (
        approximation IN ('about', 'at least', 'at most', 'between', 'exact', 'magnitude', 'nearly', 'over',
        'plus minus', 'under')
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_figure_range_check CHECK (
        quantum > 0 AND upper_value > coalesce(value, quantum)
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_figure_whole_check CHECK (
        num_nonnulls(approximation, quantum) IN (0, 2)
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_figure_number_check CHECK (
        (value IS NULL) = (approximation IS NULL OR approximation = 'magnitude')
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_range_whole_check CHECK (
        (upper_value IS NOT NULL) = (approximation IS NOT NULL AND approximation IN ('between', 'plus minus',
        'magnitude'))
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_status_known_check CHECK (
        status IN ('break', 'cannot exist', 'definition differs', 'estimated', 'forecast', 'imputed',
        'included elsewhere', 'includes other', 'low reliability', 'net exporter', 'not available',
        'not collected', 'not significant', 'provisional', 'revised', 'withheld')
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_statistic_known_check CHECK (
        statistic IN ('annualised', 'at end', 'at start', 'average', 'cumulative', 'highest', 'lowest',
        'median', 'total', 'weighted average')
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_number_or_reason_check CHECK (
        (approximation IS NULL) = (status IS NOT NULL AND status IN ('cannot exist', 'included elsewhere',
        'net exporter', 'not available', 'not collected', 'not significant', 'withheld'))
    );
