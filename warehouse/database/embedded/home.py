"""The home of the embedded server: its folder, its private files, and its record of port, service mark and password."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import stat
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.database.embedded.account import Account, serving_account
from warehouse.errors import ConfigurationError, PermissionRefused

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Record:
    """The content of ``server.json``.

    Attributes:
        port: The TCP port of the last start.
        socket_directory: The folder of the unix socket of the last start.
        version: The PostgreSQL version of the last start.
        service: Whether the server keeps running after the last command that uses it.
        durable: Whether commits survive a crash; decided when the data directory is made.
    """

    port: int | None = None
    socket_directory: str | None = None
    version: str = ""
    service: bool = False
    durable: bool = True


def read_record(home: Home) -> Record:
    """Return the record; a missing or damaged value is replaced by its default."""
    try:
        record = json.loads(home.record.read_bytes())
    except (OSError, ValueError):
        return Record()
    if not isinstance(record, dict):
        return Record()
    port, folder, version = record.get("port"), record.get("socket_directory"), record.get("version")
    return Record(
        port=port if type(port) is int and 0 < port < 2**16 else None,
        socket_directory=folder if isinstance(folder, str) else None,
        version=version if isinstance(version, str) else "",
        service=record.get("service") is True,
        durable=record.get("durable") is not False,
    )


def write_record(home: Home, record: Record) -> None:
    """Replace the record."""
    write_private(home, home.record, json.dumps(asdict(record), indent=2).encode() + b"\n")


def read_secret(home: Home, login: str | None = None) -> str | None:
    """Return the password of the database user, or of another account; None if the file is missing or empty.

    Args:
        home: The home.
        login: The other account; None: the database user.
    """
    try:
        return home.secret_of(login).read_text(encoding="ascii", errors="replace").strip() or None
    except FileNotFoundError:
        return None


def new_secret(home: Home, login: str | None = None) -> str:
    """Write and return a new password; none of its characters needs quoting in a URI.

    Args:
        home: The home.
        login: The account it is for; None: the database user.
    """
    secret = secrets.token_urlsafe(24)
    write_private(home, home.secret_of(login), f"{secret}\n".encode())
    return secret


def password_of(home: Path, login: str) -> str | None:
    """Return the stored password of an account; None if there is none.

    Args:
        home: The folder of the server.
        login: The account.
    """
    place = settle(home)
    with file_errors(place):
        return read_secret(place, login)


def new_password(home: Path, login: str) -> str:
    """Make, store and return a random password for an account; the caller sets it in the database.

    Args:
        home: The folder of the server.
        login: The account.
    """
    place = settle(home)
    with file_errors(place):
        return new_secret(place, login)


RELOCATED = Path("/var/lib/critical-minerals-warehouse")
"""Folder of the homes of servers that root starts from a folder that no other account can enter."""
SPECIAL = frozenset('"$`\\')
"""Characters that a shell interprets even inside double quotes; initdb passes the path of ``postgres`` to a shell."""
_ELSEWHERE = "Set WAREHOUSE_HOME to another folder, or use a PostgreSQL server of your own with --database."
_FULL = {errno.ENOSPC, errno.EDQUOT}
MAKE_ROOM = "Make room on that disk, or set WAREHOUSE_HOME to a folder on another one."


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one embedded server, and the account it belongs to."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "data"

    @property
    def run(self) -> Path:
        """The folder of the unix socket, unless its path is too long for a socket."""
        return self.folder / "run"

    @property
    def secret(self) -> Path:
        """The file with the password of the database user."""
        return self.folder / "secret"

    def secret_of(self, login: str | None) -> Path:
        """Return the file with the password of another account; None: of the database user."""
        return self.secret if login is None else self.folder / f"secret-{login}"

    @property
    def record(self) -> Path:
        """The file with the record of the last start."""
        return self.folder / "server.json"

    @property
    def log(self) -> Path:
        """The server's output; a running server holds a lock on this file."""
        return self.folder / "server.log"

    @property
    def lock(self) -> Path:
        """The lock of the process that starts or stops the server; its existence marks the folder as a home."""
        return self.folder / "lock"

    @property
    def users(self) -> Path:
        """The lock that every command shares while it uses the server."""
        return self.folder / "users"

    @property
    def binaries(self) -> Path:
        """Copies of PostgreSQL's programs, for an account that cannot run the installed ones."""
        if SPECIAL.isdisjoint(str(self.folder)):
            return self.folder / "binaries"
        return RELOCATED / f"binaries-{_digest(self.folder)}"


def settle(wanted: Path) -> Home:
    """Return the home that is really used for the wanted folder; create nothing.

    It is the wanted folder, unless this process is root and the account that runs the server cannot enter the folder
    above. Then it is a folder below ``/var/lib``, named after the wanted path. This also holds for a folder set with
    WAREHOUSE_HOME. Existing data stays where it is, even if the permissions of the folder above change later.

    Args:
        wanted: The folder that was asked for.

    Raises:
        ConfigurationError: The folder holds files that are not the embedded server's, or is not a folder.
        PermissionRefused: It belongs to another account, or the account cannot enter the folder that holds the data.
    """
    home = Home(wanted.absolute(), serving_account())
    with file_errors(home):
        _refuse_foreign(home)
        return _within_reach(home) if home.account.borrowed else home


