"""The texts of formats that people read: the parameters and the run, and the characters that are made visible."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from warehouse.reports.formats.json import value_text
from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.reports.parameters import Value
    from warehouse.reports.result import RunInfo

__all__ = ["NOT_IN_HTML", "answered", "asked", "visible"]


def asked(values: Mapping[str, Value]) -> list[tuple[str, str | None]]:
    """Return names and values of the parameters: texts unchanged, other values as in JSON, None for a missing one."""
    return [(name, _asked(value)) for name, value in values.items()]


def _asked(value: Value) -> str | None:
    return value if value is None or isinstance(value, str) else value_text(value).strip('"')


def answered(run: RunInfo) -> list[tuple[str, str]]:
    """Return the known details of the run, as names and texts."""
    return [(name.replace("_", " "), str(value)) for name, value in asdict(run).items() if value is not None]


NOT_IN_HTML: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
"""The characters that HTML does not allow, and those that would change the direction of the text."""
