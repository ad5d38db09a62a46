"""Which locks a transaction holds on tables at its end, seen from inside it: for scratch databases only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import psycopg

MODES: Final = (
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
"""Weakest first."""

BLOCKS_READERS: Final = "AccessExclusiveLock"
BLOCKS_WRITERS: Final = "ShareLock"
"""The weakest mode that keeps INSERT, UPDATE and DELETE waiting."""

INSTALL: Final = """
CREATE SCHEMA rehearsal;
CREATE TABLE rehearsal.relations (oid oid PRIMARY KEY, name text NOT NULL);
CREATE TABLE rehearsal.locks (name text NOT NULL, mode text NOT NULL);
CREATE FUNCTION rehearsal.note_locks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $function$
BEGIN
  INSERT INTO rehearsal.locks
  SELECT known.name, held.mode FROM pg_locks AS held JOIN rehearsal.relations AS known ON known.oid = held.relation
  WHERE held.pid = pg_backend_pid() AND held.locktype = 'relation' AND held.granted
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database());
  RETURN NULL;
END
$function$;
"""

AT_ITS_END: Final = """
CREATE CONSTRAINT TRIGGER note_locks AFTER INSERT OR UPDATE ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rehearsal.note_locks()
"""
"""A deferred trigger runs when the transaction commits, while it still holds every lock it ever took."""

WATCHED: Final = ("ops.alembic_version", "ops.derived", "ops.loads")
"""Tables of which an upgrade, and a load that changes something, write a row each time."""

FORGET: Final = """
TRUNCATE rehearsal.relations, rehearsal.locks;
INSERT INTO rehearsal.relations
SELECT oid, oid::regclass::text FROM pg_class
WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema$|rehearsal$)'
"""

HELD: Final = "SELECT DISTINCT name, mode FROM rehearsal.locks"


def watch(connection: psycopg.Connection) -> None:
    """Prepare a scratch database so that its transactions note their locks."""
    connection.execute(INSTALL)
    for table in WATCHED:
        row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
        if row and row[0]:
            connection.execute(AT_ITS_END.format(table=table).encode())
    connection.commit()


def forget(connection: psycopg.Connection) -> None:
    """Begin anew; only tables and views that stand now are looked at, nobody can wait for one made later."""
    connection.execute(FORGET)
    connection.commit()


def strongest(connection: psycopg.Connection) -> dict[str, str]:
    """Give the strongest mode noted for each table and view since the last ``forget``."""
    found: dict[str, str] = {}
    for name, mode in connection.execute(HELD).fetchall():
        found[name] = max(found.get(name, mode), mode, key=MODES.index)
    connection.rollback()
    return dict(sorted(found.items()))
