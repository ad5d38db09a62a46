"""``warehouse export``: the mart as files that any tool opens."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated, Final

import typer

from warehouse.cli.session import session_of


class ExportFormat(StrEnum):
    """The format of the files."""

    CSV = "csv"
    PARQUET = "parquet"
    BOTH = "both"


_FORMATS: Final = {
    ExportFormat.CSV: ("csv",),
    ExportFormat.PARQUET: ("parquet",),
    ExportFormat.BOTH: ("csv", "parquet"),
}


def export(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder to write: empty, not there yet, or an earlier export.")
    ],
    *,
    form: Annotated[ExportFormat, typer.Option("--format", "-f", help="Format of the files.")] = ExportFormat.CSV,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="WHEN", help="Write the end of a day (UTC), an instant or a run of load."),
    ] = None,
) -> None:
    """Write the mart as a data package: a file per table and view, with what every column means."""
    from warehouse.database.upgrade import require_head
    from warehouse.export.run import export as write
    from warehouse.history import parse_past
    from warehouse.mart.library import list_objects

    session = session_of(context)
    objects = list_objects(session.settings.shipped_sql)
    with session.database() as connection, session.phases() as phase:
        require_head(connection, session.settings.migrations)
        moment = None if as_of is None else parse_past(connection, as_of)
        connection.rollback()
        count = write(connection, objects, folder, _FORMATS[form], moment, on_object=phase)
    session.say(f"Wrote {count} rows of {len(objects)} tables and views to {folder}.")
