"""Read the seed files of a load and stage their rows: one by one, or where there are many, by several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.load.staging import BATCH_BYTES, Batch
from warehouse.seeds.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from warehouse.load.staging import Stage
    from warehouse.seeds.knowledge import Knowledge
    from warehouse.seeds.read import Found
    from warehouse.seeds.rows import Row
    from warehouse.seeds.stock import Listed, Stock

WORTH_HELPERS: Final = 4 * 1024 * 1024
"""Bytes from which on helpers are worth the half second that each takes to start."""

TOO_LARGE: Final = 32 * 1024 * 1024
"""A file of so many bytes is read here, batch by batch: what a helper reads it hands over as a whole."""

MOST_HELPERS: Final = 4
AHEAD: Final = 2
"""Files that wait for each helper, so that none is idle and not much is held."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a helper read of one file.

    Attributes:
        sha256: Digest of the bytes it read.
        batch: The rows.
        knowledge: What they say and ask of others.
        found: What was found besides.
    """

    sha256: str
    batch: Batch
    knowledge: Knowledge
    found: Found


def read_files(reading: Reading, files: Sequence[Listed], stage: Stage, on_file: Callable[[int], None]) -> None:
    """Read files and stage what they say.

    Args:
        reading: Takes what is to be remembered.
        files: The files.
        stage: Where the rows go.
        on_file: Called after each file with the number of rows that wait to be staged.

    Raises:
        ProblemsFound: There are more problems than anybody would read, or the database cannot hold a value.
        SourceBusy: A file changed meanwhile.
    """
    size = sum(file.signature[0] for file in files)
    helpers = min(MOST_HELPERS, len(files), os.cpu_count() or 1)
    if size < WORTH_HELPERS or helpers < AHEAD:
        _read_here(reading, files, stage, on_file)
        return
    large = [file for file in files if file.signature[0] > TOO_LARGE]
    _read_by_helpers(reading, [file for file in files if file not in large], stage, on_file, helpers)
    _read_here(reading, large, stage, on_file)


def _read_here(reading: Reading, files: Sequence[Listed], stage: Stage, on_file: Callable[[int], None]) -> None:
    batch = Batch()

    def take(row: Row) -> None:
        nonlocal batch
        batch.put(row)
        if batch.size > BATCH_BYTES:
            stage.take(batch)
            batch = Batch()

    for file in files:
        batch.file = file.name
        reading.read(file, take)
        on_file(batch.rows)
    if not reading.found.problems:
        stage.take(batch)


def _read_by_helpers(
    reading: Reading, files: Sequence[Listed], stage: Stage, on_file: Callable[[int], None], helpers: int
) -> None:
    waiting: deque[tuple[Listed, Future[Part]]] = deque()
    context = multiprocessing.get_context("spawn")  # a fork would share the connections to the server
    with ProcessPoolExecutor(helpers, mp_context=context, initializer=_become_helper) as pool:
        try:
            for file in files:
                waiting.append((file, pool.submit(read_part, reading.stock.only(file), file)))
                if len(waiting) >= helpers * AHEAD:
                    _add(reading, *waiting.popleft(), stage, on_file)
            while waiting:
                _add(reading, *waiting.popleft(), stage, on_file)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _add(reading: Reading, file: Listed, future: Future[Part], stage: Stage, on_file: Callable[[int], None]) -> None:
    part = future.result()
    reading.stock.take_digest(file, part.sha256)
    reading.add(file, part.knowledge, part.found)
    if not reading.found.problems:
        stage.take(part.batch)
    on_file(0)


def read_part(stock: Stock, file: Listed) -> Part:
    """Read one file, in a helper."""
    reading, batch = Reading(stock), Batch(file.name)
    reading.read(file, batch.put)
    return Part(stock.digest(file), batch.sealed(), reading.knowledge, reading.found)


def _become_helper() -> None:
    """Leave interruptions to the parent, and end when it does, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=[parent], daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
