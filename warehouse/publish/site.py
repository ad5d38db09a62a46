"""The build of a site: the snapshot it shows, the template renderer, and the order in which the files are written."""

from __future__ import annotations

import hashlib
import json
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import warehouse
from warehouse.dictionary import rules
from warehouse.errors import CheckFailed
from warehouse.publish import dictionary, output, pages, report_pages, urls
from warehouse.publish.building import Building, Writer
from warehouse.publish.facts import filled
from warehouse.publish.pages import instant
from warehouse.publish.processes import Helpers, available
from warehouse.publish.queries import SiteQueries
from warehouse.publish.records import Count, Site
from warehouse.publish.rendering import PageRenderer
from warehouse.publish.search import Search
from warehouse.publish.snapshots import settle, shared
from warehouse.publish.states import newest, states
from warehouse.publish.wording import Wording
from warehouse.reports.as_of import AsOf, seen_at
from warehouse.reports.charts.canvas import page_style
from warehouse.reports.execute import snapshot as snapshot_of
from warehouse.reports.result import RunInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from psycopg import Connection

    from warehouse.mart.objects import MartObject
    from warehouse.publish.states import State
    from warehouse.publish.wording import Wanted
    from warehouse.reports.definition import Report


_ROOM = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The load that a site shows, and the point in time it was asked for.

    Attributes:
        load: Number of the load.
        loaded_at: When the load was committed, ISO 8601 in UTC, to the second.
        instant: The same instant, to the microsecond.
        facts: Number of facts after the load.
        newest_document: Latest date that the page of a document shows, as YYYY-MM-DD.
        revision: Revision of the schema.
        as_of: The requested point in time; None means now.
    """

    load: int
    loaded_at: str
    instant: str
    facts: int
    newest_document: str | None
    revision: str
    as_of: str | None

    @property
    def run(self) -> RunInfo:
        """The run information in report answers. It names the load, so it does not depend on the time of the build."""
        return RunInfo(self.loaded_at, self.load, self.revision, warehouse.__version__, self.as_of)

    def about(self, digest: str) -> dict[str, Any]:
        """Return the content of ``site.json``, which tells programs what the site shows.

        Args:
            digest: The digest of the snapshot.
        """
        return {
            "load": self.load,
            "loaded_at": self.instant,
            "as_of": self.as_of,
            "facts": self.facts,
            "newest_document": self.newest_document,
            "schema_revision": self.revision,
            "software_version": warehouse.__version__,
            "snapshot": digest,
        }


def read(reader: SiteQueries, past: AsOf | None) -> Snapshot:
    """Return the load that the open database snapshot shows.

    Args:
        reader: Runs the queries.
        past: The past point in time to show; None means now.

    Raises:
        CheckFailed: No load had been committed at that point in time.
    """
    rows = reader.rows("snapshot")
    as_of = None if past is None else past.at.isoformat().replace("+00:00", "Z")
    if not rows:
        what = "there is nothing to publish, because no load had been committed"
        raise CheckFailed(what, hint='"warehouse runs list" shows the loads; "warehouse load" makes the first.')
    row = rows[0]
    return Snapshot(
        load=row.load_id,
        loaded_at=instant(row.loaded_at),
        instant=row.loaded_at.isoformat(),
        facts=row.fact_count,
        newest_document=row.newest_document and row.newest_document.isoformat(),
        revision=row.schema_revision,
        as_of=as_of,
    )


def digest_of(
    snapshot: Snapshot, reports: Iterable[Report], sql_dir: Path, loads: int = 1, signature: bytes = b""
) -> str:
    """Return a SHA-256 digest of all inputs of a site: data, software, templates, reports and SQL files.

    Two sites can differ only if their digests differ.

    Args:
        snapshot: The load that the site shows.
        reports: The reports, as read from their files.
        sql_dir: The folder that holds ``site`` and ``mart``.
        loads: Number of loads whose states are shown.
        signature: What ``Wording.signature`` returns.
    """
    digest = hashlib.sha256(json.dumps([snapshot.about(""), loads]).encode() + signature)
    for report in reports:
        digest.update(f"{report.name}\0{report.header.model_dump_json()}\0{report.source.statement}\0".encode())
    for path in _files(sql_dir):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(sql_dir: Path) -> Iterator[Path]:
    for folder, pattern in (
        (_ROOM, "*.py"),
        (_ROOM, "*/*.*"),
        (sql_dir / "site", "*.sql"),
        (sql_dir / "mart", "*.sql"),
    ):
        yield from sorted(path for path in folder.glob(pattern) if path.suffix != ".pyc")


ASSETS: Final = Path(__file__).with_name("assets")
CHART_STYLE: Final = "assets/charts.css"


class Published(NamedTuple):
    """The result of ``publish``.

    Attributes:
        load: Number of the load that the site shows.
        pages: Number of pages written; 0 means that the site showed this snapshot already.
        remarks: How much of the words of documents was printed, and what was left out and why.
    """

    load: int
    pages: int
    remarks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What of the warehouse a site shows.

    Attributes:
        as_of: The point in time whose state is shown; None means the state after the last load.
        loads: Number of loads whose states are shown: the last one, and those before it in folders of their own.
        wanted: The words of documents to show; None means none.
    """

    as_of: datetime | None = None
    loads: int = 1
    wanted: Wanted | None = None


