"""The warehouse's group roles and what each may do, and the login accounts that are their members."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from psycopg import errors, sql

from warehouse.database import embedded
from warehouse.database.connect import connect, readdressed, translated
from warehouse.database.migrate import require_head
from warehouse.errors import ConfigurationError, DatabaseUnreachable, PermissionRefused, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

PREFIX: Final = "warehouse"
"""The default prefix of the role names; roles belong to the whole server."""

_PREFIX: Final = re.compile("[a-z][a-z0-9_]{0,39}")
_LOGIN: Final = re.compile("[A-Za-z_][A-Za-z0-9_.@-]{0,62}")
_RESERVED: Final = "pg_"
_NEEDED: Final = (
    "Use a superuser, or the owner of the database and of the warehouse's schemas with CREATEROLE; see docs/roles.md."
)


class Group(StrEnum):
    """The groups that an account may belong to."""

    OWNER = "owner"
    MIGRATOR = "migrator"
    LOADER = "loader"
    READER = "reader"
    MONITOR = "monitor"


def group_name(group: Group, prefix: str = PREFIX) -> str:
    """Return the name of a group's role.

    Raises:
        UsageError: The prefix cannot begin the name of a role.
    """
    if not _PREFIX.fullmatch(prefix) or prefix.startswith(_RESERVED):
        message = f'"{prefix}" cannot begin the name of a role'
        raise UsageError(message, hint="Write up to 40 small letters, digits and _, a letter first; not pg_.")
    return f"{prefix}_{group}"


def groups_sql(folder: Path, prefix: str = PREFIX) -> str:
    """Return the SQL that makes the group roles and their grants; it leads from any state to the same state.

    Args:
        folder: The folder of ``groups.sql``.
        prefix: The prefix of the role names.

    Raises:
        UsageError: The prefix cannot begin the name of a role.
        ConfigurationError: The file is missing.
    """
    names = {str(group): group_name(group, prefix) for group in Group}
    parts: dict[str, sql.Composable] = {name: sql.Identifier(role) for name, role in names.items()}
    parts |= {f"{name}_name": sql.Literal(role) for name, role in names.items()}
    return _filled(folder / "groups.sql", parts)


def login_sql(folder: Path, login: str, group: Group, prefix: str = PREFIX) -> str:
    """Return the SQL that makes a login account and its membership in a group; an existing account becomes a member.

    Args:
        folder: The folder of ``login.sql``.
        login: The name of the account.
        group: The group it joins; a reader gets limits too.
        prefix: The prefix of the role names.

    Raises:
        UsageError: The name or the prefix is not allowed for a role.
        ConfigurationError: The file is missing.
    """
    if not _LOGIN.fullmatch(login) or login.startswith(_RESERVED):
        message = f'"{login}" cannot be the name of an account'
        raise UsageError(message, hint="Write up to 63 letters, digits and _ . @ -, a letter first; not pg_.")
    parts: dict[str, sql.Composable] = {
        "login_name": sql.Literal(login),
        "group": sql.Literal(str(group)),
        "group_name": sql.Literal(group_name(group, prefix)),
        "may_become": sql.SQL("TRUE" if group is Group.MIGRATOR else "FALSE"),
    }
    return _filled(folder / "login.sql", parts)


def apply(dsn: str, text: str) -> list[str]:
    """Run the SQL of this module, all of it or nothing.

    Args:
        dsn: libpq connection string of an account with the required rights.
        text: The SQL, with its own BEGIN and COMMIT.

    Returns:
        The warnings of the server: parts that this account could not do.

    Raises:
        PermissionRefused: The account lacks a required right.
        ConfigurationError: The schema or a group does not exist.
        DatabaseBusy: A load or a migration is running.
    """
    warnings: list[str] = []

    def note(diagnostic: errors.Diagnostic) -> None:
        if diagnostic.severity_nonlocalized == "WARNING":
            warnings.append(diagnostic.message_primary or "")

    with connect(dsn) as connection:
        connection.autocommit = True
        connection.add_notice_handler(note)
        try:
            connection.execute(text.encode())
        except errors.InsufficientPrivilege as error:
            raise PermissionRefused(str(translated(error).args[0]), hint=_NEEDED) from error
        except errors.UndefinedObject as error:
            message = error.diag.message_primary or str(error)
            raise ConfigurationError(message, hint='Run "warehouse db roles --apply" first.') from error
    return warnings


def become_reader(connection: psycopg.Connection, folder: Path, prefix: str = PREFIX) -> bool:
    """Let a session only read from now on, as the group of readers where the account may become it.

    Args:
        connection: A connection outside a transaction.
        folder: The folder of ``rights.sql``.
        prefix: The prefix of the role names.

    Returns:
        Whether the account itself can only read. If not, SQL that somebody else wrote could take its rights back.
    """
    reader = group_name(Group.READER, prefix)
    rights = _filled(folder / "rights.sql", {"reader_name": sql.Literal(reader)})
    does_more, may_become = connection.execute(rights.encode()).fetchone() or (True, False)
    if does_more and may_become:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(reader)))
    connection.execute("SET default_transaction_read_only = on")
    connection.commit()
    return not does_more


def set_password(dsn: str, login: str, password: str) -> None:
    """Set the password of an account; the server and its log see only the SCRAM verifier.

    Args:
        dsn: libpq connection string of an account that may set it.
        login: The account that gets the password.
        password: The password.

    Raises:
        PermissionRefused: The account at ``dsn`` may not set it.
    """
    with connect(dsn) as connection:
        made = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
        command = sql.SQL("ALTER ROLE {} PASSWORD {}")
        connection.execute(command.format(sql.Identifier(login), sql.Literal(made)))
        connection.commit()


def _filled(path: Path, parts: dict[str, sql.Composable]) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path} is not there", hint="Install the package again.") from error
    return sql.SQL(text).format(**parts).as_string()


READER: Final = "reader"
_LOCK: Final = 7_362_910_020
"""Advisory lock held while the account is made, so that two concurrent calls get the same password."""


def embedded_reader(home: Path, folder: Path, migrations: Path) -> str:
    """Return the address of the embedded server for a read-only account; make the account if it is missing.

    Args:
        home: The server's folder, which also keeps the password.
        folder: The folder of the SQL that makes roles.
        migrations: The migrations that the database must be at.

    Raises:
        ConfigurationError: The database holds no warehouse yet, or one of another revision.
    """
    with embedded.hold(home) as server, connect(server.dsn) as connection:
        connection.autocommit = True  # the grants must not wait for locks of this connection
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        password = embedded.password_of(server.home, READER)
        if password is None or not _opens(readdressed(server.dsn, login=READER, password=password)):
            require_head(connection, migrations)
            apply(server.dsn, groups_sql(folder))
            apply(server.dsn, login_sql(folder, READER, Group.READER))
            password = password or embedded.new_password(server.home, READER)
            set_password(server.dsn, READER, password)
        return readdressed(server.dsn, login=READER, password=password)


def _opens(dsn: str) -> bool:
    try:
        with connect(dsn):
            return True
    except PermissionRefused:
        return False
    except DatabaseUnreachable:  # the server runs: all connections of this account are taken
        return True
