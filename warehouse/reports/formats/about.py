"""What was asked and when it was answered, as names and texts, for the formats that people read."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from warehouse.reports.formats.jsontext import value_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.reports.result import RunInfo
    from warehouse.reports.values import Value


def asked(values: Mapping[str, Value]) -> list[tuple[str, str | None]]:
    """Give the parameters: texts as they are, others as JSON writes them, None where there is no value."""
    return [(name, _asked(value)) for name, value in values.items()]


def _asked(value: Value) -> str | None:
    return value if value is None or isinstance(value, str) else value_text(value).strip('"')


def answered(run: RunInfo) -> list[tuple[str, str]]:
    """Give when and on what the report ran, without what is not known."""
    return [(name.replace("_", " "), str(value)) for name, value in asdict(run).items() if value is not None]
