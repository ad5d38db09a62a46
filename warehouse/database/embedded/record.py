"""What is remembered between two starts: the port, the service mark, the password."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from warehouse.database.embedded.home import write_private

if TYPE_CHECKING:
    from warehouse.database.embedded.home import Home


@dataclass(frozen=True, slots=True)
class Record:
    """The content of ``server.json``.

    Attributes:
        port: The TCP port of the last start.
        socket_directory: The folder of the unix socket of the last start.
        version: The PostgreSQL version of the last start.
        service: Whether the server stays when the last command that uses it ends.
        durable: Whether what is committed survives a crash; decided when the data directory is made.
    """

    port: int | None = None
    socket_directory: str | None = None
    version: str = ""
    service: bool = False
    durable: bool = True


def read_record(home: Home) -> Record:
    """Read the record; what is missing or damaged is as if it had never been written."""
    try:
        found = json.loads(home.record.read_bytes())
    except (OSError, ValueError):
        return Record()
    if not isinstance(found, dict):
        return Record()
    port, folder, version = found.get("port"), found.get("socket_directory"), found.get("version")
    return Record(
        port=port if type(port) is int and 0 < port < 2**16 else None,
        socket_directory=folder if isinstance(folder, str) else None,
        version=version if isinstance(version, str) else "",
        service=found.get("service") is True,
        durable=found.get("durable") is not False,
    )


def write_record(home: Home, record: Record) -> None:
    """Replace the record."""
    write_private(home, home.record, json.dumps(asdict(record), indent=2).encode() + b"\n")


def read_secret(home: Home, login: str | None = None) -> str | None:
    """Read the password of the database user, or of another account; None if the file is missing or empty."""
    try:
        return home.secret_of(login).read_text(encoding="ascii", errors="replace").strip() or None
    except FileNotFoundError:
        return None


def new_secret(home: Home, login: str | None = None) -> str:
    """Write a new password; it holds only characters that need no quoting in a URI."""
    secret = secrets.token_urlsafe(24)
    write_private(home, home.secret_of(login), f"{secret}\n".encode())
    return secret
