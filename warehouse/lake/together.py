"""A catalog in SQL whose tables can be moved together: readers see all commits, or none."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyiceberg.catalog import Catalog
from pyiceberg.catalog.sql import IcebergTables, SqlCatalog
from pyiceberg.exceptions import CommitFailedException
from pyiceberg.table import CommitTableResponse, StagedTable
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyiceberg.table import Table
    from pyiceberg.table.update import TableRequirement, TableUpdate
    from sqlalchemy import Connection


class TogetherCatalog(SqlCatalog):
    """A catalog that can hold commits back, and then move the pointers of all tables in one transaction."""

    _held: list[tuple[StagedTable, str | None]] | None = None
    """The tables to move, each with the metadata that it moves away from; None: each commit counts at once."""

    @contextmanager
    def together(self) -> Iterator[None]:
        """Hold back every commit of the block, and let all of them count at its end; after an error none does.

        Raises:
            CommitFailedException: Somebody else changed one of the tables meanwhile.
        """
        self._held = []
        try:
            yield
            held = self._held
            with self.engine.begin() as connection:
                for staged, before in held:
                    self._move(connection, staged, before)
        finally:
            self._held = None

    def commit_table(
        self, table: Table, requirements: tuple[TableRequirement, ...], updates: tuple[TableUpdate, ...]
    ) -> CommitTableResponse:
        """Write the new metadata of a table, and hold it back."""
        if self._held is None:
            return super().commit_table(table, requirements, updates)
        before = None if isinstance(table, StagedTable) else table
        staged = self._update_and_stage_table(before, table.name(), requirements, updates)
        self._write_metadata(staged.metadata, staged.io, staged.metadata_location)
        self._held.append((staged, before.metadata_location if before else None))
        return CommitTableResponse(metadata=staged.metadata, metadata_location=staged.metadata_location)

    def _move(self, connection: Connection, staged: StagedTable, before: str | None) -> None:
        namespace = Catalog.namespace_to_string(Catalog.namespace_from(staged.name()))
        name = Catalog.table_name_from(staged.name())
        if before is None:
            row = self._create_table_row(namespace, name, staged.metadata_location)
            try:
                connection.execute(insert(IcebergTables).values(**row))
            except IntegrityError as error:
                raise CommitFailedException(f"{namespace}.{name} was made by somebody else") from error
            return
        moved = connection.execute(
            update(IcebergTables)
            .where(
                IcebergTables.catalog_name == self.name,
                IcebergTables.table_namespace == namespace,
                IcebergTables.table_name == name,
                IcebergTables.metadata_location == before,
            )
            .values(metadata_location=staged.metadata_location, previous_metadata_location=before)
        )
        if moved.rowcount != 1:
            raise CommitFailedException(f"{namespace}.{name} was changed by somebody else")
