"""``warehouse report check``, ``test``, ``new`` and ``sql``: check, test and create reports, and print their SQL."""

from __future__ import annotations

import os
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.lake import CatalogOption, LakeOption, OnOption, lake_named
from warehouse.cli.session import names_of, reader_may_leave, session_of
from warehouse.errors import ExitCode, UsageError
from warehouse.files import write_new

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import psycopg

    from warehouse.cli.session import Session
    from warehouse.lake.place import Place
    from warehouse.reports.definition import Report
    from warehouse.reports.describe import ReadColumn
    from warehouse.reports.testing import CaseOutcome
    from warehouse.sqlfiles import SqlFile
    from warehouse.yamlfiles import Problem

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the report.", autocompletion=names_of("report"))]

Params = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter of the report; may be repeated."),
]
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME]...", help="Reports. Default: all of the project's own.", autocompletion=names_of("report")
    ),
]

When = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="WHEN", help="Read the state at the end of a day (UTC), at an instant or after a load."
    ),
]


def seen_as_of(connection: psycopg.Connection, reports: Sequence[Report], when: str | None) -> list[Report]:
    """Return the reports as of a moment or a run of load; None: the reports as they are."""
    if when is None:
        return list(reports)
    from warehouse.history import parse_past
    from warehouse.reports.as_of import seen_at

    moment = parse_past(connection, when)
    return [seen_at(report, moment) for report in reports]


def values_of(params: list[str] | None) -> dict[str, str]:
    """Parse the parameters to values by name.

    Raises:
        UsageError: A parameter has no name, or two have the same name.
    """
    values: dict[str, str] = {}
    for param in params or []:
        name, equals, value = param.partition("=")
        if not equals or not name:
            message = f'parameter "{param[:80]}" has not the form NAME=VALUE'
            raise UsageError(message, hint="Write --param party=posco-group.")
        if name in values:
            raise UsageError(f'parameter "{name}" is given twice', hint="Keep one of them.")
        values[name] = value
    return values


class CheckFormat(StrEnum):
    """The output formats of problems."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    context: typer.Context,
    names: Names = None,
    *,
    form: Annotated[CheckFormat, typer.Option("--format", "-f", help="How to print problems.")] = CheckFormat.TEXT,
    on: OnOption = None,
    lake: LakeOption = None,
    catalog: CatalogOption = None,
) -> None:
    """Check reports against the schema, without data: types, columns, grain, order, and what they read.

    With --on lake: say which reports run on the lake, and compare the answers of their cases with the database.
    """
    from warehouse.reports.testing import check as check_report

    session = session_of(context)
    place = lake_named(session, on, lake, catalog)
    if place is not None:
        _judge(session, place, names)
        return
    reports, problems = _read(session, names)
    warnings: list[Problem] = []
    with _at_head(session) as connection:
        for report in reports:
            outcome = check_report(connection, report)
            problems += outcome.problems
            warnings += outcome.warnings
            if session.verbose and outcome.reads:
                session.say(f"{report.name} reads {_summed(outcome.reads)}")
    with reader_may_leave():
        print(_shown(sorted(problems), sorted(warnings), form), end="")  # noqa: T201
    session.say(f"{len(reports)} reports, {len(problems)} problems, {len(warnings)} warnings.")
    if problems:
        raise typer.Exit(ExitCode.INVALID_SOURCE)


def _judge(session: Session, place: Place, names: list[str] | None) -> None:
    """Print for each report whether it runs on the lake; fail if one of them answers otherwise there."""
    from warehouse.lake.answers import judged
    from warehouse.mart.objects import list_objects
    from warehouse.reports.definition import find, list_reports

    settings = session.settings
    reports = [find(settings.sql, name) for name in names] if names else list_reports(settings.sql)
    objects, verdicts = list_objects(settings.shipped_sql), []
    with session.project() as project, reader_may_leave():
        for verdict in judged(place, reports, objects, project.answering):
            verdicts.append(verdict)
            said = f"differs: {verdict.differs}" if verdict.differs else "runs"
            print(f"{verdict.report}: {f'refused: {verdict.refused}' if verdict.refused else said}")  # noqa: T201
    refused = sum(bool(verdict.refused) for verdict in verdicts)
    differing = sum(bool(verdict.differs) for verdict in verdicts)
    run = len(verdicts) - refused - differing
    session.say(f"{len(verdicts)} reports: {run} run, {refused} refused, {differing} differ.")
    if differing:
        raise typer.Exit(ExitCode.FAILED)


def prove(
    context: typer.Context,
    names: Names = None,
    *,
    update: Annotated[
        bool, typer.Option("--update", help="Write the answers to sql/reports/golden instead of comparing them.")
    ] = False,
) -> None:
    """Run the cases of reports on the project's seeds, which are loaded for that and taken back again."""
    from warehouse.load.runner import LoadOptions
    from warehouse.reports.testing import GoldenFiles, try_cases

    session = session_of(context)
    project = session.project()
    project.require_seeds()
    reports, problems = _read(session, names)
    _refuse(problems)
    golden = GoldenFiles(session.settings.sql[0] / "reports" / "golden", is_update=update)
    with _at_head(session) as connection:
        with session.phases() as phases:
            project.loader().rehearse(connection, phases, LoadOptions(rereads=True, restores=True, is_read=True))
        outcomes = [outcome for report in reports for outcome in try_cases(connection, report, golden)]
        connection.rollback()
    failed = [outcome for outcome in outcomes if outcome.failures]
    with reader_may_leave():
        for outcome in outcomes:
            print(_described(outcome))  # noqa: T201
    session.say(f"{len(outcomes)} cases, {len(failed)} failed.")
    if failed:
        raise typer.Exit(ExitCode.FAILED)


