"""Reports at a past moment, and the renames of keys, paths and fact ids between two moments."""

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
"""Apply the renames of one load run to ``report_moves``; the runs are applied one after the other.

If another fact takes over a fact's id, the earlier fact is gone (``new_id`` is NULL). If a fact leaves an id that an
earlier run had freed, it was not there at the first moment (``old_id`` is NULL).
"""

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
"""Fill ``report_renames``. ``became`` is NULL for a name that another fact took over, since its first fact is gone."""


def follow(connection: Connection[Any], before: datetime, after: datetime) -> bool:
    """Store the renames between two moments in a temporary table that ``Renaming`` reads.

    Args:
        connection: A connection inside ``looking_back``, not read-only yet.
        before: The moment of the old names.
        after: The moment of the new names; it may be earlier than ``before``.

    Returns:
        Whether anything was renamed.

    Raises:
        PermissionRefused: The account may not read the renames in ``ops``, or may not create temporary tables.
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
        what = f"this account may not look up renames: {error.diag.message_primary}"
        hint = "Use an account that has TEMPORARY on the database and SELECT on the tables of ops."
        raise PermissionRefused(what, hint=hint) from error
    if after < before:
        connection.execute(_TURN)
    connection.execute(_FILL)
    return True


class Renaming:
    """SQL for the grain of an answer with the names of the other moment."""

    def __init__(self, header: Header, *, is_needed: bool) -> None:
        """Find the columns of the grain that hold fact ids or keys.

        Args:
            header: The header of the report.
            is_needed: Whether anything was renamed; if not, the grain stays as it is.
        """
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
        """SQL for the new name in each column of the grain, and for a last text.

        The last text is empty for a row that has a successor. For another row it holds the grain, so that no row of the
        other answer matches.
        """
        lost = " OR ".join(
            f"{_joined(name)}.was IS NOT NULL AND {_joined(name)}.became IS NULL" for name in self._families
        )
        grain = ", ".join(f'answer."{name}"::text' for name in self._grain)
        marker = f"CASE WHEN {lost} THEN ARRAY[{grain}]::text ELSE '' END" if lost else "''::text"
        return [*map(self._name, self._grain), marker]

    @property
    def joins(self) -> str:
        """SQL for the joins that ``names`` needs in addition to the answer."""
        return "".join(self._join(name, family) for name, family in self._families.items())

    def of_documents(self, key: str) -> dict[str, str]:
        """Return SQL for the new key of a document, as ``document``, and for the join it needs, as ``join``.

        Args:
            key: SQL for the old key.
        """
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
"""The schema whose views show the past of each schema. Schemas that are not listed have no history."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """A moment at which a report reads the data. At the moment of a load, the rows of that load are visible.

    Attributes:
        at: The moment, with its offset from UTC.
    """

    at: datetime

    def enter(self, connection: Connection[Any]) -> None:
        """Set the moment for all further reads in the open transaction."""
        connection.execute("SELECT set_config('warehouse.as_of', %s, true)", [self.at.isoformat()])

    def moved(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the tokens of a statement, changed so that it reads the past instead of the present."""
        moved = list(tokens)
        for schema, past in PAST_OF.items():
            others = {name: f'{past}."{name}"' for name in names_in(moved, schema)}
            moved = read_instead(moved, schema, others)
        return moved

    def rewritten(self, statement: str) -> str:
        """Return the text of a statement, changed so that it reads the past instead of the present."""
        return "".join(token.text for token in self.moved(scan(statement)))


def seen_at(report: Report, at: datetime) -> Report:
    """Return a copy of the report that reads the data at the moment ``at``."""
    past = AsOf(at)
    return replace(report, query=bind(past.moved(report.source.tokens), types_of(report.header)), past=past)
