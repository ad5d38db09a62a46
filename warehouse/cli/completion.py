"""What a shell may put behind a command when Tab is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer  # noqa: TC002 - typer reads the annotations

from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from collections.abc import Callable


def names_of(kind: str) -> Callable[[typer.Context, str], list[str]]:
    """Return what names the SQL files of a kind that begin like the word on the command line."""

    def names(context: typer.Context, incomplete: str) -> list[str]:
        from warehouse.settings import Settings
        from warehouse.sqlfiles import find_paths

        try:
            settings = Settings.resolve(project=context.find_root().params.get("project"))
            return [name for name in find_paths(settings.sql, kind) if name.startswith(incomplete)]
        except WarehouseError:  # the command says it when it is run
            return []

    return names
