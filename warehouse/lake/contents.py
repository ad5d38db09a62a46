"""The loads that a lake holds: the table ``ops.loads``, which a push writes last."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.schema import Schema
from pyiceberg.types import LongType, NestedField, TimestamptzType

from warehouse.errors import UsageError
from warehouse.lake.changes import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pyiceberg.catalog import Catalog
    from pyiceberg.table import Table, Transaction

    from warehouse.lake.place import Place

LOADS: Final = ("ops", "loads")
CONTENT: Final = "warehouse.content"
"""The property of ``ops.loads`` that says what the tables show since the last push."""

STATE: Final = "warehouse.state"
"""The property of a table that says what its rows follow from, and that it is ours."""

KEPT: Final = {"write.metadata.previous-versions-max": "10", "write.parquet.compression-codec": "zstd"}
"""Properties of each table: how many earlier versions of its metadata are kept, and how its files are compressed."""

_LONG = LongType()
_SHAPE: Final = Schema(
    NestedField(1, "load_id", _LONG, required=True, doc="number of the load; every table has it as tag load-N"),
    NestedField(2, "loaded_at", TimestamptzType(), required=True, doc="since when it counts"),
    NestedField(3, "fact_count", _LONG, required=True, doc="facts it left"),
    NestedField(4, "written_tables", _LONG, required=True, doc="tables that its push wrote; the others were as before"),
    NestedField(5, "written_rows", _LONG, required=True, doc="rows that its push wrote"),
    NestedField(6, "written_bytes", _LONG, required=True, doc="bytes of the files of these rows"),
    identifier_field_ids=[1],
)


@dataclass(frozen=True, slots=True)
class Load:
    """A load that the lake holds; see the descriptions of the columns.

    Attributes:
        load_id: Its number.
        loaded_at: Since when it counts.
        fact_count: Facts it left.
        written_tables: Tables that its push wrote.
        written_rows: Rows that its push wrote.
        written_bytes: Bytes of the files of these rows.
    """

    load_id: int
    loaded_at: datetime
    fact_count: int
    written_tables: int
    written_rows: int
    written_bytes: int

    @property
    def tag(self) -> str:
        """The name of the state in each table."""
        return tag_of(self.load_id)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a table shows since the last push: what its rows follow from, and the snapshot that holds them."""

    state: State
    snapshot_id: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a lake holds.

    Attributes:
        loads: Its loads, oldest first.
        shown: What each table shows since the last push.
    """

    loads: Sequence[Load] = ()
    shown: Mapping[str, Shown] | None = None

    @property
    def last(self) -> Load | None:
        """The last load."""
        return self.loads[-1] if self.loads else None


def tag_of(load_id: int) -> str:
    """Return the name of the state that a load left."""
    return f"load-{load_id}"


def table_of(catalog: Catalog, name: tuple[str, str]) -> Table | None:
    """Return a table; None: there is none."""
    try:
        return catalog.load_table(name)
    except NoSuchTableError:
        return None


def content_of(catalog: Catalog) -> Content:
    """Return what a lake holds."""
    table = table_of(catalog, LOADS)
    if table is None or CONTENT not in table.properties:
        return Content()
    rows = table.scan().to_arrow().sort_by("load_id").to_pylist()
    shown = {
        name: Shown(State.parse(state), snapshot_id)
        for name, (state, snapshot_id) in json.loads(table.properties[CONTENT]).items()
    }
    return Content([Load(**row) for row in rows], shown)


def required_content(catalog: Catalog, place: Place) -> Content:
    """Return what a lake holds, as ``content_of`` does.

    Raises:
        UsageError: It holds no load.
    """
    content = content_of(catalog)
    if content.last is None:
        raise UsageError(f"the lake at {place.shown} has no load", hint='"warehouse lake push" adds the last.')
    return content


def record(catalog: Catalog, content: Content) -> None:
    """Write what the lake holds, in place of what it held."""
    rows = pa.Table.from_pylist([asdict(load) for load in content.loads], schema=_SHAPE.as_arrow())
    shown = {name: [str(each.state), each.snapshot_id] for name, each in (content.shown or {}).items()}
    properties = {**KEPT, "comment": "One row per load that the lake holds", CONTENT: json.dumps(shown)}
    table = table_of(catalog, LOADS)
    transaction: Transaction
    if table is None:
        transaction = catalog.create_table_transaction(LOADS, _SHAPE, properties=properties)
    else:
        transaction = table.transaction().set_properties(properties)
    if table is None:
        transaction.append(rows)
    else:
        transaction.overwrite(rows)
    forget_nameless(transaction.commit_transaction())


def forget_nameless(table: Table) -> None:
    """Forget the snapshots of a table that no name leads to."""
    named = {ref.snapshot_id for ref in table.refs().values()}
    nameless = [each.snapshot_id for each in table.snapshots() if each.snapshot_id not in named]
    if nameless:
        table.maintenance.expire_snapshots().by_ids(nameless).commit()
