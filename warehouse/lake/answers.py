"""The answers of saved reports on a lake: DuckDB reads the files of a state as tables of the mart."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import duckdb
from pyarrow import dataset
from pyiceberg.io.pyarrow import PyArrowFileIO, schema_to_pyarrow

from warehouse.errors import UsageError
from warehouse.lake.contents import Content, Load, required_content, table_of
from warehouse.lake.place import Place, reached
from warehouse.reports.in_duckdb import SOURCES, run, statement_of
from warehouse.sqlfiles import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa
    from pyiceberg.table import Table
    from pyiceberg.table.snapshots import Snapshot

    from warehouse.mart.objects import MartObject
    from warehouse.reports.definition import Report
    from warehouse.reports.result import Result


@contextmanager
def answering(
    place: Place, report: Report, values: Mapping[str, str], objects: Sequence[MartObject], when: str | None = None
) -> Iterator[Result]:
    """Run a report on a lake, and yield its answer, whose rows can be read once, until the end of the block.

    Args:
        place: The lake.
        report: The report.
        values: Values of its parameters, as on the command line.
        objects: All objects of the mart.
        when: The state to read, ``load-N`` or ``N``; None: what the last push left.

    Raises:
        UsageError: The report does not run there, or there is no such lake, state or parameter.
        WarehouseError: The lake cannot be read.
    """
    with reached(place) as catalog:
        content = required_content(catalog, place)
        load = None if when is None else _named(content, when, place)
        at = load.loaded_at if load else None
        statement = statement_of(report, objects, at)
        words = {token.text.lower() for token in report.source.tokens if token.kind is Kind.WORD}
        names = [found.name for found in objects if found.name in words or found.name in SOURCES]
        with closing(duckdb.connect()) as engine, closing(engine.cursor()) as beside:
            for name in names:
                table = table_of(catalog, ("mart", name))
                snapshot = _snapshot(table, content, load)
                if table is None or snapshot is None:
                    what = f"the lake at {place.shown} has no mart.{name} in {load.tag if load else 'its last state'}"
                    raise UsageError(what, hint="Push again with this version, or choose another state.")
                rows = _read(table, snapshot)
                engine.register(name, rows)
                beside.register(name, rows)
            with run((engine, beside), report, statement, values, at) as result:
                yield result


def _named(content: Content, when: str, place: Place) -> Load:
    found = next((load for load in content.loads if when in {load.tag, str(load.load_id)}), None)
    if found is None:
        have = ", ".join(load.tag for load in content.loads[-5:])
        what = f'the lake at {place.shown} has no state "{when}"'
        raise UsageError(what, hint=f'Its last ones are {have}; "warehouse lake tags" lists all.')
    return found


def _snapshot(table: Table | None, content: Content, load: Load | None) -> Snapshot | None:
    """Return the snapshot of a table in a state; None: the table is not in it."""
    if table is None:
        return None
    if load is not None:
        return table.snapshot_by_name(load.tag)
    shown = (content.shown or {}).get(table.name()[-1])
    return table.snapshot_by_id(shown.snapshot_id) if shown else None


def _read(table: Table, snapshot: Snapshot) -> dataset.Dataset:
    """Return the files of a snapshot, as a table with the columns that it had."""
    shape = table.schemas()[snapshot.schema_id] if snapshot.schema_id is not None else table.schema()
    schema: pa.Schema = schema_to_pyarrow(shape, include_field_ids=False)
    files = [task.file.file_path for task in table.scan(snapshot_id=snapshot.snapshot_id).plan_files()]
    io = PyArrowFileIO(table.io.properties)
    scheme, host, _ = io.parse_location(table.location(), io.properties)
    paths = [io.parse_location(file, io.properties)[2] for file in files]
    return dataset.dataset(paths, schema=schema, filesystem=io.fs_by_scheme(scheme, host), format="parquet")


def portable(objects: Sequence[MartObject], reports: Sequence[Report]) -> dict[str, str]:
    """Return why each report does not run on a lake, by name; reports that do are left out."""
    refused = {}
    for report in reports:
        try:
            statement_of(report, objects)
        except UsageError as reason:
            refused[report.name] = reason.what.partition(": ")[2]
    return refused
