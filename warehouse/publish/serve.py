"""Show a site to the browsers of this machine, and to nobody else."""

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
"""What goes with every file, beside the policy that each page carries in itself."""


class _Handler(SimpleHTTPRequestHandler):
    """Gives the files of a site; no listings of folders, and nothing to pages of other sites."""

    extensions_map = {  # noqa: RUF012 - the library's own form
        **SimpleHTTPRequestHandler.extensions_map,
        ".csv": "text/csv; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".sha256": "text/plain; charset=utf-8",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }

    def parse_request(self) -> bool:
        """Refuse requests that name another host: a page from elsewhere must not read a site through its own name."""
        if not super().parse_request():
            return False
        host = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host")
        if host not in (HOST, "localhost"):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return False
        return True

    def end_headers(self) -> None:
        """Send what goes with every file."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Open what is asked for; no file has a name that the system cannot take."""
        try:
            return super().send_head()
        except ValueError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None

    def list_directory(self, path: object) -> BytesIO | None:  # noqa: ARG002 - the library's signature
        """Return no listing; every page is linked."""
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def log_message(self, *_: object) -> None:
        """Keep quiet; a browser says what it does not find."""


class _Server(ThreadingHTTPServer):
    """Says nothing of a browser that went away before it had all."""

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's signature
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int | None = None) -> ThreadingHTTPServer:
    """Make a server for a site; ``serve_forever`` runs it, closing it gives the port back.

    Args:
        folder: The site; when it is published anew, the new one is given.
        port: Where to listen; None: ``PORT``, or any that is free.

    Raises:
        UsageError: The folder holds no site.
        ConfigurationError: The port is taken, or not for this account.
    """
    if not (folder / ABOUT).is_file():
        raise UsageError(f"{folder} holds no site", hint=f'Make one: "warehouse publish {folder}".')
    handler = partial(_Handler, directory=str(folder.absolute()))
    for number in (PORT, 0) if port is None else (port,):
        try:
            return _Server((HOST, number), handler)
        except OSError as error:
            reason = error
    raise ConfigurationError(f"cannot listen on {HOST}:{port}: {reason.strerror}", hint="Name another --port.")
