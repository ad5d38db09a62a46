from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from psycopg import sql

from warehouse.checks import library
from warehouse.checks.run import CheckResult, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from psycopg import Connection

SQL_DIR = Path(__file__).resolve().parents[2] / "sql"


class Rows:
    """Puts the least a row needs into core; every fact is cited unless a test says otherwise."""

    def __init__(self, connection: Connection[Any]) -> None:
        self.connection = connection

    def add(self, table: str, name: str, /, *, paragraph: int | None = 1, paper: str = "paper", **columns: Any) -> UUID:
        path = f"{table}/{name}"
        fact_id = uuid5(NAMESPACE_URL, path)
        rank = columns.pop("rank", "normal")
        reason = None if rank == "normal" else "superseded"
        fact = {"family": table, "path": path, "modality": "occurred", "basis": "stated"}
        self._insert("facts", {"fact_id": fact_id, **fact, "rank": rank, "rank_reason": reason})
        self._insert(table, {"fact_id": fact_id, **columns})
        if paragraph is not None:
            place = {"document_key": paper, "locator": f"p{paragraph}", "paragraph": paragraph}
            self._insert("citations", {"fact_id": fact_id, **place})
        return fact_id

    def _insert(self, table: str, row: Mapping[str, Any]) -> None:
        statement = sql.SQL("INSERT INTO core.{} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join([sql.Placeholder()] * len(row)),
        )
        self.connection.execute(statement, list(row.values()))


@pytest.fixture
def rows(postgresql: Connection[Any]) -> Rows:
    """Give a warehouse with two documents, two currencies and a portfolio of two contracts, none with a value."""
    found = Rows(postgresql)
    digest: dict[str, Any] = {"sha256": "0" * 64, "character_count": 9000, "paragraph_count": 40}
    for key in ("paper", "other"):
        about = {"kind": "article", "title": key, "language": "en", "page_date": "2026-02-18"}
        found.add("documents", key, paragraph=None, key=key, **about, **digest)
    found.add("currencies", "krw", key="krw", code="KRW", name="won", minor_units=0)
    found.add("currencies", "usd", key="usd", code="USD", name="dollar", minor_units=2)
    found.add("agreements", "all", key="all", kind="contract portfolio", name="All")
    for key in ("one", "two"):
        found.add("agreements", key, key=key, kind="supply contract", name=key, parent_key="all")
    return found


@pytest.fixture
def result_of(postgresql: Connection[Any]) -> Callable[[str], CheckResult]:
    """Run a shipped check."""

    def result(name: str) -> CheckResult:
        (only,) = run(postgresql, [library.find(SQL_DIR, name)])
        return only

    return result


@pytest.fixture
def sql_dir() -> Path:
    return SQL_DIR
