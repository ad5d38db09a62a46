"""What the page of a thing begins with: its sums and figures, what it is tied to, open questions, newest facts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from warehouse.publish import figures, urls
from warehouse.publish.facts import SECTIONS, beside, shown
from warehouse.publish.neighbourhood import Branch, draw
from warehouse.publish.records import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from warehouse.publish.facts import Card, FactCache, Known, Notes
    from warehouse.publish.queries import SiteQueries
    from warehouse.publish.records import Amount, Fact, Series, Source


class Tie(NamedTuple):
    """How two things are tied: the words, such as "supplier" or "held by", what else is said of it, and the sources."""

    word: str
    detail: str | None
    marks: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Related:
    """A thing that the thing of a page is tied to.

    Attributes:
        link: The link to its page.
        kind: Its kind.
        country: Its country.
        modality: Whether it is in force, planned and so on.
        ties: How the two are tied.
        facts: The facts that tell most of it: its state, sums, figures and latest step.
        parties: Who else takes part in it.
    """

    link: Link
    kind: str | None
    country: str | None
    modality: str | None
    ties: Sequence[Tie]
    facts: Sequence[Fact]
    parties: Sequence[Link]


@dataclass(frozen=True, slots=True)
class RelatedGroup:
    """Related things of one sort under a heading.

    Attributes:
        key: HTML id of the heading.
        title: The heading.
        things: The things of which something is told.
        plain: The other things, each with its kind.
        left_out: Number of things that stand only among the facts.
    """

    key: str
    title: str
    things: Sequence[Related]
    plain: Sequence[tuple[Link, str | None]]
    left_out: int


class Total(NamedTuple):
    """A sum of money that was added up from ``sums`` sums of one kind, outlook and currency, with their sources.

    ``is_equivalent`` says that some of them are printed beside a sum in another currency.
    """

    amount: Amount
    outlook: str
    sums: int
    is_equivalent: bool
    marks: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Story:
    """What matters most about a thing, above its facts.

    Attributes:
        facts: Its own state, sums, figures and latest step.
        totals: Sums of its money, and of the money of what it is a party of.
        groups: The things that it is tied to.
        charts: Figures over time that have a chart.
        drawing: The ties as SVG without a style element; None if there are too few.
        questions: The open questions that involve it.
        newest: Its newest facts, if it has many.
    """

    facts: Sequence[Fact]
    totals: Sequence[Total]
    groups: Sequence[RelatedGroup]
    charts: Sequence[Series]
    drawing: str | None
    questions: Sequence[Link]
    newest: Sequence[Fact]

    @property
    def chapters(self) -> list[tuple[str, str]]:
        """The HTML id and the title of each heading."""
        headings = (
            (bool(self.facts or self.totals), "short", "In short"),
            *((True, group.key, group.title) for group in self.groups),
            (bool(self.charts), "over-time", "Over time"),
            (self.drawing is not None, "ties", "What it is tied to"),
            (bool(self.questions), "open", "Where sources differ"),
            (bool(self.newest), "newest", "Newest facts"),
        )
        return [(key, title) for is_shown, key, title in headings if is_shown]


MOST: Final = 20
"""The most related things of one family."""
NEWEST: Final = 5
MANY: Final = 15
"""The number of facts from which the newest are shown apart."""
MOST_SOURCES: Final = 12
"""The most marks of a total; its parts stand below it with theirs."""
_OF_ITSELF: Final = 8
_OF_OTHERS: Final = {"agreements": 4, "facilities": 3, "strategies": 2, "events": 1, "mineral_lists": 1}
"""The most facts that are told of a related thing; none of the other families, whose facts are about much else."""
_TITLES: Final = {"holding": "Holdings", "office": "Offices"}
_ENTITIES: Final = "Organisations and people"
_ORDER: Final = (
    "agreements", "facilities", "holding", "office", "entities", "strategies", "mineral_lists", "minerals",
    "supply_chain_stages", "events", "places",
)  # fmt: skip


class StoryRows(NamedTuple):
    """The rows of a thing: what it is tied to, its totals, its newest facts, and the open questions."""

    related: Sequence[Any]
    totals: Sequence[Any]
    newest: Sequence[Any]
    questions: Sequence[Any]


class Materials(NamedTuple):
    """The facts and cards that stories are made of, by key."""

    known: Mapping[str, Known]
    cards: Mapping[str, Card]


def with_rows(reader: SiteQueries, things: Iterable[Any]) -> Iterator[tuple[Any, StoryRows]]:
    """Yield each thing with the rows of its story.

    Args:
        reader: Runs the queries.
        things: The rows of the things, in the order of their keys.
    """
    key = attrgetter("subject_key")
    streams = (
        reader.stream("related", most=MOST),
        reader.stream("totals"),
        reader.stream("newest-of-things", most=NEWEST, fewest=MANY),
        reader.stream("questions-of-things"),
    )
    told: Iterable[Any] = ((thing, ()) for thing in things)
    for stream in streams:
        told = (
            (thing, (*rows, more))
            for (thing, rows), more in beside(told, lambda each: str(each[0].subject_key), stream, key)
        )
    for thing, rows in told:
        yield thing, StoryRows(*rows)


def gathered(stories: Iterable[tuple[str, StoryRows]], more: Iterable[str], cache: FactCache) -> Materials:
    """Return all facts and cards that some stories need.

    Args:
        stories: Register and key of each thing, and the rows of its story.
        more: Keys of other facts to look up with them.
        cache: The cache of all facts and cards.
    """
    stories = list(stories)
    cards = cache.cards(
        key for subject_key, rows in stories for key in (subject_key, *(row.other_key for row in rows.related))
    )
    keys = set(more)
    for subject_key, rows in stories:
        told = [subject_key, *(row.other_key for row in rows.related if row.family in _OF_OTHERS)]
        keys.update(fact for key in told if key in cards for _, fact in cards[key].facts)
        keys.update(tie[0] for row in rows.related for tie in row.ties)
        keys.update(key for row in rows.totals for key in row.facts)
        keys.update(row.fact_key for row in rows.newest)
    return Materials(cache.facts(keys), cards)


def story(
    thing: Any,  # noqa: ANN401 - a row of the server
    rows: StoryRows,
    materials: Materials,
    notes: Notes,
    *,
    up: str,
) -> Story:
    """Return the story of a thing, without the charts.

    Args:
        thing: The row of the thing.
        rows: The rows of its story.
        materials: The facts and cards that it needs.
        notes: The sources of the page; new ones are added.
        up: The way from the page to the root of the site.
    """
    key = thing.subject_key
    known, cards = materials
    own = cards[key].facts[:_OF_ITSELF] if key in cards else ()
    properties = {leads_to for _, _, leads_to in thing.details}
    related = [row for row in rows.related if row.other_key not in properties or any(word for *_, word, _ in row.ties)]
    facts = [shown(known[fact], notes, at=key) for _, fact in own]
    return Story(
        facts=facts,
        totals=[_total(row, known, notes) for row in rows.totals],
        groups=list(_groups(key, related, materials, notes)),
        charts=(),
        drawing=draw(thing.name, list(_branches(key, related, cards)), up=up),
        questions=[Link(row.question, urls.thing(f"disagreements/{row.disagreement_key}")) for row in rows.questions],
        newest=[shown(known[row.fact_key], notes, at=key) for row in rows.newest],
    )


def _total(row: Any, known: Mapping[str, Known], notes: Notes) -> Total:  # noqa: ANN401 - a row of the server
    places = list({place: None for key in row.facts for place in known[key].places})[:MOST_SOURCES]
    amount = figures.total(row.kind_group, row.amount, row.currency_code, is_exact=row.is_exact)
    return Total(amount, row.outlook, row.sums, row.is_equivalent, notes.marks(places))


def _sort(row: Any) -> str:  # noqa: ANN401 - a row of the server
    """Return the sort of a related thing: that of the closest tie if it is an entity held or holding office."""
    if row.family != "entities":
        return str(row.family)
    sorts = [sort for _, _, sort, _, _ in row.ties]
    return next((sort for sort in _TITLES if sort in sorts), "entities")


def _place(sort: str) -> int:
    """Return the place of a sort of related things on the page."""
    return _ORDER.index(sort) if sort in _ORDER else len(_ORDER)


def _groups(key: str, related: Sequence[Any], materials: Materials, notes: Notes) -> Iterator[RelatedGroup]:
    sorted_rows: dict[str, list[Any]] = defaultdict(list)
    left_out = {row.family: row.of_family - MOST for row in related}
    for row in related:
        sorted_rows[_sort(row)].append(row)
    for sort in sorted(sorted_rows, key=_place):
        rows = sorted_rows[sort]
        title = _TITLES.get(sort) or (_ENTITIES if sort == "entities" else urls.FAMILIES[rows[0].family].title)
        more = 0 if sort in _TITLES and "entities" in sorted_rows else left_out[rows[0].family]
        told = [row for row in rows if _is_told(row, materials.cards)]
        yield RelatedGroup(
            f"tied-{title.lower().replace(' ', '-')}",
            title,
            [_related(row, key, materials, notes) for row in told],
            [(Link(row.name, urls.thing(row.other_key)), row.kind) for row in rows if row not in told],
            max(0, more),
        )


def _is_told(row: Any, cards: Mapping[str, Card]) -> bool:  # noqa: ANN401 - a row of the server
    """Return whether there are words for a tie, or something is told of the related thing."""
    card = cards.get(row.other_key)
    return any(word for *_, word, _ in row.ties) or bool(card and row.family in _OF_OTHERS and card.facts)


def _related(row: Any, at: str, materials: Materials, notes: Notes) -> Related:  # noqa: ANN401 - a row of the server
    known, card = materials.known, materials.cards.get(row.other_key)
    is_told = card is not None and row.family in _OF_OTHERS
    return Related(
        link=Link(row.name, urls.thing(row.other_key)),
        kind=row.kind,
        country=row.country,
        modality=card and card.modality,
        ties=list(_ties(row, known, notes)),
        facts=[shown(known[key], notes, at=card.key) for key in _chosen(card, row.family)] if card and is_told else (),
        parties=[Link(name, urls.thing(key)) for key, name in card.parties if key != at] if card and is_told else (),
    )


def _chosen(card: Card, family: str) -> list[str]:
    """Return the keys of the facts of a card that are told of a related thing, two of a sort at most."""
    by_sort: dict[str, list[str]] = defaultdict(list)
    for sort, key in card.facts:
        by_sort[sort].append(key)
    return [key for keys in by_sort.values() for key in keys[:2]][: _OF_OTHERS[family]]


def _ties(row: Any, known: Mapping[str, Known], notes: Notes) -> Iterator[Tie]:  # noqa: ANN401 - a row of the server
    """Yield how a thing is tied, each word once. A fact that only stands in a register has no word."""
    said = set()
    for fact_key, family, _, word, detail in row.ties:
        text = word or SECTIONS.get(family, "").lower()
        if text and (text, detail) not in said:
            said.add((text, detail))
            yield Tie(text, None if detail == row.name else detail, notes.marks(known[fact_key].places))


def _branches(key: str, related: Sequence[Any], cards: Mapping[str, Card]) -> Iterator[Branch]:
    """Yield the branches of the drawing: what brings an entity together with others, else the word of the tie."""
    by_word: dict[str, list[Link]] = defaultdict(list)
    for row in sorted(related, key=lambda each: _place(_sort(each))):
        link = Link(row.name, urls.thing(row.other_key))
        card = cards.get(row.other_key)
        others = [Link(name, urls.thing(party)) for party, name in card.parties if party != key] if card else []
        if key.startswith("entities/") and row.family != "entities" and others:
            yield Branch(link, others)
        else:
            _, family, _, word, _ = row.ties[0]
            by_word[word or SECTIONS.get(family, urls.FAMILIES[row.family].title).lower()].append(link)
    for word, links in by_word.items():
        yield Branch(Link(word), links)
