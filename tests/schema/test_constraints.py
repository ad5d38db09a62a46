"""What the database itself refuses: a row that would not be honest cannot get in, whoever writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Mapping

SHA = "0" * 64
TEXT: dict[str, Any] = {"page_date": "2030-05-15", "sha256": SHA, "character_count": 900, "paragraph_count": 12}

# a valid row of each table that the tests spoil
VALID: dict[str, dict[str, Any]] = {
    "facts": {"family": "places", "path": "places/x", "basis": "stated", "rank": "normal"},
    "documents": {"key": "news", "kind": "article", "title": "News", "language": "en", **TEXT},
    "places": {"key": "freedonia", "kind": "country", "name": "Freedonia", "iso_code": "FD"},
    "currencies": {"key": "usd", "code": "USD", "name": "dollar", "minor_units": 2},
    "minerals": {"key": "tin", "kind": "element", "name": "tin", "symbol": "Sn", "atomic_number": 50},
    "entities": {"key": "tinworks", "kind": "company", "name": "Tinworks", "is_named": True},
    "agreements": {"key": "deal", "kind": "partnership", "name": "Deal"},
    "citations": {"document_key": "news", "locator": "1", "paragraph": 1},
    "milestones": {"kind": "signed", "agreement_key": "deal"},
    "monetary_values": {
        "kind": "pledge",
        "agreement_key": "deal",
        "amount": 5,
        "words": "5 USD",
        "approximation": "exact",
        "quantum": 1,
        "currency_code": "USD",
        "is_total": False,
    },
}
VALID["units"] = {"key": "percent", "name": "percent", "symbol": "%"}
VALID["indicators"] = {"key": "share", "name": "Share", "definition": "a part", "unit_key": "percent"}
DATE = {"date_words": "May", "date_edtf": "2030-05", "date_qualifier": "on", "date_rule": "latest past"}
EQUIVALENT = {
    "equivalent_amount": 7000,
    "equivalent_words": "7,000 KRW",
    "equivalent_approximation": "about",
    "equivalent_quantum": 1,
    "equivalent_currency_code": "KRW",
}


def insert(connection: psycopg.Connection, table: str, row: Mapping[str, Any]) -> None:
    statement = sql.SQL("INSERT INTO core.{} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join([sql.Placeholder()] * len(row)),
    )
    connection.execute(statement, list(row.values()))


def add(connection: psycopg.Connection, table: str, changes: Mapping[str, Any]) -> None:
    """Add the table's valid row with some columns changed, and the fact it is."""
    fact_id = uuid4()
    if table != "facts":
        shared = {**VALID["facts"], "family": table, "modality": "occurred"}
        insert(connection, "facts", {"fact_id": fact_id, **shared})
    insert(connection, table, {"fact_id": fact_id, **VALID[table], **changes})


@pytest.fixture
def core(migrated: psycopg.Connection) -> psycopg.Connection:
    """Give a connection to a database that holds one row of each register the tests refer to."""
    for table in ("documents", "places", "currencies", "entities", "agreements"):
        add(migrated, table, {})
    add(migrated, "currencies", {"key": "krw", "code": "KRW", "minor_units": 0})
    return migrated


GOOD: list[tuple[str, dict[str, Any]]] = [
    ("facts", {}),
    ("facts", {"rank": "preferred", "rank_reason": "newer"}),
    ("facts", {"basis": "inferred", "note": "by its name"}),
    ("facts", {"family": "milestones", "modality": "planned"}),
    ("documents", {"key": "book", "kind": "reference", **dict.fromkeys(TEXT)}),
    ("minerals", {}),
    ("minerals", {"key": "tin-ore", "kind": "ore", "symbol": None, "atomic_number": None}),
    ("entities", {"key": "b", "kind": "unnamed party", "is_named": False, "descriptor": "a buyer"}),
    ("citations", {"span_start": 0, "span_end": 5, "quote_sha256": SHA}),
    ("citations", {"paragraph": None, "locator": "4.1"}),
    ("milestones", {}),
    ("milestones", DATE),
    ("monetary_values", EQUIVALENT),
    ("monetary_values", {"approximation": "between", "upper_amount": 6}),
    ("monetary_values", {"amount": -5}),
    ("monetary_values", {"approximation": "magnitude", "amount": None, "quantum": 24, "upper_amount": 100}),
    ("monetary_values", {**dict.fromkeys(("amount", "approximation", "quantum")), "status": "withheld"}),
]


@pytest.mark.parametrize(("table", "changes"), GOOD)
def test_honest_row_is_taken(core: psycopg.Connection, table: str, changes: dict[str, Any]) -> None:
    add(core, table, changes)
    count = core.execute(sql.SQL("SELECT count(*) FROM core.{}").format(sql.Identifier(table))).fetchone()
    assert count is not None
    assert count[0] > 0


