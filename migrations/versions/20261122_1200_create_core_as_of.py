"""Show core as it stood at the instant in the setting warehouse.as_of."""

from alembic import op

revision = "20261122_1200"
down_revision = "20261122_1150"
branch_labels = None
depends_on = None

COLUMNS = {
    "places": "key, fact_id, kind, name, iso_code, parent_key, system_from",
    "currencies": "key, fact_id, code, name, minor_units, system_from",
    "units": "key, fact_id, name, symbol, ucum_code, system_from",
    "minerals": "key, fact_id, kind, name, symbol, atomic_number, parent_key, system_from",
    "entities": "key, fact_id, kind, name, country_key, is_named, descriptor, system_from",
    "documents": (
        "key, fact_id, kind, title, section, publisher_key, language, page_date, published_on, url, sha256, "
        "character_count, paragraph_count, system_from"
    ),
    "agreements": "key, fact_id, kind, name, parent_key, system_from",
    "facilities": "key, fact_id, kind, name, place_key, system_from",
    "strategies": "key, fact_id, kind, name, issuer_key, jurisdiction_key, target_key, system_from",
    "mineral_lists": "key, fact_id, name, jurisdiction_key, steward_key, entry_term, system_from",
    "events": "key, fact_id, kind, name, place_key, is_public, system_from",
    "indicators": "key, fact_id, name, definition, unit_key, system_from",
    "supply_chain_stages": "key, fact_id, name, definition, position, system_from",
    "disagreements": "key, fact_id, question, status, resolution, system_from",
    "facts": (
        "fact_id, family, path, modality, attributed_to_key, attributed_words, basis, rank, rank_reason, "
        "note, system_from"
    ),
    "citations": ("fact_id, document_key, locator, paragraph, span_start, span_end, quote_sha256, system_from"),
    "entity_names": "fact_id, entity_key, name, kind, language, system_from",
    "entity_relations": "fact_id, entity_key, relation, object_key, title, system_from",
    "agreement_parties": "fact_id, agreement_key, entity_key, role, system_from",
    "event_participants": "fact_id, event_key, entity_key, role, system_from",
    "facility_parties": "fact_id, facility_key, entity_key, role, system_from",
    "identity_judgements": "fact_id, entity_key, other_key, verdict, reason, system_from",
    "milestones": (
        "fact_id, agreement_key, facility_key, strategy_key, mineral_list_key, event_key, entity_key, kind, "
        "date_words, date_edtf, date_earliest, date_latest, date_qualifier, date_rule, date_document_key, "
        "system_from"
    ),
    "monetary_values": (
        "fact_id, agreement_key, strategy_key, facility_key, entity_key, kind, amount, words, approximation, "
        "quantum, upper_amount, currency_code, per_unit_key, equivalent_amount, equivalent_words, "
        "equivalent_approximation, equivalent_quantum, equivalent_currency_code, is_total, system_from"
    ),
    "observations": (
        "fact_id, place_key, entity_key, agreement_key, facility_key, strategy_key, mineral_list_key, "
        "event_key, indicator_key, value, upper_value, words, approximation, quantum, counterpart_key, "
        "mineral_key, period_words, period_edtf, period_earliest, period_latest, period_qualifier, "
        "period_rule, period_document_key, system_from"
    ),
    "strategy_measures": "fact_id, strategy_key, kind, description, system_from",
    "mineral_list_versions": "fact_id, mineral_list_key, label, stated_count, counted, system_from",
    "mineral_list_members": "fact_id, mineral_list_key, version_label, member_key, system_from",
    "mineral_classifications": "fact_id, mineral_key, classification, authority_key, words, system_from",
    "stage_synonyms": "fact_id, stage_key, words, system_from",
    "scopes": (
        "fact_id, agreement_key, entity_key, event_key, facility_key, mineral_list_key, mineral_key, "
        "strategy_key, covered_mineral_key, covered_stage_key, covered_end_use, words, completeness, "
        "system_from"
    ),
    "statements": (
        "fact_id, agreement_key, entity_key, event_key, facility_key, mineral_list_key, mineral_key, "
        "strategy_key, place_key, kind, statement, system_from"
    ),
    "disagreement_facts": "fact_id, disagreement_key, system_from",
}

SCHEMAS = {
    "mart": "Star schema for BI tools and reports; tables, kept in step by each load",
    "as_of": "The objects of mart at the instant in the setting warehouse.as_of",
    "core_as_of": "The tables of core at the instant in the setting warehouse.as_of",
}

