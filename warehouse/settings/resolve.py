"""The resolution of each setting from option, environment variable, ``warehouse.toml`` or default, with its origin.

Each problem of ``warehouse.toml`` is reported with line and column.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from warehouse.errors import ConfigurationError, PermissionRefused
from warehouse.settings.definitions import FILE_NAME, SETTINGS, Kind, Setting, holds_secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Source(StrEnum):
    """The sources of a value; the first that has one wins."""

    OPTION = "option"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a value.

    Attributes:
        source: Which of the four sources.
        name: The option, the variable, or the file with the line; empty for a default.
    """

    source: Source
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.source.value


@dataclass(frozen=True, slots=True)
class Given:
    """The values of the options of one command; None means that the option was not given.

    Attributes:
        project: The project folder.
        database: The address of the database.
        seeds: The folder of the seed files.
        color: auto, always or never.
    """

    project: Path | None = None
    database: str | None = None
    seeds: Path | None = None
    color: str | None = None

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield name and value of each option that was given."""
        for name in ("project", "database", "seeds", "color"):
            value = getattr(self, name)
            if value is not None and str(value):
                yield name, str(value)


@dataclass(frozen=True, slots=True)
class Value:
    """A setting with its value.

    Attributes:
        setting: The setting.
        value: A folder as an absolute path, anything else as text. None means that there is no value, so that the
            default in words applies.
        origin: Where the value comes from.
    """

    setting: Setting
    value: Path | str | None
    origin: Origin


def settle(
    given: Given, environ: Mapping[str, str], entries: Mapping[str, Entry], project: Value
) -> Iterator[tuple[str, Value]]:
    """Yield each setting's name and resolved value.

    Args:
        given: The values of the options.
        environ: The environment; an empty variable counts as unset.
        entries: The entries of ``warehouse.toml``.
        project: The project folder, already resolved.

    Raises:
        ConfigurationError: A variable has an invalid value.
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
        shown = "its value" if setting.kind in (Kind.ADDRESS, Kind.CATALOG) else f'"{text}"'
        what = f"the environment variable {setting.variable} is invalid: {shown} is not {setting.form}"
        raise ConfigurationError(what, hint="Correct the variable, or unset it.")
    return text


def _value(setting: Setting, text: str | None, origin: Origin, base: Path) -> Value:
    if text is not None and setting.kind is Kind.PLACE:
        folder = base / Path(text).expanduser() if origin.source is Source.FILE else base / text
        return Value(setting, text if "://" in text else str(folder), origin)
    if text is not None and setting.kind is Kind.FOLDER:
        return Value(setting, base / Path(text).expanduser() if origin.source is Source.FILE else base / text, origin)
    return Value(setting, text, origin)


_PACKAGE = Path(__file__).resolve().parent.parent


def _shipped() -> Path:
    """Return the folder with this version's migrations, SQL and example seeds: in the wheel, or in the checkout."""
    inside_wheel = _PACKAGE / "shipped"
    return inside_wheel if inside_wheel.is_dir() else _PACKAGE.parent


def _find_project(start: Path) -> Path:
    """Return the nearest folder, from ``start`` upwards, that holds settings or seeds; ``start`` if there is none."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file() or (folder / "seeds").is_dir():
            return folder
    return start


def _project(given: Given, environ: Mapping[str, str]) -> Value:
    setting = next(each for each in SETTINGS if each.name == "project")
    if given.project is not None:
        return Value(setting, given.project.absolute(), Origin(Source.OPTION, str(setting.option)))
    if environ.get(setting.variable):
        return Value(setting, Path(environ[setting.variable]).absolute(), Origin(Source.ENVIRONMENT, setting.variable))
    return Value(setting, _find_project(Path.cwd()), Origin(Source.DEFAULT))


def _cache(environ: Mapping[str, str]) -> Path | None:
    """Return the user's cache folder; None for an account without a home."""
    configured = environ.get("XDG_CACHE_HOME", "")
    home = environ.get("HOME", "")
    base = Path(configured) if Path(configured).is_absolute() else Path(home) / ".cache"
    return base / "critical-minerals-warehouse" if base.is_absolute() else None


