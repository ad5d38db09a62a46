from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.database.scratch import scratch

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg


@pytest.fixture
def blank(server_dsn: str) -> Iterator[str]:
    """Give the address of an empty database."""
    with scratch(server_dsn) as dsn:
        yield dsn


@pytest.fixture
def migrated(rolled_back: psycopg.Connection) -> psycopg.Connection:
    """Give a migrated database; what a test does to it is rolled back."""
    return rolled_back
