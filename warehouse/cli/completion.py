"""Shell completion of command arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer  # noqa: TC002 - typer reads the annotations

from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from collections.abc import Callable


def names_of(kind: str) -> Callable[[typer.Context, str], list[str]]:
    """Return a completion function for the names of the SQL files of a kind."""

    def names(context: typer.Context, incomplete: str) -> list[str]:
        from warehouse.settings import Settings
        from warehouse.sqlfiles import find_paths

        try:
            settings = Settings.resolve(project=context.find_root().params.get("project"))
            return [name for name in find_paths(settings.sql, kind) if name.startswith(incomplete)]
        except WarehouseError:  # the command itself reports the error when it runs
            return []

    return names