def publish(
    connection: Connection[Any],
    sql_dir: Path,
    objects: Sequence[MartObject],
    all_reports: Sequence[Report],
    goal: Path,
    *,
    view: View,
    if_changed: bool = False,
    on_page: Callable[[int, str], None] = lambda *_: None,
) -> Published:
    """Write the whole site, or leave the folder as it was.

    Args:
        connection: A connection that is not in a transaction.
        sql_dir: The folder that holds ``site`` and ``mart``.
        objects: All objects of the mart.
        all_reports: The reports to run.
        goal: The folder of the site. It is absent, empty, or holds an earlier site, which is replaced.
        view: What of the warehouse it shows.
        if_changed: Whether to keep a site that shows this snapshot already.
        on_page: Called for each page when it is written, with its number (from 1) and its path.

    Raises:
        CheckFailed: No load had been committed at that point in time.
        UsageError, PermissionRefused: The folder holds something else, or cannot be written.
        ProblemsFound: A report cannot be run.
    """
    source = _Source(connection, sql_dir, objects, all_reports, view.wanted, available())
    with snapshot_of(connection):
        reader, snapshot, wording = source.entered(view.as_of)
        digest = digest_of(snapshot, all_reports, sql_dir, view.loads, wording.signature())
        if if_changed and output.snapshot_of(goal) == digest:
            return Published(snapshot.load, 0)
        shown = source.states(newest(reader, view.loads), view.as_of)
        with output.placed(goal) as new:
            files = output.Files(new)
            pages, remarks = source.write(files, shown, view.as_of, on_page)
            files.seal(snapshot.about(digest))
    return Published(snapshot.load, pages, remarks)


