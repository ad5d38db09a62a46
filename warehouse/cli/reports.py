"""``warehouse report``: list, describe and run the saved reports."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.session import print_data, reader_may_leave, session_of
from warehouse.errors import PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    import psycopg

    from warehouse.reports.library import Report

app = typer.Typer(help="List, describe and run the saved reports.", no_args_is_help=True)


class ReportFormat(StrEnum):
    """How the answer of a report is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"


class ListFormat(StrEnum):
    """How the list of reports is written."""

    TEXT = "text"
    JSON = "json"


SUFFIXES: Final[Mapping[str, ReportFormat]] = {
    ".txt": ReportFormat.TABLE,
    ".csv": ReportFormat.CSV,
    ".json": ReportFormat.JSON,
    ".md": ReportFormat.MD,
}


@app.command("list")
def list_(
    context: typer.Context,
    form: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print the list.")] = ListFormat.TEXT,
) -> None:
    """List the reports and the question each one answers."""
    from warehouse.reports.describe import summary
    from warehouse.reports.library import list_reports

    reports = [summary(report) for report in list_reports(session_of(context).settings.sql)]
    if form is ListFormat.JSON:
        print_data(json.dumps(reports, ensure_ascii=False, indent=2))
        return
    width = max((len(report["name"]) for report in reports), default=0)
    for report in reports:
        print_data(f"{report['name']:<{width}}  {report['question']}")


@app.command()
def show(context: typer.Context, name: Annotated[str, typer.Argument(help="Name of the report.")]) -> None:
    """Describe a report: its question, parameters, columns and SQL."""
    from warehouse.reports import describe
    from warehouse.reports.library import find

    print_data(describe.show(find(session_of(context).settings.sql, name)).rstrip())


@app.command()
def run(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the report.")],
    params: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter of the report; may be repeated."),
    ] = None,
    form: Annotated[
        ReportFormat | None, typer.Option("--format", "-f", help="Format; else by the suffix of -o, else table.")
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="File to write, replaced as a whole; - is stdout.")
    ] = "-",
) -> None:
    """Run a report and write its answer with its sources."""
    from warehouse.database.upgrade import require_head
    from warehouse.reports.library import find

    session = session_of(context)
    report = find(session.settings.sql, name)
    values = _values(params or [])
    chosen = form or _by_suffix(output)
    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        connection.rollback()
        if output == "-":
            with reader_may_leave():
                answer(connection, report, values, chosen, sys.stdout)
        else:
            with _replaced(Path(output)) as stream:
                answer(connection, report, values, chosen, stream)
            session.say(f"Wrote {output}.")


def answer(
    connection: psycopg.Connection, report: Report, values: Mapping[str, str], form: ReportFormat, stream: TextIO
) -> None:
    """Run ``report`` and write it to ``stream``, as wide as the terminal if it is one."""
    from warehouse.reports import formats
    from warehouse.reports.run import run as run_report

    width = shutil.get_terminal_size().columns if stream.isatty() else None
    with run_report(connection, report, values) as result:
        formats.write(result, form.value, stream, width)


def _values(params: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals or not name:
            raise UsageError(
                f'parameter "{param}" has not the form NAME=VALUE', hint="Write --param party=posco-group."
            )
        if name in values:
            raise UsageError(f'parameter "{name}" is given twice', hint="Keep one of them.")
        values[name] = value
    return values


def _by_suffix(output: str) -> ReportFormat:
    if output == "-":
        return ReportFormat.TABLE
    suffix = Path(output).suffix.lower()
    if suffix not in SUFFIXES:
        hint = f"Name a format with -f, or end the name in {', '.join(SUFFIXES)}."
        raise UsageError(f'the name "{output}" does not tell a format', hint=hint)
    return SUFFIXES[suffix]


@contextmanager
def _replaced(path: Path) -> Iterator[TextIO]:
    """Write beside ``path`` and put the whole file in its place at the end; on an error nothing is left behind."""
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise PermissionRefused(f"cannot write {path}: {error.strerror}", hint="Choose another place.") from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            yield stream
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except OSError as error:
        raise PermissionRefused(f"cannot write {path}: {error.strerror}", hint="Choose another place.") from error
    finally:
        Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
