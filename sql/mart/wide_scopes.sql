/* mart
kind: view
grain: "One row per mineral, stage or end use that something covers, with names, and document that says so"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  subject_modality: {type: text, meaning: "whether what covers it is in force, planned, explored and so on", empty: "it only names something, as of organisations and minerals"}
  parties: {type: text, meaning: "who is behind it: parties of the agreement or facility, participants of the event, issuer of the strategy, steward of the list, or the organisation itself; joined by semicolons", empty: "no document says, or a mineral covers it"}
  stage: {type: text, meaning: stage of the chain it covers, empty: none in particular}
  stage_position: {type: integer, meaning: "order of the stage along the chain, 1 is the resource; sort by it", empty: no stage in particular}
  mineral: {type: text, meaning: mineral or product it covers, empty: none in particular}
  mineral_kind: {type: text, meaning: "element, group, compound, metal, ore or product", empty: no mineral in particular}
  mineral_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: no mineral in particular}
  mineral_root: {type: text, meaning: "last group or mineral on the way from parent to parent, or the mineral itself", empty: no mineral in particular}
  end_use: {type: text, meaning: "end use it covers, as printed", empty: none in particular}
  as_printed: {type: text, meaning: the scope as printed}
  completeness: {type: text, meaning: "whether the document names all there are: complete, by example or not said"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  fact_key: {type: text, meaning: "the fact, as in fact_scope"}
*/
WITH parties AS (
  SELECT p.subject_key, e.name
  FROM bridge_agreement_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.subject_key, e.name
  FROM bridge_facility_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.subject_key, e.name
  FROM bridge_event_participant AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT 'strategies/' || g.strategy_key, g.issuer_name
  FROM dim_strategy AS g
  UNION ALL
  SELECT 'mineral_lists/' || n.mineral_list_key, n.steward_name
  FROM dim_mineral_list AS n
  UNION ALL
  SELECT 'entities/' || e.entity_key, e.name
  FROM dim_entity AS e
),

joined AS (
  SELECT
    p.subject_key,
    string_agg(DISTINCT p.name, '; ' ORDER BY p.name) AS parties
  FROM parties AS p
  GROUP BY p.subject_key
)

SELECT
  s.name AS subject,
  s.kind AS subject_kind,
  s.kind_group AS subject_kind_group,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  f.modality AS subject_modality,
  j.parties,
  g.name AS stage,
  g.position AS stage_position,
  m.name AS mineral,
  m.kind AS mineral_kind,
  m.kind_group AS mineral_kind_group,
  m.root_name AS mineral_root,
  c.covered_end_use AS end_use,
  c.as_printed,
  c.completeness,
  c.said_by,
  c.source_count,
  c.is_disputed,
  c.citation_text,
  s.subject_key,
  c.fact_key
FROM fact_scope AS c
JOIN dim_subject AS s ON s.subject_key = c.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_fact AS f ON f.fact_key = s.fact_key
LEFT JOIN joined AS j ON j.subject_key = c.subject_key
LEFT JOIN dim_stage AS g ON g.stage_key = c.covered_stage_key
LEFT JOIN dim_mineral AS m ON m.mineral_key = c.covered_mineral_key;
