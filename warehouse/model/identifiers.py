"""The check digits of identifiers, computed by python-stdnum."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MODULES: Final = {"is_cas": "stdnum.casrn", "is_isin": "stdnum.isin", "is_lei": "stdnum.lei"}
"""By flag of a word of ``identifier-scheme``, the module that knows the check digits of its values."""


def is_valid(value: str, flags: Iterable[str]) -> bool:
    """Return whether the check digits of an identifier are right; True if its scheme has none that are known.

    Args:
        value: The identifier.
        flags: The flags of its scheme.
    """
    return all(import_module(MODULES[flag]).is_valid(value) for flag in flags if flag in MODULES)
