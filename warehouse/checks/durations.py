"""How long something may last, as people write it: 90m, 26h, 2d."""

from __future__ import annotations

import re
from typing import Final

from warehouse.errors import UsageError

UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_FORM: Final = re.compile("([1-9][0-9]{0,5})([smhdw])", re.ASCII)


def parse_duration(text: str, option: str) -> int:
    """Give the seconds that a number and a unit stand for.

    Args:
        text: As the user wrote it.
        option: Where, for the message.

    Raises:
        UsageError: It is anything else.
    """
    found = _FORM.fullmatch(text)
    if not found:
        raise UsageError(
            f'{option}: "{text}" is no duration', hint="Write 90m, 26h, 2d or 4w: s, m, h, d and w are known."
        )
    return int(found[1]) * UNITS[found[2]]


def shown_duration(seconds: float) -> str:
    """Say roughly how long that is, in days or less: the largest unit and the next one."""
    rest = int(abs(seconds))
    units = [(unit, size) for unit, size in UNITS.items() if size <= max(rest, 1) and unit != "w"]
    parts: list[str] = []
    for unit, size in units[:-3:-1]:
        count, rest = divmod(rest, size)
        parts += [f"{count} {unit}"] if count or not parts else []
    return " ".join(parts)
