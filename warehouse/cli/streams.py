"""The standard streams of the program, made usable whatever its caller has closed or cannot show."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Final, TextIO

from warehouse.errors import PermissionRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import ReadableBuffer

_CLOSED: Final = {0: ("stdin", os.O_RDONLY, "r"), 1: ("stdout", os.O_RDONLY, "w"), 2: ("stderr", os.O_WRONLY, "w")}
"""How each stream is opened if it is closed. Stdout is opened for reading: nobody would see what is written to it, so
that writing has to fail."""


def secure_streams() -> None:
    """Open the standard streams that are closed, and settle what happens where one cannot be written.

    A closed stream must not stay so: the first file or connection that is opened would get its number, and what is
    printed would go there.
    """
    for number, (name, flags, mode) in _CLOSED.items():
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, flags)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            os.set_inheritable(number, True)  # noqa: FBT003 - positional only
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    sys.stdout = _settled(sys.stdout, _refuse)
    sys.stderr = _settled(sys.stderr, _ignore)


def leave_stdout() -> None:
    """Send what is still buffered for stdout nowhere, so that the end of the program does not fail for it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Output(io.BufferedWriter):
    """The bytes of a stream; ``fail`` is told if they cannot be written."""

    def __init__(self, raw: io.RawIOBase, fail: Callable[[OSError], None]) -> None:
        super().__init__(raw)
        self._fail = fail

    def write(self, data: ReadableBuffer) -> int:
        try:
            return super().write(data)
        except OSError as error:
            self._fail(error)
            return memoryview(data).nbytes

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            self._fail(error)


def _settled(stream: TextIO, fail: Callable[[OSError], None]) -> TextIO:
    """Return the stream, writing in the same encoding; characters that a terminal cannot show are escaped there."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    encoding, errors, is_terminal = stream.encoding, stream.errors, stream.isatty()
    stream.flush()
    buffer = stream.detach()
    raw = buffer.detach() if isinstance(buffer, io.BufferedWriter) else buffer
    return io.TextIOWrapper(
        _Output(raw, fail),
        encoding=encoding,
        errors="backslashreplace" if is_terminal else errors,
        line_buffering=is_terminal or fail is _ignore,
    )


def _refuse(error: OSError) -> None:
    """Raise an error that says what is lost, unless the reader of a pipe went away."""
    if isinstance(error, BrokenPipeError):
        raise error
    leave_stdout()
    what = f"cannot write to stdout: {error.strerror}"
    raise PermissionRefused(what, hint="Make room, or choose another place.") from error


def _ignore(_: OSError) -> None:
    """Go on: a service whose log is full still has its work to do."""
