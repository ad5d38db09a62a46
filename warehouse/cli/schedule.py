"""``warehouse schedule print``: the scheduled commands of this installation, for systemd, cron or Kubernetes."""

from __future__ import annotations

import getpass
import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.notices import MetricsOption  # noqa: TC001 - typer reads the annotations
from warehouse.cli.session import CommandGroup, Session, print_data, session_of
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from warehouse.integrations.schedule import Job, Step

CARRIED: Final = ("PGPASSFILE", "PGSERVICEFILE", "PGSSLMODE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY")
"""Variables of libpq that are passed on to the schedule; those that hold secrets are left out."""

LAKE_SETTINGS: Final = {"lake", "lake-catalog"}
"""Settings that only a schedule with a lake needs."""

KEPT: Final = 14
"""Number of dumps to keep if the user gives none."""


@dataclass(frozen=True, slots=True)
class ScheduleOptions:
    """The options of a schedule.

    Attributes:
        name: Name of the units.
        at: Time in the words of systemd or cron; None: hourly.
        account: Account that runs the commands.
        publish: Folder of the site; None: no site.
        dump: Folder of the dumps; None: no dumps.
        keep: Number of dumps to keep; None: ``KEPT``.
        max_document_age: Oldest age of the newest document of a topic; None: no limit.
        metrics_file: Metrics file of the load; the other steps write files beside it.
        ping_url: Address that the load calls.
        on_failure: Command that the load runs when it fails.
        pull: Whether the load first pulls the seeds.
        lake: Whether the lake is brought to each load.
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
    pull: bool = False
    lake: bool = False


def own_job(session: Session, wish: ScheduleOptions, at: str) -> Job:
    """Return the job for this installation on this machine.

    Args:
        session: Session of the command.
        wish: Options of the schedule.
        at: Time in the words of systemd or cron.
    """
    from warehouse.integrations.schedule import Job

    _refuse_secret_catalog(session, wish)
    address, is_stripped = address_of(session)
    return Job(
        name=wish.name,
        project=session.settings.project,
        program=_program(),
        options=[*log_format(session), "--project", str(session.settings.project)],
        steps=steps_of(wish),
        at=at,
        account=wish.account,
        environment=_environment(session, address, is_lake=wish.lake),
        writes=_writes(session, wish),
        is_embedded=address is None,
        lacks_password=is_stripped,
    )


def steps_of(wish: ScheduleOptions) -> list[Step]:
    """Return the commands of the schedule, the load first.

    Raises:
        UsageError: An option is not valid, or holds a secret that must not be printed.
    """
    from warehouse.integrations.schedule import Step

    _refuse_unprintable(wish)
    notices = {"--ping-url": wish.ping_url, "--on-failure": wish.on_failure}
    watched = [word for option, value in notices.items() if value for word in (option, value)]
    pulled = ["--pull"] if wish.pull else []
    steps = [Step("load", ["load", *pulled, *_metrics(wish, ""), *watched])]
    if wish.publish:
        words = ["publish", str(wish.publish.absolute()), "--if-changed"]
        steps.append(Step("publish", [*words, *_metrics(wish, "-publish")]))
    if wish.lake:
        steps.append(Step("lake", ["lake", "push"]))
    if wish.dump:
        words = ["db", "dump", str(wish.dump.absolute()), "--keep", str(wish.keep or KEPT)]
        steps.append(Step("dump", [*words, *_metrics(wish, "-dump")]))
    if wish.max_document_age is not None:
        words = ["check", "--fresh", "--max-document-age", wish.max_document_age]
        steps.append(Step("check", [*words, *_metrics(wish, "-check")]))
    return steps


def _refuse_unprintable(wish: ScheduleOptions) -> None:
    if wish.keep is not None and wish.dump is None:
        raise UsageError("--keep is about dumps", hint="Use it with --dump DIR.")
    if wish.ping_url:
        from warehouse.integrations.monitoring import Ping

        if Ping.parse(wish.ping_url).account:
            hint = "Write it without, and give the whole address to the service as WAREHOUSE_PING_URL."
            raise UsageError("the address to call holds an account, which is not printed", hint=hint)
    if wish.on_failure:
        from warehouse.integrations.monitoring import Alarm

        Alarm.parse(wish.on_failure)
    if wish.max_document_age is not None:
        from warehouse.checks.freshness import parse_duration

        parse_duration(wish.max_document_age, "--max-document-age")


def _refuse_secret_catalog(session: Session, wish: ScheduleOptions) -> None:
    from warehouse.settings import holds_secret

    if wish.lake and holds_secret(session.settings.lake_catalog or ""):
        hint = "Write it without, and give the password to the service by PGPASSFILE."
        raise UsageError("the address of the catalog of the lake holds a password, which is not printed", hint=hint)


def _metrics(wish: ScheduleOptions, behind: str) -> list[str]:
    """Return the option for a step's own metrics file, which lies beside that of the load."""
    if wish.metrics_file is None:
        return []
    file = wish.metrics_file.absolute()
    if file.suffix != ".prom":
        raise UsageError(f"{file} is not read by the collector", hint="Give it a name that ends in .prom.")
    return ["--metrics-file", str(file.with_name(f"{file.stem}{behind}.prom"))]


