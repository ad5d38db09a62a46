"""What was done to a schema: each migration with the line of the log that says when it was applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.database.migration_log import applied
from warehouse.database.standing import require_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.database.migration_log import Entry
    from warehouse.database.revisions import Revision
    from warehouse.database.standing import Standing


@dataclass(frozen=True, slots=True)
class Chapter:
    """A migration, and what is known of its being applied.

    Attributes:
        revision: The migration.
        state: ``applied`` or ``pending``.
        entry: The line of the log; None: pending, or not logged.
        is_altered: Whether its file is not what was applied.
    """

    revision: Revision
    state: str
    entry: Entry | None
    is_altered: bool

    def as_dict(self) -> dict[str, object]:
        """Give it for JSON: instants in UTC, durations in seconds, null where nothing was recorded."""
        entry = self.entry
        return {
            "revision": self.revision.name,
            "what": self.revision.title,
            "state": self.state,
            "applied_at": entry.applied_at.isoformat() if entry else None,
            "applied_by": entry.applied_by if entry else None,
            "seconds": entry.seconds if entry else None,
            "software_version": entry.software_version if entry else None,
            "owner": entry.owner if entry else None,
            "file_sha256": entry.file_sha256 if entry else None,
            "is_altered": self.is_altered,
        }

    def row(self) -> tuple[str, ...]:
        """Give it for people; empty where nothing was recorded."""
        state = f"{self.state}, file changed since" if self.is_altered else self.state
        head = (self.revision.name, self.revision.title, state)
        if self.entry is None:
            return (*head, *[""] * 5)
        seconds = "" if self.entry.seconds is None else f"{self.entry.seconds:.2f}"
        at = self.entry.applied_at.strftime("%Y-%m-%d %H:%M:%S")
        return (*head, at, self.entry.applied_by, seconds, self.entry.software_version, self.entry.owner or "")


def chapters(standing: Standing, revisions: Sequence[Revision]) -> list[Chapter]:
    """Give all migrations, oldest first, with what the database says of them.

    Raises:
        ConfigurationError: It is at a revision that this version does not know.
    """
    for found in standing.versions:
        require_known(found, revisions)
    logged, reached = applied(list(standing.entries)), standing.revision or ""
    told = []
    for revision in revisions:
        entry = logged.get(revision.name)
        state = "applied" if revision.name <= reached else "pending"
        digest = entry.file_sha256 if entry else None
        told.append(
            Chapter(revision, state, entry, is_altered=digest is not None and digest not in revision.known_digests)
        )
    return told
