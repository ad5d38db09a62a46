"""What tables of facts, bridges and wide views hold: nothing lost, nothing doubled, the right one chosen."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest
from psycopg import sql
from psycopg.rows import dict_row

from tests.conftest import ROOT
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    from psycopg import Connection

pytestmark = pytest.mark.slow

OBJECTS: Final = {found.name: found for found in list_objects(ROOT / "sql")}
SOURCES: Final = {
    "bridge_agreement_party": "agreement_parties",
    "bridge_disagreement_fact": "disagreement_facts",
    "bridge_event_participant": "event_participants",
    "bridge_facility_party": "facility_parties",
    "bridge_mineral_list_member": "mineral_list_members",
    "fact_clause": "clauses",
    "fact_entity_relation": "entity_relations",
    "fact_holding": "holdings",
    "fact_identifier": "identifiers",
    "fact_identity_judgement": "identity_judgements",
    "fact_link": "links",
    "fact_milestone": "milestones",
    "fact_mineral_classification": "mineral_classifications",
    "fact_mineral_list_version": "mineral_list_versions",
    "fact_name": "names",
    "fact_observation": "observations",
    "fact_scope": "scopes",
    "fact_stage_synonym": "stage_synonyms",
    "fact_statement": "statements",
    "fact_status": "statuses",
    "fact_strategy_measure": "strategy_measures",
}
COMPARED: Final = ("fact_milestone", "fact_mineral_list_version", "fact_money", "fact_observation")
WIDE: Final = {
    "wide_citations": "bridge_fact_document",
    "wide_clauses": "fact_clause",
    "wide_figures": "fact_observation",
    "wide_holdings": "fact_holding",
    "wide_links": "fact_link",
    "wide_milestones": "fact_milestone",
    "wide_relations": "fact_entity_relation",
    "wide_scopes": "fact_scope",
    "wide_statements": "fact_statement",
    "wide_statuses": "fact_status",
}
WITHOUT_ROWS: Final = ("wide_comparisons",)
"""Views of which the curated seeds fill no row; ``tests.load.test_trade_in_mart`` looks at them."""


def ask(connection: Connection[Any], query: str) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode()).fetchall()


def count(connection: Connection[Any], schema: str, table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
    row = connection.execute(query).fetchone()
    assert row
    return int(row[0])


@pytest.mark.parametrize("name", SOURCES)
def test_every_fact_has_one_row(loaded_mart: Connection[Any], name: str) -> None:
    assert count(loaded_mart, "mart", name) == count(loaded_mart, "core", SOURCES[name]) > 0


def test_all_facts_can_be_reached_in_words(loaded_mart: Connection[Any]) -> None:
    said = ask(loaded_mart, "SELECT path, says FROM mart.wide_facts")
    assert {row["path"] for row in said} == {row["path"] for row in ask(loaded_mart, "SELECT path FROM core.facts")}
    assert [row for row in said if not row["says"]] == []
    assert len(said) == count(loaded_mart, "core", "facts")


@pytest.mark.parametrize("name", WIDE)
def test_no_wide_view_loses_or_doubles_a_row(loaded_mart: Connection[Any], name: str) -> None:
    assert count(loaded_mart, "mart", name) == count(loaded_mart, "mart", WIDE[name])


def test_parties_of_all_kinds_stand_together(loaded_mart: Connection[Any]) -> None:
    bridges = [
        f"bridge_{kind}" for kind in ("agreement_party", "event_participant", "facility_party", "strategy_party")
    ]
    assert count(loaded_mart, "mart", "wide_parties") == sum(count(loaded_mart, "mart", name) for name in bridges)
    conveners = ask(loaded_mart, "SELECT party, is_disputed FROM mart.wide_parties WHERE role = 'convener'")
    assert {tuple(row.values()) for row in conveners} == {("Blue House", True), ("Government of South Korea", True)}


@pytest.mark.parametrize("name", sorted({name for name in OBJECTS if name.startswith("wide_")} - {*WITHOUT_ROWS}))
def test_wide_views_have_their_key_and_explain_what_is_empty(loaded_mart: Connection[Any], name: str) -> None:
    header = OBJECTS[name].header
    rows = ask(loaded_mart, f"SELECT * FROM mart.{name}")
    keys = [tuple(row[column] for column in header.key) for row in rows]
    assert len(set(keys)) == len(keys) > 0
    unexplained = {
        column for column, said in header.columns.items() if said.empty is None and any(r[column] is None for r in rows)
    }
    assert unexplained == set()


def test_every_date_of_a_fact_has_a_day(loaded_mart: Connection[Any]) -> None:
    dates = ask(
        loaded_mart,
        """SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'core' AND data_type = 'date'""",
    )
    days = (ROOT / "sql/mart/dim_date.sql").read_text()
    names = [(row["table_name"], row["column_name"]) for row in dates]
    assert [name for name in names if not re.search(r"\w\.{1} (AS day )?FROM {0} ".format(*name), days)] == []


@pytest.mark.parametrize("name", COMPARED)
def test_one_fact_per_question_is_chosen(loaded_mart: Connection[Any], name: str) -> None:
    query = f"""SELECT question_key FROM mart.{name} GROUP BY question_key
        HAVING count(DISTINCT fact_key) FILTER (WHERE is_chosen) <> 1 OR count(DISTINCT chosen_by) <> 1"""
    assert ask(loaded_mart, query) == []


def test_every_sum_has_a_row_for_each_currency_it_is_printed_in(loaded_mart: Connection[Any]) -> None:
    sums = count(loaded_mart, "core", "monetary_values")
    (legs,) = ask(
        loaded_mart,
        """SELECT count(*) FILTER (WHERE leg = 'printed') AS printed,
            count(*) FILTER (WHERE leg = 'equivalent') AS other,
            (SELECT count(equivalent_amount) FROM core.monetary_values) AS converted FROM mart.fact_money""",
    )
    assert (legs["printed"], legs["other"]) == (sums, legs["converted"])
    assert count(loaded_mart, "mart", "wide_money") == sums
    in_won = ask(loaded_mart, "SELECT count(*) AS n FROM mart.fact_money WHERE currency_code = 'KRW'")
    assert count(loaded_mart, "mart", "money_krw") == in_won[0]["n"] > 0


def test_a_later_intention_does_not_take_the_pledge_back(loaded_mart: Connection[Any]) -> None:
    rows = ask(
        loaded_mart,
        """SELECT as_printed, amount, highest_amount, modality, is_chosen, chosen_by, is_counted, why_not_counted,
            agreeing_source_count AS agree, differing_source_count AS differ, is_disputed
        FROM mart.fact_money WHERE kind = 'pledge' AND currency_code = 'USD' ORDER BY amount""",
    )
    assert [(r["as_printed"], r["modality"], r["chosen_by"], r["why_not_counted"]) for r in rows] == [
        ("about 690 million USD", "intended", None, "counted in another row"),
        ("about 691 million USD", "pledged", "firmest modality", None),
    ]
    assert {(row["agree"], row["differ"], row["is_disputed"]) for row in rows} == {(2, 0, True)}
    assert [row["highest_amount"] for row in rows] == [None, None]
    pledged = "SELECT sum(pledge) AS sum FROM mart.{} WHERE modality = 'pledged'"
    assert ask(loaded_mart, pledged.format("money_krw")) == [{"sum": 10**12}]
    assert ask(loaded_mart, pledged.format("money_usd")) == [{"sum": 691_000_000}]


def test_contracts_add_up_and_their_total_does_not_count(loaded_mart: Connection[Any]) -> None:
    won = "SELECT contract AS won FROM mart.money_krw WHERE contract IS NOT NULL ORDER BY 1"
    assert [row["won"] for row in ask(loaded_mart, won)] == [260 * 10**9, 600 * 10**9, 900 * 10**9]
    assert ask(loaded_mart, "SELECT sum(contract) AS dollars FROM mart.money_usd") == [{"dollars": 1_215_000_000}]
    (total,) = ask(
        loaded_mart,
        """SELECT amount, lowest_amount, highest_amount, approximation, quantum, why_not_counted
        FROM mart.fact_money WHERE is_total AND leg = 'printed'""",
    )
    assert total == {
        "amount": 1760 * 10**9,
        "lowest_amount": 1760 * 10**9,
        "highest_amount": 1760 * 10**9,
        "approximation": "exact",
        "quantum": 10**10,
        "why_not_counted": "total",
    }


def test_bounds_are_stated_ones(loaded_mart: Connection[Any]) -> None:
    rows = ask(
        loaded_mart,
        """SELECT mineral, counterpart, counterpart_iso_code, value, lowest_value, highest_value, unit_symbol,
            as_printed, approximation, country
        FROM mart.wide_figures WHERE indicator = 'Import dependence' ORDER BY value""",
    )
    about, exact = rows
    assert (about["value"], about["as_printed"], about["approximation"]) == (80, "about 80%", "about")
    assert (about["lowest_value"], about["highest_value"]) == (None, None)
    assert (exact["value"], exact["lowest_value"], exact["highest_value"]) == (
        Decimal("99.3"),
        Decimal("99.3"),
        Decimal("99.3"),
    )
    assert {(r["counterpart"], r["counterpart_iso_code"], r["unit_symbol"], r["country"]) for r in rows} == {
        ("China", "CN", "%", "South Korea")
    }
    (over,) = ask(
        loaded_mart, "SELECT value, lowest_value, highest_value FROM mart.wide_figures WHERE approximation = 'over'"
    )
    assert over == {"value": 20, "lowest_value": 21, "highest_value": None}


def test_partial_dates_keep_their_precision(loaded_mart: Connection[Any]) -> None:
    rows = ask(
        loaded_mart,
        "SELECT step, date_words, earliest_date::text, latest_date::text, date_precision FROM mart.wide_milestones",
    )
    told = {tuple(row.values()) for row in rows}
    assert ("signed", "last September", "2025-09-01", "2025-09-30", "month") in told
    assert ("production start", "next year", "2027-01-01", "2027-12-31", "year") in told
    assert ("commercial operation", "by 2027", None, "2027-12-31", "year") in told
    assert ("held", "February 13", "2026-02-13", "2026-02-13", "day") in told


def test_versions_of_lists_keep_what_is_counted(loaded_mart: Connection[Any]) -> None:
    rows = ask(loaded_mart, "SELECT version_label, stated_count, counted FROM mart.fact_mineral_list_version")
    assert {tuple(row.values()) for row in rows} == {
        ("before-expansion", 7, "minerals"),
        ("expanded", 17, "minerals"),
        ("with-rare-earths", 17, "rare earth elements"),
    }


def test_agreements_are_told_in_one_row(loaded_mart: Connection[Any]) -> None:
    rows = {row["agreement_key"]: row for row in ask(loaded_mart, "SELECT * FROM mart.wide_agreements")}
    assert len(rows) == count(loaded_mart, "core", "agreements")
    europe = rows["posco-magnets-europe"]
    assert (europe["suppliers"], europe["buyers"]) == ("POSCO International", "European automaker (unnamed)")
    assert europe["money_as_printed"] == "contract value: 260 billion KRW (roughly 179 million USD)"
    assert europe["figures"] == "Contract term: nine years"
    signed = rows["posco-reelement-mou"]
    assert (signed["signed"], signed["signed_precision"]) == ("2025-09 (last September)", "month")
    venture = rows["posco-reelement-joint-venture"]
    assert venture["stages"] == "Separation; Purification; Manufacturing; Recycling"


def test_the_dictionary_knows_every_column(loaded_mart: Connection[Any]) -> None:
    known = {(row["object"], row["column_name"]): row for row in ask(loaded_mart, "SELECT * FROM mart.dictionary")}
    declared = {(name, column) for name, found in OBJECTS.items() for column in found.header.columns}
    assert declared <= known.keys()
    for name, found in OBJECTS.items():
        for column, said in found.header.columns.items():
            row = known[name, column]
            assert (row["grain"], row["comment"], row["unit"]) == (found.header.grain, said.comment, said.unit)
            assert row["is_nullable"] == (said.empty is not None), (name, column)
            assert row["is_key"] == (found.is_table and column in found.header.key)


def test_relationships_are_the_foreign_keys(loaded_mart: Connection[Any]) -> None:
    columns = "table_name, column_name, refers_to_table, refers_to_column, cardinality"
    listed = {tuple(row.values()) for row in ask(loaded_mart, f"SELECT {columns} FROM mart.relationships")}
    assert {row[:4] for row in listed} == {
        (name, column, *target)
        for name, found in OBJECTS.items()
        if found.is_table
        for column, target in found.foreign_keys.items()
    }
    assert ("fact_milestone", "fact_key", "dim_fact", "fact_key", "one to one") in listed
    assert ("bridge_agreement_party", "entity_key", "dim_entity", "entity_key", "many to one") in listed


def test_objects_stand_after_what_they_read() -> None:
    order = list(OBJECTS)
    chain = ("dim_subject", "dim_fact", "fact_answer", "fact_money", "wide_money", "money_usd")
    assert all(order.index(one) < order.index(other) for one, other in pairwise(chain))