def lineage_of(session: Session, report: Report) -> list[ReadColumn]:
    """Return the columns that a report reads, according to the database."""
    from warehouse.database.migrate import require_head
    from warehouse.reports.describe import columns_read

    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        connection.rollback()
        return columns_read(connection, report)


def _read(session: Session, names: Sequence[str] | None) -> tuple[list[Report], list[Problem]]:
    """Read the named reports.

    Without names, the project's own reports are read, if it has any. Reports that come with the program fit its schema
    anyway, and their cases are about the example seeds.

    Returns:
        The reports without problems, and the problems of the others.
    """
    from warehouse.reports.definition import read
    from warehouse.sqlfiles import find_file, read_files
    from warehouse.yamlfiles import ProblemsFound

    reports: list[Report] = []
    problems: list[Problem] = []
    sources: list[SqlFile] = []
    if not names:
        own, *_ = session.settings.sql
        sources, problems = read_files(own if (own / "reports").is_dir() else session.settings.sql, "report")
    for name in dict.fromkeys(names or ()):
        try:
            sources.append(find_file(session.settings.sql, "report", name))
        except ProblemsFound as error:
            problems += error.problems
    for source in sources:
        report, found_here = read(source)
        problems += found_here
        if report is not None:
            reports.append(report)
    return reports, problems


def _refuse(problems: Sequence[Problem]) -> None:
    from warehouse.yamlfiles import ProblemsFound

    if problems:
        raise ProblemsFound(problems)


@contextmanager
def _at_head(session: Session) -> Iterator[psycopg.Connection]:
    """Yield a connection to a migrated database in which nothing is left behind.

    It is the given database, or else a temporary one on the embedded server.
    """
    from warehouse.database.connect import connect
    from warehouse.database.migrate import require_head

    if session.settings.database_url is None:
        with session.dsn() as dsn, _scratch(session, dsn) as made, connect(made) as connection:
            session.say("In a database made for this, on the embedded server.")
            yield connection
        return
    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        connection.rollback()
        session.say("In the given database, without leaving anything in it.")
        yield connection


@contextmanager
def _scratch(session: Session, dsn: str) -> Iterator[str]:
    """Create a migrated database on the embedded server, and drop it at the end."""
    from psycopg import conninfo, sql

    from warehouse.database.connect import connect
    from warehouse.database.migrate import upgrade

    name = f"report_check_{os.getpid()}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with connect(dsn) as connection:
        connection.autocommit = True
        try:
            connection.execute(drop)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            made = conninfo.make_conninfo(dsn, dbname=name)
            upgrade(made, session.settings.migrations)
            yield made
        finally:
            connection.execute(drop)


def _shown(problems: Sequence[Problem], warnings: Sequence[Problem], form: CheckFormat) -> str:
    from warehouse.yamlfiles import as_github, as_json, as_text

    if form is CheckFormat.JSON:
        return as_json([*problems, *warnings]) + "\n"
    if form is CheckFormat.GITHUB:
        warned = [as_github([warning]).replace("::error ", "::warning ", 1) for warning in warnings]
        parts = [as_github([problem]) for problem in problems] + warned
    else:
        parts = [as_text([problem]) for problem in (*problems, *warnings)]
    return "".join(f"{part}\n" for part in parts)


def _summed(reads: Sequence[ReadColumn]) -> str:
    tables: dict[str, list[str]] = {}
    for read in reads:
        tables.setdefault(f"{read.schema}.{read.table}", []).append(read.column)
    return "; ".join(f"{table} ({', '.join(columns)})" for table, columns in tables.items())


def _described(outcome: CaseOutcome) -> str:
    """Format the outcome of a case: one line, and the lines of its failures."""
    params = " ".join(f"{name}={value}" for name, value in outcome.params.items())
    which = f"case {outcome.number}" if outcome.number else "golden files"
    head = f"{'FAILED' if outcome.failures else 'ok':<8}{outcome.report}, {which}{f': {params}' if params else ''}"
    lines = [line for failure in outcome.failures for line in failure.splitlines()]
    return "\n".join([head, *(f"        {line}" for line in lines)])


def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name: lower-case words joined by hyphens.")],
    table: Annotated[
        str | None,
        typer.Option("--from", metavar="TABLE", help="Begin with the columns of this table; asks the database."),
    ] = None,
) -> None:
    """Write a first version of a report, which runs as it is."""
    from warehouse.reports.describe import FIRST_COLUMNS, FIRST_TABLE, columns_of, skeleton
    from warehouse.vocabulary import is_key

    session = session_of(context)
    path = session.settings.own_sql / "reports" / f"{name}.sql"
    if not is_key(name):
        raise UsageError(f'"{name}" cannot be a name', hint="Use lower-case words joined by hyphens.")
    source, columns = FIRST_TABLE, list(FIRST_COLUMNS)
    if table is not None:
        with session.database() as connection:
            source, columns = columns_of(connection, table)
    write_new(path, skeleton(name, source, columns), parents=True)
    if (session.settings.shipped_sql / "reports" / path.name).exists():
        session.say(f"It takes the place of the report {name} that comes with the program.")
    session.say(f"Wrote {path}. Make it yours, then: warehouse report check {name}")


def sql(
    context: typer.Context,
    name: Name,
    params: Params = None,
) -> None:
    """Print the SQL of a report with its values in it, to be pasted into any client."""
    from warehouse.reports.definition import find
    from warehouse.reports.describe import pasteable
    from warehouse.reports.parameters import settle

    report = find(session_of(context).settings.sql, name)
    text = pasteable(report, settle(report, values_of(params)))
    with reader_may_leave():
        print(text)  # noqa: T201
