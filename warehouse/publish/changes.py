"""What changed between loads: a page for all of them, and one for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from warehouse.publish import addresses
from warehouse.publish.parts import beside
from warehouse.publish.views import Change, Link, Load, Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from warehouse.publish.asking import Reader
    from warehouse.publish.shelf import Known
    from warehouse.publish.site import Building

SHOWN: Final = 500
"""Changed facts that the page of a load shows."""


def instant(at: datetime) -> str:
    """Write an instant in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def loads(reader: Reader) -> list[Load]:
    """Give all loads, the last first, with their numbers and without their changes."""
    return [_load(row) for row in reader.rows("loads")]


def pages(building: Building, found: Sequence[Load]) -> None:
    """Write the page of all loads, and one for each with the facts it changed."""
    page = Page(addresses.CHANGES.path or "", "Changes", "What each load changed", "changes", [addresses.START])
    building.writer.page("changes", page, loads=found)
    rows = building.reader.stream("changes", most=SHOWN)
    for load, changed in beside(found, attrgetter("number"), rows, attrgetter("load_id")):
        known = building.shelf.facts(row.fact_key for row in changed)
        changes = [_change(row, known.get(row.fact_key)) for row in changed]
        left_out = load.added + load.changed + load.retired - len(changes)
        view = replace(load, changes=changes, left_out=max(0, left_out))
        about = f"{load.added} facts added, {load.changed} changed, {load.retired} retired"
        crumbs = [addresses.START, addresses.CHANGES]
        building.writer.page("load", Page(load.path, f"Load {load.number}", about, "changes", crumbs), load=view)


def _load(row: Any) -> Load:  # noqa: ANN401 - a row of the server
    return Load(
        number=row.load_id,
        path=addresses.load(row.load_id),
        loaded_at=instant(row.loaded_at),
        facts=row.fact_count,
        added=row.added,
        changed=row.changed,
        retired=row.retired,
        version=row.software_version,
        git_revision=row.git_revision,
    )


def _change(row: Any, known: Known | None) -> Change:  # noqa: ANN401 - a row of the server
    stands = known is not None and row.operation != "retired"
    about = Link(known.subject, addresses.thing(known.subject_key)) if known and stands else Link(row.path)
    says = (known and known.says) or row.path
    return Change(
        operation=row.operation,
        about=about,
        says=f"{row.old_path} is now {row.path}" if row.operation == "renamed" else says,
        where=row.seed,
    )
