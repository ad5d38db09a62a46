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
UPDATE core.terms AS t SET definition = d.definition
FROM (VALUES
    ('as printed', 'the words are a full date, month or year'),
    ('document year', 'a day or month without a year: the year of the document''s page date'),
    ('latest past', 'a day, month or weekday without a year: the latest one not after the page date'),
    ('last year', 'the calendar year before that of the page date'),
    ('this year', 'the calendar year of the page date'),
    ('next year', 'the calendar year after that of the page date')
) AS d (key, definition)
WHERE t.scheme = 'date-rule' AND t.key = d.key;
