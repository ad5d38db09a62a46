"""The configuration of scheduled loads: units for systemd, a crontab line, or a CronJob for Kubernetes.

Input: a job, which states its commands, their place and time, and the folders that it may write to. Output: one
complete text with comments, in which every path and argument is quoted for the scheduler. This module never uses a
connection, never prints a secret, and never inspects the machine.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import warehouse
from warehouse.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LONGEST_CRON: Final = 990
"""The maximum number of bytes of a command. Debian's cron rejects a crontab with a longer one."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9_@+=:,./-]+", re.ASCII)


def for_exec(words: Iterable[str]) -> str:
    """Return the words of a command quoted for ``ExecStart=`` of systemd, where $ and % are special."""
    return " ".join(_quoted(word.replace("$", "$$")) for word in map(printable, words))


def for_setting(text: str) -> str:
    """Return a word quoted for a systemd setting that takes a list of words, such as ``Environment=``."""
    return _quoted(printable(text))


def for_path(text: str) -> str:
    """Return a path for a systemd setting that takes one path. Such a setting has no quotes, and % is special in it.

    Raises:
        UsageError: The path begins or ends with a blank, ends with a backslash, or holds a control character.
    """
    if text != text.strip() or text.endswith("\\"):
        raise UsageError(
            f'systemd cannot express the folder "{text}"',
            hint="Rename the folder: its name must not begin or end with a blank, or end with a backslash.",
        )
    return printable(text).replace("%", "%%")


def for_cron(command: str) -> str:
    r"""Return a shell command escaped for a crontab, where % ends the command.

    Raises:
        UsageError: The command holds ``\%``, which cron cannot express, or is longer than ``LONGEST_CRON`` bytes.
    """
    if "\\%" in command:
        what = r'cron cannot express "\%" in a command'
        raise UsageError(what, hint="Rename the file or folder, or call a script of your own.")
    line = command.replace("%", r"\%")
    if len(line.encode()) > LONGEST_CRON:
        what = f"the command has {len(line.encode())} bytes, and cron accepts at most {LONGEST_CRON}"
        raise UsageError(what, hint="Leave out steps, use shorter paths, or call a script of your own.")
    return line


def for_shell(words: Iterable[str]) -> str:
    """Return the words of a command quoted for a POSIX shell."""
    return shlex.join(map(printable, words))


def for_yaml(text: str) -> str:
    """Return a text as a YAML scalar that is always a string. A JSON string is also a YAML string."""
    return json.dumps(printable(text), ensure_ascii=False)


def for_container(text: str) -> str:
    """Return a word of a command or a variable as YAML for Kubernetes, where $ is special."""
    return for_yaml(text.replace("$", "$$"))


def printable(text: str) -> str:
    """Return the text unchanged, after checking that it is printable.

    Raises:
        UsageError: The text holds a line break or another control character, which no schedule can express.
    """
    if not text.isprintable():
        raise UsageError(
            f"a schedule cannot contain {text!r}", hint="Use names without line breaks and control characters."
        )
    return text


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if _PLAIN.fullmatch(word) else f'"{escaped}"'


MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
FIELDS: Final = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("day of the week", 0, 7, DAYS),
)
NICKNAMES: Final = ("@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually")

_CALENDAR: Final = re.compile(r"[A-Za-z0-9*~/.,:+_ -]+", re.ASCII)
_PART: Final = re.compile(r"(\*|[0-9]{1,2}|[a-z]{3})(?:-([0-9]{1,2}|[a-z]{3}))?(?:/([0-9]{1,2}))?", re.ASCII)


def minute_of(project: Path) -> int:
    """Return the minute (1 to 59) at which a project is loaded by default.

    It is derived from the path of the project, so that projects do not all start at once, and none at minute 0.
    """
    return 1 + int.from_bytes(sha256(str(project).encode()).digest()[:4]) % 59


