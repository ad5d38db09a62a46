-- The period of a sum: nine columns, as those of the period of an observation.

-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid
ALTER TABLE core.monetary_values ADD COLUMN period_words TEXT;
COMMENT ON COLUMN core.monetary_values.period_words IS 'The period as printed; NULL: no document says';
ALTER TABLE core.monetary_values ADD COLUMN period_edtf TEXT;
COMMENT ON COLUMN core.monetary_values.period_edtf IS
    'The period as an EDTF value, no finer than the words; NULL: no document says';
ALTER TABLE core.monetary_values ADD COLUMN period_earliest DATE;
COMMENT ON COLUMN core.monetary_values.period_earliest IS 'The period: first day it can be; NULL: open';
ALTER TABLE core.monetary_values ADD COLUMN period_latest DATE;
COMMENT ON COLUMN core.monetary_values.period_latest IS 'The period: last day it can be; NULL: open';
ALTER TABLE core.monetary_values ADD COLUMN period_qualifier TEXT;
COMMENT ON COLUMN core.monetary_values.period_qualifier IS 'The period: on, by, before, after or about the EDTF value';
ALTER TABLE core.monetary_values ADD COLUMN period_rule TEXT;
COMMENT ON COLUMN core.monetary_values.period_rule IS 'The period: how the words lead to the value';
ALTER TABLE core.monetary_values ADD COLUMN period_document_key TEXT;
COMMENT ON COLUMN core.monetary_values.period_document_key IS
    'The period: document whose page date the words hang on; NULL: none';
ALTER TABLE core.monetary_values ADD COLUMN period_fiscal TEXT;
COMMENT ON COLUMN core.monetary_values.period_fiscal IS
    'The period: first day of the fiscal year, and by which end it is named, such as 07-01 end; NULL: no fiscal year';
ALTER TABLE core.monetary_values ADD COLUMN period_note TEXT;
COMMENT ON COLUMN core.monetary_values.period_note IS 'The period: how the words are meant; NULL: the rule says it';
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_period_document_key_fkey
    FOREIGN KEY (period_document_key) REFERENCES core.documents (key);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_period_qualifier_known_check CHECK (
        period_qualifier IN ('about', 'after', 'before', 'by', 'on')
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_period_rule_known_check CHECK (period_rule IN (
        'a year earlier', 'as printed', 'by hand', 'document year', 'from page date', 'last year', 'latest past',
        'next year', 'this year', 'trailing', 'year to date'
    ));
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_period_order_check CHECK (period_earliest <= period_latest);
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_period_whole_check CHECK (
        num_nonnulls(period_words, period_edtf, period_qualifier, period_rule) IN (0, 4)
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_period_fiscal_form_check CHECK (
        period_fiscal ~ '^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])) (end|start)$'
    );
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_period_note_by_hand_check CHECK (
        period_rule <> 'by hand' OR period_note IS NOT NULL
    );
