"""The pages of a site: things, documents, the start page, disagreements, loads, and the about and search pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from warehouse.publish import urls
from warehouse.publish.building import Writer
from warehouse.publish.facets import choices, facet_of, facets_of, in_sections
from warehouse.publish.facts import SECTIONS, Notes, batched, beside, in_parts, sections, shown
from warehouse.publish.records import (
    Change,
    Count,
    Detail,
    Document,
    Entry,
    Front,
    Headline,
    Index,
    Link,
    Load,
    Page,
    Paragraph,
    Question,
    Thing,
)
from warehouse.publish.story import gathered, story, with_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from warehouse.publish.building import Building
    from warehouse.publish.facts import FactCache, Known
    from warehouse.publish.queries import SiteQueries
    from warehouse.publish.records import Fact, Part, Picture
    from warehouse.publish.story import Materials, StoryRows
    from warehouse.publish.wording import Piece

COLUMNS: Final = ("Kind", "Country", "Group", "How firm", "Latest step")
"""The columns of the indexes of things."""
CHARTS: Final = 4
"""The most charts that stand above the facts; the others stand over their tables."""


class _Planned(NamedTuple):
    """A page to write for a thing.

    Attributes:
        path: Its path.
        thing: The row of the thing.
        part: The part that the page shows; None means that there is only one.
        total: Number of facts on all parts.
        rows: The facts on this page, each with its relation to the thing (``about`` or ``naming``).
        story: The rows of the story of the thing; None on the later parts.
    """

    path: str
    thing: Any
    part: Part | None
    total: int
    rows: Sequence[Any]
    story: StoryRows | None


class _Found(NamedTuple):
    """A fact for the search index: its title, its path, and more words of it."""

    title: str
    path: str
    also: str


def counted(reader: SiteQueries) -> list[Count]:
    """Return the number of things in each family, in the order of the menu. Empty families are left out."""
    numbers: dict[str, int] = {}
    for row in reader.stream("things"):
        numbers[row.family] = numbers.get(row.family, 0) + 1
    return [
        Count(family.title, numbers[name], urls.index_of(name).path or "")
        for name, family in urls.FAMILIES.items()
        if name in numbers
    ]


def indexes(building: Building) -> None:
    """Write an index of each family, and add each thing to the search index, in the order of the menu."""
    rows_in_order = building.reader.stream("things", families=list(urls.FAMILIES))
    for family, rows in groupby(rows_in_order, key=attrgetter("family")):
        entries = []
        for row in rows:
            path = urls.thing(row.subject_key)
            cells = (row.kind, row.country, row.in_group, row.modality, row.step)
            entries.append(Entry(Link(row.name, path), cells, row.fact_count))
            word = urls.FAMILIES[family].word
            detail = ", ".join(part for part in (row.kind or word, row.country) if part)
            identifiers = [identifier for _, identifier in row.identifiers or ()]
            names = [row.name, *(row.names or "").split("; "), *identifiers]
            building.search.add(row.name, detail, path, also=row.key, names=names)
        entries.sort(key=lambda entry: (entry.link.text.casefold(), entry.link.path))
        title = urls.FAMILIES[family].title
        about = f"{len(entries)} {title.lower()} in the warehouse"
        page = Page(urls.index_of(family).path or "", title, about, "things")
        _write_index(building, page, COLUMNS, entries)


def _write_index(building: Building, page: Page, titles: Sequence[str], entries: Sequence[Entry]) -> None:
    """Write the parts of an index, without the columns that are empty in all entries."""
    kept = [at for at in range(len(titles)) if any(entry.cells[at] for entry in entries)]
    entries = [entry._replace(cells=[entry.cells[at] for at in kept]) for entry in entries]
    for path, part, shown_here in in_parts(entries, page.path):
        facets = [facet_of([entry.cells[at] for entry in shown_here]) for at in range(len(kept))]
        columns = list(zip([titles[at] for at in kept], facets, strict=True))
        index_here = Index(page.title, columns, shown_here, len(entries), part)
        page_here = replace(page, path=path, crumbs=[urls.START])
        building.write(partial(Writer.page, template="list", page=page_here, index=index_here))


def write_thing_pages(building: Building) -> None:
    """Write the pages of all things."""

    def add(found: Iterable[_Found]) -> None:
        for each in found:
            building.search.add(each.title, "fact", each.path, also=each.also)

    for planned in batched(_planned(building.reader), lambda each: len(each.rows)):
        building.write(partial(_write, planned, building.fact_cache), add)


def _planned(reader: SiteQueries) -> Iterator[_Planned]:
    related = reader.stream("facts-of-things", families=list(SECTIONS), by_fact=False)
    told = with_rows(reader, reader.stream("things"))
    with_facts = beside(told, lambda each: str(each[0].subject_key), related, attrgetter("subject_key"))
    for (thing, story_rows), rows in with_facts:
        for path, part, rows_shown in in_parts(rows, urls.thing(thing.subject_key)):
            is_first = part is None or part.number == 1
            yield _Planned(path, thing, part, len(rows), rows_shown, story_rows if is_first else None)


def _write(planned: Sequence[_Planned], cache: FactCache, writer: Writer) -> list[_Found]:
    """Write pages, and return their facts for the search index.

    Rows of registers have no heading of their own. They are in the search index as things.
    """
    stories = ((each.thing.subject_key, each.story) for each in planned if each.story is not None)
    materials = gathered(stories, (row.fact_key for each in planned for row in each.rows), cache)
    found = []
    for each in planned:
        _page(each, materials, writer)
        for row in each.rows:
            fact = materials.known[row.fact_key]
            if row.relation == "about" and fact.says and fact.family in SECTIONS:
                title, path = f"{each.thing.name}: {fact.says}", f"{each.path}#fact-{row.fact_key}"
                found.append(_Found(title, path, " ".join(quote.words for quote in fact.quotes)))
    return found


def _page(planned: _Planned, materials: Materials, writer: Writer) -> None:
    thing, notes = planned.thing, Notes()
    family = urls.FAMILIES[thing.family]
    told = planned.story and story(thing, planned.story, materials, notes, up="../" * planned.path.count("/"))
    related = {
        relation: [materials.known[row.fact_key] for row in planned.rows if row.relation == relation]
        for relation in ("about", "naming")
    }
    shown = {
        relation: list(sections(facts, notes, at=thing.subject_key, prefix=relation))
        for relation, facts in related.items()
    }
    charts = [series for part in shown.values() for section in part for series in section.series if series.chart]
    view = Thing(
        family=family.word,
        kind=thing.kind,
        key=thing.key,
        details=list(_details(thing)),
        story=told and replace(told, charts=charts[:CHARTS]),
        about=shown["about"],
        naming=shown["naming"],
        total=planned.total,
        part=planned.part,
        sources=notes.sources,
        facets=facets_of(in_sections(shown["about"] + shown["naming"])),
    )
    about = f"What documents say of {thing.name}" + (f", {thing.kind}" if thing.kind else "")
    crumbs = [urls.START, urls.index_of(thing.family)]
    writer.page("thing", Page(planned.path, thing.name, about, "things", crumbs), thing=view)


def details(properties: Iterable[tuple[str, str | None, str | None]]) -> Iterator[Detail]:
    """Yield the properties of a thing that have a value.

    Args:
        properties: Name, value and the subject key (register and key) of the thing to link to, if any.
    """
    for name, text, subject_key in properties:
        if text is not None:
            yield Detail(name, Link(text, subject_key and urls.thing(subject_key)))


def _details(thing: Any) -> Iterator[Detail]:  # noqa: ANN401 - a row of the server
    """Yield the properties of a thing: its latest state first, its position and identifiers last."""
    yield from details([("State", thing.state, None), *thing.details])
    yield from details([("Also called", thing.names, None), ("Lies at", thing.position, None)])
    for scheme, identifier in thing.identifiers or ():
        yield Detail(scheme, Link(identifier), urls.in_register(scheme, identifier))


class _CitedPlace(NamedTuple):
    """A paragraph of a document, or a section of a reference work."""

    paragraph: int | None
    locator: str | None

    @property
    def id(self) -> str:
        """The HTML id of the place on the page of its document."""
        return urls.place_id(self.paragraph, self.locator)

    @property
    def name(self) -> str:
        """The number of the paragraph, or the name of the section."""
        return f"¶{self.paragraph}" if self.paragraph is not None else self.locator or ""


def index(building: Building) -> Count:
    """Write the index of documents, the latest first, and add each document to the search index.

    Returns:
        The number of documents, with the path of the index.
    """
    entries = []
    for row in building.reader.stream("documents"):
        path = urls.document(row.document_key)
        dated = f"{row.kind}, {row.page_date}" if row.page_date else row.kind
        cells = (row.kind, row.publisher_name or row.section, row.page_date)
        entries.append(Entry(Link(row.title, path), cells, row.fact_count))
        building.search.add(row.title, dated, path, also=row.document_key)
    page = Page(urls.DOCUMENTS.path or "", "Documents", "The documents that state the facts", "documents")
    _write_index(building, page, ("Kind", "Publisher or section", "Date on its page"), entries)
    return Count("Documents", len(entries), urls.DOCUMENTS.path or "")


def write_document_pages(building: Building) -> None:
    """Write the pages of all documents."""
    key, reader, wording = attrgetter("document_key"), building.reader, building.wording
    told = (
        _Told(document, rows, {place: wording.paragraph(list(cited)) for place, cited in groupby(rows, _cited_place)})
        for document, rows in beside(reader.stream("documents"), key, reader.stream("facts-of-documents"), key)
    )
    for documents in batched(told, lambda each: len(each.rows)):
        building.write(partial(_write_documents, documents, building.fact_cache))


class _Told(NamedTuple):
    """A document to write pages of: its row, the rows of its facts, and the language and text of each place."""

    document: Any
    rows: Sequence[Any]
    texts: Mapping[_CitedPlace, tuple[str, Sequence[Piece]]]


def _write_documents(documents: Sequence[_Told], cache: FactCache, writer: Writer) -> None:
    for each in documents:
        _pages(each, cache, writer)


def _pages(told: _Told, cache: FactCache, writer: Writer) -> None:
    document, rows, texts = told
    parts = list(in_parts(rows, urls.document(document.document_key)))
    first_path: dict[_CitedPlace, str] = {}
    for path, _, rows_shown in parts:
        for row in rows_shown:
            first_path.setdefault(_cited_place(row), path)
    for path, part, rows_shown in parts:
        known = cache.facts(row.fact_key for row in rows_shown)
        paragraphs = list(_paragraphs(rows_shown, known, texts))
        if part is not None and part.number == 1:
            on_this_part = {paragraph.id for paragraph in paragraphs}
            paragraphs += [
                Paragraph(place.id, place.name, (), f"{other_path}#{place.id}")
                for place, other_path in first_path.items()
                if place.id not in on_this_part
            ]
        view = _view(document, rows, paragraphs, part)
        page = Page(path, document.title, _about(document), "documents", [urls.START, urls.DOCUMENTS])
        writer.page("document", page, document=view)


def _cited_place(row: Any) -> _CitedPlace:  # noqa: ANN401 - a row of the server
    return _CitedPlace(row.paragraph, row.locator)


def _paragraphs(
    rows: Sequence[Any], known: Mapping[str, Known], texts: Mapping[_CitedPlace, tuple[str, Sequence[Piece]]]
) -> Iterator[Paragraph]:
    """Yield each paragraph with its text and its facts, and with the words of it that each fact cites.

    The sources of a fact are the other paragraphs that state it.
    """
    notes = Notes()
    for cited, group in groupby(rows, key=_cited_place):
        language, text = texts[cited]
        facts: list[Fact] = []
        for row in group:
            fact = known[row.fact_key]
            identity = (row.document_key, cited.paragraph, cited.locator)
            others = [place for place in fact.places if place[:3] != identity]
            quotes = [
                each
                for each in fact.quotes
                if (each.document, each.paragraph) == identity[:2] and not (text and each.start is None)
            ]
            facts.append(shown(fact, notes, places=others, quotes=quotes))
        yield Paragraph(cited.id, cited.name, facts, text=text, language=language)


def _view(document: Any, rows: Sequence[Any], paragraphs: Sequence[Paragraph], part: Part | None) -> Document:  # noqa: ANN401 - a row of the server
    cited = {row.paragraph for row in rows}
    publisher = document.publisher_entity_key and f"entities/{document.publisher_entity_key}"
    return Document(
        key=document.document_key,
        details=list(
            details(
                (
                    ("Kind", document.kind, None),
                    ("Section", document.section, None),
                    ("Publisher", document.publisher_name, publisher),
                    ("Date on its page", document.page_date, None),
                    ("Published on", document.published_on and document.published_on.isoformat(), None),
                    ("Language", document.language, None),
                    ("Licence", document.licence, None),
                    ("Paragraphs", document.paragraph_count and str(document.paragraph_count), None),
                    ("Characters", document.character_count and f"{document.character_count:,}", None),
                    ("SHA-256 of the curator's copy", document.text_sha256, None),
                )
            )
        ),
        addresses=[
            (name, address)
            for name, address in (("The original", document.url), ("An archived copy", document.archive_url))
            if address
        ],
        paragraphs=paragraphs,
        uncited=None if document.paragraph_count is None else document.paragraph_count - len(cited),
        total=len({row.fact_key for row in rows}),
        part=part,
        has_words=any(each.text or any(fact.quotes for fact in each.facts) for each in paragraphs),
        facets=facets_of(choices(fact) for each in paragraphs for fact in each.facts),
    )


def _about(document: Any) -> str:  # noqa: ANN401 - a row of the server
    properties = ", ".join(str(part) for part in (document.kind, document.section, document.page_date) if part)
    return f"What it says, paragraph by paragraph ({properties})"


NEWEST: Final = 12
LOADS: Final = 5
PICTURES: Final = ("strategy-timeline", "contract-values", "import-dependence")
"""Reports for the start page, which shows the charts of the first two that exist."""


def start(
    building: Building,
    pictures: Sequence[Picture],
    questions: Sequence[Question],
    loads: Sequence[Load],
    ways: Sequence[Count],
) -> None:
    """Write the start page.

    Args:
        building: The objects that all pages share.
        pictures: The charts of the reports.
        questions: The questions on which sources differ.
        loads: The loads, the last first.
        ways: Links to the indexes, with their counts.
    """
    notes = Notes()
    figures = building.reader.rows("headlines")
    newest = [row.fact_key for row in building.reader.rows("newest", most=NEWEST)]
    known = building.fact_cache.facts([*newest, *(row.fact_key for row in figures)])
    front = Front(
        headlines=[_headline(row, known[row.fact_key], notes) for row in figures],
        pictures=_chosen(pictures),
        ways=ways,
        newest=[shown(known[key], notes) for key in newest],
        open_questions=[
            Link(each.question, urls.thing(f"disagreements/{each.key}")) for each in questions if each.status == "open"
        ],
        loads=loads[:LOADS],
        sources=notes.sources,
    )
    page = Page(urls.START.path or "", building.writer.site.title, building.writer.site.about, "start")
    building.writer.page("index", page, front=front)


def _headline(row: Any, known: Known, notes: Notes) -> Headline:  # noqa: ANN401 - a row of the server
    return Headline(row.what, shown(known, notes))


def _chosen(pictures: Iterable[Picture]) -> list[Picture]:
    by_path = {picture.path: picture for picture in pictures}
    wanted = [by_path[path] for name in PICTURES if (path := urls.report(name)) in by_path]
    return wanted[:2]


def disagreements(building: Building) -> list[Question]:
    """Write the page of the questions on which sources differ, and return the questions."""
    rows = building.reader.rows("questions")
    known = building.fact_cache.facts([key for row in rows for key in (row.fact_key, row.question_fact)])
    notes = Notes()
    questions = []
    for key, group in groupby(rows, key=attrgetter("disagreement_key")):
        sides = list(group)
        first = sides[0]
        questions.append(
            Question(
                id=urls.question_id(key),
                key=key,
                question=first.question,
                status=first.status,
                resolution=first.resolution,
                note=first.note,
                sides=[shown(known[row.fact_key], notes) for row in sides],
                marks=notes.marks(known[first.question_fact].places),
            )
        )
        building.search.add(first.question, f"question, {first.status}", urls.thing(f"disagreements/{key}"), also=key)
    about = "Questions on which the documents differ, and what each of them says"
    page = Page(urls.DISAGREEMENTS, "Where sources differ", about, "disagreements", [urls.START])
    building.writer.page("disagreements", page, questions=questions, sources=notes.sources)
    return questions


def others(writer: Writer) -> None:
    """Write the about page and the search page."""
    about = "How facts come into the warehouse, and how to read them"
    writer.page("about", Page("about.html", "About", about, "about", [urls.START]))
    about_search = "Search things, reports and facts"
    writer.page("search", Page("search.html", "Search", about_search, "search", [urls.START]))


SHOWN: Final = 500
"""The most changed facts that the page of a load shows."""


def instant(at: datetime) -> str:
    """Format an instant as ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def loads(reader: SiteQueries) -> list[Load]:
    """Return all loads, the last first, with their counts but without their changes."""
    return [_load(row) for row in reader.rows("loads")]


