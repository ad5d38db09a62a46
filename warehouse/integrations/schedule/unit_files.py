"""How each reader of a schedule wants its words written."""

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
"""Bytes of a command: cron of Debian refuses a crontab with a longer one."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9_@+=:,./-]+", re.ASCII)


def for_exec(words: Iterable[str]) -> str:
    """Write the words of a command for ``ExecStart=``, where $ and % mean something."""
    return " ".join(_quoted(word.replace("$", "$$")) for word in map(printable, words))


def for_setting(text: str) -> str:
    """Write one word for a setting that holds a list of words, such as ``Environment=``."""
    return _quoted(printable(text))


def for_path(text: str) -> str:
    """Write a path for a setting that is one path as it stands: nothing is quoted there, and % means something.

    Raises:
        UsageError: It cannot be said so.
    """
    if text != text.strip() or text.endswith("\\"):
        raise UsageError(
            f'systemd cannot be told a folder "{text}"', hint="Rename it: no blank or backslash at its end."
        )
    return printable(text).replace("%", "%%")


def for_cron(command: str) -> str:
    """Write a shell command for a crontab, where % ends it.

    Raises:
        UsageError: It cannot be said so.
    """
    if "\\%" in command:
        raise UsageError(r'cron cannot be told "\%"', hint="Rename the file or folder, or call a script of your own.")
    line = command.replace("%", r"\%")
    if len(line.encode()) > LONGEST_CRON:
        what = f"the command has {len(line.encode())} bytes, and cron takes {LONGEST_CRON}"
        raise UsageError(what, hint="Leave steps out, use shorter paths, or call a script of your own.")
    return line


def for_shell(words: Iterable[str]) -> str:
    """Write the words of a command for a POSIX shell."""
    return shlex.join(map(printable, words))


def for_yaml(text: str) -> str:
    """Write a text as a scalar that is nothing but text; JSON's strings are YAML's."""
    return json.dumps(printable(text), ensure_ascii=False)


def for_container(text: str) -> str:
    """Write a word of a command or a variable for Kubernetes, where $ means something."""
    return for_yaml(text.replace("$", "$$"))


def printable(text: str) -> str:
    """Return a text back.

    Raises:
        UsageError: It holds a line break or another control character, which no schedule can carry.
    """
    if not text.isprintable():
        raise UsageError(
            f"a schedule cannot carry {text!r}", hint="Use names without line breaks and control characters."
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
    """Return the minute at which this project is loaded by default: not all projects at once, none at minute 0."""
    return 1 + int.from_bytes(sha256(str(project).encode()).digest()[:4]) % 59


def calendar(at: str | None, project: Path) -> str:
    """Return a time in systemd's words.

    Raises:
        UsageError: It cannot be one.
    """
    if at is None:
        return f"*-*-* *:{minute_of(project):02}:00"
    if not _CALENDAR.fullmatch(at) or not at.strip() or (len(at.split()) == len(FIELDS) and ":" not in at):
        hint = 'Write it like hourly, "*-*-* 06:30:00" or "Mon..Fri 7:30"; "systemd-analyze calendar" explains it.'
        raise UsageError(f'--at: "{at}" is no time of systemd\'s calendar', hint=hint)
    return at.strip()


def cron(at: str | None, project: Path) -> str:
    """Return a time in cron's five fields, or as one of its nicknames.

    Raises:
        UsageError: It is none.
    """
    if at is None:
        return f"{minute_of(project)} * * * *"
    given = at.split()
    if given in ([name] for name in NICKNAMES):
        return given[0]
    hint = 'Write five fields, such as "30 6 * * 1-5" for half past six from Monday to Friday, or @daily.'
    if len(given) != len(FIELDS):
        raise UsageError(f'--at: "{at}" is no time of cron\'s', hint=hint)
    for text, (name, least, most, words) in zip(given, FIELDS, strict=True):
        if not all(_fits(part, least, most, words) for part in text.lower().split(",")):
            raise UsageError(f'--at: "{text}" is no {name} of cron\'s', hint=hint)
    return " ".join(given)


def _fits(part: str, least: int, most: int, words: tuple[str, ...]) -> bool:
    found = _PART.fullmatch(part)
    if (
        not found
        or (found[1] == "*" and found[2])
        or (found[3] and (int(found[3]) < 1 or not (found[2] or found[1] == "*")))
    ):
        return False
    numbers = [_number(text, least, words) for text in found.groups()[:2] if text and text != "*"]
    return all(least <= number <= most for number in numbers) and numbers == sorted(numbers)


def _number(text: str, least: int, words: tuple[str, ...]) -> int:
    """Return what a number or a word stands for; -1: nothing."""
    if text.isdigit():
        return int(text)
    return words.index(text) + least if text in words else -1


WORTH_IT: Final = (ExitCode.UNREACHABLE, ExitCode.BUSY)
"""What passes by itself."""

NOT_WORTH_IT: Final = tuple(code for code in ExitCode if code not in {ExitCode.DONE, ExitCode.INTERRUPTED, *WORTH_IT})
"""What stays as it is until somebody does something. An interruption is neither: whoever sent it decides."""


def listed(codes: tuple[ExitCode, ...], between: str = " ") -> str:
    """Return the numbers."""
    return between.join(str(int(code)) for code in codes)


PREFIX: Final = "warehouse"
LONGEST_NAME: Final = 52
"""Characters that Kubernetes leaves for the name of a CronJob."""

_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a job.

    Attributes:
        name: What it is, in a word.
        words: Its arguments, from the verb on.
    """

    name: str
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be run: steps, one after the other, as long as they succeed.

    Attributes:
        name: Of the units: small letters, digits, hyphens.
        project: The project folder.
        program: What starts the command line, as words.
        options: Its global options, as words.
        steps: What to do.
        at: When, in the words of whoever runs it.
        account: Who runs it.
        environment: Variables, none of them secret.
        writes: Folders it must be able to write to.
        is_embedded: Whether the database is the embedded server.
        lacks_password: Whether the address held a password, which is left out.
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
        """Return each step as the words of a process."""
        return [[*self.program, *self.options, *step.words] for step in self.steps]


