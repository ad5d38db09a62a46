"""Follow renames: what keys, paths and fact ids of one moment have become by another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from psycopg import errors

from warehouse.errors import PermissionRefused
from warehouse.reports.definition import types_of
from warehouse.sqlfiles import bind, names_in, read_instead, scan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection

    from warehouse.reports.definition import Header, Report
    from warehouse.sqlfiles import Token

_CREATE: Final = """
CREATE TEMPORARY TABLE report_moves (old_id uuid, new_id uuid, old_path text, new_path text) ON COMMIT DROP;
CREATE TEMPORARY TABLE report_renames (was text PRIMARY KEY, became text) ON COMMIT DROP
"""
_RUNS: Final = """
SELECT l.run_id FROM ops.loads AS l
WHERE l.loaded_at > %(after)s AND l.loaded_at <= %(until)s
  AND EXISTS (SELECT FROM ops.fact_renames AS r WHERE r.run_id = l.run_id)
ORDER BY l.loaded_at
"""
_FOLLOW: Final = """
WITH steps AS (
  SELECT old_fact_id, new_fact_id, old_path, new_path FROM ops.fact_renames WHERE run_id = %(run)s
), arrivals AS (
  SELECT old_fact_id AS place, new_fact_id, new_path FROM steps
  UNION ALL
  SELECT new_fact_id, NULL, NULL FROM steps WHERE new_fact_id NOT IN (SELECT o.old_fact_id FROM steps AS o)
), gone_on AS (
  UPDATE pg_temp.report_moves AS m SET new_id = a.new_fact_id, new_path = a.new_path
  FROM arrivals AS a WHERE m.new_id = a.place RETURNING a.place
)
INSERT INTO pg_temp.report_moves
SELECT CASE WHEN m.old_id IS NULL THEN s.old_fact_id END, s.new_fact_id,
  CASE WHEN m.old_id IS NULL THEN s.old_path END, s.new_path
