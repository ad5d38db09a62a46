-- The facts around figures: comparisons, holdings, links, states, clauses, identifiers, positions, and the parties and
-- places of strategies; names of any register; periods of relations and versions. All new columns may be empty, so that
-- earlier rows stay as they are.

-- Loads wait for migrations, so that a lock on the tables of core stops nobody else but readers of core, for seconds.
-- squawk-ignore-file adding-field-with-default, adding-foreign-key-constraint, ban-drop-constraint
-- squawk-ignore-file ban-drop-not-null, constraint-missing-not-valid
-- Clients read the mart, not core.
-- squawk-ignore-file renaming-table, renaming-object
ALTER TABLE core.entity_names RENAME TO names;
ALTER TABLE core.names RENAME CONSTRAINT entity_names_pkey TO names_pkey;
ALTER TABLE core.names RENAME CONSTRAINT entity_names_entity_key_fkey TO names_entity_key_fkey;
ALTER TABLE core.names RENAME CONSTRAINT entity_names_fact_id_fkey TO names_fact_id_fkey;
ALTER TABLE core.names RENAME CONSTRAINT entity_names_kind_fkey TO names_kind_fkey;
UPDATE core.facts SET family = 'names' WHERE family = 'entity_names';
UPDATE ops.load_run_tables SET table_name = 'names' WHERE table_name = 'entity_names';
DO $$
BEGIN
    IF to_regclass('history.facts') IS NOT NULL THEN
        UPDATE history.facts SET family = 'names' WHERE family = 'entity_names';
    END IF;
END $$;
CREATE TABLE core.clauses (
    fact_id UUID NOT NULL,
    agreement_key TEXT,
    strategy_key TEXT,
    kind TEXT NOT NULL,
    words TEXT,
    statement TEXT,
    kind_scheme TEXT GENERATED ALWAYS AS ('clause-kind'::text) STORED NOT NULL,
    seed_file TEXT,
    seed_line INTEGER,
    loaded_digest BIGINT,
    system_from TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT clauses_pkey PRIMARY KEY (fact_id),
    CONSTRAINT clauses_one_subject_check CHECK (num_nonnulls(agreement_key, strategy_key) = 1),
    CONSTRAINT clauses_kind_fkey FOREIGN KEY(kind_scheme, kind) REFERENCES core.terms (scheme, key),
    CONSTRAINT clauses_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT clauses_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT clauses_something_said_check CHECK (num_nonnulls(words, statement) > 0),
    CONSTRAINT clauses_agreement_key_fkey FOREIGN KEY(agreement_key) REFERENCES core.agreements (key)
);
COMMENT ON TABLE core.clauses IS 'One row per term of an agreement or strategy that a document tells';
COMMENT ON COLUMN core.clauses.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.clauses.agreement_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.clauses.strategy_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.clauses.kind IS 'Non-binding, condition, price floor …';
COMMENT ON COLUMN core.clauses.words IS 'The clause as printed; NULL: statement says it';
COMMENT ON COLUMN core.clauses.statement IS 'What it says, in our own words; NULL: words say it';
COMMENT ON COLUMN core.clauses.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
COMMENT ON COLUMN core.clauses.seed_file IS
    'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.clauses.seed_line IS 'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.clauses.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.clauses.system_from IS 'Since when the warehouse says so';
