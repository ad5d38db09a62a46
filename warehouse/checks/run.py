"""Run checks within the caller's transaction: nothing is written, and a broken check does not end it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from psycopg import RawServerCursor
from psycopg.rows import tuple_row

from warehouse.sqlfiles import TYPE_BY_OID, plain, read_as_text, server_errors
from warehouse.strictyaml import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from psycopg import Column, Connection

    from warehouse.checks.library import Check

KEEP: Final = 1000
"""How many findings of a check are kept; the others are only counted."""

PROBLEM: Final = "problem"
_BATCH: Final = 1000
_CURSOR: Final = "check_rows"
_DECLARE: Final = f'DECLARE "{_CURSOR}" CURSOR FOR '


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Attributes:
        check: The check.
        columns: Names of its columns.
        found: Number of rows that break the rule.
        rows: The first of them as text; None: no value.
    """

    check: Check
    columns: Sequence[str]
    found: int
    rows: Sequence[Mapping[str, str | None]]

    @property
    def blocks(self) -> bool:
        """Whether the findings forbid a load."""
        return self.found > 0 and self.check.is_blocking


def run(connection: Connection[Any], checks: Iterable[Check], *, keep: int = KEEP) -> list[CheckResult]:
    """Run the checks one after the other.

    Args:
        connection: An open connection. In a transaction the checks see what it has written, and it stays usable.
        checks: What to run.
        keep: How many findings of each to keep.

    Raises:
        ProblemsFound: A check is wrong, says the server.
    """
    return [_run_one(connection, check, keep) for check in checks]


def _run_one(connection: Connection[Any], check: Check, keep: int) -> CheckResult:
    """Read through a server cursor: it takes one SELECT and nothing that writes; the savepoint undoes its failure."""
    errors = server_errors(check.source, check.query, sent_before=_DECLARE)
    with errors, connection.transaction(), RawServerCursor(connection, _CURSOR, row_factory=tuple_row) as cursor:
        read_as_text(cursor)
        cursor.execute(check.query.text)
        returned = cursor.description or []
        if PROBLEM not in {column.name for column in returned}:
            what = f"the statement returns no column {PROBLEM}"
            raise ProblemsFound([check.source.problem(0, "columns", what, "say in a sentence what is wrong")])
        found, rows = 0, []
        while batch := cursor.fetchmany(_BATCH):
            rows += [_row(returned, values) for values in batch[: max(keep - found, 0)]]
            found += len(batch)
    return CheckResult(check, [column.name for column in returned], found, rows)


def _row(returned: Sequence[Column], values: tuple[Any, ...]) -> dict[str, str | None]:
    return {column.name: _shown(column, value) for column, value in zip(returned, values, strict=True)}


def _shown(column: Column, value: Any) -> str | None:  # noqa: ANN401 - a type without a text form of ours
    if value is None:
        return None
    change = plain(TYPE_BY_OID.get(column.type_code, ""))
    return change(value) if change else str(value)
