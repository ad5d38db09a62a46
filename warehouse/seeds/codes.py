"""The checks of codes and list versions: a code names one thing at a time, and a version that is named exists.

They need the rows of all seed files. A load has only those of files that changed; there the checks ``codes-once`` and
``list-versions-exist`` ask the database the same.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.vocabulary import SUBJECT_COLUMNS
from warehouse.yamlfiles import Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.seeds.rows import Row

CODES: Final = {"places": ("iso_code",), "minerals": ("symbol", "atomic_number"), "identifiers": ("value",)}
"""By table, the columns that hold codes."""

VERSIONS: Final = {"mineral_list_versions": "supersedes_label", "mineral_list_members": "version_label"}
"""By table, the column that names a version of the list."""

NOTED: Final = {*CODES, *VERSIONS, "identity_judgements", "terms"}
"""The tables whose rows ``CodeIndex.note`` takes."""

IDENTIFIERS: Final = "identifiers"
_MAY_BE_SHARED: Final = "may_be_shared"

Code = tuple[str, str, str]
"""A register, a column or an identifier scheme, and the code."""

Version = tuple[str, str]
"""The key of a list, and the label of a version."""


class Holder(NamedTuple):
    """A fact that gives a thing a code, with the days on which it holds; None: not known, or no end."""

    path: str
    thing: str
    first: date | None
    last: date | None

    def overlaps(self, other: Holder) -> bool:
        """Return whether both can hold on one day."""
        starts_before_end = (self.first or date.min) <= (other.last or date.max)
        return starts_before_end and (other.first or date.min) <= (self.last or date.max)


@dataclass(slots=True)
class CodeIndex:
    """The codes and versions of the rows read so far.

    Attributes:
        holders: By code, the facts that give it to a thing.
        same: Pairs of entities that are judged to be the same.
        deprecated: Paths of facts that no longer count.
        shareable: Identifier schemes whose codes name several things.
        versions: The versions of lists.
        named: The versions that other rows name.
    """

    holders: dict[Code, list[Holder]] = field(default_factory=lambda: defaultdict(list))
    same: set[frozenset[str]] = field(default_factory=set)
    deprecated: set[str] = field(default_factory=set)
    shareable: set[str] = field(default_factory=set)
    versions: set[Version] = field(default_factory=set)
    named: set[Version] = field(default_factory=set)

    def note(self, row: Row) -> None:
        """Add a row of one of the tables in ``NOTED``."""
        values = row.values
        for code in codes_of(row):
            days = values.get("period_earliest"), values.get("period_latest")
            self.holders[code].append(Holder(row.path, thing_of(row), *days))
        if row.table == "terms" and _MAY_BE_SHARED in (values.get("flags") or ()):
            self.shareable.add(values["key"])
        elif row.table == "identity_judgements" and values["verdict"] == "same":
            self.same.add(frozenset((f"entities/{values['entity_key']}", f"entities/{values['other_key']}")))
        if row.table == "mineral_list_versions":
            self.versions.add((values["mineral_list_key"], values["label"]))
        if (version := version_named(row)) is not None:
            self.named.add(version)

    def merge(self, other: CodeIndex) -> None:
        """Add the index of other files."""
        for code, holders in other.holders.items():
            self.holders[code] += holders
        for name in ("same", "deprecated", "shareable", "versions", "named"):
            getattr(self, name).update(getattr(other, name))

    def shared(self) -> dict[tuple[Code, str], set[str]]:
        """Return, by code and the path of a fact that gives it, the other things that have the code at that time."""
        found: dict[tuple[Code, str], set[str]] = defaultdict(set)
        for code, holders in self.holders.items():
            if len(holders) == 1 or code[1] in self.shareable:
                continue
            for one, other in combinations([one for one in holders if one.path not in self.deprecated], 2):
                is_one_thing = one.thing == other.thing or frozenset((one.thing, other.thing)) in self.same
                if not is_one_thing and one.overlaps(other):
                    found[code, one.path].add(other.thing)
                    found[code, other.path].add(one.thing)
        return found


def codes_of(row: Row) -> Iterator[Code]:
    """Yield the codes that a row gives to a thing."""
    for column in CODES.get(row.table, ()):
        value = row.values.get(column)
        if value is None:
            continue
        if row.table == IDENTIFIERS:
            yield thing_of(row).partition("/")[0], row.values["scheme"], str(value).upper()
        else:
            yield row.table, column, str(value)


def thing_of(row: Row) -> str:
    """Return the path of the record that a row is about; of a record itself, its own."""
    subjects = SUBJECT_COLUMNS.items() if row.table == IDENTIFIERS else ()
    return next((f"{register}/{key}" for register, column in subjects if (key := row.values.get(column))), row.path)


def version_named(row: Row) -> Version | None:
    """Return the version of a list that a row names; None: none."""
    label = row.values.get(VERSIONS.get(row.table, ""))
    return (row.values["mineral_list_key"], label) if label is not None else None


def problem_of_code(row: Row, code: Code, others: set[str]) -> Problem:
    """Return the problem that a code of a row is that of other things too."""
    _, name, value = code
    listed = ", ".join(sorted(others))
    hint = "merge the records, or correct the code of one"
    if code[0] == "entities":
        one, other = sorted(path.partition("/")[2] for path in (thing_of(row), min(others)))
        hint += f"; if they are one, a judgement at {one} says so: {{other: {other}, verdict: same}}"
    column = "value" if row.table == IDENTIFIERS else name
    return Problem(row.position(column), "E-not-unique", f"{name} {value} is that of {listed} too", hint)


def problem_of_version(row: Row, version: Version, known: set[Version]) -> Problem:
    """Return the problem that a list has no such version."""
    key, label = version
    hint = nearest(label, [other for of, other in known if of == key]) or "add it under versions"
    return Problem(row.position(VERSIONS[row.table]), "E-version", f'{key} has no version "{label}"', hint)