def calendar(at: str | None, project: Path) -> str:
    """Return a time as a systemd calendar expression.

    Args:
        at: The expression that the user wrote; None means every hour at ``minute_of``.
        project: The project folder.

    Raises:
        UsageError: ``at`` cannot be a calendar expression.
    """
    if at is None:
        return f"*-*-* *:{minute_of(project):02}:00"
    if not _CALENDAR.fullmatch(at) or not at.strip() or (len(at.split()) == len(FIELDS) and ":" not in at):
        hint = 'Write it like hourly, "*-*-* 06:30:00" or "Mon..Fri 7:30"; "systemd-analyze calendar" explains it.'
        raise UsageError(f'--at: "{at}" is not a calendar expression of systemd', hint=hint)
    return at.strip()


def cron(at: str | None, project: Path) -> str:
    """Return a time as the five fields of cron, or as one of its nicknames.

    Args:
        at: The time that the user wrote; None means every hour at ``minute_of``.
        project: The project folder.

    Raises:
        UsageError: ``at`` is not a time of cron.
    """
    if at is None:
        return f"{minute_of(project)} * * * *"
    fields = at.split()
    if fields in ([name] for name in NICKNAMES):
        return fields[0]
    hint = 'Write five fields, such as "30 6 * * 1-5" for half past six from Monday to Friday, or @daily.'
    if len(fields) != len(FIELDS):
        raise UsageError(f'--at: "{at}" is not a time of cron', hint=hint)
    for text, (name, least, most, words) in zip(fields, FIELDS, strict=True):
        if not all(_fits(part, least, most, words) for part in text.lower().split(",")):
            raise UsageError(f'--at: "{text}" is not a valid {name} for cron', hint=hint)
    return " ".join(fields)


def _fits(part: str, least: int, most: int, words: tuple[str, ...]) -> bool:
    match = _PART.fullmatch(part)
    if (
        not match
        or (match[1] == "*" and match[2])
        or (match[3] and (int(match[3]) < 1 or not (match[2] or match[1] == "*")))
    ):
        return False
    numbers = [_number(text, least, words) for text in match.groups()[:2] if text and text != "*"]
    return all(least <= number <= most for number in numbers) and numbers == sorted(numbers)


def _number(text: str, least: int, words: tuple[str, ...]) -> int:
    """Return the value of a number or a name, such as ``jan``; -1 if the text is neither."""
    if text.isdigit():
        return int(text)
    return words.index(text) + least if text in words else -1


WORTH_IT: Final = (ExitCode.UNREACHABLE, ExitCode.BUSY)
"""The exit codes to retry, because their causes pass by themselves."""

NOT_WORTH_IT: Final = tuple(code for code in ExitCode if code not in {ExitCode.DONE, ExitCode.INTERRUPTED, *WORTH_IT})
"""The exit codes not to retry, because a person must fix the cause.

An interruption is in neither list: the person who interrupted the command decides.
"""


def listed(codes: tuple[ExitCode, ...], between: str = " ") -> str:
    """Return the numbers of exit codes as a text, with ``between`` between them."""
    return between.join(str(int(code)) for code in codes)


PREFIX: Final = "warehouse"
LONGEST_NAME: Final = 52
"""The maximum number of characters that Kubernetes allows in the name of a CronJob."""

_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Step:
    """One warehouse command of a job.

    Attributes:
        name: Its name, one word.
        words: Its arguments, beginning with the name of the command.
    """

    name: str
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Job:
    """A scheduled job: steps that run one after the other until one fails.

    Attributes:
        name: Name of the units: lower-case letters, digits and hyphens.
        project: The project folder.
        program: The words that start the warehouse command line.
        options: Its global options, as words.
        steps: The steps to run.
        at: When to run it, in the syntax of the scheduler.
        account: The account that runs it.
        environment: Environment variables, none of which is secret.
        writes: Folders that it must be able to write to.
        is_embedded: Whether the database is the embedded server.
        lacks_password: Whether a password that was part of the address has been omitted.
    """

    name: str
    project: Path
    program: Sequence[str]
    options: Sequence[str]
    steps: Sequence[Step]
    at: str
    account: str
    environment: Mapping[str, str] = field(default_factory=dict)
    writes: Sequence[Path] = ()
    is_embedded: bool = False
    lacks_password: bool = False

    def commands(self) -> list[list[str]]:
        """Return the full command of each step, as words."""
        return [[*self.program, *self.options, *step.words] for step in self.steps]


