"""Puts the least a row needs straight into ``core``, for tests of what reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from psycopg import sql

from warehouse.vocabulary import SUBJECT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Connection

    Cited = tuple[tuple[str, int], ...]

OF_ALL_FACTS: Final = ("modality", "attributed_words", "attributed_to_key", "basis", "rank", "rank_reason", "note")


def _subject(columns: Mapping[str, Any]) -> str:
    """Give the beginning of the path of a fact about another thing; of a register row there is none."""
    if "key" in columns:
        return ""
    about = next(((family, columns[name]) for family, name in SUBJECT_COLUMNS.items() if columns.get(name)), None)
    return f"{about[0]}/{about[1]}/" if about else ""


@dataclass
class Rows:
    """Adds rows one by one, each with its row among all facts and its citations.

    Attributes:
        connection: Commits nothing.
        cite: Documents and paragraphs of a row for which a test names none.
        paths: Path of each row added.
        has_whole_paths: Whether they begin with what a fact is about, as loads write them and the mart needs them.
    """

    connection: Connection[Any]
    cite: Cited = ()
    paths: dict[UUID, str] = field(default_factory=dict)
    has_whole_paths: bool = False

    def add(self, table: str, name: str, /, *, cite: Cited | None = None, **columns: Any) -> UUID:
        path = f"{_subject(columns) if self.has_whole_paths else ''}{table}/{name}"
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
