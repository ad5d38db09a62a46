/* site
rows: "what every fact says, by its key; those that are kept but no longer held have no words"
*/
SELECT
  f.fact_key,
  f.path,
  f.family,
  f.subject_key,
  s.name AS subject,
  w.says,
  w.date_edtf,
  w.earliest_date,
  f.modality,
  f.said_by,
  f.said_by_entity_key,
  f.basis,
  f.rank,
  f.rank_reason,
  f.note,
  f.is_disputed
FROM mart.dim_fact AS f
LEFT JOIN mart.dim_subject AS s ON s.subject_key = f.subject_key
LEFT JOIN mart.wide_facts AS w ON w.fact_key = f.fact_key
ORDER BY f.fact_key COLLATE "C";
