"""Up and down all migrations, step by step: the schema comes out the same, and what can survive survives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from tests.conftest import ROOT
from tests.database.scratch import scratch
from warehouse.cli.run import run
from warehouse.database.fingerprint import Fingerprint, read_fingerprint
from warehouse.database.revisions import list_revisions
from warehouse.database.upgrade import downgrade, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

MIGRATIONS = ROOT / "migrations"
REVISIONS = [revision.name for revision in list_revisions(MIGRATIONS)]
LAST_TABLE_OF_FACTS = "20261122_1030"
"""Below it, tables of facts go, and no row can survive in what is not there."""
LOST_BELOW_1100 = {"seed_file", "seed_line", "system_from"}
"""Columns of core that 1100 adds; loaded_digest is one too, and 1110 finds it out again."""
IN_THE_MART = {"dim_fact": {"known_since"}}
"""What the mart makes of system_from."""
OF_ROWS_ALONE = "20261122_1110"
"""Changes no schema."""
KEPT_IN_OPS = {
    "load_runs": {"undoes"},
    "load_run_tables": {"renamed", "restored"},
    "migration_log": {"file_sha256", "seconds", "owner"},
}
"""Tables of ops that stand all the way, and their columns that do not."""


@dataclass
class Stairs:
    """What each step made of a database: all up, all down, and up again at once.

    Attributes:
        up: After each step up.
        down: After each step down, by the revision it went down to.
        again: At the end.
    """

    up: dict[str, Fingerprint]
    down: dict[str, Fingerprint]
    again: Fingerprint


def fingerprint(dsn: str) -> Fingerprint:
    """Read the schemas, without what Alembic makes before the first step and leaves after the last."""
    with psycopg.connect(dsn) as connection:
        found = read_fingerprint(connection, ROOT / "sql")
    holds_more = any(kind == "table" and name != "ops.alembic_version" for kind, name in found)
    return found if holds_more else {}


@pytest.fixture(scope="module")
def stairs(server_dsn: str) -> Iterator[Stairs]:
    made = Stairs({}, {}, {})
    with scratch(server_dsn) as dsn:
        for revision in REVISIONS:
            upgrade(dsn, MIGRATIONS, revision=revision)
            made.up[revision] = fingerprint(dsn)
        for revision in reversed(["base", *REVISIONS[:-1]]):
            downgrade(dsn, MIGRATIONS, revision)
            made.down[revision] = fingerprint(dsn)
        upgrade(dsn, MIGRATIONS)
        made.again = fingerprint(dsn)
        yield made


@pytest.mark.parametrize(("below", "revision"), list(zip(["base", *REVISIONS], REVISIONS, strict=False)))
def test_step_down_undoes_the_step_up(stairs: Stairs, below: str, revision: str) -> None:
    before = stairs.up.get(below, {})
    assert stairs.up[revision] != before or revision == OF_ROWS_ALONE
    assert stairs.down[below] == before


def test_second_way_up_ends_like_the_first(stairs: Stairs) -> None:
    assert stairs.again == stairs.up[REVISIONS[-1]]


def rows(dsn: str, schema: str, without: dict[str, set[str]]) -> dict[str, list[str]]:
    """Give what the tables of a schema hold, as text, in no order of theirs."""
    columns: dict[str, list[str]] = {}
    with psycopg.connect(dsn) as connection:
        for table, column in connection.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns AS c"
            " JOIN information_schema.tables AS t USING (table_schema, table_name)"
            " WHERE table_schema = %s AND table_type = 'BASE TABLE' ORDER BY 1, ordinal_position",
            [schema],
        ).fetchall():
            if column not in without.get(table, without.get("*", set())):
                columns.setdefault(table, []).append(column)
        query = sql.SQL('SELECT ROW({})::text COLLATE "C" FROM {} ORDER BY 1')
        return {
            table: [
                row
                for (row,) in connection.execute(
                    query.format(sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(schema, table))
                )
            ]
            for table, names in columns.items()
        }


def kept(dsn: str) -> dict[str, list[str]]:
    """Give what must survive: each fact with its values and its digest, and which loads there were."""
    facts = rows(dsn, "core", {"*": LOST_BELOW_1100})
    runs = rows(dsn, "ops", KEPT_IN_OPS)
    return facts | {"ops.load_runs": runs["load_runs"], "ops.load_run_tables": runs["load_run_tables"]}


@pytest.mark.holds("curated")
def test_curated_facts_survive_the_way_down_and_up(stairs: Stairs, database_url: str) -> None:
    before, mart = kept(database_url), rows(database_url, "mart", IN_THE_MART)
    digest = {"*": LOST_BELOW_1100 | {"loaded_digest"}}
    stated = rows(database_url, "core", digest)
    way = [name for name in REVISIONS if name >= LAST_TABLE_OF_FACTS]
    for lower in reversed(way[:-1]):
        downgrade(database_url, MIGRATIONS, lower)
        assert fingerprint(database_url) == stairs.up[lower]
        assert rows(database_url, "core", digest) == stated
    for higher in way[1:]:
        upgrade(database_url, MIGRATIONS, revision=higher)
        assert fingerprint(database_url) == stairs.up[higher]
    assert kept(database_url) == before
    assert run(["--quiet", "--project", str(ROOT), "--database", database_url, "load"]) == 0
    assert rows(database_url, "mart", IN_THE_MART) == mart
