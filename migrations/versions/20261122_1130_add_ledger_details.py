"""Let the ledger say which runs were committed, what each phase took, and what core holds by their account."""

from alembic import op

revision = "20261122_1130"
down_revision = "20261122_1120"
branch_labels = None
depends_on = None

STATUS = "ALTER TABLE ops.load_runs DROP CONSTRAINT load_runs_status_known_check"
STATUS_WITH_DIED = """
ALTER TABLE ops.load_runs ADD CONSTRAINT load_runs_status_known_check
    CHECK (status IN ('died', 'failed', 'loaded', 'running', 'unchanged'));
COMMENT ON COLUMN ops.load_runs.status IS
    'Running, loaded, unchanged, failed, or died without a word'
"""
STATUS_WITHOUT_DIED = """
UPDATE ops.load_runs SET status = 'failed' WHERE status = 'died';
ALTER TABLE ops.load_runs ADD CONSTRAINT load_runs_status_known_check
    CHECK (status IN ('failed', 'loaded', 'running', 'unchanged'));
COMMENT ON COLUMN ops.load_runs.status IS
    'Running, loaded, unchanged or failed'
"""

UNDOES = """
ALTER TABLE ops.load_runs ADD COLUMN undoes BIGINT;
ALTER TABLE ops.load_runs ADD CONSTRAINT load_runs_undoes_fkey
    FOREIGN KEY(undoes) REFERENCES ops.load_runs (run_id);
COMMENT ON COLUMN ops.load_runs.undoes IS
    'Run it takes back; NULL: it read seeds'
"""

DIGEST = """
ALTER TABLE ops.load_runs ALTER COLUMN seeds_sha256 DROP NOT NULL;
COMMENT ON COLUMN ops.load_runs.seeds_sha256 IS
    'Digest over all seed files and their names; NULL: it ended before, or read none'
"""

NO_DIGEST = """
UPDATE ops.load_runs SET seeds_sha256 = '' WHERE seeds_sha256 IS NULL;
ALTER TABLE ops.load_runs ALTER COLUMN seeds_sha256 SET NOT NULL;
COMMENT ON COLUMN ops.load_runs.seeds_sha256 IS
    'Digest over all seed files and their names'
"""

COUNTS = """
ALTER TABLE ops.load_run_tables
    ADD COLUMN renamed INTEGER DEFAULT 0 NOT NULL,
    ADD COLUMN restored INTEGER DEFAULT 0 NOT NULL;
COMMENT ON COLUMN ops.load_run_tables.renamed IS
    'Rows that go on under another key or path';
COMMENT ON COLUMN ops.load_run_tables.restored IS
    'Rows put back as the seeds say after an edit by hand'
"""

TAKEN_BACK = """
ALTER TABLE ops.seed_files ALTER COLUMN sha256 DROP NOT NULL;
COMMENT ON COLUMN ops.seed_files.sha256 IS
    'SHA-256 of the file as loaded; NULL: what it said was taken back, so it is read again'
"""

NOT_TAKEN_BACK = """
DELETE FROM ops.seed_files WHERE sha256 IS NULL;
ALTER TABLE ops.seed_files ALTER COLUMN sha256 SET NOT NULL;
COMMENT ON COLUMN ops.seed_files.sha256 IS
    'SHA-256 of the file as loaded'
"""

PHASES = """
CREATE TABLE ops.load_run_phases (
    run_id BIGINT NOT NULL,
    position INTEGER NOT NULL,
    phase TEXT NOT NULL,
    seconds NUMERIC(12, 3) NOT NULL,
    CONSTRAINT load_run_phases_pkey PRIMARY KEY (run_id, position),
    CONSTRAINT load_run_phases_run_id_fkey FOREIGN KEY(run_id) REFERENCES ops.load_runs (run_id)
);
COMMENT ON TABLE ops.load_run_phases IS
    'One row per run and phase of its work';
COMMENT ON COLUMN ops.load_run_phases.run_id IS
    'The run';
COMMENT ON COLUMN ops.load_run_phases.position IS
    'Order of the phases, from 1';
COMMENT ON COLUMN ops.load_run_phases.phase IS
    'What was done';
COMMENT ON COLUMN ops.load_run_phases.seconds IS
    'How long it took'
"""

