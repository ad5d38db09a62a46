"""Create the table of all facts and their citations."""

from alembic import op

revision = "20261122_0940"
down_revision = "20261122_0930"
branch_labels = None
depends_on = None

FACTS = """
CREATE TABLE core.facts (
    fact_id UUID NOT NULL,
    family TEXT NOT NULL,
    path TEXT NOT NULL,
    modality TEXT,
    attributed_to_key TEXT,
    attributed_words TEXT,
    basis TEXT NOT NULL,
    rank TEXT NOT NULL,
    rank_reason TEXT,
    note TEXT,
    CONSTRAINT facts_pkey PRIMARY KEY (fact_id),
    CONSTRAINT facts_modality_known_check
        CHECK (modality IN ('assessed', 'expected', 'exploring', 'in force', 'intended', 'occurred', 'planned',
        'pledged')),
    CONSTRAINT facts_basis_known_check CHECK (basis IN ('inferred', 'reference', 'stated')),
    CONSTRAINT facts_rank_known_check CHECK (rank IN ('deprecated', 'normal', 'preferred')),
    CONSTRAINT facts_rank_reasoned_check CHECK ((rank = 'normal') = (rank_reason IS NULL)),
    CONSTRAINT facts_inference_explained_check CHECK (basis <> 'inferred' OR note IS NOT NULL),
    CONSTRAINT facts_modality_given_check
        CHECK (modality IS NOT NULL OR family NOT IN ('agreements', 'entity_relations', 'events', 'facilities',
        'milestones', 'mineral_classifications', 'mineral_list_versions', 'monetary_values', 'observations',
        'statements', 'strategies', 'strategy_measures')),
    CONSTRAINT facts_attributed_to_key_fkey FOREIGN KEY(attributed_to_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.facts IS
    'One row per fact, in whichever table of core it stands; register rows are facts too';
COMMENT ON COLUMN core.facts.fact_id IS
    'Computed from the path, so that a reload finds the row again';
COMMENT ON COLUMN core.facts.family IS
    'Table of core that holds the fact';
COMMENT ON COLUMN core.facts.path IS
    'Where the fact stands among all facts: family, key, kind, document';
COMMENT ON COLUMN core.facts.modality IS
    'Occurred, planned, pledged …; NULL: the fact only names or classifies';
COMMENT ON COLUMN core.facts.attributed_to_key IS
    'Who says so, in the document''s words; NULL: the document itself';
COMMENT ON COLUMN core.facts.attributed_words IS
    'Who says so where it is no registered entity, such as industry sources; NULL: none';
COMMENT ON COLUMN core.facts.basis IS
    'Whether the source states it, it is inferred, or a reference work says so';
COMMENT ON COLUMN core.facts.rank IS
    'Which of several differing facts to show';
COMMENT ON COLUMN core.facts.rank_reason IS
    'Why the rank is not normal; NULL where it is';
COMMENT ON COLUMN core.facts.note IS
    'What a reader must know to use the fact; NULL: nothing'
"""

CITATIONS = """
CREATE TABLE core.citations (
    fact_id UUID NOT NULL,
    document_key TEXT NOT NULL,
    locator TEXT NOT NULL,
    paragraph INTEGER,
    span_start INTEGER,
    span_end INTEGER,
    quote_sha256 TEXT,
    CONSTRAINT citations_pkey PRIMARY KEY (fact_id, document_key, locator),
    CONSTRAINT citations_paragraph_positive_check CHECK (paragraph > 0),
    CONSTRAINT citations_span_order_check
        CHECK (num_nonnulls(span_start, span_end) IN (0, 2) AND span_start < span_end),
    CONSTRAINT citations_quote_sha256_form_check CHECK (quote_sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT citations_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT citations_document_key_fkey FOREIGN KEY(document_key) REFERENCES core.documents (key)
);
COMMENT ON TABLE core.citations IS
    'One row per fact and place in a document that says so';
COMMENT ON COLUMN core.citations.fact_id IS
    'The fact that is cited';
COMMENT ON COLUMN core.citations.document_key IS
    'The document that says so';
COMMENT ON COLUMN core.citations.locator IS
    'Paragraph and span as text, or the section of a reference work';
COMMENT ON COLUMN core.citations.paragraph IS
    'Number of the non-empty line, from 1; NULL for a reference work';
COMMENT ON COLUMN core.citations.span_start IS
    'First code point of the quote in its paragraph, from 0; NULL: all of it';
COMMENT ON COLUMN core.citations.span_end IS
    'Code point after the quote; NULL: all of the paragraph';
COMMENT ON COLUMN core.citations.quote_sha256 IS
    'SHA-256 of the quoted text; NULL: not recorded'
"""


def upgrade() -> None:
    op.execute(FACTS)
    op.execute(CITATIONS)


def downgrade() -> None:
    op.execute("DROP TABLE core.citations")
    op.execute("DROP TABLE core.facts")
