"""${message}.

House rules, to be taken out when they are kept:
- One change per revision: adding, backfilling and dropping are three. Add first, so that readers of the mart go on; drop
  in a later release.
- Every new table and column gets a comment, every constraint a name. A constraint added later has an ALTER TABLE of its
  own. History follows by itself: alter core and ops alone.
- Never import the models: what they say tomorrow is not what this did. Plain SQL, no extension, nothing CONCURRENTLY.
- Keep readers going: "warehouse db lint" has squawk look for locks and losses; "-- squawk-ignore RULE" excuses one.
- Both directions. If going back loses data, say which, below the first line: "warehouse db downgrade" shows it.
- Once released it is not changed any more: "warehouse db check" tells a file that is not what was applied.
"""

from alembic import op

revision = "${up_revision}"
down_revision = ${f'"{down_revision}"' if down_revision else None}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "raise NotImplementedError"}


def downgrade() -> None:
    ${downgrades if downgrades else "raise NotImplementedError"}
