"""Writes ``core``, ``history`` and ``ops`` as loads do, for tests of what reads them."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from psycopg import sql
from psycopg.rows import dict_row

from tests.builders import Rows
from warehouse.history import changes_between
from warehouse.model.tables import LOAD_ORDER, stated
from warehouse.vocabulary import SUBJECT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.plan import Change

FIRST: Final = datetime(2026, 11, 1, 9, tzinfo=UTC)
TABLES: Final = {table.name: table for table in LOAD_ORDER}
HOLDING_FACTS: Final = [table.name for table in LOAD_ORDER if "fact_id" in table.columns]
FACT: Final = {"modality": "occurred", "basis": "stated", "rank": "normal"}
MONEY: Final[Mapping[str, Any]] = {
    "kind": "pledge",
    "amount": 5,
    "words": "5 USD",
    "approximation": "exact",
    "quantum": 1,
    "currency_code": "USD",
    "is_total": False,
}
RUN: Final = """
INSERT INTO ops.load_runs (started_at, finished_at, status, run_by, host, software_version, schema_revision,
    git_revision, is_git_dirty, seeds_sha256, error, undoes)
VALUES (%(at)s, %(finished_at)s, %(status)s, 'kim', 'desk', '0.1', '20261122_1140', %(git_revision)s, %(is_git_dirty)s,
    %(seeds_sha256)s, %(error)s, %(undoes)s)
