"""``warehouse publish`` and ``warehouse serve``: write the warehouse as a static site, and view it locally."""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.export import ExportFormat, write_file
from warehouse.cli.notices import MetricsOption, watched
from warehouse.cli.session import DocumentsOption, Session, print_data, session_of
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from warehouse.load.runner import ShowPhase
    from warehouse.publish.site import Published, View
    from warehouse.publish.wording import Wanted


AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="WHEN", help="Show the end of a day (UTC), an instant or a run of load."),
]
Loads = Annotated[
    int,
    typer.Option("--loads", min=1, metavar="N", help="Show the states of the last N loads, with a menu on each page."),
]
Quotes = Annotated[
    bool, typer.Option("--quotes", help="Print the cited words beside each fact, where the project allows it.")
]
Texts = Annotated[
    bool, typer.Option("--texts", help="Print the cited paragraphs of documents, where the project allows it.")
]


def publish(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="Folder to write. It must not exist, be empty, or hold an earlier site."),
    ],
    *,
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help="Do nothing if the folder already shows this snapshot.")
    ] = False,
    as_of: AsOf = None,
    quotes: Quotes = False,
    texts: Texts = False,
    documents: DocumentsOption = None,
    loads: Loads = 1,
    metrics_file: MetricsOption = None,
) -> None:
    """Write the warehouse as a static site: pages that need no server, no script and nothing from elsewhere.

    --quotes and --texts take the words from your copies of the documents, and print only those that the record of a
    document allows with "texts: quote" or "texts: full".
    """
    from warehouse.database.migrate import require_head
    from warehouse.history import parse_past
    from warehouse.publish.site import View

    session = session_of(context)
    wanted = _wanted(session, documents, quotes=quotes, texts=texts)
    with watched(session, "publish", metrics_file=metrics_file) as report, session.database() as connection:
        require_head(connection, session.settings.migrations)
        view = View(None if as_of is None else parse_past(connection, as_of), loads, wanted)
        done = published(session, connection, folder, view, if_changed=if_changed)
        report.run_id, report.is_unchanged = done.load, not done.pages
    if done.pages:
        written = f"Wrote {done.pages} pages, which show load {done.load}, to {folder}; begin with index.html."
        session.say("\n".join([written, *done.remarks]))
    else:
        session.say(f"Nothing to do: {folder} shows load {done.load} already.")


def _wanted(session: Session, documents: Path | None, *, quotes: bool, texts: bool) -> Wanted | None:
    """Return the words of documents to print; None: none.

    Raises:
        ConfigurationError: Some are wanted, but there is no folder of copies.
        UsageError: A folder is named, but no words are wanted.
    """
    if not quotes and not texts:
        if documents is not None:
            hint = "Add --quotes, --texts or both."
            raise UsageError("--documents alone prints no words of documents", hint=hint)
        return None
    from warehouse.publish.wording import Wanted
    from warehouse.texts import list_copies

    return Wanted(list_copies(documents or session.settings.documents), quotes=quotes, texts=texts)


def published(
    session: Session, connection: psycopg.Connection, folder: Path, view: View, *, if_changed: bool
) -> Published:
    """Write the site.

    Args:
        session: Session of the command.
        connection: Connection to a database whose schema is known to be that of this version.
        folder: Folder of the site.
        view: What of the warehouse it shows.
        if_changed: Do nothing if the folder already shows this snapshot.
    """
    from warehouse.mart.objects import list_objects
    from warehouse.publish.site import publish as build
    from warehouse.reports.definition import list_reports

    connection.rollback()
    settings = session.settings
    with session.phases() as show:
        return build(
            connection,
            settings.shipped_sql,
            list_objects(settings.shipped_sql),
            list_reports(settings.sql),
            folder,
            view=view,
            if_changed=if_changed,
            on_page=lambda number, path: _tell(show, number, path),
        )


def _tell(show: ShowPhase, number: int, path: str) -> None:
    """Show the progress: every report page, since reports take long, and every fiftieth of the other pages."""
    if path.startswith("reports/") or number % 50 == 0:
        show(f"page {number}: {path}")


def serve(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A published site; without it site/ of the project.")
    ] = None,
    *,
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, metavar="N", help="Port to listen on; 0 means any free port."),
    ] = None,
    explore: Annotated[
        bool, typer.Option("--explore", help="Open the tables and reports in Datasette too, on another port.")
    ] = False,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Whether to open it in the browser, if there is a screen.")
    ] = True,
) -> None:
    """Show a published site to the browsers of this machine, until it is interrupted."""
    from warehouse.publish.serve import server

    session = session_of(context)
    with (
        server(folder or session.settings.site, port) as serving,
        _explored(session) if explore else nullcontext() as explorer,
    ):
        address = f"http://{serving.server_address[0]!s}:{serving.server_address[1]}/index.html"
        print_data(address)
        if explorer:
            print_data(explorer)
            session.say("The second address opens the tables and reports in Datasette.")
        session.say("Only this machine can reach it. Interrupt (Ctrl+C) to stop.")
        if browser and _has_screen():
            webbrowser.open(address)
        with suppress(KeyboardInterrupt):
            serving.serve_forever()
    session.say("Stopped.")


@contextmanager
def _explored(session: Session) -> Iterator[str]:
    """Run Datasette on a fresh export until the block ends, and yield its address. Nothing is left behind."""
    from warehouse import extras
    from warehouse.exports.explore import explored
    from warehouse.exports.sqlite import SqliteFile

    extras.require("--explore", "datasette", "sqlglot")
    with tempfile.TemporaryDirectory(prefix="warehouse-") as folder:
        database, metadata = SqliteFile.paths_of(Path(folder) / "minerals.db")
        write_file(session, database, ExportFormat.SQLITE)
        with explored(database, metadata) as address:
            yield address


def _has_screen() -> bool:
    """Return whether a browser would open in a window of its own, not inside the terminal."""
    return sys.stderr.isatty() and (
        sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    )
