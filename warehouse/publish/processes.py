"""Helper processes: forked copies of this process, each of which does one piece of work and hands over its result.

A helper sees all that was in memory when it began, so work costs no preparation. It must not use the connection to the
server or any other that was open before. Where no process can be forked, all work is done here.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess

Result = TypeVar("Result")

MOST: Final = 8
"""The most helpers at a time."""
AHEAD: Final = 4
"""The most pieces of work for each helper that are begun before an earlier one is done."""
PATIENCE: Final = 5.0
"""Seconds in which a helper that is told to end can cancel its query."""
_ENDING: Final = (signal.SIGINT, signal.SIGTERM)
_THREADS: Final = Path("/proc/self/task")


def available() -> int:
    """Return how many helpers can work at a time: one for each processor, or none where they are of no use.

    A process with several threads must not be forked, and systems without ``/proc`` do not tell how many there are.
    """
    if not _THREADS.is_dir() or len(list(_THREADS.iterdir())) > 1:
        return 0
    processors = len(os.sched_getaffinity(0))
    return min(MOST, processors) if processors > 1 else 0


@dataclass(slots=True)
class _Task:
    """A piece of work, what takes its result, the helper that does it (None: none), and the file of its result."""

    work: Callable[[], Any]
    then: Callable[[Any], object]
    process: BaseProcess | None
    path: Path

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.is_alive()


class Helpers:
    """Does pieces of work, several at a time, and gives their results in the order in which the work was given."""

    def __init__(self, most: int, folder: Path) -> None:
        """Start without work.

        Args:
            most: The most helpers at a time; 0: all work is done here.
            folder: An empty folder for results, and for the temporary files of helpers.
        """
        self._most = most
        self._folder = folder
        self._tasks: deque[_Task] = deque()
        self._begun = 0

    def do(self, work: Callable[[], Result], then: Callable[[Result], object]) -> None:
        """Do a piece of work, now or soon.

        Args:
            work: Does it, perhaps in a helper. It may be called again here, if the helper failed, so that an error is
                told as if there was no helper.
            then: Called here with the result, after the results of all earlier work.
        """
        if not self._most:
            then(work())
            return
        while len(running := [task for task in self._tasks if task.is_running]) >= self._most:
            wait([task.process.sentinel for task in running if task.process])
        self._begun += 1
        path = self._folder / f"{self._begun}.result"
        self._tasks.append(_Task(work, then, _started(work, path), path))
        while self._tasks and (len(self._tasks) > self._most * AHEAD or not self._tasks[0].is_running):
            self._settle()

    def finish(self) -> None:
        """Wait until all work is done."""
        while self._tasks:
            self._settle()

    def close(self) -> None:
        """End the helpers that are still at work."""
        processes = [task.process for task in self._tasks if task.process]
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(PATIENCE)
            process.kill()
            process.join()

    def _settle(self) -> None:
        """Take the result of the earliest work."""
        task = self._tasks[0]
        if task.process is not None:
            task.process.join()
        if task.process is not None and task.process.exitcode == 0:
            result = pickle.loads(task.path.read_bytes())  # noqa: S301 - a helper of ours wrote it
            task.path.unlink()
        else:
            result = task.work()
        self._tasks.popleft()
        task.then(result)


def _started(work: Callable[[], Any], path: Path) -> BaseProcess | None:
    """Start a helper; return None if the system has no room for one."""
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_help, args=(work, path), daemon=True)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        process.start()
    except OSError:
        return None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return process


def _help(work: Callable[[], Any], path: Path) -> None:
    """Do a piece of work and write its result; helpers run this function.

    An interrupt is for the parent, which tells its helpers to end.
    """
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        tempfile.tempdir = str(path.parent)
        gc.freeze()
        threading.Thread(target=_end_with_parent, daemon=True).start()
        path.write_bytes(pickle.dumps(work()))
    except BaseException:  # noqa: BLE001 - the parent does the work again, and tells what is wrong
        os._exit(1)


def _end_with_parent() -> None:
    """Wait until the parent ends, for whatever reason, and interrupt the work, so that its query is cancelled too."""
    if parent := multiprocessing.parent_process():
        parent.join()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
