"""``warehouse report``: list, describe, run, check, test, compare and create saved reports."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperCommand

from warehouse.cli import report_checks, report_past
from warehouse.cli.groups import Group
from warehouse.cli.report_output import Name, Params, answer, chosen_format, replaced, to_stdout, values_of
from warehouse.cli.session import Session, session_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.settings import Settings

app = typer.Typer(cls=Group, help="List, describe and run the saved reports.")

NAMED: Final = "warehouse.report"
"""The key in a command's context that holds the name of the report whose help is printed."""

SHIPPED: Final = "shipped"


class ListFormat(StrEnum):
    """The output formats of the list of reports."""

    TEXT = "text"
    JSON = "json"


class RunCommand(TyperCommand):
    """A command whose help also describes the report named on the command line."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's own click is not public
        """Store the name of the report, then parse the arguments; ``--help`` is answered while parsing."""
        if "--help" in args:
            given, _, _ = self.make_parser(ctx).parse_args(args=list(args))
            ctx.meta[NAMED] = given.get("name")
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - as above
        """Return the help of the command, followed by that of the report."""
        text, name = super().get_help(ctx), ctx.meta.get(NAMED)
        if not isinstance(name, str) or not isinstance(ctx.obj, Session):
            return text
        from warehouse.reports import describe
        from warehouse.reports.definition import find

        return f"{text}\n\n{describe.usage(find(ctx.obj.settings.sql, name)).rstrip()}"


@app.command("list")
def list_(
    context: typer.Context,
    form: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print the list.")] = ListFormat.TEXT,
) -> None:
    """List the reports and the question each one answers."""
    from warehouse.reports.definition import list_reports
    from warehouse.reports.describe import summary

    settings = session_of(context).settings
    origins = _origins(settings)
    reports = [summary(report) | {"origin": origins[report.name]} for report in list_reports(settings.sql)]
    width = max((len(report["name"]) for report in reports), default=0)
    with to_stdout():
        if form is ListFormat.JSON:
            print(json.dumps(reports, ensure_ascii=False, indent=2))  # noqa: T201
            return
        for report in reports:
            remark = "" if report["origin"] == SHIPPED else f"  ({report['origin']})"
            print(f"{report['name']:<{width}}  {report['question']}{remark}")  # noqa: T201


def _origins(settings: Settings) -> dict[str, str]:
    """Return the origin of each report: shipped with the program, the project's own, or a project's replacement."""
    from warehouse.sqlfiles import find_paths

    def said(paths: Sequence[Path]) -> str:
        if paths[0].is_relative_to(settings.shipped_sql):
            return SHIPPED
        return "project" if len(paths) == 1 else "project, instead of the shipped one"

    return {name: said(paths) for name, paths in find_paths(settings.sql, "report").items()}


@app.command()
def show(
    context: typer.Context,
    name: Name,
    *,
    lineage: Annotated[
        bool, typer.Option("--lineage", help="Ask the database which columns it reads, and show them too.")
    ] = False,
) -> None:
    """Describe a report: its question, parameters, columns and SQL."""
    from warehouse.reports import describe
    from warehouse.reports.definition import find

    session = session_of(context)
    report = find(session.settings.sql, name)
    reads = report_checks.lineage_of(session, report) if lineage else None
    with to_stdout():
        print(describe.show(report, reads).rstrip())  # noqa: T201


@app.command(cls=RunCommand)
def run(
    context: typer.Context,
    name: Name,
    params: Params = None,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="FORMAT", help="Format; else by the suffix of -o, else table."),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="File to write, replaced as a whole; - is stdout.")
    ] = "-",
    *,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="WHEN", help="Look at the end of a day (UTC), an instant or a run of load."),
    ] = None,
) -> None:
    """Run a report and write its answer with its sources; behind its name, --help tells its parameters."""
    from warehouse.database.migrate import require_head
    from warehouse.reports.definition import find

    session = session_of(context)
    report = find(session.settings.sql, name)
    values = values_of(params)
    chosen = chosen_format(form, output)
    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        seen = report_past.seen_as_of(connection, report, as_of)
        connection.rollback()
        if output == "-":
            with to_stdout():
                answer(connection, seen, values, chosen.name, sys.stdout)
            return
        with replaced(Path(output), is_binary=chosen.is_binary) as stream:
            answer(connection, seen, values, chosen.name, stream)
    session.say(f"Wrote {output}.")


app.command("check")(report_checks.check)
app.command("test")(report_checks.prove)
app.command("diff")(report_past.diff)
app.command("new")(report_checks.new)
app.command("sql")(report_checks.sql)
