"""The addresses that the server listens on: a TCP port on the loopback interface, and a folder for its unix socket."""

from __future__ import annotations

import os
import socket
import stat
import sys
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.database.embedded.home import make_private, private_folder
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.database.embedded.home import Home

HOST = "127.0.0.1"
_LOWEST, _SPAN = 15432, 10_000  # below the range that systems use for outgoing connections
_ATTEMPTS = 100
_SOCKET_NAME = ".s.PGSQL.65535"
_LONGEST_SOCKET_PATH = 103 if sys.platform == "darwin" else 107
_SHORT = Path("/tmp")  # noqa: S108 - mkdtemp makes a folder in it that nobody else can have planted or can enter


def free_ports(home: Home, remembered: int | None) -> Iterator[int]:
    """Yield free ports, from the remembered one on, or from one that is derived from the path of the home.

    Args:
        home: The home.
        remembered: The port of the last start, if known.

    Raises:
        ConfigurationError: No further port is free.
    """
    first = remembered or _LOWEST + zlib.crc32(os.fsencode(home.folder)) % _SPAN
    for offset in range(_ATTEMPTS):
        port = first + offset if first + offset < 2**16 else _LOWEST + offset
        if _is_free(port):
            yield port
    raise ConfigurationError(
        f"no free port was found on {HOST} from {first} on",
        hint="Stop what listens there, or use a PostgreSQL server of your own with --database.",
    )


def socket_folder(home: Home, remembered: str | None) -> Path:
    """Return an empty folder for the unix socket: inside the home, or a short private one if that path is too long.

    Args:
        home: The home.
        remembered: The folder of the last start, if known.
    """
    if len(os.fsencode(home.run / _SOCKET_NAME)) <= _LONGEST_SOCKET_PATH:
        folder = private_folder(home, home.run)
    elif remembered and _is_private(home, Path(remembered)):
        folder = Path(remembered)
    else:
        folder = Path(tempfile.mkdtemp(prefix="warehouse-", dir=_SHORT))
        make_private(home, folder)
    for left in folder.glob(".s.PGSQL.*"):
        left.unlink()
    return folder


def remove_socket_folder(home: Home, remembered: str | None) -> None:
    """Remove the folder of the unix socket if it lies outside the home."""
    if remembered and _is_private(home, Path(remembered)):
        for left in Path(remembered).glob(".s.PGSQL.*"):
            left.unlink()
        with suppress(OSError):
            Path(remembered).rmdir()


def _is_private(home: Home, folder: Path) -> bool:
    if folder.parent != _SHORT:
        return False
    try:
        state = folder.lstat()
    except OSError:
        return False
    return (
        stat.S_ISDIR(state.st_mode) and state.st_uid == home.account.uid and stat.S_IMODE(state.st_mode) == stat.S_IRWXU
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as PostgreSQL does: closed connections linger
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
