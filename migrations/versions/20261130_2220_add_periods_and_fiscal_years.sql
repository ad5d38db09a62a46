-- Fiscal years, notes on dates, rules of dates, and page dates that are a month or a year.

-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid

ALTER TABLE core.documents ADD COLUMN page_date_precision text;
COMMENT ON COLUMN core.documents.page_date_precision IS
    'Month or year if the page shows no day, and page_date is the first day; NULL: it shows a day, or no date';
COMMENT ON COLUMN core.documents.page_date IS
    'Day, month or year the page shows, which need not be that of publication; NULL: none';
ALTER TABLE core.documents
    ADD CONSTRAINT documents_page_date_precision_check CHECK (page_date_precision IS NULL OR (
        page_date_precision IN ('month', 'year') AND page_date IS NOT NULL
        AND page_date = date_trunc(page_date_precision, page_date::timestamp)
    ));
ALTER TABLE core.entities ADD COLUMN fiscal_year_ends text;
COMMENT ON COLUMN core.entities.fiscal_year_ends IS
    'Last day of its fiscal year, month and day; NULL: no document says';
ALTER TABLE core.entities ADD COLUMN fiscal_year_named text;
COMMENT ON COLUMN core.entities.fiscal_year_named IS
    'Calendar year that names its fiscal year, that of its end or start; NULL: of its end';
ALTER TABLE core.entities
    ADD CONSTRAINT entities_fiscal_year_ends_form_check CHECK (
        fiscal_year_ends ~ '^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$'
    );
ALTER TABLE core.entities
    ADD CONSTRAINT entities_fiscal_year_named_form_check CHECK (fiscal_year_named ~ '^(end|start)$');
ALTER TABLE core.milestones ADD COLUMN date_fiscal text;
COMMENT ON COLUMN core.milestones.date_fiscal IS
    'The date: first day of the fiscal year, and by which end it is named, such as 07-01 end; NULL: no fiscal year';
ALTER TABLE core.milestones ADD COLUMN date_note text;
COMMENT ON COLUMN core.milestones.date_note IS 'The date: how the words are meant; NULL: the rule says it';
ALTER TABLE core.milestones DROP CONSTRAINT milestones_date_rule_known_check;
ALTER TABLE core.milestones
    ADD CONSTRAINT milestones_date_rule_known_check CHECK (date_rule IN (
        'a year earlier', 'as printed', 'by hand', 'document year', 'from page date', 'last year', 'latest past',
        'next year', 'this year', 'trailing', 'year to date'
    ));
ALTER TABLE core.milestones
    ADD CONSTRAINT milestones_date_fiscal_form_check CHECK (
        date_fiscal ~ '^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])) (end|start)$'
    );
ALTER TABLE core.milestones
    ADD CONSTRAINT milestones_date_note_by_hand_check CHECK (date_rule <> 'by hand' OR date_note IS NOT NULL);
ALTER TABLE core.observations ADD COLUMN period_fiscal text;
COMMENT ON COLUMN core.observations.period_fiscal IS
    'The period: first day of the fiscal year, and by which end it is named, such as 07-01 end; NULL: no fiscal year';
ALTER TABLE core.observations ADD COLUMN period_note text;
COMMENT ON COLUMN core.observations.period_note IS 'The period: how the words are meant; NULL: the rule says it';
ALTER TABLE core.observations DROP CONSTRAINT observations_period_rule_known_check;
ALTER TABLE core.observations
    ADD CONSTRAINT observations_period_rule_known_check CHECK (period_rule IN (
        'a year earlier', 'as printed', 'by hand', 'document year', 'from page date', 'last year', 'latest past',
        'next year', 'this year', 'trailing', 'year to date'
    ));
ALTER TABLE core.observations
    ADD CONSTRAINT observations_period_fiscal_form_check CHECK (
        period_fiscal ~ '^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])) (end|start)$'
    );
ALTER TABLE core.observations
    ADD CONSTRAINT observations_period_note_by_hand_check CHECK (period_rule <> 'by hand' OR period_note IS NOT NULL);

-- The shipped words are rows: a load that reads them anew shall find them as they are.
UPDATE core.terms AS t SET definition = d.definition
FROM (VALUES
    ('as printed', 'the words say all: a day, month, year, quarter, range, decade or fiscal year'),
    ('document year', 'words without a year: the year of the document''s page date'),
    ('latest past', 'a day, month or weekday without a year: the latest one not after the page date; a quarter or half: the latest that has ended'),
    ('last year', 'the calendar year before that of the page date, or the part of it that the words name'),
    ('this year', 'the calendar year of the page date, or the part of it that the words name'),
    ('next year', 'the calendar year after that of the page date, or the part of it that the words name')
) AS d (key, definition)
WHERE t.scheme = 'date-rule' AND t.key = d.key;
