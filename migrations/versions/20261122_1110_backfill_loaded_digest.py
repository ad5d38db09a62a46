"""Take the rows that are there for what the loads wrote, and have the next load read every file."""

from alembic import op

revision = "20261122_1110"
down_revision = "20261122_1100"
branch_labels = None
depends_on = None

STATED = {
    "places": "key, fact_id, kind, name, iso_code, parent_key",
    "currencies": "key, fact_id, code, name, minor_units",
    "units": "key, fact_id, name, symbol, ucum_code",
    "minerals": "key, fact_id, kind, name, symbol, atomic_number, parent_key",
    "entities": "key, fact_id, kind, name, country_key, is_named, descriptor",
    "documents": "key, fact_id, kind, title, section, publisher_key, language, page_date, published_on, url, sha256,"
    " character_count, paragraph_count",
    "agreements": "key, fact_id, kind, name, parent_key",
    "facilities": "key, fact_id, kind, name, place_key",
    "strategies": "key, fact_id, kind, name, issuer_key, jurisdiction_key, target_key",
    "mineral_lists": "key, fact_id, name, jurisdiction_key, steward_key, entry_term",
    "events": "key, fact_id, kind, name, place_key, is_public",
    "indicators": "key, fact_id, name, definition, unit_key",
    "supply_chain_stages": "key, fact_id, name, definition, position",
    "disagreements": "key, fact_id, question, status, resolution",
    "facts": "fact_id, family, path, modality, attributed_to_key, attributed_words, basis, rank, rank_reason, note",
    "citations": "fact_id, document_key, locator, paragraph, span_start, span_end, quote_sha256",
    "entity_names": "fact_id, entity_key, name, kind, language",
    "entity_relations": "fact_id, entity_key, relation, object_key, title",
    "agreement_parties": "fact_id, agreement_key, entity_key, role",
    "event_participants": "fact_id, event_key, entity_key, role",
    "facility_parties": "fact_id, facility_key, entity_key, role",
    "identity_judgements": "fact_id, entity_key, other_key, verdict, reason",
    "milestones": "fact_id, agreement_key, facility_key, strategy_key, mineral_list_key, event_key, entity_key, kind,"
    " date_words, date_edtf, date_earliest, date_latest, date_qualifier, date_rule, date_document_key",
    "monetary_values": "fact_id, agreement_key, strategy_key, facility_key, entity_key, kind, amount, words,"
    " approximation, quantum, upper_amount, currency_code, per_unit_key, equivalent_amount, equivalent_words,"
    " equivalent_approximation, equivalent_quantum, equivalent_currency_code, is_total",
    "observations": "fact_id, place_key, entity_key, agreement_key, facility_key, strategy_key, mineral_list_key,"
    " event_key, indicator_key, value, upper_value, words, approximation, quantum, counterpart_key, mineral_key,"
    " period_words, period_edtf, period_earliest, period_latest, period_qualifier, period_rule, period_document_key",
    "strategy_measures": "fact_id, strategy_key, kind, description",
    "mineral_list_versions": "fact_id, mineral_list_key, label, stated_count, counted",
    "mineral_list_members": "fact_id, mineral_list_key, version_label, member_key",
    "mineral_classifications": "fact_id, mineral_key, classification, authority_key, words",
    "stage_synonyms": "fact_id, stage_key, words",
    "scopes": "fact_id, agreement_key, entity_key, event_key, facility_key, mineral_list_key, mineral_key,"
    " strategy_key, covered_mineral_key, covered_stage_key, covered_end_use, words, completeness",
    "statements": "fact_id, agreement_key, entity_key, event_key, facility_key, mineral_list_key, mineral_key,"
    " strategy_key, place_key, kind, statement",
    "disagreement_facts": "fact_id, disagreement_key",
}


DIGEST = "UPDATE core.{table} SET loaded_digest = hash_record_extended(ROW({columns}), 0)"
NO_DIGEST = "UPDATE core.{table} SET loaded_digest = NULL"


def upgrade() -> None:
    for table, columns in STATED.items():
        op.execute(DIGEST.format(table=table, columns=columns))
    op.execute("DELETE FROM ops.seed_files")


def downgrade() -> None:
    for table in STATED:
        op.execute(NO_DIGEST.format(table=table))
