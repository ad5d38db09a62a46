"""Build a site: all pages from one snapshot, then the folder takes its place."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import warehouse
from warehouse.dictionary import rules
from warehouse.publish import addresses, changes, dictionary, documents, folder, front, reports, things
from warehouse.publish.asking import Reader
from warehouse.publish.search import Search
from warehouse.publish.shelf import filled
from warehouse.publish.site import Building, Writer
from warehouse.publish.snapshot import digest_of, read
from warehouse.publish.views import Count, Site
from warehouse.reports.as_of import Past, seen_at
from warehouse.reports.charts.colours import page_style
from warehouse.reports.run import snapshot as snapshot_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from psycopg import Connection

    from warehouse.mart.library import MartObject
    from warehouse.publish.snapshot import Snapshot
    from warehouse.reports.library import Report

ASSETS: Final = Path(__file__).with_name("assets")
CHART_STYLE: Final = "assets/charts.css"


class Published(NamedTuple):
    """What came of it: the load that is shown, and the pages written (0: the site shows that snapshot already)."""

    load: int
    pages: int


def publish(
    connection: Connection[Any],
    sql_dir: Path,
    objects: Sequence[MartObject],
    all_reports: Sequence[Report],
    goal: Path,
    *,
    as_of: datetime | None = None,
    if_changed: bool = False,
    on_page: Callable[[int, str], None] = lambda *_: None,
) -> Published:
    """Write the site, or nothing.

    Args:
        connection: In no transaction.
        sql_dir: The folder that holds ``site`` and ``mart``.
        objects: All objects of the mart.
        all_reports: The reports to answer.
        goal: Absent, empty, or an earlier site, which is replaced.
        as_of: The moment whose state is shown; None: the last load's.
        if_changed: Whether a site that shows this snapshot already stays as it is.
        on_page: Told of each page: which one it is, from 1, and where it stands.

    Raises:
        CheckFailed: Nothing has been loaded, or not yet then.
        UsageError, PermissionRefused: The folder holds something else, or cannot be written.
        ProblemsFound: A report cannot be run.
    """
    with snapshot_of(connection):
        reader, seen = _entered(connection, sql_dir, as_of)
        digest = digest_of(seen, all_reports, sql_dir)
        if if_changed and folder.snapshot_of(goal) == digest:
            return Published(seen.load, 0)
        chosen = list(all_reports) if as_of is None else [seen_at(report, as_of) for report in all_reports]
        answers = reports.Answers(connection, seen.run, {found.name: found for found in objects})
        with folder.placed(goal) as new:
            writer = Writer(_site(seen, reader), folder.Files(new), on_page)
            _written(reader, writer, chosen, answers)
            writer.files.seal(seen.about(digest))
    return Published(seen.load, writer.pages)


def _entered(connection: Connection[Any], sql_dir: Path, as_of: datetime | None) -> tuple[Reader, Snapshot]:
    """Settle which moment is looked at; what asks for the day gets that of the load, whenever the site is built."""
    past = None if as_of is None else Past(as_of)
    reader = Reader(connection, sql_dir, past)
    if past is not None:
        past.enter(connection)
    seen = read(reader, past)
    if past is None:
        connection.execute("SELECT set_config('warehouse.as_of', %s, true)", [seen.instant])
    return reader, seen


def _written(reader: Reader, writer: Writer, chosen: Sequence[Report], answers: reports.Answers) -> None:
    """Write every file but those that tell about the others."""
    files = writer.files
    with (
        tempfile.TemporaryDirectory(prefix="warehouse-site-") as scratch,
        filled(reader, Path(scratch) / "facts") as shelf,
        closing(Search(files, Path(scratch), writer.site.facts)) as search,
    ):
        _pages(Building(reader, shelf, writer, search), chosen, answers)
    for source in sorted(ASSETS.iterdir()):
        files.copy(source, f"assets/{source.name}")
    files.write(CHART_STYLE, page_style() + "\n")


def _site(seen: Snapshot, reader: Reader) -> Site:
    return Site(
        title=rules.TITLE,
        about=rules.ABOUT,
        load=seen.load,
        loaded_at=seen.loaded_at,
        as_of=seen.as_of,
        facts=seen.facts,
        newest_document=seen.newest_document,
        version=warehouse.__version__,
        revision=seen.revision,
        families=things.counted(reader),
    )


def _pages(building: Building, all_reports: Sequence[Report], answers: reports.Answers) -> None:
    """Write all pages; what is found first in the search comes first."""
    pictures = reports.pages(all_reports, answers, building)
    things.indexes(building)
    of_documents = documents.index(building)
    questions = front.disagreements(building)
    things.pages(building)
    documents.pages(building)
    loads = changes.loads(building.reader)
    changes.pages(building, loads)
    of_reports = Count("Reports", len(all_reports), addresses.REPORTS.path or "")
    front.start(building, pictures, questions, loads, [*building.writer.site.families, of_documents, of_reports])
    front.others(building.writer)
    dictionary.page(answers.objects, all_reports, building.writer)
    building.search.finish()
