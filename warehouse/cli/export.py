"""``warehouse docs`` and ``warehouse export``: the documentation of the mart, and its content as files."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.session import Session, print_data, session_of
from warehouse.errors import ExitCode, PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    import psycopg

    from warehouse.exports.single_file import Content, SingleFile
    from warehouse.mart.objects import MartObject


def docs(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Folder to write to. Default: docs/ of the project.")
    ] = None,
    *,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Write nothing. List the files that are out of date, and exit with 1 if there are any."
        ),
    ] = False,
    superset: Annotated[
        Path | None,
        typer.Option("--superset", metavar="DIR|ZIP", help="Write a bundle for Apache Superset there instead."),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--superset-address", metavar="URI", help="How Superset reaches the database; no password."),
    ] = None,
    dbt: Annotated[
        Path | None,
        typer.Option("--dbt", metavar="FILE", help="Write the mart as a source of dbt there instead, a sources.yml."),
    ] = None,
) -> None:
    """Describe the mart: data dictionary, diagram, Data Package and semantic model; needs no database."""
    session = session_of(context)
    if address is not None and superset is None:
        raise UsageError("--superset-address is about a bundle", hint="Name it with --superset.")
    if superset is not None or dbt is not None:
        if folder is not None or check:
            what = "--superset and --dbt write what they name and nothing else"
            raise UsageError(what, hint="Leave out DIR and --check.")
        _write_for_others(session, superset, address, dbt)
    else:
        _write_docs(session, folder if folder is not None else session.settings.project / "docs", is_check=check)


def _write_docs(session: Session, goal: Path, *, is_check: bool) -> None:
    """Write the files that describe the mart, or only list those that are out of date and fail if there are any."""
    from warehouse.dictionary import files
    from warehouse.mart.objects import list_objects

    written = files(list_objects(session.settings.shipped_sql))
    stale = _renewed(goal, written, is_check=is_check)
    session.say(f"{len(stale)} {'not fresh' if is_check else 'written'}, {len(written) - len(stale)} in order.")
    if is_check and stale:
        raise typer.Exit(ExitCode.FAILED)


def _renewed(goal: Path, written: Mapping[str, str], *, is_check: bool) -> list[str]:
    """Write the files that are out of date, or only print them if ``is_check``; return their names."""
    try:
        stale = [name for name, text in written.items() if not _holds(goal / name, text)]
        for name in stale:
            if not is_check:
                goal.mkdir(parents=True, exist_ok=True)
                (goal / name).write_text(written[name], encoding="utf-8", newline="\n")
            print_data(str(goal / name))
    except OSError as error:
        message = f"cannot write {goal}: {error.strerror}"
        raise PermissionRefused(message, hint="Make room, or choose another place.") from error
    return stale


def _write_for_others(session: Session, superset: Path | None, address: str | None, dbt: Path | None) -> None:
    """Write the bundle for Superset, or the source for dbt."""
    from warehouse.dictionary.dbt import text
    from warehouse.mart.objects import list_objects

    objects = list_objects(session.settings.shipped_sql)
    if superset is not None:
        count = write_bundle(objects, superset, address)
        session.say(f"Wrote {count} files to {superset}; docs/bi.md says how to import them.")
    if dbt is not None:
        _renewed(dbt.parent, {dbt.name: text(objects)}, is_check=False)
        session.say(f"The mart is a source of dbt in {dbt}; docs/bi.md says how to use it.")


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


class ExportFormat(StrEnum):
    """The formats of an export: a folder of files, or one file."""

    CSV = "csv"
    PARQUET = "parquet"
    BOTH = "both"
    SQLITE = "sqlite"
    DUCKDB = "duckdb"


_OF_FOLDERS: Final = {
    ExportFormat.CSV: ("csv",),
    ExportFormat.PARQUET: ("parquet",),
    ExportFormat.BOTH: ("csv", "parquet"),
}


def export(
    context: typer.Context,
    goal: Annotated[
        Path,
        typer.Argument(
            metavar="DIR|FILE",
            help="Folder to write, or for sqlite and duckdb a file. It must be new, empty, or an earlier export.",
        ),
    ],
    *,
    form: Annotated[ExportFormat, typer.Option("--format", "-f", help="Format of the files.")] = ExportFormat.CSV,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="WHEN", help="Export the state at the end of a day (UTC), at an instant or after a load."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file that is no export; only for sqlite and duckdb.")
    ] = False,
) -> None:
    """Write the mart as a data package, or as one file of SQLite or DuckDB, with what every column means."""
    session = session_of(context)
    if form not in _OF_FOLDERS:
        content = write_file(session, goal, form, as_of, is_forced=force)
        session.say(f"Wrote {content.rows} rows and {len(content.reports)} reports to {goal}.")
        _say_missing(session, content)
        return
    if force:
        raise UsageError("--force is about one file", hint="Name --format sqlite or duckdb, or leave it out.")
    from warehouse.exports.folder import export as write

    with _source(session, as_of) as (connection, objects, moment), session.phases() as phase:
        count = write(connection, objects, goal, _OF_FOLDERS[form], moment, on_object=phase)
    session.say(f"Wrote {count} rows of {len(objects)} tables and views to {goal}.")


@contextmanager
def _source(
    session: Session, as_of: str | None
) -> Iterator[tuple[psycopg.Connection, list[MartObject], datetime | None]]:
    """Yield a connection outside any transaction, the objects of the mart, and the moment that is asked for."""
    from warehouse.database.derived import shown_currencies
    from warehouse.database.migrate import require_head
    from warehouse.history import parse_past
    from warehouse.mart.objects import list_objects

    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        objects = list_objects(session.settings.shipped_sql, shown_currencies(connection))
        moment = None if as_of is None else parse_past(connection, as_of)
        connection.rollback()
        yield connection, objects, moment


def write_file(
    session: Session, path: Path, form: ExportFormat, as_of: str | None = None, *, is_forced: bool = False
) -> Content:
    """Write the mart and the saved reports as one file.

    Args:
        session: The session of the command.
        path: The file.
        form: Its format, ``SQLITE`` or ``DUCKDB``.
        as_of: The moment or run of load to show; None: now.
        is_forced: Replace any file.
    """
    from warehouse.exports.duckdb import DuckdbFile
    from warehouse.exports.single_file import export as write
    from warehouse.exports.sqlite import SqliteFile
    from warehouse.reports.definition import list_reports

    kinds: dict[ExportFormat, type[SingleFile]] = {
        ExportFormat.SQLITE: SqliteFile,
        ExportFormat.DUCKDB: DuckdbFile,
    }
    kinds[form].require()
    reports = list_reports(session.settings.sql)
    with _source(session, as_of) as (connection, objects, moment), session.phases() as phase:
        return write(
            connection, objects, reports, path, kinds[form], as_of=moment, is_forced=is_forced, on_object=phase
        )


def _say_missing(session: Session, content: Content) -> None:
    for name, reason in content.left_out.items():
        session.say(f"  {name} is not among them: {reason}.")
    if content.inexact:
        session.say(f"  {content.inexact} numbers have more digits than SQLite keeps: see exact_number.")


def write_bundle(objects: Sequence[MartObject], goal: Path, address: str | None = None) -> int:
    """Write a bundle for Apache Superset, and return the number of its files.

    Args:
        objects: All objects of the mart.
        goal: A file that ends in .zip, or a folder that is new or holds nothing but a bundle.
        address: SQLAlchemy URI by which Superset reaches the database; None: a placeholder.

    Raises:
        PermissionRefused: The goal cannot be written.
        UsageError: The folder holds other files, which Superset would import too.
    """
    from warehouse.integrations.superset.bundle import ADDRESS, bundle, zipped

    files = bundle(objects, address or ADDRESS)
    try:
        if goal.suffix == ".zip":
            goal.parent.mkdir(parents=True, exist_ok=True)
            goal.write_bytes(zipped(files))
        else:
            _fill(goal, files)
    except OSError as error:
        message = f"cannot write {goal}: {error.strerror}"
        raise PermissionRefused(message, hint="Make room, or choose another place.") from error
    return len(files)


def _fill(folder: Path, files: Mapping[str, str]) -> None:
    strange = [path for path in sorted(folder.rglob("*")) if path.is_file() and _name(path, folder) not in files]
    if strange:
        message = f"{strange[0]} is not a file of this bundle, and Superset would import it too"
        raise UsageError(message, hint="Remove it, or name a folder that does not exist yet.")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