def _within_reach(home: Home) -> Home:
    moved = Home(RELOCATED / _digest(home.folder), home.account)
    above = next(parent for parent in home.folder.parents if parent.is_dir())
    enterable = home.account.can_enter(above)
    if home.data.exists() and not enterable:
        raise PermissionRefused(
            f"account {home.account.name} cannot enter {above}, and the data is in {home.folder}",
            hint=f"Let that account enter the folder, or move the home to {moved.folder}.",
        )
    if enterable and not moved.data.exists():
        return home
    _refuse_foreign(moved)
    return moved


def prepare(home: Home) -> None:
    """Create the folder and its lock files, or take over an existing home, and make it private to the account.

    Raises:
        ConfigurationError: The folder holds files that are not the embedded server's.
        PermissionRefused: The folder belongs to another account.
    """
    _make_parents(home, home.folder)
    with suppress(FileExistsError):
        home.folder.mkdir(mode=0o700)
    _refuse_foreign(home)
    make_private(home, home.folder)
    for lock in (home.lock, home.users):
        os.close(open_private(home, lock, os.O_RDWR))
    ignore = home.folder / ".gitignore"
    if not ignore.exists():
        write_private(home, ignore, b"*\n")


def make_private(home: Home, folder: Path) -> None:
    """Make the account the owner of a folder, and close the folder to all others.

    Raises:
        PermissionRefused: The folder belongs to another account, or is a link.
    """
    state = folder.stat()
    if state.st_uid != home.account.uid:
        if folder.is_symlink() or state.st_uid != os.geteuid():
            raise PermissionRefused(f"{folder} does not belong to account {home.account.name}", hint=_ELSEWHERE)
        os.chown(folder, home.account.uid, home.account.gid)
    if stat.S_IMODE(state.st_mode) != stat.S_IRWXU:
        folder.chmod(stat.S_IRWXU)


def private_folder(home: Home, folder: Path) -> Path:
    """Create a folder that is private to the account, or make an existing one private, and return it."""
    _make_parents(home, folder)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    make_private(home, folder)
    return folder


def open_private(home: Home, path: Path, flags: int) -> int:
    """Open a file of the account, and create it with mode 0600 if it is missing; never follow a link.

    Args:
        home: The home.
        path: The file.
        flags: Flags of ``os.open``.

    Returns:
        A file descriptor.

    Raises:
        PermissionRefused: The file belongs to somebody else, or is not a regular file.
    """
    flags |= os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        descriptor = os.open(path, flags)
        state = os.fstat(descriptor)
        if state.st_uid not in {home.account.uid, os.geteuid()} or not stat.S_ISREG(state.st_mode):
            os.close(descriptor)
            raise PermissionRefused(
                f"{path} does not belong to account {home.account.name}", hint="Remove it, or give it to that account."
            ) from None
        os.fchmod(descriptor, 0o600)
    else:
        if home.account.borrowed:
            os.fchown(descriptor, home.account.uid, home.account.gid)
    return descriptor


def write_private(home: Home, path: Path, content: bytes) -> None:
    """Write a file of the account atomically: readers see the old content or the new, never a part."""
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with os.fdopen(open_private(home, new, os.O_WRONLY), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def file_errors(home: Home) -> Iterator[None]:
    """Turn errors of the file system into errors that tell the user what to do."""
    try:
        yield
    except PermissionError as error:
        raise PermissionRefused(f"{error.filename or home.folder}: {error.strerror}", hint=_ELSEWHERE) from error
    except OSError as error:
        where, hint = (
            error.filename2 or error.filename or home.folder,
            MAKE_ROOM if error.errno in _FULL else _ELSEWHERE,
        )
        raise ConfigurationError(f"{where}: {error.strerror}", hint=hint) from error


def _digest(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]


def _make_parents(home: Home, folder: Path) -> None:
    """Create the folders above a folder so that the account can enter them, whatever the umask is."""
    for parent in reversed([parent for parent in folder.parents if not parent.exists()]):
        with suppress(FileExistsError):
            parent.mkdir()
            if home.account.borrowed:
                parent.chmod(0o755)


def _refuse_foreign(home: Home) -> None:
    """Check that a folder, if it exists, belongs to this account and holds no files but the server's."""
    try:
        state = home.folder.stat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(state.st_mode):
        raise ConfigurationError(f"{home.folder} is not a folder", hint=_ELSEWHERE)
    if state.st_uid not in {home.account.uid, os.geteuid()}:
        raise PermissionRefused(
            f"{home.folder} belongs to account number {state.st_uid}, not to {home.account.name}",
            hint=f"Run warehouse as the account it belongs to. {_ELSEWHERE}",
        )
    if any(home.folder.iterdir()) and not home.lock.is_file():  # in this order: prepare makes the lock file first
        raise ConfigurationError(
            f"{home.folder} holds files that are not the embedded server's",
            hint=f"{_ELSEWHERE} If it is a home that lost its file named lock, create that file empty.",
        )
