"""``warehouse config``: what holds here, and who said so."""

from __future__ import annotations

import json
import platform
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

import warehouse
from warehouse.cli.groups import Group
from warehouse.cli.session import print_data, session_of
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from warehouse.settings import Settings, Value

app = typer.Typer(cls=Group, help="Show the settings and where they come from.")


class ConfigFormat(StrEnum):
    """How settings are shown."""

    TEXT = "text"
    JSON = "json"


@app.callback()
def group() -> None:
    """Show the settings and where they come from."""


@app.command()
def show(
    context: typer.Context,
    form: Annotated[ConfigFormat, typer.Option("--format", "-f", help="How to print them.")] = ConfigFormat.TEXT,
) -> None:
    """Show every setting and where it comes from: option, environment, warehouse.toml or default; never a password."""
    settings = session_of(context).settings
    rows = [_row(value) for value in settings.values]
    places = _places(settings)
    if form is ConfigFormat.JSON:
        shown: dict[str, Any] = {"version": warehouse.__version__, **places, "settings": rows}
        print_data(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    values = {str(row["name"]): _said(row) for row in rows}
    about = {**{name.replace("_", " "): place for name, place in places.items()}, "version": warehouse.__version__}
    width, wide = max(map(len, [*values, *about])), max(map(len, values.values()))
    for row in rows:
        name = str(row["name"])
        print_data(f"{name:<{width}}  {values[name]:<{wide}}  {row['from']}")
    print_data("")
    for name, place in about.items():
        print_data(f"{name:<{width}}  {place or 'none'}")


def _row(value: Value) -> dict[str, str | None]:
    origin = value.origin
    return {
        "name": value.setting.name,
        "value": None if value.value is None else _shown(value.setting.name, str(value.value)),
        "from": str(origin),
        "source": origin.source.value,
        "about": value.setting.about,
    }


def _shown(name: str, text: str) -> str:
    """Mask the password of an address; of one that cannot be read nothing is shown, as anything in it may be one."""
    from warehouse.settings import holds_secret, masked

    if name != "database":
        return text
    from warehouse.database.connect import require_readable

    try:
        require_readable(text)
    except ConfigurationError:
        return "*** (cannot be read)"
    shown = masked(text)
    return "***" if shown == text and holds_secret(text) else shown


def _said(row: dict[str, str | None]) -> str:
    from warehouse.settings import SETTINGS

    words = {setting.name: setting.default_words for setting in SETTINGS}
    return row["value"] or words[str(row["name"])]


def _places(settings: Settings) -> dict[str, str | None]:
    """Give what follows from the settings; the embedded server may lie elsewhere, where its account cannot enter."""
    from warehouse.database import embedded

    return {
        "config_file": str(settings.file) if settings.file else None,
        "embedded_home": None if settings.database_url else str(embedded.status(settings.home).home),
        "sql": ", ".join(map(str, settings.sql)),
        "migrations": str(settings.migrations),
        "cache": str(settings.cache) if settings.cache else None,
        "python": platform.python_version(),
    }
