"""The data dictionary page: rules, diagram, and every table and column of the mart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from warehouse.dictionary import diagram, rules
from warehouse.publish import urls
from warehouse.publish.records import Dictionary, Link, Page, Table, TableColumn, TableGroup
from warehouse.publish.report_pages import read_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from warehouse.mart.objects import MartObject
    from warehouse.publish.site import Writer
    from warehouse.reports.definition import Report

DIAGRAM = "er-diagram.svg"


def page(objects: Mapping[str, MartObject], reports: Sequence[Report], writer: Writer) -> None:
    """Write the data dictionary page, and the diagram as an SVG file.

    Args:
        objects: All objects of the mart, by name.
        reports: The reports, which are linked from the tables they read.
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
            tables=[_table(found, referring[found.name], readers[found.name]) for found in tables],
        )
        for group, tables in rules.grouped(objects.values()).items()
        if tables
    ]
    view = Dictionary([(rule.title, rule.text) for rule in rules.RULES], DIAGRAM, groups)
    about = "Every table and column that SQL and BI tools read"
    writer.page(
        "dictionary",
        Page(urls.DICTIONARY, "Data dictionary", about, "dictionary", [urls.START]),
        dictionary=view,
    )


def _table(found: MartObject, referring: Sequence[Link], readers: Sequence[Link]) -> Table:
    header = found.header
    return Table(
        name=found.name,
        grain=header.grain,
        key=header.key,
        is_table=found.is_table,
        columns=list(_columns(found)),
        referring=referring,
        reports=readers,
    )


def _columns(found: MartObject) -> Iterator[TableColumn]:
    keys = found.foreign_keys
    for name, column in found.header.columns.items():
        refers = Link(keys[name][0], urls.table(keys[name][0])) if name in keys else None
        yield TableColumn(
            name, column.type, column.meaning, column.unit, column.empty, refers, name in found.header.key
        )


def _referring(objects: Iterable[MartObject]) -> Mapping[str, list[Link]]:
    """Return the columns that refer to each table, by the name of the table."""
    found: dict[str, list[Link]] = defaultdict(list)
    for each in sorted(objects, key=lambda each: each.name):
        for name, (other, _) in each.foreign_keys.items():
            found[other].append(Link(f"{each.name}.{name}", urls.table(each.name)))
    return found
