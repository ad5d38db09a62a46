"""Constraints that a transaction with many rows proves table by table, instead of row by row.

PostgreSQL checks a foreign key by a trigger for each row, which costs most of the time of a large load. An account that
may switch these triggers off can ask once per key instead, with the same certainty: nobody else writes to the tables
until the transaction ends.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MANY: Final = 5000
"""Number of rows from which on asking once per key costs less."""

MAY: Final = """
SELECT has_parameter_privilege('session_replication_role', 'SET') AND NOT EXISTS (
    SELECT FROM pg_trigger AS own JOIN pg_class AS class ON class.oid = own.tgrelid
    WHERE class.relnamespace = %s::regnamespace AND NOT own.tgisinternal
)
"""
"""Whether the account may switch triggers off, and no trigger of somebody else's would be switched off too."""

TABLES: Final = """
SELECT string_agg(oid::regclass::text, ', ' ORDER BY oid) FROM pg_class
WHERE relnamespace = %s::regnamespace AND relkind = 'r'
"""

QUESTIONS: Final = """
SELECT found.conrelid::regclass::text || '.' || found.conname, CASE found.contype
    WHEN 'f' THEN format(
        'SELECT EXISTS (SELECT FROM %%s AS child WHERE %%s AND NOT EXISTS (SELECT FROM %%s AS parent WHERE %%s))',
        found.conrelid::regclass, string_agg(own.name || ' IS NOT NULL', ' AND '),
        found.confrelid::regclass, string_agg(concat(other.name, ' = ', own.name), ' AND ')
    )
    ELSE format(
        'SELECT EXISTS (SELECT FROM %%s AS child WHERE %%s GROUP BY %%s HAVING count(*) > 1)',
        found.conrelid::regclass, string_agg(own.name || ' IS NOT NULL', ' AND '), string_agg(own.name, ', ')
    )
END
FROM pg_constraint AS found
CROSS JOIN generate_subscripts(found.conkey, 1) AS place
CROSS JOIN LATERAL (
    SELECT 'child.' || quote_ident(attname) AS name FROM pg_attribute
    WHERE attrelid = found.conrelid AND attnum = found.conkey[place]
) AS own
LEFT JOIN LATERAL (
    SELECT 'parent.' || quote_ident(attname) AS name FROM pg_attribute
    WHERE attrelid = found.confrelid AND attnum = found.confkey[place]
) AS other ON true
WHERE found.connamespace = %(schema)s::regnamespace
    AND (found.contype = 'f' OR found.contype = 'u' AND found.condeferrable)
    AND (%(tables)s::text[] IS NULL OR EXISTS (
        SELECT FROM pg_class AS either
        WHERE either.oid IN (found.conrelid, found.confrelid) AND either.relname = ANY (%(tables)s)
    ))
GROUP BY found.oid, found.conrelid, found.conname, found.contype, found.confrelid
ORDER BY 1
"""
"""Selects, by constraint, the statement that tells whether a row breaks it. A key with a NULL refers to nothing."""


class BrokenConstraintsError(Exception):
    """Rows that were written break constraints; the message names them."""


@contextmanager
def proven_together(connection: psycopg.Connection, schema: str, tables: Collection[str], rows: int) -> Iterator[None]:
    """Prove the foreign keys of some tables at the end of a block, if it writes many rows; else row by row, as ever.

    Args:
        connection: A connection with an open transaction. Nobody else writes to the schema until it ends.
        schema: The schema.
        tables: The tables that the block writes to.
        rows: About how many rows it writes.

    Raises:
        BrokenConstraintsError: The rows break a constraint; roll them back.
    """
    if rows < MANY or connection.execute(MAY, [schema]).fetchone() != (True,):
        yield
        return
    (listed,) = connection.execute(TABLES, [schema]).fetchone() or ("",)
    connection.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(sql.SQL(listed)))
    connection.execute("SET LOCAL session_replication_role = replica")
    yield
    connection.execute("SET LOCAL session_replication_role TO DEFAULT")
    if broken := broken_constraints(connection, schema, tables):
        raise BrokenConstraintsError(", ".join(broken))


def broken_constraints(connection: psycopg.Connection, schema: str, tables: Collection[str] | None = None) -> list[str]:
    """Return the names of the foreign keys and deferrable unique constraints that rows break, each with its table.

    Args:
        connection: A connection with an open transaction.
        schema: The schema.
        tables: Only constraints of these tables, or that refer to them; None: all.
    """
    values = {"schema": schema, "tables": None if tables is None else list(tables)}
    questions = connection.execute(QUESTIONS, values).fetchall()
    # New rows have no statistics, so the planner would take them for few and use nested loops.
    connection.execute("SET LOCAL enable_nestloop = off")
    broken = [name for name, question in questions if connection.execute(question).fetchone() == (True,)]
    connection.execute("SET LOCAL enable_nestloop TO DEFAULT")
    return broken
