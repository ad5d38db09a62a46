"""The name of a report and its parameters as they stand on the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.cli.completion import names_of
from warehouse.errors import UsageError

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the report.", autocompletion=names_of("report"))]

Params = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter of the report; may be repeated."),
]


def values_of(params: list[str] | None) -> dict[str, str]:
    """Give the values by name.

    Raises:
        UsageError: One has no name, or a name stands twice.
    """
    values: dict[str, str] = {}
    for param in params or []:
        name, equals, value = param.partition("=")
        if not equals or not name:
            what = f'parameter "{param[:80]}" has not the form NAME=VALUE'
            raise UsageError(what, hint="Write --param party=posco-group.")
        if name in values:
            raise UsageError(f'parameter "{name}" is given twice', hint="Keep one of them.")
        values[name] = value
    return values
