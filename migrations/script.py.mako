"""${message}.

One change per revision: adding, backfilling and dropping are three. Every new table and column gets a comment and every
constraint a name. A table that adds a constraint later does so in an ALTER TABLE of its own. Never import the models.
Say in this docstring when a downgrade loses data.
"""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "raise NotImplementedError"}


def downgrade() -> None:
    ${downgrades if downgrades else "raise NotImplementedError"}
