"""Upgrading and asking for the revision: what goes wrong is said so that a user can act on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.conftest import ROOT
from tests.database.scratch import scratch
from tests.later import NEWEST, later_version
from warehouse.database.migrate import current, downgrade, head, require_head, upgrade
from warehouse.errors import ConfigurationError, DatabaseUnreachable, PermissionRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

MIGRATIONS = ROOT / "migrations"
FUTURE = "29991231_2359"


@pytest.fixture(scope="module")
def migrated_dsn(server_dsn: str) -> Iterator[str]:
    with scratch(server_dsn) as dsn:
        upgrade(dsn, MIGRATIONS)
        yield dsn


@pytest.fixture
def migrated(migrated_dsn: str) -> Iterator[psycopg.Connection]:
    """Give a connection whose transaction is rolled back."""
    with psycopg.connect(migrated_dsn) as connection:
        yield connection
        connection.rollback()


def set_revision(connection: psycopg.Connection, revision: str) -> None:
    connection.execute("UPDATE ops.alembic_version SET version_num = %s", [revision])


def test_migrated_database_is_at_the_head(migrated: psycopg.Connection) -> None:
    assert current(migrated) == head(MIGRATIONS)
    assert require_head(migrated, MIGRATIONS) == head(MIGRATIONS)


def test_empty_database_is_to_be_upgraded(blank: str) -> None:
    with psycopg.connect(blank) as connection:
        assert current(connection) is None
        with pytest.raises(ConfigurationError, match="holds no warehouse yet") as caught:
            require_head(connection, MIGRATIONS)
    assert caught.value.hint == 'Run "warehouse db upgrade" first.'


def test_database_without_a_revision_is_to_be_upgraded(migrated: psycopg.Connection) -> None:
    migrated.execute("DELETE FROM ops.alembic_version")
    with pytest.raises(ConfigurationError, match="holds no warehouse yet"):
        require_head(migrated, MIGRATIONS)


def test_older_database_is_to_be_upgraded(migrated: psycopg.Connection) -> None:
    set_revision(migrated, "20261122_0900")
    with pytest.raises(
        ConfigurationError, match=f"at revision 20261122_0900, this version needs {head(MIGRATIONS)}"
    ) as caught:
        require_head(migrated, MIGRATIONS)
    assert caught.value.hint == 'Run "warehouse db upgrade" first.'


def test_newer_database_wants_newer_software(migrated: psycopg.Connection) -> None:
    set_revision(migrated, FUTURE)
    with pytest.raises(ConfigurationError, match=f"at revision {FUTURE}, which this version does not know") as caught:
        require_head(migrated, MIGRATIONS)
    assert "Install the version of the warehouse that upgraded it" in caught.value.hint


def test_newer_database_is_not_upgraded_backwards(postgresql: psycopg.Connection, database_url: str) -> None:
    set_revision(postgresql, FUTURE)
    postgresql.commit()
    with pytest.raises(ConfigurationError, match=FUTURE) as caught:
        upgrade(database_url, MIGRATIONS)
    assert "Install the version of the warehouse that upgraded it" in caught.value.hint
    assert current(postgresql) == FUTURE


def test_missing_migrations_are_said_to_be_missing(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    with pytest.raises(ConfigurationError, match="no migrations in"):
        head(tmp_path)


def test_one_step_back_loses_only_that_step(database_url: str, postgresql: psycopg.Connection, tmp_path: Path) -> None:
    later = later_version(tmp_path)
    upgrade(database_url, later)
    downgrade(database_url, later, "-1")
    assert current(postgresql) == NEWEST


def test_server_that_does_not_answer_is_unreachable() -> None:
    with pytest.raises(DatabaseUnreachable):
        upgrade("postgresql://somebody:hidden@127.0.0.1:1/none", MIGRATIONS)


@pytest.fixture
def powerless(blank: str) -> Iterator[str]:
    """Give the address of an account that may connect and nothing else."""
    name = f"powerless_{conninfo_to_dict(blank)['dbname']}"[:60]
    with psycopg.connect(blank, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'known'").format(sql.Identifier(name)))
        try:
            yield make_conninfo(blank, user=name, password="known")  # noqa: S106 - of this test's own role
        finally:
            admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def test_account_without_rights_is_refused(powerless: str) -> None:
    with pytest.raises(PermissionRefused):
        upgrade(powerless, MIGRATIONS)
