"""What a warehouse in a database consists of, counted, for dumps and for databases restored from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.database.upgrade import current
from warehouse.errors import CheckFailed, ConfigurationError

if TYPE_CHECKING:
    import psycopg

SCHEMAS: Final = ("core", "history", "mart", "as_of", "core_as_of", "ops")
EARLIER_MART: Final = "^mart_v[0-9]+$"

OURS: Final = """
SELECT nspname FROM pg_namespace WHERE nspname = ANY (%s) OR nspname ~ %s ORDER BY nspname
"""

TABLES: Final = """
SELECT relnamespace::regnamespace::text, relname FROM pg_class
WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = ANY (%s::regnamespace[])
ORDER BY 1, 2
"""

LEANING_ELSEWHERE: Final = """
SELECT DISTINCT ours.oid::regclass::text, theirs.oid::regclass::text
FROM pg_rewrite
JOIN pg_depend ON pg_depend.classid = 'pg_rewrite'::regclass AND pg_depend.objid = pg_rewrite.oid
JOIN pg_class AS ours ON ours.oid = pg_rewrite.ev_class
JOIN pg_class AS theirs ON pg_depend.refclassid = 'pg_class'::regclass AND theirs.oid = pg_depend.refobjid
WHERE ours.relnamespace = ANY (%(ours)s::regnamespace[]) AND theirs.relnamespace <> ALL (%(ours)s::regnamespace[])
    AND theirs.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
ORDER BY 1, 2
LIMIT 1
"""

OCCUPANTS: Final = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't'
    AND relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
    AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
    )
UNION ALL
SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname = ANY (%s) OR nspname ~ %s
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """A warehouse, counted.

    Attributes:
        server_version: The server's version, for example ``18.4``.
        revision: The schema revision.
        load: Number of the last load; 0 before the first.
        facts: How many facts stand.
        schemas: The schemas of the warehouse that are there.
        rows: Rows of each table, by ``schema.table``.
    """

    server_version: str
    revision: str
    load: int
    facts: int
    schemas: tuple[str, ...]
    rows: dict[str, int]


def contents(connection: psycopg.Connection) -> Contents:
    """Count what the connection's snapshot holds.

    Raises:
        ConfigurationError: It holds no warehouse.
        PermissionRefused: The account may not read all of it.
    """
    revision = current(connection)
    if revision is None:
        raise ConfigurationError("the database holds no warehouse yet", hint='Run "warehouse db upgrade" first.')
    schemas = [str(name) for (name,) in connection.execute(OURS, [list(SCHEMAS), EARLIER_MART])]
    rows = {
        f"{schema}.{table}": _counted(connection, schema, table)
        for schema, table in connection.execute(TABLES, [schemas]).fetchall()
    }
    load = 0
    if "ops.loads" in rows:
        load = int((connection.execute("SELECT coalesce(max(run_id), 0) FROM ops.loads").fetchone() or (0,))[0])
    version = server_version(connection)
    return Contents(version, revision, load, rows.get("core.facts", 0), tuple(schemas), rows)


def server_version(connection: psycopg.Connection) -> str:
    """Give the server's version without what a packager added, for example ``18.4``."""
    return str(connection.info.parameter_status("server_version") or "0").split()[0]


def refuse_leaning_elsewhere(connection: psycopg.Connection, schemas: tuple[str, ...]) -> None:
    """Make sure that what is in these schemas can be made again without what is in others.

    Raises:
        CheckFailed: A view was added by hand that needs something outside.
    """
    found = connection.execute(LEANING_ELSEWHERE, {"ours": list(schemas)}).fetchone()
    if found:
        raise CheckFailed(
            f"view {found[0]} needs {found[1]}, which is no part of the warehouse: the dump could not be restored",
            hint="Move the view into a schema of your own.",
        )


def refuse_occupied(connection: psycopg.Connection) -> None:
    """Make sure that a database holds nothing that a restore could meet.

    Raises:
        CheckFailed: It holds a warehouse, or somebody's tables.
    """
    found = connection.execute(OCCUPANTS, [list(SCHEMAS), EARLIER_MART]).fetchone()
    if found:
        raise CheckFailed(
            f"database {connection.info.dbname} is not empty: it holds {found[0]}; nothing was changed",
            hint="Restore into a new database with --into NAME, or name an empty one with --database.",
        )


def _counted(connection: psycopg.Connection, schema: str, table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
    return int((connection.execute(query).fetchone() or (0,))[0])
