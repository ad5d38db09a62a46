"""The migrations as files: their order, their names, what they say of themselves, and their digests."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from warehouse.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

BASE: Final = "base"
"""What stands before the first migration."""

_LENGTH: Final = len("20261122_0900")


@dataclass(frozen=True, slots=True)
class Revision:
    """One migration.

    Attributes:
        name: Its revision, from the name of its file: when it was written.
        slug: What it does, from the name of its file.
        path: The file; SQL may lie in a folder of the same name beside it.
    """

    name: str
    slug: str
    path: Path

    @property
    def title(self) -> str:
        """What it does, in words."""
        return self.slug.replace("_", " ")

    @property
    def sha256(self) -> str:
        """Digest of all that it runs: of the file, and of each SQL file of its folder with its name."""
        digest = sha256(self.path.read_bytes())
        for file in sorted(self.path.with_suffix("").glob("*.sql")):
            digest.update(f"\0{file.name}\0".encode() + file.read_bytes())
        return digest.hexdigest()

    @property
    def remarks(self) -> str:
        """What its docstring says besides the first line, such as what a downgrade loses; may be empty."""
        told = ast.get_docstring(ast.parse(self.path.read_text(encoding="utf-8"))) or ""
        return " ".join(told.partition("\n")[2].split())


def revision_of(path: Path) -> Revision:
    """Read the name of a migration's file."""
    return Revision(path.name[:_LENGTH], path.stem[_LENGTH + 1 :], path)


def list_revisions(migrations: Path) -> list[Revision]:
    """Give all migrations, oldest first: their files are named by when, and they form one line.

    Raises:
        ConfigurationError: There are none.
    """
    found = sorted((migrations / "versions").glob("2*.py"))
    if not found:
        raise ConfigurationError(f"no migrations in {migrations}", hint="Install the package again.")
    return [revision_of(path) for path in found]


def find_revision(revisions: list[Revision], name: str) -> Revision:
    """Give the migration with this revision, or of this whole name.

    Raises:
        UsageError: There is none.
    """
    for revision in revisions:
        if name in {revision.name, revision.path.stem}:
            return revision
    hint = f'Known are {revisions[0].name} to {revisions[-1].name}: see "warehouse db history".'
    raise UsageError(f'there is no revision "{name}"', hint=hint)