def address_of(session: Session) -> tuple[str | None, bool]:
    """Return the address of the database without secrets, and whether it held any; None: the embedded server."""
    from warehouse.database.connect import without_secrets
    from warehouse.settings import holds_secret

    address = session.settings.database_url
    if address is None:
        return None, False
    with session.dsn():  # raises an error if libpq cannot parse the address
        if not holds_secret(address):
            return address, False
    session.log.caution(
        "the password in the address of the database was left out\n"
        "  Give it to the schedule by PGPASSFILE or a service file; what is printed says how."
    )
    return without_secrets(address), True


def _environment(session: Session, address: str | None, *, is_lake: bool) -> dict[str, str]:
    """Return the variables that the commands need: settings from options and environment, and libpq's."""
    from warehouse.settings.resolve import Source

    left_out = {"project", "color", "documents", "site", "role-prefix"} | (set() if is_lake else LAKE_SETTINGS)
    known = {
        value.setting.variable: str(value.value)
        for value in session.settings.values
        if value.origin.source in {Source.OPTION, Source.ENVIRONMENT} and value.setting.name not in left_out
    }
    if address is not None:
        known |= {"WAREHOUSE_DATABASE_URL": address} if "WAREHOUSE_DATABASE_URL" in known else {}
        known |= {name: os.environ[name] for name in CARRIED if os.environ.get(name)}
    if os.environ.get("WAREHOUSE_PG_BIN"):
        known["WAREHOUSE_PG_BIN"] = os.environ["WAREHOUSE_PG_BIN"]
    return known


def _writes(session: Session, wish: ScheduleOptions) -> list[Path]:
    from warehouse.database.embedded.home import RELOCATED

    settings, folders = session.settings, []
    if settings.database_url is None:
        folders += [settings.home if settings.home.is_dir() else settings.home.parent]
        folders += [RELOCATED] if wish.account == "root" and RELOCATED.is_dir() else []
    if wish.pull:
        from warehouse.seeds.pulling import repository_of

        folders += repository_of(settings.seeds)
    folders += [wish.publish.absolute().parent] if wish.publish else []
    if wish.lake and "://" not in settings.lake:
        folders.append(Path(settings.lake) if Path(settings.lake).is_dir() else Path(settings.lake).parent)
    if wish.dump:
        folders.append(wish.dump.absolute() if wish.dump.is_dir() else wish.dump.absolute().parent)
    folders += [wish.metrics_file.absolute().parent] if wish.metrics_file else []
    return list(dict.fromkeys(folders))


