"""Create the operator's tables."""

from alembic import op

revision = "20261122_0900"
down_revision = None
branch_labels = None
depends_on = None

LOAD_RUNS = """
CREATE TABLE ops.load_runs (
    run_id BIGINT GENERATED ALWAYS AS IDENTITY,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    status TEXT NOT NULL,
    run_by TEXT NOT NULL,
    host TEXT NOT NULL,
    software_version TEXT NOT NULL,
    schema_revision TEXT NOT NULL,
    git_revision TEXT,
    is_git_dirty BOOLEAN,
    seeds_sha256 TEXT NOT NULL,
    error TEXT,
    CONSTRAINT load_runs_pkey PRIMARY KEY (run_id),
    CONSTRAINT load_runs_status_known_check CHECK (status IN ('failed', 'loaded', 'running', 'unchanged'))
);
COMMENT ON TABLE ops.load_runs IS
    'One row per run of warehouse load, failed ones included';
COMMENT ON COLUMN ops.load_runs.run_id IS
    'Number of the run, rising';
COMMENT ON COLUMN ops.load_runs.started_at IS
    'When the run began';
COMMENT ON COLUMN ops.load_runs.finished_at IS
    'When it ended; NULL: still running, or its process died';
COMMENT ON COLUMN ops.load_runs.status IS
    'Running, loaded, unchanged or failed';
COMMENT ON COLUMN ops.load_runs.run_by IS
    'Account on the machine that ran it';
COMMENT ON COLUMN ops.load_runs.host IS
    'Machine that ran it';
COMMENT ON COLUMN ops.load_runs.software_version IS
    'Version of the warehouse software';
COMMENT ON COLUMN ops.load_runs.schema_revision IS
    'Migration the database was at';
COMMENT ON COLUMN ops.load_runs.git_revision IS
    'Revision of the seeds'' checkout; NULL: not a checkout';
COMMENT ON COLUMN ops.load_runs.is_git_dirty IS
    'Whether the checkout had uncommitted changes; NULL: not a checkout';
COMMENT ON COLUMN ops.load_runs.seeds_sha256 IS
    'Digest over all seed files and their names';
COMMENT ON COLUMN ops.load_runs.error IS
    'Why it failed; NULL: it did not'
"""

LOAD_RUN_TABLES = """
CREATE TABLE ops.load_run_tables (
    run_id BIGINT NOT NULL,
    table_name TEXT NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    retired INTEGER NOT NULL,
    CONSTRAINT load_run_tables_pkey PRIMARY KEY (run_id, table_name),
    CONSTRAINT load_run_tables_run_id_fkey FOREIGN KEY(run_id) REFERENCES ops.load_runs (run_id)
);
COMMENT ON TABLE ops.load_run_tables IS
    'One row per run and table it wrote to';
COMMENT ON COLUMN ops.load_run_tables.run_id IS
    'The run';
COMMENT ON COLUMN ops.load_run_tables.table_name IS
    'Table of core';
COMMENT ON COLUMN ops.load_run_tables.added IS
    'Rows added';
COMMENT ON COLUMN ops.load_run_tables.changed IS
    'Rows changed';
COMMENT ON COLUMN ops.load_run_tables.retired IS
    'Rows removed because no seed says so any more'
"""

SEED_FILES = """
CREATE TABLE ops.seed_files (
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    run_id BIGINT NOT NULL,
    CONSTRAINT seed_files_pkey PRIMARY KEY (path),
    CONSTRAINT seed_files_run_id_fkey FOREIGN KEY(run_id) REFERENCES ops.load_runs (run_id)
);
COMMENT ON TABLE ops.seed_files IS
    'One row per seed file the current facts came from';
COMMENT ON COLUMN ops.seed_files.path IS
    'Path below the seeds folder';
COMMENT ON COLUMN ops.seed_files.sha256 IS
    'SHA-256 of the file as loaded';
COMMENT ON COLUMN ops.seed_files.run_id IS
    'Run that loaded it'
"""

MIGRATION_LOG = """
CREATE TABLE ops.migration_log (
    entry_id BIGINT GENERATED ALWAYS AS IDENTITY,
    revision TEXT NOT NULL,
    direction TEXT NOT NULL,
    applied_at TIMESTAMP WITH TIME ZONE NOT NULL,
    applied_by TEXT NOT NULL,
    software_version TEXT NOT NULL,
    CONSTRAINT migration_log_pkey PRIMARY KEY (entry_id),
    CONSTRAINT migration_log_direction_known_check CHECK (direction IN ('downgrade', 'upgrade'))
);
COMMENT ON TABLE ops.migration_log IS
    'One row per migration applied or taken back';
COMMENT ON COLUMN ops.migration_log.entry_id IS
    'Order in which it was applied';
COMMENT ON COLUMN ops.migration_log.revision IS
    'Migration';
COMMENT ON COLUMN ops.migration_log.direction IS
    'Upgrade or downgrade';
COMMENT ON COLUMN ops.migration_log.applied_at IS
    'When its transaction began';
COMMENT ON COLUMN ops.migration_log.applied_by IS
    'Database account that applied it';
COMMENT ON COLUMN ops.migration_log.software_version IS
    'Version of the warehouse software that applied it'
"""


def upgrade() -> None:
    op.execute("COMMENT ON SCHEMA ops IS 'What was loaded and migrated, when and by whom'")
    op.execute(LOAD_RUNS)
    op.execute(LOAD_RUN_TABLES)
    op.execute(SEED_FILES)
    op.execute(MIGRATION_LOG)


def downgrade() -> None:
    op.execute("COMMENT ON SCHEMA ops IS NULL")
    op.execute("DROP TABLE ops.migration_log")
    op.execute("DROP TABLE ops.seed_files")
    op.execute("DROP TABLE ops.load_run_tables")
    op.execute("DROP TABLE ops.load_runs")
