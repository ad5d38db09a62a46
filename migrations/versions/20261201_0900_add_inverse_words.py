"""Add inverse words.

A downgrade loses those that seeds state.
"""

from alembic import op

revision = "20261201_0900"
down_revision = "20261201_0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE core.terms ADD COLUMN inverse text")
    op.execute("COMMENT ON COLUMN core.terms.inverse IS 'The same seen from the other side, for readers; NULL: none'")


def downgrade() -> None:
    op.execute("ALTER TABLE core.terms DROP COLUMN inverse")
