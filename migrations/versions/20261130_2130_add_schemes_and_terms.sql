-- The words of core as rows: schemes and terms, and a foreign key on each column that takes a word of an open scheme.
-- Loads wait for migrations, so that a lock on the tables of core stops nobody else but readers of core, for seconds.
-- squawk-ignore-file adding-field-with-default, adding-foreign-key-constraint, ban-drop-constraint, constraint-missing-not-valid

CREATE TABLE core.schemes (
    key text NOT NULL,
    label text NOT NULL,
    definition text NOT NULL,
    is_open boolean NOT NULL,
    needs_broader boolean NOT NULL,
    seed_file text,
    seed_line integer,
    loaded_digest bigint,
    system_from timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT schemes_pkey PRIMARY KEY (key),
    CONSTRAINT schemes_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.schemes IS 'One row per scheme: a set of words for one purpose';
COMMENT ON COLUMN core.schemes.key IS 'Name of the scheme';
COMMENT ON COLUMN core.schemes.label IS 'Name for readers';
COMMENT ON COLUMN core.schemes.definition IS 'What its words say of a thing';
COMMENT ON COLUMN core.schemes.is_open IS 'Whether seeds can add words';
COMMENT ON COLUMN core.schemes.needs_broader IS 'Whether an added word must stand below a shipped one';

CREATE TABLE core.terms (
    scheme text NOT NULL,
    key text NOT NULL,
    label text NOT NULL,
    definition text NOT NULL,
    broader text,
    broadest text NOT NULL,
    aliases text [] NOT NULL,
    flags text [] NOT NULL,
    seed_file text,
    seed_line integer,
    loaded_digest bigint,
    system_from timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT terms_pkey PRIMARY KEY (scheme, key),
    CONSTRAINT terms_scheme_fkey FOREIGN KEY (scheme) REFERENCES core.schemes (key),
    CONSTRAINT terms_broader_fkey FOREIGN KEY (scheme, broader) REFERENCES core.terms (scheme, key),
    CONSTRAINT terms_broadest_fkey FOREIGN KEY (scheme, broadest) REFERENCES core.terms (scheme, key),
    CONSTRAINT terms_broader_other_check CHECK (broader <> key),
    CONSTRAINT terms_key_form_check CHECK (key ~ '^[a-z0-9]+([ -][a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.terms IS 'One row per word of a scheme';
COMMENT ON COLUMN core.terms.scheme IS 'Scheme of the word';
COMMENT ON COLUMN core.terms.key IS 'The word, in lower case';
COMMENT ON COLUMN core.terms.label IS 'The word for readers';
COMMENT ON COLUMN core.terms.definition IS 'What the word means';
COMMENT ON COLUMN core.terms.broader IS 'The next broader word of the scheme; NULL: none';
COMMENT ON COLUMN core.terms.broadest IS 'The word at the end of the broader words, by which reports count; the word itself if there is none';
COMMENT ON COLUMN core.terms.aliases IS 'Other words that mean the same';
COMMENT ON COLUMN core.terms.flags IS 'What code asks about the word; inherited from the broader word if it has none of its own';

COMMENT ON COLUMN core.schemes.seed_file IS 'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.schemes.seed_line IS 'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.schemes.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.schemes.system_from IS 'Since when the warehouse says so';
COMMENT ON COLUMN core.terms.seed_file IS 'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.terms.seed_line IS 'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.terms.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.terms.system_from IS 'Since when the warehouse says so';

-- The words held before the first load, whatever the clock said then: a state of any past instant shows them.
INSERT INTO core.schemes (key, label, definition, is_open, needs_broader, seed_line) VALUES
('modality', 'Modality', 'How firmly something holds, as the document tells it', false, false, 6),
('basis', 'Basis', 'What a fact rests on', false, false, 7),
('rank', 'Rank', 'Which of several differing facts to show', false, false, 8),
('approximation', 'Approximation', 'How exactly a figure is stated', false, false, 9),
('completeness', 'Completeness', 'Whether the document names all there are', false, false, 10),
('verdict', 'Verdict', 'Whether two entities are one', false, false, 11),
('disagreement-status', 'Disagreement status', 'Whether a question on which sources differ is decided', false, false, 12),
('date-qualifier', 'Date qualifier', 'How a date stands to its value', false, false, 13),
('date-rule', 'Date rule', 'How printed words lead to the value of a date', false, false, 14),
('agreement-kind', 'Agreement kind', 'What sort of agreement it is', true, true, 15),
('classification', 'Classification', 'A class that a mineral is put in', true, false, 16),
('count-subject', 'Counted', 'What a stated number of entries counts', true, false, 17),
('document-kind', 'Document kind', 'What sort of source it is', true, false, 18),
('entity-kind', 'Entity kind', 'What sort of party it is', true, false, 19),
('event-kind', 'Event kind', 'What sort of event it is', true, false, 20),
('facility-kind', 'Facility kind', 'What is done there, or what sort of place it is', true, true, 21),
('facility-role', 'Facility role', 'What a party does for a facility', true, true, 22),
('measure-kind', 'Measure kind', 'What a measure of a strategy does', true, true, 23),
('milestone-kind', 'Milestone kind', 'What happened on the date', true, true, 24),
('mineral-kind', 'Mineral kind', 'What sort of material it is', true, false, 25),
('money-kind', 'Money kind', 'What a sum of money is; the broadest word names the column it adds up in', true, true, 26),
('name-kind', 'Name kind', 'What sort of name it is', true, false, 27),
('participant-role', 'Participant role', 'What somebody did at an event', true, true, 28),
('party-role', 'Party role', 'What a party does in an agreement', true, true, 29),
('place-kind', 'Place kind', 'What sort of place it is', true, false, 30),
('relation', 'Relation', 'What an entity is to another one', true, true, 31),
('statement-kind', 'Statement kind', 'What somebody does in saying it', true, false, 32),
('strategy-kind', 'Strategy kind', 'What form a policy has', true, true, 33);

INSERT INTO core.terms (scheme, key, label, definition, broadest, aliases, flags, seed_line) VALUES
('modality', 'occurred', 'occurred', 'it has happened', 'occurred', '{}', '{}', 35),
('modality', 'in force', 'in force', 'it holds at the time of the document', 'in force', '{}', '{}', 36),
('modality', 'planned', 'planned', 'someone has decided to do it', 'planned', '{}', '{}', 37),
('modality', 'intended', 'intended', 'someone aims at it without a firm decision', 'intended', '{}', '{}', 38),
('modality', 'exploring', 'exploring', 'someone is looking into it', 'exploring', '{}', '{}', 39),
('modality', 'expected', 'expected', 'someone reports that it will happen', 'expected', '{}', '{}', 40),
('modality', 'pledged', 'pledged', 'someone has promised it publicly', 'pledged', '{}', '{}', 41),
('modality', 'assessed', 'assessed', 'someone has judged or measured it to be so', 'assessed', '{}', '{}', 42),
('basis', 'stated', 'stated', 'the document says so', 'stated', '{}', '{}', 43),
('basis', 'inferred', 'inferred', 'it follows from what the document says; the note says how', 'inferred', '{}', '{}', 44),
('basis', 'reference', 'reference', 'a named reference work says so', 'reference', '{}', '{}', 45),
('rank', 'normal', 'normal', 'one fact among its equals', 'normal', '{}', '{}', 46),
('rank', 'preferred', 'preferred', 'the one to show where several stand', 'preferred', '{}', '{}', 47),
('rank', 'deprecated', 'deprecated', 'kept, but known to be wrong or superseded', 'deprecated', '{}', '{}', 48),
('approximation', 'exact', 'exact', 'printed without any qualifying word', 'exact', '{}', '{}', 49),
('approximation', 'about', 'about', 'about, roughly, approximately, around', 'about', '{}', '{}', 50),
('approximation', 'at least', 'at least', 'this much or more', 'at least', '{}', '{}', 51),
('approximation', 'at most', 'at most', 'this much or less', 'at most', '{}', '{}', 52),
('approximation', 'over', 'over', 'more than this', 'over', '{}', '{}', 53),
('approximation', 'under', 'under', 'less than this', 'under', '{}', '{}', 54),
('approximation', 'between', 'between', 'a printed range; the upper figure stands beside', 'between', '{}', '{}', 55),
('completeness', 'complete', 'complete', 'the document names all there are', 'complete', '{}', '{}', 56),
('completeness', 'by example', 'by example', 'the document names some, and says or implies that there are more', 'by example', '{}', '{}', 57),
('completeness', 'not said', 'not said', 'the document leaves open whether there are more', 'not said', '{}', '{}', 58),
('verdict', 'same', 'same', 'two names of one entity', 'same', '{}', '{}', 59),
('verdict', 'different', 'different', 'two entities whose names look alike', 'different', '{}', '{}', 60),
('verdict', 'unsure', 'unsure', 'nobody can tell from the documents', 'unsure', '{}', '{}', 61),
('disagreement-status', 'open', 'open', 'the sources leave it undecided', 'open', '{}', '{}', 62),
('disagreement-status', 'settled', 'settled', 'decided; the resolution says how', 'settled', '{}', '{}', 63),
('date-qualifier', 'on', 'on', 'on that day, or within that month or year', 'on', '{}', '{}', 64),
('date-qualifier', 'by', 'by', 'not later than the end of it', 'by', '{}', '{}', 65),
('date-qualifier', 'before', 'before', 'earlier than it', 'before', '{}', '{}', 66),
('date-qualifier', 'after', 'after', 'later than it', 'after', '{}', '{}', 67),
('date-qualifier', 'about', 'about', 'around it', 'about', '{}', '{}', 68),
('date-rule', 'as printed', 'as printed', 'the words are a full date, month or year', 'as printed', '{}', '{}', 69),
('date-rule', 'document year', 'document year', 'a day or month without a year: the year of the document''s page date', 'document year', '{}', '{}', 70),
('date-rule', 'latest past', 'latest past', 'a day, month or weekday without a year: the latest one not after the page date', 'latest past', '{}', '{}', 71),
('date-rule', 'last year', 'last year', 'the calendar year before that of the page date', 'last year', '{}', '{}', 72),
('date-rule', 'this year', 'this year', 'the calendar year of the page date', 'this year', '{}', '{}', 73),
('date-rule', 'next year', 'next year', 'the calendar year after that of the page date', 'next year', '{}', '{}', 74),
('agreement-kind', 'memorandum of understanding', 'memorandum of understanding', 'a memorandum of understanding', 'memorandum of understanding', '{}', '{}', 75),
('agreement-kind', 'joint venture', 'joint venture', 'a company or plant that several parties own together', 'joint venture', '{}', '{}', 76),
('agreement-kind', 'supply contract', 'supply contract', 'a contract to deliver goods', 'supply contract', '{}', '{}', 77),
('agreement-kind', 'strategic partnership', 'strategic partnership', 'an announced partnership of two or more parties', 'strategic partnership', '{}', '{}', 78),
('agreement-kind', 'partnership', 'partnership', 'a partnership that the document describes no further', 'partnership', '{}', '{}', 79),
('agreement-kind', 'contract portfolio', 'contract portfolio', 'several contracts counted together', 'contract portfolio', '{}', '{}', 80),
('classification', 'critical', 'critical', 'declared a critical mineral', 'critical', '{}', '{}', 81),
('classification', 'strategic', 'strategic', 'declared a strategic resource', 'strategic', '{}', '{}', 82),
('classification', 'key', 'key', 'declared a key mineral', 'key', '{}', '{}', 83),
('count-subject', 'minerals', 'minerals', 'entries of the list, one per mineral', 'minerals', '{}', '{}', 84),
('count-subject', 'rare earth elements', 'rare earth elements', 'the elements of the rare-earth group', 'rare earth elements', '{}', '{}', 85),
('document-kind', 'article', 'article', 'a news article', 'article', '{}', '{has_text}', 86),
('document-kind', 'policy', 'policy', 'a policy document', 'policy', '{}', '{has_text}', 87),
('document-kind', 'reference', 'reference', 'a reference work or standard', 'reference', '{}', '{}', 88),
('entity-kind', 'company', 'company', 'a company', 'company', '{}', '{}', 89),
('entity-kind', 'corporate group', 'corporate group', 'several companies under one name', 'corporate group', '{}', '{}', 90),
('entity-kind', 'government body', 'government body', 'a government, ministry, office or agency', 'government body', '{}', '{}', 91),
('entity-kind', 'association', 'association', 'an association or committee of members', 'association', '{}', '{}', 92),
('entity-kind', 'university', 'university', 'a university', 'university', '{}', '{}', 93),
('entity-kind', 'research institute', 'research institute', 'a research institute', 'research institute', '{}', '{}', 94),
('entity-kind', 'person', 'person', 'a person', 'person', '{}', '{}', 95),
('entity-kind', 'unnamed party', 'unnamed party', 'one or several parties a document does not name', 'unnamed party', '{}', '{is_unnamed}', 96),
('event-kind', 'meeting', 'meeting', 'a meeting', 'meeting', '{}', '{}', 97),
('event-kind', 'launch', 'launch', 'the founding of an organisation or programme', 'launch', '{}', '{}', 98),
('event-kind', 'inauguration', 'inauguration', 'the opening of a place or body', 'inauguration', '{}', '{}', 99),
('event-kind', 'announcement', 'announcement', 'a public announcement', 'announcement', '{}', '{}', 100),
('facility-kind', 'plant', 'plant', 'a factory or processing plant', 'plant', '{}', '{}', 101),
('facility-kind', 'integrated complex', 'integrated complex', 'one place for several stages of the chain', 'integrated complex', '{}', '{}', 102),
('facility-kind', 'headquarters', 'headquarters', 'the seat of an organisation', 'headquarters', '{}', '{}', 103),
('facility-kind', 'research institute', 'research institute', 'a place of research', 'research institute', '{}', '{}', 104),
('facility-kind', 'government complex', 'government complex', 'a seat of government offices', 'government complex', '{}', '{}', 105),
('facility-role', 'operator', 'operator', 'runs it, or will', 'operator', '{}', '{}', 106),
('facility-role', 'planner', 'planner', 'looks into building it, or plans it', 'planner', '{}', '{}', 107),
('facility-role', 'partner', 'partner', 'owns or builds it together with others', 'partner', '{}', '{}', 108),
('measure-kind', 'funding', 'funding', 'money is provided', 'funding', '{}', '{}', 109),
('measure-kind', 'monitoring', 'monitoring', 'watching or assessing the chain', 'monitoring', '{}', '{}', 110),
('measure-kind', 'classification', 'classification', 'declaring a mineral strategic or critical', 'classification', '{}', '{}', 111),
('measure-kind', 'list change', 'list change', 'changing a list of minerals', 'list change', '{}', '{}', 112),
('measure-kind', 'diversification', 'diversification', 'finding further sources or partners', 'diversification', '{}', '{}', 113),
('measure-kind', 'recycling', 'recycling', 'recovering material from waste', 'recycling', '{}', '{}', 114),
('measure-kind', 'trade restriction', 'trade restriction', 'limiting exports or imports', 'trade restriction', '{}', '{}', 115),
('measure-kind', 'crisis response', 'crisis response', 'preparing for shortages', 'crisis response', '{}', '{}', 116),
('measure-kind', 'chain management', 'chain management', 'managing the chain from end to end', 'chain management', '{}', '{}', 117),
('milestone-kind', 'announced', 'announced', 'made known in public', 'announced', '{}', '{}', 118),
('milestone-kind', 'reported', 'reported', 'told by a source before anyone announced it', 'reported', '{}', '{}', 119),
('milestone-kind', 'confirmed', 'confirmed', 'confirmed to the press', 'confirmed', '{}', '{}', 120),
('milestone-kind', 'signed', 'signed', 'signed', 'signed', '{}', '{}', 121),
('milestone-kind', 'awarded', 'awarded', 'a contract was won', 'awarded', '{}', '{}', 122),
('milestone-kind', 'unveiled', 'unveiled', 'a plan was presented', 'unveiled', '{}', '{}', 123),
('milestone-kind', 'launched', 'launched', 'began its work', 'launched', '{}', '{}', 124),
('milestone-kind', 'inaugurated', 'inaugurated', 'was opened', 'inaugurated', '{}', '{}', 125),
('milestone-kind', 'held', 'held', 'took place', 'held', '{}', '{}', 126),
('milestone-kind', 'production start', 'production start', 'first production', 'production start', '{}', '{}', 127),
('milestone-kind', 'commercial operation', 'commercial operation', 'start of commercial operation', 'commercial operation', '{}', '{}', 128),
('milestone-kind', 'completion', 'completion', 'building is complete', 'completion', '{}', '{}', 129),
('milestone-kind', 'in force', 'in force', 'applies from then on', 'in force', '{}', '{}', 130),
('mineral-kind', 'element', 'element', 'a chemical element', 'element', '{}', '{is_element}', 131),
('mineral-kind', 'group', 'group', 'several elements or minerals spoken of together', 'group', '{}', '{}', 132),
('mineral-kind', 'compound', 'compound', 'a chemical compound or a family of them', 'compound', '{}', '{}', 133),
('mineral-kind', 'metal', 'metal', 'the refined metal or alloy', 'metal', '{}', '{}', 134),
('mineral-kind', 'ore', 'ore', 'an ore or concentrate', 'ore', '{}', '{}', 135),
('mineral-kind', 'product', 'product', 'a product made of the mineral', 'product', '{}', '{}', 136),
('money-kind', 'contract value', 'contract value', 'what a contract is worth over its whole term', 'contract value', '{}', '{}', 137),
('money-kind', 'portfolio total', 'portfolio total', 'what several contracts are worth together', 'portfolio total', '{}', '{}', 138),
('money-kind', 'pledge', 'pledge', 'money promised in public', 'pledge', '{}', '{}', 139),
('money-kind', 'investment', 'investment', 'money invested or to be invested', 'investment', '{}', '{}', 140),
('name-kind', 'alias', 'alias', 'another name in use', 'alias', '{}', '{}', 141),
('name-kind', 'short', 'short', 'a shortened form or acronym', 'short', '{}', '{}', 142),
('name-kind', 'native', 'native', 'the name in its own language and script', 'native', '{}', '{}', 143),
('participant-role', 'convener', 'convener', 'called the event', 'convener', '{}', '{}', 144),
('participant-role', 'host', 'host', 'received the others', 'host', '{}', '{}', 145),
('participant-role', 'speaker', 'speaker', 'spoke', 'speaker', '{}', '{}', 146),
('participant-role', 'participant', 'participant', 'took part', 'participant', '{}', '{}', 147),
('participant-role', 'founder', 'founder', 'founded what the event launched', 'founder', '{}', '{}', 148),
('participant-role', 'inaugurator', 'inaugurator', 'opened what the event inaugurated', 'inaugurator', '{}', '{}', 149),
('party-role', 'supplier', 'supplier', 'delivers the goods', 'supplier', '{}', '{}', 150),
('party-role', 'buyer', 'buyer', 'receives the goods', 'buyer', '{}', '{}', 151),
('party-role', 'signatory', 'signatory', 'signed the agreement', 'signatory', '{}', '{}', 152),
('party-role', 'partner', 'partner', 'takes part on equal terms', 'partner', '{}', '{}', 153),
('party-role', 'founder', 'founder', 'set the agreement up', 'founder', '{}', '{}', 154),
('place-kind', 'continent', 'continent', 'a continent', 'continent', '{}', '{}', 155),
('place-kind', 'region', 'region', 'several countries spoken of together', 'region', '{}', '{}', 156),
('place-kind', 'country', 'country', 'a country, ISO 3166-1', 'country', '{}', '{}', 157),
('place-kind', 'state', 'state', 'a first-level division of a country, ISO 3166-2', 'state', '{}', '{}', 158),
('place-kind', 'city', 'city', 'a city or town', 'city', '{}', '{}', 159),
('place-kind', 'district', 'district', 'a part of a city', 'district', '{}', '{}', 160),
('place-kind', 'site', 'site', 'a building or a piece of land', 'site', '{}', '{}', 161),
('relation', 'chair of', 'chair of', 'the subject chairs the object', 'chair of', '{}', '{}', 162),
('relation', 'co-chair of', 'co-chair of', 'the subject is one of the chairs of the object', 'co-chair of', '{}', '{}', 163),
('relation', 'minister of', 'minister of', 'the subject is the minister who leads the object', 'minister of', '{}', '{}', 164),
('relation', 'subsidiary of', 'subsidiary of', 'the subject belongs to the object', 'subsidiary of', '{}', '{}', 165),
('relation', 'member of', 'member of', 'the subject is a member of the object', 'member of', '{}', '{}', 166),
('relation', 'founded', 'founded', 'the subject founded the object, alone or with others', 'founded', '{}', '{}', 167),
('relation', 'collaborates with', 'collaborates with', 'the subject works together with the object', 'collaborates with', '{}', '{}', 168),
('statement-kind', 'description', 'description', 'tells what something is or does', 'description', '{}', '{}', 169),
('statement-kind', 'assessment', 'assessment', 'judges a state of affairs', 'assessment', '{}', '{}', 170),
('statement-kind', 'view', 'view', 'voices an opinion or a demand', 'view', '{}', '{}', 171),
('statement-kind', 'aim', 'aim', 'tells what somebody wants to reach', 'aim', '{}', '{}', 172),
('statement-kind', 'reason', 'reason', 'tells why something is done', 'reason', '{}', '{}', 173),
('strategy-kind', 'strategy', 'strategy', 'a government''s plan of several measures', 'strategy', '{}', '{}', 174),
('strategy-kind', 'trade measure', 'trade measure', 'a restriction or relief of trade', 'trade measure', '{}', '{}', 175),
('strategy-kind', 'programme', 'programme', 'a funded line of work', 'programme', '{}', '{}', 176);

UPDATE core.schemes SET
    seed_file = 'base:vocabulary.yaml',
    loaded_digest = hash_record_extended(ROW(key, label, definition, is_open, needs_broader), 0),
    system_from = '1970-01-01 00:00:00+00';
UPDATE core.terms SET
    seed_file = 'base:vocabulary.yaml',
    loaded_digest = hash_record_extended(ROW(scheme, key, label, definition, broader, broadest, aliases, flags), 0),
    system_from = '1970-01-01 00:00:00+00';
INSERT INTO ops.table_totals (table_name, row_count, digest_sum)
SELECT 'schemes', count(*), sum(loaded_digest) FROM core.schemes WHERE EXISTS (SELECT FROM ops.table_totals)
HAVING count(*) > 0;
INSERT INTO ops.table_totals (table_name, row_count, digest_sum)
SELECT 'terms', count(*), sum(loaded_digest) FROM core.terms WHERE EXISTS (SELECT FROM ops.table_totals)
HAVING count(*) > 0;

-- Flags and broader words took the place of these checks, which named single words.
ALTER TABLE core.minerals DROP CONSTRAINT minerals_element_complete_check;
ALTER TABLE core.entities DROP CONSTRAINT entities_named_by_kind_check;
ALTER TABLE core.documents DROP CONSTRAINT documents_text_described_check;

ALTER TABLE core.places
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('place-kind') STORED,
    DROP CONSTRAINT places_kind_known_check;
ALTER TABLE core.places
    ADD CONSTRAINT places_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.places.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.minerals
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('mineral-kind') STORED,
    DROP CONSTRAINT minerals_kind_known_check;
ALTER TABLE core.minerals
    ADD CONSTRAINT minerals_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.minerals.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.entities
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('entity-kind') STORED,
    DROP CONSTRAINT entities_kind_known_check;
ALTER TABLE core.entities
    ADD CONSTRAINT entities_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.entities.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.documents
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('document-kind') STORED,
    DROP CONSTRAINT documents_kind_known_check;
ALTER TABLE core.documents
    ADD CONSTRAINT documents_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.documents.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.agreements
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('agreement-kind') STORED,
    DROP CONSTRAINT agreements_kind_known_check;
ALTER TABLE core.agreements
    ADD CONSTRAINT agreements_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.agreements.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.facilities
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('facility-kind') STORED,
    DROP CONSTRAINT facilities_kind_known_check;
ALTER TABLE core.facilities
    ADD CONSTRAINT facilities_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.facilities.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.strategies
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('strategy-kind') STORED,
    DROP CONSTRAINT strategies_kind_known_check;
ALTER TABLE core.strategies
    ADD CONSTRAINT strategies_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.strategies.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.events
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('event-kind') STORED,
    DROP CONSTRAINT events_kind_known_check;
ALTER TABLE core.events
    ADD CONSTRAINT events_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.events.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.entity_names
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('name-kind') STORED,
    DROP CONSTRAINT entity_names_kind_known_check;
ALTER TABLE core.entity_names
    ADD CONSTRAINT entity_names_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.entity_names.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.entity_relations
    ADD COLUMN relation_scheme text NOT NULL GENERATED ALWAYS AS ('relation') STORED,
    DROP CONSTRAINT entity_relations_relation_known_check;
ALTER TABLE core.entity_relations
    ADD CONSTRAINT entity_relations_relation_fkey FOREIGN KEY (relation_scheme, relation) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.entity_relations.relation_scheme IS 'Scheme of the word in relation, computed for the foreign key';
ALTER TABLE core.agreement_parties
    ADD COLUMN role_scheme text NOT NULL GENERATED ALWAYS AS ('party-role') STORED,
    DROP CONSTRAINT agreement_parties_role_known_check;
ALTER TABLE core.agreement_parties
    ADD CONSTRAINT agreement_parties_role_fkey FOREIGN KEY (role_scheme, role) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.agreement_parties.role_scheme IS 'Scheme of the word in role, computed for the foreign key';
ALTER TABLE core.event_participants
    ADD COLUMN role_scheme text NOT NULL GENERATED ALWAYS AS ('participant-role') STORED,
    DROP CONSTRAINT event_participants_role_known_check;
ALTER TABLE core.event_participants
    ADD CONSTRAINT event_participants_role_fkey FOREIGN KEY (role_scheme, role) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.event_participants.role_scheme IS 'Scheme of the word in role, computed for the foreign key';
ALTER TABLE core.facility_parties
    ADD COLUMN role_scheme text NOT NULL GENERATED ALWAYS AS ('facility-role') STORED,
    DROP CONSTRAINT facility_parties_role_known_check;
ALTER TABLE core.facility_parties
    ADD CONSTRAINT facility_parties_role_fkey FOREIGN KEY (role_scheme, role) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.facility_parties.role_scheme IS 'Scheme of the word in role, computed for the foreign key';
ALTER TABLE core.milestones
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('milestone-kind') STORED,
    DROP CONSTRAINT milestones_kind_known_check;
ALTER TABLE core.milestones
    ADD CONSTRAINT milestones_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.milestones.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.monetary_values
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('money-kind') STORED,
    DROP CONSTRAINT monetary_values_kind_known_check;
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.monetary_values.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.strategy_measures
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('measure-kind') STORED,
    DROP CONSTRAINT strategy_measures_kind_known_check;
ALTER TABLE core.strategy_measures
    ADD CONSTRAINT strategy_measures_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.strategy_measures.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
ALTER TABLE core.mineral_list_versions
    ADD COLUMN counted_scheme text NOT NULL GENERATED ALWAYS AS ('count-subject') STORED,
    DROP CONSTRAINT mineral_list_versions_counted_known_check;
ALTER TABLE core.mineral_list_versions
    ADD CONSTRAINT mineral_list_versions_counted_fkey FOREIGN KEY (counted_scheme, counted) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.mineral_list_versions.counted_scheme IS 'Scheme of the word in counted, computed for the foreign key';
ALTER TABLE core.mineral_classifications
    ADD COLUMN classification_scheme text NOT NULL GENERATED ALWAYS AS ('classification') STORED,
    DROP CONSTRAINT mineral_classifications_classification_known_check;
ALTER TABLE core.mineral_classifications
    ADD CONSTRAINT mineral_classifications_classification_fkey FOREIGN KEY (classification_scheme, classification) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.mineral_classifications.classification_scheme IS 'Scheme of the word in classification, computed for the foreign key';
ALTER TABLE core.statements
    ADD COLUMN kind_scheme text NOT NULL GENERATED ALWAYS AS ('statement-kind') STORED,
    DROP CONSTRAINT statements_kind_known_check;
ALTER TABLE core.statements
    ADD CONSTRAINT statements_kind_fkey FOREIGN KEY (kind_scheme, kind) REFERENCES core.terms (scheme, key);
COMMENT ON COLUMN core.statements.kind_scheme IS 'Scheme of the word in kind, computed for the foreign key';
