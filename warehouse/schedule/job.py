"""What is to be run on a schedule."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - part of the record
from typing import TYPE_CHECKING, Final

from warehouse.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
        """Give each step as the words of a process."""
        return [[*self.program, *self.options, *step.words] for step in self.steps]


def job_name(project: Path) -> str:
    """Make a name of that of the project folder."""
    slug = re.sub("[^a-z0-9]+", "-", project.name.lower()).strip("-")
    name = slug if slug.startswith(PREFIX) else f"{PREFIX}-{slug}"
    return name[:LONGEST_NAME].strip("-")


def require_name(name: str) -> str:
    """Give the name back.

    Raises:
        UsageError: It cannot name units everywhere.
    """
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        hint = f"Use up to {LONGEST_NAME} small letters, digits and hyphens, a letter or digit first and last."
        raise UsageError(f'"{name}" cannot name a schedule', hint=hint)
    return name
