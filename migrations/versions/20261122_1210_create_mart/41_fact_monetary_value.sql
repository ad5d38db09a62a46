CREATE TABLE mart.fact_monetary_value (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    agreement_key text,
    strategy_key text,
    facility_key text,
    entity_key text,
    question_key text NOT NULL,
    kind text NOT NULL,
    amount numeric(28,6),
    currency_code text,
    upper_amount numeric(28,6),
    lowest_amount numeric(28,6),
    highest_amount numeric(28,6),
    amount_krw numeric(28,6),
    amount_usd numeric(28,6),
    as_printed text NOT NULL,
    approximation text,
    quantum numeric(28,6),
    per_unit_key text,
    equivalent_amount numeric(28,6),
    equivalent_currency_code text,
    equivalent_lowest_amount numeric(28,6),
    equivalent_highest_amount numeric(28,6),
    equivalent_quantum numeric(28,6),
    equivalent_approximation text,
    equivalent_as_printed text,
    is_total boolean NOT NULL,
    is_chosen boolean NOT NULL,
    chosen_by text,
    agreeing_source_count integer NOT NULL,
    differing_source_count integer NOT NULL,
    modality text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_monetary_value_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_monetary_value_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_monetary_value_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_monetary_value_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES mart.dim_agreement (agreement_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_monetary_value_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES mart.dim_strategy (strategy_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_monetary_value_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES mart.dim_facility (facility_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_monetary_value_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_monetary_value_currency_code_fkey FOREIGN KEY (currency_code) REFERENCES mart.dim_currency (currency_code) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_monetary_value_per_unit_key_fkey FOREIGN KEY (per_unit_key) REFERENCES mart.dim_unit (unit_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_monetary_value_equivalent_currency_code_fkey FOREIGN KEY (equivalent_currency_code) REFERENCES mart.dim_currency (currency_code) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_monetary_value_subject_key_idx ON mart.fact_monetary_value (subject_key);
CREATE INDEX fact_monetary_value_agreement_key_idx ON mart.fact_monetary_value (agreement_key) WHERE agreement_key IS NOT NULL;
CREATE INDEX fact_monetary_value_strategy_key_idx ON mart.fact_monetary_value (strategy_key) WHERE strategy_key IS NOT NULL;
CREATE INDEX fact_monetary_value_facility_key_idx ON mart.fact_monetary_value (facility_key) WHERE facility_key IS NOT NULL;
CREATE INDEX fact_monetary_value_entity_key_idx ON mart.fact_monetary_value (entity_key) WHERE entity_key IS NOT NULL;
COMMENT ON TABLE mart.fact_monetary_value IS 'One row per stated sum of money, with the equivalent printed beside it';
COMMENT ON COLUMN mart.fact_monetary_value.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_monetary_value.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_monetary_value.agreement_key IS 'the agreement it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_monetary_value.strategy_key IS 'the strategy it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_monetary_value.facility_key IS 'the facility it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_monetary_value.entity_key IS 'the entity it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_monetary_value.question_key IS 'the question it answers, the same for all documents that answer it';
COMMENT ON COLUMN mart.fact_monetary_value.kind IS 'contract value, portfolio total, pledge or investment; sums of two kinds are never added up';
COMMENT ON COLUMN mart.fact_monetary_value.amount IS 'the sum as stated; of a printed range the lower figure; never add up two currencies; unit: see currency_code; NULL: only words are printed';
COMMENT ON COLUMN mart.fact_monetary_value.currency_code IS 'currency of the sum, ISO 4217; NULL: only words are printed';
COMMENT ON COLUMN mart.fact_monetary_value.upper_amount IS 'upper figure of a printed range; unit: see currency_code; NULL: no range is printed';
COMMENT ON COLUMN mart.fact_monetary_value.lowest_amount IS 'smallest sum that would be printed so, half of the last printed digit below; unit: see currency_code; NULL: open, or only words are printed';
COMMENT ON COLUMN mart.fact_monetary_value.highest_amount IS 'largest sum that would be printed so, half of the last printed digit above; unit: see currency_code; NULL: open, or only words are printed';
COMMENT ON COLUMN mart.fact_monetary_value.amount_krw IS 'the sum in won as printed, as the sum itself or as its equivalent; never converted; unit: KRW; NULL: not printed in it';
COMMENT ON COLUMN mart.fact_monetary_value.amount_usd IS 'the sum in US dollars as printed, as the sum itself or as its equivalent; never converted; unit: USD; NULL: not printed in it';
COMMENT ON COLUMN mart.fact_monetary_value.as_printed IS 'number and currency as printed';
COMMENT ON COLUMN mart.fact_monetary_value.approximation IS 'how exactly it is stated: exact, about, at least, at most, over, under or between; NULL: only words are printed';
COMMENT ON COLUMN mart.fact_monetary_value.quantum IS 'weight of the last printed digit; unit: see currency_code; NULL: only words are printed';
COMMENT ON COLUMN mart.fact_monetary_value.per_unit_key IS 'unit of a price, such as one kilogram; prices are never added up; NULL: it is no price';
COMMENT ON COLUMN mart.fact_monetary_value.equivalent_amount IS 'the same sum in another currency, printed beside it; unit: see equivalent_currency_code; NULL: none is printed';
COMMENT ON COLUMN mart.fact_monetary_value.equivalent_currency_code IS 'currency of the equivalent, ISO 4217; NULL: none is printed';
COMMENT ON COLUMN mart.fact_monetary_value.equivalent_lowest_amount IS 'smallest equivalent that would be printed so; unit: see equivalent_currency_code; NULL: open, or none is printed';
COMMENT ON COLUMN mart.fact_monetary_value.equivalent_highest_amount IS 'largest equivalent that would be printed so; unit: see equivalent_currency_code; NULL: open, or none is printed';
COMMENT ON COLUMN mart.fact_monetary_value.equivalent_quantum IS 'weight of its last printed digit; unit: see equivalent_currency_code; NULL: none is printed';
COMMENT ON COLUMN mart.fact_monetary_value.equivalent_approximation IS 'how exactly it is stated: exact, about, at least, at most, over, under or between; NULL: none is printed';
COMMENT ON COLUMN mart.fact_monetary_value.equivalent_as_printed IS 'number and currency of the equivalent as printed; NULL: none is printed';
COMMENT ON COLUMN mart.fact_monetary_value.is_total IS 'whether it is the total of parts that stand as rows of their own; never add it to its parts';
COMMENT ON COLUMN mart.fact_monetary_value.is_chosen IS 'whether it is the one to show of all facts that answer the same question';
COMMENT ON COLUMN mart.fact_monetary_value.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN mart.fact_monetary_value.agreeing_source_count IS 'documents whose answer agrees with this one, its own included; unit: documents';
COMMENT ON COLUMN mart.fact_monetary_value.differing_source_count IS 'documents with an answer that does not agree; unit: documents';
COMMENT ON COLUMN mart.fact_monetary_value.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.fact_monetary_value.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_monetary_value.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_monetary_value.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_monetary_value.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_monetary_value AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.agreement_key::text AS agreement_key,
    answer.strategy_key::text AS strategy_key,
    answer.facility_key::text AS facility_key,
    answer.entity_key::text AS entity_key,
    answer.question_key::text AS question_key,
    answer.kind::text AS kind,
    answer.amount::numeric(28,6) AS amount,
    answer.currency_code::text AS currency_code,
    answer.upper_amount::numeric(28,6) AS upper_amount,
    answer.lowest_amount::numeric(28,6) AS lowest_amount,
    answer.highest_amount::numeric(28,6) AS highest_amount,
    answer.amount_krw::numeric(28,6) AS amount_krw,
    answer.amount_usd::numeric(28,6) AS amount_usd,
    answer.as_printed::text AS as_printed,
    answer.approximation::text AS approximation,
    answer.quantum::numeric(28,6) AS quantum,
    answer.per_unit_key::text AS per_unit_key,
    answer.equivalent_amount::numeric(28,6) AS equivalent_amount,
    answer.equivalent_currency_code::text AS equivalent_currency_code,
    answer.equivalent_lowest_amount::numeric(28,6) AS equivalent_lowest_amount,
    answer.equivalent_highest_amount::numeric(28,6) AS equivalent_highest_amount,
    answer.equivalent_quantum::numeric(28,6) AS equivalent_quantum,
    answer.equivalent_approximation::text AS equivalent_approximation,
    answer.equivalent_as_printed::text AS equivalent_as_printed,
    answer.is_total::boolean AS is_total,
    answer.is_chosen::boolean AS is_chosen,
    answer.chosen_by::text AS chosen_by,
    answer.agreeing_source_count::integer AS agreeing_source_count,
    answer.differing_source_count::integer AS differing_source_count,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  v.agreement_key,
  v.strategy_key,
  v.facility_key,
  v.entity_key,
  q.question_key,
  v.kind,
  v.amount,
  v.currency_code,
  v.upper_amount,
  CASE WHEN v.approximation NOT IN ('at most', 'under') THEN v.amount - v.quantum / 2 END AS lowest_amount,
  CASE WHEN v.approximation NOT IN ('at least', 'over') THEN coalesce(v.upper_amount, v.amount) + v.quantum / 2
  END AS highest_amount,
  CASE 'KRW'
    WHEN v.currency_code THEN v.amount
    WHEN v.equivalent_currency_code THEN v.equivalent_amount
  END AS amount_krw,
  CASE 'USD'
    WHEN v.currency_code THEN v.amount
    WHEN v.equivalent_currency_code THEN v.equivalent_amount
  END AS amount_usd,
  v.words AS as_printed,
  v.approximation,
  v.quantum,
  v.per_unit_key,
  v.equivalent_amount,
  v.equivalent_currency_code,
  CASE WHEN v.equivalent_approximation NOT IN ('at most', 'under') THEN v.equivalent_amount - v.equivalent_quantum / 2
  END AS equivalent_lowest_amount,
  CASE WHEN v.equivalent_approximation NOT IN ('at least', 'over') THEN v.equivalent_amount + v.equivalent_quantum / 2
  END AS equivalent_highest_amount,
  v.equivalent_quantum,
  v.equivalent_approximation,
  v.equivalent_words AS equivalent_as_printed,
  v.is_total,
  q.is_chosen,
  q.chosen_by,
  q.agreeing_source_count,
  q.differing_source_count,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM monetary_values AS v
JOIN dim_fact AS f ON f.fact_key = v.fact_id::text
JOIN fact_answer AS q ON q.fact_key = f.fact_key
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_monetary_value IS 'One row per stated sum of money, with the equivalent printed beside it';
COMMENT ON COLUMN as_of.fact_monetary_value.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_monetary_value.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_monetary_value.agreement_key IS 'the agreement it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_monetary_value.strategy_key IS 'the strategy it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_monetary_value.facility_key IS 'the facility it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_monetary_value.entity_key IS 'the entity it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_monetary_value.question_key IS 'the question it answers, the same for all documents that answer it';
COMMENT ON COLUMN as_of.fact_monetary_value.kind IS 'contract value, portfolio total, pledge or investment; sums of two kinds are never added up';
COMMENT ON COLUMN as_of.fact_monetary_value.amount IS 'the sum as stated; of a printed range the lower figure; never add up two currencies; unit: see currency_code; NULL: only words are printed';
COMMENT ON COLUMN as_of.fact_monetary_value.currency_code IS 'currency of the sum, ISO 4217; NULL: only words are printed';
COMMENT ON COLUMN as_of.fact_monetary_value.upper_amount IS 'upper figure of a printed range; unit: see currency_code; NULL: no range is printed';
COMMENT ON COLUMN as_of.fact_monetary_value.lowest_amount IS 'smallest sum that would be printed so, half of the last printed digit below; unit: see currency_code; NULL: open, or only words are printed';
COMMENT ON COLUMN as_of.fact_monetary_value.highest_amount IS 'largest sum that would be printed so, half of the last printed digit above; unit: see currency_code; NULL: open, or only words are printed';
COMMENT ON COLUMN as_of.fact_monetary_value.amount_krw IS 'the sum in won as printed, as the sum itself or as its equivalent; never converted; unit: KRW; NULL: not printed in it';
COMMENT ON COLUMN as_of.fact_monetary_value.amount_usd IS 'the sum in US dollars as printed, as the sum itself or as its equivalent; never converted; unit: USD; NULL: not printed in it';
COMMENT ON COLUMN as_of.fact_monetary_value.as_printed IS 'number and currency as printed';
COMMENT ON COLUMN as_of.fact_monetary_value.approximation IS 'how exactly it is stated: exact, about, at least, at most, over, under or between; NULL: only words are printed';
COMMENT ON COLUMN as_of.fact_monetary_value.quantum IS 'weight of the last printed digit; unit: see currency_code; NULL: only words are printed';
COMMENT ON COLUMN as_of.fact_monetary_value.per_unit_key IS 'unit of a price, such as one kilogram; prices are never added up; NULL: it is no price';
COMMENT ON COLUMN as_of.fact_monetary_value.equivalent_amount IS 'the same sum in another currency, printed beside it; unit: see equivalent_currency_code; NULL: none is printed';
COMMENT ON COLUMN as_of.fact_monetary_value.equivalent_currency_code IS 'currency of the equivalent, ISO 4217; NULL: none is printed';
COMMENT ON COLUMN as_of.fact_monetary_value.equivalent_lowest_amount IS 'smallest equivalent that would be printed so; unit: see equivalent_currency_code; NULL: open, or none is printed';
COMMENT ON COLUMN as_of.fact_monetary_value.equivalent_highest_amount IS 'largest equivalent that would be printed so; unit: see equivalent_currency_code; NULL: open, or none is printed';
COMMENT ON COLUMN as_of.fact_monetary_value.equivalent_quantum IS 'weight of its last printed digit; unit: see equivalent_currency_code; NULL: none is printed';
COMMENT ON COLUMN as_of.fact_monetary_value.equivalent_approximation IS 'how exactly it is stated: exact, about, at least, at most, over, under or between; NULL: none is printed';
COMMENT ON COLUMN as_of.fact_monetary_value.equivalent_as_printed IS 'number and currency of the equivalent as printed; NULL: none is printed';
COMMENT ON COLUMN as_of.fact_monetary_value.is_total IS 'whether it is the total of parts that stand as rows of their own; never add it to its parts';
COMMENT ON COLUMN as_of.fact_monetary_value.is_chosen IS 'whether it is the one to show of all facts that answer the same question';
COMMENT ON COLUMN as_of.fact_monetary_value.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN as_of.fact_monetary_value.agreeing_source_count IS 'documents whose answer agrees with this one, its own included; unit: documents';
COMMENT ON COLUMN as_of.fact_monetary_value.differing_source_count IS 'documents with an answer that does not agree; unit: documents';
COMMENT ON COLUMN as_of.fact_monetary_value.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.fact_monetary_value.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_monetary_value.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_monetary_value.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_monetary_value.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
