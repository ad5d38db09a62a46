from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import AsLoaded, Databases


@pytest.fixture(scope="session")
def curated_mart(
    as_loaded: AsLoaded, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[psycopg.Connection]:
    """Load the curated seeds once."""
    project = tmp_path_factory.mktemp("curated")
    shutil.copytree(ROOT / "seeds", project / "seeds")
    with as_loaded("mart", project) as pattern, closing(psycopg.connect(databases.dsn(pattern))) as connection:
        yield connection


@pytest.fixture
def loaded_mart(curated_mart: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Give a database that holds the curated seeds, in a transaction that is rolled back."""
    yield curated_mart
    curated_mart.rollback()
