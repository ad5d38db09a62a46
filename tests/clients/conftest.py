from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.database.accounts import Site, own_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Databases


@pytest.fixture(scope="session")
def reader(databases: Databases, curated: str, server_dsn: str) -> Iterator[str]:
    """Give the address of the curated seeds for an account that only reads."""
    with own_prefix(server_dsn) as prefix, databases.copy(curated, f"{curated}_clients") as dsn:
        site = Site(dsn, prefix)
        site.furnish()
        yield site.address("reader")
