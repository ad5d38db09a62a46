"""The parser of ``warehouse.toml``, which reports each problem by line and column."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from warehouse.errors import ConfigurationError, PermissionRefused
from warehouse.settings.definitions import FILE_NAME, SETTINGS, Kind, Setting
from warehouse.settings.secrets import holds_secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HINT: Final = "Nothing was done. docs/configuration.md lists all settings."
_AT: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_KNOWN: Final = {setting.name: setting for setting in SETTINGS if setting.in_file}


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting in the file.

    Attributes:
        file: The file.
        line: The line, from 1.
        text: The value as text.
    """

    file: Path
    line: int
    text: str


def read(project: Path) -> tuple[Path | None, dict[str, Entry]]:
    """Read the file of a project folder.

    Args:
        project: The project folder.

    Returns:
        The path of the file, and its entries by name; None and an empty dictionary if there is no file.

    Raises:
        ConfigurationError: It is not TOML, has an unknown setting, or a value is invalid; the message lists all
            problems.
        PermissionRefused: It cannot be read.
    """
    path = project / FILE_NAME
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None, {}
    except OSError as error:
        raise PermissionRefused(f"{path} cannot be read: {error.strerror}", hint="Check its permissions.") from error
    text = _decoded(path, content)
    entries: dict[str, Entry] = {}
    problems = []
    for line, column, name, value in _statements(path, text):
        setting = _KNOWN.get(name)
        problem = _unknown(name, value) if setting is None else _misfit(setting, value)
        if problem:
            problems.append(f"{path}:{line}:{column}: {problem}")
        entries[name] = Entry(path, line, str(value))
    if problems:
        raise ConfigurationError("\n".join(problems), hint=_HINT)
    return path, entries


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        what = f"{path}:{line}:{column}: byte 0x{content[error.start]:02x} is not UTF-8"
        raise ConfigurationError(what, hint="Save the file as UTF-8.") from None


def _statements(path: Path, text: str) -> Iterator[tuple[int, int, str, Any]]:
    """Yield line, column, key and value of each statement.

    The file is flat. Once the whole file is known to be TOML, each statement can be parsed alone, which gives its
    position. A statement ends at the first line with which it can be parsed.

    Raises:
        ConfigurationError: It is not TOML.
    """
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(_syntax(path, text, str(error)), hint=_HINT) from None
    except RecursionError:
        raise ConfigurationError(f"{path}:1:1: nested too deeply", hint=_HINT) from None
    first, chunk = 1, ""
    for number, line in enumerate(text.split("\n"), start=1):
        chunk = f"{chunk}\n{line}" if chunk else line
        try:
            pairs = tomllib.loads(chunk)
        except tomllib.TOMLDecodeError:
            continue
        for name, value in pairs.items():
            yield first, len(chunk) - len(chunk.lstrip()) + 1, name, value
        first, chunk = number + 1, ""


def _syntax(path: Path, text: str, message: str) -> str:
    """Format a syntax error; for a key that is set twice, the message has the line only and does not show the value."""
    place = _AT.search(message)
    lines = text.split("\n")
    line, column = (place[1], place[2]) if place and place[1] else (len(lines), len(lines[-1]) + 1)
    return f"{path}:{line}:{column}: not valid TOML: {_AT.sub('', message)}"


def _unknown(name: str, value: object) -> str:
    from warehouse.yamlfiles import nearest

    if name == "project":
        return '"project" cannot be set here, because this file is found in the project folder; remove it'
    if isinstance(value, dict):
        what = f'"{name}" is a table; write settings outside tables'
    else:
        what = f'unknown setting "{name}"'
    advice = nearest(name, _KNOWN)
    return f"{what}; {advice}" if advice else what


def _misfit(setting: Setting, value: object) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    takes_number = setting.kind is Kind.SECONDS or (setting.kind is Kind.ROWS and isinstance(value, int))
    if not (isinstance(value, str) or (is_number and takes_number)):
        return f'"{setting.name}" is {setting.form}, not {_KINDS.get(type(value), "a date or time")}'
    if setting.kind is Kind.ADDRESS and holds_secret(str(value)):
        return (
            f'"{setting.name}" holds a password, but files like this one are shared; keep the password in a password '
            f"file (PGPASSFILE), a service file (PGSERVICEFILE) or the environment ({setting.variable}, PGPASSWORD)"
        )
    if not setting.fits(str(value)):
        shown = "its value" if setting.kind is Kind.ADDRESS else f'"{value}"'
        return f'"{setting.name}" is invalid: {shown} is not {setting.form}'
    return ""


_KINDS: Final[dict[type, str]] = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a table",
}
