"""The mart as one file: its tables with keys and comments, and the saved reports that its SQL can answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from warehouse import files
from warehouse.errors import UsageError
from warehouse.exports.snapshot import about, begun

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    import psycopg

    from warehouse.mart.objects import MartObject
    from warehouse.reports.definition import Report

    Properties = dict[str, Any]


@dataclass(slots=True)
class Content:
    """What a file holds.

    Attributes:
        rows: The number of rows of all tables.
        reports: The SQL of each report that the file answers, by name.
        left_out: Why the file does not answer the other reports, by name.
        inexact: The number of figures with more digits than the numbers of the format have.
    """

    rows: int = 0
    reports: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    inexact: int = 0


class SingleFile(ABC):
    """A file of one format that is being written. A class for each format fills it."""

    def __init__(self, paths: Sequence[Path], objects: Sequence[MartObject], as_of: datetime | None) -> None:
        """Begin the file.

        Args:
            paths: The paths to write to, as many as ``paths_of`` returns; none exists yet.
            objects: All objects of the mart.
            as_of: The instant whose state it shows; None means the state after the last load.
        """
        self.paths = paths
        self.objects = objects
        self.as_of = as_of
        self.content = Content()

    @classmethod
    @abstractmethod
    def require(cls) -> None:
        """Check that the packages that the format needs are installed.

        Raises:
            ConfigurationError: One is missing; the hint says how to install it.
        """

    @classmethod
    @abstractmethod
    def is_ours(cls, path: Path) -> bool:
        """Return whether an existing file is an export of this warehouse."""

    @classmethod
    @abstractmethod
    def failures(cls) -> tuple[type[Exception], ...]:
        """Return the errors that mean that the file cannot be written, as on a full disk."""

    @classmethod
    def paths_of(cls, path: Path) -> list[Path]:
        """Return the file that the user names, and the files that belong beside it."""
        return [path]

    @abstractmethod
    def add(self, connection: psycopg.Connection, mart_object: MartObject, schema: str) -> None:
        """Make the table of a mart object, and fill it from a schema of the open snapshot."""

    @abstractmethod
    def finish(self, reports: Sequence[Report], properties: Properties) -> None:
        """Add the reports that the file can answer, and what ``snapshot.about`` says of the load."""

    @abstractmethod
    def close(self) -> None:
        """Close the file."""


def export(
    connection: psycopg.Connection,
    objects: Sequence[MartObject],
    reports: Sequence[Report],
    path: Path,
    form: type[SingleFile],
    *,
    as_of: datetime | None = None,
    is_forced: bool = False,
    on_object: Callable[[str], None] = lambda _: None,
) -> Content:
    """Write the whole file, or leave what was there.

    Args:
        connection: A connection that is not in a transaction.
        objects: All objects of the mart.
        reports: The saved reports.
        path: The file to write. If it exists, it must be an earlier export.
        form: The format.
        as_of: The point in time whose state is exported; None means the state after the last load.
        is_forced: Replace any file.
        on_object: Called with the name of each object before it is read.

    Raises:
        CheckFailed: No load had been committed at that point in time.
        UsageError: The path is a folder, or a file that is no export.
        PermissionRefused: The file cannot be written, or the disk is full.
    """
    refuse = None if is_forced else partial(_refuse_others, form)
    with files.placed_files(form.paths_of(path), refuse, form.failures()) as new, connection.transaction():
        schema = begun(connection, as_of)
        properties = about(connection, schema, as_of)
        with closing(form(new, objects, as_of)) as made:
            for mart_object in objects:
                on_object(mart_object.name)
                made.add(connection, mart_object, schema)
            on_object("reports")
            made.finish(reports, properties)
    return made.content


def _refuse_others(form: type[SingleFile], path: Path) -> None:
    if not form.is_ours(path):
        what = f"{path} exists, and is no export of this warehouse"
        raise UsageError(what, hint="Name another file, or replace it with --force.")


def quoted(name: str) -> str:
    """Return a name as SQL."""
    return '"' + name.replace('"', '""') + '"'
