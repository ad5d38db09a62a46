"""A stretch of network between a load and its server, which can fail where it hurts most: at the commit."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from enum import Enum
from typing import Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo

UNTYPED: Final = (80877103, 80877104)
"""Requests for encryption: like the message that starts a session, they have no type."""
CANCEL: Final = 80877102
"""The request to cancel what another session is at; the client leaves when the server has passed it on."""
LAST_WRITE: Final = b"INSERT INTO ops.loads "
COMMIT: Final = b"COMMIT\x00"


class Fault(Enum):
    """What becomes of the message that commits a load."""

    LOST = "it is lost, and the connection with it"
    UNANSWERED = "it arrives, but the connection is lost before the answer"
    HELD = "it is on its way until it is let go"


class Proxy:
    """Passes on what all sessions say; the first commit of a load meets a fault.

    Attributes:
        dsn: Where a load finds it.
        fault: What happens to the next commit of a load; None: it arrives.
        is_closing: Whether the fault is also the end of the network: no session begins after it.
        ends_new: Whether a session ends when the server has let it in, before the client can ask for anything.
        met: Set when a commit has met the fault.
        canceled: Set when the server has passed on a request to cancel.
    """

    def __init__(self, database_url: str) -> None:
        parts = conninfo_to_dict(database_url)
        self._host, self._port = str(parts.get("host") or "127.0.0.1"), int(parts.get("port") or 5432)
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.dsn = make_conninfo(database_url, host="127.0.0.1", hostaddr="127.0.0.1", port=port, sslmode="disable")
        self.fault: Fault | None = None
        self.is_closing = self.ends_new = False
        self.met, self.canceled = threading.Event(), threading.Event()
        self._go_on = threading.Event()
        self._arrives = True
        self._unanswered: socket.socket | None = None
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def let_go(self, *, arrives: bool) -> None:
        """Let a held commit arrive, or get lost with its connection."""
        self._arrives = arrives
        self._go_on.set()

    def close(self) -> None:
        self.let_go(arrives=False)
        _cut(self._listener)
        self._accepting.join()
        for one in self._sockets:
            _cut(one)
        for thread in self._threads:
            thread.join()
        for one in (self._listener, *self._sockets):
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = self._connect()
                self._sockets += [client, server]
                for end in (client, server):
                    with suppress(OSError):  # a local socket has nothing to delay
                        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                answered = threading.Event()
                for target, ends in ((self._forth, (client, server)), (_back, (server, client))):
                    self._threads.append(threading.Thread(target=target, args=(*ends, answered)))
                    self._threads[-1].start()

    def _connect(self) -> socket.socket:
        if not self._host.startswith("/"):
            return socket.create_connection((self._host, self._port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{self._host}/.s.PGSQL.{self._port}")
        return server

    def _forth(self, client: socket.socket, server: socket.socket, answered: threading.Event) -> None:
        """Pass on, message by message, what the client says."""
        is_started, has_written, first = False, False, 0
        with suppress(OSError, EOFError):
            while True:
                head = _exactly(client, 5 if is_started else 4)
                if self.ends_new and head[:1] == b"Q":
                    break
                body = _exactly(client, int.from_bytes(head[-4:], "big") - 4)
                if not is_started:
                    first = int.from_bytes(body[:4], "big")
                    is_started = first not in UNTYPED
                has_written = has_written or LAST_WRITE in body
                is_commit = has_written and body == COMMIT
                if is_commit and not self._arrives_at_commit(client):
                    break
                answered.clear()
                server.sendall(head + body)
                if client is self._unanswered:
                    return  # the way back ends when the answer finds nobody
                if is_commit:
                    answered.wait()  # a server that noticed that the client is gone would not commit
        _cut(client)
        _cut(server)
        if first == CANCEL:
            self.canceled.set()

    def _arrives_at_commit(self, client: socket.socket) -> bool:
        """Let a commit meet its fault; say whether it arrives."""
        fault, self.fault = self.fault, None
        if fault is None:
            return True
        if self.is_closing:
            _cut(self._listener)
        if fault is Fault.UNANSWERED:
            self._unanswered = client
            _cut(client)
        self.met.set()
        if fault is Fault.HELD:
            self._go_on.wait()
            return self._arrives
        return fault is Fault.UNANSWERED


def _back(server: socket.socket, client: socket.socket, answered: threading.Event) -> None:
    """Pass on what the server answers."""
    with suppress(OSError):
        while said := server.recv(65536):
            answered.set()
            client.sendall(said)
    answered.set()
    _cut(server)
    _cut(client)


def _exactly(source: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        more = source.recv(size - len(found))
        if not more:
            raise EOFError
        found += more
    return found


def _cut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
