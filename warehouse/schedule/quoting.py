"""How each reader of a schedule wants its words written."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Final

from warehouse.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_CRON: Final = 990
"""Bytes of a command: cron of Debian refuses a crontab with a longer one."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9_@+=:,./-]+", re.ASCII)


def for_exec(words: Iterable[str]) -> str:
    """Write the words of a command for ``ExecStart=``, where $ and % mean something."""
    return " ".join(_quoted(word.replace("$", "$$")) for word in map(printable, words))


def for_setting(text: str) -> str:
    """Write one word for a setting that holds a list of words, such as ``Environment=``."""
    return _quoted(printable(text))


def for_path(text: str) -> str:
    """Write a path for a setting that is one path as it stands: nothing is quoted there, and % means something.

    Raises:
        UsageError: It cannot be said so.
    """
    if text != text.strip() or text.endswith("\\"):
        raise UsageError(
            f'systemd cannot be told a folder "{text}"', hint="Rename it: no blank or backslash at its end."
        )
    return printable(text).replace("%", "%%")


def for_cron(command: str) -> str:
    """Write a shell command for a crontab, where % ends it.

    Raises:
        UsageError: It cannot be said so.
    """
    if "\\%" in command:
        raise UsageError(r'cron cannot be told "\%"', hint="Rename the file or folder, or call a script of your own.")
    line = command.replace("%", r"\%")
    if len(line.encode()) > LONGEST_CRON:
        what = f"the command has {len(line.encode())} bytes, and cron takes {LONGEST_CRON}"
        raise UsageError(what, hint="Leave steps out, use shorter paths, or call a script of your own.")
    return line


def for_shell(words: Iterable[str]) -> str:
    """Write the words of a command for a POSIX shell."""
    return shlex.join(map(printable, words))


def for_yaml(text: str) -> str:
    """Write a text as a scalar that is nothing but text; JSON's strings are YAML's."""
    return json.dumps(printable(text), ensure_ascii=False)


def for_container(text: str) -> str:
    """Write a word of a command or a variable for Kubernetes, where $ means something."""
    return for_yaml(text.replace("$", "$$"))


def printable(text: str) -> str:
    """Give a text back.

    Raises:
        UsageError: It holds a line break or another control character, which no schedule can carry.
    """
    if not text.isprintable():
        raise UsageError(
            f"a schedule cannot carry {text!r}", hint="Use names without line breaks and control characters."
        )
    return text


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if _PLAIN.fullmatch(word) else f'"{escaped}"'
