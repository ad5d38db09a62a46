/* mart
grain: One row per agreement, contract, venture or portfolio of contracts
key: [agreement_key]
columns:
  agreement_key: {type: text, meaning: stable name of the agreement}
  name: {type: text, meaning: "a short title, ours"}
  kind: {type: text, meaning: "memorandum of understanding, joint venture, supply contract, strategic partnership, partnership or contract portfolio"}
  modality: {type: text, meaning: "whether it is in force, planned, explored and so on"}
  parent_agreement_key: {type: text, meaning: the portfolio it belongs to or the agreement it came of, empty: none, refers: dim_agreement.agreement_key}
  parent_name: {type: text, meaning: title of that portfolio or agreement, empty: none}
  fact_key: {type: text, meaning: "the agreement as a citable fact", refers: dim_fact}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
*/
SELECT
  a.key AS agreement_key,
  a.name,
  k.label AS kind,
  f.modality,
  a.parent_key AS parent_agreement_key,
  p.name AS parent_name,
  a.fact_id AS fact_key,
  k.broadest AS kind_group
FROM agreements AS a
JOIN facts AS f ON f.fact_id = a.fact_id
LEFT JOIN agreements AS p ON p.key = a.parent_key
JOIN dim_term AS k ON k.scheme = 'agreement-kind' AND k.word = a.kind;
