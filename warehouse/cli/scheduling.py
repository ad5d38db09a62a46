"""``warehouse schedule print``: what a machine needs to load on its own."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from warehouse.cli.groups import Group
from warehouse.cli.jobs import Wish, address_of, log_format, name_of, own_account, own_job, steps_of
from warehouse.cli.session import Session, print_data, session_of
from warehouse.cli.watched import MetricsOption  # noqa: TC001 - typer reads the annotations
from warehouse.errors import UsageError

app = typer.Typer(cls=Group, help="Load on a schedule.")

CONTAINER: Final = Path("/srv/warehouse")
"""The project folder in a container."""


class Form(StrEnum):
    """Who is to run it."""

    SYSTEMD = "systemd"
    CRON = "cron"
    K8S = "k8s"


class SystemdPart(StrEnum):
    """One of systemd's two files."""

    SERVICE = "service"
    TIMER = "timer"


def _option(name: str, metavar: str, about: str) -> typer.models.OptionInfo:
    made: typer.models.OptionInfo = typer.Option(name, metavar=metavar, help=about)
    return made


FormArgument = Annotated[Form, typer.Argument(metavar="systemd|cron|k8s", help="Who is to run it.")]
At = Annotated[
    str | None, _option("--at", "TIME", "When, in systemd's or cron's words; else hourly, at a minute of its own.")
]
Name = Annotated[str | None, _option("--name", "NAME", "Name of the units; else from the project folder.")]
Publish = Annotated[Path | None, _option("--publish", "DIR", "Then publish the site, if anything changed.")]
Dump = Annotated[Path | None, _option("--dump", "DIR", "Then dump the database there.")]
Keep = Annotated[int | None, typer.Option("--keep", metavar="N", min=1, help="With --dump: how many stay; 14.")]
Old = Annotated[
    str | None, _option("--max-document-age", "D", "At last fail if the newest document of a topic is older.")
]
Ping = Annotated[str | None, _option("--ping-url", "URL", "The load POSTs there how it ended.")]
OnFailure = Annotated[str | None, _option("--on-failure", "CMD", "The load runs this if it fails.")]
Account = Annotated[str | None, _option("--account", "NAME", "systemd, cron: who runs it; else you.")]
PartOption = Annotated[SystemdPart | None, typer.Option("--part", help="systemd: only this of the two files.")]
LogFile = Annotated[Path | None, _option("--log", "FILE", "cron: where output goes; warehouse.log of the project.")]
MailTo = Annotated[str | None, _option("--mail-to", "ADDRESS", "cron: who learns of failures.")]
Image = Annotated[str | None, _option("--image", "IMAGE", "k8s: the image to run.")]


@app.command(name="print")
def print_schedule(
    context: typer.Context,
    form: FormArgument,
    *,
    at: At = None,
    name: Name = None,
    publish: Publish = None,
    dump: Dump = None,
    keep: Keep = None,
    max_document_age: Old = None,
    metrics_file: MetricsOption = None,
    ping_url: Ping = None,
    on_failure: OnFailure = None,
    account: Account = None,
    part: PartOption = None,
    log: LogFile = None,
    mail_to: MailTo = None,
    image: Image = None,
) -> None:
    """Print complete units for this installation, ready to be saved; nothing is installed, no secret printed."""
    session = session_of(context)
    _refuse_strangers(form, {"part": part, "log": log, "mail-to": mail_to, "image": image, "account": account})
    wish = Wish(
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
    )
    print_data(_printed(session, form, wish, part=part, log=log, mail_to=mail_to, image=image).rstrip("\n"))


def _refuse_strangers(form: Form, given: dict[str, object]) -> None:
    known = {
        Form.SYSTEMD: {"part", "account"},
        Form.CRON: {"log", "mail-to", "account"},
        Form.K8S: {"image"},
    }[form]
    for name, value in given.items():
        if value is not None and name not in known:
            raise UsageError(f"--{name} says nothing to {form}", hint="Leave it out.")


def _printed(
    session: Session,
    form: Form,
    wish: Wish,
    *,
    part: SystemdPart | None,
    log: Path | None,
    mail_to: str | None,
    image: str | None,
) -> str:
    if form is Form.K8S:
        return _kubernetes(session, wish, image)
    return _cron(session, wish, log, mail_to) if form is Form.CRON else _systemd(session, wish, part)


def _systemd(session: Session, wish: Wish, part: SystemdPart | None) -> str:
    from warehouse.schedule.printing import Part, as_systemd
    from warehouse.schedule.times import calendar

    job = own_job(session, wish, calendar(wish.at, session.settings.project))
    return as_systemd(job, None if part is None else Part(part))


def _cron(session: Session, wish: Wish, log: Path | None, mail_to: str | None) -> str:
    from warehouse.schedule.printing import as_cron
    from warehouse.schedule.times import cron

    project = session.settings.project
    job = own_job(session, wish, cron(wish.at, project))
    return as_cron(job, log.absolute() if log else project / "warehouse.log", mail_to or wish.account)


def _kubernetes(session: Session, wish: Wish, image: str | None) -> str:
    import warehouse
    from warehouse.schedule.job import Job
    from warehouse.schedule.printing import as_kubernetes
    from warehouse.schedule.times import cron

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
    return as_kubernetes(job, image or f"critical-minerals-warehouse:{warehouse.__version__}", _volumes(wish), address)


def _volumes(wish: Wish) -> dict[str, str]:
    """Give what is mounted to be written to; a site takes the place of its folder, so the one above is mounted."""
    folders = {"site": wish.publish and wish.publish.parent, "backups": wish.dump}
    wanted = {name: folder for name, folder in folders.items() if folder}
    for folder in wanted.values():
        if not folder.is_absolute() or folder == folder.parent:
            hint = "Write paths like /srv/warehouse/out/site and /srv/warehouse/backups."
            raise UsageError(f"nothing can be mounted at {folder} in a container", hint=hint)
    return {name: str(folder) for name, folder in wanted.items()}
