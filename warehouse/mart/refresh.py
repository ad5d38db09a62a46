"""The refresh of the mart tables after a load; for a table that follows facts, only the rows of affected facts.

Every SELECT of the mart names its tables without a schema. To compute only the rows of the affected facts, the refresh
creates temporary views with the names of the tables that contain only these facts, and runs the same SELECT.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from psycopg import errors, sql

from warehouse.database.constraints import MANY as MANY_CHANGES
from warehouse.database.constraints import BrokenConstraintsError, proven_together
from warehouse.database.derived import FILLING, preparation
from warehouse.errors import ConfigurationError
from warehouse.mart.definitions import FACT_ROWS, NOW, SYSTEM_FROM, SYSTEM_TO, before, selected
from warehouse.plan import Counts
from warehouse.sqlfiles import server_errors
from warehouse.tables import LOAD_ORDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import psycopg
    from psycopg.errors import Diagnostic

    from warehouse.mart.objects import MartObject

FOLLOWED: Final = frozenset(table.name for table in LOAD_ORDER if "fact_id" in table.key)
"""Tables of ``core`` whose rows each belong to one fact and are found by it."""

REGISTERS: Final = {table.name: table for table in LOAD_ORDER if table.holds_facts and table.name not in FOLLOWED}
"""Tables of ``core`` whose rows each belong to one fact and are found by a key."""

FEW: Final = 0.2
"""The share of affected facts among all facts up to which a refresh of the affected facts alone is worthwhile."""

MAKE: Final = "CREATE TEMPORARY TABLE affected_facts (fact_id uuid PRIMARY KEY, fact_key text NOT NULL) ON COMMIT DROP"

CHANGED: Final = """
INSERT INTO pg_temp.affected_facts
SELECT DISTINCT fact_id, fact_id::text FROM {changed} WHERE operation <> '='
ON CONFLICT DO NOTHING
"""

REGISTERED: Final = """
INSERT INTO pg_temp.affected_facts
SELECT row.fact_id, row.fact_id::text FROM {changed} AS changed JOIN {table} AS row USING ({key})
WHERE changed.operation <> '='
ON CONFLICT DO NOTHING
"""

SIBLINGS: Final = """
INSERT INTO pg_temp.affected_facts
SELECT fact.fact_id, fact.fact_id::text FROM core.facts AS fact
WHERE regexp_replace(fact.path, '(;label=[^@]*)?@.*', '') IN (
    SELECT regexp_replace(known.path, '(;label=[^@]*)?@.*', '') FROM (
        SELECT path FROM core.facts WHERE fact_id IN (SELECT fact_id FROM pg_temp.affected_facts)
        UNION ALL
        SELECT path FROM history.facts WHERE fact_id IN (SELECT fact_id FROM pg_temp.affected_facts)
    ) AS known
    WHERE strpos(known.path, '@') > 0
)
ON CONFLICT DO NOTHING
"""

SUMS_AROUND: Final = """
WITH RECURSIVE subjects AS (
    SELECT DISTINCT regexp_replace(known.path, '/values/.*', '') AS subject_key FROM (
        SELECT path, family FROM core.facts WHERE fact_id IN (SELECT fact_id FROM pg_temp.affected_facts)
        UNION ALL
        SELECT path, family FROM history.facts WHERE fact_id IN (SELECT fact_id FROM pg_temp.affected_facts)
    ) AS known
    WHERE known.family = 'monetary_values'
),
steps AS (
    SELECT key AS one, parent_key AS other FROM core.agreements WHERE parent_key IS NOT NULL
    UNION ALL
    SELECT parent_key, key FROM core.agreements WHERE parent_key IS NOT NULL
),
related AS (
    SELECT substring(subject_key FROM '^agreements/(.*)') AS agreement_key FROM subjects
    UNION
    SELECT steps.other FROM related JOIN steps ON steps.one = related.agreement_key
)
INSERT INTO pg_temp.affected_facts
SELECT fact.fact_id, fact.fact_id::text FROM core.facts AS fact
WHERE fact.family = 'monetary_values' AND regexp_replace(fact.path, '/values/.*', '') IN (
    SELECT subject_key FROM subjects UNION ALL SELECT 'agreements/' || agreement_key FROM related
)
ON CONFLICT DO NOTHING
"""
"""Adds the sums of the same subjects and of agreements above and below: which of them counts depends on the others."""

EVERY: Final = "SELECT count(*) FROM core.facts"

PART: Final = "SELECT count(*), (SELECT count(*) FROM core.facts) FROM pg_temp.affected_facts"

OF_CORE: Final = """
CREATE TEMPORARY VIEW {view} AS
SELECT * FROM {table} WHERE fact_id IN (SELECT fact_id FROM pg_temp.affected_facts)
"""

OF_MART: Final = """
CREATE TEMPORARY VIEW {view} AS
SELECT * FROM {table} WHERE fact_key IN (SELECT fact_key FROM pg_temp.affected_facts)
"""


@contextmanager
def narrowed(
    connection: psycopg.Connection, objects: Iterable[MartObject], changes: Mapping[str, Counts]
) -> Iterator[bool]:
    """Create temporary views that narrow the tables to the affected facts, and drop them at the end of the block.

    A SELECT uses these views if ``pg_temp`` comes first in its search path.

    Args:
        connection: A connection with the load's transaction open, and its tables ``pg_temp.changed_*``.
        objects: All objects of the mart.
        changes: Numbers of rows that changed, by table of ``core``.

    Yields:
        Whether the affected facts are so few that it is worthwhile to compute only their rows; if not, no views exist.
    """
    is_narrow = bool(changes) and not any(counts.renamed for counts in changes.values())
    views: list[sql.Identifier] = []
    if is_narrow and (is_narrow := _gather(connection, changes)):
        views = _narrow(connection, objects)
    yield is_narrow
    for view in reversed(views):
        connection.execute(sql.SQL("DROP VIEW {}").format(view))


def reach_every_fact(changes: Mapping[str, Counts]) -> set[str]:
    """Return the registers in which existing rows changed or were retired, because any fact may show these rows.

    Rows that were only added do not count: no existing fact can show them.

    Args:
        changes: Numbers of rows that changed, by table of ``core``.
    """
    return {
        name
        for name, counts in changes.items()
        if name not in FOLLOWED and (counts.changed or counts.retired or counts.renamed or counts.restored)
    }


def _gather(connection: psycopg.Connection, changes: Mapping[str, Counts]) -> bool:
    """Fill the table of affected facts: those that changed, and those that answer or count with them.

    Return whether they are few enough to compute only their rows.
    """
    if changes.get("facts", Counts()).written > FEW * (connection.execute(EVERY).fetchone() or (0,))[0]:
        return False
    connection.execute(MAKE)
    for name in changes.keys() & (FOLLOWED | REGISTERS.keys()):
        changed = sql.Identifier("pg_temp", f"changed_{name}")
        if name in FOLLOWED:
            connection.execute(sql.SQL(CHANGED).format(changed=changed))
        else:
            names = {"table": sql.Identifier("core", name), "key": _listed(REGISTERS[name].key)}
            connection.execute(sql.SQL(REGISTERED).format(changed=changed, **names))
    connection.execute("ANALYZE pg_temp.affected_facts")
    for widened in (SIBLINGS, SUMS_AROUND):
        if not _are_few(connection):
            return False
        connection.execute(widened)
        connection.execute("ANALYZE pg_temp.affected_facts")
    return _are_few(connection)


def _are_few(connection: psycopg.Connection) -> bool:
    few, every = connection.execute(PART).fetchone() or (0, 0)
    return bool(few <= FEW * every)


def _narrow(connection: psycopg.Connection, objects: Iterable[MartObject]) -> list[sql.Identifier]:
    mart = [found.name for found in objects if found.follows_facts]
    views = []
    narrow = (("core", sorted(FOLLOWED), OF_CORE), ("ops", [FACT_ROWS], OF_CORE), ("mart", mart, OF_MART))
    for schema, names, statement in narrow:
        for name in names:
            view = sql.Identifier("pg_temp", name)
            connection.execute(sql.SQL(statement).format(view=view, table=sql.Identifier(schema, name)))
            views.append(view)
    return views


PLANNED: Final = ("SET LOCAL jit = off", "SET CONSTRAINTS ALL DEFERRED")

PLANNED_NO_MORE: Final = (
    "SET CONSTRAINTS ALL IMMEDIATE",
    "SET LOCAL jit TO DEFAULT",
    "SET LOCAL enable_nestloop TO DEFAULT",
)

MANY: Final = 500
"""Number of written rows above which a table that was computed as a whole is analyzed, so that later queries get good
plans; a few rows of a large table change no plan."""

RECOMPUTE: Final = """
SELECT pg_temp.fill_tables(ARRAY(
    SELECT d FROM ops.derived AS d JOIN ops.alembic_version AS v ON v.version_num = d.revision ORDER BY d.position
), true)
"""

KNOWN: Final = "SELECT table_name, sql_sha256 FROM ops.mart_tables"

FED: Final = """
INSERT INTO ops.mart_tables (table_name, sql_sha256, run_id) VALUES (%s, %s, %s)
ON CONFLICT (table_name) DO UPDATE SET sql_sha256 = EXCLUDED.sql_sha256, run_id = EXCLUDED.run_id
"""

IS_EMPTY: Final = "SELECT NOT EXISTS (SELECT FROM {table})"

LOADED_AT: Final = "SELECT loaded_at FROM ops.loads WHERE run_id = %s"

FILL: Final = "INSERT INTO {table} ({columns}, {since}) SELECT filled.*, {instant} FROM ("

GONE: Final = """
WITH gone AS (
    DELETE FROM {table} AS kept WHERE NOT EXISTS (SELECT FROM {fresh} AS fresh WHERE {same_key}) {looked_at}
    RETURNING {kept_columns}, kept.{since}
)
INSERT INTO {history} ({columns}, {since}, {until}) SELECT gone.*, {instant} FROM gone
"""

DIFFERENT: Final = """
WITH written AS (
    INSERT INTO {table} ({columns}, {since})
    SELECT {fresh_columns}, {instant} FROM {fresh} AS fresh LEFT JOIN {table} AS kept ON {same_key}
    WHERE {probe} IS NULL OR ROW({fresh_columns}) IS DISTINCT FROM ROW({kept_columns})
    ON CONFLICT ({key}) {instead}
    RETURNING {key}
), ended AS (
    INSERT INTO {history} ({columns}, {since}, {until})
    SELECT {kept_columns}, kept.{since}, {instant} FROM {table} AS kept JOIN written AS fresh ON {same_key}
)
SELECT count(*) FROM written
"""
"""Every part of the statement sees the table as it was before, so it can keep the rows that another part replaces."""


Parts = dict[str, sql.Composable]
"""The SQL fragments that differ from table to table."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows of a table that a refresh computes.

    Attributes:
        search_path: The search path of the SELECT.
        nested_loops: Whether the planner may use nested loops: on or off.
        looked_at: The condition on the rows that may be deleted, as SQL to append to a WHERE clause.
    """

    search_path: str
    nested_loops: str
    looked_at: str


WHOLE: Final = Scope(f"{NOW}, pg_temp", "off", "")
"""All rows of a table. New rows have no statistics, so the planner would take them for few and use nested loops."""

FOLLOWING: Final = Scope(f"pg_temp, {NOW}", "on", "AND kept.fact_key IN (SELECT fact_key FROM pg_temp.affected_facts)")
"""The rows of the affected facts only."""


@dataclass(slots=True)
class Affected:
    """The tables in which a load has changed rows: those of ``core``, and those of ``mart`` refreshed so far.

    Attributes:
        changed: Tables in which rows changed.
        reaching: Those of them whose changed rows any fact may show.
        shorter: Tables of ``mart`` that have lost rows.
    """

    changed: set[str]
    reaching: set[str]
    shorter: set[str] = field(default_factory=set)

    def concern(self, found: MartObject) -> bool:
        """Return whether the table reads a changed table, or refers to one that has lost rows.

        Rows that refer to lost ones go too, even if their own rows of ``core`` were removed by hand and did not change.
        """
        return not (found.words.isdisjoint(self.changed) and found.references.isdisjoint(self.shorter))

    def may_concern_every_row(self, found: MartObject) -> bool:
        """Return whether rows of the table may differ that belong to none of the facts that changed."""
        return not self.reaching.isdisjoint(found.words | (found.references & self.shorter))

    def add(self, name: str, *, is_shorter: bool, is_whole: bool) -> None:
        """Add a table of the mart that was refreshed.

        Args:
            name: Name of the table.
            is_shorter: Whether it lost rows.
            is_whole: Whether all of it was computed, not only the rows of the facts that changed.
        """
        self.changed.add(name)
        self.shorter |= {name} if is_shorter else set()
        self.reaching |= {name} if is_whole else set()


def refresh(
    connection: psycopg.Connection,
    objects: Sequence[MartObject],
    changes: Mapping[str, Counts],
    run_id: int,
    on_table: Callable[[str], None] = lambda _: None,
) -> dict[str, int]:
    """Refresh the tables whose source tables have changed, or whose SELECT has changed since the last refresh.

    Args:
        connection: A connection with the load's transaction open, all rows written to ``core`` and the load recorded.
        objects: All objects of the mart, each after those it reads.
        changes: Numbers of rows that the transaction has changed, by table of ``core``.
        run_id: The run of the load.
        on_table: Called with the name of each table before it is computed.

    Returns:
        The number of rows that were written or removed in each table; tables without any are left out.
    """
    with _settings(connection), _proven(connection, objects, sum(counts.written for counts in changes.values())):
        return _refresh(connection, objects, changes, run_id, on_table)


def recompute(
    connection: psycopg.Connection,
    objects: Sequence[MartObject],
    sql_dir: Path,
    on_table: Callable[[str], None] = lambda _: None,
) -> None:
    """Compute all tables again, now and as each load left them, from the rows of ``core`` and their history.

    Args:
        connection: As for ``refresh``.
        objects: All objects of the mart.
        sql_dir: The folder that holds ``derived``.
        on_table: Called with what is computed next.
    """

    def tell(notice: Diagnostic) -> None:
        on_table(notice.message_primary or "")

    connection.add_notice_handler(tell)
    try:
        with _settings(connection), _proven(connection, objects, MANY_CHANGES):
            for statement in preparation(sql_dir, FILLING):
                connection.execute(statement.encode())
            connection.execute(RECOMPUTE)
    finally:
        connection.remove_notice_handler(tell)


@contextmanager
def _proven(connection: psycopg.Connection, objects: Sequence[MartObject], changed_rows: int) -> Iterator[None]:
    tables = [found.name for found in objects if found.is_table]
    try:
        with proven_together(connection, "mart", tables, changed_rows):
            yield
    except BrokenConstraintsError as error:
        raise errors.ForeignKeyViolation(f"rows of the mart refer to rows that are not there: {error}") from error


def _refresh(
    connection: psycopg.Connection,
    objects: Sequence[MartObject],
    changes: Mapping[str, Counts],
    run_id: int,
    on_table: Callable[[str], None],
) -> dict[str, int]:
    known: dict[str, str] = dict(connection.execute(KNOWN).fetchall())
    (instant,) = connection.execute(LOADED_AT, [run_id]).fetchone() or (None,)
    changed = {FACT_ROWS, *changes} if changes else set()
    affected, written = Affected(changed, reach_every_fact(changes)), {}
    with narrowed(connection, objects, changes) as is_narrow:
        for found in objects:
            digest = sha256(selected(found).encode()).hexdigest()
            is_fed = known.get(found.name) == digest
            if not found.is_table or (is_fed and not affected.concern(found)):
                continue
            on_table(found.name)
            follows = is_fed and is_narrow and found.follows_facts and not affected.may_concern_every_row(found)
            gone, rows = _refresh_table(connection, found, FOLLOWING if follows else WHOLE, instant)
            if rows:
                written[found.name] = rows
                affected.add(found.name, is_shorter=gone > 0, is_whole=not follows)
            if rows or not is_fed:
                connection.execute(FED, [found.name, digest, run_id])
    return written


@contextmanager
def _settings(connection: psycopg.Connection) -> Iterator[None]:
    for setting in PLANNED:
        connection.execute(setting)
    yield
    for setting in PLANNED_NO_MORE:
        connection.execute(setting)


def _refresh_table(
    connection: psycopg.Connection, found: MartObject, scope: Scope, instant: datetime
) -> tuple[int, int]:
    """Compute the rows of one table, write the rows that differ, and move those that end to ``history``.

    Returns:
        The number of rows that were removed, and of those that were written or removed.

    Raises:
        ProblemsFound: The server rejects the SELECT.
        ConfigurationError: The table does not have the columns of the file, or does not exist.
    """
    parts = _parts(found, scope, instant)
    connection.execute(f"SET LOCAL search_path = {scope.search_path}".encode())
    connection.execute(f"SET LOCAL enable_nestloop = {scope.nested_loops}".encode())
    try:
        if scope is WHOLE and _is_empty(connection, parts):
            gone, rows = 0, _fill(connection, found, parts)
        else:
            gone, rows = _merge(connection, found, parts)
    except (errors.UndefinedColumn, errors.UndefinedTable) as error:
        what = f"{found.source.file} does not fit the database: {error.diag.message_primary}"
        hint = "A change of the mart needs a migration; bring the database to this version: warehouse db upgrade"
        raise ConfigurationError(what, hint=hint) from error
    if rows > MANY and scope is WHOLE:
        connection.execute(sql.SQL("ANALYZE (SKIP_LOCKED) {table}").format(**parts))
    return gone, rows


def _is_empty(connection: psycopg.Connection, parts: Parts) -> bool:
    return connection.execute(sql.SQL(IS_EMPTY).format(**parts)).fetchone() == (True,)


def _fill(connection: psycopg.Connection, found: MartObject, parts: Parts) -> int:
    """Write all rows of an empty table; return their number."""
    start = sql.SQL(FILL).format(**parts).as_string(connection)
    with server_errors(found.source, found.query, sent_before=start + before(found), is_at_head=True):
        rows = connection.execute(f"{start}{selected(found)}) AS filled".encode()).rowcount
    connection.execute("SET LOCAL search_path TO DEFAULT")
    return rows


def _merge(connection: psycopg.Connection, found: MartObject, parts: Parts) -> tuple[int, int]:
    """Write the rows that differ; return the number of those removed, and of those written or removed."""
    create = f"CREATE TEMPORARY TABLE fresh_{found.name} ON COMMIT DROP AS "
    with server_errors(found.source, found.query, sent_before=create + before(found), is_at_head=True):
        connection.execute(f"{create}{selected(found)}".encode())
    connection.execute("SET LOCAL search_path TO DEFAULT")
    gone = connection.execute(sql.SQL(GONE).format(**parts)).rowcount
    (written,) = connection.execute(sql.SQL(DIFFERENT).format(**parts)).fetchone() or (0,)
    return gone, gone + int(written)


def _parts(found: MartObject, scope: Scope, instant: datetime) -> Parts:
    names, key = list(found.header.columns), found.header.key
    others = [name for name in names if name not in key]
    same, value = sql.SQL("fresh.{0} = kept.{0}"), sql.SQL("{0} = EXCLUDED.{0}")
    assigned = sql.SQL(", ").join(value.format(sql.Identifier(name)) for name in [*others, SYSTEM_FROM])
    return {
        "table": sql.Identifier("mart", found.name),
        "history": sql.Identifier("history", found.name),
        "since": sql.Identifier(SYSTEM_FROM),
        "until": sql.Identifier(SYSTEM_TO),
        "instant": sql.SQL("{}::timestamptz").format(sql.Literal(instant)),
        "looked_at": sql.SQL(scope.looked_at),
        "fresh": sql.Identifier("pg_temp", f"fresh_{found.name}"),
        "columns": _listed(names),
        "fresh_columns": _listed(names, "fresh"),
        "kept_columns": _listed(names, "kept"),
        "key": _listed(key),
        "probe": sql.Identifier("kept", key[0]),
        "same_key": sql.SQL(" AND ").join(same.format(sql.Identifier(name)) for name in key),
        "instead": sql.SQL("DO UPDATE SET ") + assigned if others else sql.SQL("DO NOTHING"),
    }


def _listed(names: Iterable[str], *alias: str) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(*alias, name) for name in names)