MOMENT = r"""
CREATE FUNCTION as_of.moment() RETURNS TIMESTAMP WITH TIME ZONE
LANGUAGE sql STABLE PARALLEL SAFE SET TimeZone = 'UTC'
AS $$
    SELECT CASE
        WHEN given IS NULL THEN TIMESTAMP WITH TIME ZONE 'infinity'
        WHEN given ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
            THEN CAST(CAST(given AS DATE) + 1 AS TIMESTAMP WITH TIME ZONE) - INTERVAL '1 microsecond'
        ELSE CAST(given AS TIMESTAMP WITH TIME ZONE)
    END
    FROM (SELECT nullif(btrim(current_setting('warehouse.as_of', true)), '') AS given) AS setting
$$;
COMMENT ON FUNCTION as_of.moment() IS
    'The instant in the setting warehouse.as_of; a date means the end of that day in UTC; not set: now'
"""

OF_CORE = """
CREATE VIEW core_as_of.{table} AS
SELECT {columns} FROM core.{table} WHERE system_from <= (SELECT as_of.moment())
UNION ALL
SELECT {columns} FROM history.{table} WHERE system_during @> (SELECT as_of.moment());
COMMENT ON VIEW core_as_of.{table} IS
    'core.{table} as it stood at the instant of as_of.moment()'
"""

OF_OPS = """
CREATE VIEW core_as_of.loads AS
SELECT run_id, loaded_at, fact_count FROM ops.loads WHERE loaded_at <= (SELECT as_of.moment());
COMMENT ON VIEW core_as_of.loads IS
    'ops.loads as far as they were committed at the instant of as_of.moment()';
CREATE VIEW core_as_of.load_runs AS
SELECT run.run_id, run.software_version, run.schema_revision, run.git_revision, run.seeds_sha256
FROM ops.load_runs AS run JOIN core_as_of.loads AS load ON load.run_id = run.run_id;
COMMENT ON VIEW core_as_of.load_runs IS
    'The runs of core_as_of.loads';
CREATE VIEW core_as_of.fact_renames AS
SELECT rename.run_id, rename.new_fact_id, rename.old_fact_id, rename.new_path, rename.old_path
FROM ops.fact_renames AS rename JOIN core_as_of.loads AS load ON load.run_id = rename.run_id;
COMMENT ON VIEW core_as_of.fact_renames IS
    'ops.fact_renames as far as their loads were committed at the instant of as_of.moment()';
CREATE VIEW core_as_of.alembic_version AS
SELECT version_num FROM ops.alembic_version;
COMMENT ON VIEW core_as_of.alembic_version IS
    'The revision of the schema, at any instant that of now';
CREATE VIEW core_as_of.row_changes AS
SELECT run_id, changed_at, table_name, row_key, fact_id, operation, seed_file, seed_line
FROM ops.row_changes WHERE changed_at <= (SELECT as_of.moment());
COMMENT ON VIEW core_as_of.row_changes IS
    'ops.row_changes as far as they were made at the instant of as_of.moment()'
"""

OF_FEEDS = """
CREATE TABLE ops.mart_tables (
    table_name TEXT NOT NULL,
    sql_sha256 TEXT NOT NULL,
    run_id BIGINT NOT NULL,
    CONSTRAINT mart_tables_pkey PRIMARY KEY (table_name),
    CONSTRAINT mart_tables_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.load_runs (run_id)
);
COMMENT ON TABLE ops.mart_tables IS
    'One row per table of mart that a load has filled';
COMMENT ON COLUMN ops.mart_tables.table_name IS
    'Table of mart';
COMMENT ON COLUMN ops.mart_tables.sql_sha256 IS
    'SHA-256 of the SELECT that gave its rows; another one fills it anew';
COMMENT ON COLUMN ops.mart_tables.run_id IS
    'Run that last changed a row of it, or filled it first'
"""


def upgrade() -> None:
    for schema, comment in SCHEMAS.items():
        op.execute(f"CREATE SCHEMA {schema}")
        op.execute(f"COMMENT ON SCHEMA {schema} IS '{comment}'")
    op.execute("COMMENT ON SCHEMA history IS 'Earlier versions of the rows of core, and when they stood'")
    op.execute(MOMENT)
    for table, columns in COLUMNS.items():
        op.execute(OF_CORE.format(table=table, columns=columns))
    op.execute(OF_OPS)
    op.execute(OF_FEEDS)


def downgrade() -> None:
    op.execute("DROP TABLE ops.mart_tables")
    for view in ("row_changes", "alembic_version", "fact_renames", "load_runs", "loads", *reversed(COLUMNS)):
        op.execute(f"DROP VIEW core_as_of.{view}")
    op.execute("DROP FUNCTION as_of.moment()")
    op.execute("COMMENT ON SCHEMA history IS NULL")
    for schema in SCHEMAS:
        op.execute(f"DROP SCHEMA {schema}")
