"""The values of a report's parameters: their types, their form on the command line, and the check of choices."""

from __future__ import annotations

import csv
import difflib
import json
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import psycopg
from psycopg import RawCursor
from psycopg.rows import tuple_row

from warehouse.errors import UsageError
from warehouse.sqlfiles import fill, scan
from warehouse.yamlfiles import Problem, ProblemsFound, nearest
from warehouse.yamlfiles.problems import MOST_NAMED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.definition import Parameter, Report

Scalar = str | int | Decimal | date | datetime | bool
Value = Scalar | list[Scalar] | None

_INTEGER_LIMIT: Final = 2**31
_NOT_UTF8: Final = re.compile("[\ud800-\udfff]")
"""The lone surrogates by which Python represents bytes on the command line that are not valid UTF-8."""


class BadValue(ValueError):
    """The error for a text that is not a value of the type; its message says how to write one."""


def _text(text: str) -> str:
    return text


def _integer(text: str) -> int:
    if re.fullmatch(r"[+-]?[0-9]{1,10}", text) and -_INTEGER_LIMIT <= int(text) < _INTEGER_LIMIT:
        return int(text)
    raise BadValue("write a whole number from -2147483648 to 2147483647, in digits")


def _numeric(text: str) -> Decimal:
    if re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text):
        return Decimal(text)
    raise BadValue("write a number with digits and a decimal point only, such as 99.3")


def _date(text: str) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadValue("there is no such day; write year-month-day, such as 2026-02-18") from None
    raise BadValue("write year-month-day, such as 2026-02-18")


def _timestamptz(text: str) -> datetime:
    hint = "write date, time and offset, such as 2026-02-18T09:30:00Z"
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadValue(hint) from None
    if instant.tzinfo is None:
        raise BadValue(hint)
    return instant


def _boolean(text: str) -> bool:
    if text in {"true", "false"}:
        return text == "true"
    raise BadValue("write true or false")


_PARSERS: Final[dict[str, Callable[[str], Scalar]]] = {
    "text": _text,
    "integer": _integer,
    "numeric": _numeric,
    "date": _date,
    "timestamptz": _timestamptz,
    "boolean": _boolean,
}
TYPES: Final = (*_PARSERS, *(f"{name}[]" for name in _PARSERS))
"""The PostgreSQL types that a parameter can have."""


def parse(text: str, type_name: str) -> Value:
    """Parse a value as written on the command line.

    Args:
        text: The text. The items of an array are separated by commas, as in a line of csv.
        type_name: One of ``TYPES``.

    Raises:
        BadValue: The text is not a value of this type.
    """
    if "\x00" in text:
        raise BadValue("a text cannot hold the character NUL")
    if _NOT_UTF8.search(text):
        raise BadValue("write it in UTF-8")
    if not type_name.endswith("[]"):
        return _PARSERS[type_name](text)
    return [_PARSERS[type_name.removesuffix("[]")](item) for item in items(text)]


def items(text: str) -> list[str]:
    """Split the text of an array into its items; an item that contains a comma must be in double quotes.

    Raises:
        BadValue: The quotes do not match.
    """
    try:
        lines = list(csv.reader([text], strict=True))
    except csv.Error:
        raise BadValue('separate the items by commas; put an item that contains a comma in "double quotes"') from None
    return lines[0] if lines else []


_LONGEST: Final = 80
"""The number of characters of a value that a message repeats."""


def settle(report: Report, given: Mapping[str, str]) -> dict[str, Value]:
    """Return the value of every parameter of the report: the user's value, else the default, else None (NULL).

    Args:
        report: The report.
        given: Values as written on the command line, by parameter.

    Raises:
        UsageError: A parameter is unknown, a required one is missing, or a value is not allowed.
    """
    params = report.header.params
    for name in given:
        if name not in params:
            hint = nearest(name, params) or f"The {report.source.kind} has no parameters."
            raise UsageError(f'{report.label} has no parameter "{name}"', hint=hint)
    return {name: _value(report.label, name, parameter, given.get(name)) for name, parameter in params.items()}


def _value(report: str, name: str, parameter: Parameter, given: str | None) -> Value:
    text = parameter.default if given is None else given
    if text is None:
        if parameter.required:
            what = f'{report} needs a value for "{name}" ({parameter.type})'
            raise UsageError(what, hint=f"{name}: {parameter.help}")
        return None
    if refusal := value_refusal(text, parameter):
        raise UsageError(f"{shortened(text)} cannot be {name} ({parameter.type}) of {report}", hint=refusal)
    return parse(text, parameter.type)


def shortened(text: str) -> str:
    """Quote a text for a message; shorten a long one to its beginning and its length."""
    return repr(text) if len(text) <= _LONGEST else f"{text[:_LONGEST]!r}… ({len(text)} characters)"


def value_refusal(text: str, parameter: Parameter) -> str:
    """Return a hint that corrects ``text`` if it cannot be the parameter's value, or an empty text if it can."""
    if refusal := type_refusal(text, parameter.type):
        return refusal
    if parameter.choices:
        parts = items(text) if parameter.type.endswith("[]") else [text]
        if set(parts) - set(parameter.choices):
            return f"choose from: {', '.join(parameter.choices)}"
    return ""


