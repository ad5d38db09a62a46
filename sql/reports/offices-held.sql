/* report
title: Offices held
question: Who holds which office where, since when and until when, and who else is named in the same office at that time?
grain: [office_fact]
params:
  entity:
    type: text
    help: key of a person or of an organisation; only offices it holds, or that are held in it; without it all
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
  country:
    type: text
    help: key of a place; only offices in organisations of this country; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
  held_on:
    type: date
    help: only offices that can be held on this day; without it all, past and coming ones too
columns:
  holder:
    meaning: who holds the office, by name
  office:
    meaning: what the holder is to the organisation
  organisation:
    meaning: where the office is held, by name
  country:
    meaning: country of the organisation
    empty: no document says
  title:
    meaning: title as printed
    empty: none is printed
  first_day:
    meaning: first day of the office that the words allow
    empty: no document says, or open
  last_day:
    meaning: last day of the office that the words allow
    empty: no document says, or open
  period:
    meaning: the period as an EDTF value
    empty: none is stated
  modality:
    meaning: whether it has occurred, is in force, planned …
  at_the_same_time:
    meaning: others who can hold the same office there at the same time, with title and period, between semicolons
    empty: nobody else is named in it
  from_the_organisation:
    meaning: the same seen from the organisation
    empty: nobody says it so
  said_by:
    meaning: who says so in the document
    empty: the document itself
  note:
    meaning: what a reader must know to use it
    empty: nothing
  holder_key:
    meaning: key of the holder
    key_of: entities
  organisation_key:
    meaning: key of the organisation
    key_of: entities
cite:
  office: office_fact
  at_the_same_time: other_facts
chart: {kind: matrix, x: organisation, y: holder, value: office}
cases:
  - expect:
      rows: 4
      contains:
        - {holder: Jang In-hwa, office: chair of, organisation: POSCO Group, title: Chairman, at_the_same_time: ""}
        - {holder: Kim Jung-kwan, from_the_organisation: "Ministry of Trade, Industry and Energy led by the minister Kim Jung-kwan"}
  - params: {entity: posco-group}
    expect:
      contains:
        - {holder: Jang In-hwa, title: Chairman}
  - params: {entity: korea-international-trade-association}
    expect: {rows: 0}
*/
WITH offices AS (
  SELECT
    r.fact_key,
    r.entity_key,
    r.object_entity_key,
    r.relation,
    r.inverse,
    r.title,
    r.period_edtf,
    r.period_earliest_date_key AS first_day,
    r.period_latest_date_key AS last_day,
    r.modality,
    r.said_by,
    e.name AS holder,
    concat_ws(', ', e.name, r.title, r.period_words, CASE WHEN k.is_future THEN r.modality END) AS words
  FROM mart.fact_entity_relation AS r
  JOIN mart.dim_term AS k ON k.scheme = 'modality' AND k.label = r.modality
  JOIN mart.dim_entity AS e ON e.entity_key = r.entity_key
  WHERE r.is_office
),

-- What no document dates can be at any time.
others AS (
  SELECT
    one.fact_key,
    string_agg(DISTINCT other.words, '; ' ORDER BY other.words) AS at_the_same_time,
    array_agg(DISTINCT other.fact_key) AS other_facts
  FROM offices AS one
  JOIN offices AS other
    ON other.object_entity_key = one.object_entity_key
    AND other.relation = one.relation
    AND other.entity_key <> one.entity_key
    AND daterange(one.first_day, one.last_day, '[]') && daterange(other.first_day, other.last_day, '[]')
  GROUP BY one.fact_key
)

SELECT
  f.holder,
  f.relation AS office,
  o.name AS organisation,
  o.country_name AS country,
  f.title,
  f.first_day,
  f.last_day,
  f.period_edtf AS period,
  f.modality,
  x.at_the_same_time,
  o.name || ' ' || f.inverse || ' ' || f.holder AS from_the_organisation,
  f.said_by,
  d.note,
  f.entity_key AS holder_key,
  f.object_entity_key AS organisation_key,
  f.fact_key AS office_fact,
  x.other_facts
FROM offices AS f
JOIN mart.dim_fact AS d ON d.fact_key = f.fact_key
JOIN mart.dim_entity AS o ON o.entity_key = f.object_entity_key
LEFT JOIN others AS x ON x.fact_key = f.fact_key
WHERE
  (:entity IS NULL OR :entity IN (f.entity_key, f.object_entity_key))
  AND (:country IS NULL OR o.country_key = :country)
  AND (:held_on IS NULL OR daterange(f.first_day, f.last_day, '[]') @> :held_on)
ORDER BY o.name, f.relation, f.first_day NULLS FIRST, f.holder, d.path, office_fact;
