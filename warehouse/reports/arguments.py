"""Settle the value of every parameter from what the command line gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.errors import UsageError
from warehouse.reports.values import BadValue, Value, items, parse
from warehouse.strictyaml import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.reports.header import Parameter
    from warehouse.reports.library import Report

_LONGEST: Final = 80
"""Characters of a value that a message repeats."""


def settle(report: Report, given: Mapping[str, str]) -> dict[str, Value]:
    """Give every parameter of the report its value: as given, else its default, else NULL.

    Raises:
        UsageError: A parameter is unknown or missing, or its value cannot be.
    """
    params = report.header.params
    for name in given:
        if name not in params:
            hint = nearest(name, params) or "it takes none"
            raise UsageError(f'report {report.name} has no parameter "{name}"', hint=hint)
    return {name: _value(report.name, name, parameter, given.get(name)) for name, parameter in params.items()}


def _value(report: str, name: str, parameter: Parameter, given: str | None) -> Value:
    text = parameter.default if given is None else given
    if text is None:
        if parameter.required:
            what = f'report {report} needs a value for "{name}" ({parameter.type})'
            raise UsageError(what, hint=f"{name}: {parameter.help}")
        return None
    if refusal := value_refusal(text, parameter):
        raise UsageError(f"{shortened(text)} cannot be {name} ({parameter.type}) of report {report}", hint=refusal)
    return parse(text, parameter.type)


def shortened(text: str) -> str:
    """Quote a text for a message; of a long one its beginning and length."""
    return repr(text) if len(text) <= _LONGEST else f"{text[:_LONGEST]!r}… ({len(text)} characters)"


def value_refusal(given: str, parameter: Parameter) -> str:
    """Say why ``given`` cannot be the parameter's value and what can; empty: it can."""
    if refusal := type_refusal(given, parameter.type):
        return refusal
    if parameter.choices:
        parts = items(given) if parameter.type.endswith("[]") else [given]
        if set(parts) - set(parameter.choices):
            return f"choose from: {', '.join(parameter.choices)}"
    return ""


def type_refusal(given: str, type_name: str) -> str:
    """Say why ``given`` is no value of the type; empty: it is one."""
    try:
        parse(given, type_name)
    except BadValue as error:
        return str(error)
    return ""
