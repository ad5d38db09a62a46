"""Which exit codes are worth another try."""

from __future__ import annotations

from typing import Final

from warehouse.errors import ExitCode

WORTH_IT: Final = (ExitCode.UNREACHABLE, ExitCode.BUSY)
"""What passes by itself."""

NOT_WORTH_IT: Final = tuple(code for code in ExitCode if code not in {ExitCode.DONE, ExitCode.INTERRUPTED, *WORTH_IT})
"""What stays as it is until somebody does something. An interruption is neither: whoever sent it decides."""


def listed(codes: tuple[ExitCode, ...], between: str = " ") -> str:
    """Give the numbers."""
    return between.join(str(int(code)) for code in codes)
