"""The end of old states: their tags and snapshots go, and then each file that nothing refers to any more."""

from __future__ import annotations

import re
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyarrow.fs import FileSelector, FileType
from pyiceberg.io.pyarrow import PyArrowFileIO

from warehouse.lake.contents import LOADS, STATE, Content, forget_nameless, record, required_content
from warehouse.lake.locks import locked
from warehouse.lake.place import Place, reached
from warehouse.lake.together import TogetherCatalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyiceberg.catalog import Catalog
    from pyiceberg.io import FileIO
    from pyiceberg.manifest import ManifestFile
    from pyiceberg.table import Table

_WRITTEN: Final = re.compile(
    r"/(data/[0-9a-f-]{36}\.parquet|(data|metadata)/[^/]*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[^/]*"
    r"\.(parquet|avro|metadata\.json))$"
)
"""The names of the files that pyiceberg and a push write; no other file is ever removed."""


@dataclass(frozen=True, slots=True)
class Expired:
    """What was removed: the loads, and the number and the bytes of the files."""

    loads: Sequence[int] = ()
    files: int = 0
    bytes: int = 0


def expire(place: Place, keep: int | None, on_table: Callable[[str], None] = lambda _: None) -> Expired:
    """Forget all loads but the newest ones, and remove the files that nothing refers to any more.

    Args:
        place: The lake.
        keep: How many loads to keep; None: all of them, so that only files go that a push left that died.
        on_table: Called with the name of each table before its files are looked at.

    Raises:
        LakeBusy: Somebody else writes to the lake.
        WarehouseError: The lake cannot be read or written.
    """
    with reached(place) as catalog, locked(place, catalog):
        content = required_content(catalog, place)
        gone = content.loads[:-keep] if keep else ()
        if gone:
            with changing(catalog):
                record(catalog, Content(content.loads[len(gone) :], content.shown))
                for table in tables_of(catalog):
                    if table.name() != LOADS:
                        _forget(table, {load.tag for load in gone})
        removed = remove_leftovers(catalog, on_table=on_table)
    return Expired([load.load_id for load in gone], removed.files, removed.bytes)


@contextmanager
def changing(catalog: Catalog, locations: Iterable[str] = ()) -> Iterator[None]:
    """Let all commits of the block count at once, where the catalog can do that; after an error nothing is left behind.

    Args:
        catalog: The catalog of a lake that nobody else writes to.
        locations: The folders of tables that the block makes; it may be filled within the block.
    """
    try:
        with catalog.together() if isinstance(catalog, TogetherCatalog) else nullcontext():
            yield
    except BaseException:
        with suppress(Exception):  # the first error is the one to tell
            remove_leftovers(catalog, locations)
        raise


def tables_of(catalog: Catalog) -> Iterator[Table]:
    """Yield each table that a push wrote, ``ops.loads`` last."""
    for namespace in ("mart", "ops"):
        for name in sorted(catalog.list_tables(namespace)):
            table = catalog.load_table(name)
            if STATE in table.properties or name == LOADS:
                yield table


def _forget(table: Table, tags: set[str]) -> None:
    """Remove tags of a table, and the snapshots that no name leads to."""
    with table.manage_snapshots() as change:
        for name in sorted(tags & table.refs().keys()):
            change.remove_tag(name)
    forget_nameless(table)


def remove_leftovers(
    catalog: Catalog, locations: Iterable[str] = (), on_table: Callable[[str], None] = lambda _: None
) -> Expired:
    """Remove the files that nothing refers to.

    Args:
        catalog: The catalog of a lake that nobody else writes to.
        locations: The folders of tables that the catalog may not have, because their push failed.
        on_table: Called with the name of each table before its files are looked at.
    """
    files = size = 0
    for path, bytes_, io in leftovers(catalog, locations, on_table):
        io.delete(path)
        files, size = files + 1, size + bytes_
    return Expired((), files, size)


def leftovers(
    catalog: Catalog, locations: Iterable[str] = (), on_table: Callable[[str], None] = lambda _: None
) -> Iterator[tuple[str, int, FileIO]]:
    """Yield path, size and file system of each file that nothing refers to."""
    others = dict.fromkeys(locations)
    for table in tables_of(catalog):
        on_table(".".join(table.name()))
        others.pop(table.location(), None)
        yield from _unreferenced(table.location(), set(referenced(table)), table.io)
    for location in others:
        yield from _unreferenced(location, set(), PyArrowFileIO(catalog.properties))


def referenced(table: Table) -> Iterator[str]:
    """Yield every file that a table refers to: metadata of now and just before, manifests, and data of any snapshot."""
    yield table.metadata_location
    yield from (entry.metadata_file for entry in table.metadata.metadata_log)
    manifests: dict[str, ManifestFile] = {}
    for snapshot in table.snapshots():
        yield snapshot.manifest_list
        manifests |= {manifest.manifest_path: manifest for manifest in snapshot.manifests(table.io)}
    yield from manifests
    for manifest in manifests.values():
        for entry in manifest.fetch_manifest_entry(table.io, discard_deleted=True):
            yield entry.data_file.file_path


def _unreferenced(location: str, known: set[str], io: FileIO) -> Iterator[tuple[str, int, FileIO]]:
    scheme, host, folder = PyArrowFileIO.parse_location(location, io.properties)
    system = PyArrowFileIO(io.properties).fs_by_scheme(scheme, host)
    paths = {PyArrowFileIO.parse_location(path, io.properties)[2] for path in known}
    for found in system.get_file_info(FileSelector(folder, recursive=True, allow_not_found=True)):
        if found.type is FileType.File and found.path not in paths and _WRITTEN.search(found.path):
            yield f"{location}{found.path.removeprefix(folder)}", found.size, io
