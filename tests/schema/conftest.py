from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.conftest import ROOT
from tests.database.scratch import scratch
from warehouse.database.upgrade import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def blank(server_dsn: str) -> Iterator[str]:
    """Give the address of an empty database."""
    with scratch(server_dsn) as dsn:
        yield dsn


@pytest.fixture(scope="module")
def migrated_dsn(server_dsn: str) -> Iterator[str]:
    """Give the address of a database that all tests of a file share and leave as it is."""
    with scratch(server_dsn) as dsn:
        upgrade(dsn, ROOT / "migrations")
        yield dsn


@pytest.fixture
def migrated(migrated_dsn: str) -> Iterator[psycopg.Connection]:
    """Give a connection to it, whose transaction is rolled back."""
    with psycopg.connect(migrated_dsn) as connection:
        yield connection
        connection.rollback()
