/* freshness
rows: one, which says what this account may read
*/
SELECT
  CASE WHEN has_schema_privilege('ops', 'USAGE') THEN has_table_privilege('ops.load_runs', 'SELECT') ELSE false END
    AS ledger,
  CASE WHEN has_schema_privilege('mart', 'USAGE') THEN has_table_privilege('mart.dim_load', 'SELECT') ELSE false END
    AS mart;