def _sql(root: Path, shipped: Path) -> tuple[Path, ...]:
    own = root / "sql"
    return (shipped,) if not own.is_dir() or own.resolve() == shipped.resolve() else (own, shipped)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in effect for one command.

    Attributes:
        project: The project folder; relative paths in messages are relative to it.
        file: Its ``warehouse.toml``, if there is one.
        seeds: The folder of curated seed files.
        example_seeds: The example seeds that come with this version.
        home: The folder of the embedded server (created when first needed).
        cache: The folder for data that can be computed again; None means no cache.
        database_url: A libpq URI or key=value string, or None for the embedded server.
        documents: The folder of the curator's copies of the documents, if one is named.
        migrations: The folder of the migrations that belong to this version of the software.
        sql: The folders that hold ``reports/`` and ``checks/``: the project's own if it has one, then the shipped one.
        shipped_sql: The folder that holds ``mart/`` and ``site/``. Like the migrations, they belong to this version.
        site: The default folder for the published site.
        lake: The folder of the lake, or its address in an object store.
        lake_catalog: The catalog of the lake; None: a file in its folder.
        lock_wait: Seconds to wait for a server that starts, another load or a locked table.
        max_retire: Rows or share of one table that a load may retire.
        role_prefix: The prefix of the names of the group roles.
        color: When to use colour: auto, always or never.
        values: Each setting with its value, and where it comes from.
    """

    project: Path
    file: Path | None
    seeds: Path
    example_seeds: Path
    home: Path
    cache: Path | None
    database_url: str | None = field(repr=False)
    documents: Path | None
    migrations: Path
    sql: tuple[Path, ...]
    shipped_sql: Path
    site: Path
    lake: str
    lake_catalog: str | None = field(repr=False)
    lock_wait: float
    max_retire: str
    role_prefix: str
    color: str
    values: tuple[Value, ...] = field(repr=False, compare=False)

    @classmethod
    def resolve(
        cls,
        *,
        project: Path | None = None,
        seeds: Path | None = None,
        database_url: str | None = None,
        color: str | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> Settings:
        """Resolve each setting: option, environment, ``warehouse.toml`` of the project folder, default.

        Args:
            project: The project folder that an option names. Here and below, None means that the option was not given.
            seeds: The folder of seed files that an option names.
            database_url: The address that an option names.
            color: auto, always or never.
            environ: The environment.

        Raises:
            ConfigurationError: A value is invalid, or the file has problems.
            PermissionRefused: The file cannot be read.
        """
        given = Given(project, database_url, seeds, color)
        folder = _project(given, environ)
        root = cast("Path", folder.value)
        file, entries = read_file(root)
        return cls._made(root, file, _cache(environ), dict(settle(given, environ, entries, folder)))

    @classmethod
    def _made(cls, root: Path, file: Path | None, cache: Path | None, values: Mapping[str, Value]) -> Settings:
        folders = {name: cast("Path", values[name].value) for name in ("home", "seeds", "documents", "site")}
        texts = {name: cast("str", values[name].value) for name in ("lock-wait", "max-retire", "role-prefix", "color")}
        shipped = _shipped()
        return cls(
            project=root,
            file=file,
            example_seeds=shipped / "seeds",
            cache=cache,
            database_url=cast("str | None", values["database"].value),
            migrations=shipped / "migrations",
            sql=_sql(root, shipped / "sql"),
            shipped_sql=shipped / "sql",
            lake=cast("str", values["lake"].value),
            lake_catalog=cast("str | None", values["lake-catalog"].value),
            lock_wait=float(texts["lock-wait"]),
            max_retire=texts["max-retire"],
            role_prefix=texts["role-prefix"],
            color=texts["color"],
            values=tuple(values.values()),
            **folders,
        )

    @property
    def own_sql(self) -> Path:
        """The folder of the project's own reports and checks; it may not exist."""
        return self.project / "sql"


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


def read_file(project: Path) -> tuple[Path | None, dict[str, Entry]]:
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
    import tomllib

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
    if setting.kind in (Kind.ADDRESS, Kind.CATALOG) and holds_secret(str(value)):
        return (
            f'"{setting.name}" holds a password, but files like this one are shared; keep the password in a password '
            f"file (PGPASSFILE), a service file (PGSERVICEFILE) or the environment ({setting.variable}, PGPASSWORD)"
        )
    if not setting.fits(str(value)):
        shown = "its value" if setting.kind in (Kind.ADDRESS, Kind.CATALOG) else f'"{value}"'
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
