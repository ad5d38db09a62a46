"""Hold a parameter against the choices that a query gives."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import psycopg
from psycopg import RawCursor
from psycopg.rows import tuple_row

from warehouse.errors import UsageError
from warehouse.reports.arguments import shortened
from warehouse.sqlfiles import fill, scan
from warehouse.strictyaml import Problem, ProblemsFound
from warehouse.strictyaml.problems import MOST_NAMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.library import Report
    from warehouse.reports.values import Value

_MOST: Final = 1000
"""Choices looked through for one that was meant."""

_LIKENESS: Final = 0.5
"""From which on two texts are near each other, where 1 is the same."""

_ITS_FAULT: Final = (psycopg.DataError, psycopg.ProgrammingError, psycopg.NotSupportedError, psycopg.InternalError)
"""What the server says of a query that cannot be; other errors have other reasons."""


class _Choice(NamedTuple):
    """A value that can be chosen, and what else it is called."""

    value: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.value} ({self.names[0]})" if self.names else self.value


def refuse_other_choices(connection: Connection[Any], settled: Mapping[str, Value], *reports: Report) -> None:
    """Refuse values that are not among what the parameters' queries give; before the first load that may be nothing.

    Args:
        connection: Its open read-only snapshot is asked, which then looks where the last of the reports does.
        settled: The value of each parameter.
        reports: The report, as seen at one moment or several; what could be chosen at one of them can be chosen.

    Raises:
        UsageError: A value is no choice; the nearest are named.
        ProblemsFound: The server refuses a query.
    """
    *_, report = reports
    for name, parameter in report.header.params.items():
        value = settled[name]
        if parameter.choices_from is None or value is None:
            continue
        others: Sequence[object] = value if isinstance(value, list) else [value]
        for seen in reports:
            if seen.past is not None:
                seen.past.enter(connection)
            others = [row[0] for row in _ask(connection, seen, name, _OTHERS, others)] if others else []
        if not others:
            continue
        given = str(others[0])
        known = [_choice(*row) for row in _ask(connection, report, name, _KNOWN.format(most=_MOST), [given])]
        if known or _is_loaded(connection):
            what = f"{shortened(given)} cannot be {name} ({parameter.type}) of report {report.name}"
            raise UsageError(what, hint=_advice(given, known))


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
"""
_KNOWN: Final = """
SELECT DISTINCT choice::text, to_json(choices)::text,
  strpos(lower(choices::text), lower(($1::text[])[1])) > 0 AS is_likely
FROM (
{{query}}
) AS choices (choice) WHERE choice IS NOT NULL ORDER BY is_likely DESC, 1 LIMIT {most}
"""
_LOADED: Final = "SELECT FROM mart.dim_load LIMIT 1"


def _is_loaded(connection: Connection[Any]) -> bool:
    return connection.execute(_LOADED).fetchone() is not None


def _choice(value: str, row: str, _is_likely: object) -> _Choice:
    _, *names = json.loads(row).values()
    return _Choice(value, tuple(str(name) for name in names if name not in (None, value)))


def _ask(
    connection: Connection[Any], report: Report, name: str, frame: str, given: Sequence[object]
) -> list[tuple[Any, ...]]:
    parameter = report.header.params[name]
    tokens = scan(parameter.choices_from or "")
    query = fill(report.past.moved(tokens) if report.past else tokens, {}).text
    text = frame.format(type=parameter.type.removesuffix("[]"), query=query)
    try:
        with RawCursor(connection, row_factory=tuple_row) as cursor:
            return cursor.execute(text, [list(given)]).fetchall()
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


def _advice(given: str, known: Sequence[_Choice]) -> str:
    """Name what is most likely meant: what is called so or has it in its name, then what is written alike."""
    if not known:
        return "there is nothing to choose from"
    near = [choice for likeness, choice in sorted(_likely(given, known), key=lambda found: -found[0])][:MOST_NAMED]
    shown = near or known[:MOST_NAMED]
    more = f", … ({len(known)}{'+' if len(known) == _MOST else ''} choices)" if len(known) > len(shown) else ""
    return f"choose from: {', '.join(map(str, shown))}{more}"


def _likely(given: str, known: Sequence[_Choice]) -> Iterator[tuple[float, _Choice]]:
    wanted = given.casefold()
    for choice in known:
        texts = [text.casefold() for text in (choice.value, *choice.names)]
        likeness = max(difflib.SequenceMatcher(None, text, wanted).ratio() for text in texts)
        if wanted and any(wanted in text for text in texts):
            likeness += 1
        if likeness >= _LIKENESS:
            yield likeness, choice
