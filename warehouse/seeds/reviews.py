"""The reviews of records: which records nobody reviewed as they stand, and the note of a review in a seed file.

A review is of a record with all facts about it, wherever they stand. Its digest covers what is written, not the layout.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.errors import CheckFailed, UsageError
from warehouse.model import Cited, Fact, Record
from warehouse.model.registers import Document
from warehouse.seeds.format import Formatted, formatted
from warehouse.yamlfiles import Problem, nearest
from warehouse.yamlfiles.formatting import Collection, Scalar, Unit, printed, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from warehouse.model.review import Review
    from warehouse.seeds.inventory import SeedFileEntry
    from warehouse.seeds.reader import Entry, Folder

FIELD: Final = "reviewed"


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A record that can be reviewed.

    Attributes:
        name: Its register and key.
        entry: The record in its file.
        review: What the file says about its review; None: nothing.
        sha256: Digest of the record and of the facts about it, as they stand.
        cited: The documents that it and its facts cite.
    """

    name: str
    entry: Entry
    review: Review | None
    sha256: str
    cited: frozenset[str]

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody reviewed it as it stands."""
        return self.review is not None and self.review.sha256 == self.sha256

    def problem(self) -> Problem:
        """Return the problem of a record that nobody reviewed as it stands."""
        was = self.review
        what = f"{self.name} changed since {was.by} reviewed it on {was.on}" if was else f"{self.name} is not reviewed"
        hint = f"review it, then run: warehouse seeds review --mark {self.name}"
        return Problem(self.entry.node.position, "E-review", what, hint)


def reviewables(folder: Folder) -> list[Reviewable]:
    """Return all records of registers, in the order of the files."""
    facts: dict[str, list[Entry]] = defaultdict(list)
    for entry in folder.entries:
        if isinstance(entry.record, Fact):
            facts[entry.record.about or ""].append(entry)
    return [
        _reviewable(entry, entry.record, facts[f"{entry.family}/{entry.record.key}"])
        for entry in folder.entries
        if isinstance(entry.record, (Document, Record))
    ]


def _reviewable(entry: Entry, record: Document | Record, facts: Sequence[Entry]) -> Reviewable:
    written = {name: value for name, value in entry.node.plain().items() if name != FIELD}
    about = sorted(json.dumps([each.family, each.node.plain()], sort_keys=True) for each in facts)
    text = "\n".join([json.dumps(written, sort_keys=True), *about])
    said = [record, *(fact for _, fact in record.facts())] if isinstance(record, Record) else []
    every = [*said, *(each.record for each in facts)]
    cited = {citation.document for one in every if isinstance(one, Cited) for citation in one.cite}
    return Reviewable(
        name=f"{entry.family}/{record.key}",
        entry=entry,
        review=record.reviewed,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        cited=frozenset(cited | ({record.key} if isinstance(record, Document) else set())),
    )


def find(records: Iterable[Reviewable], name: str) -> Reviewable:
    """Return the record with this key, or with this register and key.

    Raises:
        UsageError: No record has the key, or several do.
    """
    known = {one.name: one for one in records}
    found = [one for full, one in known.items() if name in {full, full.partition("/")[2]}]
    if len(found) > 1:
        raise UsageError(
            f'several records have the key "{name}"', hint=f"Name one of {', '.join(one.name for one in found)}."
        )
    if not found:
        names = [*known, *(full.partition("/")[2] for full in known)]
        raise UsageError(f'there is no record "{name}"', hint=nearest(name, names))
    return found[0]


def mark(file: SeedFileEntry, reviewed: Sequence[Reviewable], by: str, on: date) -> None:
    """Write into a seed file that its records were reviewed as they stand.

    Args:
        file: The file.
        reviewed: Records of the file.
        by: Who reviewed them.
        on: The day.

    Raises:
        UsageError: The file holds JSON, which a program writes.
        CheckFailed: The file is not in the common layout, so that other lines would change too.
    """
    if file.path.suffix != ".yaml":
        raise UsageError(f"{file.shown} is written by a program", hint="Let the program write the field reviewed.")
    before = file.path.read_bytes()
    if formatted(before, file.shown)[0] != before:
        hint = 'Run "warehouse seeds format" first, so that no other line changes.'
        raise CheckFailed(f"{file.shown} is not in the common layout", hint=hint)
    written = read(before.decode())
    for one in reviewed:
        family, _, key = one.name.partition("/")
        _write(_record(written, family, key), [("by", by), ("on", on.isoformat()), ("sha256", one.sha256)])
    after, _ = formatted(printed(written).encode(), file.shown)
    Formatted(file.path, file.shown, before, after or before).write()


def _record(written: Collection, family: str, key: str) -> Collection:
    """Return the record with this key in a file that was read."""
    for listed in written.units:
        if listed.key == family and isinstance(listed.value, Collection):
            for unit in listed.value.units:
                if isinstance(unit.value, Collection) and ("key", key) in _texts(unit.value):
                    return unit.value
    raise LookupError(f"{family}/{key}")


def _texts(record: Collection) -> list[tuple[str, str]]:
    return [(unit.key, unit.value.text) for unit in record.units if isinstance(unit.value, Scalar)]


def _write(record: Collection, fields: Sequence[tuple[str, str]]) -> None:
    units = [Unit(Scalar(text, "", (text,)), name) for name, text in fields]
    value = Collection(is_mapping=True, is_flow=True, column=0, units=units)
    earlier = next((unit for unit in record.units if unit.key == FIELD), None)
    if earlier is None:
        record.units.append(Unit(value, FIELD))
    else:
        earlier.value = value
