/* site
rows: "the key of everything that has a page"
*/
SELECT
  s.subject_key,
  s.family
FROM mart.dim_subject AS s
WHERE s.family <> 'disagreements'
ORDER BY s.subject_key COLLATE "C";