def job_name(project: Path) -> str:
    """Return the default name of a job, derived from the name of the project folder."""
    slug = re.sub("[^a-z0-9]+", "-", project.name.lower()).strip("-")
    name = slug if slug.startswith(PREFIX) else f"{PREFIX}-{slug}"
    return name[:LONGEST_NAME].strip("-")


def require_name(name: str) -> str:
    """Return the name unchanged, after checking that every scheduler accepts it.

    Raises:
        UsageError: The name is too long, or does not consist of lower-case letters, digits and hyphens.
    """
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        hint = f"Use up to {LONGEST_NAME} lower-case letters, digits and hyphens. Begin and end with a letter or digit."
        raise UsageError(f'"{name}" cannot be the name of a schedule', hint=hint)
    return name


TEMPLATES: Final = Path(__file__).with_name("templates")


class Part(StrEnum):
    """The two unit files of systemd."""

    SERVICE = "service"
    TIMER = "timer"


def as_systemd(job: Job, part: Part | None = None) -> str:
    """Return the systemd service and timer, or one of them.

    Args:
        job: The job to run.
        part: The unit file to return; None means both, each below a comment with its file name.

    Raises:
        UsageError: systemd cannot express one of the words.
    """
    return "\n".join(
        _filled(
            f"systemd.{each}",
            job,
            commands=[for_exec(words) for words in job.commands()],
            folder=for_path(str(job.project)),
            variables=[for_setting(f"{name}={value}") for name, value in job.environment.items()],
            writes=[for_setting(str(path)) for path in job.writes],
            is_whole=part is None,
        )
        for each in Part
        if part in (None, each)
    )


def as_cron(job: Job, log: Path, mail_to: str) -> str:
    """Return the lines of a crontab.

    Args:
        job: The job to run.
        log: The log file for its output.
        mail_to: The account or address that gets an email after a failure.

    Raises:
        UsageError: cron cannot express one of the words, or the command is too long.
    """
    variables = [f"{name}={for_shell([value])}" for name, value in job.environment.items()]
    program = " ".join([*variables, for_shell([*job.program, *job.options])])
    steps = " && ".join(f"w {for_shell(step.words)}" for step in job.steps)
    log_file = for_shell([str(log)])
    failed = f'code=$?; echo "{job.name} failed with exit code $code. The end of its log:"; tail -n 20 {log_file}'
    command = f'w() {{ {program} "$@"; }}; {{ {steps}; }} >>{log_file} 2>&1 || {{ {failed}; }}'
    return _filled("crontab", job, command=for_cron(command), log=printable(str(log)), mail_to=mail_to)


def as_kubernetes(job: Job, image: str, volumes: Mapping[str, str], address: str | None) -> str:
    """Return a Kubernetes CronJob as YAML.

    Args:
        job: The job to run, with paths inside the container.
        image: The container image.
        volumes: The writable volumes: mount folder by volume name.
        address: The address of the database, without a password. None means that it is part of the secret.

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
        autoescape=False,  # noqa: S701 - no HTML: the functions for_... quote for each reader
    )
    environment.filters["yaml"] = for_yaml
    environment.filters["container"] = for_container
    environment.filters["plain"] = lambda value: printable(str(value))
    return environment.get_template(template).render(
        job=job,
        version=warehouse.__version__,
        retried=listed(WORTH_IT, ", "),
        given_up=listed(NOT_WORTH_IT),
        given_up_list=listed(NOT_WORTH_IT, ", "),
        **values,
    )