def _program() -> list[str]:
    """Return the command line that starts this installation."""
    script = Path(sys.executable).with_name("warehouse")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "warehouse"]


def name_of(session: Session, name: str | None) -> str:
    """Return the name of the units, by default made from the project folder."""
    from warehouse.integrations.schedule import job_name, require_name

    return job_name(session.settings.project) if name is None else require_name(name)


def log_format(session: Session) -> list[str]:
    """Return the ``--log-format`` option of this command, for the commands on the schedule."""
    return ["--log-format", "json"] if session.log.is_json else []


def own_account() -> str:
    """Return the name of the account that runs this command, or its number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


app = typer.Typer(cls=CommandGroup, help="Load on a schedule.")

CONTAINER: Final = Path("/srv/warehouse")
"""The project folder in a container."""


class Form(StrEnum):
    """The schedulers."""

    SYSTEMD = "systemd"
    CRON = "cron"
    K8S = "k8s"


class SystemdPart(StrEnum):
    """The two unit files of systemd."""

    SERVICE = "service"
    TIMER = "timer"


def _option(name: str, metavar: str, about: str) -> typer.models.OptionInfo:
    made: typer.models.OptionInfo = typer.Option(name, metavar=metavar, help=about)
    return made


FormArgument = Annotated[Form, typer.Argument(metavar="systemd|cron|k8s", help="The scheduler.")]
At = Annotated[
    str | None,
    _option("--at", "TIME", "Time, in the syntax of the scheduler. Default: hourly, at a minute of its own."),
]
Name = Annotated[str | None, _option("--name", "NAME", "Name of the units; else from the project folder.")]
Publish = Annotated[Path | None, _option("--publish", "DIR", "Then publish the site, if anything changed.")]
Lake = Annotated[bool, typer.Option("--lake", help="Then bring the lake to this load.")]
Dump = Annotated[Path | None, _option("--dump", "DIR", "Then dump the database there.")]
Keep = Annotated[
    int | None, typer.Option("--keep", metavar="N", min=1, help="With --dump: number of dumps to keep. Default: 14.")
]
Old = Annotated[
    str | None, _option("--max-document-age", "D", "As the last step, fail if the newest document of a topic is older.")
]
Ping = Annotated[str | None, _option("--ping-url", "URL", "The load POSTs its outcome to this URL.")]
OnFailure = Annotated[str | None, _option("--on-failure", "CMD", "The load runs this if it fails.")]
Pull = Annotated[bool, typer.Option("--pull", help="systemd, cron: git-pull the seeds before the load.")]
Account = Annotated[str | None, _option("--account", "NAME", "systemd, cron: who runs it; else you.")]
PartOption = Annotated[SystemdPart | None, typer.Option("--part", help="systemd: only this of the two files.")]
LogFile = Annotated[Path | None, _option("--log", "FILE", "cron: where output goes; warehouse.log of the project.")]
MailTo = Annotated[str | None, _option("--mail-to", "ADDRESS", "cron: address for mail about failures.")]
Image = Annotated[str | None, _option("--image", "IMAGE", "k8s: the image to run.")]


@app.command(name="print")
def print_schedule(
    context: typer.Context,
    form: FormArgument,
    *,
    at: At = None,
    name: Name = None,
    publish: Publish = None,
    lake: Lake = False,
    dump: Dump = None,
    keep: Keep = None,
    max_document_age: Old = None,
    metrics_file: MetricsOption = None,
    ping_url: Ping = None,
    on_failure: OnFailure = None,
    pull: Pull = False,
    account: Account = None,
    part: PartOption = None,
    log: LogFile = None,
    mail_to: MailTo = None,
    image: Image = None,
) -> None:
    """Print complete units for this installation, ready to be saved; nothing is installed, no secret printed."""
    session = session_of(context)
    strangers = {"part": part, "log": log, "mail-to": mail_to, "image": image, "account": account}
    _refuse_strangers(form, {**strangers, "pull": pull or None})
    wish = ScheduleOptions(
        name=name_of(session, name),
        at=at,
        account=account or own_account(),
        publish=publish,
        dump=dump,
        keep=keep,
        max_document_age=max_document_age,
        metrics_file=metrics_file,
        ping_url=ping_url,
        on_failure=on_failure,
        pull=pull,
        lake=lake,
    )
    print_data(_printed(session, form, wish, part=part, log=log, mail_to=mail_to, image=image).rstrip("\n"))


def _refuse_strangers(form: Form, given: dict[str, object]) -> None:
    known = {
        Form.SYSTEMD: {"part", "account", "pull"},
        Form.CRON: {"log", "mail-to", "account", "pull"},
        Form.K8S: {"image"},
    }[form]
    for name, value in given.items():
        if value is not None and name not in known:
            raise UsageError(f"--{name} says nothing to {form}", hint="Leave it out.")


def _printed(
    session: Session,
    form: Form,
    wish: ScheduleOptions,
    *,
    part: SystemdPart | None,
    log: Path | None,
    mail_to: str | None,
    image: str | None,
) -> str:
    if form is Form.K8S:
        return _kubernetes(session, wish, image)
    return _cron(session, wish, log, mail_to) if form is Form.CRON else _systemd(session, wish, part)


def _systemd(session: Session, wish: ScheduleOptions, part: SystemdPart | None) -> str:
    from warehouse.integrations.schedule import Part, as_systemd, calendar

    job = own_job(session, wish, calendar(wish.at, session.settings.project))
    return as_systemd(job, None if part is None else Part(part))


def _cron(session: Session, wish: ScheduleOptions, log: Path | None, mail_to: str | None) -> str:
    from warehouse.integrations.schedule import as_cron, cron

    project = session.settings.project
    job = own_job(session, wish, cron(wish.at, project))
    return as_cron(job, log.absolute() if log else project / "warehouse.log", mail_to or wish.account)


def _kubernetes(session: Session, wish: ScheduleOptions, image: str | None) -> str:
    import warehouse
    from warehouse.integrations.schedule import Job, as_kubernetes, cron

    if wish.metrics_file is not None or wish.on_failure is not None:
        hint = 'Use --ping-url, the state of the jobs, and "warehouse check --fresh --metrics-file" on a machine.'
        raise UsageError("a container has no node exporter beside it and no command to run", hint=hint)
    address, is_stripped = address_of(session)
    job = Job(
        name=wish.name,
        project=CONTAINER,
        program=["warehouse"],
        options=[*log_format(session), "--project", str(CONTAINER)],
        steps=steps_of(wish),
        at=cron(wish.at, session.settings.project),
        account="",
        environment={"HOME": "/tmp", "XDG_CACHE_HOME": "/tmp/cache"},  # noqa: S108 - an own, empty one
        lacks_password=is_stripped,
    )
    return as_kubernetes(
        job, image or f"critical-minerals-warehouse:{warehouse.__version__}", _volumes(session, wish), address
    )


def _volumes(session: Session, wish: ScheduleOptions) -> dict[str, str]:
    """Return the folders to mount for writing; for a site its parent, since a new site replaces the folder itself."""
    settings = session.settings
    is_folder = wish.lake and "://" not in settings.lake
    # What lies in the project here lies in the project of the container.
    lake = CONTAINER / os.path.relpath(settings.lake, settings.project) if is_folder else None
    folders = {"site": wish.publish and wish.publish.parent, "lake": lake, "backups": wish.dump}
    wanted = {name: folder for name, folder in folders.items() if folder}
    for folder in wanted.values():
        if not folder.is_absolute() or folder == folder.parent:
            hint = "Write paths like /srv/warehouse/out/site and /srv/warehouse/backups."
            raise UsageError(f"nothing can be mounted at {folder} in a container", hint=hint)
    return {name: str(folder) for name, folder in wanted.items()}
