"""``warehouse lake``: the mart as Iceberg tables, with a state per load."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from warehouse.cli.lake_options import CatalogOption, LakeOption, place_of
from warehouse.cli.session import CommandGroup, Session, print_data, session_of
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from warehouse.lake.place import Place
    from warehouse.lake.push import Pushed

app = typer.Typer(
    cls=CommandGroup, help="Keep the mart as Apache Iceberg tables, for Spark, DuckDB and others; see docs/lake.md."
)


class ListFormat(StrEnum):
    """The output formats of a list."""

    TABLE = "table"
    JSON = "json"


Form = Annotated[ListFormat, typer.Option("--format", "-f", help="How to print the list.")]


@app.command("push")
def push_(
    context: typer.Context,
    *,
    lake: LakeOption = None,
    catalog: CatalogOption = None,
    whole: Annotated[bool, typer.Option("--whole", help="Write every table again, changed or not.")] = False,
) -> None:
    """Bring the lake to the last load. It becomes the state load-N; a lake is made if there is none."""
    session = session_of(context)
    tell(session, pushed(session, place_of(session, lake, catalog), whole=whole))


@app.command()
def tables(
    context: typer.Context, *, lake: LakeOption = None, catalog: CatalogOption = None, form: Form = ListFormat.TABLE
) -> None:
    """List the tables of the lake. For each: rows, files and bytes now, and how many loads it has."""
    session = session_of(context)
    place = place_of(session, lake, catalog)
    from warehouse.lake.inspection import tables_in

    _print(form, [asdict(found) for found in tables_in(place)])


@app.command()
def tags(
    context: typer.Context, *, lake: LakeOption = None, catalog: CatalogOption = None, form: Form = ListFormat.TABLE
) -> None:
    """List the states of the lake, newest first. For each: when it was loaded, and what its push wrote."""
    session = session_of(context)
    place = place_of(session, lake, catalog)
    from warehouse.lake.inspection import loads_of

    _print(
        form,
        [
            {
                "tag": load.tag,
                "loaded_at": load.loaded_at.isoformat(timespec="seconds"),
                "facts": load.fact_count,
                "tables": load.written_tables,
                "rows": load.written_rows,
                "bytes": load.written_bytes,
            }
            for load in reversed(loads_of(place))
        ],
    )


@app.command("expire")
def expire_(
    context: typer.Context,
    *,
    keep: Annotated[
        int | None,
        typer.Option("--keep", metavar="N", min=1, help="States to keep, the newest ones. Default: all of them."),
    ] = None,
    lake: LakeOption = None,
    catalog: CatalogOption = None,
) -> None:
    """Forget old states, and delete their files. Files to which a state still refers stay."""
    session = session_of(context)
    place = place_of(session, lake, catalog)
    from warehouse.lake.expiry import expire

    with session.phases() as phase:
        gone = expire(place, keep, phase)
    forgot = f"Forgot {_counted(len(gone.loads), 'state')}" if gone.loads else "Forgot no state"
    session.say(f"{forgot}, and deleted {_counted(gone.files, 'file')} ({gone.bytes} bytes).")


@app.command()
def check(
    context: typer.Context,
    *,
    lake: LakeOption = None,
    catalog: CatalogOption = None,
    alone: Annotated[bool, typer.Option("--alone", help="Do not ask the database.")] = False,
) -> None:
    """Compare the lake with the database. Exits with 1 if it is not whole or shows something else."""
    session = session_of(context)
    place = place_of(session, lake, catalog)
    from warehouse.lake.inspection import inspect

    with nullcontext() if alone else session.database() as connection, session.phases() as phase:
        if connection is not None:
            connection.rollback()
        found = inspect(place, connection, phase)
    for problem in found.problems:
        print_data(problem)
    session.say(
        f"{_counted(found.loads, 'state')}, {_counted(found.tables, 'table')}, {_counted(found.files, 'file')}: "
        f"{_counted(len(found.problems), 'problem')}."
    )
    if found.behind:
        session.say(f'It is {_counted(found.behind, "load")} behind the database: "warehouse lake push".')
    if found.leftovers[0]:
        left = f"{_counted(found.leftovers[0], 'file')} ({found.leftovers[1]} bytes)"
        session.say(f'Nothing refers to {left}: "warehouse lake expire" deletes them.')
    if found.problems:
        raise typer.Exit(ExitCode.FAILED)


def pushed(session: Session, place: Place, *, whole: bool = False) -> Pushed:
    """Push the last load of the database."""
    from warehouse.database.derived import shown_currencies
    from warehouse.database.migrate import require_head
    from warehouse.lake.push import push
    from warehouse.mart.objects import list_objects

    with session.database() as connection, session.phases() as phase:
        require_head(connection, session.settings.migrations)
        objects = list_objects(session.settings.shipped_sql, shown_currencies(connection))
        connection.rollback()
        return push(connection, objects, place, whole=whole, on_object=phase)


def tell(session: Session, done: Pushed) -> None:
    """Say what a push did."""
    if done.removed:
        session.say(f"Deleted {_counted(done.removed, 'file')} that an unfinished push had left.")
    if not done.tables and not done.is_new:
        session.say(f"Nothing to push: the lake shows load {done.load_id}.")
        return
    wrote = f"{_counted(done.rows, 'row')} of {_counted(len(done.tables), 'table')} ({done.bytes} bytes)"
    state = f"the state load-{done.load_id}" if done.is_new else f"load {done.load_id} in the tables of now"
    session.say(f"Pushed {state}: {wrote} written, the rest is as it was.")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _print(form: ListFormat, found: Sequence[Mapping[str, Any]]) -> None:
    if form is ListFormat.JSON:
        print_data(json.dumps(found, ensure_ascii=False, indent=2))
    elif found:
        from warehouse.cli.history import table_lines

        rows = [[str(cell) for cell in each.values()] for each in found]
        print_data("\n".join(table_lines(list(found[0]), rows)))
