from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import psycopg


@pytest.fixture
def migrated(rolled_back: psycopg.Connection) -> psycopg.Connection:
    """Give a migrated database; what a test does to it is rolled back."""
    return rolled_back
