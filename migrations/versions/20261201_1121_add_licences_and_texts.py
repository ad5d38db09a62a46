"""Add the archive, the licence and the permission of documents.

A downgrade loses them.
"""

from alembic import op

revision = "20261201_1121"
down_revision = "20261201_0901"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Loads wait for migrations, and the table has a row per document.
    op.execute("""
-- squawk-ignore-file adding-field-with-default, adding-foreign-key-constraint, constraint-missing-not-valid
ALTER TABLE core.documents ADD COLUMN archive_url text;
COMMENT ON COLUMN core.documents.archive_url IS 'Where an archive keeps it as it was read; NULL: none recorded';
ALTER TABLE core.documents ADD COLUMN licence text;
COMMENT ON COLUMN core.documents.licence IS 'The terms under which its text may be used; NULL: unknown';
ALTER TABLE core.documents ADD COLUMN texts text;
COMMENT ON COLUMN core.documents.texts IS 'How much of its text may be published: none, quote or full; NULL: none';
ALTER TABLE core.documents ADD COLUMN licence_scheme text GENERATED ALWAYS AS ('licence'::text) STORED NOT NULL;
COMMENT ON COLUMN core.documents.licence_scheme IS 'Scheme of the word in licence, computed for the foreign key';
ALTER TABLE core.documents ADD CONSTRAINT documents_licence_fkey
    FOREIGN KEY (licence_scheme, licence) REFERENCES core.terms (scheme, key);
ALTER TABLE core.documents ADD CONSTRAINT documents_texts_known_check CHECK (texts IN ('full', 'none', 'quote'));
""")


def downgrade() -> None:
    op.execute("""
ALTER TABLE core.documents DROP CONSTRAINT documents_texts_known_check;
ALTER TABLE core.documents DROP CONSTRAINT documents_licence_fkey;
ALTER TABLE core.documents DROP COLUMN licence_scheme;
ALTER TABLE core.documents DROP COLUMN texts;
ALTER TABLE core.documents DROP COLUMN licence;
ALTER TABLE core.documents DROP COLUMN archive_url;
""")