def write_change_pages(building: Building, all_loads: Sequence[Load]) -> None:
    """Write the page of all loads, and a page per load with the facts it changed.

    Args:
        building: The objects that all pages share.
        all_loads: The loads, as ``loads`` returns them.
    """
    page = Page(urls.CHANGES.path or "", "Changes", "What each load changed", "changes", [urls.START])
    building.writer.page("changes", page, loads=all_loads)
    rows = building.reader.stream("changes", most=SHOWN)
    for load, changed in beside(all_loads, attrgetter("number"), rows, attrgetter("load_id")):
        known = building.fact_cache.facts(row.fact_key for row in changed)
        changes = [_change(row, known.get(row.fact_key)) for row in changed]
        left_out = load.added + load.changed + load.retired - len(changes)
        view = replace(load, changes=changes, left_out=max(0, left_out))
        about = f"{load.added} facts added, {load.changed} changed, {load.retired} retired"
        crumbs = [urls.START, urls.CHANGES]
        building.writer.page("load", Page(load.path, f"Load {load.number}", about, "changes", crumbs), load=view)


def _load(row: Any) -> Load:  # noqa: ANN401 - a row of the server
    return Load(
        number=row.load_id,
        path=urls.load(row.load_id),
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
    about = Link(known.subject, urls.thing(known.subject_key)) if known and stands else Link(row.path)
    says = (known and known.says) or row.path
    return Change(
        operation=row.operation,
        about=about,
        says=f"{row.old_path} is now {row.path}" if row.operation == "renamed" else says,
        where=row.seed,
    )
