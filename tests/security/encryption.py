"""TLS in front of a server that has none: the embedded PostgreSQL is built without it."""

from __future__ import annotations

import select
import socket
import ssl
import subprocess
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo

if TYPE_CHECKING:
    from pathlib import Path

SSL_REQUEST: Final = (80877103).to_bytes(4)
GSS_REQUEST: Final = (80877104).to_bytes(4)


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1 that signs itself; give it and its key."""
    made, key = folder / f"{name}.crt", folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=a warehouse", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*command, "-keyout", key, "-out", made], check=True, capture_output=True)
    return made, key


class Encrypted:
    """Takes TLS sessions as PostgreSQL does and passes on what they say.

    Attributes:
        sessions: How many were encrypted.
    """

    def __init__(self, server_dsn: str, root: Path, key: Path) -> None:
        self._parts = {name: str(value) for name, value in conninfo_to_dict(server_dsn).items()}
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(root, key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()
        self.sessions = 0

    def address(self, **options: str) -> str:
        """Give the libpq address of this end, with options of TLS."""
        port = str(self._listener.getsockname()[1])
        own = {name: value for name, value in self._parts.items() if name not in {"sslmode", "hostaddr"}}
        return make_conninfo("", **{**own, "host": "127.0.0.1", "port": port, **options})

    def close(self) -> None:
        """Take no more sessions, and wait for those that are left."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in (self._accepting, *self._threads):
            thread.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._threads.append(threading.Thread(target=self._serve, args=(client,)))
                self._threads[-1].start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            while (asked := client.recv(8)[4:]) == GSS_REQUEST:
                client.sendall(b"N")
            if asked != SSL_REQUEST:
                return
            client.sendall(b"S")
            with self._context.wrap_socket(client, server_side=True) as safe:
                self.sessions += 1
                with socket.create_connection((self._parts["host"], int(self._parts["port"]))) as server:
                    _pass_on(safe, server)


def _pass_on(safe: ssl.SSLSocket, server: socket.socket) -> None:
    """Pass on what both ends say, until one of them has nothing more to say."""
    while True:
        ready = [safe] if safe.pending() else select.select([safe, server], [], [])[0]
        for source, goal in ((safe, server), (server, safe)):
            if source in ready:
                said = source.recv(65536)
                if not said:
                    return
                goal.sendall(said)
