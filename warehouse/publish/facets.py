"""The facets of tables and lists of facts: by what readers can choose, and which columns fold where room is short."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from warehouse.publish.records import Fact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from warehouse.publish.records import Section, Series
    from warehouse.reports.definition import Header

FEWEST: Final = 6
"""Rows from which a table can be narrowed."""
MOST: Final = 30
"""The most values of a facet."""
_LONGEST: Final = 48
_LONG: Final = 160
"""Length of a text from which it fills a table."""
_YEAR: Final = re.compile(r"[0-9]{4}(?![0-9])")


def facet_of(texts: Sequence[str | None]) -> str | None:
    """Return by what readers can choose rows with a column: its ``text`` or its ``year``; None if by neither.

    Args:
        texts: The cells of the column; None is an empty one.
    """
    values = {text for text in texts if text is not None}
    if len(texts) < FEWEST or len({*texts}) < 2:  # noqa: PLR2004 - what is the same in all rows divides nothing
        return None
    if all(_YEAR.match(text) for text in values):
        return "year"
    parts = {part for text in values for part in text.split("; ")}
    is_short = max(map(len, parts)) <= _LONGEST
    return "text" if is_short and len(parts) <= min(MOST, len(texts) / 2) else None


FACTS: Final = {"topic": "Topic", "about": "About", "modality": "How firm", "year": "Year", "speaker": "Said by"}
"""By what readers can choose among facts, with the words for it."""
_ANY_YEAR: Final = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


def choices(entry: Fact | Series) -> dict[str, str]:
    """Return by what readers can choose a fact, or figures over time, in a list; "; " stands between several values."""
    if isinstance(entry, Fact):
        return _joined([entry], [entry.date])
    figures = [fact for row in entry.rows for cell in row.cells for fact in cell]
    return _joined([*figures, *([entry.common] if entry.common else [])], entry.periods)


def _joined(facts: Sequence[Fact], dates: Iterable[str | None]) -> dict[str, str]:
    years = [found[0] for date in dates if (found := _ANY_YEAR.search(date or ""))]
    values: dict[str, list[str | None]] = {
        "about": [fact.about and fact.about.text for fact in facts],
        "modality": [fact.modality for fact in facts],
        "year": [*years],
        "speaker": [fact.said_by and fact.said_by.text for fact in facts],
    }
    joined = {name: "; ".join(dict.fromkeys(text for text in found if text)) for name, found in values.items()}
    return {name: text for name, text in joined.items() if text}


def facets_of(entries: Iterable[Mapping[str, str]]) -> list[str]:
    """Return by what of ``FACTS`` readers can choose among entries, which have the values of ``choices``."""
    found = list(entries)
    return [name for name in FACTS if facet_of([entry.get(name) for entry in found])]


def in_sections(sections: Iterable[Section]) -> list[dict[str, str]]:
    """Return the choices of all entries of sections, which are the topics."""
    found: list[dict[str, str]] = []
    for section in sections:
        entries: list[Fact | Series] = [*section.series, *section.facts]
        found += [{"topic": section.title, **choices(entry)} for entry in entries]
    return found


def is_key(name: str) -> bool:
    """Return whether a column holds keys, which say little to readers."""
    return name.endswith(("_key", "_family", "_fact"))


def ranks(
    columns: Mapping[str, Sequence[str | None]], units: Mapping[str, str | None], header: Header
) -> dict[str, int]:
    """Return how early each column is folded away where a table has too little room; 0 means never.

    What the chart shows and what the rows are of stays; keys, notes and empty columns go first, then long texts and
    what has no sources. A column with the units of another one goes just after it.

    Args:
        columns: The cells of each column.
        units: The unit of each column.
        header: The header of the report.
    """
    chart = header.chart
    kept = {*header.grain, *((chart.x, chart.y, chart.series, chart.value) if chart else ())}
    by_name = {name: _rank(name, texts, kept, header.cite) for name, texts in columns.items()}
    for name, unit in units.items():
        referred = (unit or "").removeprefix("see ")
        if referred in by_name:
            by_name[referred] = min(by_name[referred], max(0, by_name[name] - 1))
    return by_name


def _rank(name: str, texts: Sequence[str | None], kept: Collection[str | None], cited: Collection[str]) -> int:
    longest = max((len(text) for text in texts if text is not None), default=0)
    if not longest:
        return 8
    if is_key(name) or name == "note":
        return 6
    if name in kept:
        return 0
    return 2 if name in cited and longest <= _LONG else 4
