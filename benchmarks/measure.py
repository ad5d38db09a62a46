"""The measurement of one process: its duration, the CPU seconds of it and of the server, and its peak memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import timed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SAMPLE_SECONDS: Final = 0.1
_KIB_PER_MIB: Final = 1024
_LAST_LINES: Final = 15
_FAMILY_TICKS: Final = slice(11, 15)
"""utime, stime, cutime and cstime in ``/proc/PID/stat``, counted behind the name of the program."""
_LAUNCHER: Final = (sys.executable, "-I", "-S", timed.__file__)


class FailedError(Exception):
    """A measured process failed; its measurement would mean nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a process.

    Attributes:
        seconds: Wall-clock time from just before its start until its end.
        peak_mib: Peak memory in MiB. With worker processes, the memory of all together, with shared pages counted once,
            sampled ten times a second.
        client: CPU seconds of the process and of the processes that it started.
        server: CPU seconds of all processes of the server in that time; 0 without a server.
    """

    seconds: float
    peak_mib: float
    client: float = 0.0
    server: float = 0.0

    @property
    def cpu(self) -> float:
        """The CPU seconds of client and server together."""
        return self.client + self.server

    def __str__(self) -> str:
        return f"{self.seconds:.3f} s, CPU {self.client:.2f} + {self.server:.2f} s, {self.peak_mib:.0f} MiB"


def run(argv: Sequence[str], environment: Mapping[str, str], folder: Path, postmaster: int | None = None) -> Run:
    """Run a process, capture its output, and return its measurement.

    Args:
        argv: The path of the program, and its arguments.
        environment: All its environment variables.
        folder: The working directory.
        postmaster: The process id of the server whose CPU seconds count; None: no server.

    Raises:
        FailedError: Its exit code is not 0; the message has the end of its output.
    """
    before = server_cpu(postmaster)
    with tempfile.TemporaryFile() as output:
        launcher = subprocess.Popen(  # noqa: S603 - the programs are ours
            [*_LAUNCHER, *argv],
            env=dict(environment),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        )
        family = _Family(launcher.pid)
        try:
            told, _ = launcher.communicate()
        finally:
            family.stop()
            if launcher.returncode is None:
                family.end()
                launcher.kill()
                launcher.wait()
        code, *figures = told.split() if launcher.returncode == 0 else [str(launcher.returncode)]
        if code != "0":
            output.seek(0)
            raise FailedError(_failure(argv, code, output.read().decode(errors="replace")))
    seconds, client, peak_kib = map(float, figures)
    return Run(seconds, max(peak_kib, family.peak_kib) / _KIB_PER_MIB, client, server_cpu(postmaster) - before)


def _failure(argv: Sequence[str], code: str, printed: str) -> str:
    command = " ".join([Path(argv[0]).name, *argv[1:]])
    return "\n".join([f"{command} ended with {code}:", *printed.splitlines()[-_LAST_LINES:]])


def server_cpu(postmaster: int | None) -> float:
    """Return the CPU seconds that all processes of a server have used, those that ended included.

    Args:
        postmaster: The process id of the server's first process; None: no server, and no seconds.
    """
    if postmaster is None:
        return 0.0
    return sum(map(_ticks, [postmaster, *_descendants(postmaster)])) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    """Return the CPU time of a process and of its children that have ended, in clock ticks."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[_FAMILY_TICKS]))
    return 0


class _Family:
    """The memory of a process and its children; sampling costs almost nothing while there are no children."""

    def __init__(self, launcher: int) -> None:
        self.peak_kib = 0
        self._launcher = launcher
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def end(self) -> None:
        """End the processes that the launcher has started, for when the benchmark is interrupted."""
        for pid in list(_descendants(self._launcher)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)

    def _watch(self) -> None:
        while not self._done.wait(_SAMPLE_SECONDS):
            pids = list(_descendants(self._launcher))
            if len(pids) > 1:
                self.peak_kib = max(self.peak_kib, sum(map(_own_kib, pids)))


def _descendants(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                for child in (thread / "children").read_text().split():
                    yield int(child)
                    yield from _descendants(int(child))


def _own_kib(pid: int) -> int:
    """Return the memory of a process in KiB; a page shared by several processes is divided among them."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
