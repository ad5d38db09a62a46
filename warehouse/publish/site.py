"""Write pages into the folder of a site, and tell who watches how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.publish.rendering import Setter

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.publish.asking import Reader
    from warehouse.publish.folder import Files
    from warehouse.publish.search import Search
    from warehouse.publish.shelf import Shelf
    from warehouse.publish.views import Page, Site


class Writer:
    """Sets a page and writes it where it belongs."""

    def __init__(self, site: Site, files: Files, on_page: Callable[[int, str], None]) -> None:
        """Write the pages of ``site``; ``on_page`` is told which one is set."""
        self.site = site
        self.files = files
        self.pages = 0
        self._setter = Setter(site)
        self._on_page = on_page

    def page(self, template: str, page: Page, **records: Any) -> None:  # noqa: ANN401 - each template has its own
        """Write a page; the arguments are those of ``Setter.page``."""
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

    reader: Reader
    shelf: Shelf
    writer: Writer
    search: Search
