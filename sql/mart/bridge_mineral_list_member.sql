/* mart
grain: One row per mineral a document names as an entry of a list; entries nobody names are not filled in
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  mineral_list_key: {type: text, meaning: the list it is about, refers: dim_mineral_list}
  version_label: {type: text, meaning: "the version of the list, as in fact_mineral_list_version"}
  member_mineral_key: {type: text, meaning: "the mineral, or the group of minerals; count each once, as several documents can name it", refers: dim_mineral.mineral_key}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  as_printed: {type: text, meaning: the entry as printed, empty: as the mineral is called}
*/
SELECT
  f.fact_key,
  f.subject_key,
  n.mineral_list_key,
  n.version_label,
  n.member_key AS member_mineral_key,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  n.words AS as_printed
FROM mineral_list_members AS n
JOIN dim_fact AS f ON f.fact_key = n.fact_id::text
WHERE f.rank <> 'deprecated';
