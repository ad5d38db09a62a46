"""``warehouse report``: list, describe, run and compare saved reports; ``report_checks`` holds its other commands."""

from __future__ import annotations

import json
import shutil
import sys
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperCommand

from warehouse.cli import report_book, report_checks
from warehouse.cli.lake import CatalogOption, LakeOption, OnOption, lake_named, on_lake
from warehouse.cli.report_checks import Name, Params, When, values_of
from warehouse.cli.session import CommandGroup, DocumentsOption, Session, opened, reader_may_leave, session_of
from warehouse.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import psycopg

    from warehouse.reports.definition import Report
    from warehouse.reports.diff import Difference
    from warehouse.reports.formats import Format
    from warehouse.reports.result import Result
    from warehouse.settings import Settings
    from warehouse.texts import Copies

app = typer.Typer(cls=CommandGroup, help="List, describe and run the saved reports.")

NAMED: Final = "warehouse.report"
"""The key in a command's context that holds the name of the report whose help is printed."""

SHIPPED: Final = "shipped"

AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="WHEN", help="Read the state at the end of a day (UTC), at an instant or after a load."
    ),
]
Quotes = Annotated[
    bool, typer.Option("--quotes", help="Print the cited words below the sources, where the project allows it.")
]


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
    with reader_may_leave():
        if form is ListFormat.JSON:
            print(json.dumps(reports, ensure_ascii=False, indent=2))  # noqa: T201
            return
        for report in reports:
            remark = "" if report["origin"] == SHIPPED else f"  ({report['origin']})"
            print(f"{report['name']:<{width}}  {report['question']}{remark}")  # noqa: T201


def _origins(settings: Settings) -> dict[str, str]:
    """Return the origin of each report: shipped with the program, the project's own, or a project's replacement."""
    from warehouse.sqlfiles import find_paths

    def origin(paths: Sequence[Path]) -> str:
        if paths[0].is_relative_to(settings.shipped_sql):
            return SHIPPED
        return "project" if len(paths) == 1 else "project, instead of the shipped one"

    return {name: origin(paths) for name, paths in find_paths(settings.sql, "report").items()}


@app.command()
def show(
    context: typer.Context,
    name: Name,
    *,
    lineage: Annotated[
        bool, typer.Option("--lineage", help="Also show the columns that it reads; needs the database.")
    ] = False,
) -> None:
    """Describe a report: its question, parameters, columns and SQL."""
    from warehouse.reports import describe
    from warehouse.reports.definition import find

    session = session_of(context)
    report = find(session.settings.sql, name)
    reads = report_checks.lineage_of(session, report) if lineage else None
    with reader_may_leave():
        print(describe.show(report, reads).rstrip())  # noqa: T201


@app.command(cls=RunCommand)
def run(
    context: typer.Context,
    name: Name,
    params: Params = None,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="FORMAT", help="Format. Default: by the suffix of -o, or table."),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="File to write, replaced as a whole; - is stdout.")
    ] = "-",
    *,
    as_of: When = None,
    on: OnOption = None,
    lake: LakeOption = None,
    catalog: CatalogOption = None,
    quotes: Quotes = False,
    documents: DocumentsOption = None,
) -> None:
    """Run a report and write its answer with its sources; behind its name, --help tells its parameters."""
    session = session_of(context)
    values = values_of(params)
    chosen = chosen_format(form, output)
    place = lake_named(session, on, lake, catalog)
    if place is not None and quotes:
        raise UsageError("quotes need the database", hint="Leave out --quotes, or --on.")
    copies = _copies(session, documents, chosen, quotes=quotes)
    with (
        session.project() as project,
        project.running(name, values, as_of, copies=copies)
        if place is None
        else on_lake(session, place, name, values, as_of) as result,
        opened(session, output, is_binary=chosen.is_binary) as stream,
    ):
        formatted(result, chosen.name, stream)
        remarks = list(result.quoted.tally.lines()) if result.quoted else []
    for remark in remarks:
        session.say(remark)


def _copies(session: Session, documents: Path | None, form: Format, *, quotes: bool) -> Copies | None:
    """Return the copies to quote from; None: nothing is to be quoted.

    Raises:
        ConfigurationError: Quotes are wanted, but there is no folder of copies.
        UsageError: The format has no room for quotes, or a folder is named, but no quotes are wanted.
    """
    if not quotes:
        if documents is not None:
            raise UsageError("--documents alone prints no words of documents", hint="Add --quotes.")
        return None
    from warehouse.reports.formats import FORMATS
    from warehouse.texts import list_copies

    if not form.lists_sources:
        able = ", ".join(each.name for each in FORMATS.values() if each.lists_sources)
        what = f"{form.name} has no list of sources, and so no room for quotes"
        raise UsageError(what, hint=f"Choose one of: {able}.")
    return list_copies(documents or session.settings.documents)


def chosen_format(name: str | None, output: str) -> Format:
    """Return the named format, or else the one of the file's suffix, or else a table.

    Args:
        name: Name of the format; None: not given.
        output: File to write; ``-`` is stdout.

    Raises:
        UsageError: The name or the suffix is unknown, or the format cannot go to a terminal.
    """
    from warehouse.reports.formats import choose

    form = choose("table" if name is None and output == "-" else name, output)
    if output == "-" and sys.stdout.isatty():
        form.require_file()
    return form


def answer(
    connection: psycopg.Connection, report: Report, values: Mapping[str, str], form: str, stream: IO[str] | IO[bytes]
) -> None:
    """Run ``report`` and write the result to ``stream``; on a terminal it is as wide as the terminal.

    Args:
        connection: Connection to the database.
        report: The report.
        values: Values of its parameters.
        form: Name of the format.
        stream: Text or binary stream, as the format needs.
    """
    from warehouse.reports.execute import run as run_report

    with run_report(connection, report, values) as result:
        formatted(result, form, stream)