RETURNING run_id
"""


def fact_id(path: str) -> UUID:
    return uuid5(NAMESPACE_URL, path)


def stated_names(table: str) -> list[str]:
    return [column.name for column in stated(TABLES[table])]


def _names(listed: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, listed))


def _equal(names: Mapping[str, Any], joiner: str) -> sql.Composed:
    return sql.SQL(joiner).join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in names)


@dataclass
class Load(Rows):
    """A load under way: adds, changes, retires and renames rows, all at its own instant."""

    run_id: int = 0
    at: datetime = FIRST
    file: str = "deal.yaml"
    line: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def insert(self, table: str, row: Mapping[str, Any]) -> None:
        super().insert(table, {**row, **self._place()})
        self._digest(table)
        self.counts[table, "added"] += 1

    def fact(self, path: str, table: str, /, *cited: str, **columns: Any) -> None:
        """Add a fact below a register row, cited in these documents."""
        shared: dict[str, Any] = dict(FACT)
        shared |= {name: columns.pop(name) for name in ("note", "modality") if name in columns}
        family, key = path.split("/")[:2]
        self.insert("facts", {"fact_id": fact_id(path), "family": table, "path": path, **shared})
        self.insert(table, {"fact_id": fact_id(path), SUBJECT_COLUMNS[family]: key, **columns})
        for document in cited:
            self.insert("citations", {"fact_id": fact_id(path), "document_key": document, "locator": "1"})

    def change(self, table: str, path: str, **columns: Any) -> None:
        """Change the rows of the fact with this path."""
        where = {"fact_id": fact_id(path)}
        self._copy(table, where)
        update(self.connection, table, where, {**columns, **self._place()})
        self._digest(table)
        self.counts[table, "changed"] += 1

    def retire(self, path: str, *tables: str) -> None:
        """Retire the rows of the fact with this path, children before parents."""
        for table in tables:
            self._copy(table, {"fact_id": fact_id(path)})
            self.counts[table, "retired"] += self._delete(table, {"fact_id": fact_id(path)})

    def rename(self, old: str, new: str) -> None:
        """Rename a register row: what refers to it follows, and every fact below it goes on under another path."""
        find = "SELECT path FROM core.facts WHERE path = %s OR starts_with(path, %s)"
        found = self.connection.execute(find, [old, f"{old}/"]).fetchall()
        paths = {path: new + path.removeprefix(old) for (path,) in found}
        for path, after in paths.items():
            renamed = [self.run_id, fact_id(after), fact_id(path), after, path]
            self.connection.execute("INSERT INTO ops.fact_renames VALUES (%s, %s, %s, %s, %s)", renamed)
        before = [(table, row) for table in HOLDING_FACTS for row in self._moving(table, old, paths)]
        after_ = [(table, _moved(table, row, old, new, paths)) for table, row in before]
        for table, row in before:
            self._copy(table, _key(table, row))
        for table, row in after_:
            if table in ("facts", old.partition("/")[0]):
                Rows.insert(self, table, {**row, **self._place()})
        for table, row in reversed(before):
            self._delete(table, _key(table, row))
        for table, row in after_:
            if table not in ("facts", old.partition("/")[0]):
                Rows.insert(self, table, {**row, **self._place()})
            self.counts[table, "renamed"] += 1
        for table in HOLDING_FACTS:
            self._digest(table)

    def _moving(self, table: str, old: str, paths: Mapping[str, str]) -> list[dict[str, Any]]:
        family, _, key = old.partition("/")
        where: sql.Composable = sql.SQL("fact_id = ANY(%(ids)s)")
        for name in _referring(table, family):
            where = sql.SQL("{} OR {} = %(key)s").format(where, sql.Identifier(name))
        statement = sql.SQL("SELECT {} FROM core.{} WHERE {}").format(
            _names(stated_names(table)), sql.Identifier(table), where
        )
        with self.connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement, {"ids": list(map(fact_id, paths)), "key": key}).fetchall()

    def _place(self) -> dict[str, Any]:
        self.line += 1
        return {"seed_file": self.file, "seed_line": self.line, "system_from": self.at}

    def _digest(self, table: str) -> None:
        statement = "UPDATE core.{} SET loaded_digest = hash_record_extended(ROW({}), 0) WHERE system_from = %s"
        names = _names(stated_names(table))
        self.connection.execute(sql.SQL(statement).format(sql.Identifier(table), names), [self.at])

    def _copy(self, table: str, where: Mapping[str, Any]) -> None:
        kept = [*stated_names(table), "seed_file", "seed_line", "loaded_digest", "system_from"]
        statement = sql.SQL(
            "INSERT INTO history.{0} ({1}, system_to, opened_by, closed_by)"
            " SELECT {1}, %s, (SELECT run_id FROM ops.loads WHERE loaded_at = system_from), %s FROM core.{0} WHERE {2}"
        ).format(sql.Identifier(table), _names(kept), _equal(where, " AND "))
        self.connection.execute(statement, [self.at, self.run_id, *where.values()])

    def _delete(self, table: str, where: Mapping[str, Any]) -> int:
        statement = sql.SQL("DELETE FROM core.{} WHERE {}").format(sql.Identifier(table), _equal(where, " AND "))
        return self.connection.execute(statement, list(where.values())).rowcount


def update(connection: Connection[Any], table: str, where: Mapping[str, Any], columns: Mapping[str, Any]) -> None:
    """Change rows of ``core`` and nothing else, as somebody does who edits by hand."""
    statement = sql.SQL("UPDATE core.{} SET {} WHERE {}").format(
        sql.Identifier(table), _equal(columns, ", "), _equal(where, " AND ")
    )
    assert connection.execute(statement, [*columns.values(), *where.values()]).rowcount > 0


def _key(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.name: row[column.name] for column in TABLES[table].primary_key}


def _referring(table: str, family: str) -> list[str]:
    """Name the columns of a table that hold keys of a register."""
    return [
        column.name
        for column in stated(TABLES[table])
        if any(reference.column.table.name == family for reference in column.foreign_keys)
    ]


def _moved(table: str, row: Mapping[str, Any], old: str, new: str, paths: Mapping[str, str]) -> dict[str, Any]:
    family, _, key = old.partition("/")
    ids = {fact_id(before): fact_id(after) for before, after in paths.items()}
    moved = {**row, "fact_id": ids.get(row["fact_id"], row["fact_id"])}
    for name in (*(["key"] if table == family else []), *_referring(table, family)):
        if row[name] == key:
            moved[name] = new.partition("/")[2]
    if "path" in row:
        moved["path"] = paths[row["path"]]
    return moved


@dataclass
class Ledger:
    """Makes runs, one after the other, an hour apart.

    Attributes:
        connection: Commits nothing.
        loads: Instant of each load.
    """

    connection: Connection[Any]
    loads: dict[int, datetime] = field(default_factory=dict)
    runs: int = 0

    def run(self, status: str = "loaded", **columns: Any) -> int:
        """Record a run; give its number."""
        at = FIRST + timedelta(hours=self.runs)
        self.runs += 1
        values: dict[str, Any] = {
            "git_revision": "0123456789abcdef",
            "is_git_dirty": False,
            "error": None,
            "undoes": None,
        }
        values["seeds_sha256"] = "abc"
        row = self.connection.execute(
            RUN, {"at": at, "finished_at": at + timedelta(seconds=1.5), "status": status, **values, **columns}
        ).fetchone()
        assert row
        return int(row[0])

    @contextmanager
    def load(self, **columns: Any) -> Iterator[Load]:
        """Begin a load; its counts are recorded when the block ends."""
        at = FIRST + timedelta(hours=self.runs)
        load = Load(self.connection, run_id=self.run(**columns), at=at)
        self.loads[load.run_id] = at
        self.connection.execute("INSERT INTO ops.loads VALUES (%s, %s, 4)", [load.run_id, at])
        yield load
        kinds = ("added", "changed", "retired", "renamed")
        for table in dict.fromkeys(table for table, _ in load.counts):
            counts = [load.counts[table, kind] for kind in kinds]
            statement = "INSERT INTO ops.load_run_tables VALUES (%s, %s, %s, %s, %s, %s)"
            self.connection.execute(statement, [load.run_id, table, *counts])

    def by_hand(self, table: str, path: str, **columns: Any) -> None:
        """Edit a row in the database, as nobody should."""
        update(self.connection, table, {"fact_id": fact_id(path)}, columns)

    def changes(self, after: int | None, until: int) -> list[Change]:
        """Give what differs between two loads."""
        start = None if after is None else self.loads[after]
        return list(changes_between(self.connection, start, self.loads[until]))

    def changes_of(self, run: int) -> list[Change]:
        """Give what one load changed."""
        return list(changes_between(self.connection, None, self.loads[run], is_single=True))


def begun(ledger: Ledger) -> int:
    """Load a document, a currency and an agreement with one amount, as the first run; give its number."""
    digest: dict[str, Any] = {"sha256": "0" * 64, "character_count": 900, "paragraph_count": 12}
    with ledger.load() as load:
        load.register("currencies", "usd", code="USD", name="dollar", minor_units=2)
        load.register(
            "documents", "news", kind="article", title="News", language="en", page_date="2030-05-15", **digest
        )
        load.register("agreements", "deal", kind="partnership", name="Deal")
        load.fact("agreements/deal/pledge", "monetary_values", "news", **MONEY)
    return load.run_id
