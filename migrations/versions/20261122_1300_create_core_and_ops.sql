-- The tables of core (facts) and ops (what operators need). Everything else follows from them: sql/derived.

CREATE SCHEMA core;
COMMENT ON SCHEMA core IS 'Normalised current facts; every row leads to its citations';
COMMENT ON SCHEMA ops IS 'What was loaded and migrated, when and by whom';

CREATE TABLE core.places (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    iso_code text,
    parent_key text,
    CONSTRAINT places_pkey PRIMARY KEY (key),
    CONSTRAINT places_fact_id_key UNIQUE (fact_id),
    CONSTRAINT places_parent_key_fkey FOREIGN KEY (parent_key) REFERENCES core.places (key),
    CONSTRAINT places_iso_code_form_check CHECK (iso_code ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
    CONSTRAINT places_parent_other_check CHECK (parent_key <> key),
    CONSTRAINT places_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT places_kind_known_check CHECK (kind IN ('city', 'continent', 'country', 'district', 'region', 'site',
        'state'))
);
COMMENT ON TABLE core.places IS 'One row per place a document speaks of, from continents to buildings';
COMMENT ON COLUMN core.places.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.places.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.places.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.places.name IS 'Name in English as commonly printed';
COMMENT ON COLUMN core.places.iso_code IS 'ISO 3166-1 alpha-2 or ISO 3166-2 code; NULL where none exists';
COMMENT ON COLUMN core.places.parent_key IS 'The place it lies in; NULL: none recorded';

CREATE TABLE core.currencies (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    minor_units integer NOT NULL,
    CONSTRAINT currencies_pkey PRIMARY KEY (key),
    CONSTRAINT currencies_code_key UNIQUE (code),
    CONSTRAINT currencies_fact_id_key UNIQUE (fact_id),
    CONSTRAINT currencies_code_form_check CHECK (code ~ '^[A-Z]{3}$' AND lower(code) = key),
    CONSTRAINT currencies_minor_units_range_check CHECK (minor_units BETWEEN 0 AND 4),
    CONSTRAINT currencies_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.currencies IS 'One row per currency, ISO 4217';
COMMENT ON COLUMN core.currencies.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.currencies.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.currencies.code IS 'ISO 4217 alphabetic code';
COMMENT ON COLUMN core.currencies.name IS 'Name in English';
COMMENT ON COLUMN core.currencies.minor_units IS 'Number of decimals of the smallest unit';

CREATE TABLE core.units (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    name text NOT NULL,
    symbol text NOT NULL,
    ucum_code text,
    CONSTRAINT units_pkey PRIMARY KEY (key),
    CONSTRAINT units_fact_id_key UNIQUE (fact_id),
    CONSTRAINT units_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.units IS 'One row per unit of measurement';
COMMENT ON COLUMN core.units.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.units.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.units.name IS 'Name in English, singular';
COMMENT ON COLUMN core.units.symbol IS 'What is printed after a number';
COMMENT ON COLUMN core.units.ucum_code IS
    'UCUM code; NULL where the document leaves open which unit is meant, or UCUM has none';

CREATE TABLE core.minerals (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    symbol text,
    atomic_number integer,
    parent_key text,
    CONSTRAINT minerals_pkey PRIMARY KEY (key),
    CONSTRAINT minerals_fact_id_key UNIQUE (fact_id),
    CONSTRAINT minerals_parent_key_fkey FOREIGN KEY (parent_key) REFERENCES core.minerals (key),

        CONSTRAINT minerals_element_complete_check CHECK ((kind = 'element') = (symbol IS NOT NULL AND atomic_number IS NOT NULL)),
    CONSTRAINT minerals_atomic_number_range_check CHECK (atomic_number BETWEEN 1 AND 118),
    CONSTRAINT minerals_parent_other_check CHECK (parent_key <> key),
    CONSTRAINT minerals_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT minerals_kind_known_check CHECK (kind IN ('compound', 'element', 'group', 'metal', 'ore', 'product'))
);
COMMENT ON TABLE core.minerals IS 'One row per element, group, compound, metal, ore or product of the chain';
COMMENT ON COLUMN core.minerals.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.minerals.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.minerals.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.minerals.name IS 'Name in English';
COMMENT ON COLUMN core.minerals.symbol IS 'Chemical symbol; NULL unless it is an element';
COMMENT ON COLUMN core.minerals.atomic_number IS 'Protons; NULL unless it is an element';
COMMENT ON COLUMN core.minerals.parent_key IS 'The group or mineral it belongs to or is made of; NULL: none recorded';

CREATE TABLE core.entities (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    country_key text,
    is_named boolean NOT NULL,
    descriptor text,
    CONSTRAINT entities_pkey PRIMARY KEY (key),
    CONSTRAINT entities_fact_id_key UNIQUE (fact_id),
    CONSTRAINT entities_country_key_fkey FOREIGN KEY (country_key) REFERENCES core.places (key),
    CONSTRAINT entities_named_by_kind_check CHECK (is_named = (kind <> 'unnamed party')),
    CONSTRAINT entities_descriptor_if_unnamed_check CHECK (is_named = (descriptor IS NULL)),
    CONSTRAINT entities_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT entities_kind_known_check CHECK (kind IN ('association', 'company', 'corporate group',
        'government body', 'person', 'research institute', 'university', 'unnamed party'))
);
COMMENT ON TABLE core.entities IS 'One row per organisation, person or unnamed party';
COMMENT ON COLUMN core.entities.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.entities.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.entities.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.entities.name IS 'Name as printed; for an unnamed party a label of ours';
COMMENT ON COLUMN core.entities.country_key IS 'Country it belongs to; NULL: no document says';
COMMENT ON COLUMN core.entities.is_named IS 'False for a party that the documents leave unnamed';
COMMENT ON COLUMN core.entities.descriptor IS
    'How a document describes a party it does not name; NULL where it has a name';

CREATE TABLE core.documents (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    section text,
    publisher_key text,
    language text NOT NULL,
    page_date date,
    published_on date,
    url text,
    sha256 text,
    character_count integer,
    paragraph_count integer,
    CONSTRAINT documents_pkey PRIMARY KEY (key),
    CONSTRAINT documents_fact_id_key UNIQUE (fact_id),
    CONSTRAINT documents_publisher_key_fkey FOREIGN KEY (publisher_key) REFERENCES core.entities (key),
    CONSTRAINT documents_sha256_form_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT documents_counts_positive_check CHECK (character_count > 0 AND paragraph_count > 0),
    CONSTRAINT documents_text_described_check CHECK (kind = 'reference' OR num_nonnulls(page_date, sha256,
        character_count, paragraph_count) = 4),
    CONSTRAINT documents_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT documents_kind_known_check CHECK (kind IN ('article', 'policy', 'reference'))
);
COMMENT ON TABLE core.documents IS 'One row per source document';
COMMENT ON COLUMN core.documents.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.documents.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.documents.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.documents.title IS 'Title as printed';
COMMENT ON COLUMN core.documents.section IS 'Section of the publication it stands in; NULL: not shown';
COMMENT ON COLUMN core.documents.publisher_key IS 'Who published it; NULL: the text does not say';
COMMENT ON COLUMN core.documents.language IS 'BCP 47 language tag';
COMMENT ON COLUMN core.documents.page_date IS
    'Date the page shows, which need not be the day of publication; NULL: none';
COMMENT ON COLUMN core.documents.published_on IS 'Day of publication; NULL: unknown';
COMMENT ON COLUMN core.documents.url IS 'Where it can be read; NULL: unknown';
COMMENT ON COLUMN core.documents.sha256 IS 'SHA-256 of the curator''s copy of the text; NULL for reference works';
COMMENT ON COLUMN core.documents.character_count IS 'Code points of the curator''s copy; NULL for reference works';
COMMENT ON COLUMN core.documents.paragraph_count IS 'Non-empty lines of the curator''s copy; NULL for reference works';

CREATE TABLE core.agreements (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    parent_key text,
    CONSTRAINT agreements_pkey PRIMARY KEY (key),
    CONSTRAINT agreements_fact_id_key UNIQUE (fact_id),
    CONSTRAINT agreements_parent_key_fkey FOREIGN KEY (parent_key) REFERENCES core.agreements (key),
    CONSTRAINT agreements_parent_other_check CHECK (parent_key <> key),
    CONSTRAINT agreements_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT agreements_kind_known_check CHECK (kind IN ('contract portfolio', 'joint venture',
        'memorandum of understanding', 'partnership', 'strategic partnership', 'supply contract'))
);
COMMENT ON TABLE core.agreements IS 'One row per agreement, contract, venture or portfolio of contracts';
COMMENT ON COLUMN core.agreements.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.agreements.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.agreements.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.agreements.name IS 'A short title of ours';
COMMENT ON COLUMN core.agreements.parent_key IS 'The portfolio it belongs to or the agreement it came of; NULL: none';

CREATE TABLE core.facilities (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    place_key text,
    CONSTRAINT facilities_pkey PRIMARY KEY (key),
    CONSTRAINT facilities_fact_id_key UNIQUE (fact_id),
    CONSTRAINT facilities_place_key_fkey FOREIGN KEY (place_key) REFERENCES core.places (key),
    CONSTRAINT facilities_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT facilities_kind_known_check CHECK (kind IN ('government complex', 'headquarters',
        'integrated complex', 'plant', 'research institute'))
);
COMMENT ON TABLE core.facilities IS 'One row per plant, complex or institute, standing or planned';
COMMENT ON COLUMN core.facilities.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.facilities.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.facilities.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.facilities.name IS 'Name as printed, or a short title of ours';
COMMENT ON COLUMN core.facilities.place_key IS 'Where it is; NULL: no document says';

CREATE TABLE core.strategies (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    issuer_key text NOT NULL,
    jurisdiction_key text NOT NULL,
    target_key text,
    CONSTRAINT strategies_pkey PRIMARY KEY (key),
    CONSTRAINT strategies_fact_id_key UNIQUE (fact_id),
    CONSTRAINT strategies_issuer_key_fkey FOREIGN KEY (issuer_key) REFERENCES core.entities (key),
    CONSTRAINT strategies_jurisdiction_key_fkey FOREIGN KEY (jurisdiction_key) REFERENCES core.places (key),
    CONSTRAINT strategies_target_key_fkey FOREIGN KEY (target_key) REFERENCES core.places (key),
    CONSTRAINT strategies_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT strategies_kind_known_check CHECK (kind IN ('programme', 'strategy', 'trade measure'))
);
COMMENT ON TABLE core.strategies IS 'One row per government strategy, trade measure or programme';
COMMENT ON COLUMN core.strategies.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.strategies.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.strategies.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.strategies.name IS 'A short title of ours';
COMMENT ON COLUMN core.strategies.issuer_key IS 'Who issued it';
COMMENT ON COLUMN core.strategies.jurisdiction_key IS 'Where it applies';
COMMENT ON COLUMN core.strategies.target_key IS 'The country it is aimed at; NULL: none';

CREATE TABLE core.mineral_lists (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    name text NOT NULL,
    jurisdiction_key text NOT NULL,
    steward_key text,
    entry_term text NOT NULL,
    CONSTRAINT mineral_lists_pkey PRIMARY KEY (key),
    CONSTRAINT mineral_lists_fact_id_key UNIQUE (fact_id),
    CONSTRAINT mineral_lists_jurisdiction_key_fkey FOREIGN KEY (jurisdiction_key) REFERENCES core.places (key),
    CONSTRAINT mineral_lists_steward_key_fkey FOREIGN KEY (steward_key) REFERENCES core.entities (key),
    CONSTRAINT mineral_lists_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.mineral_lists IS
    'One row per official list of minerals; its versions stand in mineral_list_versions';
COMMENT ON COLUMN core.mineral_lists.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.mineral_lists.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.mineral_lists.name IS 'A short title of ours';
COMMENT ON COLUMN core.mineral_lists.jurisdiction_key IS 'Where the list applies';
COMMENT ON COLUMN core.mineral_lists.steward_key IS 'Who keeps the list; NULL: no document says';
COMMENT ON COLUMN core.mineral_lists.entry_term IS 'What the document calls the entries';

CREATE TABLE core.events (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    place_key text,
    is_public boolean,
    CONSTRAINT events_pkey PRIMARY KEY (key),
    CONSTRAINT events_fact_id_key UNIQUE (fact_id),
    CONSTRAINT events_place_key_fkey FOREIGN KEY (place_key) REFERENCES core.places (key),
    CONSTRAINT events_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT events_kind_known_check CHECK (kind IN ('announcement', 'inauguration', 'launch', 'meeting'))
);
COMMENT ON TABLE core.events IS 'One row per meeting, launch, inauguration or announcement';
COMMENT ON COLUMN core.events.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.events.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.events.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.events.name IS 'A short title of ours';
COMMENT ON COLUMN core.events.place_key IS 'Where it took place; NULL: no document says';
COMMENT ON COLUMN core.events.is_public IS 'False where a document calls it private; NULL: no document says';

CREATE TABLE core.indicators (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    name text NOT NULL,
    definition text NOT NULL,
    unit_key text NOT NULL,
    CONSTRAINT indicators_pkey PRIMARY KEY (key),
    CONSTRAINT indicators_fact_id_key UNIQUE (fact_id),
    CONSTRAINT indicators_unit_key_fkey FOREIGN KEY (unit_key) REFERENCES core.units (key),
    CONSTRAINT indicators_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.indicators IS 'One row per quantity that documents state: what it measures and in which unit';
COMMENT ON COLUMN core.indicators.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.indicators.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.indicators.name IS 'Name in English';
COMMENT ON COLUMN core.indicators.definition IS 'What is measured, against what';
COMMENT ON COLUMN core.indicators.unit_key IS 'Unit in which its values are recorded';

CREATE TABLE core.supply_chain_stages (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    name text NOT NULL,
    definition text NOT NULL,
    position integer NOT NULL,
    CONSTRAINT supply_chain_stages_pkey PRIMARY KEY (key),
    CONSTRAINT supply_chain_stages_position_key UNIQUE (position) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT supply_chain_stages_fact_id_key UNIQUE (fact_id),
    CONSTRAINT supply_chain_stages_position_positive_check CHECK (position > 0),
    CONSTRAINT supply_chain_stages_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.supply_chain_stages IS
    'One row per stage of the supply chain; the words documents use stand in stage_synonyms';
COMMENT ON COLUMN core.supply_chain_stages.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.supply_chain_stages.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.supply_chain_stages.name IS 'Name in English';
COMMENT ON COLUMN core.supply_chain_stages.definition IS 'What is done at this stage';
COMMENT ON COLUMN core.supply_chain_stages.position IS 'Order along the chain; 1 is the resource';

CREATE TABLE core.disagreements (
    key text NOT NULL,
    fact_id uuid NOT NULL,
    question text NOT NULL,
    status text NOT NULL,
    resolution text,
    CONSTRAINT disagreements_pkey PRIMARY KEY (key),
    CONSTRAINT disagreements_fact_id_key UNIQUE (fact_id),
    CONSTRAINT disagreements_status_known_check CHECK (status IN ('open', 'settled')),
    CONSTRAINT disagreements_resolution_if_settled_check CHECK ((status = 'settled') = (resolution IS NOT NULL)),
    CONSTRAINT disagreements_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.disagreements IS
    'One row per question on which sources, or parts of one source, differ; the facts stand in disagreement_facts';
COMMENT ON COLUMN core.disagreements.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.disagreements.fact_id IS 'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.disagreements.question IS 'The question, in our own words';
COMMENT ON COLUMN core.disagreements.status IS 'Open or settled';
COMMENT ON COLUMN core.disagreements.resolution IS 'How it was settled, and by what; NULL: it is open';

CREATE TABLE core.facts (
    fact_id uuid NOT NULL,
    family text NOT NULL,
    path text NOT NULL,
    modality text,
    attributed_to_key text,
    attributed_words text,
    basis text NOT NULL,
    rank text NOT NULL,
    rank_reason text,
    note text,
    CONSTRAINT facts_pkey PRIMARY KEY (fact_id),
    CONSTRAINT facts_attributed_to_key_fkey FOREIGN KEY (attributed_to_key) REFERENCES core.entities (key),
    CONSTRAINT facts_modality_known_check CHECK (modality IN ('assessed', 'expected', 'exploring', 'in force',
        'intended', 'occurred', 'planned', 'pledged')),
    CONSTRAINT facts_basis_known_check CHECK (basis IN ('inferred', 'reference', 'stated')),
    CONSTRAINT facts_rank_known_check CHECK (rank IN ('deprecated', 'normal', 'preferred')),
    CONSTRAINT facts_rank_reasoned_check CHECK ((rank = 'normal') = (rank_reason IS NULL)),
    CONSTRAINT facts_inference_explained_check CHECK (basis <> 'inferred' OR note IS NOT NULL),
    CONSTRAINT facts_modality_given_check CHECK (modality IS NOT NULL OR family NOT IN ('agreements',
        'entity_relations', 'events', 'facilities', 'milestones', 'mineral_classifications',
        'mineral_list_versions', 'monetary_values', 'observations', 'statements', 'strategies',
        'strategy_measures'))
);
COMMENT ON TABLE core.facts IS 'One row per fact, in whichever table of core it stands; register rows are facts too';
COMMENT ON COLUMN core.facts.fact_id IS 'Computed from the path, so that a reload finds the row again';
COMMENT ON COLUMN core.facts.family IS 'Table of core that holds the fact';
COMMENT ON COLUMN core.facts.path IS 'Where the fact stands among all facts: family, key, kind, document';
COMMENT ON COLUMN core.facts.modality IS 'Occurred, planned, pledged …; NULL: the fact only names or classifies';
COMMENT ON COLUMN core.facts.attributed_to_key IS 'Who says so, in the document''s words; NULL: the document itself';
COMMENT ON COLUMN core.facts.attributed_words IS
    'Who says so where it is no registered entity, such as industry sources; NULL: none';
COMMENT ON COLUMN core.facts.basis IS 'Whether the source states it, it is inferred, or a reference work says so';
COMMENT ON COLUMN core.facts.rank IS 'Which of several differing facts to show';
COMMENT ON COLUMN core.facts.rank_reason IS 'Why the rank is not normal; NULL where it is';
COMMENT ON COLUMN core.facts.note IS 'What a reader must know to use the fact; NULL: nothing';

CREATE TABLE core.citations (
    fact_id uuid NOT NULL,
    document_key text NOT NULL,
    locator text NOT NULL,
    paragraph integer,
    span_start integer,
    span_end integer,
    quote_sha256 text,
    CONSTRAINT citations_pkey PRIMARY KEY (fact_id, document_key, locator),
    CONSTRAINT citations_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT citations_document_key_fkey FOREIGN KEY (document_key) REFERENCES core.documents (key),
    CONSTRAINT citations_paragraph_positive_check CHECK (paragraph > 0),
    CONSTRAINT citations_span_order_check CHECK (num_nonnulls(span_start, span_end) IN (0,
        2) AND span_start < span_end),
    CONSTRAINT citations_quote_sha256_form_check CHECK (quote_sha256 ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE core.citations IS 'One row per fact and place in a document that says so';
COMMENT ON COLUMN core.citations.fact_id IS 'The fact that is cited';
COMMENT ON COLUMN core.citations.document_key IS 'The document that says so';
COMMENT ON COLUMN core.citations.locator IS 'Paragraph and span as text, or the section of a reference work';
COMMENT ON COLUMN core.citations.paragraph IS 'Number of the non-empty line, from 1; NULL for a reference work';
COMMENT ON COLUMN core.citations.span_start IS
    'First code point of the quote in its paragraph, from 0; NULL: all of it';
COMMENT ON COLUMN core.citations.span_end IS 'Code point after the quote; NULL: all of the paragraph';
COMMENT ON COLUMN core.citations.quote_sha256 IS 'SHA-256 of the quoted text; NULL: not recorded';

CREATE TABLE core.entity_names (
    fact_id uuid NOT NULL,
    entity_key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    language text,
    CONSTRAINT entity_names_pkey PRIMARY KEY (fact_id),
    CONSTRAINT entity_names_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT entity_names_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES core.entities (key),
    CONSTRAINT entity_names_kind_known_check CHECK (kind IN ('alias', 'native', 'short'))
);
COMMENT ON TABLE core.entity_names IS 'One row per further name an entity goes by';
COMMENT ON COLUMN core.entity_names.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.entity_names.entity_key IS 'What the fact is about';
COMMENT ON COLUMN core.entity_names.name IS 'The name as printed';
COMMENT ON COLUMN core.entity_names.kind IS 'Alias, short form or native name';
COMMENT ON COLUMN core.entity_names.language IS 'BCP 47 language tag of the name; NULL: the language of the document';

CREATE TABLE core.entity_relations (
    fact_id uuid NOT NULL,
    entity_key text NOT NULL,
    relation text NOT NULL,
    object_key text NOT NULL,
    title text,
    CONSTRAINT entity_relations_pkey PRIMARY KEY (fact_id),
    CONSTRAINT entity_relations_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT entity_relations_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES core.entities (key),
    CONSTRAINT entity_relations_object_key_fkey FOREIGN KEY (object_key) REFERENCES core.entities (key),
    CONSTRAINT entity_relations_relation_known_check CHECK (relation IN ('chair of', 'co-chair of',
        'collaborates with', 'founded', 'member of', 'minister of', 'subsidiary of')),
    CONSTRAINT entity_relations_two_entities_check CHECK (entity_key <> object_key)
);
COMMENT ON TABLE core.entity_relations IS 'One row per stated relation between two entities';
COMMENT ON COLUMN core.entity_relations.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.entity_relations.entity_key IS 'What the fact is about';
COMMENT ON COLUMN core.entity_relations.relation IS 'What the subject is to the object; closed vocabulary';
COMMENT ON COLUMN core.entity_relations.object_key IS 'Object of the relation';
COMMENT ON COLUMN core.entity_relations.title IS 'Title as printed; NULL: none';

CREATE TABLE core.agreement_parties (
    fact_id uuid NOT NULL,
    agreement_key text NOT NULL,
    entity_key text NOT NULL,
    role text NOT NULL,
    CONSTRAINT agreement_parties_pkey PRIMARY KEY (fact_id),
    CONSTRAINT agreement_parties_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT agreement_parties_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT agreement_parties_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES core.entities (key),
    CONSTRAINT agreement_parties_role_known_check CHECK (role IN ('buyer', 'founder', 'partner', 'signatory',
        'supplier'))
);
COMMENT ON TABLE core.agreement_parties IS 'One row per party of an agreement and role it plays';
COMMENT ON COLUMN core.agreement_parties.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.agreement_parties.agreement_key IS 'What the fact is about';
COMMENT ON COLUMN core.agreement_parties.entity_key IS 'The party';
COMMENT ON COLUMN core.agreement_parties.role IS 'Supplier, buyer, signatory …; closed vocabulary';

CREATE TABLE core.event_participants (
    fact_id uuid NOT NULL,
    event_key text NOT NULL,
    entity_key text NOT NULL,
    role text NOT NULL,
    CONSTRAINT event_participants_pkey PRIMARY KEY (fact_id),
    CONSTRAINT event_participants_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT event_participants_event_key_fkey FOREIGN KEY (event_key) REFERENCES core.events (key),
    CONSTRAINT event_participants_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES core.entities (key),
    CONSTRAINT event_participants_role_known_check CHECK (role IN ('convener', 'founder', 'host', 'inaugurator',
        'participant', 'speaker'))
);
COMMENT ON TABLE core.event_participants IS 'One row per participant of an event and role they play';
COMMENT ON COLUMN core.event_participants.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.event_participants.event_key IS 'What the fact is about';
COMMENT ON COLUMN core.event_participants.entity_key IS 'Who took part';
COMMENT ON COLUMN core.event_participants.role IS 'Convener, speaker, participant …; closed vocabulary';

CREATE TABLE core.facility_parties (
    fact_id uuid NOT NULL,
    facility_key text NOT NULL,
    entity_key text NOT NULL,
    role text NOT NULL,
    CONSTRAINT facility_parties_pkey PRIMARY KEY (fact_id),
    CONSTRAINT facility_parties_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT facility_parties_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES core.facilities (key),
    CONSTRAINT facility_parties_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES core.entities (key),
    CONSTRAINT facility_parties_role_known_check CHECK (role IN ('operator', 'partner', 'planner'))
);
COMMENT ON TABLE core.facility_parties IS 'One row per party of a facility and role it plays';
COMMENT ON COLUMN core.facility_parties.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.facility_parties.facility_key IS 'What the fact is about';
COMMENT ON COLUMN core.facility_parties.entity_key IS 'The party';
COMMENT ON COLUMN core.facility_parties.role IS 'Operator, planner or partner; closed vocabulary';

CREATE TABLE core.identity_judgements (
    fact_id uuid NOT NULL,
    entity_key text NOT NULL,
    other_key text NOT NULL,
    verdict text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT identity_judgements_pkey PRIMARY KEY (fact_id),
    CONSTRAINT identity_judgements_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT identity_judgements_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES core.entities (key),
    CONSTRAINT identity_judgements_other_key_fkey FOREIGN KEY (other_key) REFERENCES core.entities (key),
    CONSTRAINT identity_judgements_verdict_known_check CHECK (verdict IN ('different', 'same', 'unsure')),
    CONSTRAINT identity_judgements_pair_in_order_check CHECK (entity_key < other_key)
);
COMMENT ON TABLE core.identity_judgements IS
    'One row per pair of entities judged to be the same, different, or undecided';
COMMENT ON COLUMN core.identity_judgements.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.identity_judgements.entity_key IS 'What the fact is about';
COMMENT ON COLUMN core.identity_judgements.other_key IS 'The other entity';
COMMENT ON COLUMN core.identity_judgements.verdict IS 'Same, different or unsure; closed vocabulary';
COMMENT ON COLUMN core.identity_judgements.reason IS 'Why, in our own words';

CREATE TABLE core.milestones (
    fact_id uuid NOT NULL,
    agreement_key text,
    facility_key text,
    strategy_key text,
    mineral_list_key text,
    event_key text,
    entity_key text,
    kind text NOT NULL,
    date_words text,
    date_edtf text,
    date_earliest date,
    date_latest date,
    date_qualifier text,
    date_rule text,
    date_document_key text,
    CONSTRAINT milestones_pkey PRIMARY KEY (fact_id),
    CONSTRAINT milestones_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT milestones_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT milestones_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES core.facilities (key),
    CONSTRAINT milestones_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT milestones_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT milestones_event_key_fkey FOREIGN KEY (event_key) REFERENCES core.events (key),
    CONSTRAINT milestones_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES core.entities (key),
    CONSTRAINT milestones_date_document_key_fkey FOREIGN KEY (date_document_key) REFERENCES core.documents (key),
    CONSTRAINT milestones_date_qualifier_known_check CHECK (date_qualifier IN ('about', 'after', 'before', 'by', 'on')),
    CONSTRAINT milestones_date_rule_known_check CHECK (date_rule IN ('as printed', 'document year', 'last year',
        'latest past', 'next year', 'this year')),
    CONSTRAINT milestones_date_order_check CHECK (date_earliest <= date_latest),
    CONSTRAINT milestones_date_whole_check CHECK (num_nonnulls(date_words, date_edtf, date_qualifier,
        date_rule) IN (0, 4)),
    CONSTRAINT milestones_kind_known_check CHECK (kind IN ('announced', 'awarded', 'commercial operation',
        'completion', 'confirmed', 'held', 'in force', 'inaugurated', 'launched', 'production start', 'reported',
        'signed', 'unveiled')),
    CONSTRAINT milestones_one_subject_check CHECK (num_nonnulls(agreement_key, facility_key, strategy_key,
        mineral_list_key, event_key, entity_key) = 1)
);
COMMENT ON TABLE core.milestones IS
    'One row per dated step of one agreement, facility, strategy, mineral list, event or entity';
COMMENT ON COLUMN core.milestones.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.milestones.agreement_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.facility_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.strategy_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.mineral_list_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.event_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.entity_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.milestones.kind IS 'Signed, announced, production start …; closed vocabulary';
COMMENT ON COLUMN core.milestones.date_words IS 'The date as printed; NULL: no document says';
COMMENT ON COLUMN core.milestones.date_edtf IS
    'The date as an EDTF value, no finer than the words; NULL: no document says';
COMMENT ON COLUMN core.milestones.date_earliest IS 'The date: first day it can be; NULL: open';
COMMENT ON COLUMN core.milestones.date_latest IS 'The date: last day it can be; NULL: open';
COMMENT ON COLUMN core.milestones.date_qualifier IS 'The date: on, by, before, after or about the EDTF value';
COMMENT ON COLUMN core.milestones.date_rule IS 'The date: how the words were resolved; closed vocabulary';
COMMENT ON COLUMN core.milestones.date_document_key IS 'The date: document whose page date the words hang on';

CREATE TABLE core.monetary_values (
    fact_id uuid NOT NULL,
    agreement_key text,
    strategy_key text,
    facility_key text,
    entity_key text,
    kind text NOT NULL,
    amount numeric,
    words text NOT NULL,
    approximation text,
    quantum numeric,
    upper_amount numeric,
    currency_code text,
    per_unit_key text,
    equivalent_amount numeric,
    equivalent_words text,
    equivalent_approximation text,
    equivalent_quantum numeric,
    equivalent_currency_code text,
    is_total boolean NOT NULL,
    CONSTRAINT monetary_values_pkey PRIMARY KEY (fact_id),
    CONSTRAINT monetary_values_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT monetary_values_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT monetary_values_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT monetary_values_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES core.facilities (key),
    CONSTRAINT monetary_values_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES core.entities (key),
    CONSTRAINT monetary_values_currency_code_fkey FOREIGN KEY (currency_code) REFERENCES core.currencies (code),
    CONSTRAINT monetary_values_per_unit_key_fkey FOREIGN KEY (per_unit_key) REFERENCES core.units (key),

        CONSTRAINT monetary_values_equivalent_currency_code_fkey FOREIGN KEY (equivalent_currency_code) REFERENCES core.currencies (code),
    CONSTRAINT monetary_values_kind_known_check CHECK (kind IN ('contract value', 'investment', 'pledge',
        'portfolio total')),
    CONSTRAINT monetary_values_approximation_known_check CHECK (approximation IN ('about', 'at least', 'at most',
        'between', 'exact', 'over', 'under')),
    CONSTRAINT monetary_values_equivalent_approximation_known_check CHECK (equivalent_approximation IN ('about',
        'at least', 'at most', 'between', 'exact', 'over', 'under')),
    CONSTRAINT monetary_values_amount_range_check CHECK (amount >= 0 AND upper_amount >= amount AND quantum > 0),
    CONSTRAINT monetary_values_equivalent_range_check CHECK (equivalent_amount >= 0 AND equivalent_quantum > 0),
    CONSTRAINT monetary_values_amount_whole_check CHECK (num_nonnulls(amount, approximation, quantum,
        currency_code) IN (0, 4)),
    CONSTRAINT monetary_values_range_whole_check CHECK ((upper_amount IS NOT NULL) = (approximation = 'between')),
    CONSTRAINT monetary_values_equivalent_whole_check CHECK (num_nonnulls(equivalent_amount, equivalent_words,
        equivalent_approximation, equivalent_quantum, equivalent_currency_code) IN (0, 5)),
    CONSTRAINT monetary_values_equivalent_other_currency_check CHECK (equivalent_currency_code <> currency_code),
    CONSTRAINT monetary_values_one_subject_check CHECK (num_nonnulls(agreement_key, strategy_key, facility_key,
        entity_key) = 1)
);
COMMENT ON TABLE core.monetary_values IS 'One row per stated sum of money, with the equivalent printed beside it';
COMMENT ON COLUMN core.monetary_values.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.monetary_values.agreement_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.monetary_values.strategy_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.monetary_values.facility_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.monetary_values.entity_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.monetary_values.kind IS 'Contract value, pledge, portfolio total …; closed vocabulary';
COMMENT ON COLUMN core.monetary_values.amount IS 'The sum: the number; NULL where only words are printed';
COMMENT ON COLUMN core.monetary_values.words IS 'The sum: number and currency as printed';
COMMENT ON COLUMN core.monetary_values.approximation IS 'The sum: how exactly it is stated; closed vocabulary';
COMMENT ON COLUMN core.monetary_values.quantum IS 'The sum: weight of the last printed digit, in currency units';
COMMENT ON COLUMN core.monetary_values.upper_amount IS 'The upper figure of a printed range; NULL: no range';
COMMENT ON COLUMN core.monetary_values.currency_code IS 'Currency of the sum, ISO 4217; NULL: no currency printed';
COMMENT ON COLUMN core.monetary_values.per_unit_key IS 'Unit of a price, such as one kilogram; NULL: not a price';
COMMENT ON COLUMN core.monetary_values.equivalent_amount IS
    'The equivalent printed beside the sum: the number; NULL where only words are printed';
COMMENT ON COLUMN core.monetary_values.equivalent_words IS
    'The equivalent printed beside the sum: number and currency as printed';
COMMENT ON COLUMN core.monetary_values.equivalent_approximation IS
    'The equivalent printed beside the sum: how exactly it is stated; closed vocabulary';
COMMENT ON COLUMN core.monetary_values.equivalent_quantum IS
    'The equivalent printed beside the sum: weight of the last printed digit, in currency units';
COMMENT ON COLUMN core.monetary_values.equivalent_currency_code IS 'Currency of the equivalent; NULL: none printed';
COMMENT ON COLUMN core.monetary_values.is_total IS 'True where it is the total of parts that stand as own rows';

CREATE TABLE core.observations (
    fact_id uuid NOT NULL,
    place_key text,
    entity_key text,
    agreement_key text,
    facility_key text,
    strategy_key text,
    mineral_list_key text,
    event_key text,
    indicator_key text NOT NULL,
    value numeric NOT NULL,
    upper_value numeric,
    words text NOT NULL,
    approximation text NOT NULL,
    quantum numeric NOT NULL,
    counterpart_key text,
    mineral_key text,
    period_words text,
    period_edtf text,
    period_earliest date,
    period_latest date,
    period_qualifier text,
    period_rule text,
    period_document_key text,
    CONSTRAINT observations_pkey PRIMARY KEY (fact_id),
    CONSTRAINT observations_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT observations_place_key_fkey FOREIGN KEY (place_key) REFERENCES core.places (key),
    CONSTRAINT observations_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES core.entities (key),
    CONSTRAINT observations_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT observations_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES core.facilities (key),
    CONSTRAINT observations_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT observations_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT observations_event_key_fkey FOREIGN KEY (event_key) REFERENCES core.events (key),
    CONSTRAINT observations_indicator_key_fkey FOREIGN KEY (indicator_key) REFERENCES core.indicators (key),
    CONSTRAINT observations_counterpart_key_fkey FOREIGN KEY (counterpart_key) REFERENCES core.places (key),
    CONSTRAINT observations_mineral_key_fkey FOREIGN KEY (mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT observations_period_document_key_fkey FOREIGN KEY (period_document_key) REFERENCES core.documents (key),
    CONSTRAINT observations_period_qualifier_known_check CHECK (period_qualifier IN ('about', 'after', 'before',
        'by', 'on')),
    CONSTRAINT observations_period_rule_known_check CHECK (period_rule IN ('as printed', 'document year',
        'last year', 'latest past', 'next year', 'this year')),
    CONSTRAINT observations_period_order_check CHECK (period_earliest <= period_latest),
    CONSTRAINT observations_period_whole_check CHECK (num_nonnulls(period_words, period_edtf, period_qualifier,
        period_rule) IN (0, 4)),
    CONSTRAINT observations_approximation_known_check CHECK (approximation IN ('about', 'at least', 'at most',
        'between', 'exact', 'over', 'under')),
    CONSTRAINT observations_value_range_check CHECK (quantum > 0 AND upper_value >= value),
    CONSTRAINT observations_range_whole_check CHECK ((upper_value IS NOT NULL) = (approximation = 'between')),
    CONSTRAINT observations_one_subject_check CHECK (num_nonnulls(place_key, entity_key, agreement_key,
        facility_key, strategy_key, mineral_list_key, event_key) = 1)
);
COMMENT ON TABLE core.observations IS 'One row per stated quantity of one subject: shares, capacities, terms, counts';
COMMENT ON COLUMN core.observations.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.observations.place_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.entity_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.agreement_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.facility_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.strategy_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.mineral_list_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.event_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.observations.indicator_key IS 'What is measured, and in which unit';
COMMENT ON COLUMN core.observations.value IS 'The number, in the indicator''s unit';
COMMENT ON COLUMN core.observations.upper_value IS 'The upper figure of a printed range; NULL: no range';
COMMENT ON COLUMN core.observations.words IS 'The quantity as printed';
COMMENT ON COLUMN core.observations.approximation IS 'How exactly it is stated; closed vocabulary';
COMMENT ON COLUMN core.observations.quantum IS 'Weight of the last printed digit, in the indicator''s unit';
COMMENT ON COLUMN core.observations.counterpart_key IS 'The other place, such as the source of imports; NULL: none';
COMMENT ON COLUMN core.observations.mineral_key IS 'The mineral or product it is about; NULL: none in particular';
COMMENT ON COLUMN core.observations.period_words IS 'The period as printed; NULL: no document says';
COMMENT ON COLUMN core.observations.period_edtf IS
    'The period as an EDTF value, no finer than the words; NULL: no document says';
COMMENT ON COLUMN core.observations.period_earliest IS 'The period: first day it can be; NULL: open';
COMMENT ON COLUMN core.observations.period_latest IS 'The period: last day it can be; NULL: open';
COMMENT ON COLUMN core.observations.period_qualifier IS 'The period: on, by, before, after or about the EDTF value';
COMMENT ON COLUMN core.observations.period_rule IS 'The period: how the words were resolved; closed vocabulary';
COMMENT ON COLUMN core.observations.period_document_key IS 'The period: document whose page date the words hang on';

CREATE TABLE core.strategy_measures (
    fact_id uuid NOT NULL,
    strategy_key text NOT NULL,
    kind text NOT NULL,
    description text NOT NULL,
    CONSTRAINT strategy_measures_pkey PRIMARY KEY (fact_id),
    CONSTRAINT strategy_measures_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT strategy_measures_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT strategy_measures_kind_known_check CHECK (kind IN ('chain management', 'classification',
        'crisis response', 'diversification', 'funding', 'list change', 'monitoring', 'recycling',
        'trade restriction'))
);
COMMENT ON TABLE core.strategy_measures IS 'One row per measure a strategy contains';
COMMENT ON COLUMN core.strategy_measures.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.strategy_measures.strategy_key IS 'What the fact is about';
COMMENT ON COLUMN core.strategy_measures.kind IS 'Funding, list change, diversification …; closed vocabulary';
COMMENT ON COLUMN core.strategy_measures.description IS 'What is to be done, in our own words';

CREATE TABLE core.mineral_list_versions (
    fact_id uuid NOT NULL,
    mineral_list_key text NOT NULL,
    label text NOT NULL,
    stated_count integer,
    counted text,
    CONSTRAINT mineral_list_versions_pkey PRIMARY KEY (fact_id),
    CONSTRAINT mineral_list_versions_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),

        CONSTRAINT mineral_list_versions_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT mineral_list_versions_counted_known_check CHECK (counted IN ('minerals', 'rare earth elements')),
    CONSTRAINT mineral_list_versions_stated_count_positive_check CHECK (stated_count > 0),
    CONSTRAINT mineral_list_versions_count_whole_check CHECK (num_nonnulls(stated_count, counted) IN (0, 2))
);
COMMENT ON TABLE core.mineral_list_versions IS 'One row per version of a mineral list that a document speaks of';
COMMENT ON COLUMN core.mineral_list_versions.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.mineral_list_versions.mineral_list_key IS 'What the fact is about';
COMMENT ON COLUMN core.mineral_list_versions.label IS 'Tells the versions of a list apart';
COMMENT ON COLUMN core.mineral_list_versions.stated_count IS 'Number of entries the document states; NULL: none stated';
COMMENT ON COLUMN core.mineral_list_versions.counted IS 'What is counted; closed vocabulary; NULL: no count stated';

CREATE TABLE core.mineral_list_members (
    fact_id uuid NOT NULL,
    mineral_list_key text NOT NULL,
    version_label text NOT NULL,
    member_key text NOT NULL,
    CONSTRAINT mineral_list_members_pkey PRIMARY KEY (fact_id),
    CONSTRAINT mineral_list_members_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),

        CONSTRAINT mineral_list_members_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT mineral_list_members_member_key_fkey FOREIGN KEY (member_key) REFERENCES core.minerals (key)
);
COMMENT ON TABLE core.mineral_list_members IS
    'One row per mineral a document names as an entry of a list; entries nobody names are not filled in';
COMMENT ON COLUMN core.mineral_list_members.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.mineral_list_members.mineral_list_key IS 'What the fact is about';
COMMENT ON COLUMN core.mineral_list_members.version_label IS 'Label of the version, as in mineral_list_versions';
COMMENT ON COLUMN core.mineral_list_members.member_key IS 'The mineral, or the group of minerals';

CREATE TABLE core.mineral_classifications (
    fact_id uuid NOT NULL,
    mineral_key text NOT NULL,
    classification text NOT NULL,
    authority_key text,
    words text NOT NULL,
    CONSTRAINT mineral_classifications_pkey PRIMARY KEY (fact_id),
    CONSTRAINT mineral_classifications_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT mineral_classifications_mineral_key_fkey FOREIGN KEY (mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT mineral_classifications_authority_key_fkey FOREIGN KEY (authority_key) REFERENCES core.entities (key),
    CONSTRAINT mineral_classifications_classification_known_check CHECK (classification IN ('critical', 'key',
        'strategic'))
);
COMMENT ON TABLE core.mineral_classifications IS 'One row per mineral, class and authority that puts it there';
COMMENT ON COLUMN core.mineral_classifications.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.mineral_classifications.mineral_key IS 'What the fact is about';
COMMENT ON COLUMN core.mineral_classifications.classification IS 'Critical, strategic …; closed vocabulary';
COMMENT ON COLUMN core.mineral_classifications.authority_key IS
    'Who classifies it; NULL: the document itself calls it so';
COMMENT ON COLUMN core.mineral_classifications.words IS 'The class as printed';

CREATE TABLE core.stage_synonyms (
    fact_id uuid NOT NULL,
    stage_key text NOT NULL,
    words text NOT NULL,
    CONSTRAINT stage_synonyms_pkey PRIMARY KEY (fact_id),
    CONSTRAINT stage_synonyms_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT stage_synonyms_stage_key_fkey FOREIGN KEY (stage_key) REFERENCES core.supply_chain_stages (key)
);
COMMENT ON TABLE core.stage_synonyms IS 'One row per word that documents use for a stage of the supply chain';
COMMENT ON COLUMN core.stage_synonyms.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.stage_synonyms.stage_key IS 'What the fact is about';
COMMENT ON COLUMN core.stage_synonyms.words IS 'The words as printed';

CREATE TABLE core.scopes (
    fact_id uuid NOT NULL,
    agreement_key text,
    entity_key text,
    event_key text,
    facility_key text,
    mineral_list_key text,
    mineral_key text,
    strategy_key text,
    covered_mineral_key text,
    covered_stage_key text,
    covered_end_use text,
    words text NOT NULL,
    completeness text NOT NULL,
    CONSTRAINT scopes_pkey PRIMARY KEY (fact_id),
    CONSTRAINT scopes_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT scopes_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT scopes_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES core.entities (key),
    CONSTRAINT scopes_event_key_fkey FOREIGN KEY (event_key) REFERENCES core.events (key),
    CONSTRAINT scopes_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES core.facilities (key),
    CONSTRAINT scopes_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT scopes_mineral_key_fkey FOREIGN KEY (mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT scopes_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT scopes_covered_mineral_key_fkey FOREIGN KEY (covered_mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT scopes_covered_stage_key_fkey FOREIGN KEY (covered_stage_key) REFERENCES core.supply_chain_stages (key),
    CONSTRAINT scopes_completeness_known_check CHECK (completeness IN ('by example', 'complete', 'not said')),
    CONSTRAINT scopes_something_covered_check CHECK (num_nonnulls(covered_mineral_key, covered_stage_key,
        covered_end_use) > 0),
    CONSTRAINT scopes_one_subject_check CHECK (num_nonnulls(agreement_key, entity_key, event_key, facility_key,
        mineral_list_key, mineral_key, strategy_key) = 1)
);
COMMENT ON TABLE core.scopes IS 'One row per mineral, stage or end use that something covers';
COMMENT ON COLUMN core.scopes.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.scopes.agreement_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.entity_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.event_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.facility_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.mineral_list_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.mineral_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.strategy_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.scopes.covered_mineral_key IS 'Mineral or product it covers; NULL: none in particular';
COMMENT ON COLUMN core.scopes.covered_stage_key IS 'Stage it covers; NULL: none in particular';
COMMENT ON COLUMN core.scopes.covered_end_use IS 'End use it covers, as printed; NULL: none in particular';
COMMENT ON COLUMN core.scopes.words IS 'The scope as printed';
COMMENT ON COLUMN core.scopes.completeness IS 'Whether the document names all there are; closed vocabulary';

CREATE TABLE core.statements (
    fact_id uuid NOT NULL,
    agreement_key text,
    entity_key text,
    event_key text,
    facility_key text,
    mineral_list_key text,
    mineral_key text,
    strategy_key text,
    place_key text,
    kind text NOT NULL,
    statement text NOT NULL,
    CONSTRAINT statements_pkey PRIMARY KEY (fact_id),
    CONSTRAINT statements_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT statements_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES core.agreements (key),
    CONSTRAINT statements_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES core.entities (key),
    CONSTRAINT statements_event_key_fkey FOREIGN KEY (event_key) REFERENCES core.events (key),
    CONSTRAINT statements_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES core.facilities (key),
    CONSTRAINT statements_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES core.mineral_lists (key),
    CONSTRAINT statements_mineral_key_fkey FOREIGN KEY (mineral_key) REFERENCES core.minerals (key),
    CONSTRAINT statements_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES core.strategies (key),
    CONSTRAINT statements_place_key_fkey FOREIGN KEY (place_key) REFERENCES core.places (key),
    CONSTRAINT statements_kind_known_check CHECK (kind IN ('aim', 'assessment', 'description', 'reason', 'view')),
    CONSTRAINT statements_one_subject_check CHECK (num_nonnulls(agreement_key, entity_key, event_key, facility_key,
        mineral_list_key, mineral_key, strategy_key, place_key) = 1)
);
COMMENT ON TABLE core.statements IS
    'One row per view, assessment, aim or description, in our own words; who voices it stands in core.facts';
COMMENT ON COLUMN core.statements.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.statements.agreement_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.entity_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.event_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.facility_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.mineral_list_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.mineral_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.strategy_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.place_key IS 'What the fact is about; exactly one of these columns is set';
COMMENT ON COLUMN core.statements.kind IS 'View, assessment, aim …; closed vocabulary';
COMMENT ON COLUMN core.statements.statement IS 'What is said, in our own words';

CREATE TABLE core.disagreement_facts (
    fact_id uuid NOT NULL,
    disagreement_key text NOT NULL,
    CONSTRAINT disagreement_facts_pkey PRIMARY KEY (fact_id, disagreement_key),
    CONSTRAINT disagreement_facts_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES core.facts (fact_id),

        CONSTRAINT disagreement_facts_disagreement_key_fkey FOREIGN KEY (disagreement_key) REFERENCES core.disagreements (key)
);
COMMENT ON TABLE core.disagreement_facts IS 'One row per disagreement and fact involved in it';
COMMENT ON COLUMN core.disagreement_facts.fact_id IS 'A fact that is involved';
COMMENT ON COLUMN core.disagreement_facts.disagreement_key IS 'The disagreement it is involved in';

-- Every row of core says where it comes from and since when it stands.
DO $bookkeeping$
DECLARE
    core_table regclass;
BEGIN
    FOR core_table IN SELECT oid FROM pg_class WHERE relnamespace = 'core'::regnamespace AND relkind = 'r' LOOP
        EXECUTE format('ALTER TABLE %s ADD COLUMN seed_file text, ADD COLUMN seed_line integer,'
            ' ADD COLUMN loaded_digest bigint, ADD COLUMN system_from timestamptz DEFAULT now() NOT NULL', core_table);
        EXECUTE format('COMMENT ON COLUMN %s.seed_file IS %L', core_table,
            'Seed file that says so, below the seeds folder; NULL: no load wrote the row');
        EXECUTE format('COMMENT ON COLUMN %s.seed_line IS %L', core_table,
            'Line of that file when the row was written; NULL: no load wrote the row');
        EXECUTE format('COMMENT ON COLUMN %s.loaded_digest IS %L', core_table,
            'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand');
        EXECUTE format('COMMENT ON COLUMN %s.system_from IS %L', core_table, 'Since when the warehouse says so');
    END LOOP;
END
$bookkeeping$;

CREATE TABLE ops.load_runs (
    run_id bigint GENERATED ALWAYS AS IDENTITY,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    status text NOT NULL,
    run_by text NOT NULL,
    host text NOT NULL,
    software_version text NOT NULL,
    schema_revision text NOT NULL,
    git_revision text,
    is_git_dirty boolean,
    seeds_sha256 text,
    error text,
    undoes bigint,
    CONSTRAINT load_runs_pkey PRIMARY KEY (run_id),
    CONSTRAINT load_runs_undoes_fkey FOREIGN KEY (undoes) REFERENCES ops.load_runs (run_id),
    CONSTRAINT load_runs_status_known_check CHECK (status IN ('died', 'failed', 'loaded', 'running', 'unchanged'))
);
COMMENT ON TABLE ops.load_runs IS 'One row per run of warehouse load, failed ones included';
COMMENT ON COLUMN ops.load_runs.run_id IS 'Number of the run, rising';
COMMENT ON COLUMN ops.load_runs.started_at IS 'When the run began';
COMMENT ON COLUMN ops.load_runs.finished_at IS 'When it ended; NULL: still running, or its process died';
COMMENT ON COLUMN ops.load_runs.status IS 'Running, loaded, unchanged, failed, or died without a word';
COMMENT ON COLUMN ops.load_runs.run_by IS 'Account on the machine that ran it';
COMMENT ON COLUMN ops.load_runs.host IS 'Machine that ran it';
COMMENT ON COLUMN ops.load_runs.software_version IS 'Version of the warehouse software';
COMMENT ON COLUMN ops.load_runs.schema_revision IS 'Migration the database was at';
COMMENT ON COLUMN ops.load_runs.git_revision IS 'Revision of the seeds'' checkout; NULL: not a checkout';
COMMENT ON COLUMN ops.load_runs.is_git_dirty IS 'Whether the checkout had uncommitted changes; NULL: not a checkout';
COMMENT ON COLUMN ops.load_runs.seeds_sha256 IS
    'Digest over all seed files and their names; NULL: it ended before, or read none';
COMMENT ON COLUMN ops.load_runs.error IS 'Why it failed; NULL: it did not';
COMMENT ON COLUMN ops.load_runs.undoes IS 'Run it takes back; NULL: it read seeds';

CREATE TABLE ops.migration_log (
    entry_id bigint GENERATED ALWAYS AS IDENTITY,
    revision text NOT NULL,
    direction text NOT NULL,
    applied_at timestamptz NOT NULL,
    applied_by text NOT NULL,
    software_version text NOT NULL,
    file_sha256 text,
    seconds numeric(12, 3),
    owner text,
    CONSTRAINT migration_log_pkey PRIMARY KEY (entry_id),
    CONSTRAINT migration_log_direction_known_check CHECK (direction IN ('downgrade', 'upgrade'))
);
COMMENT ON TABLE ops.migration_log IS 'One row per migration applied or taken back';
COMMENT ON COLUMN ops.migration_log.entry_id IS 'Order in which it was applied';
COMMENT ON COLUMN ops.migration_log.revision IS 'Migration';
COMMENT ON COLUMN ops.migration_log.direction IS 'Upgrade or downgrade';
COMMENT ON COLUMN ops.migration_log.applied_at IS 'When its transaction began';
COMMENT ON COLUMN ops.migration_log.applied_by IS 'Database account that applied it';
COMMENT ON COLUMN ops.migration_log.software_version IS 'Version of the warehouse software that applied it';
COMMENT ON COLUMN ops.migration_log.file_sha256 IS
    'SHA-256 over the migration''s file and its folder of SQL, as they were run; NULL: not recorded';
COMMENT ON COLUMN ops.migration_log.seconds IS 'How long its transaction took; NULL: not recorded';
COMMENT ON COLUMN ops.migration_log.owner IS 'Role that owns what it made; NULL: not recorded';

CREATE TABLE ops.table_totals (
    table_name text NOT NULL,
    row_count bigint NOT NULL,
    digest_sum numeric NOT NULL,
    CONSTRAINT table_totals_pkey PRIMARY KEY (table_name)
);
COMMENT ON TABLE ops.table_totals IS 'One row per table of core: what it holds by the account of the loads';
COMMENT ON COLUMN ops.table_totals.table_name IS 'Table of core';
COMMENT ON COLUMN ops.table_totals.row_count IS 'Rows the loads left in it';
COMMENT ON COLUMN ops.table_totals.digest_sum IS 'Sum of loaded_digest over those rows';

CREATE TABLE ops.fact_renames (
    run_id bigint NOT NULL,
    new_fact_id uuid NOT NULL,
    old_fact_id uuid NOT NULL,
    new_path text NOT NULL,
    old_path text NOT NULL,
    CONSTRAINT fact_renames_pkey PRIMARY KEY (run_id, new_fact_id),
    CONSTRAINT fact_renames_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.load_runs (run_id)
);
COMMENT ON TABLE ops.fact_renames IS 'One row per fact that goes on under another path because a key was renamed';
COMMENT ON COLUMN ops.fact_renames.run_id IS 'The run';
COMMENT ON COLUMN ops.fact_renames.new_fact_id IS 'The fact after the rename';
COMMENT ON COLUMN ops.fact_renames.old_fact_id IS 'The same fact before';
COMMENT ON COLUMN ops.fact_renames.new_path IS 'Its path after the rename';
COMMENT ON COLUMN ops.fact_renames.old_path IS 'Its path before';

CREATE TABLE ops.load_run_phases (
    run_id bigint NOT NULL,
    position integer NOT NULL,
    phase text NOT NULL,
    seconds numeric(12, 3) NOT NULL,
    CONSTRAINT load_run_phases_pkey PRIMARY KEY (run_id, position),
    CONSTRAINT load_run_phases_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.load_runs (run_id)
);
COMMENT ON TABLE ops.load_run_phases IS 'One row per run and phase of its work';
COMMENT ON COLUMN ops.load_run_phases.run_id IS 'The run';
COMMENT ON COLUMN ops.load_run_phases.position IS 'Order of the phases, from 1';
COMMENT ON COLUMN ops.load_run_phases.phase IS 'What was done';
COMMENT ON COLUMN ops.load_run_phases.seconds IS 'How long it took';

CREATE TABLE ops.load_run_tables (
    run_id bigint NOT NULL,
    table_name text NOT NULL,
    added integer NOT NULL,
    changed integer NOT NULL,
    retired integer NOT NULL,
    renamed integer DEFAULT 0 NOT NULL,
    restored integer DEFAULT 0 NOT NULL,
    CONSTRAINT load_run_tables_pkey PRIMARY KEY (run_id, table_name),
    CONSTRAINT load_run_tables_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.load_runs (run_id)
);
COMMENT ON TABLE ops.load_run_tables IS 'One row per run and table it wrote to';
COMMENT ON COLUMN ops.load_run_tables.run_id IS 'The run';
COMMENT ON COLUMN ops.load_run_tables.table_name IS 'Table of core';
COMMENT ON COLUMN ops.load_run_tables.added IS 'Rows added';
COMMENT ON COLUMN ops.load_run_tables.changed IS 'Rows changed';
COMMENT ON COLUMN ops.load_run_tables.retired IS 'Rows removed because no seed says so any more';
COMMENT ON COLUMN ops.load_run_tables.renamed IS 'Rows that go on under another key or path';
COMMENT ON COLUMN ops.load_run_tables.restored IS 'Rows put back as the seeds say after an edit by hand';

CREATE TABLE ops.loads (
    run_id bigint NOT NULL,
    loaded_at timestamptz NOT NULL,
    fact_count bigint NOT NULL,
    CONSTRAINT loads_pkey PRIMARY KEY (run_id),
    CONSTRAINT loads_loaded_at_key UNIQUE (loaded_at),
    CONSTRAINT loads_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.load_runs (run_id)
);
COMMENT ON TABLE ops.loads IS 'One row per run that was committed';
COMMENT ON COLUMN ops.loads.run_id IS
    'The run; written in the transaction that changes core: it stands here if and only if that committed';
COMMENT ON COLUMN ops.loads.loaded_at IS 'Since when what it wrote counts: system_from of its rows; rising';
COMMENT ON COLUMN ops.loads.fact_count IS 'Facts in core after it';

CREATE TABLE ops.mart_tables (
    table_name text NOT NULL,
    sql_sha256 text NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT mart_tables_pkey PRIMARY KEY (table_name),
    CONSTRAINT mart_tables_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.load_runs (run_id)
);
COMMENT ON TABLE ops.mart_tables IS 'One row per table of mart that a load has filled';
COMMENT ON COLUMN ops.mart_tables.table_name IS 'Table of mart';
COMMENT ON COLUMN ops.mart_tables.sql_sha256 IS 'SHA-256 of the SELECT that gave its rows; another one fills it anew';
COMMENT ON COLUMN ops.mart_tables.run_id IS 'Run that last changed a row of it, or filled it first';

CREATE TABLE ops.seed_files (
    path text NOT NULL,
    sha256 text,
    run_id bigint NOT NULL,
    CONSTRAINT seed_files_pkey PRIMARY KEY (path),
    CONSTRAINT seed_files_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.load_runs (run_id)
);
COMMENT ON TABLE ops.seed_files IS 'One row per seed file the current facts came from';
COMMENT ON COLUMN ops.seed_files.path IS 'Path below the seeds folder';
COMMENT ON COLUMN ops.seed_files.sha256 IS
    'SHA-256 of the file as loaded; NULL: what it said was taken back, so it is read again';
COMMENT ON COLUMN ops.seed_files.run_id IS 'Run that loaded it';
