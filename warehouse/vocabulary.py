"""The closed vocabularies: for each field with a fixed set of words, the words and their meanings.

A word outside these lists is a problem with a line number, never a default. The database holds the same lists as CHECK
constraints, so a new word needs a migration and a line here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

Words = Mapping[str, str]

KEY_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
KEY_MAX_LENGTH: Final = 80

MODALITY: Final[Words] = {
    "occurred": "it has happened",
    "in force": "it holds at the time of the document",
    "planned": "someone has decided to do it",
    "intended": "someone aims at it without a firm decision",
    "exploring": "someone is looking into it",
    "expected": "someone reports that it will happen",
    "pledged": "someone has promised it publicly",
    "assessed": "someone has judged or measured it to be so",
}

BASIS: Final[Words] = {
    "stated": "the document says so",
    "inferred": "it follows from what the document says; the note says how",
    "reference": "a named reference work says so",
}

RANK: Final[Words] = {
    "normal": "one fact among its equals",
    "preferred": "the one to show where several stand",
    "deprecated": "kept, but known to be wrong or superseded",
}

APPROXIMATION: Final[Words] = {
    "exact": "printed without any qualifying word",
    "about": "about, roughly, approximately, around",
    "at least": "this much or more",
    "at most": "this much or less",
    "over": "more than this",
    "under": "less than this",
    "between": "a printed range; the upper figure stands beside",
}

DOCUMENT_KIND: Final[Words] = {
    "article": "a news article",
    "policy": "a policy document",
    "reference": "a reference work or standard",
}

PLACE_KIND: Final[Words] = {
    "continent": "a continent",
    "region": "several countries spoken of together",
    "country": "a country, ISO 3166-1",
    "state": "a first-level division of a country, ISO 3166-2",
    "city": "a city or town",
    "district": "a part of a city",
    "site": "a building or a piece of land",
}

MINERAL_KIND: Final[Words] = {
    "element": "a chemical element",
    "group": "several elements or minerals spoken of together",
    "compound": "a chemical compound or a family of them",
    "metal": "the refined metal or alloy",
    "ore": "an ore or concentrate",
    "product": "a product made of the mineral",
}

ENTITY_KIND: Final[Words] = {
    "company": "a company",
    "corporate group": "several companies under one name",
    "government body": "a government, ministry, office or agency",
    "association": "an association or committee of members",
    "university": "a university",
    "research institute": "a research institute",
    "person": "a person",
    "unnamed party": "one or several parties a document does not name",
}

NAME_KIND: Final[Words] = {
    "alias": "another name in use",
    "short": "a shortened form or acronym",
    "native": "the name in its own language and script",
}

RELATION: Final[Words] = {
    "chair of": "the subject chairs the object",
    "co-chair of": "the subject is one of the chairs of the object",
    "minister of": "the subject is the minister who leads the object",
    "subsidiary of": "the subject belongs to the object",
    "member of": "the subject is a member of the object",
    "founded": "the subject founded the object, alone or with others",
    "collaborates with": "the subject works together with the object",
}

AGREEMENT_KIND: Final[Words] = {
    "memorandum of understanding": "a memorandum of understanding",
    "joint venture": "a company or plant that several parties own together",
    "supply contract": "a contract to deliver goods",
    "strategic partnership": "an announced partnership of two or more parties",
    "partnership": "a partnership that the document describes no further",
    "contract portfolio": "several contracts counted together",
}

PARTY_ROLE: Final[Words] = {
    "supplier": "delivers the goods",
    "buyer": "receives the goods",
    "signatory": "signed the agreement",
    "partner": "takes part on equal terms",
    "founder": "set the agreement up",
}

FACILITY_KIND: Final[Words] = {
    "plant": "a factory or processing plant",
    "integrated complex": "one place for several stages of the chain",
    "headquarters": "the seat of an organisation",
    "research institute": "a place of research",
    "government complex": "a seat of government offices",
}

FACILITY_ROLE: Final[Words] = {
    "operator": "runs it, or will",
    "planner": "looks into building it, or plans it",
    "partner": "owns or builds it together with others",
}

STRATEGY_KIND: Final[Words] = {
    "strategy": "a government's plan of several measures",
    "trade measure": "a restriction or relief of trade",
    "programme": "a funded line of work",
}

EVENT_KIND: Final[Words] = {
    "meeting": "a meeting",
    "launch": "the founding of an organisation or programme",
    "inauguration": "the opening of a place or body",
    "announcement": "a public announcement",
}

PARTICIPANT_ROLE: Final[Words] = {
    "convener": "called the event",
    "host": "received the others",
    "speaker": "spoke",
    "participant": "took part",
    "founder": "founded what the event launched",
    "inaugurator": "opened what the event inaugurated",
}

MILESTONE_KIND: Final[Words] = {
    "announced": "made known in public",
    "reported": "told by a source before anyone announced it",
    "confirmed": "confirmed to the press",
    "signed": "signed",
    "awarded": "a contract was won",
    "unveiled": "a plan was presented",
    "launched": "began its work",
    "inaugurated": "was opened",
    "held": "took place",
    "production start": "first production",
    "commercial operation": "start of commercial operation",
    "completion": "building is complete",
    "in force": "applies from then on",
}

VALUE_KIND: Final[Words] = {
    "contract value": "what a contract is worth over its whole term",
    "portfolio total": "what several contracts are worth together",
    "pledge": "money promised in public",
    "investment": "money invested or to be invested",
}

MEASURE_KIND: Final[Words] = {
    "funding": "money is provided",
    "monitoring": "watching or assessing the chain",
    "classification": "declaring a mineral strategic or critical",
    "list change": "changing a list of minerals",
    "diversification": "finding further sources or partners",
    "recycling": "recovering material from waste",
    "trade restriction": "limiting exports or imports",
    "crisis response": "preparing for shortages",
    "chain management": "managing the chain from end to end",
}

COUNT_SUBJECT: Final[Words] = {
    "minerals": "entries of the list, one per mineral",
    "rare earth elements": "the elements of the rare-earth group",
}

COMPLETENESS: Final[Words] = {
    "complete": "the document names all there are",
    "by example": "the document names some, and says or implies that there are more",
    "not said": "the document leaves open whether there are more",
}

CLASSIFICATION: Final[Words] = {
    "critical": "declared a critical mineral",
    "strategic": "declared a strategic resource",
    "key": "declared a key mineral",
}

STATEMENT_KIND: Final[Words] = {
    "description": "tells what something is or does",
    "assessment": "judges a state of affairs",
    "view": "voices an opinion or a demand",
    "aim": "tells what somebody wants to reach",
    "reason": "tells why something is done",
}

VERDICT: Final[Words] = {
    "same": "two names of one entity",
    "different": "two entities whose names look alike",
    "unsure": "nobody can tell from the documents",
}

DISAGREEMENT_STATUS: Final[Words] = {
    "open": "the sources leave it undecided",
    "settled": "decided; the resolution says how",
}

DATE_QUALIFIER: Final[Words] = {
    "on": "on that day, or within that month or year",
    "by": "not later than the end of it",
    "before": "earlier than it",
    "after": "later than it",
    "about": "around it",
}

DATE_RULE: Final[Words] = {
    "as printed": "the words are a full date, month or year",
    "document year": "a day or month without a year: the year of the document's page date",
    "latest past": "a day, month or weekday without a year: the latest one not after the page date",
    "last year": "the calendar year before that of the page date",
    "this year": "the calendar year of the page date",
    "next year": "the calendar year after that of the page date",
}

BOOKKEEPING: Final = ("seed_file", "seed_line", "loaded_digest", "system_from")
"""Columns of every table of ``core`` that record the source of a row and since when it holds; no seed fills them."""

SUBJECT_COLUMNS: Final[Words] = {
    "agreements": "agreement_key",
    "entities": "entity_key",
    "events": "event_key",
    "facilities": "facility_key",
    "mineral_lists": "mineral_list_key",
    "minerals": "mineral_key",
    "places": "place_key",
    "strategies": "strategy_key",
    "supply_chain_stages": "stage_key",
}
"""The families that a fact can be about, each with the column that refers to it."""


def is_key(text: str) -> bool:
    """Return whether ``text`` is a well-formed register key: lower-case words joined by hyphens, not too long."""
    return len(text) <= KEY_MAX_LENGTH and re.fullmatch(KEY_PATTERN, text) is not None
