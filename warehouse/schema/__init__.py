"""What the database looks like: one SQLAlchemy table per register and per kind of fact, with comments and placement.

Comes in: the closed vocabularies. Goes out: ``metadata`` (all tables, parents before children in ``LOAD_ORDER``).
The tables here describe the newest migration; a test compares the two. Never opens a connection, never creates a table.
"""

from __future__ import annotations

from typing import Final

from warehouse.schema import facts, ops, parties, policies, quantities, registers, statements
from warehouse.schema.base import DISTRIBUTED, LOCAL, REFERENCE, metadata

LOAD_ORDER: Final = (
    *registers.TABLES,
    *facts.TABLES,
    *parties.TABLES,
    *quantities.TABLES,
    *policies.TABLES,
    *statements.TABLES,
)
"""The tables of ``core``, each after those it refers to; retire in the opposite order."""

__all__ = ["DISTRIBUTED", "LOAD_ORDER", "LOCAL", "REFERENCE", "metadata", "ops"]
