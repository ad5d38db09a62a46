"""The local HTTP server of a site, which only browsers on this machine can reach."""

from __future__ import annotations

import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

from warehouse.errors import ConfigurationError, UsageError
from warehouse.publish.output import ABOUT

if TYPE_CHECKING:
    from io import BytesIO
    from pathlib import Path
    from typing import BinaryIO

HOST: Final = "127.0.0.1"
PORT: Final = 8765
HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every response. Each page also has a content security policy of its own."""


class _Handler(SimpleHTTPRequestHandler):
    """The request handler. It serves files, but neither folder listings nor requests from pages of other sites."""

    extensions_map = {  # noqa: RUF012 - the library's own form
        **SimpleHTTPRequestHandler.extensions_map,
        ".csv": "text/csv; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".sha256": "text/plain; charset=utf-8",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }

    def parse_request(self) -> bool:
        """Refuse requests with another host name, so that a foreign page cannot read the site by DNS rebinding."""
        if not super().parse_request():
            return False
        host = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host")
        if host not in (HOST, "localhost"):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return False
        return True

    def end_headers(self) -> None:
        """Send ``HEADERS`` and end the headers."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Open the requested file. Answer 404 for a path that the system cannot take as a file name."""
        try:
            return super().send_head()
        except ValueError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None

    def list_directory(self, path: object) -> BytesIO | None:  # noqa: ARG002 - the library's signature
        """Answer 404 instead of listing a folder; every page is linked."""
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def log_message(self, *_: object) -> None:
        """Log nothing; the browser reports missing files."""


class _Server(ThreadingHTTPServer):
    """An HTTP server that prints no error when a browser closes the connection early."""

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's signature
        """Report an error, unless the browser closed the connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int | None = None) -> ThreadingHTTPServer:
    """Return a server for a site. Call ``serve_forever`` to run it, and close it to release the port.

    Args:
        folder: The site. If it is published again, the server shows the new one.
        port: The port to listen on; None means ``PORT``, or any free port if that is taken.

    Raises:
        UsageError: The folder does not hold a site.
        ConfigurationError: The port is taken, or this account may not use it.
    """
    if not (folder / ABOUT).is_file():
        raise UsageError(f"{folder} does not hold a site", hint=f'Make one: "warehouse publish {folder}".')
    handler = partial(_Handler, directory=str(folder.absolute()))
    for number in (PORT, 0) if port is None else (port,):
        try:
            return _Server((HOST, number), handler)
        except OSError as error:
            reason = error
    raise ConfigurationError(f"cannot listen on {HOST}:{port}: {reason.strerror}", hint="Name another --port.")
