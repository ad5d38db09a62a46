"""The answers of ``warehouse seeds coverage``, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from warehouse.seeds.coverage import Coverage
    from warehouse.texts import DocumentText

FIRST_WORDS: Final = 60
"""Most code points of a paragraph's beginning, by which a curator recognizes it."""


def as_text(covered: Coverage, text: DocumentText | None) -> Iterator[str]:
    """Yield the lines of the answer: paragraphs, then figures, dates and names that no fact cites, then the sum.

    Args:
        covered: How the facts cite the document.
        text: Its text, to show the first words of each paragraph; None: there is no unchanged copy.
    """
    yield f"{'paragraph':>9}  {'facts':>7}{'  begins' if text else ''}"
    for number, facts in covered.uncovered_first():
        shown = "ignored" if number in covered.ignored else facts
        yield f"{number:>9}  {shown:>7}{f'  {_begins(text, number)}' if text else ''}"
    if covered.missing:
        yield f"{'paragraph':>9}  {'what':>7}  not cited"
    for item in covered.missing:
        yield f"{item.paragraph:>9}  {item.kind:>7}  {visible(' '.join(item.text.split()))}"
    yield _sum(covered)


def short(covered: Coverage) -> str:
    """Return one line about a document."""
    return f"{covered.document}: {_sum(covered)}"


def _sum(covered: Coverage) -> str:
    total, ignored = len(covered.facts), len(covered.ignored)
    cited = total - covered.uncovered - sum(covered.facts[number - 1] == 0 for number in covered.ignored)
    said = (
        f"{cited} of {total} paragraphs cited{f', {ignored} ignored' if ignored else ''}, by {covered.fact_count} facts"
    )
    if covered.items is None:
        return f"{said}."
    found = covered.items - len(covered.missing)
    return f"{said}; {found} of {covered.items} figures, dates and names; {covered.percent:g} %."


def as_json(covered: Sequence[Coverage], texts: Mapping[str, DocumentText], *, is_list: bool) -> str:
    """Return the answer as JSON: one object, or a list of one for each document."""
    answers = [_answer(one, texts.get(one.document)) for one in covered]
    return json.dumps(answers if is_list else answers[0], ensure_ascii=False, indent=2)


def _answer(covered: Coverage, text: DocumentText | None) -> dict[str, Any]:
    paragraphs = [
        {
            "paragraph": number,
            "facts": facts,
            "begins": _begins(text, number) if text else None,
            "ignored": number in covered.ignored,
        }
        for number, facts in covered.uncovered_first()
    ]
    missing = [{"paragraph": item.paragraph, "kind": item.kind, "words": item.text} for item in covered.missing]
    return {
        "document": covered.document,
        "paragraphs": paragraphs,
        "covered": len(covered.facts) - covered.uncovered,
        "uncovered": covered.uncovered,
        "facts": covered.fact_count,
        "items": covered.items,
        "missing": missing,
        "percent": covered.percent,
    }


def _begins(text: DocumentText, number: int) -> str:
    words = " ".join(text.paragraphs[number - 1].split())
    short_ = words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]} …"
    return visible(short_)
