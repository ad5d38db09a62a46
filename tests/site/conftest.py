"""A browser for the tests of a site, one in every process, with a fresh window for every test; and a small site."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.site import programs, small
from tests.site.browsing import launch, visiting
from tests.site.markup import nu_findings
from tests.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.site.browsing import Visitor


class Chromium:
    """A running Chromium. Its loop counts as running in this thread only while the browser is used.

    Playwright's own calls leave the loop marked as running, and then no later test in the same process could run one.
    """

    def __init__(self, browser: Browser) -> None:
        """Take a browser that was just started, while its loop still counts as running."""
        self.browser = browser
        self._loop = asyncio.get_running_loop()

    @contextmanager
    def used(self) -> Iterator[Browser]:
        asyncio._set_running_loop(self._loop)  # noqa: SLF001 - asyncio's own for those who drive loops
        try:
            yield self.browser
        finally:
            self.rest()

    def rest(self) -> None:
        asyncio._set_running_loop(None)  # noqa: SLF001 - see above


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """Start Chromium, once for all tests of this process."""
    path = programs.chromium()
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(PATIENCE * 1000)
    playwright = sync_playwright().start()
    started = Chromium(launch(playwright, path, tmp_path_factory.mktemp("chromium")))
    started.rest()
    yield started
    with started.used():
        started.browser.close()
        playwright.stop()


@pytest.fixture
def visit(chromium: Chromium) -> Iterator[Visitor]:
    """Give what opens a window on a folder or an address; the test fails at its end if a window saw a fault."""
    with chromium.used() as browser, visiting(browser) as start:
        yield start


@pytest.fixture(scope="session")
def axe() -> str:
    """Give the source of axe-core."""
    return programs.packaged("axe-core/axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def nu() -> Callable[[Path], list[str]]:
    """Give what runs the Nu HTML checker over a folder and gives its findings."""
    jar = programs.packaged("vnu-jar/build/dist/vnu.jar")
    java = programs.java()
    return lambda folder: nu_findings(folder, java, jar)


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """Write a small site with which nothing is wrong; give its folder."""
    return small.write(tmp_path / "site")