FROM steps AS s LEFT JOIN pg_temp.report_moves AS m ON m.old_id = s.old_fact_id
WHERE s.old_fact_id NOT IN (SELECT g.place FROM gone_on AS g)
"""
"""One run after the other. What another has come to the place of is no more (``new_id`` is NULL); what came to a place
that an earlier run had emptied was not there at the first moment (``old_id`` is NULL)."""

_TURN: Final = (
    "UPDATE pg_temp.report_moves SET old_id = new_id, new_id = old_id, old_path = new_path, new_path = old_path"
)
_FILL: Final = """
WITH moves AS (
  SELECT old_id::text AS was, new_id::text AS became FROM pg_temp.report_moves
  UNION ALL
  SELECT old_path, new_path FROM pg_temp.report_moves
)
INSERT INTO pg_temp.report_renames
SELECT m.was, m.became FROM moves AS m WHERE m.was IS NOT NULL
UNION ALL
SELECT m.became, NULL FROM moves AS m
WHERE m.became IS NOT NULL AND NOT EXISTS (SELECT FROM moves AS o WHERE o.was = m.became);
ANALYZE pg_temp.report_renames
"""
"""``became`` is NULL where another has come to a name: what had it is no more."""


def follow(connection: Connection[Any], before: datetime, after: datetime) -> bool:
    """Find what was renamed between two moments, for ``Renaming`` to use.

    Args:
        connection: Within ``looking_back``, and not read-only yet.
        before: The moment whose names are followed.
        after: The moment whose names they become; it may be the earlier one.

    Returns:
        Whether anything was renamed.

    Raises:
        PermissionRefused: The account may not read the ledger.
    """
    span = {"after": min(before, after), "until": max(before, after)}
    try:
        runs = [run for (run,) in connection.execute(_RUNS, span).fetchall()]
        if not runs:
            return False
        connection.execute(_CREATE)
        for run in runs:
            connection.execute(_FOLLOW, {"run": run})
    except errors.InsufficientPrivilege as error:
        what = f"this account may not follow renames: {error.diag.message_primary}"
        hint = "It needs TEMPORARY on the database and SELECT on the schema ops; use another account."
        raise PermissionRefused(what, hint=hint) from error
    if after < before:
        connection.execute(_TURN)
    connection.execute(_FILL)
    return True


class Renaming:
    """SQL that gives the grain of an answer under the names of the other moment."""

    def __init__(self, header: Header, *, is_needed: bool) -> None:
        """Take the columns of the grain that hold fact ids or keys; none where nothing was renamed."""
        self._grain = header.grain
        self._is_needed = is_needed
        self._families: dict[str, str | None] = {}
        for name in header.grain if is_needed else ():
            if name in header.cite.values():
                self._families[name] = None
            elif name in header.columns and (family := header.columns[name].key_of):
                self._families[name] = f'answer."{family}"' if family in header.columns else f"'{family}'"

    @property
    def names(self) -> list[str]:
        """What each column of the grain has become, and last a text that is empty unless the row has no successor."""
        lost = " OR ".join(
            f"{_joined(name)}.was IS NOT NULL AND {_joined(name)}.became IS NULL" for name in self._families
        )
        whole = ", ".join(f'answer."{name}"::text' for name in self._grain)
        marker = f"CASE WHEN {lost} THEN ARRAY[{whole}]::text ELSE '' END" if lost else "''::text"
        return [*map(self._name, self._grain), marker]

    @property
    def joins(self) -> str:
        """The tables that ``names`` needs beside the answer."""
        return "".join(self._join(name, family) for name, family in self._families.items())

    def of_documents(self, key: str) -> dict[str, str]:
        """Return what the key of a document has become, and the join that this needs."""
        if not self._is_needed:
            return {"document": key, "join": ""}
        join = f"LEFT JOIN pg_temp.report_renames AS d ON d.was = 'documents/' || {key}"
        return {"document": f"coalesce(split_part(d.became, '/', 2), {key})", "join": join}

    def _name(self, name: str) -> str:
        cell = f'answer."{name}"::text'
        if name not in self._families:
            return cell
        became = f"{_joined(name)}.became"
        if self._families[name] is not None:
            became = f"CASE WHEN strpos({cell}, '/') > 0 THEN {became} ELSE split_part({became}, '/', 2) END"
        return f"coalesce({became}, {cell})"

    def _join(self, name: str, family: str | None) -> str:
        cell = f'answer."{name}"::text'
        key = (
            cell
            if family is None
            else f"CASE WHEN strpos({cell}, '/') > 0 THEN {cell} ELSE {family} || '/' || {cell} END"
        )
        return f"\nLEFT JOIN pg_temp.report_renames AS {_joined(name)} ON {_joined(name)}.was = {key}"


def _joined(name: str) -> str:
    return f'"renamed {name}"'


PAST_OF: Final = {"core": "core_as_of", "mart": "as_of"}
"""The schema that shows the past of another; of the other schemas there is none."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """A moment at which a report looks; what a load wrote stands at its own moment already."""

    at: datetime

    def enter(self, connection: Connection[Any]) -> None:
        """Let what is read from now on, until the open transaction ends, be that of the moment."""
        connection.execute("SELECT set_config('warehouse.as_of', %s, true)", [self.at.isoformat()])

    def moved(self, tokens: Sequence[Token]) -> list[Token]:
        """Let a statement read the past in the place of the present."""
        moved = list(tokens)
        for schema, past in PAST_OF.items():
            others = {name: f'{past}."{name}"' for name in names_in(moved, schema)}
            moved = read_instead(moved, schema, others)
        return moved

    def rewritten(self, statement: str) -> str:
        """Do the same with a statement that has not been cut into tokens."""
        return "".join(token.text for token in self.moved(scan(statement)))


def seen_at(report: Report, at: datetime) -> Report:
    """Return the report that answers as it would have at a moment."""
    past = AsOf(at)
    return replace(report, query=bind(past.moved(report.source.tokens), types_of(report.header)), past=past)
