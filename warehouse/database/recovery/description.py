"""The small file beside a dump that says what it must hold."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from warehouse.errors import InvalidSource

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.database.recovery.contents import Contents

FORMAT: Final = 1
SUFFIX: Final = ".json"


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a dump without reading it.

    Attributes:
        made_at: When its snapshot was taken, ISO 8601 in UTC.
        database: The name of the database.
        server_version: The version of the server.
        schema_revision: The schema revision of the warehouse.
        load: Number of the last load in it; 0 for none.
        facts: How many facts it holds.
        bytes: Size of the file.
        sha256: Digest of the file.
        rows: Rows of each table, by ``schema.table``.
        format: Version of this description.
    """

    made_at: str
    database: str
    server_version: str
    schema_revision: str
    load: int
    facts: int
    bytes: int
    sha256: str
    rows: dict[str, int]
    format: int = FORMAT

    def as_json(self) -> str:
        """Give the text of the file."""
        return json.dumps(asdict(self), indent=2) + "\n"

    def differences(self, found: Contents) -> list[str]:
        """Say in which numbers a restored database differs, at most three of them."""
        pairs: dict[str, tuple[object, object]] = {"revision": (self.schema_revision, found.revision)}
        for table in sorted({*self.rows, *found.rows}):
            pairs[f"rows of {table}"] = (self.rows.get(table, 0), found.rows.get(table, 0))
        differing = [f"{name}: {there} instead of {said}" for name, (said, there) in pairs.items() if said != there]
        return differing[:3]


def beside(dump: Path) -> Path:
    """Give the path of the description of a dump."""
    return dump.with_name(f"{dump.name}{SUFFIX}")


def read_description(dump: Path) -> Description | None:
    """Read what stands beside a dump; None if nothing does.

    Raises:
        InvalidSource: What stands there is no description.
    """
    path = beside(dump)
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
        if found["format"] != FORMAT:
            raise InvalidSource(f"{path} has format {found['format']}", hint="Install a newer version of warehouse.")
        return Description(**found)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InvalidSource(
            f"{path} does not describe a dump", hint="Remove it to restore without holding the dump against it."
        ) from error
