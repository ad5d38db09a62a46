from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Databases


@pytest.fixture(scope="session")
def curated_copy(databases: Databases, curated: str) -> Iterator[psycopg.Connection]:
    with databases.copy(curated, f"{curated}_superset") as dsn, closing(psycopg.connect(dsn)) as connection:
        yield connection


@pytest.fixture
def shared_curated(curated_copy: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Give the curated seeds, loaded, in a transaction that is rolled back."""
    yield curated_copy
    curated_copy.rollback()
