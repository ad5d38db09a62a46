"""Checks of a seeds folder again and again, each of which reads only the files that changed."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from watchfiles import watch

from warehouse.errors import InvalidSource
from warehouse.seeds.fiscal import fiscal_years_of
from warehouse.seeds.inventory import base_entry, take_inventory
from warehouse.seeds.reader import Reading, ReadResult
from warehouse.seeds.references import NoExistingKeys
from warehouse.seeds.terms import with_terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from warehouse.seeds.inventory import SeedFileEntry, Signature
    from warehouse.seeds.references import ReferenceIndex
    from warehouse.vocabulary import Vocabulary

QUIET_MILLISECONDS: Final = 20
"""How long nothing must change before a change counts as complete: an editor saves in several steps."""

LOOK_MILLISECONDS: Final = 250
"""How often to look whether the folder is still there."""

Listing = tuple[tuple[str, "Signature"], ...]


class Part(NamedTuple):
    """The result of reading one file."""

    signature: Signature
    references: ReferenceIndex
    found: ReadResult


@dataclass(slots=True)
class Recheck:
    """The check of a seeds folder that remembers what it read.

    Attributes:
        seeds: The folder.
        project: The project folder; messages show paths relative to it where possible.
    """

    seeds: Path
    project: Path
    _parts: dict[str, Part] = field(default_factory=dict)
    _meaning: tuple[Vocabulary, Mapping[str, str]] | None = None
    _listing: Listing | None = None

    def is_stale(self) -> bool:
        """Return whether the files are others than at the last check."""
        return self._listing is None or self._listed() != self._listing

    def check(self) -> Reading:
        """Check all files, and read those that changed since the last check.

        Raises:
            ProblemsFound: There are problems; with every problem of every file.
            InvalidSource: The folder is missing or empty.
            SourceBusy: A file changed while it was read; check again.
        """
        self._listing = self._listed()
        inventory = take_inventory(self.seeds, self.project)
        found = ReadResult(list(inventory.problems), is_whole=not inventory.problems)
        vocabulary = with_terms_of(inventory, inventory.files)
        meaning = vocabulary, fiscal_years_of(inventory, inventory.files)
        if meaning != self._meaning:
            self._parts, self._meaning = {}, meaning
        reading = Reading(inventory, *meaning, found=found)
        earlier, self._parts = self._parts, {}
        for file in (base_entry(), *inventory.files):
            part = earlier.get(file.name)
            if part is None or part.signature != file.signature:
                part = _read(reading, file)
            self._parts[file.name] = part
            reading.add(file, part.references, part.found)
        reading.refuse_misfits(NoExistingKeys())
        return reading

    def _listed(self) -> Listing:
        try:
            files = take_inventory(self.seeds, self.project).files
        except InvalidSource:
            return ()
        return tuple((file.name, file.signature) for file in files)


def _read(whole: Reading, file: SeedFileEntry) -> Part:
    own = Reading(whole.inventory, whole.vocabulary, whole.fiscal_years)
    own.read(file, lambda _: None)
    return Part(file.signature, own.index, own.found)


def moments(folder: Path) -> Iterator[None]:
    """Yield at once, whenever something may have changed below a folder, and when the folder goes or comes back."""
    while True:
        identity = _identity(folder)
        yield
        if identity is None:
            _wait_for(folder)
            continue
        with suppress(FileNotFoundError):  # the folder went before the watch began
            yield from _moments_while(folder, identity)


def _moments_while(folder: Path, identity: tuple[int, int]) -> Iterator[None]:
    """Yield whenever something may have changed, as long as the folder is the same."""
    is_first = True
    for changes in watch(
        folder,
        watch_filter=None,
        debounce=10 * QUIET_MILLISECONDS,
        step=QUIET_MILLISECONDS,
        rust_timeout=LOOK_MILLISECONDS,
        yield_on_timeout=True,
    ):
        if _identity(folder) != identity:
            return
        if changes or is_first:  # something may have changed before the watch began
            yield
        is_first = False


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _wait_for(folder: Path) -> None:
    while not folder.is_dir():
        time.sleep(LOOK_MILLISECONDS / 1000)
