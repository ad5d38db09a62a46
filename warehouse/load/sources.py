"""The reading of seed files: by several processes, with the files that depend on a changed document."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.load.staging import BATCH_BYTES, Batch, SealedBatch
from warehouse.model import FACTS
from warehouse.model.core import DATES, REFERRED_KEYS
from warehouse.model.dates import fiscal_from_end
from warehouse.seeds.figures import Indicator, Registered, Unit
from warehouse.seeds.fiscal import fiscal_years_of
from warehouse.seeds.reader import Reading
from warehouse.seeds.references import Described
from warehouse.seeds.terms import terms_of, with_terms_of
from warehouse.vocabulary import BASE_NAME, Term, base

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from concurrent.futures import Future
    from uuid import UUID

    import psycopg

    from warehouse.load.staging import Stage
    from warehouse.load.work import WorkList
    from warehouse.seeds.inventory import SeedFileEntry, SeedInventory
    from warehouse.seeds.reader import ReadResult
    from warehouse.seeds.references import ReferenceIndex
    from warehouse.seeds.rows import Row
    from warehouse.vocabulary import Vocabulary


KEYS: Final = """
SELECT {key} FROM core.{register}
WHERE seed_file <> ALL (%(files)s) AND (%(wanted)s::text[] IS NULL OR {key} = ANY (%(wanted)s))
"""

DOCUMENTS: Final = """
SELECT key, page_date, page_date_precision, paragraph_count FROM core.documents
WHERE key = ANY (%s) AND seed_file <> ALL (%s)
"""

UNITS: Final = "SELECT key, coalesce(base_key, key), factor FROM core.units WHERE seed_file <> ALL (%s)"

INDICATORS: Final = "SELECT key, unit_key, value_range FROM core.indicators WHERE seed_file <> ALL (%s)"

PATHS: Final = "SELECT path FROM core.facts WHERE seed_file <> ALL (%s)"

FACT_IDS: Final = "SELECT fact_id FROM core.facts WHERE fact_id = ANY (%s) AND seed_file <> ALL (%s)"

DEPENDENT: Final = " UNION ".join(
    f"SELECT seed_file FROM core.{table} WHERE {column} = ANY (%(documents)s)"  # noqa: S608 - our own names
    for table, column in (
        ("citations", "document_key"),
        *((table, f"{name}_document_key") for table, names in DATES.items() for name in names),
    )
)
"""Selects the files with facts that cite one of some documents, or whose dates hang on its page date."""

TERMS: Final = """
SELECT scheme, key, label, definition, broader, aliases, flags, inverse, pattern FROM core.terms
WHERE seed_file IS DISTINCT FROM %(base)s AND (seed_file = ANY (%(files)s)) IS DISTINCT FROM %(others)s
"""

AS_LOADED: Final = """
SELECT key, page_date, page_date_precision, paragraph_count FROM core.documents WHERE key = ANY (%s)
"""


class CoreKeys:
    """The records and facts in ``core`` that come from seed files which this load does not read."""

    def __init__(self, connection: psycopg.Connection, files: Sequence[str]) -> None:
        """Store the connection and the files to leave out.

        Args:
            connection: A connection with the load's transaction open.
            files: The files that are read or no longer exist; their rows in ``core`` are ignored.
        """
        self._connection = connection
        self._files = list(files)

    def keys(self, register: str, wanted: AbstractSet[str] | None) -> AbstractSet[str]:
        """Return the keys of a register that exist there: those of ``wanted``, or all if it is None."""
        key = sql.Identifier(REFERRED_KEYS[register])
        statement = sql.SQL(KEYS).format(key=key, register=sql.Identifier(register))
        values = {"files": self._files, "wanted": None if wanted is None else list(wanted)}
        return {key for (key,) in self._connection.execute(statement, values)}

    def documents(self, keys: AbstractSet[str]) -> Mapping[str, Described]:
        """Return the page date and paragraph count of those of the documents that exist there, by key."""
        rows = self._connection.execute(DOCUMENTS, [list(keys), self._files])
        return {key: Described(*properties) for key, *properties in rows}

    def registered(self) -> Registered:
        """Return the units and indicators that exist there."""
        units = self._connection.execute(UNITS, [self._files]).fetchall()
        indicators = self._connection.execute(INDICATORS, [self._files]).fetchall()
        return Registered(
            {key: Unit(*properties) for key, *properties in units},
            {key: Indicator(*properties) for key, *properties in indicators},
        )

    def facts(self, fact_ids: AbstractSet[UUID]) -> AbstractSet[UUID]:
        """Return those of the fact ids that exist there."""
        return {fact_id for (fact_id,) in self._connection.execute(FACT_IDS, [list(fact_ids), self._files])}

    def paths(self) -> AbstractSet[str]:
        """Return the paths of all facts that exist there."""
        return {path for (path,) in self._connection.execute(PATHS, [self._files])}


def depending_files(connection: psycopg.Connection, documents: Mapping[str, Described]) -> set[str]:
    """Return the files with facts that depend on a document whose description has changed since the last load.

    Args:
        connection: A connection with the load's transaction open.
        documents: The documents by key, as the files that were read describe them.

    Returns:
        The names of the files.
    """
    if not documents:
        return set()
    rows = connection.execute(AS_LOADED, [list(documents)]).fetchall()
    changed = [key for key, *properties in rows if documents[key] != Described(*properties)]
    if not changed:
        return set()
    return {file for (file,) in connection.execute(DEPENDENT, {"documents": changed}) if file is not None}


def read_vocabulary(connection: psycopg.Connection, inventory: SeedInventory, todo: WorkList) -> Vocabulary:
    """Return the shipped words with the terms of all seed files; read all files if terms have changed.

    A term can change what any field of any file means. The terms of files that are not read come from ``core``.

    Args:
        connection: A connection with the load's transaction open.
        inventory: The inventory of the seed files.
        todo: The files to read; the others are added to it if terms have changed.
    """
    names = [file.name for file in todo.files]
    files = [*names, *todo.gone]
    stated = [term for file in todo.files if file.name != BASE_NAME for term in terms_of(inventory, file)]
    loaded = _loaded_terms(connection, files, are_others=False)
    if {(term.scheme, term.key): term for term in stated} != loaded or BASE_NAME in names:
        others = [file for file in inventory.with_base if file.name not in names]
        todo.files += others
        todo.unchanged += [file.name for file in others]
        return with_terms_of(inventory, inventory.files)
    return base().extended([*_loaded_terms(connection, files, are_others=True).values(), *stated])


def _loaded_terms(
    connection: psycopg.Connection, files: Sequence[str], *, are_others: bool
) -> dict[tuple[str, str], Term]:
    """Return the terms in ``core`` that come from these files, or those that come from others."""
    values = {"base": BASE_NAME, "files": list(files), "others": are_others}
    rows = connection.execute(TERMS, values)
    return {
        (scheme, key): Term(
            scheme, key, label, definition, broader, tuple(aliases), tuple(flags), inverse=inverse, pattern=pattern
        )
        for scheme, key, label, definition, broader, aliases, flags, inverse, pattern in rows
    }


FISCAL_YEARS: Final = """
SELECT key, fiscal_year_ends, fiscal_year_named, (seed_file = ANY (%s)) IS TRUE
FROM core.entities WHERE fiscal_year_ends IS NOT NULL
"""

DATED: Final = " UNION ".join(
    f"SELECT seed_file FROM core.{table} WHERE entity_key = ANY (%(entities)s)"  # noqa: S608 - our own names
    for table, names in DATES.items()
    if names and "entities" in FACTS[table].subjects
)
"""Selects the files with facts about some entities that can have a date."""


def read_fiscal_years(connection: psycopg.Connection, inventory: SeedInventory, todo: WorkList) -> Mapping[str, str]:
    """Return the fiscal years of all entities, by key; if some have changed, add the files with facts that follow.

    The fiscal years of entities in files that are not read come from ``core``.

    Args:
        connection: A connection with the load's transaction open.
        inventory: The inventory of the seed files.
        todo: The files to read; those with dated facts about entities whose fiscal year has changed are added.
    """
    names = [file.name for file in todo.files]
    stated = fiscal_years_of(inventory, todo.files)
    loaded: dict[bool, dict[str, str]] = {True: {}, False: {}}
    for key, ends, named, is_read in connection.execute(FISCAL_YEARS, [[*names, *todo.gone]]):
        loaded[is_read][key] = fiscal_from_end(ends, named)
    changed = [key for key, _ in stated.items() ^ loaded[True].items()]
    if changed:
        dated = {name for (name,) in connection.execute(DATED, {"entities": changed})}
        others = [file for file in inventory.files if file.name in dated and file.name not in names]
        todo.files += others
        todo.unchanged += [file.name for file in others]
    return loaded[False] | stated


WORTH_HELPERS: Final = 4 * 1024 * 1024
"""Total size in bytes from which helper processes are worth the half second that each takes to start."""

TOO_LARGE: Final = 32 * 1024 * 1024
"""Size in bytes above which the main process reads a file itself, batch by batch.

