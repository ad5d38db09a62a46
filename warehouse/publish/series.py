"""Figures over time on the page of a thing: what is measured becomes a table by period, and a chart where it is long.

A figure that stands alone stays a sentence. Figures belong together if they have the same quantity and unit; a series
among them is that of one place or one mineral, and has a row of the table and a line of the chart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.publish import urls
from warehouse.publish.records import Link, Series, SeriesRow
from warehouse.reports.charts import draw_table
from warehouse.reports.charts.data import Table, read_number
from warehouse.reports.definition import Chart, ColumnDoc
from warehouse.reports.result import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from warehouse.publish.facts import Known
    from warehouse.publish.records import Fact

FEWEST: Final = 2
"""Periods of the same quantity from which they stand in a table."""
FEWEST_DRAWN: Final = 3
"""Periods from which a chart is drawn."""
WIDTH: Final = 520.0
"""Width of a chart, in units of the drawing: two stand side by side."""
_CHART: Final = Chart(
    kind="line", x="period", y="figure", series="series", lower="lower", upper="upper", start="first", end="last"
)


class Figure(NamedTuple):
    """The parts of a figure.

    Attributes:
        quantity: What is measured.
        unit: The symbol of its unit.
        mineral: Key of the mineral that is measured.
        counterpart: Key of the other place.
        detail: What else sets it apart.
        value: The number.
        lower: Lower bound that the words state.
        upper: Upper bound that the words state.
        printed: The figure as printed.
        first: First day of its period, as YYYY-MM-DD.
        last: Last day of its period, as YYYY-MM-DD.
        approximation: How exactly it is stated: exact, about, at least, between and so on.
        end: The upper number of a printed range.
    """

    quantity: str
    unit: str
    mineral: str | None
    counterpart: str | None
    detail: str | None
    value: str | None
    lower: str | None
    upper: str | None
    printed: str | None
    first: str | None
    last: str | None
    approximation: str | None
    end: str | None


class Member(NamedTuple):
    """A fact that is a figure, with its parts."""

    known: Known
    figure: Figure


def parted(facts: Sequence[Known], *, at: str | None) -> tuple[list[list[Member]], list[Known]]:
    """Split facts into the figures that belong together, and those that stand alone.

    Args:
        facts: The facts.
        at: Subject key of the thing whose page it is; on others, figures stand alone.
    """
    grouped: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for known in facts:
        if at is not None and known.figure is not None and known.date is not None:
            grouped[known.figure.quantity, known.figure.unit].append(Member(known, known.figure))
    together = [members for members in grouped.values() if len(set(map(_days, members))) >= FEWEST]
    keys = {known.key for members in together for known, _ in members}
    return together, [known for known in facts if known.key not in keys]


def series(members: Sequence[Member], key: str, shown: Callable[[Known], Fact], *, at: str | None) -> Series:
    """Return the table and the chart of figures that belong together.

    Args:
        members: The figures.
        key: Prefix of the HTML ids.
        shown: Returns the record of a fact.
        at: Subject key of the thing whose page it is.
    """
    periods = {_days(member): member.known.date or "" for member in sorted(members, key=_order, reverse=True)}
    days = list(reversed(periods))
    is_common = len({(known.modality, known.said_by, known.basis) for known, _ in members}) == 1
    rows: dict[str, SeriesRow] = {}
    for member in sorted(members, key=lambda member: _name(member, at).casefold()):
        row = rows.setdefault(_name(member, at), SeriesRow(_links(member, at), [[] for _ in days]))
        fact = _cell(shown(member.known), is_common=is_common)
        row.cells[days.index(_days(member))].append(fact)
    title = f"{members[0].figure.quantity} ({members[0].figure.unit})"
    return Series(
        key=key,
        title=title,
        common=_common(shown(members[0].known)) if is_common else None,
        periods=[periods[each] for each in days],
        rows=list(rows.values()),
        chart=_chart(members, key, title, at) if _is_long(members) else None,
    )


def _days(member: Member) -> tuple[str, str]:
    """Return first and last day of the period of a figure: a period is one, however it is written."""
    return member.figure.first or "", member.figure.last or ""


def _order(member: Member) -> tuple[str, str]:
    return member.known.earliest or "", member.known.date or ""


def _name(member: Member, at: str | None) -> str:
    return ", ".join(link.text for link in _links(member, at))


def _links(member: Member, at: str | None) -> list[Link]:
    """Return what a figure is of, as links to all but the thing of the page; its quantity if nothing else is left."""
    (known, figure), names = member, dict(member.known.names)
    links = [] if known.subject_key == at else [Link(known.subject, urls.thing(known.subject_key))]
    mineral, counterpart = f"minerals/{figure.mineral}", f"places/{figure.counterpart}"
    if mineral in names and mineral != at:
        links.append(Link(names[mineral], urls.thing(mineral)))
    if counterpart in names:
        links.append(Link(f"from {names[counterpart]}", None if counterpart == at else urls.thing(counterpart)))
    if figure.detail:
        links.append(Link(figure.detail))
    return links or [Link(figure.quantity)]


def _cell(fact: Fact, *, is_common: bool) -> Fact:
    """Return the record of a figure in a table, which says elsewhere what is true of all its figures."""
    if is_common:
        fact = replace(fact, modality=None, said_by=None, basis="stated")
    return replace(fact, about=None, names=(), date=None)


def _common(fact: Fact) -> Fact:
    """Return a record with what all figures of a table share: how firm they are, who says so, how they were had."""
    alone = replace(fact, about=None, names=(), date=None, note=None, rank_reason=None, questions=(), marks=())
    return replace(alone, is_disputed=False, is_deprecated=False)


def _is_long(members: Iterable[Member]) -> bool:
    drawn = {(each.first, each.last) for _, each in members if read_number(each.value) is not None}
    return len(drawn - {(None, None)}) >= FEWEST_DRAWN


def _chart(members: Sequence[Member], key: str, title: str, at: str | None) -> str:
    docs = {name: ColumnDoc(meaning=name) for name in ("period", "first", "last", "series", "lower", "upper")}
    docs["figure"] = ColumnDoc(meaning=title, unit=members[0].figure.unit)
    columns = {
        name: Column(name, "numeric" if name in {"figure", "lower", "upper"} else "text", doc)
        for name, doc in docs.items()
    }
    rows = [
        {
            "period": member.known.date,
            "first": member.figure.first,
            "last": member.figure.last,
            "series": _name(member, at),
            "figure": member.figure.value,
            "lower": member.figure.lower,
            "upper": member.figure.upper,
        }
        for member in sorted(members, key=_order)
    ]
    documents = len({place.document_key for known, _ in members for place in known.places})
    table = Table(title, f"{title} by period.", _CHART, columns, rows, documents)
    return draw_table(table, prefix=f"{key}-chart", width=WIDTH, has_heading=False, has_style=False).svg
