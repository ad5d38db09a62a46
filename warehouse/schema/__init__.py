"""The database schema: one SQLAlchemy table per register and per kind of fact, with comments.

Input: the closed vocabularies. Output: ``metadata`` (all tables), ``LOAD_ORDER`` (the tables of ``core``, parents
before children) and ``HISTORY`` (for each of them, the table of its earlier versions).
These tables describe the newest migration, and a test compares the two. This package never opens a connection and never
creates a table.
"""

from __future__ import annotations

from typing import Final

from warehouse.schema import facts, ops, parties, policies, quantities, registers, statements
from warehouse.schema.base import metadata
from warehouse.schema.versions import stated, versioned

LOAD_ORDER: Final = (
    *registers.TABLES,
    *facts.TABLES,
    *parties.TABLES,
    *quantities.TABLES,
    *policies.TABLES,
    *statements.TABLES,
)
"""The tables of ``core``, each after the tables it refers to; rows are retired in the opposite order."""

HISTORY: Final = versioned(LOAD_ORDER)
"""By name of a table of ``core``, its table in ``history``."""

__all__ = ["HISTORY", "LOAD_ORDER", "metadata", "ops", "stated"]
