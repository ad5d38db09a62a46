"""``warehouse report new`` and ``report sql``: begin a report, and take its SQL elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.report_output import to_stdout
from warehouse.cli.report_values import Name, Params, values_of
from warehouse.cli.session import session_of
from warehouse.errors import PermissionRefused, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name: lower-case words joined by hyphens.")],
    table: Annotated[
        str | None,
        typer.Option("--from", metavar="TABLE", help="Begin with the columns of this table; asks the database."),
    ] = None,
) -> None:
    """Write a report that runs as it is, to be made into the one you want."""
    from warehouse.reports.skeleton import FIRST_COLUMNS, FIRST_TABLE, columns_of, skeleton
    from warehouse.vocabulary import is_key

    session = session_of(context)
    path = session.settings.own_sql / "reports" / f"{name}.sql"
    if not is_key(name):
        raise UsageError(f'"{name}" cannot be a name', hint="Use lower-case words joined by hyphens.")
    found, columns = FIRST_TABLE, list(FIRST_COLUMNS)
    if table is not None:
        with session.database() as connection:
            found, columns = columns_of(connection, table)
    _write_new(path, skeleton(name, found, columns))
    if (session.settings.shipped_sql / "reports" / path.name).exists():
        session.say(f"It takes the place of the report {name} that comes with the program.")
    session.say(f"Wrote {path}. Make it yours, then: warehouse report check {name}")


def sql(
    context: typer.Context,
    name: Name,
    params: Params = None,
) -> None:
    """Print the SQL of a report with its values in it, to be pasted into any client."""
    from warehouse.reports.arguments import settle
    from warehouse.reports.library import find
    from warehouse.reports.pasteable import pasteable

    report = find(session_of(context).settings.sql, name)
    text = pasteable(report, settle(report, values_of(params)))
    with to_stdout():
        print(text)  # noqa: T201


def _write_new(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
    except FileExistsError:
        hint = "Choose another name; what is there was left as it is."
        raise UsageError(f"{path} is there already", hint=hint) from None
    except OSError as error:
        raise PermissionRefused(f"cannot write {path}: {error.strerror}", hint="Check its permissions.") from error
