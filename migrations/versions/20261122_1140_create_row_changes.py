"""Show every change to a row of core, by run, as one view over the versions."""

from alembic import op

revision = "20261122_1140"
down_revision = "20261122_1130"
branch_labels = None
depends_on = None

KEYS = {
    "places": ("key",),
    "currencies": ("key",),
    "units": ("key",),
    "minerals": ("key",),
    "entities": ("key",),
    "documents": ("key",),
    "agreements": ("key",),
    "facilities": ("key",),
    "strategies": ("key",),
    "mineral_lists": ("key",),
    "events": ("key",),
    "indicators": ("key",),
    "supply_chain_stages": ("key",),
    "disagreements": ("key",),
    "facts": ("fact_id",),
    "citations": ("fact_id", "document_key", "locator"),
    "entity_names": ("fact_id",),
    "entity_relations": ("fact_id",),
    "agreement_parties": ("fact_id",),
    "event_participants": ("fact_id",),
    "facility_parties": ("fact_id",),
    "identity_judgements": ("fact_id",),
    "milestones": ("fact_id",),
    "monetary_values": ("fact_id",),
    "observations": ("fact_id",),
    "strategy_measures": ("fact_id",),
    "mineral_list_versions": ("fact_id",),
    "mineral_list_members": ("fact_id",),
    "mineral_classifications": ("fact_id",),
    "stage_synonyms": ("fact_id",),
    "scopes": ("fact_id",),
    "statements": ("fact_id",),
    "disagreement_facts": ("fact_id", "disagreement_key"),
}

OF_TABLE = """
SELECT opened.run_id, opened.loaded_at AS changed_at, '{table}' AS table_name, {key} AS row_key, version.fact_id,
    CASE WHEN EXISTS (
        SELECT FROM history.{table} AS before WHERE {before_same} AND before.system_to = version.system_from
    ) THEN 'changed' ELSE 'added' END AS operation,
    version.seed_file, version.seed_line
FROM (
    SELECT {columns} FROM core.{table} UNION ALL SELECT {columns} FROM history.{table}
) AS version
JOIN ops.loads AS opened ON opened.loaded_at = version.system_from
UNION ALL
SELECT version.closed_by, version.system_to, '{table}', {key}, version.fact_id, 'retired',
    version.seed_file, version.seed_line
FROM history.{table} AS version
WHERE NOT EXISTS (SELECT FROM core.{table} AS after WHERE {after_same} AND after.system_from = version.system_to)
    AND NOT EXISTS (SELECT FROM history.{table} AS after WHERE {after_same} AND after.system_from = version.system_to)
"""

COMMENTS = """
COMMENT ON VIEW ops.row_changes IS
    'One row per row of core that a load added, changed or retired, made from core and history';
COMMENT ON COLUMN ops.row_changes.run_id IS
    'The run that did it';
COMMENT ON COLUMN ops.row_changes.changed_at IS
    'Since when it counts';
COMMENT ON COLUMN ops.row_changes.table_name IS
    'Table of core';
COMMENT ON COLUMN ops.row_changes.row_key IS
    'Primary key of the row, its parts joined by a slash';
COMMENT ON COLUMN ops.row_changes.fact_id IS
    'Fact the row belongs to';
COMMENT ON COLUMN ops.row_changes.operation IS
    'Added, changed or retired';
COMMENT ON COLUMN ops.row_changes.seed_file IS
    'Seed file that said so; of a retired row, the file that had said so';
COMMENT ON COLUMN ops.row_changes.seed_line IS
    'Line of that file'
"""


def of_table(table: str, key: tuple[str, ...]) -> str:
    def same(other: str) -> str:
        return " AND ".join(f"{other}.{column} = version.{column}" for column in key)

    return OF_TABLE.format(
        table=table,
        key="concat_ws('/', " + ", ".join(f"version.{column}" for column in key) + ")",
        columns=", ".join(dict.fromkeys((*key, "fact_id", "system_from", "seed_file", "seed_line"))),
        before_same=same("before"),
        after_same=same("after"),
    )


def upgrade() -> None:
    op.execute("CREATE VIEW ops.row_changes AS" + "UNION ALL".join(of_table(*entry) for entry in KEYS.items()))
    op.execute(COMMENTS)


def downgrade() -> None:
    op.execute("DROP VIEW ops.row_changes")
