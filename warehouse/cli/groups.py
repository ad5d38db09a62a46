"""Command groups, such as ``warehouse db``."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

from warehouse.cli.session import print_data
from warehouse.errors import ExitCode


class Group(TyperGroup):
    """A command group. Without a subcommand it prints its help and fails.

    It fails so that a schedule that lacks the subcommand is not taken for a success.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's own click is not public
        """Print the help and exit with the usage error code if there are no arguments."""
        if not args and not ctx.resilient_parsing:
            print_data(ctx.get_help())
            ctx.exit(ExitCode.USAGE)
        return super().parse_args(ctx, args)
