"""Waits for states, never for times: a busy machine takes longer and is right all the same."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

State = TypeVar("State")

PATIENCE: Final = 600.0
"""Seconds after which a state counts as one that never comes. No test needs them to pass."""


def until(state: Callable[[], State], said: Callable[[], str] = str) -> State:
    """Wait until a condition holds, and return its value.

    Args:
        state: The condition; it may raise where waiting has become pointless.
        said: Returns what helps to see why the state never came.
    """
    deadline = time.monotonic() + PATIENCE
    while not (value := state()):
        assert time.monotonic() < deadline, f"this never came true\n{said()}"
        time.sleep(0.01)
    return value
