"""``warehouse init``: begin a project folder."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from warehouse.cli.session import session_of


def init(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of the new project; what is in it stays as it is.")
    ],
    *,
    with_examples: Annotated[
        bool, typer.Option("--with-examples", help="Begin with the example seeds instead of registers alone.")
    ] = False,
) -> None:
    """Begin a project of your own: settings, first seeds, a first report; a file that is there is never replaced."""
    from warehouse.starting.project import begin

    session = session_of(context)
    names = begin(folder.absolute(), session.settings.example_seeds if with_examples else None)
    session.say(f"Wrote {', '.join(names)} to {folder}.")
    session.say(f"Next: cd {folder} && warehouse seeds check && warehouse demo; README.md there tells more.")
