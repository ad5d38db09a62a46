from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import Rows
from warehouse.checks.run import CheckResult, find, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

SQL_DIR = Path(__file__).resolve().parents[2] / "sql"


@pytest.fixture
def postgresql(rolled_back: Connection[Any]) -> Connection[Any]:
    """Checks commit nothing, so they need no database of their own."""
    return rolled_back


@pytest.fixture
def rows(postgresql: Connection[Any]) -> Rows:
    """Give a warehouse with two documents, two currencies and a portfolio of two contracts, none with a value."""
    found = Rows(postgresql, cite=(("paper", 1),))
    digest: dict[str, Any] = {"sha256": "0" * 64, "character_count": 9000, "paragraph_count": 40}
    for key in ("paper", "other"):
        about = {"kind": "article", "title": key, "language": "en", "page_date": "2026-02-18"}
        found.register("documents", key, cite=(), **about, **digest)
    found.register("currencies", "krw", code="KRW", name="won", minor_units=0)
    found.register("currencies", "usd", code="USD", name="dollar", minor_units=2)
    found.register("agreements", "all", kind="contract portfolio", name="All")
    for key in ("one", "two"):
        found.register("agreements", key, kind="supply contract", name=key, parent_key="all")
    return found


@pytest.fixture
def result_of(postgresql: Connection[Any]) -> Callable[[str], CheckResult]:
    """Run a shipped check."""

    def result(name: str) -> CheckResult:
        (only,) = run(postgresql, [find(SQL_DIR, name)])
        return only

    return result


@pytest.fixture
def sql_dir() -> Path:
    return SQL_DIR
