"""Check a report against a migrated database, without any data in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.reports.choices import try_choices
from warehouse.reports.columns import lay_out
from warehouse.reports.lineage import ReadColumn, columns_read
from warehouse.reports.ordering import order_problems
from warehouse.reports.run import DECLARE, declared, limit_time, snapshot
from warehouse.sqlfiles import server_errors
from warehouse.strictyaml import Problem, ProblemsFound

if TYPE_CHECKING:
    from psycopg import Connection

    from warehouse.reports.library import Report


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of one report found.

    Attributes:
        name: Name of the report.
        problems: What is wrong, in order.
        warnings: What may be wrong.
        reads: The columns of the database it reads; none if it is wrong.
    """

    name: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    reads: tuple[ReadColumn, ...] = ()


def check(connection: Connection[Any], report: Report) -> Checked:
    """Let the server plan the report, and compare what it would return with what the header says.

    Args:
        connection: At this version's revision; nothing stays of what is done on it.
        report: The report, sound by itself.

    Raises:
        WarehouseError: The server could not be asked.
    """
    warnings = tuple(order_problems(report))
    try:
        _plan(connection, report)
        reads = tuple(columns_read(connection, report, is_at_head=True))
    except ProblemsFound as found:
        return Checked(report.name, tuple(found.problems), warnings)
    return Checked(report.name, (), warnings, reads)


def _plan(connection: Connection[Any], report: Report) -> None:
    nothing = dict.fromkeys(report.header.params)
    with (
        server_errors(report.source, report.query, sent_before=DECLARE, is_at_head=True),
        snapshot(connection),
    ):
        limit_time(connection, report)
        try_choices(connection, report)
        with declared(connection, report, nothing) as cursor:
            lay_out(report, cursor.description or [])
