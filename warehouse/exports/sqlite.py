"""The SQLite file, for Datasette and any other client, with its metadata for Datasette beside it.

A number is an integer or a double if that gives back each digit. If not, the cell holds the nearest double, and the
table ``exact_number`` the digits. Days and instants are ISO texts, truth is 0 or 1.
"""

from __future__ import annotations

import json
import sqlite3
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from psycopg import sql

from warehouse import extras
from warehouse.errors import ConfigurationError
from warehouse.exports import metadata
from warehouse.exports.single_file import SingleFile, quoted
from warehouse.exports.snapshot import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    import psycopg

    from warehouse.mart.objects import MartObject
    from warehouse.reports.definition import Report

    Cell = str | int | float | None
    Properties = dict[str, Any]

OLDEST: Final = (3, 38)
"""The first version of SQLite with the JSON operators that translated reports use."""

APPLICATION_ID: Final = 0x434D5748
"""The number in the header of the file that marks it as ours."""
_ID_AT: Final = slice(68, 72)
_HEAD: Final = b"SQLite format 3\0"

_TYPES: Final = {
    "text": "TEXT",
    "integer": "INTEGER",
    "bigint": "INTEGER",
    "numeric": "NUMERIC",
    "date": "TEXT",
    "timestamptz": "TEXT",
    "boolean": "INTEGER",
}
_SEARCHED: Final = {
    "dim_entity": ("name", "other_names"),
    "dim_subject": ("name",),
    "fact_clause": ("statement",),
    "fact_statement": ("statement",),
    "wide_facts": ("subject", "topic", "says"),
}
"""The columns in which full-text search looks, by table."""

_EXACT: Final = (
    "CREATE TABLE exact_number (-- One row per number that has more digits than the table can hold\n"
    "table_name TEXT NOT NULL, row_key TEXT NOT NULL, column_name TEXT NOT NULL, digits TEXT NOT NULL,\n"
    "PRIMARY KEY (table_name, row_key, column_name))"
)
_SURE_DIGITS: Final = 15
"""A decimal with no more digits comes back from a double as it was."""


