"""What stands in seed files that are not read this time, asked from ``core``, which holds what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.seeds.knowledge import KEY_COLUMN, Described

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    import psycopg

KEYS: Final = """
SELECT {key} FROM core.{register}
WHERE seed_file <> ALL (%(files)s) AND (%(wanted)s::text[] IS NULL OR {key} = ANY (%(wanted)s))
"""

DOCUMENTS: Final = """
SELECT key, page_date, paragraph_count FROM core.documents WHERE key = ANY (%s) AND seed_file <> ALL (%s)
"""

FACTS: Final = "SELECT fact_id FROM core.facts WHERE fact_id = ANY (%s) AND seed_file <> ALL (%s)"

DEPENDENT: Final = """
SELECT seed_file FROM core.citations WHERE document_key = ANY (%(documents)s)
UNION SELECT seed_file FROM core.milestones WHERE date_document_key = ANY (%(documents)s)
UNION SELECT seed_file FROM core.observations WHERE period_document_key = ANY (%(documents)s)
"""

AS_LOADED: Final = "SELECT key, page_date, paragraph_count FROM core.documents WHERE key = ANY (%s)"


class OtherFiles:
    """What the files that are not read say."""

    def __init__(self, connection: psycopg.Connection, files: Sequence[str]) -> None:
        """Keep in mind which files are read or gone.

        Args:
            connection: With the load's transaction open.
            files: Those files; what ``core`` holds of them does not count.
        """
        self._connection = connection
        self._files = list(files)

    def keys(self, register: str, wanted: AbstractSet[str] | None) -> AbstractSet[str]:
        """Give those of the wanted keys, or all keys, that stand there."""
        key = sql.Identifier(KEY_COLUMN.get(register, "key"))
        statement = sql.SQL(KEYS).format(key=key, register=sql.Identifier(register))
        values = {"files": self._files, "wanted": None if wanted is None else list(wanted)}
        return {key for (key,) in self._connection.execute(statement, values)}

    def documents(self, keys: AbstractSet[str]) -> Mapping[str, Described]:
        """Describe those of the documents that stand there."""
        rows = self._connection.execute(DOCUMENTS, [list(keys), self._files])
        return {key: Described(page_date, count) for key, page_date, count in rows}

    def facts(self, fact_ids: AbstractSet[UUID]) -> AbstractSet[UUID]:
        """Give those of the facts that stand there."""
        return {fact_id for (fact_id,) in self._connection.execute(FACTS, [list(fact_ids), self._files])}


def depending_files(connection: psycopg.Connection, documents: Mapping[str, Described]) -> set[str]:
    """Give the files whose facts hang on a document that was described otherwise at the last load.

    Args:
        connection: With the load's transaction open.
        documents: The documents as the files that were read describe them.
    """
    if not documents:
        return set()
    rows = connection.execute(AS_LOADED, [list(documents)]).fetchall()
    changed = [key for key, page_date, count in rows if documents[key] != Described(page_date, count)]
    if not changed:
        return set()
    return {file for (file,) in connection.execute(DEPENDENT, {"documents": changed}) if file is not None}
