"""The contents of a book: which reports it holds, and their answers, all from one snapshot."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.errors import UsageError
from warehouse.reports.execute import Numbering, run, run_info, snapshot
from warehouse.reports.parameters import settle
from warehouse.yamlfiles import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.definition import Report
    from warehouse.reports.result import Citation, Result, RunInfo


@dataclass(frozen=True, slots=True)
class Entry:
    """A report of the book, and the values of its parameters as written on the command line."""

    report: Report
    values: Mapping[str, str]


def entries_of(
    reports: Sequence[Report], values: Mapping[str, str], *, needs_all: bool
) -> tuple[list[Entry], list[str]]:
    """Return the entries of a book, and the names of the reports that are left out.

    Args:
        reports: The reports.
        values: Values of parameters; each goes to every report that has a parameter of this name.
        needs_all: Whether a report that lacks a value is an error. If not, it is left out.

    Raises:
        UsageError: No report has such a parameter, a report does not allow the value or lacks one, or all are left out.
    """
    known = {name for report in reports for name in report.header.params}
    for name in values:
        if name not in known:
            raise UsageError(f'no report of the book has a parameter "{name}"', hint=nearest(name, known))
    entries, lacking = [], []
    for report in reports:
        given = {name: value for name, value in values.items() if name in report.header.params}
        if not needs_all and any(param.required and name not in given for name, param in report.header.params.items()):
            lacking.append(report.name)
        else:
            settle(report, given)
            entries.append(Entry(report, given))
    if not entries:
        raise UsageError("there is no report that runs without a value", hint="Name the reports, and give values: -p")
    return entries, lacking


@dataclass(frozen=True, slots=True)
class Book:
    """A book that is being written, inside its snapshot.

    Attributes:
        entries: The reports, in order.
        database: The database that they read, as text.
        run: The run of all of them.
        numbering: The numbering of the sources of the whole book.
        tell: Called with the name of each report before it runs.
    """

    entries: Sequence[Entry]
    database: str
    run: RunInfo
    numbering: Numbering
    tell: Callable[[str], object]

    @property
    def title(self) -> str:
        """The title of the book."""
        return "Report book"

    @property
    def origin(self) -> list[tuple[str, str]]:
        """What the answers were read from: the database, the moment and the load, as names and texts."""
        return [("read from", self.database), *self.run.details()]

    @property
    def citations(self) -> list[Citation]:
        """The sources of the answers read so far."""
        return self.numbering.citations

    def answers(self) -> Generator[Result, None, None]:
        """Run the reports one after the other and yield their results; each is valid until the next one.

        Close the generator before the snapshot ends, so that no report is left half read.

        Raises:
            WarehouseError: A report cannot run; the error names it.
        """
        for entry in self.entries:
            self.tell(entry.report.name)
            with run(self.numbering.connection, entry.report, entry.values, self.numbering) as result:
                yield result


@contextmanager
def opened(
    connection: Connection[Any], entries: Sequence[Entry], database: str, tell: Callable[[str], object]
) -> Iterator[Book]:
    """Open a snapshot and yield the book that reads it.

    Args:
        connection: A connection without an open transaction.
        entries: The reports, at least one. All of them read the data at the same moment.
        database: The database, as text.
        tell: Called with the name of each report before it runs.
    """
    past = entries[0].report.past
    with snapshot(connection):
        if past is not None:
            past.enter(connection)
        yield Book(entries, database, run_info(connection, past), Numbering(connection, [], past), tell)
