"""The migrated database: the same as the tables in Python, commented throughout, with the vocabularies' words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
import pytest
import sqlalchemy

from tests.conftest import ROOT
from warehouse.database.schema_check import Fingerprint, compare, read_fingerprint
from warehouse.model.tables import RUN_STATUS, metadata
from warehouse.vocabulary import base

if TYPE_CHECKING:
    from collections.abc import Iterator


ALL = ("core", "history", "ops", "core_as_of", "mart", "as_of")
OURS = b"n.nspname = ANY (%(schemas)s) AND c.relname NOT LIKE 'alembic_version%%'"


def create_from_metadata(dsn: str) -> None:
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(dsn), poolclass=sqlalchemy.NullPool
    )
    with engine.begin() as connection:
        for schema in ("core", "history", "ops"):
            connection.execute(sqlalchemy.schema.CreateSchema(schema))
        metadata.create_all(connection)


@pytest.fixture
def from_metadata(blank: str) -> Iterator[psycopg.Connection]:
    create_from_metadata(blank)
    with psycopg.connect(blank) as connection:
        yield connection


def described(connection: psycopg.Connection) -> Fingerprint:
    """Read what tables in Python describe: no view, no comment on a schema, no account of the migrations."""
    found = read_fingerprint(connection, ROOT / "sql")
    return {
        (kind, name): thing
        for (kind, name), thing in found.items()
        if kind != "schema" and any(DESCRIBED.search(text) for text in (name, thing.parent or ""))
        if not NOT_DESCRIBED.search(f"{name} {thing.parent}")
    }


DESCRIBED = re.compile(r"^(core|history|ops)\.")
NOT_DESCRIBED = re.compile(
    r"\bops\.(row_changes|fact_rows|shown|alembic_version|derived)|\bhistory\.(bridge|dim|fact)_"
)


@pytest.mark.slow
def test_migrations_and_tables_in_python_give_the_same_database(
    migrated: psycopg.Connection, from_metadata: psycopg.Connection
) -> None:
    by_migrations = described(migrated)
    assert compare(by_migrations, described(from_metadata)) == []
    assert {kind for kind, _ in by_migrations} >= {"table", "column", "constraint", "index", "sequence", "grant"}


def test_every_table_and_column_has_a_comment(migrated: psycopg.Connection) -> None:
    query = (
        b"SELECT c.oid::regclass::text, a.attname FROM pg_class AS c"
        b" JOIN pg_namespace AS n ON n.oid = c.relnamespace"
        b" LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        b" WHERE (c.relkind = 'r' OR c.relkind = 'v' AND n.nspname IN ('ops', 'mart', 'as_of'))"
        b" AND (obj_description(c.oid) IS NULL OR col_description(c.oid, a.attnum) IS NULL) AND "
    )
    assert migrated.execute(query + OURS, {"schemas": list(ALL)}).fetchall() == []


def test_every_schema_has_a_comment(migrated: psycopg.Connection) -> None:
    query = "SELECT nspname FROM pg_namespace WHERE obj_description(oid) IS NOT NULL AND nspname = ANY (%s)"
    assert sorted(migrated.execute(query, [list(ALL)]).fetchall()) == sorted((name,) for name in ALL)


def test_checks_hold_the_words_of_the_closed_schemes(migrated: psycopg.Connection) -> None:
    query = b"SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname LIKE '%\\_known\\_check'"
    in_database = {frozenset(re.findall(r"'([^']+)'", text)) for _, text in migrated.execute(query).fetchall()}
    schemes = base().schemes.values()
    operators = {frozenset(RUN_STATUS), frozenset({"upgrade", "downgrade"})}
    assert in_database - operators == {frozenset(base().terms[one.key]) for one in schemes if not one.is_open}
    assert operators <= in_database


def test_each_open_scheme_is_referred_to_by_a_column(migrated: psycopg.Connection) -> None:
    query = b"SELECT generation_expression FROM information_schema.columns WHERE is_generated = 'ALWAYS'"
    query += b" AND table_schema = 'core'"
    used = {re.sub("'([^']+)'::text", r"\1", text) for (text,) in migrated.execute(query)}
    assert used == {scheme.key for scheme in base().schemes.values() if scheme.is_open}
