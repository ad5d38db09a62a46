"""The start page, and the pages that need no facts of their own."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from warehouse.publish import addresses
from warehouse.publish.facts import Notes, shown
from warehouse.publish.views import Front, Headline, Link, Page, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from warehouse.publish.shelf import Known
    from warehouse.publish.site import Building, Writer
    from warehouse.publish.views import Count, Load, Picture

NEWEST: Final = 12
LOADS: Final = 5
PICTURES: Final = ("strategy-timeline", "contract-values", "import-dependence")
"""The reports whose charts the start page shows, if they are there: the first two of them."""


def start(
    building: Building,
    pictures: Sequence[Picture],
    questions: Sequence[Question],
    loads: Sequence[Load],
    ways: Sequence[Count],
) -> None:
    """Write the start page; ``ways`` lead to what it does not show."""
    notes = Notes()
    figures = building.reader.rows("headlines")
    newest = [row.fact_key for row in building.reader.rows("newest", most=NEWEST)]
    known = building.shelf.facts([*newest, *(row.fact_key for row in figures)])
    front = Front(
        headlines=[_headline(row, known[row.fact_key], notes) for row in figures],
        pictures=_chosen(pictures),
        ways=ways,
        newest=[shown(known[key], notes) for key in newest],
        open_questions=[
            Link(each.question, addresses.thing(f"disagreements/{each.key}"))
            for each in questions
            if each.status == "open"
        ],
        loads=loads[:LOADS],
        sources=notes.sources,
    )
    page = Page(addresses.START.path or "", building.writer.site.title, building.writer.site.about, "start")
    building.writer.page("index", page, front=front)


def _headline(row: Any, known: Known, notes: Notes) -> Headline:  # noqa: ANN401 - a row of the server
    fact = shown(known, notes)
    return Headline(row.figure, row.what, fact.about or Link(fact.says), fact.date, fact.modality, fact.marks)


def _chosen(pictures: Iterable[Picture]) -> list[Picture]:
    by_path = {picture.path: picture for picture in pictures}
    wanted = [by_path[path] for name in PICTURES if (path := addresses.report(name)) in by_path]
    return wanted[:2]


def disagreements(building: Building) -> list[Question]:
    """Write the page of the questions on which sources differ; give the questions."""
    rows = building.reader.rows("questions")
    known = building.shelf.facts([key for row in rows for key in (row.fact_key, row.question_fact)])
    notes = Notes()
    questions = []
    for key, group in groupby(rows, key=attrgetter("disagreement_key")):
        sides = list(group)
        first = sides[0]
        questions.append(
            Question(
                id=addresses.question_id(key),
                key=key,
                question=first.question,
                status=first.status,
                resolution=first.resolution,
                note=first.note,
                sides=[shown(known[row.fact_key], notes) for row in sides],
                marks=notes.marks(known[first.question_fact].places),
            )
        )
        building.search.add(
            first.question, f"question, {first.status}", addresses.thing(f"disagreements/{key}"), also=key
        )
    about = "Questions on which the documents differ, and what each of them says"
    page = Page(addresses.DISAGREEMENTS, "Where sources differ", about, "disagreements", [addresses.START])
    building.writer.page("disagreements", page, questions=questions, sources=notes.sources)
    return questions


def others(writer: Writer) -> None:
    """Write the page about the site, and that of the search."""
    about = "How facts come into the warehouse, and how to read them"
    writer.page("about", Page("about.html", "About", about, "about", [addresses.START]))
    found = "Search things, reports and facts"
    writer.page("search", Page("search.html", "Search", found, "search", [addresses.START]))
