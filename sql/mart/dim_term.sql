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
  counted_as: {type: text, meaning: "label of the word just below the broadest one, under which narrower words are one question; its own if it is that word or the broadest"}
  adds_up: {type: boolean, meaning: whether sums of this kind may be added up}
  is_price: {type: boolean, meaning: whether money of this kind is paid per unit}
  is_flow: {type: boolean, meaning: "whether money of this kind flows in a period, so that a part of the period holds a part of it"}
  is_stock: {type: boolean, meaning: "whether money of this kind is a worth at a time, which is never added up"}
  is_total: {type: boolean, meaning: whether money of this kind is the total of other sums}
  is_equity: {type: boolean, meaning: whether money of this kind is given for shares}
  is_debt: {type: boolean, meaning: whether money of this kind is lent or owed}
  may_be_negative: {type: boolean, meaning: whether a sum of this kind can be below zero}
  inverse: {type: text, meaning: "the same seen from the other side, such as parent of for subsidiary of", empty: none}
  is_office: {type: boolean, meaning: "whether what stands in this relation holds an office in the other"}
  is_ownership: {type: boolean, meaning: "whether this relation or agreement is one of ownership"}
  is_symmetric: {type: boolean, meaning: "whether the relation holds both ways"}
  gives_goods: {type: boolean, meaning: "whether a party in this role gives goods"}
  receives_goods: {type: boolean, meaning: "whether a party in this role receives goods"}
  gives_money: {type: boolean, meaning: "whether a party in this role gives money"}
  receives_money: {type: boolean, meaning: "whether a party in this role receives money"}
  is_preliminary: {type: boolean, meaning: "whether an agreement of this kind comes before a contract"}
  is_binding: {type: boolean, meaning: "whether a clause of this kind says that the parties are bound"}
  is_non_binding: {type: boolean, meaning: "whether a clause of this kind says that the parties are not bound"}
  is_before: {type: boolean, meaning: "whether what is in this state has not begun"}
  is_active: {type: boolean, meaning: "whether what is in this state is in use or in force"}
  is_paused: {type: boolean, meaning: "whether what is in this state stands still for a time"}
  is_over: {type: boolean, meaning: "whether what is in this state has ended"}
  is_issuer: {type: boolean, meaning: "whether a party in this role issued the strategy"}
  pattern: {type: text, meaning: "form of the values, as a regular expression", empty: any}
  is_public: {type: boolean, meaning: "whether a party of this kind belongs to a state or to several"}
  citation_type: {type: text, meaning: "type of a document of this kind for reference managers, as CSL names it", empty: no type of its own}
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
  'is_future' = ANY(t.flags) AS is_future,
  -- Of the words on the way up, the one that stands just below the broadest.
  CASE t.broadest
    WHEN t.key THEN t.label
    WHEN t.broader THEN t.label
    WHEN b.broader THEN b.label
    WHEN c.broader THEN c.label
    WHEN d.broader THEN d.label
    ELSE e.label
  END AS counted_as,
  'adds_up' = ANY(t.flags) AS adds_up,
  'is_price' = ANY(t.flags) AS is_price,
  'is_flow' = ANY(t.flags) AS is_flow,
  'is_stock' = ANY(t.flags) AS is_stock,
  'is_total' = ANY(t.flags) AS is_total,
  'is_equity' = ANY(t.flags) AS is_equity,
  'is_debt' = ANY(t.flags) AS is_debt,
  'may_be_negative' = ANY(t.flags) AS may_be_negative,
  t.inverse,
  'is_office' = ANY(t.flags) AS is_office,
  'is_ownership' = ANY(t.flags) AS is_ownership,
  'is_symmetric' = ANY(t.flags) AS is_symmetric,
  'gives_goods' = ANY(t.flags) AS gives_goods,
  'receives_goods' = ANY(t.flags) AS receives_goods,
  'gives_money' = ANY(t.flags) AS gives_money,
  'receives_money' = ANY(t.flags) AS receives_money,
  'is_preliminary' = ANY(t.flags) AS is_preliminary,
  'is_binding' = ANY(t.flags) AS is_binding,
  'is_non_binding' = ANY(t.flags) AS is_non_binding,
  'is_before' = ANY(t.flags) AS is_before,
  'is_active' = ANY(t.flags) AS is_active,
  'is_paused' = ANY(t.flags) AS is_paused,
  'is_over' = ANY(t.flags) AS is_over,
  'is_issuer' = ANY(t.flags) AS is_issuer,
  t.pattern,
  'is_public' = ANY(t.flags) AS is_public,
  (
    SELECT replace(substr(f.flag, 5), '_', '-') FROM unnest(t.flags) AS f (flag)
    WHERE starts_with(f.flag, 'csl_') ORDER BY f.flag LIMIT 1
  ) AS citation_type
FROM terms AS t
JOIN schemes AS s ON s.key = t.scheme
JOIN terms AS g ON g.scheme = t.scheme AND g.key = t.broadest
LEFT JOIN terms AS b ON b.scheme = t.scheme AND b.key = t.broader
LEFT JOIN terms AS c ON c.scheme = b.scheme AND c.key = b.broader
LEFT JOIN terms AS d ON d.scheme = c.scheme AND d.key = c.broader
LEFT JOIN terms AS e ON e.scheme = d.scheme AND e.key = d.broader;
