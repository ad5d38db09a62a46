from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.history.loads import Ledger, begun

if TYPE_CHECKING:
    from psycopg import Connection


@pytest.fixture
def ledger(rolled_back: Connection[Any]) -> Ledger:
    return Ledger(rolled_back)


@pytest.fixture
def first(ledger: Ledger) -> int:
    """Load an agreement with one amount; give the run."""
    return begun(ledger)
