"""The arguments and the output of reports on the command line: parameters, format, and file."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from warehouse.cli.completion import names_of
from warehouse.cli.session import reader_may_leave
from warehouse.errors import PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import psycopg

    from warehouse.reports.definition import Report
    from warehouse.reports.formats import Format

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the report.", autocompletion=names_of("report"))]

Params = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter of the report; may be repeated."),
]


def values_of(params: list[str] | None) -> dict[str, str]:
    """Parse the parameters to values by name.

    Raises:
        UsageError: A parameter has no name, or two have the same name.
    """
    values: dict[str, str] = {}
    for param in params or []:
        name, equals, value = param.partition("=")
        if not equals or not name:
            what = f'parameter "{param[:80]}" has not the form NAME=VALUE'
            raise UsageError(what, hint="Write --param party=posco-group.")
        if name in values:
            raise UsageError(f'parameter "{name}" is given twice', hint="Keep one of them.")
        values[name] = value
    return values


def chosen_format(name: str | None, output: str) -> Format:
    """Return the named format, or else the one of the file's suffix, or else a table.

    Args:
        name: Name of the format; None: not given.
        output: File to write; ``-`` is stdout.

    Raises:
        UsageError: The name or the suffix is unknown, or the format cannot go to a terminal.
    """
    from warehouse.reports.formats import FORMATS, SUFFIXES
    from warehouse.yamlfiles import nearest

    if name is not None:
        if name not in FORMATS:
            raise UsageError(f'there is no format "{name}"', hint=nearest(name, FORMATS))
        form = FORMATS[name]
    elif output == "-":
        form = FORMATS["table"]
    else:
        suffix = Path(output).suffix.lower()
        if suffix not in SUFFIXES:
            hint = f"Name a format with -f, or end the name in {', '.join(SUFFIXES)}."
            raise UsageError(f'the name "{output}" does not tell a format', hint=hint)
        form = SUFFIXES[suffix]
    if output == "-" and sys.stdout.isatty():
        form.require_file()
    return form


def answer(
    connection: psycopg.Connection, report: Report, values: Mapping[str, str], form: str, stream: IO[str] | IO[bytes]
) -> None:
    """Run ``report`` and write the result to ``stream``; on a terminal it is as wide as the terminal.

    Args:
        connection: Connection to the database.
        report: The report.
        values: Values of its parameters.
        form: Name of the format.
        stream: Text or binary stream, as the format needs.
    """
    from warehouse.reports import formats
    from warehouse.reports.execute import run as run_report

    width = shutil.get_terminal_size().columns if stream.isatty() else None
    with run_report(connection, report, values) as result:
        formats.write(result, form, stream, width)


@contextmanager
def to_stdout() -> Iterator[None]:
    """Write to stdout; a reader that closes the pipe is no error.

    Raises:
        PermissionRefused: Stdout cannot be written, such as a file on a full disk.
    """
    try:
        with reader_may_leave():
            yield
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        what = f"cannot write to stdout: {error.strerror}"
        raise PermissionRefused(what, hint="Make room, or choose another place.") from error


@contextmanager
def replaced(path: Path, *, is_binary: bool) -> Iterator[IO[str] | IO[bytes]]:
    """Yield a stream to a temporary file that replaces ``path`` at the end; after an error nothing is left.

    If ``path`` is a link, the file that it leads to is replaced. A device or a pipe is written directly.

    Raises:
        PermissionRefused: The file cannot be written.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        if target.exists() and not target.is_file():
            with _opened(str(target), is_binary=is_binary) as stream:
                yield stream
            return
        with _beside(target, is_binary=is_binary) as stream:
            yield stream
    except OSError as error:
        raise PermissionRefused(f"cannot write {path}: {error.strerror}", hint="Choose another place.") from error


@contextmanager
def _beside(target: Path, *, is_binary: bool) -> Iterator[IO[str] | IO[bytes]]:
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with _opened(descriptor, is_binary=is_binary) as stream:
            yield stream
        Path(temporary).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _opened(file: int | str, *, is_binary: bool) -> IO[str] | IO[bytes]:
    return open(file, "wb") if is_binary else open(file, "w", encoding="utf-8", newline="")  # noqa: PTH123 - also descriptors


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
