"""A name with commands behind it, such as ``warehouse db``."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

from warehouse.cli.session import print_data
from warehouse.errors import ExitCode


class Group(TyperGroup):
    """Commands behind a name; the name alone shows them, and is no command line that a schedule may take for done."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's own click is not public
        """Print the help where nothing follows."""
        if not args and not ctx.resilient_parsing:
            print_data(ctx.get_help())
            ctx.exit(ExitCode.USAGE)
        return super().parse_args(ctx, args)
