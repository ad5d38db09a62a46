from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import Rows
from warehouse.checks.run import CheckResult, find, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from psycopg import Connection


@pytest.fixture(scope="session")
def shared_connection(shared_live_connection: Connection[Any]) -> Connection[Any]:
    """Give a database whose mart shows the rows of core at once."""
    return shared_live_connection


@pytest.fixture
def postgresql(rolled_back: Connection[Any]) -> Connection[Any]:
    """Checks commit nothing, so they need no database of their own."""
    return rolled_back


@pytest.fixture
def rows(postgresql: Connection[Any]) -> Rows:
    """Give a warehouse with two documents, two currencies and a portfolio of two contracts, none with a value."""
    found = Rows(postgresql, cite=(("paper", 1),))
    for key in ("paper", "other"):
        found.document(key, key, "2026-02-18")
    found.currencies()
    found.register("agreements", "all", kind="contract portfolio", name="All")
    for key in ("one", "two"):
        found.register("agreements", key, kind="supply contract", name=key, parent_key="all")
    return found


@pytest.fixture
def result_of(postgresql: Connection[Any], sql_dir: Path) -> Callable[[str], CheckResult]:
    """Run a shipped check."""

    def result(name: str) -> CheckResult:
        (only,) = run(postgresql, [find(sql_dir, name)])
        return only

    return result
