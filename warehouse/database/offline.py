"""What surrounds the migrations in the script for whoever may not let a program near the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.database.migrating import ADVISORY_LOCK, BECOME_OWNER, LOCK_WAIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.database.migrating import Limits

STANDS_AT: Final = """
DO $begin$
DECLARE
    found TEXT;
    holds_version CONSTANT BOOLEAN := to_regclass('ops.alembic_version') IS NOT NULL;
BEGIN
    IF holds_version THEN
        EXECUTE 'SELECT version_num FROM ops.alembic_version' INTO found;
    END IF;
    IF found IS DISTINCT FROM nullif('{revision}', '') THEN
        RAISE EXCEPTION USING MESSAGE = concat(
            'this script begins at revision ', coalesce(nullif('{revision}', ''), 'none'),
            ', the database is at ', coalesce(found, 'none'));
    END IF;
    IF holds_version AND found IS NULL THEN
        DROP TABLE ops.alembic_version;
    END IF;
    CREATE SCHEMA IF NOT EXISTS ops;
END
$begin$
"""

BELONGS: Final = """
DO $end$
BEGIN
    IF '{revision}' <> coalesce((SELECT max(version_num) FROM ops.alembic_version), '') THEN
        RAISE EXCEPTION 'this part of the script does not belong to the revision that the database is at';
    END IF;
END
$end$
"""
"""Stands at the end of each transaction: a client that goes on after errors does no harm."""


def before(limits: Limits, revision: str) -> Iterator[str]:
    """Give what stands first: take the lock, keep to the limits, become the owner, look at the revision.

    Args:
        limits: How long statements may wait and work.
        revision: Where the script begins; empty: at nothing.
    """
    yield f"SET lock_timeout = '{LOCK_WAIT}'"
    yield f"SELECT pg_advisory_lock({ADVISORY_LOCK})"
    yield from limits.statements
    yield BECOME_OWNER
    yield STANDS_AT.format(revision="" if revision == "base" else revision)


def after() -> Iterator[str]:
    """Give what stands last: the session is as it was."""
    for setting in ("ROLE", "lock_timeout", "statement_timeout"):
        yield f"RESET {setting}"
    yield f"SELECT pg_advisory_unlock({ADVISORY_LOCK})"
