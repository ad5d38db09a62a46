"""What a database holds, as PostgreSQL's own catalog tells it: one line per object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

DESCRIBED: Final = ("core", "history", "ops")
"""The schemas whose tables stand in Python too."""

ALL: Final = (*DESCRIBED, "core_as_of", "mart", "as_of")

OURS: Final = b"n.nspname = ANY (%(schemas)s) AND c.relname NOT LIKE 'alembic_version%%'"

QUERIES: Final = (
    b"""
    SELECT 'table', c.relkind, c.relpersistence, c.oid::regclass, obj_description(c.oid)
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind <> 'i' AND """
    + OURS,
    b"""
    SELECT 'column', c.oid::regclass, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname,
           format_type(a.atttypid, a.atttypmod), a.attnotnull,
           a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum),
           (SELECT collname FROM pg_collation WHERE oid = a.attcollation)
    FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_attrdef AS d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm') AND """
    + OURS,
    b"""
    SELECT 'constraint', c.oid::regclass, k.contype, k.conname, pg_get_constraintdef(k.oid), k.condeferrable,
           k.condeferred, k.convalidated
    FROM pg_constraint AS k
    JOIN pg_class AS c ON c.oid = k.conrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE """
    + OURS,
    b"""
    SELECT 'index', pg_get_indexdef(i.indexrelid), i.indisvalid
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE """
    + OURS,
    b"""
    SELECT 'trigger', pg_get_triggerdef(t.oid)
    FROM pg_trigger AS t
    JOIN pg_class AS c ON c.oid = t.tgrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND """
    + OURS,
    b"""
    SELECT 'view', c.oid::regclass, pg_get_viewdef(c.oid)
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND """
    + OURS,
    b"""
    SELECT 'function', pg_get_functiondef(p.oid), obj_description(p.oid)
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE n.nspname = ANY (%(schemas)s || '{public}'::text[])""",
    b"SELECT 'extension', extname FROM pg_extension WHERE %(schemas)s::text[] IS NOT NULL",
    b"""
    SELECT 'schema', nspname, obj_description(oid) FROM pg_namespace
    WHERE nspname = ANY (%(schemas)s) AND obj_description(oid) IS NOT NULL""",
)


def objects(connection: psycopg.Connection, schemas: Sequence[str] = ALL) -> set[str]:
    """List what the schemas hold, Alembic's own table aside."""
    parameters = {"schemas": list(schemas)}
    return {
        " | ".join(str(part) for part in row)
        for query in QUERIES
        for row in connection.execute(query, parameters).fetchall()
    }
