"""The queries of the pages: the files of ``sql/site``, run in the open database snapshot.

They read the mart, and ``site.named``, which ``naming`` writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final

from psycopg import RawCursor, RawServerCursor
from psycopg.rows import namedtuple_row
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from warehouse.publish.naming import named
from warehouse.sqlfiles import bind, names_in, read_instead, read_one, server_errors
from warehouse.yamlfiles import validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from psycopg import Connection

    from warehouse.mart.objects import MartObject
    from warehouse.reports.as_of import AsOf
    from warehouse.sqlfiles import Query, SqlFile, Token
    from warehouse.yamlfiles import Problem

BATCH: Final = 1000
"""Rows that a stream fetches from the server at a time."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Parameter(_Shape):
    """A parameter of a query."""

    type: Text = Field(description="PostgreSQL type")
    meaning: Text = Field(description="what it does")


class Header(_Shape):
    """The header of a file of ``sql/site``."""

    rows: Text = Field(description="what its rows are, and in which order")
    params: dict[str, Parameter] = Field(default={}, description="parameters by name")


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A query that is ready to run."""

    source: SqlFile
    query: Query


class SiteQueries:
    """The queries of ``sql/site``. Each row is a named tuple with a field per column."""

    def __init__(
        self, connection: Connection[Any], sql_dir: Path, objects: Sequence[MartObject], past: AsOf | None = None
    ) -> None:
        """Prepare the queries.

        Args:
            connection: A connection with an open snapshot.
            sql_dir: The folder that holds ``site``.
            objects: All objects of the mart.
            past: The past point in time to show; None means now.
        """
        self._connection = connection
        self._sql_dir = sql_dir
        self._objects = objects
        self._past = past
        self._known: dict[str, _Prepared] = {}

    def rows(self, name: str, **values: object) -> list[Any]:
        """Return all rows of a query.

        Args:
            name: Name of the file, without its suffix.
            values: The value of each parameter; all are required.
        """
        prepared = self._find(name)
        with (
            server_errors(prepared.source, prepared.query),
            RawCursor(self._connection, row_factory=namedtuple_row) as cursor,
        ):
            return cursor.execute(prepared.query.text, [values[each] for each in prepared.query.names]).fetchall()

    def stream(self, name: str, **values: object) -> Iterator[Any]:
        """Yield the rows of a query from a server-side cursor, which holds one batch in memory.

        Args:
            name: Name of the file, without its suffix.
            values: The values of the parameters; a missing one is NULL.
        """
        prepared = self._find(name)
        with (
            server_errors(prepared.source, prepared.query, sent_before=f'DECLARE "{name}" CURSOR FOR '),
            RawServerCursor(self._connection, name, row_factory=namedtuple_row) as cursor,
        ):
            cursor.itersize = BATCH
            cursor.execute(prepared.query.text, [values.get(each) for each in prepared.query.names])
            yield from cursor

    def _find(self, name: str) -> _Prepared:
        if name not in self._known:
            self._known[name] = read_one(self._sql_dir, "site", name, self._read)
        return self._known[name]

    def _read(self, source: SqlFile) -> tuple[_Prepared | None, list[Problem]]:
        header, problems = validate(Header, source.header)
        if header is None:
            return None, problems
        tokens: Sequence[Token] = source.tokens
        if names_in(tokens, "site"):
            statement = named(self._objects)
            tokens = read_instead(
                tokens, "site", {"named": self._past.rewritten(statement) if self._past else statement}
            )
        if self._past:
            tokens = self._past.moved(tokens)
        return _Prepared(source, bind(tokens, {name: parameter.type for name, parameter in header.params.items()})), []