class SqliteFile(SingleFile):
    """A SQLite file that is being written."""

    def __init__(self, paths: Sequence[Path], objects: Sequence[MartObject], as_of: datetime | None) -> None:
        """Begin the file. See ``SingleFile``."""
        super().__init__(paths, objects, as_of)
        self._file = sqlite3.connect(paths[0], isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"application_id = {APPLICATION_ID}"):
            self._file.execute(f"PRAGMA {setting}")
        self._file.execute("BEGIN")

    @classmethod
    def require(cls) -> None:
        """Check the version of SQLite, and that sqlglot is installed."""
        if sqlite3.sqlite_version_info < OLDEST:
            what = f"this Python has SQLite {sqlite3.sqlite_version}, and reports need {OLDEST[0]}.{OLDEST[1]}"
            raise ConfigurationError(what, hint="Use a newer Python.")
        extras.require("--format sqlite", "sqlglot")

    @classmethod
    def is_ours(cls, path: Path) -> bool:
        """Return whether a file is an export: a database with our mark, or metadata with our title."""
        with path.open("rb") as stream:
            head = stream.read(100)
        if head.startswith(_HEAD):
            return int.from_bytes(head[_ID_AT]) == APPLICATION_ID
        return metadata.is_ours(path)

    @classmethod
    def failures(cls) -> tuple[type[Exception], ...]:
        """Return the error of a full disk."""
        return (sqlite3.OperationalError,)

    @classmethod
    def paths_of(cls, path: Path) -> list[Path]:
        """Return the database and its metadata."""
        return [path, path.with_name(f"{path.stem}.metadata.json")]

    def add(self, connection: psycopg.Connection, mart_object: MartObject, schema: str) -> None:
        """Make the table of an object with its keys, and fill it."""
        name = quoted(mart_object.name)
        self._file.execute(_definition(mart_object, self.objects))
        places = ", ".join("?" for _ in mart_object.header.columns)
        query = sql.SQL("COPY ({}) TO STDOUT").format(rows_of(mart_object, schema))
        with connection.cursor() as cursor, cursor.copy(query) as copy:
            cells = self._read(mart_object, copy.rows())
            self._file.executemany(f"INSERT INTO {name} VALUES ({places})", cells)
        (count,) = self._file.execute(f"SELECT count(*) FROM {name}").fetchone()
        self.content.rows += count
        for column in metadata.links(mart_object, self.objects):
            if mart_object.header.key[0] != column:
                index = quoted(f"{mart_object.name}_{column}")
                self._file.execute(f"CREATE INDEX {index} ON {name} ({quoted(column)})")
        if mart_object.name in _SEARCHED:
            self._make_searchable(mart_object.name, _SEARCHED[mart_object.name])

    def _read(self, mart_object: MartObject, rows: Iterable[Sequence[Any]]) -> Iterator[list[Cell]]:
        """Yield rows of cells as SQLite stores them, and note figures that it cannot hold."""
        kinds = [column.type.partition("(")[0] for column in mart_object.header.columns.values()]
        names = list(mart_object.header.columns)
        for texts in rows:
            row = [None if text is None else _READ[kind](text) for text, kind in zip(texts, kinds, strict=True)]
            for at, kind in enumerate(kinds):
                if kind == "numeric" and row[at] is not None and not _is_exact(texts[at], row[at]):
                    key = ",".join(texts[names.index(part)] for part in mart_object.header.key)
                    self._note_exact(mart_object.name, key, names[at], texts[at])
            yield row

    def _note_exact(self, table: str, key: str, column: str, digits: str) -> None:
        if not self.content.inexact:
            self._file.execute(_EXACT)
        self.content.inexact += 1
        self._file.execute("INSERT INTO exact_number VALUES (?, ?, ?, ?)", [table, key, column, digits])

    def _make_searchable(self, name: str, columns: Sequence[str]) -> None:
        """Index the trigrams of texts, so that words of languages without spaces are found too."""
        index = quoted(f"{name}_fts")
        listed = ", ".join(map(quoted, columns))
        self._file.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5({listed}, content={quoted(name)}, tokenize=trigram)"
        )
        self._file.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")

    def finish(self, reports: Sequence[Report], properties: Properties) -> None:
        """Write the metadata, with the reports as canned queries."""
        from warehouse.reports.dialects import sqlite
        from warehouse.reports.dialects.translation import NotPortable, Translator

        translator = Translator(sqlite, self.objects, self.as_of)
        for report in reports:
            try:
                statement = translator.translated(report)
                self._file.execute(f"EXPLAIN {statement}", dict.fromkeys(report.header.params))
                self.content.reports[report.name] = statement
            except (NotPortable, sqlite3.Error) as reason:
                self.content.left_out[report.name] = str(reason)
        self._file.execute("COMMIT")
        self._file.execute("ANALYZE")
        described = metadata.metadata(
            self.paths[0].stem,
            self.objects,
            [each for each in reports if each.name in self.content.reports],
            self.content,
            properties,
        )
        text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
        self.paths[1].write_text(text, encoding="utf-8", newline="\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _number(text: str) -> int | float:
    """Return an integer, or the nearest double if it has a fraction or too many digits."""
    whole = int(text) if text.lstrip("-").isdigit() else None
    return whole if whole is not None and -(2**63) <= whole < 2**63 else float(text)


def _is_exact(text: str, number: Cell) -> bool:
    return isinstance(number, int) or len(text) <= _SURE_DIGITS or Decimal(repr(number)) == Decimal(text)


_READ: Final[dict[str, Callable[[str], Cell]]] = {
    "text": str,
    "integer": int,
    "bigint": int,
    "numeric": _number,
    "date": str,
    "timestamptz": str,
    "boolean": "true".__eq__,
}
"""The function that reads the text of a cell, by the type of its column."""


def _definition(mart_object: MartObject, objects: Sequence[MartObject]) -> str:
    """Return the statement that makes the table of an object. SQLite keeps its text, comments included."""
    header = mart_object.header
    lines = [f"CREATE TABLE {quoted(mart_object.name)} ( -- {_on_one_line(header.grain)}"]
    refers = metadata.links(mart_object, objects)
    for name, column in header.columns.items():
        parts = [quoted(name), _TYPES[column.type.partition("(")[0]]]
        parts += ["NOT NULL"] if column.empty is None else []
        if name in refers:
            table, key = refers[name]
            parts.append(f"REFERENCES {quoted(table)} ({quoted(key)})")
        lines.append(f"  {' '.join(parts)}, -- {_on_one_line(column.comment)}")
    return "\n".join([*lines, f"  PRIMARY KEY ({', '.join(map(quoted, header.key))})", ")"])


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
