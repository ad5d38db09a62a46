"""Synthetic documents, parties and agreements, with the shapes of real ones and names that are clearly invented.

Each record depends only on the given random generator and on numbers, never on the text of another record.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from benchmarks.registers import MINERALS, PLACES, STAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from benchmarks.registers import Record

SECTIONS: Final = ("parties", "values", "milestones", "observations", "scopes", "statements")
"""Fields of an agreement that hold facts, in the order in which they are written."""
NAMES_EVERY: Final = 4
"""Every fourth party has two more names."""
REVISED: Final = ", revised"
"""Suffix of the name of a revised agreement."""
PARAGRAPHS: Final = 40
WON_PER_DOLLAR: Final = 1447
MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_ENTITY_KINDS: Final = ("company", "company", "company", "government body", "research institute")
_KINDS: Final = ("supply contract", "joint venture", "memorandum of understanding", "strategic partnership")
_ROLES: Final = ("supplier", "buyer", "partner", "signatory")
_STEPS: Final = ("announced", "signed", "awarded", "reported", "confirmed")
_STATEMENTS: Final = ("view", "assessment", "aim", "reason", "description")
_TERMS: Final = {"3": "three years", "5": "five years", "6": "six years", "9": "nine years", "10": "ten years"}
_END_USES: Final = ("electric vehicles", "wind turbines", "semiconductors", "defence")


def page_date(document: int) -> date:
    """Return the page date of the document with this number."""
    return date(2019, 1, 15) + timedelta(days=document * 37 % 2500)


def document(rng: Random, number: int) -> Record:
    """Return a document; it has no citation and counts as one fact."""
    return {
        "key": f"document-{number:06d}",
        "kind": "article",
        "title": f"Synthetic article {number:06d}: firms, contracts and minerals",
        "section": "Politics" if number % 2 else "Economy",
        "language": "en",
        "page_date": page_date(number).isoformat(),
        "sha256": f"{rng.getrandbits(256):064x}",
        "characters": rng.randrange(3000, 9000),
        "paragraphs": PARAGRAPHS,
    }


def party(rng: Random, number: int, documents: range) -> Record:
    """Return an entity; it counts as one fact, or as three if it has more names.

    Args:
        rng: The random generator.
        number: The number of the party.
        documents: Numbers of the documents that it may cite.
    """
    cite = _cite(rng, rng.choice(documents))
    record: Record = {
        "key": f"party-{number:06d}",
        "kind": rng.choice(_ENTITY_KINDS),
        "name": f"Synthetic Party {number:06d}",
        "country": f"place-{rng.choice(PLACES)}",
        "cite": cite,
    }
    if number % NAMES_EVERY == 0:
        record["names"] = [
            {"name": f"SP{number:06d}", "kind": "short", "cite": cite},
            {"name": f"합성 기업 {number:06d}", "kind": "native", "language": "ko", "cite": cite},
        ]
    return record


def agreement(rng: Random, key: str, documents: range, parties: int, parent: str | None) -> Record:
    """Return an agreement with its nested facts.

    Args:
        rng: The random generator.
        key: The key of the agreement.
        documents: Numbers of the documents that it may cite.
        parties: The number of parties; they are numbered from 0.
        parent: The key of its portfolio; None: it has none.
    """
    told = rng.choice(documents)
    kind = rng.choice(_KINDS)
    record: Record = {"key": key, "kind": kind, "name": f"Synthetic {kind} {key.removeprefix('agreement-')}"}
    if parent:
        record["parent"] = parent
    cite = _cite(rng, told)
    record |= {"modality": "in force", "cite": [cite, _cite(rng, told, PARAGRAPHS)] if _happens(rng, 0.2) else cite}
    if _happens(rng, 0.1):
        record["note"] = "The document names neither term nor place; this text is synthetic."
    return record | {
        "parties": _parties(rng, told, parties),
        "values": _values(rng, told),
        "milestones": _milestones(rng, told),
        "observations": _observations(rng, told),
        "scopes": _scopes(rng, told),
        "statements": _statements(rng, told),
    }


def size(record: Record) -> int:
    """Return the number of facts of a record: itself and those nested in it."""
    return 1 + sum(len(record.get(section, ())) for section in (*SECTIONS, "names", "synonyms"))


def cut(record: Record, facts: int) -> Record:
    """Return the agreement with its first ``facts`` facts only; the agreement itself is the first."""
    kept = {name: value for name, value in record.items() if name not in SECTIONS}
    room = facts - 1
    for section in SECTIONS:
        if found := record.get(section, [])[:room]:
            kept[section] = found
            room -= len(found)
    return kept


def revised(record: Record) -> Record:
    """Return the agreement after a curator's revision: one cell of each of its facts has changed."""
    changed = {**record, "name": record["name"] + REVISED}
    for section, change in _CHANGES.items():
        if section in record:
            changed[section] = [{**fact, **change(fact)} for fact in record[section]]
    return changed


def _happens(rng: Random, share: float) -> bool:
    return rng.random() < share


def _one_more(words: str) -> str:
    """Increase the last number by one; of a range that is the upper number."""
    return re.sub(r"(.*\D|^)(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", words, count=1)


