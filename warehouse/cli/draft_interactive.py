"""The questions of ``warehouse seeds draft --interactive``: one per proposal, answered by y, n, e, u or q."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.cli.session import print_data
from warehouse.seeds.draft_answers import Answers, name_of
from warehouse.seeds.reader import FAMILIES
from warehouse.yamlfiles import parse, validate, visible
from warehouse.yamlfiles.formatting import on_one_line

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.cli.session import Session
    from warehouse.seeds.draft import Draft, Paragraph, Proposal
    from warehouse.vocabulary import Vocabulary

_QUESTION: Final = "Take it? y yes, n no, e edit, u undo, q stop: "
_AROUND: Final = 200
"""Most code points of a paragraph that are shown on each side of a candidate."""


def ask(session: Session, draft: Draft, vocabulary: Vocabulary, path: Path) -> None:
    """Ask about each proposal that is not answered and of which the seeds cite nothing yet.

    Every answer is kept at once; who stops and comes back goes on with the next question.
    """
    answers = Answers.open(path, draft)
    questions = [
        (paragraph, proposal)
        for paragraph in draft.paragraphs()
        for proposal in paragraph.proposals
        if not any(cited.covers(proposal.candidate) for cited in paragraph.cited)
    ]
    places = {name_of(proposal): number for number, (_, proposal) in enumerate(questions)}
    answered = {answer.to for answer in answers.given}
    number = 0
    while number < len(questions):
        paragraph, proposal = questions[number]
        if name_of(proposal) in answered:
            number += 1
            continue
        print_data(f"\n{number + 1} of {len(questions)}, paragraph {paragraph.number}, {proposal.candidate.kind}")
        print_data(_shown(paragraph, proposal))
        answer, filled = _answer(proposal, vocabulary)
        if answer == "u":
            undone = answers.undo()
            answered.discard(undone or "")
            number = places.get(undone or "", number)
        elif answer == "q":
            session.say(f"Stopped; the same command goes on. {_taken(answers)}")
            return
        else:
            answers.give(filled, is_taken=answer == "y")
            answered.add(name_of(proposal))
    session.say(f"All {len(questions)} candidates are answered. {_taken(answers)}")


def _taken(answers: Answers) -> str:
    taken = sum(answer.record is not None for answer in answers.given)
    return f"{answers.path} holds {taken} record{'' if taken == 1 else 's'}; {answers.journal.name} holds the answers."


def _shown(paragraph: Paragraph, proposal: Proposal) -> str:
    start, end = proposal.candidate.quote.start, proposal.candidate.quote.end
    before, behind = paragraph.text[max(0, start - _AROUND) : start], paragraph.text[end : end + _AROUND]
    dots = "…" if start > _AROUND else "", "…" if len(paragraph.text) > end + _AROUND else ""
    return visible(f"{dots[0]}{before}[{paragraph.text[start:end]}]{behind}{dots[1]}")


def _answer(proposal: Proposal, vocabulary: Vocabulary) -> tuple[str, Proposal]:
    """Return the answer to a proposal, and the proposal with what was filled in; without further input, stop."""
    while True:
        print_data(f"{proposal.family}:\n{proposal.yaml()}")
        answer = _line(_QUESTION)
        if answer is None:
            return "q", proposal
        letter = answer.strip().lower()[:1]
        if letter in {"y", "n", "u", "q"}:
            return letter, proposal
        if letter == "e":
            proposal = _edited(proposal)
            for what in _problems(proposal, vocabulary):
                print_data(f"! {what}")


def _edited(proposal: Proposal) -> Proposal:
    """Ask for the fields, the open ones first; nothing keeps a value, and a hyphen empties it."""
    values = {}
    fields = sorted((field for field in proposal.fields if field.name != "cite"), key=lambda field: bool(field.value))
    for field in fields:
        written = _line(f"  {field.name} [{field.value or field.hint}]: ")
        if written is None:
            break
        if text := written.strip():
            values[field.name] = "" if text == "-" else text if text[0] in "{[" else on_one_line(text)
    return proposal.filled(values)


def _problems(proposal: Proposal, vocabulary: Vocabulary) -> list[str]:
    """Return what is wrong with the fields that are filled in."""
    root, problems = parse(f"{proposal.family}:\n{proposal.yaml()}".encode(), "draft")
    if root is None or problems:
        return [f"{problem.what}; {problem.hint}" for problem in problems]
    node = root.child((proposal.family, 0))
    still_open = {node.at((field.name,)) for field in proposal.open_fields}
    found = validate(FAMILIES[proposal.family], node, vocabulary)[1]
    return [f"{problem.what}; {problem.hint}" for problem in found if problem.position not in still_open]


def _line(question: str) -> str | None:
    try:
        return input(question)
    except EOFError:
        return None
