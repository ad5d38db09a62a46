"""A dump as a file: whether it is one, whether it is whole, and what it says about itself."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.database.recovery.programs import Program, ProgramFailed
from warehouse.errors import ConfigurationError, InvalidSource, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAGIC: Final = b"PGDMP"
SAID: Final = re.compile(r"^; +(Dumped from database|Dumped by pg_dump) version: (\d+)(\S*)", re.MULTILINE)
REVISION: Final = re.compile(r"^COPY ops\.alembic_version .*\n(.+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Archive:
    """What a dump says about itself.

    Attributes:
        path: The file.
        server_version: The version of the server it was made of.
        revision: The schema revision of the warehouse in it.
        reader: The program that reads it.
    """

    path: Path
    server_version: str
    revision: str
    reader: Program

    @property
    def server_major(self) -> int:
        """The major version of the server it was made of."""
        return int(self.server_version.partition(".")[0])


def is_archive(path: Path) -> bool:
    """Say whether a file begins as a dump does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def examine(path: Path, readers: Sequence[Program]) -> Archive:
    """Read a dump from beginning to end, and give what it says about itself.

    Args:
        path: The file.
        readers: Versions of pg_restore, in the order to try.

    Raises:
        UsageError: There is no such file.
        InvalidSource: It is no dump, is cut short or damaged, or holds no warehouse.
        ConfigurationError: A later pg_dump wrote it than any of the readers knows.
    """
    try:
        if not is_archive(path):
            raise InvalidSource(f"{path} is no dump of a database", hint='Dumps are made by "warehouse db dump".')
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint="Name the file of a dump.") from error
    reader, listed = _listed(path, readers)
    try:
        reader.run(["--file=/dev/null", path])
        copied = reader.run(["--data-only", "--schema=ops", "--table=alembic_version", "--file=-", path])
    except ProgramFailed as error:
        raise _damaged(path, error) from error
    said = {match[1]: f"{match[2]}{match[3]}" for match in SAID.finditer(listed)}
    revision = REVISION.search(copied)
    if revision is None:
        raise InvalidSource(f"{path} holds no warehouse", hint="Restore dumps of other things with pg_restore.")
    return Archive(path, said.get("Dumped from database", "0"), revision[1], reader)


def digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _listed(path: Path, readers: Sequence[Program]) -> tuple[Program, str]:
    """Find the reader that knows this file's format: a later pg_dump may have written it."""
    for reader in readers:
        try:
            return reader, reader.run(["--list", path])
        except ProgramFailed as error:
            if "unsupported version" not in error.said:
                raise _damaged(path, error) from error
            failure = error
    newest = readers[-1].version
    raise ConfigurationError(
        f"{path} was written by a later pg_dump than pg_restore {newest} can read: {failure.reason}",
        hint="Point WAREHOUSE_PG_BIN at the programs of a later PostgreSQL.",
    ) from failure


def _damaged(path: Path, error: ProgramFailed) -> InvalidSource:
    return InvalidSource(
        f"{path} is cut short or damaged: {error.reason}", hint="Take another dump, or copy this one again."
    )