CREATE TABLE core.comparisons (
    fact_id UUID NOT NULL,
    place_key TEXT,
    entity_key TEXT,
    agreement_key TEXT,
    facility_key TEXT,
    strategy_key TEXT,
    mineral_list_key TEXT,
    event_key TEXT,
    about_mineral_key TEXT,
    indicator_key TEXT,
    money_kind TEXT,
    how TEXT NOT NULL,
    value NUMERIC,
    upper_value NUMERIC,
    words TEXT NOT NULL,
    approximation TEXT,
    quantum NUMERIC,
    unit_key TEXT,
    currency_code TEXT,
    position INTEGER,
    base_words TEXT,
    base_period_words TEXT,
    base_period_edtf TEXT,
    base_period_earliest DATE,
    base_period_latest DATE,
    base_period_qualifier TEXT,
    base_period_rule TEXT,
    base_period_document_key TEXT,
    base_place_key TEXT,
    base_without_key TEXT,
    mineral_key TEXT,
    market_key TEXT,
    counterpart_key TEXT,
    counterpart_entity_key TEXT,
    stage_key TEXT,
    end_use TEXT,
    measured_as TEXT,
    statistic TEXT,
    scenario TEXT,
    aspect TEXT,
    period_words TEXT,
    period_edtf TEXT,
    period_earliest DATE,
    period_latest DATE,
    period_qualifier TEXT,
    period_rule TEXT,
    period_document_key TEXT,
    base_period_fiscal TEXT,
    base_period_note TEXT,
    period_fiscal TEXT,
    period_note TEXT,
    money_kind_scheme TEXT GENERATED ALWAYS AS ('money-kind'::text) STORED NOT NULL,
    end_use_scheme TEXT GENERATED ALWAYS AS ('end-use'::text) STORED NOT NULL,
    measured_as_scheme TEXT GENERATED ALWAYS AS ('substance-basis'::text) STORED NOT NULL,
    scenario_scheme TEXT GENERATED ALWAYS AS ('scenario'::text) STORED NOT NULL,
    seed_file TEXT,
    seed_line INTEGER,
    loaded_digest BIGINT,
    system_from TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT comparisons_pkey PRIMARY KEY (fact_id),
    CONSTRAINT comparisons_of_one_check CHECK (num_nonnulls(indicator_key, money_kind) = 1),
    CONSTRAINT comparisons_base_period_note_by_hand_check CHECK (base_period_rule <> 'by hand' OR
        base_period_note IS NOT NULL),
    CONSTRAINT comparisons_base_place_key_fkey FOREIGN KEY(base_place_key) REFERENCES core.places (key),
    CONSTRAINT comparisons_facility_key_fkey FOREIGN KEY(facility_key) REFERENCES core.facilities (key),
    CONSTRAINT comparisons_mineral_list_key_fkey FOREIGN KEY(mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT comparisons_base_period_order_check CHECK (base_period_earliest <= base_period_latest),
    CONSTRAINT comparisons_currency_code_fkey FOREIGN KEY(currency_code) REFERENCES core.currencies (code),
    CONSTRAINT comparisons_position_positive_check CHECK (position > 0),
    CONSTRAINT comparisons_counterpart_entity_key_fkey FOREIGN KEY(counterpart_entity_key) REFERENCES
        core.entities (key),
    CONSTRAINT comparisons_base_period_qualifier_known_check CHECK (base_period_qualifier IN ('about', 'after',
        'before', 'by', 'on')),
    CONSTRAINT comparisons_period_note_by_hand_check CHECK (period_rule <> 'by hand' OR period_note IS NOT NULL),
    CONSTRAINT comparisons_period_order_check CHECK (period_earliest <= period_latest),
    CONSTRAINT comparisons_indicator_key_fkey FOREIGN KEY(indicator_key) REFERENCES core.indicators (key),
    CONSTRAINT comparisons_market_key_fkey FOREIGN KEY(market_key) REFERENCES core.places (key),
    CONSTRAINT comparisons_how_known_check CHECK (how IN ('change', 'difference', 'first', 'higher', 'highest',
        'lower', 'lowest', 'multiple', 'rank', 'sole', 'unchanged')),
    CONSTRAINT comparisons_statistic_known_check CHECK (statistic IN ('annualised', 'at end', 'at start',
        'average', 'cumulative', 'highest', 'lowest', 'median', 'total', 'weighted average')),
    CONSTRAINT comparisons_figure_whole_check CHECK (num_nonnulls(approximation, quantum) IN (0, 2)),
    CONSTRAINT comparisons_base_period_whole_check CHECK (num_nonnulls(base_period_words, base_period_edtf,
        base_period_qualifier, base_period_rule) IN (0, 4)),
    CONSTRAINT comparisons_period_document_key_fkey FOREIGN KEY(period_document_key) REFERENCES core.documents (key),
    CONSTRAINT comparisons_about_mineral_key_fkey FOREIGN KEY(about_mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT comparisons_base_without_key_fkey FOREIGN KEY(base_without_key) REFERENCES core.places (key),
    CONSTRAINT comparisons_event_key_fkey FOREIGN KEY(event_key) REFERENCES core.events (key),
    CONSTRAINT comparisons_base_period_document_key_fkey FOREIGN KEY(base_period_document_key) REFERENCES
        core.documents (key),
    CONSTRAINT comparisons_base_given_check CHECK (num_nonnulls(base_words, base_period_words, base_place_key) > 0),
    CONSTRAINT comparisons_unit_key_fkey FOREIGN KEY(unit_key) REFERENCES core.units (key),
    CONSTRAINT comparisons_figure_number_check CHECK ((value IS NULL) = (approximation IS NULL OR approximation
        = 'magnitude')),
    CONSTRAINT comparisons_approximation_known_check CHECK (approximation IN ('about', 'at least', 'at most',
        'between', 'exact', 'magnitude', 'nearly', 'over', 'plus minus', 'under')),
    CONSTRAINT comparisons_period_whole_check CHECK (num_nonnulls(period_words, period_edtf, period_qualifier,
        period_rule) IN (0, 4)),
    CONSTRAINT comparisons_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key),
    CONSTRAINT comparisons_agreement_key_fkey FOREIGN KEY(agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT comparisons_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT comparisons_period_qualifier_known_check CHECK (period_qualifier IN ('about', 'after', 'before',
        'by', 'on')),
    CONSTRAINT comparisons_place_key_fkey FOREIGN KEY(place_key) REFERENCES core.places (key),
    CONSTRAINT comparisons_stage_key_fkey FOREIGN KEY(stage_key) REFERENCES core.supply_chain_stages (key),
    CONSTRAINT comparisons_number_if_needed_check CHECK (how NOT IN ('change', 'difference', 'multiple') OR
        approximation IS NOT NULL),
    CONSTRAINT comparisons_base_period_fiscal_form_check CHECK (base_period_fiscal ~ '^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])) (end|start)$'),
    CONSTRAINT comparisons_counterpart_key_fkey FOREIGN KEY(counterpart_key) REFERENCES core.places (key),
    CONSTRAINT comparisons_scenario_fkey FOREIGN KEY(scenario_scheme, scenario) REFERENCES core.terms (scheme, key),
    CONSTRAINT comparisons_one_subject_check CHECK (num_nonnulls(place_key, entity_key, agreement_key,
        facility_key, strategy_key, mineral_list_key, event_key, about_mineral_key) = 1),
    CONSTRAINT comparisons_base_period_rule_known_check CHECK (base_period_rule IN ('a year earlier',
        'as printed', 'by hand', 'document year', 'from page date', 'last year', 'latest past', 'next year',
        'this year', 'trailing', 'year to date')),
    CONSTRAINT comparisons_money_kind_fkey FOREIGN KEY(money_kind_scheme, money_kind) REFERENCES core.terms
        (scheme, key),
    CONSTRAINT comparisons_end_use_fkey FOREIGN KEY(end_use_scheme, end_use) REFERENCES core.terms (scheme, key),
    CONSTRAINT comparisons_measured_as_fkey FOREIGN KEY(measured_as_scheme, measured_as) REFERENCES core.terms
        (scheme, key),
    CONSTRAINT comparisons_range_whole_check CHECK ((upper_value IS NOT NULL) = (approximation IS NOT NULL AND
        approximation IN ('between', 'plus minus', 'magnitude'))),
    CONSTRAINT comparisons_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT comparisons_mineral_key_fkey FOREIGN KEY(mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT comparisons_figure_range_check CHECK (quantum > 0 AND upper_value > coalesce(value, quantum)),
    CONSTRAINT comparisons_period_fiscal_form_check CHECK (period_fiscal ~ '^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])) (end|start)$'),
    CONSTRAINT comparisons_period_rule_known_check CHECK (period_rule IN ('a year earlier', 'as printed',
        'by hand', 'document year', 'from page date', 'last year', 'latest past', 'next year', 'this year',
        'trailing', 'year to date')),
    CONSTRAINT comparisons_position_if_needed_check CHECK ((how IN ('rank')) = (position IS NOT NULL))
);
COMMENT ON TABLE core.comparisons IS
    'One row per comparison of a figure of one subject with another figure or with others of its kind';
COMMENT ON COLUMN core.comparisons.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.comparisons.place_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.comparisons.entity_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.comparisons.agreement_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.comparisons.facility_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.comparisons.strategy_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.comparisons.mineral_list_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.comparisons.event_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.comparisons.about_mineral_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.comparisons.indicator_key IS 'The indicator that is compared; NULL: money is';
COMMENT ON COLUMN core.comparisons.money_kind IS 'The kind of money that is compared; NULL: an indicator is';
COMMENT ON COLUMN core.comparisons.how IS 'Change, multiple, highest, sole …';
COMMENT ON COLUMN core.comparisons.value IS 'By how much, or the figure itself; NULL: no number is printed';
COMMENT ON COLUMN core.comparisons.upper_value IS
    'Upper figure of a range or margin, or what a magnitude stays below; NULL: none';
COMMENT ON COLUMN core.comparisons.words IS 'The comparison as printed';
COMMENT ON COLUMN core.comparisons.approximation IS 'How exactly the number is stated; NULL: there is none';
COMMENT ON COLUMN core.comparisons.quantum IS 'Weight of the last printed digit, in the same unit; NULL: no number';
COMMENT ON COLUMN core.comparisons.unit_key IS
    'Unit of the number; NULL: percent of a change, none of a multiple, else that of the indicator';
COMMENT ON COLUMN core.comparisons.currency_code IS 'Currency of the number, ISO 4217; NULL: it is no sum of money';
COMMENT ON COLUMN core.comparisons.position IS 'The position among those compared; NULL: not a rank';
COMMENT ON COLUMN core.comparisons.base_words IS
    'What it is compared with, as printed; NULL: base_period or base_place says it';
COMMENT ON COLUMN core.comparisons.base_period_words IS 'The base period as printed; NULL: not a period';
COMMENT ON COLUMN core.comparisons.base_period_edtf IS
    'The base period as an EDTF value, no finer than the words; NULL: not a period';
COMMENT ON COLUMN core.comparisons.base_period_earliest IS 'The base period: first day it can be; NULL: open';
COMMENT ON COLUMN core.comparisons.base_period_latest IS 'The base period: last day it can be; NULL: open';
COMMENT ON COLUMN core.comparisons.base_period_qualifier IS
    'The base period: on, by, before, after or about the EDTF value';
COMMENT ON COLUMN core.comparisons.base_period_rule IS 'The base period: how the words lead to the value';
COMMENT ON COLUMN core.comparisons.base_period_document_key IS
    'The base period: document whose page date the words hang on; NULL: none';
COMMENT ON COLUMN core.comparisons.base_place_key IS 'The place whose others it is compared with; NULL: not said';
COMMENT ON COLUMN core.comparisons.base_without_key IS 'The place that is left out of base_place; NULL: none';
COMMENT ON COLUMN core.comparisons.mineral_key IS 'The mineral or product; NULL: none in particular';
COMMENT ON COLUMN core.comparisons.market_key IS
    'The place or market it holds in, where it is about something else; NULL: none in particular';
COMMENT ON COLUMN core.comparisons.counterpart_key IS 'The other place, such as where imports come from; NULL: none';
COMMENT ON COLUMN core.comparisons.counterpart_entity_key IS 'The other party, such as who buys; NULL: none';
COMMENT ON COLUMN core.comparisons.stage_key IS 'The stage of the supply chain it holds for; NULL: none in particular';
COMMENT ON COLUMN core.comparisons.end_use IS 'What the material is used for; NULL: anything';
COMMENT ON COLUMN core.comparisons.measured_as IS
    'What the amounts are amounts of, such as oxide or contained metal; NULL: not said';
COMMENT ON COLUMN core.comparisons.statistic IS
    'Which value of the period it is; NULL: the one that is meant if nothing is said';
COMMENT ON COLUMN core.comparisons.scenario IS 'Under which assumptions it is forecast; NULL: under none that is named';
COMMENT ON COLUMN core.comparisons.aspect IS
    'What else tells the question apart from others of its kind; NULL: nothing';
COMMENT ON COLUMN core.comparisons.period_words IS 'The period as printed; NULL: no document says';
COMMENT ON COLUMN core.comparisons.period_edtf IS
    'The period as an EDTF value, no finer than the words; NULL: no document says';
COMMENT ON COLUMN core.comparisons.period_earliest IS 'The period: first day it can be; NULL: open';
COMMENT ON COLUMN core.comparisons.period_latest IS 'The period: last day it can be; NULL: open';
COMMENT ON COLUMN core.comparisons.period_qualifier IS 'The period: on, by, before, after or about the EDTF value';
COMMENT ON COLUMN core.comparisons.period_rule IS 'The period: how the words lead to the value';
COMMENT ON COLUMN core.comparisons.period_document_key IS
    'The period: document whose page date the words hang on; NULL: none';
COMMENT ON COLUMN core.comparisons.base_period_fiscal IS
    'The base period: first day of the fiscal year, and by which end it is named, such as 07-01 end; NULL: no fiscal year';
COMMENT ON COLUMN core.comparisons.base_period_note IS
    'The base period: how the words are meant; NULL: the rule says it';
COMMENT ON COLUMN core.comparisons.period_fiscal IS
    'The period: first day of the fiscal year, and by which end it is named, such as 07-01 end; NULL: no fiscal year';
COMMENT ON COLUMN core.comparisons.period_note IS 'The period: how the words are meant; NULL: the rule says it';
COMMENT ON COLUMN core.comparisons.money_kind_scheme IS
    'Scheme of the word in money_kind, computed for the foreign key';
COMMENT ON COLUMN core.comparisons.end_use_scheme IS 'Scheme of the word in end_use, computed for the foreign key';
COMMENT ON COLUMN core.comparisons.measured_as_scheme IS
    'Scheme of the word in measured_as, computed for the foreign key';
COMMENT ON COLUMN core.comparisons.scenario_scheme IS 'Scheme of the word in scenario, computed for the foreign key';
COMMENT ON COLUMN core.comparisons.seed_file IS
    'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.comparisons.seed_line IS
    'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.comparisons.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.comparisons.system_from IS 'Since when the warehouse says so';
CREATE TABLE core.holdings (
    fact_id UUID NOT NULL,
    entity_key TEXT NOT NULL,
    of_entity_key TEXT,
    of_facility_key TEXT,
    of_agreement_key TEXT,
    instrument TEXT,
    share NUMERIC,
    upper_share NUMERIC,
    words TEXT NOT NULL,
    approximation TEXT,
    quantum NUMERIC,
    position INTEGER,
    aspect TEXT,
    period_words TEXT,
    period_edtf TEXT,
    period_earliest DATE,
    period_latest DATE,
    period_qualifier TEXT,
    period_rule TEXT,
    period_document_key TEXT,
    period_fiscal TEXT,
    period_note TEXT,
    instrument_scheme TEXT GENERATED ALWAYS AS ('instrument'::text) STORED NOT NULL,
    seed_file TEXT,
    seed_line INTEGER,
    loaded_digest BIGINT,
    system_from TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT holdings_pkey PRIMARY KEY (fact_id),
    CONSTRAINT holdings_approximation_known_check CHECK (approximation IN ('about', 'at least', 'at most',
        'between', 'exact', 'magnitude', 'nearly', 'over', 'plus minus', 'under')),
    CONSTRAINT holdings_period_fiscal_form_check CHECK (period_fiscal ~ '^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])) (end|start)$'),
    CONSTRAINT holdings_period_rule_known_check CHECK (period_rule IN ('a year earlier', 'as printed',
        'by hand', 'document year', 'from page date', 'last year', 'latest past', 'next year', 'this year',
        'trailing', 'year to date')),
    CONSTRAINT holdings_period_order_check CHECK (period_earliest <= period_latest),
    CONSTRAINT holdings_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key),
    CONSTRAINT holdings_of_facility_key_fkey FOREIGN KEY(of_facility_key) REFERENCES core.facilities (key),
    CONSTRAINT holdings_figure_range_check CHECK (quantum > 0 AND upper_share > coalesce(share, quantum)),
    CONSTRAINT holdings_range_whole_check CHECK ((upper_share IS NOT NULL) = (approximation IS NOT NULL AND
        approximation IN ('between', 'plus minus', 'magnitude'))),
    CONSTRAINT holdings_period_note_by_hand_check CHECK (period_rule <> 'by hand' OR period_note IS NOT NULL),
    CONSTRAINT holdings_position_positive_check CHECK (position > 0),
    CONSTRAINT holdings_of_one_check CHECK (num_nonnulls(of_entity_key, of_facility_key, of_agreement_key) = 1),
    CONSTRAINT holdings_figure_whole_check CHECK (num_nonnulls(approximation, quantum) IN (0, 2)),
    CONSTRAINT holdings_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT holdings_period_document_key_fkey FOREIGN KEY(period_document_key) REFERENCES core.documents (key),
    CONSTRAINT holdings_instrument_fkey FOREIGN KEY(instrument_scheme, instrument) REFERENCES core.terms (scheme, key),
    CONSTRAINT holdings_of_agreement_key_fkey FOREIGN KEY(of_agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT holdings_share_bounds_check CHECK (share >= 0 AND coalesce(upper_share, share) <= 100),
    CONSTRAINT holdings_period_whole_check CHECK (num_nonnulls(period_words, period_edtf, period_qualifier,
        period_rule) IN (0, 4)),
    CONSTRAINT holdings_of_entity_key_fkey FOREIGN KEY(of_entity_key) REFERENCES core.entities (key),
    CONSTRAINT holdings_period_qualifier_known_check CHECK (period_qualifier IN ('about', 'after', 'before',
        'by', 'on')),
    CONSTRAINT holdings_figure_number_check CHECK ((share IS NULL) = (approximation IS NULL OR approximation =
        'magnitude'))
);
COMMENT ON TABLE core.holdings IS
    'One row per stake that an entity holds, or is to hold, in a company, plant or venture';
COMMENT ON COLUMN core.holdings.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.holdings.entity_key IS 'What the fact is about';
COMMENT ON COLUMN core.holdings.of_entity_key IS
    'What is held: the register and key of a company, plant or venture; one of these columns is set';
COMMENT ON COLUMN core.holdings.of_facility_key IS
    'What is held: the register and key of a company, plant or venture; one of these columns is set';
COMMENT ON COLUMN core.holdings.of_agreement_key IS
    'What is held: the register and key of a company, plant or venture; one of these columns is set';
COMMENT ON COLUMN core.holdings.instrument IS 'What sort of claim it is; NULL: not said';
COMMENT ON COLUMN core.holdings.share IS 'The share in percent; NULL: none is printed';
COMMENT ON COLUMN core.holdings.upper_share IS
    'Upper figure of a range or margin, or what a magnitude stays below; NULL: none';
COMMENT ON COLUMN core.holdings.words IS 'The holding as printed';
COMMENT ON COLUMN core.holdings.approximation IS 'How exactly the number is stated; NULL: there is none';
COMMENT ON COLUMN core.holdings.quantum IS 'Weight of the last printed digit, in the same unit; NULL: no number';
COMMENT ON COLUMN core.holdings.position IS 'The position among the holders, 1 the largest; NULL: not said';
COMMENT ON COLUMN core.holdings.aspect IS 'What else tells the question apart from others of its kind; NULL: nothing';
COMMENT ON COLUMN core.holdings.period_words IS 'The period as printed; NULL: no document says';
COMMENT ON COLUMN core.holdings.period_edtf IS
    'The period as an EDTF value, no finer than the words; NULL: no document says';
COMMENT ON COLUMN core.holdings.period_earliest IS 'The period: first day it can be; NULL: open';
COMMENT ON COLUMN core.holdings.period_latest IS 'The period: last day it can be; NULL: open';
COMMENT ON COLUMN core.holdings.period_qualifier IS 'The period: on, by, before, after or about the EDTF value';
COMMENT ON COLUMN core.holdings.period_rule IS 'The period: how the words lead to the value';
COMMENT ON COLUMN core.holdings.period_document_key IS
    'The period: document whose page date the words hang on; NULL: none';
COMMENT ON COLUMN core.holdings.period_fiscal IS
    'The period: first day of the fiscal year, and by which end it is named, such as 07-01 end; NULL: no fiscal year';
COMMENT ON COLUMN core.holdings.period_note IS 'The period: how the words are meant; NULL: the rule says it';
COMMENT ON COLUMN core.holdings.instrument_scheme IS 'Scheme of the word in instrument, computed for the foreign key';
COMMENT ON COLUMN core.holdings.seed_file IS
    'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.holdings.seed_line IS 'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.holdings.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.holdings.system_from IS 'Since when the warehouse says so';
CREATE TABLE core.identifiers (
    fact_id UUID NOT NULL,
    agreement_key TEXT,
    entity_key TEXT,
    event_key TEXT,
    facility_key TEXT,
    mineral_list_key TEXT,
    mineral_key TEXT,
    place_key TEXT,
    strategy_key TEXT,
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    period_words TEXT,
    period_edtf TEXT,
    period_earliest DATE,
    period_latest DATE,
    period_qualifier TEXT,
    period_rule TEXT,
    period_document_key TEXT,
    period_fiscal TEXT,
    period_note TEXT,
    scheme_scheme TEXT GENERATED ALWAYS AS ('identifier-scheme'::text) STORED NOT NULL,
    seed_file TEXT,
    seed_line INTEGER,
    loaded_digest BIGINT,
    system_from TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT identifiers_pkey PRIMARY KEY (fact_id),
    CONSTRAINT identifiers_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key),
    CONSTRAINT identifiers_period_fiscal_form_check CHECK (period_fiscal ~ '^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])) (end|start)$'),
    CONSTRAINT identifiers_period_document_key_fkey FOREIGN KEY(period_document_key) REFERENCES core.documents (key),
    CONSTRAINT identifiers_one_subject_check CHECK (num_nonnulls(agreement_key, entity_key, event_key,
        facility_key, mineral_list_key, mineral_key, place_key, strategy_key) = 1),
    CONSTRAINT identifiers_period_note_by_hand_check CHECK (period_rule <> 'by hand' OR period_note IS NOT NULL),
    CONSTRAINT identifiers_period_order_check CHECK (period_earliest <= period_latest),
    CONSTRAINT identifiers_place_key_fkey FOREIGN KEY(place_key) REFERENCES core.places (key),
    CONSTRAINT identifiers_event_key_fkey FOREIGN KEY(event_key) REFERENCES core.events (key),
    CONSTRAINT identifiers_mineral_list_key_fkey FOREIGN KEY(mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT identifiers_period_whole_check CHECK (num_nonnulls(period_words, period_edtf, period_qualifier,
        period_rule) IN (0, 4)),
    CONSTRAINT identifiers_period_qualifier_known_check CHECK (period_qualifier IN ('about', 'after', 'before',
        'by', 'on')),
    CONSTRAINT identifiers_agreement_key_fkey FOREIGN KEY(agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT identifiers_scheme_fkey FOREIGN KEY(scheme_scheme, scheme) REFERENCES core.terms (scheme, key),
    CONSTRAINT identifiers_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT identifiers_mineral_key_fkey FOREIGN KEY(mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT identifiers_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT identifiers_facility_key_fkey FOREIGN KEY(facility_key) REFERENCES core.facilities (key),
    CONSTRAINT identifiers_period_rule_known_check CHECK (period_rule IN ('a year earlier', 'as printed',
        'by hand', 'document year', 'from page date', 'last year', 'latest past', 'next year', 'this year',
        'trailing', 'year to date'))
);
COMMENT ON TABLE core.identifiers IS 'One row per identifier of a thing in a register or standard';
COMMENT ON COLUMN core.identifiers.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.identifiers.agreement_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.identifiers.entity_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.identifiers.event_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.identifiers.facility_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.identifiers.mineral_list_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.identifiers.mineral_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.identifiers.place_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.identifiers.strategy_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.identifiers.scheme IS 'The register or standard';
COMMENT ON COLUMN core.identifiers.value IS 'The identifier';
COMMENT ON COLUMN core.identifiers.period_words IS 'The period as printed; NULL: no document says';
COMMENT ON COLUMN core.identifiers.period_edtf IS
    'The period as an EDTF value, no finer than the words; NULL: no document says';
COMMENT ON COLUMN core.identifiers.period_earliest IS 'The period: first day it can be; NULL: open';
COMMENT ON COLUMN core.identifiers.period_latest IS 'The period: last day it can be; NULL: open';
COMMENT ON COLUMN core.identifiers.period_qualifier IS 'The period: on, by, before, after or about the EDTF value';
COMMENT ON COLUMN core.identifiers.period_rule IS 'The period: how the words lead to the value';
COMMENT ON COLUMN core.identifiers.period_document_key IS
    'The period: document whose page date the words hang on; NULL: none';
COMMENT ON COLUMN core.identifiers.period_fiscal IS
    'The period: first day of the fiscal year, and by which end it is named, such as 07-01 end; NULL: no fiscal year';
COMMENT ON COLUMN core.identifiers.period_note IS 'The period: how the words are meant; NULL: the rule says it';
COMMENT ON COLUMN core.identifiers.scheme_scheme IS 'Scheme of the word in scheme, computed for the foreign key';
COMMENT ON COLUMN core.identifiers.seed_file IS
    'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.identifiers.seed_line IS
    'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.identifiers.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.identifiers.system_from IS 'Since when the warehouse says so';
CREATE TABLE core.links (
    fact_id UUID NOT NULL,
    agreement_key TEXT,
    entity_key TEXT,
    event_key TEXT,
    facility_key TEXT,
    mineral_list_key TEXT,
    mineral_key TEXT,
    place_key TEXT,
    strategy_key TEXT,
    relation TEXT NOT NULL,
    to_agreement_key TEXT,
    to_entity_key TEXT,
    to_event_key TEXT,
    to_facility_key TEXT,
    to_mineral_list_key TEXT,
    to_mineral_key TEXT,
    to_place_key TEXT,
    to_strategy_key TEXT,
    words TEXT,
    relation_scheme TEXT GENERATED ALWAYS AS ('link'::text) STORED NOT NULL,
    seed_file TEXT,
    seed_line INTEGER,
    loaded_digest BIGINT,
    system_from TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT links_pkey PRIMARY KEY (fact_id),
    CONSTRAINT links_mineral_key_fkey FOREIGN KEY(mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT links_facility_key_fkey FOREIGN KEY(facility_key) REFERENCES core.facilities (key),
    CONSTRAINT links_one_subject_check CHECK (num_nonnulls(agreement_key, entity_key, event_key, facility_key,
        mineral_list_key, mineral_key, place_key, strategy_key) = 1),
    CONSTRAINT links_agreement_key_fkey FOREIGN KEY(agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT links_event_key_fkey FOREIGN KEY(event_key) REFERENCES core.events (key),
    CONSTRAINT links_relation_fkey FOREIGN KEY(relation_scheme, relation) REFERENCES core.terms (scheme, key),
    CONSTRAINT links_to_place_key_fkey FOREIGN KEY(to_place_key) REFERENCES core.places (key),
    CONSTRAINT links_to_agreement_key_fkey FOREIGN KEY(to_agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT links_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT links_to_mineral_list_key_fkey FOREIGN KEY(to_mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT links_to_event_key_fkey FOREIGN KEY(to_event_key) REFERENCES core.events (key),
    CONSTRAINT links_place_key_fkey FOREIGN KEY(place_key) REFERENCES core.places (key),
    CONSTRAINT links_mineral_list_key_fkey FOREIGN KEY(mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT links_to_one_check CHECK (num_nonnulls(to_agreement_key, to_entity_key, to_event_key,
        to_facility_key, to_mineral_list_key, to_mineral_key, to_place_key, to_strategy_key) = 1),
    CONSTRAINT links_to_strategy_key_fkey FOREIGN KEY(to_strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT links_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT links_to_facility_key_fkey FOREIGN KEY(to_facility_key) REFERENCES core.facilities (key),
    CONSTRAINT links_to_mineral_key_fkey FOREIGN KEY(to_mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT links_to_entity_key_fkey FOREIGN KEY(to_entity_key) REFERENCES core.entities (key),
    CONSTRAINT links_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.links IS 'One row per tie between two registered things that are not both entities';
COMMENT ON COLUMN core.links.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.links.agreement_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.links.entity_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.links.event_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.links.facility_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.links.mineral_list_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.links.mineral_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.links.place_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.links.strategy_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.links.relation IS 'What the thing is to the other';
COMMENT ON COLUMN core.links.to_agreement_key IS 'Register and key of the other thing; one of these columns is set';
COMMENT ON COLUMN core.links.to_entity_key IS 'Register and key of the other thing; one of these columns is set';
COMMENT ON COLUMN core.links.to_event_key IS 'Register and key of the other thing; one of these columns is set';
COMMENT ON COLUMN core.links.to_facility_key IS 'Register and key of the other thing; one of these columns is set';
COMMENT ON COLUMN core.links.to_mineral_list_key IS 'Register and key of the other thing; one of these columns is set';
COMMENT ON COLUMN core.links.to_mineral_key IS 'Register and key of the other thing; one of these columns is set';
COMMENT ON COLUMN core.links.to_place_key IS 'Register and key of the other thing; one of these columns is set';
COMMENT ON COLUMN core.links.to_strategy_key IS 'Register and key of the other thing; one of these columns is set';
COMMENT ON COLUMN core.links.words IS 'The tie as printed; NULL: not kept';
COMMENT ON COLUMN core.links.relation_scheme IS 'Scheme of the word in relation, computed for the foreign key';
COMMENT ON COLUMN core.links.seed_file IS 'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.links.seed_line IS 'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.links.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.links.system_from IS 'Since when the warehouse says so';
CREATE TABLE core.positions (
    fact_id UUID NOT NULL,
    facility_key TEXT,
    place_key TEXT,
    latitude NUMERIC NOT NULL,
    longitude NUMERIC NOT NULL,
    precision INTEGER,
    words TEXT,
    status TEXT,
    seed_file TEXT,
    seed_line INTEGER,
    loaded_digest BIGINT,
    system_from TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT positions_pkey PRIMARY KEY (fact_id),
    CONSTRAINT positions_status_known_check CHECK (status IN ('break', 'cannot exist', 'definition differs',
        'estimated', 'forecast', 'imputed', 'included elsewhere', 'includes other', 'low reliability',
        'net exporter', 'not available', 'not collected', 'not significant', 'provisional', 'revised',
        'withheld')),
    CONSTRAINT positions_one_subject_check CHECK (num_nonnulls(facility_key, place_key) = 1),
    CONSTRAINT positions_latitude_range_check CHECK (latitude BETWEEN -90 AND 90),
    CONSTRAINT positions_facility_key_fkey FOREIGN KEY(facility_key) REFERENCES core.facilities (key),
    CONSTRAINT positions_longitude_range_check CHECK (longitude BETWEEN -180 AND 180),
    CONSTRAINT positions_precision_positive_check CHECK (precision > 0),
    CONSTRAINT positions_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT positions_place_key_fkey FOREIGN KEY(place_key) REFERENCES core.places (key)
);
COMMENT ON TABLE core.positions IS 'One row per position of a plant or place that a document gives';
COMMENT ON COLUMN core.positions.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.positions.facility_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.positions.place_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.positions.latitude IS 'Degrees north of the equator; south is negative';
COMMENT ON COLUMN core.positions.longitude IS 'Degrees east of Greenwich; west is negative';
COMMENT ON COLUMN core.positions.precision IS 'How far off it can be, in metres; NULL: no document says';
COMMENT ON COLUMN core.positions.words IS 'The position as printed; NULL: as latitude and longitude say';
COMMENT ON COLUMN core.positions.status IS
    'What the source says of the figure, or why it prints no number; NULL: nothing';
COMMENT ON COLUMN core.positions.seed_file IS
    'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.positions.seed_line IS 'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.positions.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.positions.system_from IS 'Since when the warehouse says so';
CREATE TABLE core.statuses (
    fact_id UUID NOT NULL,
    agreement_key TEXT,
    entity_key TEXT,
    facility_key TEXT,
    strategy_key TEXT,
    status TEXT NOT NULL,
    as_of_words TEXT,
    as_of_edtf TEXT,
    as_of_earliest DATE,
    as_of_latest DATE,
    as_of_qualifier TEXT,
    as_of_rule TEXT,
    as_of_document_key TEXT,
    words TEXT,
    aspect TEXT,
    as_of_fiscal TEXT,
    as_of_note TEXT,
    status_scheme TEXT GENERATED ALWAYS AS ('status'::text) STORED NOT NULL,
    seed_file TEXT,
    seed_line INTEGER,
    loaded_digest BIGINT,
    system_from TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT statuses_pkey PRIMARY KEY (fact_id),
    CONSTRAINT statuses_as_of_rule_known_check CHECK (as_of_rule IN ('a year earlier', 'as printed', 'by hand',
        'document year', 'from page date', 'last year', 'latest past', 'next year', 'this year', 'trailing',
        'year to date')),
    CONSTRAINT statuses_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT statuses_as_of_qualifier_known_check CHECK (as_of_qualifier IN ('about', 'after', 'before', 'by', 'on')),
    CONSTRAINT statuses_as_of_whole_check CHECK (num_nonnulls(as_of_words, as_of_edtf, as_of_qualifier,
        as_of_rule) IN (0, 4)),
    CONSTRAINT statuses_facility_key_fkey FOREIGN KEY(facility_key) REFERENCES core.facilities (key),
    CONSTRAINT statuses_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT statuses_as_of_document_key_fkey FOREIGN KEY(as_of_document_key) REFERENCES core.documents (key),
    CONSTRAINT statuses_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key),
    CONSTRAINT statuses_as_of_note_by_hand_check CHECK (as_of_rule <> 'by hand' OR as_of_note IS NOT NULL),
    CONSTRAINT statuses_status_fkey FOREIGN KEY(status_scheme, status) REFERENCES core.terms (scheme, key),
    CONSTRAINT statuses_agreement_key_fkey FOREIGN KEY(agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT statuses_one_subject_check CHECK (num_nonnulls(agreement_key, entity_key, facility_key,
        strategy_key) = 1),
    CONSTRAINT statuses_as_of_order_check CHECK (as_of_earliest <= as_of_latest),
    CONSTRAINT statuses_as_of_fiscal_form_check CHECK (as_of_fiscal ~ '^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])) (end|start)$')
);
COMMENT ON TABLE core.statuses IS 'One row per state that a document says a thing is in, with the day';
COMMENT ON COLUMN core.statuses.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.statuses.agreement_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statuses.entity_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statuses.facility_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statuses.strategy_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statuses.status IS 'Under construction, active, suspended …';
COMMENT ON COLUMN core.statuses.as_of_words IS 'The as of as printed; NULL: that of the document';
COMMENT ON COLUMN core.statuses.as_of_edtf IS
    'The as of as an EDTF value, no finer than the words; NULL: that of the document';
COMMENT ON COLUMN core.statuses.as_of_earliest IS 'The as of: first day it can be; NULL: open';
COMMENT ON COLUMN core.statuses.as_of_latest IS 'The as of: last day it can be; NULL: open';
COMMENT ON COLUMN core.statuses.as_of_qualifier IS 'The as of: on, by, before, after or about the EDTF value';
COMMENT ON COLUMN core.statuses.as_of_rule IS 'The as of: how the words lead to the value';
COMMENT ON COLUMN core.statuses.as_of_document_key IS
    'The as of: document whose page date the words hang on; NULL: none';
COMMENT ON COLUMN core.statuses.words IS 'The state as printed; NULL: not kept';
COMMENT ON COLUMN core.statuses.aspect IS 'The part or phase it is the state of; NULL: the whole';
COMMENT ON COLUMN core.statuses.as_of_fiscal IS
    'The as of: first day of the fiscal year, and by which end it is named, such as 07-01 end; NULL: no fiscal year';
COMMENT ON COLUMN core.statuses.as_of_note IS 'The as of: how the words are meant; NULL: the rule says it';
COMMENT ON COLUMN core.statuses.status_scheme IS 'Scheme of the word in status, computed for the foreign key';
COMMENT ON COLUMN core.statuses.seed_file IS
    'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.statuses.seed_line IS 'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.statuses.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.statuses.system_from IS 'Since when the warehouse says so';
CREATE TABLE core.strategy_parties (
    fact_id UUID NOT NULL,
    strategy_key TEXT NOT NULL,
    entity_key TEXT NOT NULL,
    role TEXT NOT NULL,
    words TEXT,
    role_scheme TEXT GENERATED ALWAYS AS ('strategy-role'::text) STORED NOT NULL,
    seed_file TEXT,
    seed_line INTEGER,
    loaded_digest BIGINT,
    system_from TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT strategy_parties_pkey PRIMARY KEY (fact_id),
    CONSTRAINT strategy_parties_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT strategy_parties_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT strategy_parties_role_fkey FOREIGN KEY(role_scheme, role) REFERENCES core.terms (scheme, key),
    CONSTRAINT strategy_parties_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.strategy_parties IS
    'One row per party of a strategy and role it plays, beside the issuer that the strategy itself names';
COMMENT ON COLUMN core.strategy_parties.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.strategy_parties.strategy_key IS 'What the fact is about';
COMMENT ON COLUMN core.strategy_parties.entity_key IS 'Who plays the role';
COMMENT ON COLUMN core.strategy_parties.role IS 'Issuer, administrator, addressee …';
COMMENT ON COLUMN core.strategy_parties.words IS 'The role as printed; NULL: not kept';
COMMENT ON COLUMN core.strategy_parties.role_scheme IS 'Scheme of the word in role, computed for the foreign key';
COMMENT ON COLUMN core.strategy_parties.seed_file IS
    'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.strategy_parties.seed_line IS
    'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.strategy_parties.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.strategy_parties.system_from IS 'Since when the warehouse says so';
CREATE TABLE core.strategy_places (
    fact_id UUID NOT NULL,
    strategy_key TEXT,
    mineral_list_key TEXT,
    role TEXT NOT NULL,
    role_place_key TEXT NOT NULL,
    role_scheme TEXT GENERATED ALWAYS AS ('place-role'::text) STORED NOT NULL,
    seed_file TEXT,
    seed_line INTEGER,
    loaded_digest BIGINT,
    system_from TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT strategy_places_pkey PRIMARY KEY (fact_id),
    CONSTRAINT strategy_places_role_fkey FOREIGN KEY(role_scheme, role) REFERENCES core.terms (scheme, key),
    CONSTRAINT strategy_places_mineral_list_key_fkey FOREIGN KEY(mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT strategy_places_one_subject_check CHECK (num_nonnulls(strategy_key, mineral_list_key) = 1),
    CONSTRAINT strategy_places_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT strategy_places_role_place_key_fkey FOREIGN KEY(role_place_key) REFERENCES core.places (key),
    CONSTRAINT strategy_places_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id)
);
COMMENT ON TABLE core.strategy_places IS
    'One row per place of a strategy or list and role it plays, beside those that the record itself names';
COMMENT ON COLUMN core.strategy_places.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.strategy_places.strategy_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.strategy_places.mineral_list_key IS
    'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.strategy_places.role IS 'Jurisdiction, target, partner …';
COMMENT ON COLUMN core.strategy_places.role_place_key IS 'The place';
COMMENT ON COLUMN core.strategy_places.role_scheme IS 'Scheme of the word in role, computed for the foreign key';
COMMENT ON COLUMN core.strategy_places.seed_file IS
    'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.strategy_places.seed_line IS
    'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.strategy_places.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.strategy_places.system_from IS 'Since when the warehouse says so';
ALTER TABLE core.agreement_parties ADD COLUMN words TEXT;
COMMENT ON COLUMN core.agreement_parties.words IS 'The role as printed; NULL: not kept';
ALTER TABLE core.names ADD COLUMN agreement_key TEXT;
COMMENT ON COLUMN core.names.agreement_key IS 'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.names ADD COLUMN event_key TEXT;
COMMENT ON COLUMN core.names.event_key IS 'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.names ADD COLUMN facility_key TEXT;
COMMENT ON COLUMN core.names.facility_key IS 'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.names ADD COLUMN mineral_list_key TEXT;
COMMENT ON COLUMN core.names.mineral_list_key IS 'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.names ADD COLUMN mineral_key TEXT;
COMMENT ON COLUMN core.names.mineral_key IS 'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.names ADD COLUMN place_key TEXT;
COMMENT ON COLUMN core.names.place_key IS 'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.names ADD COLUMN strategy_key TEXT;
COMMENT ON COLUMN core.names.strategy_key IS 'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.names ALTER COLUMN entity_key DROP NOT NULL;
COMMENT ON COLUMN core.names.entity_key IS 'What the fact is about; exactly one of these columns is set';
ALTER TABLE core.names
    ADD CONSTRAINT names_mineral_list_key_fkey
    FOREIGN KEY(mineral_list_key) REFERENCES core.mineral_lists (key);
ALTER TABLE core.names ADD CONSTRAINT names_place_key_fkey FOREIGN KEY(place_key) REFERENCES core.places (key);
ALTER TABLE core.names
    ADD CONSTRAINT names_strategy_key_fkey
    FOREIGN KEY(strategy_key) REFERENCES core.strategies (key);
ALTER TABLE core.names
    ADD CONSTRAINT names_facility_key_fkey
    FOREIGN KEY(facility_key) REFERENCES core.facilities (key);
ALTER TABLE core.names ADD CONSTRAINT names_event_key_fkey FOREIGN KEY(event_key) REFERENCES core.events (key);
ALTER TABLE core.names ADD CONSTRAINT names_mineral_key_fkey FOREIGN KEY(mineral_key) REFERENCES core.minerals (key);
ALTER TABLE core.names
    ADD CONSTRAINT names_agreement_key_fkey
    FOREIGN KEY(agreement_key) REFERENCES core.agreements (key);
COMMENT ON TABLE core.names IS 'One row per further name that an entity or another thing goes by';
ALTER TABLE core.entity_relations ADD COLUMN period_words TEXT;
COMMENT ON COLUMN core.entity_relations.period_words IS 'The period as printed; NULL: no document says';
ALTER TABLE core.entity_relations ADD COLUMN period_edtf TEXT;
COMMENT ON COLUMN core.entity_relations.period_edtf IS
    'The period as an EDTF value, no finer than the words; NULL: no document says';
ALTER TABLE core.entity_relations ADD COLUMN period_earliest DATE;
COMMENT ON COLUMN core.entity_relations.period_earliest IS 'The period: first day it can be; NULL: open';
ALTER TABLE core.entity_relations ADD COLUMN period_latest DATE;
COMMENT ON COLUMN core.entity_relations.period_latest IS 'The period: last day it can be; NULL: open';
ALTER TABLE core.entity_relations ADD COLUMN period_qualifier TEXT;
COMMENT ON COLUMN core.entity_relations.period_qualifier IS 'The period: on, by, before, after or about the EDTF value';
ALTER TABLE core.entity_relations ADD COLUMN period_rule TEXT;
COMMENT ON COLUMN core.entity_relations.period_rule IS 'The period: how the words lead to the value';
ALTER TABLE core.entity_relations ADD COLUMN period_document_key TEXT;
COMMENT ON COLUMN core.entity_relations.period_document_key IS
    'The period: document whose page date the words hang on; NULL: none';
ALTER TABLE core.entity_relations ADD COLUMN period_fiscal TEXT;
COMMENT ON COLUMN core.entity_relations.period_fiscal IS
    'The period: first day of the fiscal year, and by which end it is named, such as 07-01 end; NULL: no fiscal year';
ALTER TABLE core.entity_relations ADD COLUMN period_note TEXT;
COMMENT ON COLUMN core.entity_relations.period_note IS 'The period: how the words are meant; NULL: the rule says it';
ALTER TABLE core.entity_relations
    ADD CONSTRAINT entity_relations_period_document_key_fkey
    FOREIGN KEY(period_document_key) REFERENCES core.documents (key);
ALTER TABLE core.event_participants ADD COLUMN words TEXT;
COMMENT ON COLUMN core.event_participants.words IS 'The role as printed; NULL: not kept';
ALTER TABLE core.facility_parties ADD COLUMN words TEXT;
COMMENT ON COLUMN core.facility_parties.words IS 'The role as printed; NULL: not kept';
ALTER TABLE core.mineral_list_members ADD COLUMN words TEXT;
COMMENT ON COLUMN core.mineral_list_members.words IS 'The entry as printed; NULL: as the mineral is called';
ALTER TABLE core.mineral_list_versions ADD COLUMN period_words TEXT;
COMMENT ON COLUMN core.mineral_list_versions.period_words IS 'The period as printed; NULL: no document says';
ALTER TABLE core.mineral_list_versions ADD COLUMN period_edtf TEXT;
COMMENT ON COLUMN core.mineral_list_versions.period_edtf IS
    'The period as an EDTF value, no finer than the words; NULL: no document says';
ALTER TABLE core.mineral_list_versions ADD COLUMN period_earliest DATE;
COMMENT ON COLUMN core.mineral_list_versions.period_earliest IS 'The period: first day it can be; NULL: open';
ALTER TABLE core.mineral_list_versions ADD COLUMN period_latest DATE;
COMMENT ON COLUMN core.mineral_list_versions.period_latest IS 'The period: last day it can be; NULL: open';
ALTER TABLE core.mineral_list_versions ADD COLUMN period_qualifier TEXT;
COMMENT ON COLUMN core.mineral_list_versions.period_qualifier IS
    'The period: on, by, before, after or about the EDTF value';
ALTER TABLE core.mineral_list_versions ADD COLUMN period_rule TEXT;
COMMENT ON COLUMN core.mineral_list_versions.period_rule IS 'The period: how the words lead to the value';
ALTER TABLE core.mineral_list_versions ADD COLUMN period_document_key TEXT;
COMMENT ON COLUMN core.mineral_list_versions.period_document_key IS
    'The period: document whose page date the words hang on; NULL: none';
ALTER TABLE core.mineral_list_versions ADD COLUMN supersedes_label TEXT;
COMMENT ON COLUMN core.mineral_list_versions.supersedes_label IS
    'Label of the version that it takes the place of; NULL: none said';
ALTER TABLE core.mineral_list_versions ADD COLUMN period_fiscal TEXT;
COMMENT ON COLUMN core.mineral_list_versions.period_fiscal IS
    'The period: first day of the fiscal year, and by which end it is named, such as 07-01 end; NULL: no fiscal year';
ALTER TABLE core.mineral_list_versions ADD COLUMN period_note TEXT;
COMMENT ON COLUMN core.mineral_list_versions.period_note IS
    'The period: how the words are meant; NULL: the rule says it';
ALTER TABLE core.mineral_list_versions
    ADD CONSTRAINT mineral_list_versions_period_document_key_fkey
    FOREIGN KEY(period_document_key) REFERENCES core.documents (key);
ALTER TABLE core.mineral_lists ALTER COLUMN jurisdiction_key DROP NOT NULL;
COMMENT ON COLUMN core.mineral_lists.jurisdiction_key IS
    'Where the list applies; NULL: no document says, or several, which stand among its places';
ALTER TABLE core.scopes ADD COLUMN code TEXT;
COMMENT ON COLUMN core.scopes.code IS 'Code of a class of goods, with its system before it; NULL: none';
ALTER TABLE core.statements ADD COLUMN topic TEXT;
COMMENT ON COLUMN core.statements.topic IS 'What it is about; NULL: not said';
ALTER TABLE core.statements ADD COLUMN topic_scheme TEXT GENERATED ALWAYS AS ('topic'::text) STORED NOT NULL;
COMMENT ON COLUMN core.statements.topic_scheme IS 'Scheme of the word in topic, computed for the foreign key';
ALTER TABLE core.statements
    ADD CONSTRAINT statements_topic_fkey
    FOREIGN KEY(topic_scheme, topic) REFERENCES core.terms (scheme, key);
ALTER TABLE core.strategies ALTER COLUMN issuer_key DROP NOT NULL;
COMMENT ON COLUMN core.strategies.issuer_key IS
    'Who issued it; NULL: no document says, or several, which stand among its parties';
ALTER TABLE core.strategies ALTER COLUMN jurisdiction_key DROP NOT NULL;
COMMENT ON COLUMN core.strategies.jurisdiction_key IS
    'Where it applies; NULL: no document says, or several, which stand among its places';
ALTER TABLE core.strategy_measures ALTER COLUMN description DROP NOT NULL;
COMMENT ON COLUMN core.strategy_measures.description IS 'What is to be done, in our own words; NULL: the kind says it';
ALTER TABLE core.terms ADD COLUMN pattern TEXT;
COMMENT ON COLUMN core.terms.pattern IS 'The form of the values, as a regular expression; NULL: any';
ALTER TABLE core.names
    ADD CONSTRAINT names_one_subject_check CHECK (
        num_nonnulls(entity_key, agreement_key, event_key, facility_key, mineral_list_key, mineral_key,
            place_key, strategy_key) = 1
    );
ALTER TABLE core.entity_relations
    ADD CONSTRAINT entity_relations_period_fiscal_form_check CHECK (
        period_fiscal ~ '^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])) (end|start)$'
    );
ALTER TABLE core.entity_relations
    ADD CONSTRAINT entity_relations_period_note_by_hand_check CHECK (
        period_rule <> 'by hand' OR period_note IS NOT NULL
    );
ALTER TABLE core.entity_relations
    ADD CONSTRAINT entity_relations_period_order_check CHECK (
        period_earliest <= period_latest
    );
ALTER TABLE core.entity_relations
    ADD CONSTRAINT entity_relations_period_qualifier_known_check CHECK (
        period_qualifier IN ('about', 'after', 'before', 'by', 'on')
    );
ALTER TABLE core.entity_relations
    ADD CONSTRAINT entity_relations_period_rule_known_check CHECK (
        period_rule IN ('a year earlier', 'as printed', 'by hand', 'document year', 'from page date',
            'last year', 'latest past', 'next year', 'this year', 'trailing', 'year to date')
    );
ALTER TABLE core.entity_relations
    ADD CONSTRAINT entity_relations_period_whole_check CHECK (
        num_nonnulls(period_words, period_edtf, period_qualifier, period_rule) IN (0, 4)
    );
ALTER TABLE core.mineral_list_versions
    ADD CONSTRAINT mineral_list_versions_period_fiscal_form_check CHECK (
        period_fiscal ~ '^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])) (end|start)$'
    );
ALTER TABLE core.mineral_list_versions
    ADD CONSTRAINT mineral_list_versions_period_note_by_hand_check CHECK (
        period_rule <> 'by hand' OR period_note IS NOT NULL
    );
ALTER TABLE core.mineral_list_versions
    ADD CONSTRAINT mineral_list_versions_period_order_check CHECK (
        period_earliest <= period_latest
    );
ALTER TABLE core.mineral_list_versions
    ADD CONSTRAINT mineral_list_versions_period_qualifier_known_check CHECK (
        period_qualifier IN ('about', 'after', 'before', 'by', 'on')
    );
ALTER TABLE core.mineral_list_versions
    ADD CONSTRAINT mineral_list_versions_period_rule_known_check CHECK (
        period_rule IN ('a year earlier', 'as printed', 'by hand', 'document year', 'from page date',
            'last year', 'latest past', 'next year', 'this year', 'trailing', 'year to date')
    );
ALTER TABLE core.mineral_list_versions
    ADD CONSTRAINT mineral_list_versions_period_whole_check CHECK (
        num_nonnulls(period_words, period_edtf, period_qualifier, period_rule) IN (0, 4)
    );
ALTER TABLE core.scopes DROP CONSTRAINT scopes_something_covered_check;
ALTER TABLE core.scopes
    ADD CONSTRAINT scopes_code_form_check CHECK (
        code ~ '^[a-z0-9]+:[A-Za-z0-9.]+$'
    );
ALTER TABLE core.scopes
    ADD CONSTRAINT scopes_something_covered_check CHECK (
        num_nonnulls(covered_mineral_key, covered_stage_key, covered_end_use, code) > 0
    );
ALTER TABLE core.facts DROP CONSTRAINT facts_modality_given_check;
ALTER TABLE core.facts
    ADD CONSTRAINT facts_modality_given_check CHECK (
        modality IS NOT NULL OR family NOT IN ('agreements', 'clauses', 'comparisons', 'entity_relations',
            'events', 'facilities', 'holdings', 'links', 'milestones', 'mineral_classifications',
            'mineral_list_versions', 'monetary_values', 'observations', 'statements', 'statuses',
            'strategies', 'strategy_measures')
    );
