"""The pages of things: entities, agreements, strategies, lists and all else that facts can be about."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from warehouse.publish import addresses
from warehouse.publish.facts import SECTIONS, Notes, sections
from warehouse.publish.parts import beside, in_parts
from warehouse.publish.views import Count, Detail, Entry, Index, Link, Page, Thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from warehouse.publish.asking import Reader
    from warehouse.publish.shelf import Known
    from warehouse.publish.site import Building, Writer
    from warehouse.publish.views import Part

AT_ONCE: Final = 1000
"""Facts that are looked up in one go, for as many pages as they fill."""


class _Planned(NamedTuple):
    """A page to be made: the thing, which part of it, and the facts on it with their relation to the thing."""

    path: str
    thing: Any
    part: Part | None
    total: int
    rows: Sequence[Any]


def counted(reader: Reader) -> list[Count]:
    """Count the things of each family, in the order of the menu; families without any are left out."""
    numbers: dict[str, int] = {}
    for row in reader.stream("things"):
        numbers[row.family] = numbers.get(row.family, 0) + 1
    return [
        Count(family.title, numbers[name], addresses.index_of(name).path or "")
        for name, family in addresses.FAMILIES.items()
        if name in numbers
    ]


def indexes(building: Building) -> None:
    """Write an index of each family, and let each thing be found."""
    for family, rows in groupby(building.reader.stream("things"), key=attrgetter("family")):
        entries = []
        for row in rows:
            path = addresses.thing(row.subject_key)
            entries.append(Entry(Link(row.name, path), row.kind, row.country, row.fact_count))
            word = addresses.FAMILIES[family].word
            detail = ", ".join(part for part in (row.kind or word, row.country) if part)
            building.search.add(row.name, detail, path, also=row.key)
        entries.sort(key=lambda entry: (entry.link.text.casefold(), entry.link.path))
        title = addresses.FAMILIES[family].title
        for path, part, shown in in_parts(entries, addresses.index_of(family).path or ""):
            page = Page(path, title, f"{len(entries)} {title.lower()} in the warehouse", "things", [addresses.START])
            building.writer.page("list", page, index=Index(title, shown, len(entries), part))


def pages(building: Building) -> None:
    """Write the pages of all things."""
    waiting: list[_Planned] = []
    size = 0
    for planned in _planned(building.reader):
        waiting.append(planned)
        size += len(planned.rows)
        if size >= AT_ONCE:
            _write(building, waiting)
            waiting, size = [], 0
    _write(building, waiting)


def _planned(reader: Reader) -> Iterator[_Planned]:
    key = attrgetter("subject_key")
    for thing, rows in beside(reader.stream("things"), key, reader.stream("facts-of-things", by_fact=False), key):
        for path, part, shown in in_parts(rows, addresses.thing(thing.subject_key)):
            yield _Planned(path, thing, part, len(rows), shown)


def _write(building: Building, planned: Sequence[_Planned]) -> None:
    """Write pages, and let their facts be found; the rows of registers, under no heading, are found as things."""
    known = building.shelf.facts(row.fact_key for each in planned for row in each.rows)
    for each in planned:
        _page(each, known, building.writer)
        for row in each.rows:
            fact = known[row.fact_key]
            if row.relation == "about" and fact.says and fact.family in SECTIONS:
                building.search.add(f"{each.thing.name}: {fact.says}", "fact", f"{each.path}#fact-{row.fact_key}")


def _page(planned: _Planned, known: Mapping[str, Known], writer: Writer) -> None:
    thing, notes = planned.thing, Notes()
    family = addresses.FAMILIES[thing.family]
    related = {
        relation: [known[row.fact_key] for row in planned.rows if row.relation == relation]
        for relation in ("about", "naming")
    }
    shown = {
        relation: list(sections(facts, notes, at=thing.subject_key, prefix=relation))
        for relation, facts in related.items()
    }
    view = Thing(
        family=family.word,
        kind=thing.kind,
        key=thing.key,
        details=list(details(thing.details)),
        about=shown["about"],
        naming=shown["naming"],
        total=planned.total,
        part=planned.part,
        sources=notes.sources,
    )
    said = f"What documents say of {thing.name}" + (f", {thing.kind}" if thing.kind else "")
    crumbs = [addresses.START, addresses.index_of(thing.family)]
    writer.page("thing", Page(planned.path, thing.name, said, "things", crumbs), thing=view)


def details(given: Iterable[tuple[str, str | None, str | None]]) -> Iterator[Detail]:
    """Give the properties of a thing that have a value, with the thing each leads to."""
    for name, text, subject_key in given:
        if text is not None:
            yield Detail(name, Link(text, subject_key and addresses.thing(subject_key)))