def formatted(result: Result, form: str, stream: IO[str] | IO[bytes]) -> None:
    """Write an answer to ``stream``; on a terminal it is as wide as the terminal."""
    from warehouse.reports import formats

    formats.write(result, form, stream, shutil.get_terminal_size().columns if stream.isatty() else None)


_SIGNS: Final = {"added": "+", "changed": "~", "gone": "-", "renamed": "»"}


class DiffFormat(StrEnum):
    """The output formats of differences."""

    TEXT = "text"
    JSON = "json"


def diff(
    context: typer.Context,
    name: Name,
    *,
    before: Annotated[
        str, typer.Option("--from", metavar="WHEN", help="A run of load, a day (its end, UTC) or an instant.")
    ],
    after: Annotated[str | None, typer.Option("--to", metavar="WHEN", help="The same; without it, now.")] = None,
    params: Params = None,
    form: Annotated[DiffFormat, typer.Option("--format", "-f", help="How to print it.")] = DiffFormat.TEXT,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 2 when there are differences.")] = False,
) -> None:
    """Compare the answers of a report at two moments, row by row of its grain."""
    from warehouse.database.migrate import require_head
    from warehouse.history import parse_moment, parse_past
    from warehouse.reports.as_of import seen_at
    from warehouse.reports.definition import find
    from warehouse.reports.diff import compared

    session = session_of(context)
    report = find(session.settings.sql, name)
    values = values_of(params)
    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        first = parse_past(connection, before)
        last = parse_moment(connection, None) if after is None else parse_past(connection, after)
        connection.rollback()
        with (
            compared(connection, seen_at(report, first), seen_at(report, last), values) as differences,
            reader_may_leave(),
        ):
            if form is DiffFormat.JSON:
                counts = _print_json(report, values, (first, last), differences)
            else:
                counts = _print_text(report, differences)
    total = sum(counts.values())
    session.say(", ".join(f"{count} {kind}" for kind, count in counts.items()) + "." if total else "No difference.")
    if exit_code and total:
        raise typer.Exit(ExitCode.CHANGES_PENDING)


def _print_text(report: Report, differences: Iterable[Difference]) -> dict[str, int]:
    """Print a line per row that differs, and one more per cell that changed; return the counts by kind."""
    counts = _no_counts()
    for difference in differences:
        counts[difference.kind] += 1
        shown = {
            name: value
            for name, value in (difference.after or difference.before or {}).items()
            if name not in difference.key and value is not None
        }
        if difference.before is None or difference.after is None:
            cells = "; ".join(f"{name}: {_text(value)}" for name, value in shown.items())
            print(f"{_SIGNS[difference.kind]} {_key(difference)}{f'  {cells}' if cells else ''}")  # noqa: T201
            continue
        same = [_text(value) for name, value in shown.items() if name not in difference.changed][:1]
        print(f"{_SIGNS[difference.kind]} {_key(difference)}{''.join(f'  {value}' for value in same)}")  # noqa: T201
        for name in difference.changed:
            if name not in difference.key:
                print(f"    {name}: {_text(difference.before[name])} -> {_text(difference.after[name])}")  # noqa: T201
        if difference.has_other_sources:
            before, after = (
                "; ".join(cited) or None for cited in (difference.sources_before, difference.sources_after)
            )
            print(f"    {_sources_name(report)}: {_text(before)} -> {_text(after)}")  # noqa: T201
    return counts


def _key(difference: Difference) -> str:
    """Format the row's key; if a part of the key changed, with the old and the new value."""
    parts = []
    for name, value in difference.key.items():
        before = difference.old_key[name] if difference.old_key else value
        parts.append(f"{name} = {'' if before == value else f'{_text(before)} -> '}{_text(value)}")
    return ", ".join(parts)


def _sources_name(report: Report) -> str:
    """Return the name of the last column in CSV output."""
    return "_sources" if "sources" in report.header.columns else "sources"


def _no_counts() -> dict[str, int]:
    from warehouse.reports.diff import KINDS

    return dict.fromkeys(KINDS, 0)


def _text(value: str | None) -> str:
    """Format a cell on one line, with control characters escaped."""
    if value is None:
        return "(none)"
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in value) or '""'


def _print_json(
    report: Report, values: Mapping[str, str], moments: tuple[datetime, datetime], differences: Iterable[Difference]
) -> dict[str, int]:
    """Print one JSON object, its rows as they arrive; return the counts."""
    counts = _no_counts()
    first, last = (moment.isoformat() for moment in moments)
    head: dict[str, Any] = {"report": report.name, "params": dict(values), "from": first, "to": last}
    print(json.dumps(head, ensure_ascii=False)[:-1] + ', "changes": [', end="")  # noqa: T201
    between = "\n"
    for difference in differences:
        counts[difference.kind] += 1
        row = {
            "change": difference.kind,
            "key": difference.key,
            "old_key": difference.old_key,
            "before": difference.before,
            "after": difference.after,
            "sources_before": None if difference.before is None else difference.sources_before,
            "sources_after": None if difference.after is None else difference.sources_after,
        }
        print(between + json.dumps(row, ensure_ascii=False), end="")  # noqa: T201
        between = ",\n"
    print("\n], " + json.dumps(counts)[1:])  # noqa: T201
    return counts


app.command("book")(report_book.book)
app.command("check")(report_checks.check)
app.command("test")(report_checks.prove)
app.command("diff")(diff)
app.command("new")(report_checks.new)
app.command("sql")(report_checks.sql)
