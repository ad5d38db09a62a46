/* report
title: Provenance coverage
question: How well is each kind of fact documented, whether cited at all, by several documents, to the word, inferred or stated?
grain: [family, basis]
params:
  family:
    type: text
    help: kind of fact such as milestones or monetary_values; only that; without it all
    choices_from: SELECT f.family FROM mart.dim_fact AS f WHERE f.family <> 'documents'
  basis:
    type: text
    help: only facts of this basis; without it all
    choices: [stated, inferred, reference]
columns:
  family:
    meaning: kind of fact, the table of core that holds it
  basis:
    meaning: whether documents state it, it is inferred from them, or a reference work says so
  facts:
    meaning: number of facts, those known to be wrong left out
    unit: facts
  cited:
    meaning: number of them with a citation; the loader admits no other
    unit: facts
  in_several:
    meaning: number of them that more than one document says
    unit: facts
  to_the_word:
    meaning: number of them with a citation that names the very words by their place and a digest of them
    unit: facts
  attributed:
    meaning: number of them that a document puts into the mouth of somebody else
    unit: facts
  documents:
    meaning: number of documents that are cited for them
    unit: documents
chart: {kind: stacked bar, x: family, y: facts, series: basis}
cases:
  - expect:
      rows: 45
      contains:
        - {family: monetary_values, basis: stated, facts: "6", cited: "6", in_several: "0", to_the_word: "6", documents: "2"}
        - {family: milestones, basis: stated, facts: "12", in_several: "1", to_the_word: "12", attributed: "3"}
        - {family: observations, basis: stated, facts: "7", attributed: "2", documents: "1"}
        - {family: minerals, basis: reference, facts: "17", documents: "1"}
        - {family: facilities, basis: inferred, facts: "1"}
  - params: {family: disagreements}
    expect:
      rows: 1
      contains:
        - {facts: "5", in_several: "4"}
  - params: {family: milestones, basis: inferred}
    expect: {rows: 0}
*/
WITH cited AS (
  SELECT
    f.family,
    f.basis,
    count(DISTINCT c.fact_key) FILTER (WHERE c.span_start IS NOT NULL AND c.quote_sha256 IS NOT NULL) AS to_the_word,
    count(DISTINCT c.document_key) AS documents
  FROM mart.dim_fact AS f
  JOIN mart.bridge_fact_document AS c ON c.fact_key = f.fact_key
  WHERE f.rank <> 'deprecated'
  GROUP BY f.family, f.basis
)

SELECT
  f.family,
  f.basis,
  count(*) AS facts,
  count(*) FILTER (WHERE f.source_count > 0) AS cited,
  count(*) FILTER (WHERE f.source_count > 1) AS in_several,
  coalesce(c.to_the_word, 0) AS to_the_word,
  count(f.said_by) AS attributed,
  coalesce(c.documents, 0) AS documents
FROM mart.dim_fact AS f
LEFT JOIN cited AS c ON c.family = f.family AND c.basis = f.basis
WHERE
  f.rank <> 'deprecated'
  AND f.family <> 'documents'
  AND (:family IS NULL OR f.family = :family)
  AND (:basis IS NULL OR f.basis = :basis)
GROUP BY f.family, f.basis, c.to_the_word, c.documents
ORDER BY f.family, f.basis;
