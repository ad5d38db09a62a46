"""Settle each setting: option, environment variable, ``warehouse.toml``, default; and remember who said so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.errors import ConfigurationError
from warehouse.settings.table import SETTINGS, Kind, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warehouse.settings.file import Entry


class Source(StrEnum):
    """Who can say a value, first come first served."""

    OPTION = "option"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from.

    Attributes:
        source: Which of the four.
        name: The option, the variable, or the file with the line; empty for a default.
    """

    source: Source
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.source.value


@dataclass(frozen=True, slots=True)
class Given:
    """What the options of one command say; None: nothing."""

    project: Path | None = None
    database: str | None = None
    seeds: Path | None = None
    color: str | None = None

    def texts(self) -> Iterator[tuple[str, str]]:
        """Give name and value of each that was said."""
        for name in ("project", "database", "seeds", "color"):
            value = getattr(self, name)
            if value is not None and str(value):
                yield name, str(value)


@dataclass(frozen=True, slots=True)
class Value:
    """A setting with its value.

    Attributes:
        setting: Which one.
        value: A folder as an absolute path, anything else as text; None: the default that is no value.
        origin: Where it came from.
    """

    setting: Setting
    value: Path | str | None
    origin: Origin


def settle(
    given: Given, environ: Mapping[str, str], entries: Mapping[str, Entry], project: Value
) -> Iterator[tuple[str, Value]]:
    """Settle all settings.

    Args:
        given: What the options say.
        environ: The environment; an empty variable counts as unset.
        entries: What ``warehouse.toml`` says.
        project: The project folder, settled already.

    Raises:
        ConfigurationError: A variable does not have the form of its setting.
    """
    options = dict(given.texts())
    for setting in SETTINGS:
        if setting.name == "project":
            yield setting.name, project
            continue
        text = options.get(setting.name)
        if text is not None:
            yield setting.name, _value(setting, text, Origin(Source.OPTION, str(setting.option)), Path.cwd())
        elif environ.get(setting.variable):
            origin = Origin(Source.ENVIRONMENT, setting.variable)
            yield setting.name, _value(setting, _fitting(setting, environ), origin, Path.cwd())
        elif (entry := entries.get(setting.name)) is not None:
            origin = Origin(Source.FILE, f"{entry.file}:{entry.line}")
            yield setting.name, _value(setting, entry.text, origin, entry.file.parent)
        else:
            yield setting.name, _value(setting, setting.default, Origin(Source.DEFAULT), Path(str(project.value)))


def _fitting(setting: Setting, environ: Mapping[str, str]) -> str:
    text = environ[setting.variable]
    if not setting.fits(text):
        shown = "its value" if setting.kind is Kind.ADDRESS else f'"{text}"'
        what = f"the environment variable {setting.variable} does not fit: {shown} is not {setting.form}"
        raise ConfigurationError(what, hint="Correct it, or unset it.")
    return text


def _value(setting: Setting, text: str | None, origin: Origin, base: Path) -> Value:
    if text is not None and setting.kind is Kind.FOLDER:
        return Value(setting, base / Path(text).expanduser() if origin.source is Source.FILE else base / text, origin)
    return Value(setting, text, origin)
