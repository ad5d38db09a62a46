"""``warehouse db``: run the embedded server, connect, manage the groups of accounts, and recover from a loss."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli import migrations
from warehouse.cli.notices import MetricsOption, watched
from warehouse.cli.session import CommandGroup, Session, print_data, session_of
from warehouse.errors import CheckFailed, ConfigurationError, ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.database.recovery.rehearse import Step
    from warehouse.database.roles import Group


GROUPS: Final = ("migrator", "loader", "reader", "monitor")

app = typer.Typer(cls=CommandGroup, help="Run the embedded server, upgrade the schema, connect.")


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
    """Stop the embedded server and keep its data."""
    from warehouse.database import embedded

    session = session_of(context)
    was_running = embedded.stop(embedded_home(session))
    session.say("Stopped." if was_running else "It was not running.")


@app.command()
def status(context: typer.Context) -> None:
    """Show whether the embedded server runs. Exits with 1 if it does not."""
    from warehouse.database import embedded

    state = embedded.status(embedded_home(session_of(context)))
    mode = "as a service, until db stop" if state.service else "while commands use it"
    rows = {
        "running": f"yes, {mode}" if state.running else "no",
        "version": state.version or "none yet",
        "address": f"127.0.0.1:{state.port}" if state.port else "none yet",
        "process": str(state.pid) if state.running and state.pid else "none",
        "home": str(state.home),
    }
    for name, value in rows.items():
        print_data(f"{name:<9}{value}")
    if not state.running:
        raise typer.Exit(ExitCode.FAILED)


app.command()(migrations.upgrade)
app.command()(migrations.downgrade)
app.command()(migrations.history)
app.command()(migrations.check)
app.command()(migrations.revision)
app.command()(migrations.lint)


@app.command()
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
        typer.Option("--password-file", metavar="FILE", help="File with its password; else a terminal asks for it."),
    ] = None,
    prefix: Annotated[
        str | None,
        typer.Option("--prefix", metavar="NAME", help="Prefix of the names of the groups. Default: warehouse."),
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


@app.command()
def dsn(
    context: typer.Context,
    *,
    reader: Annotated[
        bool,
        typer.Option(
            "--reader", help="For BI tools: the address of an account that only reads, in the form of each driver."
        ),
    ] = False,
    login: Annotated[
        str | None, typer.Option("--login", metavar="NAME", help="With --reader: an account that you made.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="WHEN",
            help="With --reader: show the state after a load, at the end of a day (UTC) or at an instant.",
        ),
    ] = None,
) -> None:
    """Print the database's address as one libpq URI, password included; or what a BI user pastes."""
    from warehouse.database import embedded

    session = session_of(context)
    if reader:
        _print_forms(session, login, as_of)
    elif login is not None or as_of is not None:
        raise UsageError("--login and --as-of are about a reader", hint="Use them with --reader.")
    else:
        print_data(session.settings.database_url or embedded.dsn(session.settings.home))


def _print_forms(session: Session, login: str | None, as_of: str | None) -> None:
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
    """Return the libpq options that make a session see a moment."""
    from warehouse.database.connect import past
    from warehouse.database.migrate import require_head
    from warehouse.history import parse_past

    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        return past(parse_past(connection, when))


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


BACKUPS: Final = "backups"
SHOWN: Final = 6
"""Most table names in one line of a rehearsal; ``-v`` shows all."""


@app.command()
def dump(
    context: typer.Context,
    goal: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE|DIR]", help="A file with a suffix, or a folder. Default: backups/ of the project."
        ),
    ] = None,
    *,
    keep: Annotated[
        int | None,
        typer.Option("--keep", metavar="N", min=1, help="Then remove the oldest dumps in the folder beyond N."),
    ] = None,
    metrics_file: MetricsOption = None,
) -> None:
    """Write the whole warehouse into a checked file for "db restore", and print its path; loads may go on meanwhile."""
    from warehouse.database.recovery.dump import dump as make
    from warehouse.database.recovery.dump import make_folder, remove_oldest

    session = session_of(context)
    goal = session.settings.project / BACKUPS if goal is None else goal.absolute()
    if goal.is_dir() or not (goal.suffix or goal.exists()):
        make_folder(goal)
    elif keep is not None:
        raise UsageError("--keep is about a folder of dumps", hint="Name a folder instead of a file.")
    watch = watched(session, "dump", metrics_file=metrics_file)
    with watch as report, session.dsn() as dsn, session.phases() as phases:
        made = make(dsn, goal, phases)
        description = made.description
        report.run_id, report.facts = description.load, description.facts
    print_data(str(made.path))
    state = f"load {description.load} at revision {description.schema_revision}"
    session.say(f"Dumped {state}: {description.facts} facts, {description.bytes} bytes.")
    for gone in remove_oldest(goal, keep) if keep is not None else ():
        session.say(f"Removed {gone.name}.")


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help='A file that "db dump" made.')],
    *,
    into: Annotated[
        str | None,
        typer.Option("--into", metavar="NAME", help="Make this database on the same server; else it must be empty."),
    ] = None,
) -> None:
    """Restore a dump into an empty or a new database, all of it or nothing, and hold it against what was dumped."""
    from warehouse.database.migrate import head
    from warehouse.database.recovery.restore import restore as bring_back

    session = session_of(context)
    newest = head(session.settings.migrations)
    with session.dsn() as dsn, session.phases() as phases:
        there = bring_back(dsn, file.absolute(), newest, into=into, on_phase=phases)
    contents = there.contents
    session.say(f"Restored load {contents.load} into database {there.database}: {contents.facts} facts.")
    if not there.is_proven:
        session.say("No .json stood beside the dump: its rows were not compared.")
    if contents.revision < newest:
        session.say(f'It is at revision {contents.revision}, this version needs {newest}: run "warehouse db upgrade".')
    session.say('It belongs to this account alone: "warehouse db roles --apply" gives the groups their rights again.')


