"""All facts of a snapshot on this machine's disk while a site is built: read once, found again by key.

The views of the mart answer for all facts at once about as fast as for a few, so they are asked once; memory holds a
batch of rows, however many facts there are.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from warehouse.publish.parts import beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from warehouse.publish.asking import Reader

AT_ONCE: Final = 500
"""Facts that are written, or asked for, in one statement."""
_MADE: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE facts (key TEXT PRIMARY KEY, known TEXT NOT NULL) WITHOUT ROWID;
"""


class Place(NamedTuple):
    """A place in a document that says a fact."""

    document_key: str
    paragraph: int | None
    locator: str | None
    title: str
    section: str | None
    page_date: str | None


class Known(NamedTuple):
    """What is known of a fact.

    Attributes:
        key: Its identity.
        path: Where it stands among all facts.
        family: What kind of fact it is.
        subject_key: What it is about: register and key.
        subject: The name of that.
        says: What is said; None: it is kept, but no longer held.
        date: Its date or period as an EDTF value.
        earliest: First day of that, year-month-day.
        modality: As in the mart; so are the next ones.
        said_by: Who says so.
        said_by_key: Key of that entity.
        basis: stated, inferred or reference.
        rank: normal, preferred or deprecated.
        rank_reason: Why it is not normal.
        note: What a reader must know.
        is_disputed: Whether an open question involves it.
        places: The places that say it.
        names: Other things it names: register and key, and the name.
        questions: The questions that involve it: key and question.
    """

    key: str
    path: str
    family: str
    subject_key: str
    subject: str
    says: str | None
    date: str | None
    earliest: str | None
    modality: str | None
    said_by: str | None
    said_by_key: str | None
    basis: str
    rank: str
    rank_reason: str | None
    note: str | None
    is_disputed: bool
    places: Sequence[Place]
    names: Sequence[tuple[str, str]]
    questions: Sequence[tuple[str, str]]


class Shelf:
    """The facts, by key."""

    def __init__(self, store: sqlite3.Connection) -> None:
        """Read from ``store``, which ``filled`` made."""
        self._store = store

    def facts(self, keys: Iterable[str]) -> dict[str, Known]:
        """Give some facts by their keys; those that are not there are left out."""
        found = {}
        rest = iter(sorted(set(keys)))
        while asked := list(islice(rest, AT_ONCE)):
            marks = ", ".join("?" * len(asked))
            rows = self._store.execute(f"SELECT key, known FROM facts WHERE key IN ({marks})", asked)  # noqa: S608 - question marks
            found.update({key: _known(json.loads(known)) for key, known in rows})
        return found


@contextmanager
def filled(reader: Reader, path: Path) -> Iterator[Shelf]:
    """Read all facts of the snapshot.

    Args:
        reader: Asks the database.
        path: A file that is not there yet, in a folder of this process's own.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        store.executescript(_MADE)
        store.execute("BEGIN")
        store.executemany("INSERT INTO facts VALUES (?, ?)", ((fact[0], json.dumps(fact)) for fact in _read(reader)))
        store.execute("COMMIT")
        yield Shelf(store)


def _read(reader: Reader) -> Iterator[Sequence[Any]]:
    """Give each fact as what JSON can hold, in the order of ``Known``; four streams side by side."""
    key = attrgetter("fact_key")
    facts = reader.stream("facts")
    placed = beside(facts, key, reader.stream("places-of-facts"), key)
    named = beside(placed, _key, reader.stream("facts-of-things", by_fact=True), key)
    asked = beside(named, lambda each: _key(each[0]), reader.stream("questions-of-facts"), key)
    for ((fact, places), names), questions in asked:
        yield (
            *fact[:7],
            fact.earliest_date and fact.earliest_date.isoformat(),
            *fact[8:],
            [
                (
                    row.document_key,
                    row.paragraph,
                    row.locator,
                    row.title,
                    row.section,
                    row.page_date and str(row.page_date),
                )
                for row in places
            ],
            [(row.subject_key, row.name) for row in names],
            [(row.disagreement_key, row.question) for row in questions],
        )


def _key(placed: tuple[Any, list[Any]]) -> str:
    return str(placed[0].fact_key)


def _known(stored: Sequence[Any]) -> Known:
    *plain, places, names, questions = stored
    return Known._make([*plain, [Place(*each) for each in places], names, questions])
