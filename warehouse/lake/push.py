"""The push: a load becomes a state of the lake, with the tag ``load-N`` on every table, or the lake stays as it was."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyiceberg.table.refs import MAIN_BRANCH
from pyiceberg.table.update.snapshot import ManageSnapshots

from warehouse.errors import CheckFailed, ConfigurationError
from warehouse.exports.snapshot import begun
from warehouse.lake.changes import State, states_of
from warehouse.lake.contents import KEPT, LOADS, STATE, Content, Load, Shown, content_of, record, table_of, tag_of
from warehouse.lake.expiry import changing, remove_leftovers
from warehouse.lake.locks import locked
from warehouse.lake.place import Place, reached
from warehouse.lake.rows import written
from warehouse.lake.shapes import reshape, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import psycopg
    from pyiceberg.catalog import Catalog
    from pyiceberg.table import Table, Transaction

    from warehouse.mart.objects import MartObject

LAST: Final = "SELECT load_id, loaded_at, fact_count FROM mart.dim_load ORDER BY loaded_at DESC, load_id DESC LIMIT 1"
KNOWN: Final = "SELECT EXISTS (SELECT FROM mart.dim_load WHERE load_id = %s AND loaded_at = %s)"

LEDGER: Final = "fact_row_change"
"""The ledger of row changes: a load adds rows to it and changes none, so only these are written."""


@dataclass(slots=True)
class Pushed:
    """What a push did.

    Attributes:
        load_id: The load that the lake shows now.
        is_new: Whether the lake did not have this load before.
        tables: The tables that were written.
        rows: The number of rows that were written.
        bytes: The bytes of the files with these rows.
        removed: The number of files removed that a push left that died.
    """

    load_id: int
    is_new: bool
    tables: list[str] = field(default_factory=list)
    rows: int = 0
    bytes: int = 0
    removed: int = 0


def push(
    connection: psycopg.Connection,
    objects: Sequence[MartObject],
    place: Place,
    *,
    whole: bool = False,
    on_object: Callable[[str], None] = lambda _: None,
) -> Pushed:
    """Bring a lake to the last load of the database; make the lake if there is none.

    Args:
        connection: A connection that is not in a transaction.
        objects: All objects of the mart.
        place: The lake.
        whole: Write every table, changed or not.
        on_object: Called with the name of each object before it is written.

    Raises:
        CheckFailed: There is no load, or the lake has a later one, or its loads are those of another database.
        ConfigurationError: The catalog holds tables of somebody else.
        LakeBusy: Somebody else writes to the lake.
        WarehouseError: The lake cannot be written.
    """
    with connection.transaction():
        begun(connection, None)
        load = _last_load(connection)
        with reached(place, makes=True) as catalog, locked(place, catalog) as died:
            content = content_of(catalog)
            _refuse_others(connection, content, load, place)
            states = states_of(connection, objects, load.load_id)
            work = _Push(connection, catalog, place, content, load, on_object, whole)
            return work.run(objects, states, died=died)


def _last_load(connection: psycopg.Connection) -> Load:
    row = connection.execute(LAST).fetchone()
    if row is None:
        what = "there is nothing to push, because no load was committed yet"
        raise CheckFailed(what, hint='"warehouse load" makes the first.')
    load_id, loaded_at, fact_count = row
    return Load(load_id, loaded_at, fact_count, 0, 0, 0)


def _refuse_others(connection: psycopg.Connection, content: Content, load: Load, place: Place) -> None:
    last = content.last
    if last is None:
        return
    if last.load_id > load.load_id:
        what = f"the lake at {place.shown} has load {last.load_id}, and the database only has load {load.load_id}"
        hint = "Is it a backup, or a replica that is behind? Push from the database that has the last load."
        raise CheckFailed(what, hint=hint)
    if connection.execute(KNOWN, [last.load_id, last.loaded_at]).fetchone() != (True,):
        what = f"load {last.load_id} of the lake at {place.shown} is not a load of this database"
        hint = "It was filled from another database, or from this one before a backup was restored: name a new lake."
        raise CheckFailed(what, hint=hint)


@dataclass(slots=True)
class _Push:
    """A push in progress: where rows come from and go to, and what the lake held before."""

    connection: psycopg.Connection
    catalog: Catalog
    place: Place
    content: Content
    load: Load
    on_object: Callable[[str], None]
    whole: bool
    locations: list[str] = field(default_factory=list)

    def run(self, objects: Sequence[MartObject], states: dict[str, State], *, died: bool) -> Pushed:
        """Write what has changed, then tag every table, then record the load; all of it counts at the end."""
        before = self.content.shown or {}
        pushed = Pushed(self.load.load_id, is_new=self._is_new)
        stale = {
            name for name, state in states.items() if self.whole or name not in before or before[name].state != state
        }
        if stale or self._is_new:
            self._commit(objects, states, stale, pushed)
        if died:
            pushed.removed = remove_leftovers(self.catalog).files
        return pushed

    @property
    def _is_new(self) -> bool:
        last = self.content.last
        return last is None or last.load_id != self.load.load_id

    def _commit(self, objects: Sequence[MartObject], states: dict[str, State], stale: set[str], pushed: Pushed) -> None:
        for namespace in ("mart", "ops"):
            self.catalog.create_namespace_if_not_exists(namespace)
        shown: dict[str, Shown] = {}
        with changing(self.catalog, self.locations):
            for found in objects:
                is_stale = found.name in stale
                if is_stale or self._is_new:
                    shown[found.name] = self._bring(found, states[found.name], pushed, is_stale=is_stale)
            self._record(shown, pushed)

    def _record(self, shown: dict[str, Shown], pushed: Pushed) -> None:
        load = self.load
        counts = (len(pushed.tables), pushed.rows, pushed.bytes)
        mine = [Load(load.load_id, load.loaded_at, load.fact_count, *counts)] if self._is_new else []
        unchanged = {} if self._is_new else self.content.shown or {}
        self.locations.append(self._location(LOADS))
        record(self.catalog, Content([*self.content.loads, *mine], {**unchanged, **shown}))

    def _location(self, name: tuple[str, str]) -> str:
        table = table_of(self.catalog, name)
        return table.location() if table else f"{self.place.uri}/{'/'.join(name)}"

    def _bring(self, found: MartObject, state: State, pushed: Pushed, *, is_stale: bool) -> Shown:
        """Bring one table to the load: write its rows if it is stale, tag it, and return what it shows."""
        table = self._ours(found)
        transaction = self._begun(found, table)
        # Where tables are moved one by one, a push that died may have written this one already.
        is_written = table is not None and table.properties[STATE] == str(state) and not self.whole
        if is_stale and not is_written:
            self.on_object(found.name)
            self._write(found, state, transaction, pushed)
        snapshot_id = self._tag(transaction)
        transaction.commit_transaction()
        return Shown(state, snapshot_id)

    def _ours(self, found: MartObject) -> Table | None:
        table = table_of(self.catalog, ("mart", found.name))
        if table is not None and STATE not in table.properties:
            what = f"the catalog of {self.place.shown} has a table mart.{found.name} that no push wrote"
            raise ConfigurationError(what, hint="Name another catalog, or take that table away.")
        return table

    def _begun(self, found: MartObject, table: Table | None) -> Transaction:
        if table is None:
            properties = {**KEPT, "comment": found.header.grain}
            made = self.catalog.create_table_transaction(("mart", found.name), shape_of(found), properties=properties)
            self.locations.append(made.table_metadata.location)
            return made
        self.locations.append(table.location())
        return table.transaction()

    def _write(self, found: MartObject, state: State, transaction: Transaction, pushed: Pushed) -> None:
        """Replace the rows of a table; those of the ledger are kept, and the new ones added."""
        table = transaction._table  # noqa: SLF001 - the only way to its files
        metadata = reshape(transaction, shape_of(found))
        after = self._reached(found, state, metadata.current_snapshot_id)
        old = [] if after is not None or not table.metadata.current_snapshot() else list(table.scan().plan_files())
        about = {"warehouse.load": str(self.load.load_id)}
        with (
            transaction.update_snapshot(snapshot_properties=about).overwrite() as change,
            closing(written(self.connection, found, metadata, table.io, after)) as files,
        ):
            for task in old:
                change.delete_data_file(task.file)
            for file in files:
                change.append_data_file(file)
                pushed.rows += file.record_count
                pushed.bytes += file.file_size_in_bytes
        transaction.set_properties({STATE: str(state), "comment": found.header.grain})
        pushed.tables.append(found.name)

    def _reached(self, found: MartObject, state: State, now: int | None) -> int | None:
        """Return the load up to which the ledger is written already; None: the table is to be written whole."""
        shown = (self.content.shown or {}).get(found.name)
        is_known = shown is not None and shown.snapshot_id == now and shown.state[:2] == state[:2]
        if found.name != LEDGER or shown is None or not is_known or self.whole:
            return None
        return shown.state.load_id if shown.state.load_id < state.load_id else None

    def _tag(self, transaction: Transaction) -> int:
        """Name the state, and return its snapshot.

        A state that has a name keeps it, and one whose push was never recorded loses it.
        """
        known = {load.tag for load in self.content.loads}
        wanted = tag_of(self.load.load_id)
        metadata = transaction.table_metadata
        for name in metadata.refs:
            if name.startswith("load-") and name not in known | {wanted}:
                ManageSnapshots(transaction).remove_tag(name).commit()
        snapshot_id = metadata.refs[MAIN_BRANCH].snapshot_id
        if self._is_new:
            ManageSnapshots(transaction).create_tag(snapshot_id, wanted).commit()
        return snapshot_id