@app.command()
def rehearse(
    context: typer.Context,
    *,
    seeds: Annotated[
        bool, typer.Option("--seeds/--no-seeds", help="Also rehearse a load of the project's seeds.")
    ] = True,
) -> None:
    """Try pending migrations and a load on a copy of the database: how long, and which locks; nothing is written."""
    from warehouse.database.recovery.rehearse import UPGRADE
    from warehouse.database.recovery.rehearse import rehearse as run

    session = session_of(context)
    with session.dsn() as dsn, session.phases() as phases:
        steps = run(dsn, session.settings.migrations, _loading(session) if seeds else None, phases)
    for line in _lines_of(steps, SHOWN if not session.verbose else None):
        print_data(line)
    if not any(step.name.startswith(UPGRADE) for step in steps):
        session.say("No migration is pending.")
    failure = steps[-1].failure
    if failure is not None:
        raise CheckFailed(f"{steps[-1].name} failed on the copy: {failure.what}", hint=failure.hint) from failure
    session.say("It was done on a copy, which is gone.")


@app.command()
def upgrade_server(
    context: typer.Context,
    *,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="DUMP", help="Take this dump: the programs of the old version are gone."),
    ] = None,
) -> None:
    """Move the embedded server's data to the installed major version of PostgreSQL; the old data are kept beside."""
    from warehouse.database.migrate import head
    from warehouse.database.recovery.server_upgrade import upgrade_server as move

    session = session_of(context)
    home, newest = embedded_home(session), head(session.settings.migrations)
    with session.phases() as phases:
        done = move(home, source.absolute() if source else None, newest, phases)
    if done.kept is None:
        session.say(f"Nothing to do: the data is PostgreSQL {done.old_major}'s, as the programs are ({done.version}).")
        return
    session.say(f"The data is PostgreSQL {done.version}'s now.")
    session.say(f"The old data is kept in {done.kept}; remove it when you are content.")
    session.say("Settings of your own in its postgresql.conf and pg_hba.conf were not carried over.")


def _loading(session: Session) -> Callable[[str], object]:
    """Return a function that loads the project's seeds into a copy, as ``warehouse load`` would."""
    from warehouse.load.runner import LoadOptions
    from warehouse.plan import Allowance, refuse_mass_retirement

    session.project().require_seeds()
    allowance = Allowance.parse("20%")
    how = LoadOptions(guards=(lambda plan: refuse_mass_retirement(plan, allowance),))

    def load(address: str) -> object:
        quiet = replace(session, quiet=True, verbose=False, settings=replace(session.settings, cache=None))
        return quiet.project().loader().load(address, how)

    return load


def _lines_of(steps: list[Step], most: int | None) -> list[str]:
    """Format each step in a line, followed by the tables that its locks block for readers and for loads."""
    from warehouse.database.recovery.rehearse import BLOCKS_READERS, BLOCKS_WRITERS

    width = max(len(step.name) for step in steps)
    lines = [f"{'step':<{width}}  seconds  strongest lock"]
    for step in steps:
        outcome = "failed" if step.failure else step.strongest.removesuffix("Lock")
        lines.append(f"{step.name:<{width}}  {step.seconds:7.2f}  {outcome}".rstrip())
        blocked = step.keeps_waiting(BLOCKS_READERS)
        writers = [name for name in step.keeps_waiting(BLOCKS_WRITERS) if name not in blocked]
        for who, names in (("readers wait for", blocked), ("loads wait for", writers)):
            if names:
                more = f" and {len(names) - most} more" if most is not None and len(names) > most else ""
                lines.append(f"  {who} {', '.join(names[:most])}{more}")
    return lines
