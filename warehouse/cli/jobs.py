"""Describe what ``warehouse schedule print`` prints: the commands of this installation, and what they need."""

from __future__ import annotations

import getpass
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from warehouse.errors import UsageError

if TYPE_CHECKING:
    from warehouse.cli.session import Session
    from warehouse.schedule.job import Job, Step

CARRIED: Final = ("PGPASSFILE", "PGSERVICEFILE", "PGSSLMODE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY")
"""Variables of libpq that say where things are; those that are secrets stay out."""

KEPT: Final = 14
"""Dumps that stay where nobody says."""

ROOTS_OWN: Final = Path("/var/lib/critical-minerals-warehouse")
"""Where the embedded server lives that root starts, in a folder that no other account can enter."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the options ask for.

    Attributes:
        name: Of the units.
        at: When; None: hourly.
        account: Who runs it.
        publish: Folder of the site.
        dump: Folder of the dumps.
        keep: How many dumps stay.
        max_document_age: How old the newest document of a topic may be.
        metrics_file: Where the load writes metrics; the other steps write beside it.
        ping_url: What the load calls.
        on_failure: What the load runs when it fails.
    """

    name: str
    at: str | None
    account: str
    publish: Path | None
    dump: Path | None
    keep: int | None
    max_document_age: str | None
    metrics_file: Path | None
    ping_url: str | None
    on_failure: str | None


def own_job(session: Session, wish: Wish, at: str) -> Job:
    """Describe the job as this installation runs it on this machine."""
    from warehouse.schedule.job import Job

    address, is_stripped = address_of(session)
    return Job(
        name=wish.name,
        project=session.settings.project,
        program=_program(),
        options=[*log_format(session), "--project", str(session.settings.project)],
        steps=steps_of(wish),
        at=at,
        account=wish.account,
        environment=_environment(session, address),
        writes=_writes(session, wish),
        is_embedded=address is None,
        lacks_password=is_stripped,
    )


def steps_of(wish: Wish) -> list[Step]:
    """Give the commands, the load first."""
    from warehouse.schedule.job import Step

    _refuse_unprintable(wish)
    told = {"--ping-url": wish.ping_url, "--on-failure": wish.on_failure}
    watched = [word for option, value in told.items() if value for word in (option, value)]
    found = [Step("load", ["load", *_metrics(wish, ""), *watched])]
    if wish.publish:
        words = ["publish", str(wish.publish.absolute()), "--if-changed"]
        found.append(Step("publish", [*words, *_metrics(wish, "-publish")]))
    if wish.dump:
        words = ["db", "dump", str(wish.dump.absolute()), "--keep", str(wish.keep or KEPT)]
        found.append(Step("dump", [*words, *_metrics(wish, "-dump")]))
    if wish.max_document_age is not None:
        words = ["check", "--fresh", "--max-document-age", wish.max_document_age]
        found.append(Step("check", [*words, *_metrics(wish, "-check")]))
    return found


def _refuse_unprintable(wish: Wish) -> None:
    if wish.keep is not None and wish.dump is None:
        raise UsageError("--keep is about dumps", hint="Use it with --dump DIR.")
    if wish.ping_url:
        from warehouse.monitoring.ping import Ping

        if Ping.parse(wish.ping_url).account:
            hint = "Write it without, and give the whole address to the service as WAREHOUSE_PING_URL."
            raise UsageError("the address to call holds an account, which is not printed", hint=hint)
    if wish.on_failure:
        from warehouse.monitoring.alarm import Alarm

        Alarm.parse(wish.on_failure)
    if wish.max_document_age is not None:
        from warehouse.checks.durations import parse_duration

        parse_duration(wish.max_document_age, "--max-document-age")


def _metrics(wish: Wish, behind: str) -> list[str]:
    """Give each command a file of its own, beside that of the load."""
    if wish.metrics_file is None:
        return []
    file = wish.metrics_file.absolute()
    if file.suffix != ".prom":
        raise UsageError(f"{file} is not read by the collector", hint="Give it a name that ends in .prom.")
    return ["--metrics-file", str(file.with_name(f"{file.stem}{behind}.prom"))]


def address_of(session: Session) -> tuple[str | None, bool]:
    """Give the address of the database without what is secret, and whether something was; None: embedded."""
    from warehouse.database.forms import without_secrets
    from warehouse.settings import holds_secret

    address = session.settings.database_url
    if address is None:
        return None, False
    with session.dsn():  # which refuses what libpq cannot read
        if not holds_secret(address):
            return address, False
    session.log.caution(
        "the password in the address of the database was left out\n"
        "  Give it to the schedule by PGPASSFILE or a service file; what is printed says how."
    )
    return without_secrets(address), True


def _environment(session: Session, address: str | None) -> dict[str, str]:
    """Give the variables that lead the command to where it works now: what no file of the project says."""
    from warehouse.settings.values import Source

    known = {
        value.setting.variable: str(value.value)
        for value in session.settings.values
        if value.origin.source in {Source.OPTION, Source.ENVIRONMENT}
        and value.setting.name not in {"project", "color", "documents", "site", "role-prefix"}
    }
    if address is not None:
        known |= {"WAREHOUSE_DATABASE_URL": address} if "WAREHOUSE_DATABASE_URL" in known else {}
        known |= {name: os.environ[name] for name in CARRIED if os.environ.get(name)}
    if os.environ.get("WAREHOUSE_PG_BIN"):
        known["WAREHOUSE_PG_BIN"] = os.environ["WAREHOUSE_PG_BIN"]
    return known


def _writes(session: Session, wish: Wish) -> list[Path]:
    settings, folders = session.settings, []
    if settings.database_url is None:
        folders += [settings.home if settings.home.is_dir() else settings.home.parent]
        folders += [ROOTS_OWN] if wish.account == "root" and ROOTS_OWN.is_dir() else []
    folders += [wish.publish.absolute().parent] if wish.publish else []
    if wish.dump:
        folders.append(wish.dump.absolute() if wish.dump.is_dir() else wish.dump.absolute().parent)
    folders += [wish.metrics_file.absolute().parent] if wish.metrics_file else []
    return list(dict.fromkeys(folders))


def _program() -> list[str]:
    """Give what starts this very installation."""
    script = Path(sys.executable).with_name("warehouse")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "warehouse"]


def name_of(session: Session, name: str | None) -> str:
    """Give the name of the units."""
    from warehouse.schedule.job import job_name, require_name

    return job_name(session.settings.project) if name is None else require_name(name)


def log_format(session: Session) -> list[str]:
    """Give the option for the log that this command was given, for the commands on the schedule."""
    return ["--log-format", "json"] if session.log.is_json else []


def own_account() -> str:
    """Name who runs this."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
