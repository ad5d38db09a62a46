"""What the builders of pages share: the writer of pages, and the way to let helper processes write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from warehouse.publish.facts import FactCache
    from warehouse.publish.output import Files
    from warehouse.publish.processes import Helpers
    from warehouse.publish.queries import SiteQueries
    from warehouse.publish.records import Page, Site
    from warehouse.publish.rendering import PageRenderer
    from warehouse.publish.search import Search
    from warehouse.publish.wording import Wording

Result = TypeVar("Result")


class Writer:
    """The writer of pages: renders each page and writes it to its path."""

    def __init__(self, renderer: PageRenderer, files: Files, on_page: Callable[[str], None]) -> None:
        """Prepare to write pages.

        Args:
            renderer: Renders the pages.
            files: The files of the site.
            on_page: Called with the path of each page that is written.
        """
        self.files = files
        self._renderer = renderer
        self._on_page = on_page

    @property
    def site(self) -> Site:
        """The snapshot that all pages show."""
        return self._renderer.site

    def page(self, template: str, page: Page, **records: Any) -> None:  # noqa: ANN401 - each template has its own
        """Render a page and write it, with the arguments of ``PageRenderer.page``."""
        self.files.write(page.path, self._renderer.page(template, page, **records))
        self._on_page(page.path)

    def apart(self, work: Callable[[Writer], Result]) -> Written[Result]:
        """Do a piece of work, in a helper or here, with a writer of its own.

        Args:
            work: Writes pages.
        """
        pages: list[str] = []
        files = self.files.apart()
        result = work(Writer(self._renderer, files, pages.append))
        return Written(pages, files.digests, result)

    def take(self, written: Written[Result]) -> Result:
        """Add what was written apart to what this writer wrote, and return the result of the work."""
        self.files.take(written.digests)
        for path in written.pages:
            self._on_page(path)
        return written.result


class Written(NamedTuple, Generic[Result]):
    """What a piece of work wrote: the paths of its pages, the digests of its files, and its result."""

    pages: Sequence[str]
    digests: Mapping[str, str]
    result: Result


class Building(NamedTuple):
    """The objects that the builders of all pages share.

    Attributes:
        reader: Runs the queries.
        fact_cache: The cache of all facts, by key.
        writer: Writes pages.
        search: Collects the entries of the search index.
        wording: The words of documents that the site shows.
        helpers: Do pieces of work beside each other.
    """

    reader: SiteQueries
    fact_cache: FactCache
    writer: Writer
    search: Search
    wording: Wording
    helpers: Helpers

    def write(self, work: Callable[[Writer], Result], then: Callable[[Result], object] = lambda _: None) -> None:
        """Let a helper write pages, now or soon.

        Args:
            work: Writes pages. It may run in another process, so it uses neither ``reader`` nor ``search``.
            then: Called with its result, in the order of the calls of this method.
        """
        self.helpers.do(lambda: self.writer.apart(work), lambda written: then(self.writer.take(written)))
