from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.database.accounts import furnished_copy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Databases


@pytest.fixture(scope="session")
def reader(databases: Databases, curated: str, server_dsn: str) -> Iterator[str]:
    """Give the address of the curated seeds for an account that only reads."""
    with furnished_copy(databases, curated, server_dsn) as site:
        yield site.address("reader")
