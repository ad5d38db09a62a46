"""Builds what tests work on: project folders with seeds, reports and checks, texts of them, and rows of ``core``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from psycopg import sql

from warehouse.reports import definition
from warehouse.seeds.reader import check
from warehouse.seeds.terms import columns_of
from warehouse.sqlfiles import read_sql
from warehouse.vocabulary import SUBJECT_COLUMNS, base
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from psycopg import Connection

    from warehouse.reports.definition import Report
    from warehouse.seeds.reader import Seeds
    from warehouse.yamlfiles import Problem

    Cited = tuple[tuple[str, int], ...]

BASE: Final = """\
documents:
  - key: tin-news
    kind: article
    title: Tin news
    language: en
    page_date: 2030-05-15
    sha256: 0000000000000000000000000000000000000000000000000000000000000000
    characters: 900
    paragraphs: 12
  - key: handbook
    kind: reference
    title: Handbook of tin
    language: en
places:
  - {key: freedonia, kind: country, name: Freedonia, cite: tin-news#1}
currencies:
  - {key: krw, code: KRW, name: won, minor_units: 0, cite: handbook#K, basis: reference}
  - {key: usd, code: USD, name: dollar, minor_units: 2, cite: handbook#U, basis: reference}
units:
  - {key: percent, name: percent, symbol: "%", cite: handbook#P, basis: reference}
indicators:
  - {key: tin-share, name: Tin share, definition: share of tin, unit: percent, cite: tin-news#2}
entities:
  - {key: tinworks, kind: company, name: Tinworks, cite: tin-news#2}
agreements:
  - {key: tin-deal, kind: supply contract, name: Tin deal, modality: in force, cite: tin-news#3}
"""
"""Seeds of made-up records, as small as valid ones can be."""
REFERENCE: Final = "documents:\n  - {key: handbook, kind: reference, title: Handbook, language: en}\n"
"""Seeds of one document that other seeds can cite."""


def write_sql(folder: Path, kind: Literal["reports", "checks", "mart"], name: str, text: str) -> Path:
    """Write an SQL file where a kind of them belongs in an ``sql`` folder, and return its path."""
    path = folder / kind / f"{name}.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@dataclass(eq=False)
class ProjectFolder:
    """A project whose seeds, reports and checks a test writes.

    Attributes:
        project: The folder.
    """

    project: Path

    @property
    def seeds(self) -> Path:
        return self.project / "seeds"

    def write(self, text: str | bytes, name: str = "extra.yaml") -> Path:
        """Write a seed file, and return its path."""
        path = self.seeds / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a piece of a seed file's text."""
        text = (self.seeds / name).read_text("utf-8")
        assert old in text, (name, old)
        self.write(text.replace(old, new), name)

    def add_report(self, name: str, text: str) -> Path:
        return write_sql(self.project / "sql", "reports", name, text)

    def add_check(self, name: str, text: str) -> Path:
        return write_sql(self.project / "sql", "checks", name, text)

    def check(self) -> Seeds:
        """Read and check the seeds."""
        return check(self.seeds, self.project)

    def problems(self) -> list[Problem]:
        """Return the problems of the seeds, of which there must be some."""
        with pytest.raises(ProblemsFound) as caught:
            self.check()
        return list(caught.value.problems)

    def places(self) -> list[str]:
        """Return where each problem of the seeds is and of which kind, as ``file:line:column code``."""
        return [f"{found.position} {found.code}".removeprefix("seeds/") for found in self.problems()]


def report_text(statement: str, header: str) -> str:
    """Return the text of a report: a statement, and the header below its title and question."""
    order = "" if "ORDER BY" in statement or ";" in statement else "\nORDER BY 1"
    return f"/* report\ntitle: A title\nquestion: A question?\n{header}*/\n{statement}{order}"


def read_report(text: str) -> tuple[Report | None, list[Problem]]:
    """Return the report of a text, if it is sound, and its problems."""
    source, problems = read_sql(text.encode(), kind="report", name="sample", file="sql/sample.sql")
    return definition.read(source) if source else (None, problems)


def sound_report(text: str) -> Report:
    """Return the report of a text, which must be sound."""
    report, problems = read_report(text)
    assert report, problems
    return report


WORDS: Final = """
INSERT INTO core.terms (scheme, key, label, definition, broader, broadest, aliases, flags, inverse, pattern)
VALUES (
    %(scheme)s, %(key)s, %(label)s, %(definition)s, %(broader)s, %(broadest)s, %(aliases)s, %(flags)s, %(inverse)s,
    %(pattern)s
)
ON CONFLICT (scheme, key) DO UPDATE
SET broader = EXCLUDED.broader, broadest = EXCLUDED.broadest, flags = EXCLUDED.flags
"""

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

    def __post_init__(self) -> None:
        """Bring the shipped words, as each load does before it reads seeds."""
        words = [columns_of(term) for terms in base().terms.values() for term in terms.values()]
        with self.connection.cursor() as cursor:
            cursor.executemany(WORDS, words)

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

    def document(self, key: str, title: str, page_date: str) -> UUID:
        """Add an article that cites nothing."""
        size: dict[str, Any] = {"sha256": "0" * 64, "character_count": 9000, "paragraph_count": 40}
        article = {"kind": "article", "title": title, "language": "en", "page_date": page_date}
        return self.register("documents", key, cite=(), **article, **size)

    def currencies(self) -> None:
        """Add won and dollar."""
        self.register("currencies", "krw", code="KRW", name="won", minor_units=0)
        self.register("currencies", "usd", code="USD", name="dollar", minor_units=2)

    def register(self, table: str, key: str, /, *, cite: Cited | None = None, **columns: Any) -> UUID:
        return self.add(table, key, cite=cite, key=key, **columns)

    def insert(self, table: str, row: Mapping[str, Any]) -> None:
        statement = sql.SQL("INSERT INTO core.{} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join([sql.Placeholder()] * len(row)),
        )
        self.connection.execute(statement, list(row.values()))
