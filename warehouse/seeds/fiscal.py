"""The fiscal years of entities, which facts about them count by: found in the seed files before any fact is read."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from warehouse.model import Fact, Record, dates
from warehouse.model.core import DATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from warehouse.seeds.inventory import SeedFileEntry, SeedInventory
    from warehouse.seeds.reader import Entry

FAMILY: Final = "entities"
HINT: Final = "give fiscal_year_ends to the entity, or fiscal: {starts: 07-01} to the date"
_MAY_HOLD: Final = re.compile(rb"fiscal_year_ends")


def fiscal_years_of(inventory: SeedInventory, files: Iterable[SeedFileEntry]) -> dict[str, str]:
    """Return the fiscal years of the entities of some seed files, by key; problems are left to the reader of the files.

    Args:
        inventory: The inventory of the folder.
        files: The files.

    Raises:
        SourceBusy: A file has changed since its digest was computed.
    """
    found = {}
    for file in files:
        for node in inventory.records(file, FAMILY, holding=_MAY_HOLD):
            values = node.plain()
            key, ends = values.get("key"), values.get("fiscal_year_ends")
            if isinstance(key, str) and isinstance(ends, str):
                with suppress(ValueError):
                    found[key] = dates.fiscal_from_end(ends, values.get("fiscal_year_named"))
    return found


def counted(entries: Iterable[Entry], fiscal_years: Mapping[str, str]) -> Iterator[Entry]:
    """Yield the entries; dates and periods of facts about an entity that count by fiscal years get that of the entity.

    Args:
        entries: The records of a file.
        fiscal_years: By key of the entity, its fiscal year as one text, such as "07-01 end".
    """
    for entry in entries:
        record = entry.record
        if isinstance(record, Fact):
            family, _, key = (record.about or "").partition("/")
            fiscal = fiscal_years.get(key) if family == FAMILY else None
            yield replace(entry, record=_counted_by(fiscal, record)) if fiscal else entry
        elif entry.family == FAMILY and isinstance(record, Record) and (fiscal := fiscal_years.get(record.key)):
            below = {
                name: tuple(_counted_by(fiscal, fact) for fact in facts)
                for name, facts in record.__dict__.items()
                if isinstance(facts, tuple) and facts and isinstance(facts[0], Fact)
            }
            yield replace(entry, record=record.model_copy(update=below))
        else:
            yield entry


def _counted_by(fiscal: str, fact: Fact) -> Fact:
    dated = {name: getattr(fact, name) for name in DATES[fact.table]}
    return fact.model_copy(update={name: date.counted_by(fiscal) for name, date in dated.items() if date is not None})
