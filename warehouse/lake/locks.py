"""The lock of a lake: one writer at a time, for as long as its process lives."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from warehouse.errors import LakeBusy, PermissionRefused
from warehouse.lake.place import LOCK, Place
from warehouse.lake.together import TogetherCatalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyiceberg.catalog import Catalog

_TRY: Final = text("SELECT pg_try_advisory_xact_lock(hashtext('warehouse lake'), hashtext(:lake))")
_LATER: Final = "Try again when it is done."


@contextmanager
def locked(place: Place, catalog: Catalog) -> Iterator[bool]:
    """Keep other writers out of a lake until the end of the block.

    A catalog in SQLite has a file beside it, one in PostgreSQL a lock of that server. Other catalogs have nothing that
    would end with the process, so there only a conflict is noticed, at the commit.

    Yields:
        Whether the writer before died, and may have left files.

    Raises:
        LakeBusy: Somebody else writes.
    """
    if place.file is not None:
        with _file_held(place) as died:
            yield died
    elif isinstance(catalog, TogetherCatalog) and catalog.engine.dialect.name == "postgresql":
        with catalog.engine.connect() as connection:
            if not connection.execute(_TRY, {"lake": f"{catalog.name} {place.uri}"}).scalar():
                raise LakeBusy(f"somebody else writes to the lake at {place.shown}", hint=_LATER)
            yield False
    else:
        yield False


@contextmanager
def _file_held(place: Place) -> Iterator[bool]:
    """Hold a lock on the file beside the catalog. It holds the number of the process until that has done its work."""
    file = place.file
    assert file is not None  # noqa: S101 - the caller has looked
    path = file.with_name(LOCK)
    try:
        stream = path.open("a+")
    except OSError as error:
        what = f"cannot write to the lake at {place.shown}: {error.strerror}"
        raise PermissionRefused(what, hint="Get the right to write there, or name another lake.") from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            what = f"process {stream.read().strip() or 'unknown'} writes to the lake at {place.shown}"
            raise LakeBusy(what, hint=_LATER) from None
        stream.seek(0)
        died = bool(stream.read())
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield died
        stream.truncate(0)
