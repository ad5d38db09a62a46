"""Let two stages of the supply chain trade places in one load."""

from alembic import op

revision = "20261122_1150"
down_revision = "20261122_1140"
branch_labels = None
depends_on = None

DROP = "ALTER TABLE core.supply_chain_stages DROP CONSTRAINT supply_chain_stages_position_key"
ADD = "ALTER TABLE core.supply_chain_stages ADD CONSTRAINT supply_chain_stages_position_key UNIQUE (position)"


def upgrade() -> None:
    op.execute(DROP)
    op.execute(f"{ADD} DEFERRABLE INITIALLY DEFERRED")


def downgrade() -> None:
    op.execute(DROP)
    op.execute(ADD)