def job_name(project: Path) -> str:
    """Make a name of that of the project folder."""
    slug = re.sub("[^a-z0-9]+", "-", project.name.lower()).strip("-")
    name = slug if slug.startswith(PREFIX) else f"{PREFIX}-{slug}"
    return name[:LONGEST_NAME].strip("-")


def require_name(name: str) -> str:
    """Return the name back.

    Raises:
        UsageError: It cannot name units everywhere.
    """
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        hint = f"Use up to {LONGEST_NAME} small letters, digits and hyphens, a letter or digit first and last."
        raise UsageError(f'"{name}" cannot name a schedule', hint=hint)
    return name


TEMPLATES: Final = Path(__file__).with_name("templates")


class Part(StrEnum):
    """Which of systemd's two files."""

    SERVICE = "service"
    TIMER = "timer"


def as_systemd(job: Job, part: Part | None = None) -> str:
    """Return a service and a timer, each under a line that says which file it is; or one of them.

    Raises:
        UsageError: systemd cannot be told one of the words.
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
        job: What to run.
        log: Where its output goes.
        mail_to: Who is told of a failure.

    Raises:
        UsageError: cron cannot be told one of the words.
    """
    variables = [f"{name}={for_shell([value])}" for name, value in job.environment.items()]
    program = " ".join([*variables, for_shell([*job.program, *job.options])])
    steps = " && ".join(f"w {for_shell(step.words)}" for step in job.steps)
    where = for_shell([str(log)])
    failed = f'code=$?; echo "{job.name} ended in exit code $code; its log ends so:"; tail -n 20 {where}'
    command = f'w() {{ {program} "$@"; }}; {{ {steps}; }} >>{where} 2>&1 || {{ {failed}; }}'
    return _filled("crontab", job, command=for_cron(command), log=printable(str(log)), mail_to=mail_to)


def as_kubernetes(job: Job, image: str, volumes: Mapping[str, str], address: str | None) -> str:
    """Return a CronJob as YAML.

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
