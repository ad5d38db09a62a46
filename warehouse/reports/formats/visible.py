"""Make characters visible that would move the cursor, colour the terminal or turn text around."""

from __future__ import annotations

import re
from typing import Final

from warehouse.strictyaml import visible

__all__ = ["NOT_IN_HTML", "visible"]

NOT_IN_HTML: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
"""What HTML does not allow, and what would turn text around."""
