"""Write a report as SQL that can be pasted: with values in the place of its parameters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from warehouse.reports.library import types_of
from warehouse.sqlfiles import fill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.reports.library import Report
    from warehouse.reports.values import Scalar, Value
    from warehouse.sqlfiles import Query


def pasteable(report: Report, settled: Mapping[str, Value]) -> str:
    """Give the statement with every value as a quoted literal of its type.

    Args:
        report: The report.
        settled: The value of each parameter.

    Returns:
        SQL that runs in psql and any other client as it is, below the report's name and title in a comment.
    """
    title = " ".join(report.header.title.split())
    statement = filled(report, settled).text.strip()
    # a comment at the end would take the semicolon in
    return f"-- {report.name}: {title}\n{statement}\n;"


def filled(report: Report, settled: Mapping[str, Value]) -> Query:
    """Give the statement with literals in the place of its parameters, and the way back to its file."""
    types = types_of(report.header)
    tokens = report.past.moved(report.source.tokens) if report.past else report.source.tokens
    # u&'…' would be a string of another kind
    apart = " " if any(token.text == "&" for token in tokens) else ""
    return fill(tokens, {name: apart + literal(value, types[name]) for name, value in settled.items()})


def literal(value: Value, type_name: str) -> str:
    """Write a value as SQL; what it says means the same whatever a session is set to."""
    if value is None:
        return f"NULL::{type_name}"
    if isinstance(value, list):
        return f"ARRAY[{', '.join(map(_quoted, value))}]::{type_name}"
    return f"{_quoted(value)}::{type_name}"


def _quoted(value: Scalar) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value)
    doubled = text.replace("'", "''")
    if "\\" in text:
        return " E'" + doubled.replace("\\", "\\\\") + "'"
    return f"'{doubled}'"
