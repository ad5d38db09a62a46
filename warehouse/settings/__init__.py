"""What a run was told: where things are, who said so, and how it is written down.

Comes in: options, the environment, ``warehouse.toml`` of the project folder. Goes out: one frozen ``Settings``, built
once by the command line and handed down, which also knows where each of its values came from. Never reads anything at
import, never opens a connection, never shows a secret.
"""

from warehouse.settings.definitions import FILE_NAME, MACHINE, SETTINGS, Setting
from warehouse.settings.resolve import Given, Origin, Settings, Source, Value
from warehouse.settings.secrets import holds_secret, masked

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
