"""Create the registers of entities and documents."""

from alembic import op

revision = "20261122_0920"
down_revision = "20261122_0910"
branch_labels = None
depends_on = None

ENTITIES = """
CREATE TABLE core.entities (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    country_key TEXT,
    is_named BOOLEAN NOT NULL,
    descriptor TEXT,
    CONSTRAINT entities_pkey PRIMARY KEY (key),
    CONSTRAINT entities_named_by_kind_check CHECK (is_named = (kind <> 'unnamed party')),
    CONSTRAINT entities_descriptor_if_unnamed_check CHECK (is_named = (descriptor IS NULL)),
    CONSTRAINT entities_fact_id_key UNIQUE (fact_id),
    CONSTRAINT entities_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT entities_kind_known_check
        CHECK (kind IN ('association', 'company', 'corporate group', 'government body', 'person',
        'research institute', 'university', 'unnamed party')),
    CONSTRAINT entities_country_key_fkey FOREIGN KEY(country_key) REFERENCES core.places (key)
);
COMMENT ON TABLE core.entities IS
    'One row per organisation, person or unnamed party';
COMMENT ON COLUMN core.entities.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.entities.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.entities.kind IS
    'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.entities.name IS
    'Name as printed; for an unnamed party a label of ours';
COMMENT ON COLUMN core.entities.country_key IS
    'Country it belongs to; NULL: no document says';
COMMENT ON COLUMN core.entities.is_named IS
    'False for a party that the documents leave unnamed';
COMMENT ON COLUMN core.entities.descriptor IS
    'How a document describes a party it does not name; NULL where it has a name'
"""

DOCUMENTS = """
CREATE TABLE core.documents (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    section TEXT,
    publisher_key TEXT,
    language TEXT NOT NULL,
    page_date DATE,
    published_on DATE,
    url TEXT,
    sha256 TEXT,
    character_count INTEGER,
    paragraph_count INTEGER,
    CONSTRAINT documents_pkey PRIMARY KEY (key),
    CONSTRAINT documents_sha256_form_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT documents_counts_positive_check CHECK (character_count > 0 AND paragraph_count > 0),
    CONSTRAINT documents_text_described_check
        CHECK (kind = 'reference' OR num_nonnulls(page_date, sha256, character_count, paragraph_count) = 4),
    CONSTRAINT documents_fact_id_key UNIQUE (fact_id),
    CONSTRAINT documents_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT documents_kind_known_check CHECK (kind IN ('article', 'policy', 'reference')),
    CONSTRAINT documents_publisher_key_fkey FOREIGN KEY(publisher_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.documents IS
    'One row per source document';
COMMENT ON COLUMN core.documents.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.documents.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.documents.kind IS
    'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.documents.title IS
    'Title as printed';
COMMENT ON COLUMN core.documents.section IS
    'Section of the publication it stands in; NULL: not shown';
COMMENT ON COLUMN core.documents.publisher_key IS
    'Who published it; NULL: the text does not say';
COMMENT ON COLUMN core.documents.language IS
    'BCP 47 language tag';
COMMENT ON COLUMN core.documents.page_date IS
    'Date the page shows, which need not be the day of publication; NULL: none';
COMMENT ON COLUMN core.documents.published_on IS
    'Day of publication; NULL: unknown';
COMMENT ON COLUMN core.documents.url IS
    'Where it can be read; NULL: unknown';
COMMENT ON COLUMN core.documents.sha256 IS
    'SHA-256 of the curator''s copy of the text; NULL for reference works';
COMMENT ON COLUMN core.documents.character_count IS
    'Code points of the curator''s copy; NULL for reference works';
COMMENT ON COLUMN core.documents.paragraph_count IS
    'Non-empty lines of the curator''s copy; NULL for reference works'
"""


def upgrade() -> None:
    op.execute(ENTITIES)
    op.execute(DOCUMENTS)


def downgrade() -> None:
    op.execute("DROP TABLE core.documents")
    op.execute("DROP TABLE core.entities")
