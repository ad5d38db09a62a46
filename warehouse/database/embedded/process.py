"""The server process and the file locks around it; the kernel releases a lock when its holder dies, for any reason."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.database.embedded.account import reap
from warehouse.errors import DatabaseBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from warehouse.database.embedded.home import Home

_PATIENCE = 180.0  # a first start on a slow disk, or a recovery, runs under the lock
_LOCK_PAUSE = 0.005


def lock_now(descriptor: int) -> bool:
    """Take the exclusive lock if nobody else holds a lock; return whether it was taken."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def lock_within(descriptor: int, seconds: float) -> bool:
    """Take the exclusive lock, and wait for it at most ``seconds``; return whether it was taken."""
    deadline = time.monotonic() + seconds
    while not lock_now(descriptor):
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOCK_PAUSE)
    return True


def lock_shared(descriptor: int) -> None:
    """Take the shared lock."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def unlock(descriptor: int) -> None:
    """Release any lock that is held."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock for starting or stopping the server during the block.

    Raises:
        DatabaseBusy: Another process has held it for too long.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        if not lock_within(descriptor, _PATIENCE):
            raise DatabaseBusy(
                f"another command has been starting or stopping the embedded server for {_PATIENCE:.0f} seconds",
                hint=f"Try again; `fuser {path}` names the process.",
            )
        yield
    finally:
        os.close(descriptor)


_PROC = Path("/proc")
_HAS_PROC = (_PROC / "self" / "stat").exists()
_PAUSE = 0.002
_ADDRESS_LINES = 8  # number of lines of a postmaster.pid that includes the state of the server


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The state of a running server according to its ``postmaster.pid``.

    Attributes:
        pid: The process id.
        port: The TCP port; 0 until it has one.
        socket_directory: The folder of the unix socket; empty until it has one.
        state: ``starting``, ``ready`` or ``stopping``; empty before the first of them.
    """

    pid: int
    port: int = 0
    socket_directory: str = ""
    state: str = ""


def find_postmaster(home: Home) -> Postmaster | None:
    """Return the running server of this home, in any state; None if none runs."""
    recorded = _read_pid_file(home)
    return recorded if recorded and _serves(recorded.pid, home) else None


def end(home: Home, pid: int) -> None:
    """Stop a server: disconnect clients and write out the data, or after 60 seconds stop it immediately.

    Raises:
        DatabaseBusy: The process does not end.
    """
    for number, seconds in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 15.0)):
        _send(pid, number)
        if wait_until(lambda: not is_running(pid), seconds):
            return
    raise DatabaseBusy(f"the server process {pid} does not end", hint=f"Look into {home.log}, then end it yourself.")


def clear_leftovers(home: Home) -> None:
    """End processes that still work in the data directory although its pid file names no running server.

    These are the children of a killed server, which keep its shared memory, or a server whose pid file was damaged.
    Such a server would end itself within a minute.

    Raises:
        DatabaseBusy: They do not end.
    """
    if wait_until(lambda: not _oldest_in(home), 0.2):
        return
    for number, seconds in ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
        for pid in _oldest_in(home):
            _send(pid, number)
        if wait_until(lambda: not _oldest_in(home), seconds):
            return
    raise DatabaseBusy(f"processes {_oldest_in(home)} of an earlier server do not end", hint="End them yourself.")


def wait_until(happened: Callable[[], object], seconds: float) -> bool:
    """Poll every few milliseconds until a condition holds; return whether it did within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True


def is_running(pid: int) -> bool:
    """Return whether a process exists and is no zombie; a zombie that this process started is reaped."""
    reap(pid)
    if _HAS_PROC:
        return _stat(pid)[:1] not in ([], ["Z"], ["X"])
    shown = _ps(pid)
    return bool(shown) and not shown.startswith("Z")


def _read_pid_file(home: Home) -> Postmaster | None:
    try:
        lines = os.fsdecode((home.data / "postmaster.pid").read_bytes()).split("\n")
    except OSError:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,8}", lines[0]):
        return None
    pid = int(lines[0])
    if len(lines) < _ADDRESS_LINES or not lines[3].isdigit():
        return Postmaster(pid)
    return Postmaster(pid, int(lines[3]), lines[4], lines[7].strip())


def _serves(pid: int, home: Home) -> bool:
    return is_running(pid) and (_works_in(pid, home) if _HAS_PROC else str(home.data) in _ps(pid))


def _works_in(pid: int, home: Home) -> bool:
    link = _PROC / str(pid) / "cwd"
    try:
        return link.samefile(home.data)
    except PermissionError:
        # Root in a container often may not inspect other accounts' processes; the account itself may.
        seen = home.account.run(["readlink", link]).stdout if home.account.borrowed else ""
        return seen.removesuffix("\n") == str(home.data.resolve())
    except OSError:
        return False


def _oldest_in(home: Home) -> list[int]:
    """Return the PostgreSQL processes that work in the data directory, without those whose parent is among them."""
    processes = {pid: _stat(pid) for pid in _processes_of(home.account.uid)} if _HAS_PROC else {}
    processes = {
        pid: stat for pid, stat in processes.items() if stat[:1] not in ([], ["Z"], ["X"]) and _works_in(pid, home)
    }
    return [pid for pid, stat in processes.items() if int(stat[1]) not in processes]


def _processes_of(uid: int) -> Iterator[int]:
    for entry in _PROC.iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and entry.stat().st_uid == uid and (entry / "comm").read_bytes() == b"postgres\n":
                numbers = re.search(rb"^NSpid:(.*)$", (entry / "status").read_bytes(), re.MULTILINE)
                if numbers is None or len(numbers[1].split()) == 1:  # more: it belongs to a container on this system
                    yield int(entry.name)


def _stat(pid: int) -> list[str]:
    """Return the fields after the command name: state, parent, and more; an empty list if there is no such process."""
    try:
        return (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _ps(pid: int) -> str:
    shown = subprocess.run(  # noqa: S603 - a number is all that varies
        ["ps", "-o", "stat=,command=", "-p", str(pid)],  # noqa: S607 - found on PATH on every POSIX system
        capture_output=True,
        text=True,
        check=False,
    )
    return shown.stdout.strip()


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
