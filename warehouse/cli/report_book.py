"""``warehouse report book``: collect reports in one file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import IO, Annotated, cast

import typer

from warehouse.cli.report_checks import Params, When, seen_as_of, values_of
from warehouse.cli.session import names_of, session_of
from warehouse.files import replaced_file


def book(
    context: typer.Context,
    output: Annotated[Path, typer.Argument(metavar="FILE", help="File to write: .html, .xlsx or .pdf.")],
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Reports, in this order. Default: all that run without a value.",
            autocompletion=names_of("report"),
        ),
    ] = None,
    params: Params = None,
    as_of: When = None,
) -> None:
    """Collect reports in one file, with contents, charts and one list of sources; -p goes to each that knows it."""
    from warehouse.database.connect import address
    from warehouse.database.migrate import require_head
    from warehouse.reports.books import writer_of
    from warehouse.reports.books.contents import entries_of, opened
    from warehouse.reports.definition import find, list_reports

    session = session_of(context)
    write, sql = writer_of(output), session.settings.sql
    reports = [find(sql, name) for name in dict.fromkeys(names)] if names else list_reports(sql)
    entries, left_out = entries_of(reports, values_of(params), needs_all=bool(names))
    with session.database() as connection, session.phases() as show:
        require_head(connection, session.settings.migrations)
        seen = seen_as_of(connection, [entry.report for entry in entries], as_of)
        entries = [replace(entry, report=report) for entry, report in zip(entries, seen, strict=True)]
        connection.rollback()
        with (
            replaced_file(output, is_binary=True) as stream,
            opened(connection, entries, address(connection.info.dsn), show) as content,
        ):
            write(content, cast("IO[bytes]", stream))
    if left_out:
        session.say(f"Left out, because they need a value (-p): {', '.join(left_out)}.")
    session.say(f"Wrote {output}: {len(entries)} report{'' if len(entries) == 1 else 's'}.")
