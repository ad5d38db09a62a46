"""Hold a parameter against the choices that a query gives."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg import RawCursor
from psycopg.rows import tuple_row

from warehouse.errors import UsageError
from warehouse.reports.arguments import shortened
from warehouse.sqlfiles import fill, scan
from warehouse.strictyaml import Problem, ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.header import Parameter
    from warehouse.reports.library import Report
    from warehouse.reports.values import Value

_MOST: Final = 1000
"""Choices looked through for one that was meant."""

_NEAREST: Final = 5

_ITS_FAULT: Final = (psycopg.DataError, psycopg.ProgrammingError, psycopg.NotSupportedError, psycopg.InternalError)
"""What the server says of a query that cannot be; other errors have other reasons."""


def refuse_other_choices(connection: Connection[Any], report: Report, settled: Mapping[str, Value]) -> None:
    """Refuse values that are not among what the parameters' queries give.

    Args:
        connection: Its open read-only snapshot is asked.
        report: The report.
        settled: The value of each parameter.

    Raises:
        UsageError: A value is no choice; the nearest are named.
        ProblemsFound: The server refuses a query.
    """
    for name, parameter in report.header.params.items():
        value = settled[name]
        if parameter.choices_from is None or value is None:
            continue
        others = _ask(connection, report, name, _OTHERS, value if isinstance(value, list) else [value])
        if others:
            known = _ask(connection, report, name, _KNOWN, [])
            what = f"{shortened(others[0])} cannot be {name} ({parameter.type}) of report {report.name}"
            raise UsageError(what, hint=_advice(others[0], known, parameter))


def try_choices(connection: Connection[Any], report: Report) -> None:
    """Let the server look at every query for choices, without a value.

    Raises:
        ProblemsFound: It refuses one.
    """
    for name, parameter in report.header.params.items():
        if parameter.choices_from is not None:
            _ask(connection, report, name, _OTHERS, [])


_OTHERS: Final = """
SELECT given::text FROM unnest($1::{type}[]) AS given
WHERE NOT EXISTS (SELECT FROM (
{query}
) AS choices (choice) WHERE choices.choice = given)
LIMIT 1
"""
_KNOWN: Final = """
SELECT DISTINCT choice::text FROM (
{query}
) AS choices (choice) WHERE coalesce(cardinality($1::{type}[]), 0) = 0 AND choice IS NOT NULL ORDER BY 1 LIMIT {most}
"""


def _ask(connection: Connection[Any], report: Report, name: str, frame: str, given: Sequence[object]) -> list[str]:
    parameter = report.header.params[name]
    tokens = scan(parameter.choices_from or "")
    query = fill(report.past.moved(tokens) if report.past else tokens, {}).text
    text = frame.format(type=parameter.type.removesuffix("[]"), query=query, most=_MOST)
    try:
        with RawCursor(connection, row_factory=tuple_row) as cursor:
            return [row[0] for row in cursor.execute(text, [list(given)])]
    except psycopg.errors.InsufficientPrivilege:
        raise
    except _ITS_FAULT as error:
        raise _refused(report, name, error) from error


def _refused(report: Report, name: str, error: psycopg.Error) -> ProblemsFound:
    at = report.source.header.at(("params", name, "choices_from"))
    said = error.diag.message_primary or str(error)
    return ProblemsFound(
        [Problem(at, "E-report-choices", f"the server refuses it: {said}", error.diag.message_hint or "")]
    )


def _advice(given: str, known: Sequence[str], parameter: Parameter) -> str:
    near = difflib.get_close_matches(given, known, n=_NEAREST, cutoff=0.5) or known[:_NEAREST]
    if not near:
        return f"there is nothing to choose from: {parameter.choices_from}"
    more = f" ({len(known)}{'+' if len(known) == _MOST else ''} choices)" if len(known) > len(near) else ""
    return f"choose from: {', '.join(near)}{', …' if more else ''}{more}"
