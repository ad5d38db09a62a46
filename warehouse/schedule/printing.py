"""Print a job for the one that will run it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import warehouse
from warehouse.schedule import quoting
from warehouse.schedule.retries import NOT_WORTH_IT, WORTH_IT, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.schedule.job import Job

TEMPLATES: Final = Path(__file__).with_name("templates")


class Part(StrEnum):
    """Which of systemd's two files."""

    SERVICE = "service"
    TIMER = "timer"


def as_systemd(job: Job, part: Part | None = None) -> str:
    """Give a service and a timer, each under a line that says which file it is; or one of them.

    Raises:
        UsageError: systemd cannot be told one of the words.
    """
    return "\n".join(
        _filled(
            f"systemd.{each}",
            job,
            commands=[quoting.for_exec(words) for words in job.commands()],
            folder=quoting.for_path(str(job.project)),
            variables=[quoting.for_setting(f"{name}={value}") for name, value in job.environment.items()],
            writes=[quoting.for_setting(str(path)) for path in job.writes],
            is_whole=part is None,
        )
        for each in Part
        if part in (None, each)
    )


def as_cron(job: Job, log: Path, mail_to: str) -> str:
    """Give the lines of a crontab.

    Args:
        job: What to run.
        log: Where its output goes.
        mail_to: Who is told of a failure.

    Raises:
        UsageError: cron cannot be told one of the words.
    """
    variables = [f"{name}={quoting.for_shell([value])}" for name, value in job.environment.items()]
    program = " ".join([*variables, quoting.for_shell([*job.program, *job.options])])
    steps = " && ".join(f"w {quoting.for_shell(step.words)}" for step in job.steps)
    where = quoting.for_shell([str(log)])
    failed = f'code=$?; echo "{job.name} ended in exit code $code; its log ends so:"; tail -n 20 {where}'
    command = f'w() {{ {program} "$@"; }}; {{ {steps}; }} >>{where} 2>&1 || {{ {failed}; }}'
    return _filled("crontab", job, command=quoting.for_cron(command), log=quoting.printable(str(log)), mail_to=mail_to)


def as_kubernetes(job: Job, image: str, volumes: Mapping[str, str], address: str | None) -> str:
    """Give a CronJob as YAML.

    Args:
        job: What to run; its paths are those inside the container.
        image: The image.
        volumes: What is mounted to be written to: the folder by the name of the volume.
        address: The database, without a password; None: the secret says it too.

    Raises:
        UsageError: One of the words holds a control character.
    """
    return _filled(
        "cronjob.yaml",
        job,
        containers=list(zip(job.steps, job.commands(), strict=True)),
        image=image,
        volumes=volumes,
        address=address,
    )


def _filled(template: str, job: Job, **values: Any) -> str:  # noqa: ANN401 - each template has its own
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - no HTML: each reader has its own rules, see quoting
    )
    environment.filters["yaml"] = quoting.for_yaml
    environment.filters["container"] = quoting.for_container
    environment.filters["plain"] = lambda value: quoting.printable(str(value))
    return environment.get_template(template).render(
        job=job,
        version=warehouse.__version__,
        retried=listed(WORTH_IT, ", "),
        given_up=listed(NOT_WORTH_IT),
        given_up_list=listed(NOT_WORTH_IT, ", "),
        **values,
    )
