"""Which snapshot a site shows, and what else its bytes depend on, as one digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import warehouse
from warehouse.errors import CheckFailed
from warehouse.publish.changes import instant
from warehouse.reports.result import RunInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.publish.asking import Reader
    from warehouse.reports.as_of import Past
    from warehouse.reports.library import Report

_ROOM = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The load that a site shows, and the moment it looks at.

    Attributes:
        load: Number of the load.
        loaded_at: When that was, ISO 8601 in UTC.
        instant: The same, to the microsecond.
        facts: Facts it left.
        newest_document: Latest date a document shows, year-month-day.
        revision: Revision of the schema.
        as_of: The moment asked for; None: now.
    """

    load: int
    loaded_at: str
    instant: str
    facts: int
    newest_document: str | None
    revision: str
    as_of: str | None

    @property
    def run(self) -> RunInfo:
        """What answers say of their run: they show the load, whenever the site is built."""
        return RunInfo(self.loaded_at, self.load, self.revision, warehouse.__version__, self.as_of)

    def about(self, digest: str) -> dict[str, Any]:
        """Say what the site shows, for programs."""
        return {
            "load": self.load,
            "loaded_at": self.instant,
            "as_of": self.as_of,
            "facts": self.facts,
            "newest_document": self.newest_document,
            "schema_revision": self.revision,
            "software_version": warehouse.__version__,
            "snapshot": digest,
        }


def read(reader: Reader, past: Past | None) -> Snapshot:
    """Read which load the open snapshot shows.

    Raises:
        CheckFailed: Nothing has been loaded, or not yet then.
    """
    rows = reader.rows("snapshot")
    as_of = None if past is None else past.at.isoformat().replace("+00:00", "Z")
    if not rows:
        what = "no load had been committed, so there is nothing to publish"
        raise CheckFailed(what, hint='See "warehouse runs list"; "warehouse load" makes the first.')
    row = rows[0]
    return Snapshot(
        load=row.load_id,
        loaded_at=instant(row.loaded_at),
        instant=row.loaded_at.isoformat(),
        facts=row.fact_count,
        newest_document=row.newest_document and row.newest_document.isoformat(),
        revision=row.schema_revision,
        as_of=as_of,
    )


def digest_of(snapshot: Snapshot, reports: Iterable[Report], sql_dir: Path) -> str:
    """Give a digest that differs where a site built from it could: data, software, templates, reports.

    Args:
        snapshot: What is shown.
        reports: The reports, as their files say them.
        sql_dir: The folder that holds ``site`` and ``mart``.
    """
    digest = hashlib.sha256(json.dumps(snapshot.about("")).encode())
    for report in reports:
        digest.update(f"{report.name}\0{report.header.model_dump_json()}\0{report.source.statement}\0".encode())
    for path in _files(sql_dir):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(sql_dir: Path) -> Iterator[Path]:
    for folder, pattern in (
        (_ROOM, "*.py"),
        (_ROOM, "*/*.*"),
        (sql_dir / "site", "*.sql"),
        (sql_dir / "mart", "*.sql"),
    ):
        yield from sorted(path for path in folder.glob(pattern) if path.suffix != ".pyc")
