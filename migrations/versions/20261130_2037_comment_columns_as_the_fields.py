"""Comment columns as the fields.

A column has the same description as the field of a seed record that it holds.
"""

from alembic import op

revision = "20261130_2037"
down_revision = "20261122_1300"
branch_labels = None
depends_on = None

FORTH = """
COMMENT ON COLUMN core.agreement_parties.entity_key IS 'Who plays the role';
COMMENT ON COLUMN core.agreement_parties.role IS 'Supplier, buyer, signatory …';
COMMENT ON COLUMN core.agreements.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.agreements.kind IS 'Kind of agreement: supply contract, joint venture …';
COMMENT ON COLUMN core.agreements.parent_key IS 'The portfolio it belongs to, or the agreement it came of; NULL: none';
COMMENT ON COLUMN core.currencies.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.disagreements.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.documents.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.documents.kind IS 'Kind of document: article, policy …';
COMMENT ON COLUMN core.documents.sha256 IS 'SHA-256 of the curator''s copy of the text; NULL: a reference work';
COMMENT ON COLUMN core.documents.character_count IS 'Code points of the curator''s copy; NULL: a reference work';
COMMENT ON COLUMN core.documents.paragraph_count IS 'Non-empty lines of the curator''s copy; NULL: a reference work';
COMMENT ON COLUMN core.entities.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.entities.kind IS 'Kind of entity: company, government body, person …';
COMMENT ON COLUMN core.entities.descriptor IS 'How a document describes a party it does not name; NULL: it has a name';
COMMENT ON COLUMN core.entity_relations.relation IS 'What the entity is to the object';
COMMENT ON COLUMN core.entity_relations.object_key IS 'The other entity, the object of the relation';
COMMENT ON COLUMN core.event_participants.entity_key IS 'Who plays the role';
COMMENT ON COLUMN core.event_participants.role IS 'Convener, speaker, participant …';
COMMENT ON COLUMN core.events.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.events.kind IS 'Kind of event: meeting, launch …';
COMMENT ON COLUMN core.facilities.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.facilities.kind IS 'Kind of facility: plant, headquarters …';
COMMENT ON COLUMN core.facility_parties.entity_key IS 'Who plays the role';
COMMENT ON COLUMN core.facility_parties.role IS 'Operator, planner or partner';
COMMENT ON COLUMN core.facts.attributed_to_key IS
    'Entity the document names as the one who says so; NULL: the document itself';
COMMENT ON COLUMN core.facts.attributed_words IS 'Who says so, where it is no registered entity; NULL: none';
COMMENT ON COLUMN core.facts.rank_reason IS 'Why the rank is not normal; NULL: it is normal';
COMMENT ON COLUMN core.identity_judgements.other_key IS 'The other entity, the later one in the alphabet';
COMMENT ON COLUMN core.identity_judgements.verdict IS 'Same, different or unsure';
COMMENT ON COLUMN core.indicators.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.milestones.kind IS 'Signed, announced, production start …';
COMMENT ON COLUMN core.milestones.date_rule IS 'The date: how the words lead to the value';
COMMENT ON COLUMN core.milestones.date_document_key IS
    'The date: document whose page date the words hang on; NULL: none';
COMMENT ON COLUMN core.mineral_classifications.classification IS 'Critical, strategic or key';
COMMENT ON COLUMN core.mineral_classifications.authority_key IS 'Entity that classifies it; NULL: the document itself';
COMMENT ON COLUMN core.mineral_list_versions.label IS 'Short name that tells the versions of a list apart';
COMMENT ON COLUMN core.mineral_list_versions.counted IS 'What is counted; NULL: no count stated';
COMMENT ON COLUMN core.mineral_lists.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.minerals.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.minerals.kind IS 'Kind of mineral: element, group, product …';
COMMENT ON COLUMN core.minerals.symbol IS 'Chemical symbol; NULL: it is no element';
COMMENT ON COLUMN core.minerals.atomic_number IS 'Number of protons; NULL: it is no element';
COMMENT ON COLUMN core.monetary_values.kind IS 'Contract value, pledge, portfolio total …';
COMMENT ON COLUMN core.monetary_values.amount IS 'The amount: the number; NULL where only words are printed';
COMMENT ON COLUMN core.monetary_values.words IS 'The sum as printed';
COMMENT ON COLUMN core.monetary_values.approximation IS 'The amount: how exactly it is stated';
COMMENT ON COLUMN core.monetary_values.quantum IS 'The amount: weight of the last printed digit, in currency units';
COMMENT ON COLUMN core.monetary_values.upper_amount IS
    'The amount: the upper figure of a printed range; NULL: no range';
COMMENT ON COLUMN core.monetary_values.currency_code IS 'The amount: currency, ISO 4217; NULL: none printed';
COMMENT ON COLUMN core.monetary_values.equivalent_amount IS
    'The equivalent: the number; NULL where only words are printed';
COMMENT ON COLUMN core.monetary_values.equivalent_words IS
    'The same sum in another currency, printed beside it; NULL: none printed';
COMMENT ON COLUMN core.monetary_values.equivalent_approximation IS 'The equivalent: how exactly it is stated';
COMMENT ON COLUMN core.monetary_values.equivalent_quantum IS
    'The equivalent: weight of the last printed digit, in currency units';
COMMENT ON COLUMN core.monetary_values.equivalent_currency_code IS
    'The equivalent: currency, ISO 4217; NULL: none printed';
COMMENT ON COLUMN core.monetary_values.is_total IS 'True for the total of parts that stand as facts of their own';
COMMENT ON COLUMN core.observations.approximation IS 'How exactly the number is stated';
COMMENT ON COLUMN core.observations.quantum IS 'Weight of the last printed digit, in the same unit';
COMMENT ON COLUMN core.observations.counterpart_key IS 'The other place, such as where imports come from; NULL: none';
COMMENT ON COLUMN core.observations.mineral_key IS 'The mineral or product; NULL: none in particular';
COMMENT ON COLUMN core.observations.period_rule IS 'The period: how the words lead to the value';
COMMENT ON COLUMN core.observations.period_document_key IS
    'The period: document whose page date the words hang on; NULL: none';
COMMENT ON COLUMN core.places.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.places.kind IS 'Kind of place: country, city, site …';
COMMENT ON COLUMN core.places.iso_code IS 'ISO 3166-1 alpha-2 or ISO 3166-2 code; NULL: none exists';
COMMENT ON COLUMN core.scopes.covered_stage_key IS 'Stage of the supply chain it covers; NULL: none in particular';
COMMENT ON COLUMN core.scopes.completeness IS 'Whether the document names all there are';
COMMENT ON COLUMN core.statements.kind IS 'View, assessment, aim …';
COMMENT ON COLUMN core.strategies.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.strategies.kind IS 'Kind of strategy: strategy, trade measure, programme …';
COMMENT ON COLUMN core.strategy_measures.kind IS 'Funding, list change, diversification …';
COMMENT ON COLUMN core.supply_chain_stages.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.supply_chain_stages.definition IS 'What is done at this stage, in our own words';
COMMENT ON COLUMN core.units.key IS 'Human-made, stable name of the record; other records refer to it';
COMMENT ON COLUMN core.units.ucum_code IS
    'UCUM code; NULL: UCUM has none, or the document leaves open which unit is meant';
"""