A helper process would hand over all rows of the file at once.
"""

MOST_HELPERS: Final = 4
AHEAD: Final = 2
"""Number of queued files for each helper process: it keeps them busy, and limits the rows held in memory."""


@dataclass(frozen=True, slots=True)
class Part:
    """The result of reading one file in a helper process.

    Attributes:
        sha256: Digest of the bytes that were read.
        batch: The rows.
        index: The keys that the rows define, and the keys that they refer to.
        found: The problems that were found.
    """

    sha256: str
    batch: SealedBatch
    index: ReferenceIndex
    found: ReadResult


def read_files(reading: Reading, files: Sequence[SeedFileEntry], stage: Stage, on_file: Callable[[int], None]) -> None:
    """Read seed files and stage their rows.

    Args:
        reading: Collects the references and the problems.
        files: The files to read.
        stage: The staging tables.
        on_file: Called after each file with the number of rows that are read but not staged yet.

    Raises:
        ProblemsFound: There are too many problems to go on, or the database cannot hold a value.
        SourceBusy: A file changed while it was read.
    """
    size = sum(file.signature[0] for file in files)
    helpers = min(MOST_HELPERS, len(files), os.cpu_count() or 1)
    if size < WORTH_HELPERS or helpers < AHEAD:
        _read_here(reading, files, stage, on_file)
        return
    large = [file for file in files if file.signature[0] > TOO_LARGE]
    _read_by_helpers(reading, [file for file in files if file not in large], stage, on_file, helpers)
    _read_here(reading, large, stage, on_file)


def _read_here(reading: Reading, files: Sequence[SeedFileEntry], stage: Stage, on_file: Callable[[int], None]) -> None:
    batch = Batch()

    def take(row: Row) -> None:
        nonlocal batch
        batch.put(row)
        if batch.size > BATCH_BYTES:
            stage.take(batch.sealed())
            batch = Batch(batch.file)

    for file in files:
        batch.file = file.name
        reading.read(file, take)
        on_file(batch.rows)
    if not reading.found.problems:
        stage.take(batch.sealed())


def _read_by_helpers(
    reading: Reading, files: Sequence[SeedFileEntry], stage: Stage, on_file: Callable[[int], None], helpers: int
) -> None:
    waiting: deque[tuple[SeedFileEntry, Future[Part]]] = deque()
    context = multiprocessing.get_context("spawn")  # a forked process would share the connections to the server
    with ProcessPoolExecutor(helpers, mp_context=context, initializer=_become_helper) as pool:
        try:
            for file in files:
                waiting.append((file, _submit(pool, reading, file)))
                if len(waiting) >= helpers * AHEAD:
                    _add(reading, *waiting.popleft(), stage, on_file)
            while waiting:
                _add(reading, *waiting.popleft(), stage, on_file)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _submit(pool: ProcessPoolExecutor, reading: Reading, file: SeedFileEntry) -> Future[Part]:
    return pool.submit(read_part, reading.inventory.only(file), file, reading.vocabulary, reading.fiscal_years)


def _add(
    reading: Reading, file: SeedFileEntry, future: Future[Part], stage: Stage, on_file: Callable[[int], None]
) -> None:
    part = future.result()
    reading.inventory.take_digest(file, part.sha256)
    reading.add(file, part.index, part.found)
    if not reading.found.problems:
        stage.take(part.batch)
    on_file(0)


def read_part(
    inventory: SeedInventory, file: SeedFileEntry, vocabulary: Vocabulary, fiscal_years: Mapping[str, str]
) -> Part:
    """Read one file; helper processes run this function."""
    reading, batch = Reading(inventory, vocabulary, fiscal_years), Batch(file.name)
    reading.read(file, batch.put)
    return Part(inventory.digest(file), batch.sealed(), reading.index, reading.found)


def _become_helper() -> None:
    """Ignore interrupts, which the parent process handles, and exit when the parent ends for whatever reason."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=[parent], daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
