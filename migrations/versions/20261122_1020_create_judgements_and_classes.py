"""Create parties of facilities, judged identities, entries of lists and classes of minerals."""

from alembic import op

revision = "20261122_1020"
down_revision = "20261122_1010"
branch_labels = None
depends_on = None

FACILITY_PARTIES = """
CREATE TABLE core.facility_parties (
    fact_id UUID NOT NULL,
    facility_key TEXT NOT NULL,
    entity_key TEXT NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT facility_parties_pkey PRIMARY KEY (fact_id),
    CONSTRAINT facility_parties_role_known_check CHECK (role IN ('operator', 'partner', 'planner')),
    CONSTRAINT facility_parties_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT facility_parties_facility_key_fkey FOREIGN KEY(facility_key) REFERENCES core.facilities (key),
    CONSTRAINT facility_parties_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.facility_parties IS
    'One row per party of a facility and role it plays';
COMMENT ON COLUMN core.facility_parties.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.facility_parties.facility_key IS
    'What the fact is about';
COMMENT ON COLUMN core.facility_parties.entity_key IS
    'The party';
COMMENT ON COLUMN core.facility_parties.role IS
    'Operator, planner or partner; closed vocabulary'
"""

IDENTITY_JUDGEMENTS = """
CREATE TABLE core.identity_judgements (
    fact_id UUID NOT NULL,
    entity_key TEXT NOT NULL,
    other_key TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT identity_judgements_pkey PRIMARY KEY (fact_id),
    CONSTRAINT identity_judgements_verdict_known_check CHECK (verdict IN ('different', 'same', 'unsure')),
    CONSTRAINT identity_judgements_pair_in_order_check CHECK (entity_key < other_key),
    CONSTRAINT identity_judgements_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT identity_judgements_entity_key_fkey FOREIGN KEY(entity_key) REFERENCES core.entities (key),
    CONSTRAINT identity_judgements_other_key_fkey FOREIGN KEY(other_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.identity_judgements IS
    'One row per pair of entities judged to be the same, different, or undecided';
COMMENT ON COLUMN core.identity_judgements.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.identity_judgements.entity_key IS
    'What the fact is about';
COMMENT ON COLUMN core.identity_judgements.other_key IS
    'The other entity';
COMMENT ON COLUMN core.identity_judgements.verdict IS
    'Same, different or unsure; closed vocabulary';
COMMENT ON COLUMN core.identity_judgements.reason IS
    'Why, in our own words'
"""

MINERAL_LIST_MEMBERS = """
CREATE TABLE core.mineral_list_members (
    fact_id UUID NOT NULL,
    mineral_list_key TEXT NOT NULL,
    version_label TEXT NOT NULL,
    member_key TEXT NOT NULL,
    CONSTRAINT mineral_list_members_pkey PRIMARY KEY (fact_id),
    CONSTRAINT mineral_list_members_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT mineral_list_members_mineral_list_key_fkey
        FOREIGN KEY(mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT mineral_list_members_member_key_fkey FOREIGN KEY(member_key) REFERENCES core.minerals (key)
);
COMMENT ON TABLE core.mineral_list_members IS
    'One row per mineral a document names as an entry of a list; entries nobody names are not filled in';
COMMENT ON COLUMN core.mineral_list_members.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.mineral_list_members.mineral_list_key IS
    'What the fact is about';
COMMENT ON COLUMN core.mineral_list_members.version_label IS
    'Label of the version, as in mineral_list_versions';
COMMENT ON COLUMN core.mineral_list_members.member_key IS
    'The mineral, or the group of minerals'
"""

MINERAL_CLASSIFICATIONS = """
CREATE TABLE core.mineral_classifications (
    fact_id UUID NOT NULL,
    mineral_key TEXT NOT NULL,
    classification TEXT NOT NULL,
    authority_key TEXT,
    words TEXT NOT NULL,
    CONSTRAINT mineral_classifications_pkey PRIMARY KEY (fact_id),
    CONSTRAINT mineral_classifications_classification_known_check
        CHECK (classification IN ('critical', 'key', 'strategic')),
    CONSTRAINT mineral_classifications_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT mineral_classifications_mineral_key_fkey FOREIGN KEY(mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT mineral_classifications_authority_key_fkey FOREIGN KEY(authority_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.mineral_classifications IS
    'One row per mineral, class and authority that puts it there';
COMMENT ON COLUMN core.mineral_classifications.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.mineral_classifications.mineral_key IS
    'What the fact is about';
COMMENT ON COLUMN core.mineral_classifications.classification IS
    'Critical, strategic …; closed vocabulary';
COMMENT ON COLUMN core.mineral_classifications.authority_key IS
    'Who classifies it; NULL: the document itself calls it so';
COMMENT ON COLUMN core.mineral_classifications.words IS
    'The class as printed'
"""


def upgrade() -> None:
    op.execute(FACILITY_PARTIES)
    op.execute(IDENTITY_JUDGEMENTS)
    op.execute(MINERAL_LIST_MEMBERS)
    op.execute(MINERAL_CLASSIFICATIONS)


def downgrade() -> None:
    op.execute("DROP TABLE core.mineral_classifications")
    op.execute("DROP TABLE core.mineral_list_members")
    op.execute("DROP TABLE core.identity_judgements")
    op.execute("DROP TABLE core.facility_parties")
