/* site
rows: "the words of every scheme: a scheme after the other, each word behind its broadest one"
*/
SELECT
  t.scheme,
  t.scheme_name,
  t.is_open,
  t.label,
  t.definition,
  t.broader,
  t.aliases
FROM mart.dim_term AS t
ORDER BY
  t.scheme COLLATE "C",
  t.broadest COLLATE "C",
  t.broader IS NOT NULL,
  t.label COLLATE "C";
