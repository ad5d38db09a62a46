/* mart
kind: view
grain: "One row per party of an agreement, facility, event or strategy and role it plays"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  subject_modality: {type: text, meaning: "whether the agreement, facility, event or strategy is in force, planned, explored and so on"}
  role: {type: text, meaning: "the part played: supplier, buyer, partner, operator, speaker and so on"}
  role_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  party: {type: text, meaning: name of who takes part; for an unnamed party a label of ours}
  party_kind: {type: text, meaning: "company, government body, person and so on"}
  party_kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  party_country: {type: text, meaning: country the party belongs to, empty: no document says}
  party_country_iso_code: {type: text, meaning: ISO 3166-1 code of that country, empty: no document says}
  party_is_named: {type: boolean, meaning: false for a party that the documents leave unnamed}
  role_as_printed: {type: text, meaning: the role as printed, empty: not kept}
  modality: {type: text, meaning: "whether the part is played, planned, pledged and so on", empty: as the thing itself}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  entity_key: {type: text, meaning: "key of the party, as in dim_entity"}
  fact_key: {type: text, meaning: "the fact, as in bridge_agreement_party, bridge_facility_party, bridge_event_participant or bridge_strategy_party"}
*/
WITH parts AS (
  SELECT
    p.fact_key,
    p.subject_key,
    p.entity_key,
    p.role,
    p.role_group,
    p.said_by,
    p.source_count,
    p.is_disputed,
    p.citation_text,
    p.modality,
    p.as_printed
  FROM bridge_agreement_party AS p
  UNION ALL
  SELECT
    p.fact_key,
    p.subject_key,
    p.entity_key,
    p.role,
    p.role_group,
    p.said_by,
    p.source_count,
    p.is_disputed,
    p.citation_text,
    p.modality,
    p.as_printed
  FROM bridge_facility_party AS p
  UNION ALL
  SELECT
    p.fact_key,
    p.subject_key,
    p.entity_key,
    p.role,
    p.role_group,
    p.said_by,
    p.source_count,
    p.is_disputed,
    p.citation_text,
    p.modality,
    p.as_printed
  FROM bridge_event_participant AS p
  UNION ALL
  SELECT
    p.fact_key,
    p.subject_key,
    p.entity_key,
    p.role,
    p.role_group,
    p.said_by,
    p.source_count,
    p.is_disputed,
    p.citation_text,
    p.modality,
    p.as_printed
  FROM bridge_strategy_party AS p
)

SELECT
  s.name AS subject,
  s.kind AS subject_kind,
  s.kind_group AS subject_kind_group,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  f.modality AS subject_modality,
  p.role,
  p.role_group,
  e.name AS party,
  e.kind AS party_kind,
  e.kind_group AS party_kind_group,
  e.country_name AS party_country,
  e.country_iso_code AS party_country_iso_code,
  e.is_named AS party_is_named,
  p.as_printed AS role_as_printed,
  p.modality,
  p.said_by,
  p.source_count,
  p.is_disputed,
  p.citation_text,
  s.subject_key,
  p.entity_key,
  p.fact_key
FROM parts AS p
JOIN dim_subject AS s ON s.subject_key = p.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_fact AS f ON f.fact_key = s.fact_key
JOIN dim_entity AS e ON e.entity_key = p.entity_key;