def type_refusal(text: str, type_name: str) -> str:
    """Return a hint that corrects ``text`` if it is not a value of the type, or an empty text if it is."""
    try:
        parse(text, type_name)
    except BadValue as error:
        return str(error)
    return ""


_MOST: Final = 1000
"""The maximum number of choices to search for the one that the user meant."""

_LIKENESS: Final = 0.5
"""The minimum similarity of two texts that are near each other; 1 means equal."""

_ITS_FAULT: Final = (psycopg.DataError, psycopg.ProgrammingError, psycopg.NotSupportedError, psycopg.InternalError)
"""The errors that the server raises for an invalid query. Other errors have other causes."""


class _Choice(NamedTuple):
    """An allowed value, and its other names."""

    value: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.value} ({self.names[0]})" if self.names else self.value


def refuse_other_choices(connection: Connection[Any], settled: Mapping[str, Value], *reports: Report) -> None:
    """Refuse values that the parameters' queries for choices do not return.

    Before the first load a query may return nothing. If so, every value is accepted.

    Args:
        connection: A connection in an open read-only snapshot. Afterwards it reads the data at the moment of the last
            of the reports.
        settled: The value of each parameter.
        reports: The report as seen at one moment or at several; a value is allowed if it is a choice at any of them.

    Raises:
        UsageError: A value is not a choice; the hint names the nearest choices.
        ProblemsFound: The server refuses a query.
    """
    *_, report = reports
    for name, parameter in report.header.params.items():
        value = settled[name]
        if parameter.choices_from is None or value is None:
            continue
        others: Sequence[object] = value if isinstance(value, list) else [value]
        for version in reports:
            if version.past is not None:
                version.past.enter(connection)
            others = [row[0] for row in _ask(connection, version, name, _OTHERS, others)] if others else []
        if not others:
            continue
        refused = str(others[0])
        known = [_choice(*row) for row in _ask(connection, report, name, _KNOWN.format(most=_MOST), [refused])]
        if known or _is_loaded(connection):
            what = f"{shortened(refused)} cannot be {name} ({parameter.type}) of {report.label}"
            raise UsageError(what, hint=_advice(refused, known))


def try_choices(connection: Connection[Any], report: Report) -> None:
    """Run every query for choices once, without a value, to check that the server accepts it.

    Raises:
        ProblemsFound: The server refuses a query.
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
    connection: Connection[Any], report: Report, name: str, frame: str, values: Sequence[object]
) -> list[tuple[Any, ...]]:
    parameter = report.header.params[name]
    tokens = scan(parameter.choices_from or "")
    query = fill(report.past.moved(tokens) if report.past else tokens, {}).text
    text = frame.format(type=parameter.type.removesuffix("[]"), query=query)
    try:
        with RawCursor(connection, row_factory=tuple_row) as cursor:
            return cursor.execute(text, [list(values)]).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        raise
    except _ITS_FAULT as error:
        raise _refused(report, name, error) from error


def _refused(report: Report, name: str, error: psycopg.Error) -> ProblemsFound:
    at = report.source.header.at(("params", name, "choices_from"))
    message = error.diag.message_primary or str(error)
    return ProblemsFound(
        [Problem(at, "E-report-choices", f"the server refuses the query: {message}", error.diag.message_hint or "")]
    )


def _advice(text: str, known: Sequence[_Choice]) -> str:
    """Return a hint with the likeliest choices: first those with ``text`` in value or name, then similar spellings."""
    if not known:
        return "No value is allowed, because the query for its choices returns no rows."
    near = [choice for likeness, choice in sorted(_likely(text, known), key=lambda pair: -pair[0])][:MOST_NAMED]
    shown = near or known[:MOST_NAMED]
    more = f", … ({len(known)}{'+' if len(known) == _MOST else ''} choices)" if len(known) > len(shown) else ""
    return f"choose from: {', '.join(map(str, shown))}{more}"


def _likely(text: str, known: Sequence[_Choice]) -> Iterator[tuple[float, _Choice]]:
    wanted = text.casefold()
    for choice in known:
        texts = [text.casefold() for text in (choice.value, *choice.names)]
        likeness = max(difflib.SequenceMatcher(None, text, wanted).ratio() for text in texts)
        if wanted and any(wanted in text for text in texts):
            likeness += 1
        if likeness >= _LIKENESS:
            yield likeness, choice


def value_text(value: Value) -> str:
    """Return a value as JSON text."""
    if isinstance(value, list):
        return "[" + ", ".join(value_text(item) for item in value) + "]"
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)


def asked(values: Mapping[str, Value]) -> list[tuple[str, str | None]]:
    """Return names and values of the parameters: texts unchanged, other values as in JSON, None for a missing one."""
    return [(name, _asked(value)) for name, value in values.items()]


def _asked(value: Value) -> str | None:
    return value if value is None or isinstance(value, str) else value_text(value).strip('"')
