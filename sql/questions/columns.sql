/* question
title: Tables of the mart
question: Which tables and columns has the mart, and what do they mean?
grain: [table, position]
params:
  table:
    type: text
    help: name of a table or view; without it every table, without its columns
    choices_from: SELECT DISTINCT object, grain FROM mart.dictionary
columns:
  table:
    meaning: table or view of the mart
  grain:
    meaning: what a row of it is
    empty: it is not described
  position:
    meaning: place of the column, from 1
  column:
    meaning: the column
    empty: the row is about the table
  type:
    meaning: PostgreSQL type
    empty: the row is about the table
  unit:
    meaning: unit of a quantity, or the column that names it
    empty: it has none
  is_key:
    meaning: whether it belongs to the primary key
    empty: the row is about the table
  comment:
    meaning: what the column holds, its unit, and what NULL means
    empty: it is not described
*/
SELECT
  d.object AS table,
  d.grain,
  d.position::integer,
  CASE WHEN :table IS NOT NULL THEN d.column_name END AS column,
  CASE WHEN :table IS NOT NULL THEN d.type END AS type,
  CASE WHEN :table IS NOT NULL THEN d.unit END AS unit,
  CASE WHEN :table IS NOT NULL THEN d.is_key END AS is_key,
  CASE WHEN :table IS NOT NULL THEN d.comment END AS comment
FROM mart.dictionary AS d
WHERE CASE WHEN :table IS NULL THEN d.position = 1 ELSE d.object = :table END
ORDER BY d.object COLLATE "C", d.position;
