"""Open a site in Chromium and keep account: what the console said, what was asked for, what failed."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Protocol

from tests.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, Response, ViewportSize, WebError

# Nothing leaves the machine, whatever a page or Chromium itself asks for.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    OFFLINE,
]
WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}


class Visit:
    """A fresh window on one site. ``requested`` has every URL asked for, ``faults`` what must not be, as lines."""

    def __init__(self, browser: Browser, address: str, options: dict[str, Any]) -> None:
        """Open a window on the site at an address that ends in a slash; options are those of a browser context."""
        self.address = address
        self.requested: list[str] = []
        self.faults: list[str] = []
        self._context = browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce"} | options)
        self._context.set_default_timeout(PATIENCE * 1000)
        self._context.on("console", self._said)
        self._context.on("weberror", self._threw)
        self._context.on("request", self._asked)
        self._context.on("requestfailed", self._failed)
        self._context.on("response", self._answered)
        self.page: Page = self._context.new_page()

    def open(self, path: str = "index.html") -> Page:
        """Go to a page of the site; the path may have a query and a fragment."""
        self.page.goto(self.address + path)
        return self.page

    def take_faults(self) -> list[str]:
        """Give the faults so far and forget them, for tests that expect some."""
        taken, self.faults = self.faults, []
        return taken

    def close(self) -> None:
        self._context.close()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"console {message.type}: {message.text}")

    def _threw(self, error: WebError) -> None:
        self.faults.append(f"uncaught: {error.error}")

    def _asked(self, request: Request) -> None:
        self.requested.append(request.url)
        if not request.url.startswith((self.address, "blob:")):
            self.faults.append(f"asked for {request.url}, which is outside of the site")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a link turned into a download, or the reader went on
            self.faults.append(f"failed: {request.url} ({request.failure})")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"failed: {response.url} ({response.status})")


def on_disk(folder: Path) -> str:
    """Give the address of a folder as a reader opens it from a disk."""
    return f"{folder.resolve().as_uri()}/"


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Visitor(Protocol):
    """Opens a window on a folder as it is on a disk, or on an address that ends in a slash."""

    def __call__(self, site: Path | str, **options: Any) -> Visit: ...


def launch(playwright: Playwright, path: str, home: Path) -> Browser:
    """Start the Chromium at a path: without a window, with a profile of its own, and a folder for what it keeps."""
    return playwright.chromium.launch(
        executable_path=path,
        headless=True,
        timeout=PATIENCE * 1000,
        args=ARGUMENTS,
        chromium_sandbox=os.geteuid() != 0,  # Chromium has none for root
        env={**os.environ, "XDG_CONFIG_HOME": str(home)},
    )


@contextmanager
def visiting(browser: Browser) -> Iterator[Visitor]:
    """Give what opens windows. They are closed at the end, and an assertion fails if one of them saw a fault."""
    made: list[Visit] = []

    def start(site: Path | str, **options: Any) -> Visit:
        made.append(Visit(browser, site if isinstance(site, str) else on_disk(site), options))
        return made[-1]

    try:
        yield start
    finally:
        for visited in made:
            visited.close()
    faults = [fault for visited in made for fault in visited.faults]
    if faults:
        raise AssertionError("\n".join(["The browser saw faults:", *faults]))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder over http on this machine; give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
