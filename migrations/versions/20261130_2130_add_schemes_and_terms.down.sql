-- The earlier schema knows the shipped words alone.
DO $refuse$
DECLARE
    added CONSTANT text := (
        SELECT string_agg(format('%s: %s', scheme, key), '; ' ORDER BY scheme, key)
        FROM core.terms WHERE seed_file IS DISTINCT FROM 'base:vocabulary.yaml'
    );
BEGIN
    IF added IS NOT NULL THEN
        RAISE EXCEPTION 'seeds have added words that the earlier schema cannot hold: %', added
            USING ERRCODE = 'dependent_objects_still_exist',
            HINT = 'Take these terms, and the facts that use them, out of the seeds and load; then go back.';
    END IF;
END
$refuse$;

ALTER TABLE core.places
    DROP CONSTRAINT places_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.places
    ADD CONSTRAINT places_kind_known_check CHECK (kind IN ('city', 'continent', 'country', 'district', 'region', 'site', 'state'));
ALTER TABLE core.minerals
    DROP CONSTRAINT minerals_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.minerals
    ADD CONSTRAINT minerals_kind_known_check CHECK (kind IN ('compound', 'element', 'group', 'metal', 'ore', 'product'));
ALTER TABLE core.entities
    DROP CONSTRAINT entities_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.entities
    ADD CONSTRAINT entities_kind_known_check CHECK (kind IN ('association', 'company', 'corporate group', 'government body', 'person', 'research institute', 'university', 'unnamed party'));
ALTER TABLE core.documents
    DROP CONSTRAINT documents_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.documents
    ADD CONSTRAINT documents_kind_known_check CHECK (kind IN ('article', 'policy', 'reference'));
ALTER TABLE core.agreements
    DROP CONSTRAINT agreements_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.agreements
    ADD CONSTRAINT agreements_kind_known_check CHECK (kind IN ('contract portfolio', 'joint venture', 'memorandum of understanding', 'partnership', 'strategic partnership', 'supply contract'));
ALTER TABLE core.facilities
    DROP CONSTRAINT facilities_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.facilities
    ADD CONSTRAINT facilities_kind_known_check CHECK (kind IN ('government complex', 'headquarters', 'integrated complex', 'plant', 'research institute'));
ALTER TABLE core.strategies
    DROP CONSTRAINT strategies_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.strategies
    ADD CONSTRAINT strategies_kind_known_check CHECK (kind IN ('programme', 'strategy', 'trade measure'));
ALTER TABLE core.events
    DROP CONSTRAINT events_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.events
    ADD CONSTRAINT events_kind_known_check CHECK (kind IN ('announcement', 'inauguration', 'launch', 'meeting'));
ALTER TABLE core.entity_names
    DROP CONSTRAINT entity_names_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.entity_names
    ADD CONSTRAINT entity_names_kind_known_check CHECK (kind IN ('alias', 'native', 'short'));
ALTER TABLE core.entity_relations
    DROP CONSTRAINT entity_relations_relation_fkey,
    DROP COLUMN relation_scheme;
ALTER TABLE core.entity_relations
    ADD CONSTRAINT entity_relations_relation_known_check CHECK (relation IN ('chair of', 'co-chair of', 'collaborates with', 'founded', 'member of', 'minister of', 'subsidiary of'));
ALTER TABLE core.agreement_parties
    DROP CONSTRAINT agreement_parties_role_fkey,
    DROP COLUMN role_scheme;
ALTER TABLE core.agreement_parties
    ADD CONSTRAINT agreement_parties_role_known_check CHECK (role IN ('buyer', 'founder', 'partner', 'signatory', 'supplier'));
ALTER TABLE core.event_participants
    DROP CONSTRAINT event_participants_role_fkey,
    DROP COLUMN role_scheme;
ALTER TABLE core.event_participants
    ADD CONSTRAINT event_participants_role_known_check CHECK (role IN ('convener', 'founder', 'host', 'inaugurator', 'participant', 'speaker'));
ALTER TABLE core.facility_parties
    DROP CONSTRAINT facility_parties_role_fkey,
    DROP COLUMN role_scheme;
ALTER TABLE core.facility_parties
    ADD CONSTRAINT facility_parties_role_known_check CHECK (role IN ('operator', 'partner', 'planner'));
ALTER TABLE core.milestones
    DROP CONSTRAINT milestones_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.milestones
    ADD CONSTRAINT milestones_kind_known_check CHECK (kind IN ('announced', 'awarded', 'commercial operation', 'completion', 'confirmed', 'held', 'in force', 'inaugurated', 'launched', 'production start', 'reported', 'signed', 'unveiled'));
ALTER TABLE core.monetary_values
    DROP CONSTRAINT monetary_values_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.monetary_values
    ADD CONSTRAINT monetary_values_kind_known_check CHECK (kind IN ('contract value', 'investment', 'pledge', 'portfolio total'));
ALTER TABLE core.strategy_measures
    DROP CONSTRAINT strategy_measures_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.strategy_measures
    ADD CONSTRAINT strategy_measures_kind_known_check CHECK (kind IN ('chain management', 'classification', 'crisis response', 'diversification', 'funding', 'list change', 'monitoring', 'recycling', 'trade restriction'));
ALTER TABLE core.mineral_list_versions
    DROP CONSTRAINT mineral_list_versions_counted_fkey,
    DROP COLUMN counted_scheme;
ALTER TABLE core.mineral_list_versions
    ADD CONSTRAINT mineral_list_versions_counted_known_check CHECK (counted IN ('minerals', 'rare earth elements'));
ALTER TABLE core.mineral_classifications
    DROP CONSTRAINT mineral_classifications_classification_fkey,
    DROP COLUMN classification_scheme;
ALTER TABLE core.mineral_classifications
    ADD CONSTRAINT mineral_classifications_classification_known_check CHECK (classification IN ('critical', 'key', 'strategic'));
ALTER TABLE core.statements
    DROP CONSTRAINT statements_kind_fkey,
    DROP COLUMN kind_scheme;
ALTER TABLE core.statements
    ADD CONSTRAINT statements_kind_known_check CHECK (kind IN ('aim', 'assessment', 'description', 'reason', 'view'));
ALTER TABLE core.minerals ADD CONSTRAINT minerals_element_complete_check CHECK ((kind = 'element') = (symbol IS NOT NULL AND atomic_number IS NOT NULL));
ALTER TABLE core.entities ADD CONSTRAINT entities_named_by_kind_check CHECK (is_named = (kind <> 'unnamed party'));
ALTER TABLE core.documents ADD CONSTRAINT documents_text_described_check CHECK (kind = 'reference' OR num_nonnulls(page_date, sha256, character_count, paragraph_count) = 4);
DROP TABLE core.terms;
DROP TABLE core.schemes;