BAD: dict[str, tuple[str, dict[str, Any]]] = {
    "facts_rank_reasoned_check": ("facts", {"rank": "preferred"}),
    "facts_inference_explained_check": ("facts", {"basis": "inferred"}),
    "facts_modality_given_check": ("facts", {"family": "milestones"}),
    "facts_modality_known_check": ("facts", {"modality": "hoped"}),
    "places_key_form_check": ("places", {"key": "New Freedonia"}),
    "places_iso_code_form_check": ("places", {"key": "s", "iso_code": "kr"}),
    "places_parent_other_check": ("places", {"key": "s", "parent_key": "s"}),
    "currencies_code_form_check": ("currencies", {"key": "euro", "code": "EUR"}),
    "currencies_minor_units_range_check": ("currencies", {"key": "eur", "code": "EUR", "minor_units": 5}),
    "documents_sha256_form_check": ("documents", {"key": "d", "sha256": "A" * 64}),
    "minerals_atomic_number_range_check": ("minerals", {"atomic_number": 119}),
    "entities_descriptor_if_unnamed_check": ("entities", {"key": "b", "kind": "unnamed party", "is_named": False}),
    "citations_paragraph_positive_check": ("citations", {"paragraph": 0}),
    "citations_span_order_check": ("citations", {"span_start": 5, "span_end": 5}),
    "milestones_one_subject_check": ("milestones", {"entity_key": "tinworks"}),
    "milestones_date_whole_check": ("milestones", {**DATE, "date_words": None}),
    "milestones_date_order_check": ("milestones", {"date_earliest": "2030-02-02", "date_latest": "2030-02-01"}),
    "facts_rank_known_check": ("facts", {"rank": "best"}),
    "monetary_values_one_subject_check": ("monetary_values", {"agreement_key": None}),
    "monetary_values_figure_currency_check": ("monetary_values", {"currency_code": None}),
    "monetary_values_figure_whole_check": ("monetary_values", {"quantum": None}),
    "monetary_values_figure_range_check": ("monetary_values", {"approximation": "between", "upper_amount": 4}),
    "monetary_values_figure_number_check": ("monetary_values", {"approximation": "magnitude", "upper_amount": 100}),
    "monetary_values_number_or_reason_check": (
        "monetary_values",
        dict.fromkeys(("amount", "approximation", "quantum", "currency_code")),
    ),
    "monetary_values_status_known_check": ("monetary_values", {"status": "guessed"}),
    "units_factor_of_base_check": ("units", {"factor": 1000}),
    "units_factor_positive_check": ("units", {"key": "permille", "base_key": "percent", "factor": 0}),
    "units_base_other_check": ("units", {"base_key": "percent"}),
    "indicators_value_range_known_check": ("indicators", {"value_range": "small"}),
    "indicators_adds_over_known_check": ("indicators", {"adds_over": "everything"}),
    "monetary_values_range_whole_check": ("monetary_values", {"upper_amount": 6}),
    "monetary_values_equivalent_whole_check": ("monetary_values", {**EQUIVALENT, "equivalent_words": None}),
    "monetary_values_equivalent_other_currency_check": (
        "monetary_values",
        {**EQUIVALENT, "equivalent_currency_code": "USD"},
    ),
}


@pytest.mark.parametrize("constraint", BAD)
def test_dishonest_row_is_refused_by_name(core: psycopg.Connection, constraint: str) -> None:
    table, changes = BAD[constraint]
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        add(core, table, changes)
    assert caught.value.diag.constraint_name == constraint


@pytest.mark.parametrize(
    ("table", "changes", "constraint"),
    [
        ("places", {"key": "s", "parent_key": "nowhere"}, "places_parent_key_fkey"),
        ("citations", {"document_key": "gone"}, "citations_document_key_fkey"),
        ("milestones", {"agreement_key": "gone"}, "milestones_agreement_key_fkey"),
        ("milestones", {"kind": "dreamt"}, "milestones_kind_fkey"),
        ("milestones", {"kind": "supplier"}, "milestones_kind_fkey"),
        ("monetary_values", {"currency_code": "CHF"}, "monetary_values_currency_code_fkey"),
    ],
)
def test_reference_to_nothing_is_refused(
    core: psycopg.Connection, table: str, changes: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation) as caught:
        add(core, table, changes)
    assert caught.value.diag.constraint_name == constraint


def test_fact_without_its_shared_row_is_refused(core: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation) as caught:
        insert(core, "milestones", {"fact_id": uuid4(), **VALID["milestones"]})
    assert caught.value.diag.constraint_name == "milestones_fact_id_fkey"
