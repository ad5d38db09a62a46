"""The data directory: made once, with the warehouse's settings in a separate file that ``postgresql.conf`` includes.

``renumber`` gives the warehouse's database another OID, if an earlier version made it with one that PostgreSQL
reserves. A database made without a running server gets an OID below 16384 unless the statement names one, and pgAdmin
hides such databases. The OID is in the shared catalogs and in the names of the database's folders; no file inside
contains it. So ``renumber`` changes the catalog rows and renames the folders while no server runs. Owner, grants,
settings and comment stay. It needs no disk space and deletes nothing. If it is killed halfway, the next start does the
rest: the old name of the folder shows that work is left, and the new name follows from the old one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from warehouse.database.embedded.address import HOST
from warehouse.database.embedded.home import (
    MAKE_ROOM,
    Home,
    make_private,
    new_secret,
    open_private,
    read_secret,
    write_private,
)
from warehouse.database.embedded.process import wait_until
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from warehouse.database.embedded.binaries import Installation


DATABASE = "warehouse"
USER = "warehouse"
NUMBER = 16384
"""The OID of the database: the first one that PostgreSQL does not reserve. pgAdmin and others hide reserved ones."""
_SETTINGS = "warehouse.conf"
_FIRST_WITH_BUILTIN_LOCALES = 17
_BUILTIN = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-ctype=C.UTF-8")
_OF_THE_SYSTEM = ("--locale-provider=libc", "--locale=C.UTF-8")
_PATIENCE = 30.0
_NOT_DURABLE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def major_of(home: Home) -> int | None:
    """Return the major version that made the data directory; None if there is no data directory.

    Raises:
        ConfigurationError: The data directory is incomplete.
    """
    if not home.data.exists():
        return None
    try:
        return int((home.data / "PG_VERSION").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        raise ConfigurationError(
            f"{home.data} is not a complete data directory: its PG_VERSION cannot be read",
            hint="Restore it from a backup, or move it away and load again.",
        ) from None


def initialise(home: Home, programs: Installation, *, durable: bool) -> None:
    """Make the data directory with its user and database; it gets its final name when it is complete.

    Args:
        home: The home.
        programs: The PostgreSQL programs.
        durable: False: faster, but a crash may lose data.

    Raises:
        ConfigurationError: PostgreSQL reported an error.
    """
    for left in home.folder.glob("data.new-*"):
        _remove(left)
    if read_secret(home) is None:
        new_secret(home)
    new = Path(tempfile.mkdtemp(prefix="data.new-", dir=home.folder))
    try:
        make_private(home, new)
        _initdb(home, programs, new, durable=durable)
        descriptor = open_private(home, new / "postgresql.conf", os.O_WRONLY | os.O_APPEND)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"\ninclude '{_SETTINGS}'\n")
        write_settings(home, new, port=1, sockets=home.folder, durable=durable)
        run_sql(home, programs, new, f"CREATE DATABASE {DATABASE} OWNER {USER} STRATEGY FILE_COPY OID {NUMBER}")
        new.rename(home.data)
    finally:
        _remove(new)


def _remove(folder: Path) -> None:
    """Remove a folder into which an initdb may still write whose caller was killed; without the folder it fails."""

    def is_gone() -> bool:
        shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()

    wait_until(is_gone, _PATIENCE)


def write_settings(home: Home, data: Path, *, port: int, sockets: Path, durable: bool) -> None:
    """Write the settings that this package decides; PostgreSQL's own file only includes them.

    Args:
        home: The home.
        data: The data directory.
        port: The TCP port.
        sockets: The folder for the unix socket.
        durable: Whether commits must survive a crash.
    """
    text = (
        "# Written at each start. Own settings belong into postgresql.conf, after the line that includes this file.\n"
        f"listen_addresses = '{HOST}'\n"
        f"port = {port}\n"
        f"unix_socket_directories = {_quoted(_list_element(str(sockets)))}\n"
        "unix_socket_permissions = 0700\n"
        "timezone = 'UTC'\n"
        "log_timezone = 'UTC'\n"
    )
    write_private(home, data / _SETTINGS, os.fsencode(text if durable else text + _NOT_DURABLE))


def renew_secret(home: Home, programs: Installation) -> None:
    """Set a new password for the user of a stopped server, because the file with the old one is lost."""
    run_sql(home, programs, home.data, f"ALTER ROLE {USER} PASSWORD '{new_secret(home)}'")


def run_sql(home: Home, programs: Installation, data: Path, statement: str) -> None:
    """Run SQL without a server, all of it or nothing; no server may be running.

    Args:
        home: The home.
        programs: The PostgreSQL programs.
        data: The data directory.
        statement: The SQL, on one line.

    Raises:
        ConfigurationError: PostgreSQL reported an error.
    """
    database = "template1"  # the one named postgres may be gone
    command = (programs.programs / "postgres", "--single", "-D", data, database)
    ran = home.account.run(command, text=f"{statement}\n")
    if ran.returncode or any(f" {level}: " in ran.stderr for level in ("ERROR", "FATAL", "PANIC")):
        raise failure("preparing the database failed", ran.stderr)


def failure(message: str, output: str) -> ConfigurationError:
    """Return an error with PostgreSQL's own reason.

    Args:
        message: What failed, as the beginning of a sentence.
        output: What the program printed.
    """
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    severe = [line for line in lines if any(level in line for level in ("FATAL:", "PANIC:", "ERROR:", "error:"))]
    reason = (severe or lines or ["it said nothing"])[-1]
    full = "No space left on device" in output or "Disk quota exceeded" in output
    hint = MAKE_ROOM if full else ""
    return ConfigurationError(
        f"{message}: {reason}", hint=hint or "A PostgreSQL server of your own can be used instead with --database."
    )


def _initdb(home: Home, programs: Installation, new: Path, *, durable: bool) -> None:
    builtin = programs.major >= _FIRST_WITH_BUILTIN_LOCALES
    ran = home.account.run(
        [
            programs.programs / "initdb",
            f"--pgdata={new}",
            f"--username={USER}",
            f"--pwfile={home.secret}",
            "--auth-local=scram-sha-256",
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
            *(_BUILTIN if builtin else _OF_THE_SYSTEM),
            "--no-instructions",
            *(() if durable else ("--no-sync",)),
        ]
    )
    if ran.returncode:
        raise failure("initdb failed", ran.stderr)


def _list_element(text: str) -> str:
    """Quote one element of a setting that is a list."""
    return '"' + text.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    """Quote a value for a configuration file."""
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n")
    return f"'{escaped}'"


_FIRST_OF_SINGLE_USER: Final = 10_000
_FURTHER: Final = 1_000_000_000
"""Added to the old OID; no other database is in that range."""

_GOES_BY_THE_NUMBER: Final = ("standby.signal", "recovery.signal", "pg_twophase/*", "pg_replslot/*")

MOVE: Final = """
UPDATE pg_database SET oid = {new} WHERE oid = {old};
UPDATE pg_db_role_setting SET setdatabase = {new} WHERE setdatabase = {old};
UPDATE pg_subscription SET subdbid = {new} WHERE subdbid = {old};
UPDATE pg_shdepend SET dbid = {new} WHERE dbid = {old};
UPDATE pg_shdepend SET objid = {new} WHERE classid = 'pg_database'::regclass AND objid = {old};
UPDATE pg_shdescription SET objoid = {new} WHERE classoid = 'pg_database'::regclass AND objoid = {old};
UPDATE pg_shseclabel SET objoid = {new} WHERE classoid = 'pg_database'::regclass AND objoid = {old};
"""


def renumber(home: Home, programs: Installation) -> None:
    """Change the OID of each database that has one from PostgreSQL's reserved range; no server may be running.

    Nothing is changed if something outside the catalogs uses the OID, such as a standby or an archive.

    Raises:
        ConfigurationError: PostgreSQL reported an error; the next start tries again.
    """
    folders = [folder for folder in sorted((home.data / "base").iterdir()) if _is_of_single_user(folder.name)]
    if not folders or _is_known_elsewhere(home, programs):
        return
    for folder in folders:
        new = int(folder.name) + _FURTHER
        run_sql(home, programs, home.data, " ".join(MOVE.format(old=folder.name, new=new).split()))
        elsewhere = home.data.glob(f"pg_tblspc/*/*/{folder.name}")
        for each in (*elsewhere, folder):  # this one last: its old name shows that work is left
            _rename(each, str(new))


def _is_of_single_user(name: str) -> bool:
    return name.isdigit() and _FIRST_OF_SINGLE_USER <= int(name) < NUMBER


def _is_known_elsewhere(home: Home, programs: Installation) -> bool:
    """Return whether a standby, an archive, a slot or a prepared transaction uses the OID; then it has to stay."""
    if any(next(home.data.glob(pattern), None) for pattern in _GOES_BY_THE_NUMBER):
        return True
    asked = home.account.run([programs.programs / "postgres", "-C", "archive_mode", "-D", home.data])
    return asked.stdout.strip() != "off"


def _rename(folder: Path, name: str) -> None:
    folder.rename(folder.with_name(name))
    above = os.open(folder.parent, os.O_RDONLY)
    try:
        os.fsync(above)
    finally:
        os.close(above)
