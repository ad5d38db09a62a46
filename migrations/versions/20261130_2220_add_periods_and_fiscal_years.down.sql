-- The earlier schema knows six rules of dates, and days alone as page dates.

ALTER TABLE core.observations DROP COLUMN period_note;
ALTER TABLE core.observations DROP COLUMN period_fiscal;
ALTER TABLE core.observations DROP CONSTRAINT observations_period_rule_known_check;
ALTER TABLE core.observations
    ADD CONSTRAINT observations_period_rule_known_check CHECK (period_rule IN (
        'as printed', 'document year', 'last year', 'latest past', 'next year', 'this year'
    ));
ALTER TABLE core.milestones DROP COLUMN date_note;
ALTER TABLE core.milestones DROP COLUMN date_fiscal;
ALTER TABLE core.milestones DROP CONSTRAINT milestones_date_rule_known_check;
ALTER TABLE core.milestones
    ADD CONSTRAINT milestones_date_rule_known_check CHECK (date_rule IN (
        'as printed', 'document year', 'last year', 'latest past', 'next year', 'this year'
    ));
ALTER TABLE core.entities DROP COLUMN fiscal_year_named;
ALTER TABLE core.entities DROP COLUMN fiscal_year_ends;
COMMENT ON COLUMN core.documents.page_date IS
    'Date the page shows, which need not be the day of publication; NULL: none';
ALTER TABLE core.documents DROP COLUMN page_date_precision;
