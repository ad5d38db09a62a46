"""Create a table of earlier versions beside each table of core."""

from alembic import op

revision = "20261122_1120"
down_revision = "20261122_1110"
branch_labels = None
depends_on = None

KEYS = {
    "places": "key",
    "currencies": "key",
    "units": "key",
    "minerals": "key",
    "entities": "key",
    "documents": "key",
    "agreements": "key",
    "facilities": "key",
    "strategies": "key",
    "mineral_lists": "key",
    "events": "key",
    "indicators": "key",
    "supply_chain_stages": "key",
    "disagreements": "key",
    "facts": "fact_id",
    "citations": "fact_id, document_key, locator",
    "entity_names": "fact_id",
    "entity_relations": "fact_id",
    "agreement_parties": "fact_id",
    "event_participants": "fact_id",
    "facility_parties": "fact_id",
    "identity_judgements": "fact_id",
    "milestones": "fact_id",
    "monetary_values": "fact_id",
    "observations": "fact_id",
    "strategy_measures": "fact_id",
    "mineral_list_versions": "fact_id",
    "mineral_list_members": "fact_id",
    "mineral_classifications": "fact_id",
    "stage_synonyms": "fact_id",
    "scopes": "fact_id",
    "statements": "fact_id",
    "disagreement_facts": "fact_id, disagreement_key",
}

HISTORY = """
CREATE TABLE history.{table} (
    LIKE core.{table} INCLUDING COMMENTS,
    system_to TIMESTAMP WITH TIME ZONE NOT NULL,
    system_during TSTZRANGE GENERATED ALWAYS AS (tstzrange(system_from, system_to)) STORED,
    opened_by BIGINT,
    closed_by BIGINT NOT NULL,
    CONSTRAINT {table}_pkey PRIMARY KEY ({key}, system_from)
);
COMMENT ON TABLE history.{table} IS
    'One row per earlier version of a row of core.{table}';
COMMENT ON COLUMN history.{table}.system_to IS
    'Until when the warehouse said so';
COMMENT ON COLUMN history.{table}.system_during IS
    'When the warehouse said so: from system_from, until just before system_to';
COMMENT ON COLUMN history.{table}.opened_by IS
    'Run of the load that wrote this version; NULL: no load wrote it';
COMMENT ON COLUMN history.{table}.closed_by IS
    'Run of the load that changed or retired it'
"""


def upgrade() -> None:
    op.execute("CREATE SCHEMA history")
    for table, key in KEYS.items():
        op.execute(HISTORY.format(table=table, key=key))


def downgrade() -> None:
    for table in reversed(KEYS):
        op.execute(f"DROP TABLE history.{table}")
    op.execute("DROP SCHEMA history")