_CHANGES: Final[dict[str, Callable[[Record], Record]]] = {
    "parties": lambda _: {"note": "The role was read anew."},
    "values": lambda fact: {"amount": _one_more(fact["amount"])},
    "milestones": lambda fact: {"date": {**fact["date"], "qualifier": "about"}},
    "observations": lambda fact: {"value": _one_more(fact["value"])},
    "scopes": lambda fact: {"words": f"{fact['words']} and more"},
    "statements": lambda fact: {"statement": f"{fact['statement']}, or so it seems"},
}


def _cite(rng: Random, number: int, beyond: int = 0) -> str:
    """Return a citation of a paragraph in the first half of the document if ``beyond`` is 0, else in the second."""
    half = PARAGRAPHS // 2
    return f"document-{number:06d}#{rng.randrange(1, half + 1) + (half if beyond else 0)}"


def _quote(rng: Random, number: int) -> Record:
    start = rng.randrange(400)
    return {
        "document": f"document-{number:06d}",
        "locator": str(rng.randrange(1, PARAGRAPHS + 1)),
        "span": f"{start}-{start + rng.randrange(8, 60)}",
        "quote_sha256": f"{rng.getrandbits(256):064x}",
    }


def _parties(rng: Random, told: int, parties: int) -> list[Record]:
    numbers = rng.sample(range(parties), min(parties, rng.choice((2, 2, 3))))
    return [
        {"entity": f"party-{number:06d}", "role": rng.choice(_ROLES), "cite": _cite(rng, told)} for number in numbers
    ]


def _values(rng: Random, told: int) -> list[Record]:
    billions = rng.randrange(200, 20000) / 10
    won = f"{billions:.1f} billion KRW"
    dollars = f"about {round(billions * 1000 / WON_PER_DOLLAR)} million USD"
    values = [{"kind": "contract value", "amount": won, "equivalent": dollars, "modality": "in force"}]
    if _happens(rng, 0.5):
        low = rng.randrange(2, 50)
        amount = rng.choice((f"{low}.{rng.randrange(1, 9)} million EUR", f"between {low} and {low + 3} million EUR"))
        values.append({"kind": "investment", "amount": amount, "modality": "planned"})
    return [{**value, "cite": _quote(rng, told)} for value in values]


def _milestones(rng: Random, told: int) -> list[Record]:
    page = page_date(told)
    steps = rng.sample(_STEPS, rng.choice((1, 2)))
    facts = [{"kind": step, "date": _past(rng, page), "modality": "occurred"} for step in steps]
    if _happens(rng, 0.5):
        when = {"words": "next year", "edtf": str(page.year + 1), "rule": "next year"}
        facts.append({"kind": "production start", "date": when, "modality": "expected"})
    return [{**fact, "cite": _quote(rng, told)} for fact in facts]


def _past(rng: Random, page: date) -> Record:
    """Return a day or month before the page date, in words that one of the date rules resolves."""
    rule = rng.choice(("as printed", "document year", "latest past"))
    if rule == "latest past":
        month = rng.randrange(1, 13)
        year = page.year if month <= page.month else page.year - 1
        return {"words": f"last {MONTHS[month - 1]}", "edtf": f"{year}-{month:02d}", "rule": rule}
    first = date(page.year, 1, 1) if rule == "document year" else date(page.year - 2, 1, 1)
    day = first + timedelta(days=rng.randrange((page - first).days + 1))
    words = f"{MONTHS[day.month - 1]} {day.day}"
    if rule == "document year":
        return {"words": words, "edtf": day.isoformat(), "rule": rule}
    return {"words": f"{words}, {day.year}", "edtf": day.isoformat()}


def _observations(rng: Random, told: int) -> list[Record]:
    term, words = rng.choice(tuple(_TERMS.items()))
    facts = [{"indicator": "contract-term", "value": term, "words": words, "modality": "in force"}]
    if _happens(rng, 0.5):
        tons = f"about {rng.randrange(100, 999)}"
        mineral = {"mineral": rng.choice(MINERALS), "modality": "planned"}
        facts.append({"indicator": "annual-capacity", "value": tons, "words": f"{tons} tons a year", **mineral})
    return [{**fact, "cite": _cite(rng, told)} for fact in facts]


def _scopes(rng: Random, told: int) -> list[Record]:
    mineral, stage, end_use = rng.choice(MINERALS), rng.choice(STAGES), rng.choice(_END_USES)
    facts = [{"mineral": mineral, "words": f"{mineral} among others"}]
    if _happens(rng, 0.5):
        facts.append({"stage": stage, "end_use": end_use, "words": f"{stage} for {end_use}"})
    return [{**fact, "completeness": "by example", "cite": _cite(rng, told)} for fact in facts]


def _statements(rng: Random, told: int) -> list[Record]:
    said = {"modality": "assessed", "cite": _cite(rng, told), "attributed_words": "industry sources"}
    return [
        {
            "label": f"synthetic-view-{number}",
            "kind": rng.choice(_STATEMENTS),
            "statement": f"The partners put step {rng.randrange(10**6):06d} before others, says this made-up text",
            **said,
        }
        for number in range(rng.choice((1, 1, 2)))
    ]
