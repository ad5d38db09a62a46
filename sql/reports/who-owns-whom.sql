/* report
title: Who owns whom
question: Who owns or holds what, with which share, and through which chains of owners?
grain: [way, tie_fact]
params:
  entity:
    type: text
    help: key of an entity; only its owners and what it owns, through chains of any length; without it every tie
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
columns:
  way:
    meaning: whether the tie is on the way down from the entity (owns), on the way up (owned by), or to an affiliate (tied)
    empty: no entity is asked for
  distance:
    meaning: how many ties lie between the entity and the far end of this one, this one included; by the shortest way
    unit: ties
    empty: no entity is asked for
  chain:
    meaning: owners and owned by name, the owner first, by the shortest way; – is before an affiliate, of which no more is said
  owner:
    meaning: who owns or holds it, by name; of an affiliate, what it is one of
  held:
    meaning: company, plant or venture that is owned or held, by name; or the affiliate
  held_kind:
    meaning: what kind of thing is held
  tie:
    meaning: sort of claim, such as shares or warrants; else the relation or role as the document puts it
    empty: a stake of which the document does not say what sort it is
  share:
    meaning: the share as stated; of a printed range the lower figure
    unit: percent
    empty: none is printed
  lower:
    meaning: lower bound that the words state
    unit: percent
    empty: none is stated, as with about
  upper:
    meaning: upper bound that the words state
    unit: percent
    empty: none is stated, as with about
  as_printed:
    meaning: the stake as printed; where there is none, the relation or role as under tie
  position:
    meaning: position among the holders, 1 the largest
    unit: place in the order
    empty: not said
  period:
    meaning: since when and until when, as an EDTF value
    empty: no period is stated
  modality:
    meaning: whether it has occurred, is in force, planned …
  outlook:
    meaning: future if still to come, ended if its period is over on the day of the latest document, else present; chains go on through present ties alone
  said_by:
    meaning: who says so in the document
    empty: the document itself
  differing_sources:
    meaning: documents with another share for the same question
    unit: documents
  note:
    meaning: what a reader must know to use it
    empty: nothing
  owner_key:
    meaning: key of the owner
    key_of: entities
  held_family:
    meaning: register that holds what is held; entities, facilities or agreements
  held_key:
    meaning: key of what is held
    key_of: held_family
cite:
  tie: tie_fact
chart: {kind: tree, x: held, y: owner, value: as_printed, series: outlook}
cases:
  - expect:
      rows: 5
      contains:
        - {owner: Korea Zinc, held_key: korea-zinc-alta-joint-venture, share: "", as_printed: joint venture, outlook: future}
        - {chain: POSCO Group – POSCO International, tie: affiliate of, outlook: present}
  - params: {entity: posco-group}
    expect:
      rows: 2
      contains:
        - {way: tied, distance: "1", owner: POSCO Group, held: POSCO International, as_printed: affiliate of}
        - {way: owns, distance: "2", held_key: posco-reelement-joint-venture, modality: planned}
  - params: {entity: korea-international-trade-association}
    expect: {rows: 0}
*/
WITH RECURSIVE ties AS (
  SELECT
    'entities/' || h.entity_key AS owner_subject_key,
    h.held_subject_key,
    h.instrument AS tie,
    h.share,
    h.lowest_share,
    h.highest_share,
    h.as_printed,
    h.position,
    h.period_edtf,
    h.period_latest_date_key,
    h.modality,
    h.differing_source_count,
    false AS is_mutual,
    h.fact_key
  FROM mart.fact_holding AS h
  WHERE h.is_chosen
  UNION ALL
  SELECT
    -- An affiliate of something is taken for one of its group.
    'entities/'
    || CASE WHEN r.relation_group = 'subsidiary of' OR k.is_symmetric THEN r.object_entity_key ELSE r.entity_key END,
    'entities/'
    || CASE WHEN r.relation_group = 'subsidiary of' OR k.is_symmetric THEN r.entity_key ELSE r.object_entity_key END,
    concat_ws(' ', r.relation, '(' || r.title || ')'),
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    r.period_edtf,
    r.period_latest_date_key,
    r.modality,
    0,
    k.is_symmetric,
    r.fact_key
  FROM mart.fact_entity_relation AS r
  JOIN mart.dim_term AS k ON k.scheme = 'relation' AND k.label = r.relation
  WHERE r.is_ownership
  UNION ALL
  SELECT
    'entities/' || p.entity_key,
    p.subject_key,
    p.role,
    NULL,
    NULL,
    NULL,
    p.as_printed,
    NULL,
    NULL,
    NULL,
    coalesce(p.modality, l.modality),
    0,
    false,
    p.fact_key
  FROM mart.bridge_facility_party AS p
  JOIN mart.dim_facility AS l ON l.facility_key = p.facility_key
  WHERE p.role_group = 'owner'
),

dated AS (
  SELECT
    t.owner_subject_key,
    t.held_subject_key,
    t.is_mutual,
    CASE
      WHEN k.is_future THEN 'future'
      -- A period with an end; a single year only says when a document knew of it.
      WHEN
        strpos(t.period_edtf, '/') > 0
        AND t.period_latest_date_key < (SELECT max(p.page_date) FROM mart.dim_document AS p)
      THEN 'ended'
      ELSE 'present'
    END AS outlook,
    t.fact_key
  FROM ties AS t
  JOIN mart.dim_term AS k ON k.scheme = 'modality' AND k.label = t.modality
),

