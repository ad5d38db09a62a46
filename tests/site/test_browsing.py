from __future__ import annotations

import asyncio
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.site.browsing import served, visiting
from tests.site.small import change

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import psycopg

    from tests.site.browsing import Visitor
    from tests.site.conftest import Chromium

pytestmark = pytest.mark.slow
LINK = '<p><a href="shares.csv" download>Shares as csv</a></p>'


def test_good_site_is_opened_from_a_disk_without_a_fault(small_site: Path, visit: Visitor) -> None:
    visited = visit(small_site)
    page = visited.open()
    assert page.evaluate("document.documentElement.dataset.script") == "ran"
    asked = {url.removeprefix(visited.address) for url in visited.requested}
    assert asked == {"index.html", "site.css", "site.js", "bars.svg"}
    page.fill("#q", "cerium")
    page.press("#q", "Enter")
    page.wait_for_url("**/search.html?q=cerium")


def test_good_site_is_opened_over_http_without_a_fault(small_site: Path, chromium: Chromium) -> None:
    # The window closes before the server: Chromium asks for the icon once the page is there.
    with chromium.used() as browser, served(small_site) as address, visiting(browser) as visit:
        page = visit(address).open("metals/cerium.html#price")
        assert page.title() == "Cerium"


def test_download_is_no_fault(small_site: Path, visit: Visitor) -> None:
    page = visit(small_site).open()
    with page.expect_download() as download:
        page.click("text=Shares as csv")
    assert download.value.path().read_text() == "metal,share\ncerium,80\n"


@contextmanager
def expecting(chromium: Chromium, fault: str) -> Iterator[Visitor]:
    """Give what opens windows, as the fixture ``visit`` does, and expect its failure at the end."""
    with chromium.used() as browser, pytest.raises(AssertionError, match=re.escape(fault)), visiting(browser) as visit:
        yield visit


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ('<p style="color:red">x</p>', "console error: Applying inline style violates"),
        ("<script>1</script>", "console error: Executing inline script violates"),
        ('<img src="gone.svg" alt="">', "net::ERR_FILE_NOT_FOUND"),
        ('<img src="http://127.0.0.1:9/x.png" alt="">', "asked for http://127.0.0.1:9/x.png, which is outside"),
        ('<img src="../outside.svg" alt="">', "/outside.svg, which is outside of the site"),
    ],
)
def test_fault_of_a_page_is_told(small_site: Path, chromium: Chromium, inside: str, fault: str) -> None:
    with expecting(chromium, fault) as visit:
        visit(change(small_site, LINK, inside)).open()


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("throw new Error('oh');", "uncaught: oh"),
        ("console.warn('oh');", "console warning: oh"),
        ("fetch('shares.csv').catch(() => 0);", "console error: Connecting to"),
    ],
)
def test_fault_of_a_script_is_told(small_site: Path, chromium: Chromium, script: str, fault: str) -> None:
    (small_site / "site.js").write_text(script)
    with expecting(chromium, fault) as visit:
        visit(small_site).open().evaluate("1")


def test_page_missing_on_a_server_is_told(small_site: Path, chromium: Chromium) -> None:
    with served(small_site) as address, expecting(chromium, f"failed: {address}gone.html (404)") as visit:
        visit(address).open("gone.html")


def test_faults_that_a_test_takes_are_forgotten(small_site: Path, visit: Visitor) -> None:
    (small_site / "site.js").write_text("console.warn('oh');")
    visited = visit(small_site)
    visited.open().evaluate("1")
    assert visited.take_faults() == ["console warning: oh"]


def test_page_works_without_scripts(small_site: Path, visit: Visitor) -> None:
    assert visit(small_site, java_script_enabled=False).open().title() == "Metals"


def test_loops_and_databases_work_beside_the_browser(chromium: Chromium, postgresql: psycopg.Connection) -> None:
    assert chromium.browser.is_connected()
    assert asyncio.run(asyncio.sleep(0, "slept")) == "slept"
    assert postgresql.execute("SELECT 1").fetchone() == (1,)