class _Source(NamedTuple):
    """The database and the files that a site is made of, with the arguments of ``publish``.

    ``helpers`` is the most helper processes that make it.
    """

    connection: Connection[Any]
    sql_dir: Path
    objects: Sequence[MartObject]
    reports: Sequence[Report]
    wanted: Wanted | None
    helpers: int

    def entered(self, as_of: datetime | None) -> tuple[SiteQueries, Snapshot, Wording]:
        """Set the point in time that the queries see, and return the queries, the load and the words to show.

        Without ``as_of``, ``warehouse.as_of`` is set to the instant of the load. Queries that use the current day then
        give the same result whenever the site is built.
        """
        past = None if as_of is None else AsOf(as_of)
        settle(self.connection, None if past is None else past.at.isoformat())
        reader = SiteQueries(self.connection, self.sql_dir, self.objects, past)
        snapshot = read(reader, past)
        if past is None:
            settle(self.connection, snapshot.instant)
        return reader, snapshot, Wording(self.connection, self.wanted, past)

    def states(self, found: Sequence[State], as_of: datetime | None) -> list[State]:
        """Return states with their pages, if there are several; the first of them is the one at ``as_of``."""
        if len(found) == 1:
            return []
        readers = ((state, self.entered(state.at if state.folder else as_of)[0]) for state in found)
        return states(readers, [report.name for report in self.reports])

    def write(
        self, files: output.Files, shown: Sequence[State], as_of: datetime | None, on_page: Callable[[int, str], None]
    ) -> tuple[int, list[str]]:
        """Write the states to show, each in its folder; the first is that at ``as_of``, alone if ``shown`` is empty.

        Return the number of pages, and what the first state tells of the words of documents.
        """
        pages, remarks = 0, list[str]()

        def count(path: str) -> None:
            nonlocal pages
            pages += 1
            on_page(pages, path)

        for folder, moment in [("", as_of), *((state.folder, state.at) for state in shown[1:])]:
            reader, seen, wording = self.entered(moment)
            site = replace(_site(seen, reader, has_words=bool(self.wanted)), states=shown, folder=folder)
            writer = Writer(PageRenderer(site), files.within(folder), count)
            chosen = list(self.reports) if moment is None else [seen_at(report, moment) for report in self.reports]
            instant = seen.instant if moment is None else moment.isoformat()
            snapshot = shared(self.connection, instant, is_shared=self.helpers > 0)
            objects = {each.name: each for each in self.objects}
            answers = report_pages.Answers(self.connection, seen.run, objects, wording.quotes, snapshot)
            self._write(reader, writer, chosen, answers, wording)
            remarks = remarks or list(wording.summary())
        return pages, remarks

    def _write(
        self,
        reader: SiteQueries,
        writer: Writer,
        chosen: Sequence[Report],
        answers: report_pages.Answers,
        wording: Wording,
    ) -> None:
        """Write every file except ``site.json`` and the list of digests, which describe the other files."""
        files = writer.files
        with (
            tempfile.TemporaryDirectory(prefix="warehouse-site-") as scratch,
            closing(Search(files, Path(scratch), writer.site.facts)) as search,
            closing(Helpers(self.helpers, Path(scratch))) as helpers,
        ):
            fact_cache = filled(reader, Path(scratch) / "facts", wording)
            _pages(Building(reader, fact_cache, writer, search, wording, helpers), chosen, answers)
        for source in sorted(ASSETS.iterdir()):
            files.copy(source, f"assets/{source.name}")
        files.write(CHART_STYLE, page_style() + "\n")


def _site(snapshot: Snapshot, reader: SiteQueries, *, has_words: bool) -> Site:
    return Site(
        title=rules.TITLE,
        about=rules.ABOUT,
        load=snapshot.load,
        loaded_at=snapshot.loaded_at,
        as_of=snapshot.as_of,
        facts=snapshot.facts,
        newest_document=snapshot.newest_document,
        version=warehouse.__version__,
        revision=snapshot.revision,
        families=pages.counted(reader),
        has_words=has_words,
    )


def _pages(building: Building, all_reports: Sequence[Report], answers: report_pages.Answers) -> None:
    """Write all pages. Their order is also the order of equally good search results."""
    pages.indexes(building)
    of_reports = report_pages.pages(all_reports, answers, building)
    of_documents = pages.index(building)
    questions = pages.disagreements(building)
    pages.write_thing_pages(building)
    pages.write_document_pages(building)
    loads = pages.loads(building.reader)
    pages.write_change_pages(building, loads)
    pages.others(building.writer)
    dictionary.page(answers.objects, all_reports, building.reader, building.writer)
    building.helpers.finish()
    building.search.finish()
    report_pages.index([entry for entry, _ in of_reports], building.writer)
    ways = [*building.writer.site.families, of_documents, Count("Reports", len(all_reports), urls.REPORTS.path or "")]
    pages.start(building, [picture for _, picture in of_reports if picture], questions, loads, ways)