moves AS (
  SELECT
    'owns' AS way,
    d.owner_subject_key AS from_key,
    d.held_subject_key AS to_key,
    d.is_mutual
  FROM dated AS d
  WHERE d.outlook = 'present'
  UNION
  SELECT 'owned by', d.held_subject_key, d.owner_subject_key, false
  FROM dated AS d
  WHERE d.outlook = 'present' AND NOT d.is_mutual
),

reached AS (
  SELECT w.way, 'entities/' || :entity AS subject_key
  FROM (VALUES ('owns'), ('owned by')) AS w (way)
  UNION
  SELECT m.way, m.to_key
  FROM reached AS r
  JOIN moves AS m ON m.way = r.way AND m.from_key = r.subject_key
),

-- No shortest way has more steps than there are things to reach; this also ends the walk in a circle.
distances AS (
  SELECT w.way, 'entities/' || :entity AS subject_key, 0 AS steps
  FROM (VALUES ('owns'), ('owned by')) AS w (way)
  UNION
  SELECT m.way, m.to_key, d.steps + 1
  FROM distances AS d
  JOIN moves AS m ON m.way = d.way AND m.from_key = d.subject_key
  WHERE d.steps + 1 < (SELECT count(*) FROM reached AS r WHERE r.way = d.way)
),

nearest AS (
  SELECT d.way, d.subject_key, min(d.steps) AS steps
  FROM distances AS d
  GROUP BY d.way, d.subject_key
),

before AS (
  SELECT DISTINCT ON (m.way, m.to_key)
    m.way,
    m.to_key AS subject_key,
    m.from_key AS before_key,
    CASE WHEN m.is_mutual THEN ' – ' ELSE ' > ' END AS sign
  FROM moves AS m
  JOIN nearest AS n ON n.way = m.way AND n.subject_key = m.to_key
  JOIN nearest AS p ON p.way = m.way AND p.subject_key = m.from_key AND p.steps = n.steps - 1
  ORDER BY m.way, m.to_key, m.is_mutual, m.from_key
),

walked AS (
  SELECT n.way, n.subject_key, n.steps, s.name AS chain
  FROM nearest AS n
  JOIN mart.dim_subject AS s ON s.subject_key = n.subject_key
  WHERE n.steps = 0
  UNION ALL
  SELECT
    b.way,
    b.subject_key,
    w.steps + 1,
    CASE w.way WHEN 'owns' THEN w.chain || b.sign || s.name ELSE s.name || b.sign || w.chain END
  FROM walked AS w
  JOIN before AS b ON b.way = w.way AND b.before_key = w.subject_key
  JOIN mart.dim_subject AS s ON s.subject_key = b.subject_key
),

shown AS (
  SELECT
    CASE WHEN d.is_mutual THEN 'tied' ELSE w.way END AS way,
    w.steps + 1 AS steps,
    w.chain AS chain_before,
    d.fact_key
  FROM dated AS d
  JOIN walked AS w
    ON (w.way = 'owns' AND w.subject_key = d.owner_subject_key)
    OR (w.way = 'owned by' AND w.subject_key = d.held_subject_key AND NOT d.is_mutual)
  UNION ALL
  SELECT 'tied', 1, o.name, d.fact_key
  FROM dated AS d
  JOIN mart.dim_subject AS o ON o.subject_key = d.owner_subject_key
  WHERE
    d.is_mutual
    AND d.held_subject_key = 'entities/' || :entity
    AND d.owner_subject_key NOT IN (SELECT w.subject_key FROM walked AS w WHERE w.way = 'owns')
  UNION ALL
  SELECT NULL, NULL, NULL, d.fact_key
  FROM dated AS d
  WHERE :entity IS NULL
)

SELECT
  w.way,
  w.steps AS distance,
  CASE w.way
    WHEN 'owned by' THEN o.name || ' > ' || w.chain_before
    ELSE coalesce(w.chain_before, o.name) || CASE WHEN t.is_mutual THEN ' – ' ELSE ' > ' END || h.name
  END AS chain,
  o.name AS owner,
  h.name AS held,
  h.kind AS held_kind,
  t.tie,
  trim_scale(t.share) AS share,
  trim_scale(t.lowest_share) AS lower,
  trim_scale(t.highest_share) AS upper,
  coalesce(t.as_printed, t.tie) AS as_printed,
  t.position,
  t.period_edtf AS period,
  t.modality,
  d.outlook,
  f.said_by,
  t.differing_source_count AS differing_sources,
  f.note,
  o.key AS owner_key,
  h.family AS held_family,
  h.key AS held_key,
  w.fact_key AS tie_fact
FROM shown AS w
JOIN dated AS d ON d.fact_key = w.fact_key
JOIN ties AS t ON t.fact_key = w.fact_key
JOIN mart.dim_fact AS f ON f.fact_key = w.fact_key
JOIN mart.dim_subject AS o ON o.subject_key = t.owner_subject_key
JOIN mart.dim_subject AS h ON h.subject_key = t.held_subject_key
ORDER BY w.way, w.steps, o.name, h.name, t.position, f.path, tie_fact;
