"""The settings in effect, and where each comes from.

Input: options, the environment, and ``warehouse.toml`` of the project folder. Output: one frozen ``Settings``. The
command line builds it once and passes it on; it also knows the source of each value. This package never reads anything
at import, never opens a connection, and never shows a secret.
"""

from warehouse.settings.definitions import FILE_NAME, MACHINE, SETTINGS, Setting, holds_secret, masked
from warehouse.settings.resolve import Given, Origin, Settings, Source, Value

__all__ = [
    "FILE_NAME",
    "MACHINE",
    "SETTINGS",
    "Given",
    "Origin",
    "Setting",
    "Settings",
    "Source",
    "Value",
    "holds_secret",
    "masked",
]