BACK = """
COMMENT ON COLUMN core.units.ucum_code IS
    'UCUM code; NULL where the document leaves open which unit is meant, or UCUM has none';
COMMENT ON COLUMN core.units.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.supply_chain_stages.definition IS 'What is done at this stage';
COMMENT ON COLUMN core.supply_chain_stages.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.strategy_measures.kind IS 'Funding, list change, diversification …; closed vocabulary';
COMMENT ON COLUMN core.strategies.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.strategies.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.statements.kind IS 'View, assessment, aim …; closed vocabulary';
COMMENT ON COLUMN core.scopes.completeness IS 'Whether the document names all there are; closed vocabulary';
COMMENT ON COLUMN core.scopes.covered_stage_key IS 'Stage it covers; NULL: none in particular';
COMMENT ON COLUMN core.places.iso_code IS 'ISO 3166-1 alpha-2 or ISO 3166-2 code; NULL where none exists';
COMMENT ON COLUMN core.places.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.places.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.observations.period_document_key IS 'The period: document whose page date the words hang on';
COMMENT ON COLUMN core.observations.period_rule IS 'The period: how the words were resolved; closed vocabulary';
COMMENT ON COLUMN core.observations.mineral_key IS 'The mineral or product it is about; NULL: none in particular';
COMMENT ON COLUMN core.observations.counterpart_key IS 'The other place, such as the source of imports; NULL: none';
COMMENT ON COLUMN core.observations.quantum IS 'Weight of the last printed digit, in the indicator''s unit';
COMMENT ON COLUMN core.observations.approximation IS 'How exactly it is stated; closed vocabulary';
COMMENT ON COLUMN core.monetary_values.is_total IS 'True where it is the total of parts that stand as own rows';
COMMENT ON COLUMN core.monetary_values.equivalent_currency_code IS 'Currency of the equivalent; NULL: none printed';
COMMENT ON COLUMN core.monetary_values.equivalent_quantum IS
    'The equivalent printed beside the sum: weight of the last printed digit, in currency units';
COMMENT ON COLUMN core.monetary_values.equivalent_approximation IS
    'The equivalent printed beside the sum: how exactly it is stated; closed vocabulary';
COMMENT ON COLUMN core.monetary_values.equivalent_words IS
    'The equivalent printed beside the sum: number and currency as printed';
COMMENT ON COLUMN core.monetary_values.equivalent_amount IS
    'The equivalent printed beside the sum: the number; NULL where only words are printed';
COMMENT ON COLUMN core.monetary_values.currency_code IS 'Currency of the sum, ISO 4217; NULL: no currency printed';
COMMENT ON COLUMN core.monetary_values.upper_amount IS 'The upper figure of a printed range; NULL: no range';
COMMENT ON COLUMN core.monetary_values.quantum IS 'The sum: weight of the last printed digit, in currency units';
COMMENT ON COLUMN core.monetary_values.approximation IS 'The sum: how exactly it is stated; closed vocabulary';
COMMENT ON COLUMN core.monetary_values.words IS 'The sum: number and currency as printed';
COMMENT ON COLUMN core.monetary_values.amount IS 'The sum: the number; NULL where only words are printed';
COMMENT ON COLUMN core.monetary_values.kind IS 'Contract value, pledge, portfolio total …; closed vocabulary';
COMMENT ON COLUMN core.minerals.atomic_number IS 'Protons; NULL unless it is an element';
COMMENT ON COLUMN core.minerals.symbol IS 'Chemical symbol; NULL unless it is an element';
COMMENT ON COLUMN core.minerals.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.minerals.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.mineral_lists.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.mineral_list_versions.counted IS 'What is counted; closed vocabulary; NULL: no count stated';
COMMENT ON COLUMN core.mineral_list_versions.label IS 'Tells the versions of a list apart';
COMMENT ON COLUMN core.mineral_classifications.authority_key IS
    'Who classifies it; NULL: the document itself calls it so';
COMMENT ON COLUMN core.mineral_classifications.classification IS 'Critical, strategic …; closed vocabulary';
COMMENT ON COLUMN core.milestones.date_document_key IS 'The date: document whose page date the words hang on';
COMMENT ON COLUMN core.milestones.date_rule IS 'The date: how the words were resolved; closed vocabulary';
COMMENT ON COLUMN core.milestones.kind IS 'Signed, announced, production start …; closed vocabulary';
COMMENT ON COLUMN core.indicators.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.identity_judgements.verdict IS 'Same, different or unsure; closed vocabulary';
COMMENT ON COLUMN core.identity_judgements.other_key IS 'The other entity';
COMMENT ON COLUMN core.facts.rank_reason IS 'Why the rank is not normal; NULL where it is';
COMMENT ON COLUMN core.facts.attributed_words IS
    'Who says so where it is no registered entity, such as industry sources; NULL: none';
COMMENT ON COLUMN core.facts.attributed_to_key IS 'Who says so, in the document''s words; NULL: the document itself';
COMMENT ON COLUMN core.facility_parties.role IS 'Operator, planner or partner; closed vocabulary';
COMMENT ON COLUMN core.facility_parties.entity_key IS 'The party';
COMMENT ON COLUMN core.facilities.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.facilities.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.events.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.events.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.event_participants.role IS 'Convener, speaker, participant …; closed vocabulary';
COMMENT ON COLUMN core.event_participants.entity_key IS 'Who took part';
COMMENT ON COLUMN core.entity_relations.object_key IS 'Object of the relation';
COMMENT ON COLUMN core.entity_relations.relation IS 'What the subject is to the object; closed vocabulary';
COMMENT ON COLUMN core.entities.descriptor IS
    'How a document describes a party it does not name; NULL where it has a name';
COMMENT ON COLUMN core.entities.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.entities.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.documents.paragraph_count IS 'Non-empty lines of the curator''s copy; NULL for reference works';
COMMENT ON COLUMN core.documents.character_count IS 'Code points of the curator''s copy; NULL for reference works';
COMMENT ON COLUMN core.documents.sha256 IS 'SHA-256 of the curator''s copy of the text; NULL for reference works';
COMMENT ON COLUMN core.documents.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.documents.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.disagreements.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.currencies.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.agreements.parent_key IS 'The portfolio it belongs to or the agreement it came of; NULL: none';
COMMENT ON COLUMN core.agreements.kind IS 'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.agreements.key IS 'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.agreement_parties.role IS 'Supplier, buyer, signatory …; closed vocabulary';
COMMENT ON COLUMN core.agreement_parties.entity_key IS 'The party';
"""


def upgrade() -> None:
    op.execute(FORTH)


def downgrade() -> None:
    op.execute(BACK)
