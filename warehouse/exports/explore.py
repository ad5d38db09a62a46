"""Datasette on an exported SQLite file, as a process of its own that only this machine can reach."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST: Final = "127.0.0.1"
_SOON: Final = 0.1
"""Seconds between two looks whether Datasette answers."""
_LATE: Final = 5.0
"""Seconds that Datasette may take to end before it is killed."""
_PLUGINS: Final = Path(__file__).with_name("plugins")
_SETTINGS: Final = (("sql_time_limit_ms", "30000"), ("max_returned_rows", "10000"))
"""A report may take as long, and have as many rows, as the reader of a page will wait for."""
_LAST_LINES: Final = 3


@contextmanager
def explored(database: Path, metadata: Path) -> Iterator[str]:
    """Run Datasette until the block ends, and yield its address.

    Args:
        database: A SQLite file of an export.
        metadata: The metadata beside it.

    Raises:
        ConfigurationError: Datasette does not start.
    """
    port = _free_port()
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(database), "--metadata", str(metadata)]
    command += ["--plugins-dir", str(_PLUGINS), "--host", HOST, "--port", str(port)]
    command += [part for setting in _SETTINGS for part in ("--setting", *setting)]
    log = database.with_suffix(".log")
    with log.open("wb") as stream:
        process = subprocess.Popen(  # noqa: S603 - this program's own Python
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream
        )
        try:
            _wait(process, port, log)
            yield f"http://{HOST}:{port}/{database.stem}"
        finally:
            _end(process)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until Datasette answers.

    Raises:
        ConfigurationError: It ends instead.
    """
    while process.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex((HOST, port)) == 0:
                return
        time.sleep(_SOON)
    said = " / ".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:])
    raise ConfigurationError(
        f"Datasette does not start: {said or 'it says nothing'}", hint="Does datasette --version work?"
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_LATE)
    except subprocess.TimeoutExpired:  # it finishes a long query first
        process.kill()
        process.wait()
