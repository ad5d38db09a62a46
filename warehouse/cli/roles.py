"""``warehouse db roles``: the groups of accounts and their rights; and the addresses for readers."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.session import Session, print_data, session_of
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from warehouse.database.roles import Group

GROUPS: Final = ("migrator", "loader", "reader", "monitor")


def roles(
    context: typer.Context,
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Run the SQL instead of printing it.")] = False,
    login: Annotated[
        str | None, typer.Option("--login", metavar="NAME", help="An account that logs in, instead of the groups.")
    ] = None,
    group: Annotated[str, typer.Option("--as", metavar="GROUP", help=f"Its group: {', '.join(GROUPS)}.")] = "reader",
    password_file: Annotated[
        Path | None,
        typer.Option("--password-file", metavar="FILE", help="Holds its password; else it is asked for on a terminal."),
    ] = None,
    prefix: Annotated[
        str | None,
        typer.Option("--prefix", metavar="NAME", help="What the names of the groups begin with; else warehouse."),
    ] = None,
) -> None:
    """Print the SQL that makes the groups of accounts and grants each what it needs, or run it."""
    from warehouse.database import roles as known

    session = session_of(context)
    folder = session.settings.shipped_sql / "roles"
    prefix = prefix or session.settings.role_prefix
    if login is None:
        if group != "reader" or password_file is not None:
            raise UsageError("--as and --password-file are about an account", hint="Name it with --login.")
        text = known.groups_sql(folder, prefix)
    else:
        text = known.login_sql(folder, login, _group(group), prefix)
    if not apply:
        if password_file is not None:
            raise UsageError("no password is printed", hint="Use --password-file with --apply.")
        print_data(text.rstrip())
    elif login is None:
        _apply_groups(session, text, prefix)
    else:
        _apply_login(session, text, login, known.group_name(_group(group), prefix), password_file)


def _apply_groups(session: Session, text: str, prefix: str) -> None:
    from warehouse.database.roles import Group, apply, group_name

    with session.dsn() as dsn:
        _require_warehouse(session, dsn)
        for warning in apply(dsn, text):
            session.say(f"Not done: {warning}.")
    names = ", ".join(group_name(each, prefix) for each in Group)
    session.say(f"The roles {names} have the rights they need.")


def _apply_login(session: Session, text: str, login: str, role: str, password_file: Path | None) -> None:
    from warehouse.database.roles import apply, set_password

    password = _read(password_file) if password_file else _asked(login)
    with session.dsn() as dsn:
        for warning in apply(dsn, text):
            session.say(f"Not done: {warning}.")
        if password:
            set_password(dsn, login, password)
    remark = "" if password else "; its password is as it was, a new account has none"
    session.say(f"{login} is a member of {role}{remark}.")


def print_forms(session: Session, login: str | None, as_of: str | None) -> None:
    """Print the address of a reader in the form of each driver, below a line that names the client.

    The embedded server's reader account is created on first use. On another server, and for a named account, the
    password is unknown here. The password in the given address is never printed.

    Args:
        session: Session of the command.
        login: Name of the account; None: the default reader.
        as_of: Moment or run of load that the reader sees; None: now.
    """
    from warehouse.database import embedded
    from warehouse.database.connect import forms, readdressed, with_options
    from warehouse.database.roles import embedded_reader

    options = _looking_at(session, as_of) if as_of is not None else ""
    home, given = session.settings.home, session.settings.database_url
    if given is not None:
        with session.dsn() as dsn:
            address = readdressed(dsn, login=login)
    elif login is not None:
        address = readdressed(embedded.dsn(home), login=login)
    else:
        address = embedded_reader(home, session.settings.shipped_sql / "roles", session.settings.migrations)
    print_data("\n\n".join(f"# {form.client}\n{form.text}" for form in forms(with_options(address, options))))
    if given is not None or login is not None:
        session.say("The password is left out: the account's own belongs there. Accounts: warehouse db roles --login.")
    if given is None and not embedded.status(home).service:
        session.say('The server stops when no command uses it; "warehouse db start" keeps it up.')


def _looking_at(session: Session, when: str) -> str:
    """Return the libpq option that makes a session see a moment; a day stays a day, which is easier to read."""
    from warehouse.database.connect import past
    from warehouse.database.migrate import require_head
    from warehouse.history import parse_past
    from warehouse.history.timeline import DAY

    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        moment = parse_past(connection, when)
    return past(when.strip() if DAY.fullmatch(when.strip()) else moment.isoformat())


def _require_warehouse(session: Session, dsn: str) -> None:
    from warehouse.database.connect import connect
    from warehouse.database.migrate import require_head

    with connect(dsn) as connection:
        require_head(connection, session.settings.migrations)


def _group(name: str) -> Group:
    from warehouse.database.roles import Group

    if name not in GROUPS:
        raise UsageError(f'nobody logs in as "{name}"', hint=f"Known are: {', '.join(GROUPS)}.")
    return Group(name)


def _read(path: Path) -> str:
    try:
        password = path.read_text(encoding="utf-8").partition("\n")[0].removesuffix("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read", hint="Name a file whose first line is the password.") from error
    if not password:
        raise UsageError(f"{path} is empty", hint="Its first line is the password.")
    return password


def _asked(login: str) -> str:
    """Ask for a password on the terminal; return an empty text if there is no terminal or no password is wanted."""
    if not sys.stdin.isatty():
        return ""
    return str(
        typer.prompt(
            f"Password for {login} (empty: leave it)",
            default="",
            show_default=False,
            hide_input=True,
            err=True,
            confirmation_prompt=True,
        )
    )