LOADS = """
CREATE TABLE ops.loads (
    run_id BIGINT NOT NULL,
    loaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    fact_count BIGINT NOT NULL,
    CONSTRAINT loads_pkey PRIMARY KEY (run_id),
    CONSTRAINT loads_run_id_fkey FOREIGN KEY(run_id) REFERENCES ops.load_runs (run_id),
    CONSTRAINT loads_loaded_at_key UNIQUE (loaded_at)
);
COMMENT ON TABLE ops.loads IS
    'One row per run that was committed';
COMMENT ON COLUMN ops.loads.run_id IS
    'The run; written in the transaction that changes core: it stands here if and only if that committed';
COMMENT ON COLUMN ops.loads.loaded_at IS
    'Since when what it wrote counts: system_from of its rows; rising';
COMMENT ON COLUMN ops.loads.fact_count IS
    'Facts in core after it'
"""

TABLE_TOTALS = """
CREATE TABLE ops.table_totals (
    table_name TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    digest_sum NUMERIC NOT NULL,
    CONSTRAINT table_totals_pkey PRIMARY KEY (table_name)
);
COMMENT ON TABLE ops.table_totals IS
    'One row per table of core: what it holds by the account of the loads';
COMMENT ON COLUMN ops.table_totals.table_name IS
    'Table of core';
COMMENT ON COLUMN ops.table_totals.row_count IS
    'Rows the loads left in it';
COMMENT ON COLUMN ops.table_totals.digest_sum IS
    'Sum of loaded_digest over those rows'
"""

FACT_RENAMES = """
CREATE TABLE ops.fact_renames (
    run_id BIGINT NOT NULL,
    new_fact_id UUID NOT NULL,
    old_fact_id UUID NOT NULL,
    new_path TEXT NOT NULL,
    old_path TEXT NOT NULL,
    CONSTRAINT fact_renames_pkey PRIMARY KEY (run_id, new_fact_id),
    CONSTRAINT fact_renames_run_id_fkey FOREIGN KEY(run_id) REFERENCES ops.load_runs (run_id)
);
COMMENT ON TABLE ops.fact_renames IS
    'One row per fact that goes on under another path because a key was renamed';
COMMENT ON COLUMN ops.fact_renames.run_id IS
    'The run';
COMMENT ON COLUMN ops.fact_renames.new_fact_id IS
    'The fact after the rename';
COMMENT ON COLUMN ops.fact_renames.old_fact_id IS
    'The same fact before';
COMMENT ON COLUMN ops.fact_renames.new_path IS
    'Its path after the rename';
COMMENT ON COLUMN ops.fact_renames.old_path IS
    'Its path before'
"""


def upgrade() -> None:
    for alteration in (STATUS, STATUS_WITH_DIED, UNDOES, DIGEST, COUNTS, TAKEN_BACK):
        op.execute(alteration)
    for table in (PHASES, LOADS, TABLE_TOTALS, FACT_RENAMES):
        op.execute(table)


def downgrade() -> None:
    for table in ("fact_renames", "table_totals", "loads", "load_run_phases"):
        op.execute(f"DROP TABLE ops.{table}")
    op.execute(NOT_TAKEN_BACK)
    op.execute("ALTER TABLE ops.load_run_tables DROP COLUMN renamed, DROP COLUMN restored")
    op.execute(NO_DIGEST)
    op.execute("ALTER TABLE ops.load_runs DROP COLUMN undoes")
    op.execute(STATUS)
    op.execute(STATUS_WITHOUT_DIED)
