"""The outlines of the tables of ``core`` as text, for code that must not wait for the import of SQLAlchemy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from warehouse.schema import LOAD_ORDER, stated

if TYPE_CHECKING:
    from sqlalchemy import Table


def tables_text() -> str:
    """Return the text of ``tables.json``: a line per table, in load order."""
    lines = (json.dumps(_outline(table)) for table in LOAD_ORDER)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _outline(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "key": [column.name for column in table.primary_key],
        "stated": [column.name for column in stated(table)],
        "references": {
            column.name: reference.column.table.name for column in table.columns for reference in column.foreign_keys
        },
        "about": table.info.get("about"),
    }
