"""The data dictionary page: rules, diagram, and every table and column of the mart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from warehouse.dictionary import diagram, rules
from warehouse.publish import urls
from warehouse.publish.records import Link, Page
from warehouse.publish.report_pages import read_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from warehouse.mart.objects import MartObject
    from warehouse.publish.building import Writer
    from warehouse.publish.queries import SiteQueries
    from warehouse.reports.definition import Report


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the data dictionary."""

    name: str
    type: str
    meaning: str
    unit: str | None
    empty: str | None
    refers: Link | None
    is_key: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view of the data dictionary."""

    name: str
    grain: str
    key: Sequence[str]
    is_table: bool
    columns: Sequence[TableColumn]
    referring: Sequence[Link]
    reports: Sequence[Link]


@dataclass(frozen=True, slots=True)
class TableGroup:
    """Tables of one kind under a heading."""

    key: str
    title: str
    about: str
    tables: Sequence[Table]


class Word(NamedTuple):
    """A word of the vocabulary."""

    label: str
    definition: str
    broader: str | None
    aliases: str | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """A set of words for one purpose."""

    key: str
    title: str
    is_open: bool
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The data dictionary: rules (title and text), the path of the diagram, every table, and the vocabulary."""

    rules: Sequence[tuple[str, str]]
    diagram: str
    groups: Sequence[TableGroup]
    schemes: Sequence[Scheme]


DIAGRAM = "er-diagram.svg"


def page(objects: Mapping[str, MartObject], reports: Sequence[Report], reader: SiteQueries, writer: Writer) -> None:
    """Write the data dictionary page, and the diagram as an SVG file.

    Args:
        objects: All objects of the mart, by name.
        reports: The reports, which are linked from the tables they read.
        reader: Reads the words of the vocabulary.
        writer: Writes the page.
    """
    writer.files.write(DIAGRAM, diagram.text(list(objects.values())))
    readers: dict[str, list[Link]] = defaultdict(list)
    for report in reports:
        for name in read_by(report, objects):
            readers[name].append(Link(report.header.title, urls.report(report.name)))
    referring = _referring(objects.values())
    groups = [
        TableGroup(
            key=f"group-{group.prefix.rstrip('_') or 'about'}",
            title=group.title,
            about=group.about,
            tables=[
                _table(mart_object, referring[mart_object.name], readers[mart_object.name]) for mart_object in tables
            ],
        )
        for group, tables in rules.grouped(objects.values()).items()
        if tables
    ]
    view = Dictionary([(rule.title, rule.text) for rule in rules.RULES], DIAGRAM, groups, _schemes(reader))
    about = "Every table and column that SQL and BI tools read, and every word that they hold"
    writer.page(
        "dictionary",
        Page(urls.DICTIONARY, "Data dictionary", about, "dictionary", [urls.START]),
        dictionary=view,
    )


def _schemes(reader: SiteQueries) -> list[Scheme]:
    return [
        Scheme(key, title, is_open, [Word(row.label, row.definition, row.broader, row.aliases) for row in rows])
        for (key, title, is_open), rows in groupby(
            reader.rows("words"), lambda row: (row.scheme, row.scheme_name, row.is_open)
        )
    ]


def _table(mart_object: MartObject, referring: Sequence[Link], readers: Sequence[Link]) -> Table:
    header = mart_object.header
    return Table(
        name=mart_object.name,
        grain=header.grain,
        key=header.key,
        is_table=mart_object.is_table,
        columns=list(_columns(mart_object)),
        referring=referring,
        reports=readers,
    )


def _columns(mart_object: MartObject) -> Iterator[TableColumn]:
    keys = mart_object.foreign_keys
    for name, column in mart_object.header.columns.items():
        refers = Link(keys[name][0], urls.table(keys[name][0])) if name in keys else None
        yield TableColumn(
            name, column.type, column.meaning, column.unit, column.empty, refers, name in mart_object.header.key
        )


def _referring(objects: Iterable[MartObject]) -> Mapping[str, list[Link]]:
    """Return the columns that refer to each table, by the name of the table."""
    by_table: dict[str, list[Link]] = defaultdict(list)
    for each in sorted(objects, key=lambda each: each.name):
        for name, (other, _) in each.foreign_keys.items():
            by_table[other].append(Link(f"{each.name}.{name}", urls.table(each.name)))
    return by_table
