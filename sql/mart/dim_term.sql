/* mart
grain: "One row per word of the vocabulary: shipped with the program or added by seeds"
key: [term_key]
columns:
  term_key: {type: text, meaning: "the word: scheme and key, joined by a slash"}
  scheme: {type: text, meaning: "set of words it belongs to, such as agreement-kind"}
  scheme_name: {type: text, meaning: name of that set for readers}
  word: {type: text, meaning: "the word as seeds and the tables of core hold it"}
  label: {type: text, meaning: "the word for readers, as the columns of the mart show it"}
  definition: {type: text, meaning: what it means}
  broader: {type: text, meaning: label of the next broader word, empty: none}
  broadest: {type: text, meaning: "label of the broadest word above it, by which reports count; its own if there is none"}
  aliases: {type: text, meaning: "other words that mean the same, joined by semicolons", empty: none}
  is_open: {type: boolean, meaning: whether seeds can add words to its scheme}
  is_element: {type: boolean, meaning: whether a mineral of this kind is a chemical element}
  is_unnamed: {type: boolean, meaning: whether a party of this kind has no name}
  has_text: {type: boolean, meaning: whether a document of this kind has paragraphs that can be cited}
  is_aggregate: {type: boolean, meaning: "whether a place of this kind holds others that are counted too, as the world does"}
  has_no_number: {type: boolean, meaning: "whether a figure with this status has no number"}
  is_future: {type: boolean, meaning: "whether what has this modality is still to come"}
*/
SELECT
  t.scheme || '/' || t.key AS term_key,
  t.scheme,
  s.label AS scheme_name,
  t.key AS word,
  t.label,
  t.definition,
  b.label AS broader,
  g.label AS broadest,
  nullif(array_to_string(t.aliases, '; '), '') AS aliases,
  s.is_open,
  'is_element' = ANY(t.flags) AS is_element,
  'is_unnamed' = ANY(t.flags) AS is_unnamed,
  'has_text' = ANY(t.flags) AS has_text,
  'is_aggregate' = ANY(t.flags) AS is_aggregate,
  'has_no_number' = ANY(t.flags) AS has_no_number,
  'is_future' = ANY(t.flags) AS is_future
FROM terms AS t
JOIN schemes AS s ON s.key = t.scheme
JOIN terms AS g ON g.scheme = t.scheme AND g.key = t.broadest
LEFT JOIN terms AS b ON b.scheme = t.scheme AND b.key = t.broader;
