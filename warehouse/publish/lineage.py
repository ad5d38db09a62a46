"""What a report reads: tables and views of the mart, what those are made of, down to the tables of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.outlines import BY_NAME
from warehouse.publish import addresses
from warehouse.publish.views import Lineage, Link
from warehouse.sqlfiles import names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from warehouse.mart.library import MartObject
    from warehouse.reports.library import Report


def read_by(report: Report, objects: Mapping[str, MartObject]) -> list[str]:
    """Give the names of the objects of the mart that a report names, sorted."""
    return sorted(names_in(report.source.tokens, "mart") & objects.keys())


def lineage(report: Report, objects: Mapping[str, MartObject]) -> list[Lineage]:
    """Follow what a report reads to the tables of ``core``; what was followed once is only named again."""
    return _followed(read_by(report, objects), objects, set())


def _followed(names: Iterable[str], objects: Mapping[str, MartObject], seen: set[str]) -> list[Lineage]:
    found = []
    for name in names:
        is_new = name not in seen
        seen.add(name)
        reads = _reads(objects[name], objects, seen) if is_new else []
        found.append(Lineage(Link(f"mart.{name}", addresses.table(name)), reads))
    return found


def _reads(found: MartObject, objects: Mapping[str, MartObject], seen: set[str]) -> list[Lineage]:
    within = sorted((found.words & objects.keys()) - {found.name})
    below = sorted(found.words & BY_NAME.keys())
    return [*_followed(within, objects, seen), *(Lineage(Link(f"core.{name}")) for name in below)]
