"""Write the settings down: as the file a project begins with, and as the page about them."""

from __future__ import annotations

import textwrap
from typing import Final

from warehouse.settings.table import FILE_NAME, MACHINE, SETTINGS, Kind, Setting

_WIDTH: Final = 100

_HEAD: Final = (
    f"Settings of this project. Options go before environment variables, those before this file; "
    f"{FILE_NAME} marks the project folder even where nothing is set. Paths are relative to this file. "
    'No password belongs here. "warehouse config show" tells what holds, and who said so.'
)


def example() -> str:
    """Give a file in which every setting stands as a comment, with its default or an example."""
    parts = [_comment(_HEAD)]
    for setting in SETTINGS:
        if setting.in_file:
            remark = f" ({setting.form})" if setting.kind in (Kind.WORD, Kind.ROWS, Kind.ADDRESS) else ""
            said = f"{setting.about}{remark}. Default: {_default(setting)}."
            parts.append(f"{_comment(said)}# {setting.name} = {setting.example}\n")
    return "\n".join(parts)


def page() -> str:
    """Give the tables of settings as Markdown: those of a project, then those of a machine."""
    rows = "".join(f"| {' | '.join(_row(setting))} |\n" for setting in SETTINGS)
    machine = "".join(
        f"| {', '.join(f'`{name}`' for name in names.split(', '))} | {what} |\n" for names, what in _named()
    )
    return (
        f"| in `{FILE_NAME}` | option | environment variable | default | what |\n|---|---|---|---|---|\n{rows}\n"
        f"About a machine or an account, so from the environment alone:\n\n| variable | what |\n|---|---|\n{machine}"
    )


def _named() -> list[tuple[str, str]]:
    return [(names.removesuffix(", …"), what) for names, what in MACHINE.items()]


def _row(setting: Setting) -> tuple[str, ...]:
    option = f"`{setting.option}`" if setting.option else ""
    where = f" ({setting.where})" if setting.where else ""
    name = f"`{setting.name}`" if setting.in_file else ""
    form = "" if setting.kind in (Kind.FOLDER, Kind.ADDRESS) else f": {setting.form}"
    return name, f"{option}{where}", f"`{setting.variable}`", _default(setting, "`"), f"{setting.about}{form}"


def _default(setting: Setting, quote: str = "") -> str:
    if setting.default is None:
        return setting.default_words
    return f"{quote}{setting.default}{quote}" + (" of the project" if setting.kind is Kind.FOLDER else "")


def _comment(text: str) -> str:
    lines = textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
    return "\n".join(lines) + "\n"
