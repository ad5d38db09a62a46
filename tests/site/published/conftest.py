"""The site of the curated seeds, published once in every process, beside the database it shows."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.rows import namedtuple_row

from tests.publish.building import built
from tests.site.reading import Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Databases


@dataclass(eq=False)
class Published:
    """A site and the database that it shows, which stays as it is."""

    folder: Path
    dsn: str

    @cached_property
    def site(self) -> Site:
        """The pages as trees."""
        return Site(self.folder)

    def rows(self, query: str) -> list[Any]:
        """Ask the database."""
        with closing(psycopg.connect(self.dsn, row_factory=namedtuple_row)) as connection:
            return connection.execute(query.encode()).fetchall()


@pytest.fixture(scope="session")
def published(databases: Databases, curated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Publish the curated seeds, once for all tests of this process."""
    folder = tmp_path_factory.mktemp("published") / "site"
    with databases.copy(curated, f"{curated}_published") as dsn:
        built(dsn, folder)
        yield Published(folder, dsn)
