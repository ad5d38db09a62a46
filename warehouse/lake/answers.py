"""The answers of saved reports on a lake: DuckDB reads the files of a state as tables of the mart."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
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
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pyarrow as pa
    from pyiceberg.catalog import Catalog
    from pyiceberg.table import Table
    from pyiceberg.table.snapshots import Snapshot

    from warehouse.mart.objects import MartObject
    from warehouse.reports.definition import Report
    from warehouse.reports.result import Result

    Ask = Callable[[Report, Mapping[str, str], str], AbstractContextManager[Result]]


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
    with reached(place) as catalog, _States(place, catalog).answering(report, values, objects, when) as result:
        yield result


class _States:
    """The states of a lake, and the files of those tables that were read."""

    def __init__(self, place: Place, catalog: Catalog) -> None:
        self._place = place
        self._catalog = catalog
        self._content = required_content(catalog, place)
        self._known: dict[tuple[str, int | None], dataset.Dataset] = {}

    @contextmanager
    def answering(
        self, report: Report, values: Mapping[str, str], objects: Sequence[MartObject], when: str | None
    ) -> Iterator[Result]:
        """Run a report; see ``answering``."""
        load = None if when is None else _named(self._content, when, self._place)
        at = load.loaded_at if load else None
        statement = statement_of(report, objects, at)
        words = {token.text.lower() for token in report.source.tokens if token.kind is Kind.WORD}
        with closing(duckdb.connect()) as engine, closing(engine.cursor()) as beside:
            for found in objects:
                if found.name in words or found.name in SOURCES:
                    rows = self._rows(found.name, load)
                    engine.register(found.name, rows)
                    beside.register(found.name, rows)
            with run((engine, beside), report, statement, values, at) as result:
                yield result

    def _rows(self, name: str, load: Load | None) -> dataset.Dataset:
        """Return the rows of a table in a state; None: what the last push left."""
        key = (name, load.load_id if load else None)
        if key not in self._known:
            table = table_of(self._catalog, ("mart", name))
            snapshot = _snapshot(table, self._content, load)
            if table is None or snapshot is None:
                what = f"the lake at {self._place.shown} has no mart.{name} in {load.tag if load else 'its last state'}"
                raise UsageError(what, hint="Push again with this version, or choose another state.")
            self._known[key] = _read(table, snapshot)
        return self._known[key]


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a report runs on a lake.

    Attributes:
        report: Its name.
        cases: The number of its cases that were asked of both.
        refused: Why it does not run there; empty: it does.
        differs: Where the first answer differs from that of the database; empty: nowhere.
    """

    report: str
    cases: int = 0
    refused: str = ""
    differs: str = ""


def judged(
    place: Place,
    reports: Sequence[Report],
    objects: Sequence[MartObject],
    ask: Ask,
) -> Iterator[Verdict]:
    """Ask the cases of reports of a lake and of its database, and yield for each report whether they answer alike.

    Args:
        place: The lake.
        reports: The reports.
        objects: All objects of the mart.
        ask: Runs a report on the database, with its values and a load.
    """
    with reached(place) as catalog:
        last = required_content(catalog, place).last
        when = str(last.load_id) if last else ""
        states = _States(place, catalog)
        for report in reports:
            yield _judged(report, states, objects, ask, when)


def _judged(report: Report, states: _States, objects: Sequence[MartObject], ask: Ask, when: str) -> Verdict:
    cases = [case.params for case in report.header.cases] or [{}]
    for number, values in enumerate(cases, 1):
        try:
            with states.answering(report, values, objects, when) as got, ask(report, values, when) as wanted:
                differs = _difference(wanted, got)
        except UsageError as reason:
            return Verdict(report.name, number - 1, refused=reason.what.rpartition("DuckDB: ")[2])
        if differs:
            return Verdict(report.name, number, differs=f"case {number}: {differs}")
    return Verdict(report.name, len(cases))


def _difference(wanted: Result, got: Result) -> str:
    """Return where two answers differ first; empty: nowhere. A number is the same with and without zeros at its end."""
    names = [column.name for column in wanted.columns]
    for number, (ours, theirs) in enumerate(zip_longest(wanted.rows, got.rows), 1):
        if ours is None or theirs is None:
            return f"one has {number - 1} rows, the other more"
        for column, one, other in zip(wanted.columns, ours.cells, theirs.cells, strict=True):
            if one != other and not (column.is_number and one and other and Decimal(one) == Decimal(other)):
                return f"row {number}, {column.name}: {one!r} in the database, {other!r} in the lake"
        for name, one, other in zip(names, ours.marks, theirs.marks, strict=True):
            if [each.short for each in one] != [each.short for each in other]:
                return f"row {number}, {name}: other sources"
    return ""
