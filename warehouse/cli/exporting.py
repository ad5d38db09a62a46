"""``warehouse seeds export``: the database's facts back as files."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from warehouse.cli.seeds import app
from warehouse.cli.session import session_of


@app.command()
def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write, empty or not there yet.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the seed files that stand in DIR.")] = False,
) -> None:
    """Write what the database says now as seed files that load to the same database."""
    from warehouse.database.upgrade import require_head
    from warehouse.load.current import current_rows
    from warehouse.seeds.export import export as write

    session = session_of(context)
    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        connection.rollback()
        rows = current_rows(connection)
    count = write(rows, folder, replace=force)
    session.say(f"Wrote {len(rows['facts'])} facts in {count} files to {folder}.")
