"""Write pages into the folder of a site, and tell who watches how many there are."""

from __future__ import annotations

import hashlib
import json
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import warehouse
from warehouse.dictionary import rules
from warehouse.errors import CheckFailed
from warehouse.publish import dictionary, output, pages, report_pages, urls
from warehouse.publish.facts import filled
from warehouse.publish.pages import instant
from warehouse.publish.queries import SiteQueries
from warehouse.publish.records import Count, Site
from warehouse.publish.search import Search
from warehouse.reports.as_of import AsOf, seen_at
from warehouse.reports.charts.canvas import page_style
from warehouse.reports.execute import snapshot as snapshot_of
from warehouse.reports.formats.text import NOT_IN_HTML
from warehouse.reports.result import RunInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from psycopg import Connection

    from warehouse.mart.objects import MartObject
    from warehouse.publish.facts import FactCache
    from warehouse.publish.output import Files
    from warehouse.publish.records import Page
    from warehouse.reports.definition import Report


class Writer:
    """Sets a page and writes it where it belongs."""

    def __init__(self, site: Site, files: Files, on_page: Callable[[int, str], None]) -> None:
        """Write the pages of ``site``; ``on_page`` is told which one is set."""
        self.site = site
        self.files = files
        self.pages = 0
        self._setter = PageRenderer(site)
        self._on_page = on_page

    def page(self, template: str, page: Page, **records: Any) -> None:  # noqa: ANN401 - each template has its own
        """Write a page; the arguments are those of ``PageRenderer.page``."""
        self.pages += 1
        self._on_page(self.pages, page.path)
        self.files.write(page.path, self._setter.page(template, page, **records))


class Building(NamedTuple):
    """What every kind of page is made with.

    Attributes:
        reader: Asks the database.
        shelf: All facts, by key.
        writer: Writes pages.
        search: Gathers what can be found.
    """

    reader: SiteQueries
    shelf: FactCache
    writer: Writer
    search: Search


_ROOM = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The load that a site shows, and the moment it looks at.

    Attributes:
        load: Number of the load.
        loaded_at: When that was, ISO 8601 in UTC.
        instant: The same, to the microsecond.
        facts: Facts it left.
        newest_document: Latest date a document shows, year-month-day.
        revision: Revision of the schema.
        as_of: The moment asked for; None: now.
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
        """What answers say of their run: they show the load, whenever the site is built."""
        return RunInfo(self.loaded_at, self.load, self.revision, warehouse.__version__, self.as_of)

    def about(self, digest: str) -> dict[str, Any]:
        """Say what the site shows, for programs."""
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
    """Read which load the open snapshot shows.

    Raises:
        CheckFailed: Nothing has been loaded, or not yet then.
    """
    rows = reader.rows("snapshot")
    as_of = None if past is None else past.at.isoformat().replace("+00:00", "Z")
    if not rows:
        what = "no load had been committed, so there is nothing to publish"
        raise CheckFailed(what, hint='See "warehouse runs list"; "warehouse load" makes the first.')
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


def digest_of(snapshot: Snapshot, reports: Iterable[Report], sql_dir: Path) -> str:
    """Return a digest that differs where a site built from it could: data, software, templates, reports.

    Args:
        snapshot: What is shown.
        reports: The reports, as their files say them.
        sql_dir: The folder that holds ``site`` and ``mart``.
    """
    digest = hashlib.sha256(json.dumps(snapshot.about("")).encode())
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


TEMPLATES: Final = Path(__file__).with_name("templates")


class PageRenderer:
    """Sets the pages of one site."""

    def __init__(self, site: Site) -> None:
        """Make the templates ready for the pages of ``site``."""
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            finalize=_finalised,
        )
        self._environment.globals["site"] = site

    def page(self, template: str, page: Page, **records: Any) -> str:  # noqa: ANN401 - each template has its own
        """Set a page.

        Args:
            template: Name of the template, without its suffix.
            page: What the page says of itself.
            records: What the template shows, by the name it uses.
        """
        up = "../" * page.path.count("/")
        text = self._environment.get_template(f"{template}.html").render(page=page, up=up, **records)
        return text.rstrip("\n") + "\n"


def _finalised(value: object) -> object:
    """Show what a template prints: no value as nothing, characters that HTML forbids by their number."""
    if value is None:
        return ""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return NOT_IN_HTML.sub(lambda found: f"[U+{ord(found[0]):04X}]", value)


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
        if if_changed and output.snapshot_of(goal) == digest:
            return Published(seen.load, 0)
        chosen = list(all_reports) if as_of is None else [seen_at(report, as_of) for report in all_reports]
        answers = report_pages.Answers(connection, seen.run, {found.name: found for found in objects})
        with output.placed(goal) as new:
            writer = Writer(_site(seen, reader), output.Files(new), on_page)
            _written(reader, writer, chosen, answers)
            writer.files.seal(seen.about(digest))
    return Published(seen.load, writer.pages)


def _entered(connection: Connection[Any], sql_dir: Path, as_of: datetime | None) -> tuple[SiteQueries, Snapshot]:
    """Settle which moment is looked at; what asks for the day gets that of the load, whenever the site is built."""
    past = None if as_of is None else AsOf(as_of)
    reader = SiteQueries(connection, sql_dir, past)
    if past is not None:
        past.enter(connection)
    seen = read(reader, past)
    if past is None:
        connection.execute("SELECT set_config('warehouse.as_of', %s, true)", [seen.instant])
    return reader, seen


def _written(reader: SiteQueries, writer: Writer, chosen: Sequence[Report], answers: report_pages.Answers) -> None:
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


def _site(seen: Snapshot, reader: SiteQueries) -> Site:
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
        families=pages.counted(reader),
    )


def _pages(building: Building, all_reports: Sequence[Report], answers: report_pages.Answers) -> None:
    """Write all pages; what is found first in the search comes first."""
    pictures = report_pages.pages(all_reports, answers, building)
    pages.indexes(building)
    of_documents = pages.index(building)
    questions = pages.disagreements(building)
    pages.write_thing_pages(building)
    pages.write_document_pages(building)
    loads = pages.loads(building.reader)
    pages.write_change_pages(building, loads)
    of_reports = Count("Reports", len(all_reports), urls.REPORTS.path or "")
    pages.start(building, pictures, questions, loads, [*building.writer.site.families, of_documents, of_reports])
    pages.others(building.writer)
    dictionary.page(answers.objects, all_reports, building.writer)
    building.search.finish()
