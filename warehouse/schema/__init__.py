"""What the database looks like: one SQLAlchemy table per register and per kind of fact, with comments.

Comes in: the closed vocabularies. Goes out: ``metadata`` (all tables), ``LOAD_ORDER`` (those of ``core``, parents
before children) and ``HISTORY`` (beside each, the table of its earlier versions).
The tables here describe the newest migration; a test compares the two. Never opens a connection, never creates a table.
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
"""The tables of ``core``, each after those it refers to; retire in the opposite order."""

HISTORY: Final = versioned(LOAD_ORDER)
"""The table of ``history`` beside each table of ``core``, by name."""

__all__ = ["HISTORY", "LOAD_ORDER", "metadata", "ops", "stated"]
