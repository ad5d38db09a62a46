"""The definitions of the settings, from which resolution, ``warehouse config show`` and the docs page are built.

``masked`` and ``holds_secret`` find passwords in the values that are addresses of databases.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import unquote

FILE_NAME: Final = "warehouse.toml"
"""The file that marks a project folder and holds its settings."""


class Kind(StrEnum):
    """The kinds of values."""

    FOLDER = "folder"
    PLACE = "folder or address"
    ADDRESS = "address of a database"
    CATALOG = "address or name of a catalog"
    SECONDS = "seconds"
    ROWS = "rows or share"
    WORD = "word"
    NAME = "name"


FOLDERS: Final = (Kind.FOLDER, Kind.PLACE)
"""The kinds of values that are relative to a folder."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: Its key in ``warehouse.toml``, and its name elsewhere.
        kind: The kind of its value.
        about: Its purpose, as a sentence without a full stop.
        variable: The environment variable that sets it.
        default: The value if none is given; a folder is relative to the project folder.
        default_words: The default in words, if it is not a value.
        option: The option that sets it for one command; None: there is none.
        commands: The commands that take the option. Empty: all commands take it, before their own name.
        in_file: Whether it may be in ``warehouse.toml``.
        words: The allowed words; empty if the kind is not a word.
        example: A value for the file, as TOML.
    """

    name: str
    kind: Kind
    about: str
    variable: str
    default: str | None = None
    default_words: str = ""
    option: str | None = None
    commands: str = ""
    in_file: bool = True
    words: tuple[str, ...] = ()
    example: str = ""

    @property
    def form(self) -> str:
        """The form of a value, in words."""
        return {
            Kind.FOLDER: "the name of a folder",
            Kind.PLACE: "the name of a folder, or an address such as s3://bucket/folder",
            Kind.ADDRESS: "a libpq URI or key=value pairs",
            Kind.CATALOG: "postgresql://…, sqlite:///FILE or the name of a catalog",
            Kind.SECONDS: "a number of seconds, such as 10 or 0.5",
            Kind.ROWS: "a number of rows or a share, such as 30 or 20%",
            Kind.WORD: f"one of: {', '.join(self.words)}",
            Kind.NAME: "lower-case letters, digits and underscores, beginning with a letter",
        }[self.kind]

    def fits(self, text: str) -> bool:
        """Return whether a text has the form of a value."""
        match self.kind:
            case Kind.SECONDS:
                return re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text) is not None
            case Kind.ROWS:
                return re.fullmatch(r"[0-9]{1,9}|([0-9]{1,2}|100)%", text) is not None
            case Kind.WORD:
                return text in self.words
            case Kind.NAME:
                return re.fullmatch(r"[a-z][a-z0-9_]{0,40}", text) is not None
            case _:
                return text != "" and text.isprintable()


SETTINGS: Final = (
    Setting(
        "project",
        Kind.FOLDER,
        "The project folder",
        "WAREHOUSE_PROJECT",
        default_words=f"the nearest folder upwards that holds {FILE_NAME} or seeds/, else the current one",
        option="--project",
        in_file=False,
    ),
    Setting(
        "database",
        Kind.ADDRESS,
        "The PostgreSQL to use; in the file without a password",
        "WAREHOUSE_DATABASE_URL",
        default_words="the embedded server",
        option="--database",
        example='"postgresql://loader@db.example.org/minerals"',
    ),
    Setting(
        "home",
        Kind.FOLDER,
        "The folder of the embedded server",
        "WAREHOUSE_HOME",
        default=".warehouse",
        example='".warehouse"',
    ),
    Setting(
        "seeds",
        Kind.FOLDER,
        "The folder of the seed files",
        "WAREHOUSE_SEEDS",
        default="seeds",
        option="--seeds",
        example='"seeds"',
    ),
    Setting(
        "documents",
        Kind.FOLDER,
        "The folder with your copies of the documents, used to verify citations and to quote from",
        "WAREHOUSE_DOCUMENTS",
        default_words="none",
        option="--documents",
        commands="seeds verify, cite, coverage, report run, publish",
        example='"../articles"',
    ),
    Setting(
        "site",
        Kind.FOLDER,
        "The folder of the site that demo writes and serve shows",
        "WAREHOUSE_SITE",
        default="site",
        example='"site"',
    ),
    Setting(
        "lake",
        Kind.PLACE,
        "The folder of the lake, on this machine or in an object store",
        "WAREHOUSE_LAKE",
        default="lake",
        option="--lake",
        commands="lake, report run, report check",
        example='"s3://minerals/lake"',
    ),
    Setting(
        "lake-catalog",
        Kind.CATALOG,
        "The catalog of the lake: a database, in the file without a password, or a name in pyiceberg's configuration",
        "WAREHOUSE_LAKE_CATALOG",
        default_words="a SQLite file in the folder of the lake",
        option="--catalog",
        commands="lake, report run, report check",
        example='"postgresql://lake@db.example.org/catalog"',
    ),
    Setting(
        "lock-wait",
        Kind.SECONDS,
        "How long plan, load and undo wait for a server that starts, another load or a locked table",
        "WAREHOUSE_LOCK_WAIT",
        default="10",
        option="--lock-wait",
        commands="plan, load, undo",
        example="10",
    ),
    Setting(
        "max-retire",
        Kind.ROWS,
        "How many rows of one table a load may retire",
        "WAREHOUSE_MAX_RETIRE",
        default="20%",
        option="--max-retire",
        commands="load, undo",
        example='"20%"',
    ),
    Setting(
        "role-prefix",
        Kind.NAME,
        "The prefix of the names of the group roles",
        "WAREHOUSE_ROLE_PREFIX",
        default="warehouse",
        option="--prefix",
        commands="db roles",
        example='"warehouse"',
    ),
    Setting(
        "color",
        Kind.WORD,
        "When to use colour",
        "WAREHOUSE_COLOR",
        default="auto",
        option="--color",
        words=("auto", "always", "never"),
        example='"auto"',
    ),
)
"""All settings, in the order in which they are shown."""

MACHINE: Final = {
    "WAREHOUSE_PG_BIN": "folder of the PostgreSQL programs for the embedded server, db dump, db restore",
    "WAREHOUSE_PG_BIN_OLD": "the same for the old version, which db upgrade-server replaces",
    "WAREHOUSE_PING_URL": "address to call when a scheduled command ends, like --ping-url; it may be a secret",
    "WAREHOUSE_COMMAND, WAREHOUSE_RUN_ID, WAREHOUSE_OUTCOME, WAREHOUSE_EXIT_CODE, WAREHOUSE_MESSAGE": (
        "set, not read: they tell the program that --on-failure names which command failed, and how"
    ),
    "WAREHOUSE_TRACEBACK": "when set, the message about a bug includes the traceback",
    "NO_COLOR": "when set, colour auto means never",
    "XDG_CACHE_HOME": "folder for caches, which may be deleted at any time; default: .cache in the home folder",
    "PGPASSFILE, PGSERVICEFILE, PGPASSWORD, PGSSLMODE, PGSSLROOTCERT, …": (
        "libpq reads them for the server that `database` names; the embedded server ignores them"
    ),
}
"""Other environment variables that are read; they belong to a machine or an account, never to a project."""

_WIDTH: Final = 100

_HEAD: Final = (
    f"Settings of this project. An option or an environment variable overrides this file. {FILE_NAME} marks the "
    "project folder, even if it sets nothing. Paths are relative to this file. Keep passwords out of it. "
    '"warehouse config show" shows the settings in effect, and where each comes from.'
)


def example() -> str:
    """Return a settings file with every setting as a comment, with its default or an example."""
    parts = [_comment(_HEAD)]
    for setting in SETTINGS:
        if setting.in_file:
            remark = f" ({setting.form})" if setting.kind in (Kind.WORD, Kind.ROWS, Kind.ADDRESS) else ""
            text = f"{setting.about}{remark}. Default: {_default(setting)}."
            parts.append(f"{_comment(text)}# {setting.name} = {setting.example}\n")
    return "\n".join(parts)


def page() -> str:
    """Return the tables of settings as Markdown: first those of a project, then those of a machine."""
    rows = "".join(f"| {' | '.join(_row(setting))} |\n" for setting in SETTINGS)
    machine = "".join(
        f"| {', '.join(f'`{name}`' for name in names.split(', '))} | {meaning} |\n" for names, meaning in _named()
    )
    return (
        f"| in `{FILE_NAME}` | option | environment variable | default | meaning |\n|---|---|---|---|---|\n{rows}\n"
        "These variables belong to a machine or an account, so only the environment can set them:\n\n"
        f"| variable | meaning |\n|---|---|\n{machine}"
    )


def _named() -> list[tuple[str, str]]:
    return [(names.removesuffix(", …"), meaning) for names, meaning in MACHINE.items()]


def _row(setting: Setting) -> tuple[str, ...]:
    option = f"`{setting.option}`" if setting.option else ""
    commands = f" ({setting.commands})" if setting.commands else ""
    name = f"`{setting.name}`" if setting.in_file else ""
    form = "" if setting.kind in (*FOLDERS, Kind.ADDRESS) else f": {setting.form}"
    return name, f"{option}{commands}", f"`{setting.variable}`", _default(setting, "`"), f"{setting.about}{form}"


def _default(setting: Setting, quote: str = "") -> str:
    if setting.default is None:
        return setting.default_words
    return f"{quote}{setting.default}{quote}" + (" of the project" if setting.kind in FOLDERS else "")


def _comment(text: str) -> str:
    lines = textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
    return "\n".join(lines) + "\n"


_PARAMETERS: Final = "password|sslpassword|oauth_client_secret|scram_client_key|scram_server_key"
"""Parameters of libpq that are secrets; listed here because importing libpq would slow down every start."""

_IN_URI: Final = re.compile(r"(\b[a-z][\w+.-]*:/{1,2}[^\s:@/?]*:)[^\n]*@", re.IGNORECASE)
_IN_QUERY: Final = re.compile(rf"([?&](?:{_PARAMETERS})=)[^\s]*", re.IGNORECASE)
_IN_PAIRS: Final = re.compile(rf"(\b(?:{_PARAMETERS})\s*=\s*)(?:'(?:[^'\\]|\\.)*(?:'|$)|(?:\\.|\S)*)", re.IGNORECASE)
_SECRETS: Final = (_IN_URI, _IN_QUERY, _IN_PAIRS)


def masked(text: str) -> str:
    """Return a text with *** in place of each password in an address; if in doubt, mask more.

    Args:
        text: An address in any of libpq's forms, or a message that may quote one.
    """
    for pattern in _SECRETS:
        text = pattern.sub(lambda match: f"{match[1]}***{'@' if match[0].endswith('@') else ''}", text)
    return text


def holds_secret(address: str) -> bool:
    """Return whether an address contains a password itself, even percent-encoded, and not only the name of its file."""
    return any(pattern.search(text) for text in (address, unquote(address)) for pattern in _SECRETS)
