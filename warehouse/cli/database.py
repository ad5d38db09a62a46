"""``warehouse db``: run the embedded server, and connect to the database."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli import migrations, roles
from warehouse.cli.groups import Group
from warehouse.cli.session import Session, print_data, session_of
from warehouse.errors import ConfigurationError, ExitCode, UsageError

if TYPE_CHECKING:
    from pathlib import Path

app = typer.Typer(cls=Group, help="Run the embedded server, upgrade the schema, connect.")


def embedded_home(session: Session) -> Path:
    """Return the home of the embedded server, for commands that work on no other server.

    Raises:
        UsageError: A database address is given.
    """
    if session.settings.database_url is not None:
        raise UsageError(
            "this works on the embedded server, but a database address is given",
            hint="Leave out --database and unset WAREHOUSE_DATABASE_URL.",
        )
    return session.settings.home


@app.command()
def start(context: typer.Context) -> None:
    """Start the embedded server and keep it running until "db stop"."""
    from warehouse.database import embedded

    session = session_of(context)
    server = embedded.start_service(embedded_home(session))
    session.say(f"PostgreSQL {server.version} runs on 127.0.0.1:{server.port}; its files are in {server.home}.")


@app.command()
def stop(context: typer.Context) -> None:
    """Stop the embedded server; its data stay."""
    from warehouse.database import embedded

    session = session_of(context)
    was_running = embedded.stop(embedded_home(session))
    session.say("Stopped." if was_running else "It was not running.")


@app.command()
def status(context: typer.Context) -> None:
    """Say whether the embedded server runs; exits with 1 when it does not."""
    from warehouse.database import embedded

    found = embedded.status(embedded_home(session_of(context)))
    mode = "as a service, until db stop" if found.service else "while commands use it"
    rows = {
        "running": f"yes, {mode}" if found.running else "no",
        "version": found.version or "none yet",
        "address": f"127.0.0.1:{found.port}" if found.port else "none yet",
        "process": str(found.pid) if found.running and found.pid else "none",
        "home": str(found.home),
    }
    for name, value in rows.items():
        print_data(f"{name:<9}{value}")
    if not found.running:
        raise typer.Exit(ExitCode.FAILED)


app.command()(migrations.upgrade)
app.command()(migrations.downgrade)
app.command()(migrations.history)
app.command()(migrations.check)
app.command()(migrations.revision)
app.command()(migrations.lint)
app.command()(roles.roles)


@app.command()
def dsn(
    context: typer.Context,
    *,
    reader: Annotated[
        bool, typer.Option("--reader", help="For BI tools: an account that only reads, as each driver takes it.")
    ] = False,
    login: Annotated[
        str | None, typer.Option("--login", metavar="NAME", help="With --reader: the account, where you made one.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="WHEN",
            help="With --reader: look at a run of load, the end of a day (UTC) or an instant.",
        ),
    ] = None,
) -> None:
    """Print the database's address as one libpq URI, password included; or what a BI user pastes."""
    from warehouse.database import embedded

    session = session_of(context)
    if reader:
        roles.print_forms(session, login, as_of)
    elif login is not None or as_of is not None:
        raise UsageError("--login and --as-of are about a reader", hint="Use them with --reader.")
    else:
        print_data(session.settings.database_url or embedded.dsn(session.settings.home))


@app.command(context_settings={"ignore_unknown_options": True})
def psql(
    context: typer.Context,
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="[-- ARGUMENT...]", help="Passed on to psql.")
    ] = None,
) -> None:
    """Open psql on the database."""
    session = session_of(context)
    if session.settings.database_url is not None:
        raise typer.Exit(_foreign_psql(session.settings.database_url, arguments or []))
    from warehouse.database import embedded

    with embedded.hold(session.settings.home) as server:
        command = embedded.psql_command(server, arguments or [])
        code = subprocess.run(command.argv, env=command.environment, check=False).returncode  # noqa: S603
    raise typer.Exit(code)


def _foreign_psql(address: str, arguments: list[str]) -> int:
    """Run the system's psql; the address goes into the environment, so that no password is on the command line."""
    from psycopg import pq
    from psycopg.conninfo import conninfo_to_dict

    from warehouse.database.connect import require_readable

    require_readable(address)
    program = shutil.which("psql")
    if program is None:
        raise ConfigurationError("psql is not installed here", hint="Install PostgreSQL's client programs.")
    variables = {option.keyword.decode(): option.envvar for option in pq.Conninfo.get_defaults()}
    given = {
        (variables[name] or b"").decode(): str(value) for name, value in conninfo_to_dict(address).items() if value
    }
    environment = {**os.environ, **{name: value for name, value in given.items() if name}}
    return subprocess.run([program, *arguments], env=environment, check=False).returncode  # noqa: S603
