"""Everything that follows from the tables of ``core`` and from ``sql/mart``, brought in step by SQL of ``sql/derived``.

``history``, ``core_as_of``, ``mart``, ``as_of``, ``ops.row_changes`` and the digests of rows are made inside the
transaction of an upgrade, behind its migrations. The statements are the same for a live database and for the script
that ``warehouse db upgrade --sql`` prints.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

DEFINITIONS: Final = Path(__file__).parents[1] / "mart" / "definitions.py"
"""Says what an object of ``sql/mart`` is made of, so that a change of it is one of what is derived."""

PARTS: Final = ("prepare", "history", "objects", "views")
"""Files of ``sql/derived`` in the order in which they run: the temporary tables first, then functions."""

NOTE_EDITED_ROWS: Final = "SELECT pg_temp.note_edited_rows()"
"""Stands before migrations that may change columns."""

SET_ASIDE: Final = "SELECT pg_temp.set_aside_all()"
"""Stands before migrations that views would keep from changing a table."""

DERIVE: Final = "SELECT pg_temp.derive()"
UNDERIVE: Final = "SELECT pg_temp.underive()"

CHANGES: Final = "SELECT action, name FROM pg_temp.derivation_steps ORDER BY position"

HAS_ACCOUNT: Final = "SELECT has_table_privilege(to_regclass('ops.derived'), 'SELECT')"
STANDS: Final = "SELECT EXISTS (SELECT FROM ops.derived WHERE revision = %s AND source_sha256 = %s)"
KEPT: Final = "SELECT to_jsonb(d)::text FROM ops.derived AS d WHERE revision = %s AND source_sha256 IS NOT NULL"
COPY_KEPT: Final = "INSERT INTO ops.derived SELECT (jsonb_populate_record(NULL::ops.derived, %s::jsonb)).*"


class Change(NamedTuple):
    """One thing that was done to an object.

    Attributes:
        action: ``made``, ``made anew``, ``replaced``, ``filled``, ``dropped``; ``digests``: computed anew; ``kept``:
            brought back, a view that somebody else made; ``unknown``: nobody says what the mart was at this revision.
        name: Schema and name of the object.
    """

    action: str
    name: str


def preparation(sql_dir: Path) -> Iterator[str]:
    """Yield the statements that stand before the first migration, in its transaction.

    Args:
        sql_dir: The folder that holds ``derived``.

    Raises:
        ConfigurationError: Its files are not there.
    """
    for part in PARTS:
        path = sql_dir / "derived" / f"{part}.sql"
        try:
            yield path.read_text(encoding="utf-8")
        except OSError as error:
            raise ConfigurationError(f"{path} cannot be read", hint="Install the package again.") from error


def source_digest(sql_dir: Path) -> str:
    """Return the digest of all files that say what is derived; it takes a millisecond or two.

    Args:
        sql_dir: The folder that holds ``mart`` and ``derived``.
    """
    digest = sha256()
    files = [*sorted((sql_dir / "mart").glob("*.sql")), *(sql_dir / "derived" / f"{part}.sql" for part in PARTS)]
    for path in (*files, DEFINITIONS):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def is_derived(connection: psycopg.Connection, revision: str, sql_dir: Path) -> bool:
    """Return whether the database holds what these files say, by its own account."""
    row = connection.execute(HAS_ACCOUNT).fetchone()
    if not (row and row[0]):
        return False
    row = connection.execute(STANDS, [revision, source_digest(sql_dir)]).fetchone()
    return bool(row and row[0])


def require_derived(connection: psycopg.Connection, revision: str, sql_dir: Path) -> None:
    """Refuse a database whose mart another version of the warehouse made of the same tables.

    Raises:
        ConfigurationError: It is such a one.
    """
    if not is_derived(connection, revision, sql_dir):
        what = "the mart and the views on the past are those of another version of the warehouse"
        raise ConfigurationError(what, hint='Run "warehouse db upgrade" first.')


def read_kept(connection: psycopg.Connection, revision: str) -> list[str]:
    """Return what the mart was at a revision by a database's own account, each object as JSON; may be empty."""
    row = connection.execute(HAS_ACCOUNT).fetchone()
    return [text for (text,) in connection.execute(KEPT, [revision])] if row and row[0] else []
