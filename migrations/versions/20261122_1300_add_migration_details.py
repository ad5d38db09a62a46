"""Let the log of migrations say what was run, how long it took, and who owns what was made.

A downgrade loses the three columns; what was logged before they came back stays without them.
"""

from alembic import op

revision = "20261122_1300"
down_revision = "20261122_1210"
branch_labels = None
depends_on = None

DETAILS = """
ALTER TABLE ops.migration_log
    ADD COLUMN file_sha256 TEXT,
    ADD COLUMN seconds NUMERIC(12, 3),
    ADD COLUMN owner TEXT;
COMMENT ON COLUMN ops.migration_log.file_sha256 IS
    'SHA-256 over the migration''s file and its folder of SQL, as they were run; NULL: not recorded';
COMMENT ON COLUMN ops.migration_log.seconds IS
    'How long its transaction took; NULL: not recorded';
COMMENT ON COLUMN ops.migration_log.owner IS
    'Role that owns what it made; NULL: not recorded'
"""


def upgrade() -> None:
    op.execute(DETAILS)


def downgrade() -> None:
    op.execute("ALTER TABLE ops.migration_log DROP COLUMN file_sha256, DROP COLUMN seconds, DROP COLUMN owner")
