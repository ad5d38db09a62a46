"""Puts the least a row needs straight into ``core``, for tests of what reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Connection

    Cited = tuple[tuple[str, int], ...]

OF_ALL_FACTS: Final = ("modality", "attributed_words", "attributed_to_key", "basis", "rank", "rank_reason", "note")


@dataclass
class Rows:
    """Adds rows one by one, each with its row among all facts and its citations.

    Attributes:
        connection: Commits nothing.
        cite: Documents and paragraphs of a row for which a test names none.
        paths: Path of each row added.
    """

    connection: Connection[Any]
    cite: Cited = ()
    paths: dict[UUID, str] = field(default_factory=dict)

    def add(self, table: str, name: str, /, *, cite: Cited | None = None, **columns: Any) -> UUID:
        path = f"{table}/{name}"
        fact_id = uuid5(NAMESPACE_URL, path)
        fact = {"family": table, "path": path, "modality": "occurred", "basis": "stated", "rank": "normal"}
        fact |= {name: columns.pop(name) for name in OF_ALL_FACTS if name in columns}
        if fact["rank"] != "normal":
            fact.setdefault("rank_reason", "superseded")
        self.insert("facts", {"fact_id": fact_id, **fact})
        self.insert(table, {"fact_id": fact_id, **columns})
        for document, paragraph in self.cite if cite is None else cite:
            place = {"document_key": document, "locator": f"p{paragraph}", "paragraph": paragraph}
            self.insert("citations", {"fact_id": fact_id, **place})
        self.paths[fact_id] = path
        return fact_id

    def register(self, table: str, key: str, /, *, cite: Cited | None = None, **columns: Any) -> UUID:
        return self.add(table, key, cite=cite, key=key, **columns)

    def insert(self, table: str, row: Mapping[str, Any]) -> None:
        statement = sql.SQL("INSERT INTO core.{} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join([sql.Placeholder()] * len(row)),
        )
        self.connection.execute(statement, list(row.values()))
