"""``warehouse seeds verify``, ``cite`` and ``coverage``: hold citations against the curator's copies of documents."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.seeds import app, read
from warehouse.cli.session import Session, print_data, session_of
from warehouse.errors import ConfigurationError, ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.seeds.coverage import Coverage
    from warehouse.seeds.proofs import Proof
    from warehouse.seeds.quotes import Quote
    from warehouse.seeds.texts import DocumentText

MOST_LISTED: Final = 20
FIRST_WORDS: Final = 60
"""Code points of a paragraph that tell it to a curator."""

Documents = Annotated[
    Path | None,
    typer.Option("--documents", metavar="DIR", help="Folder of your copies of the documents."),
]
DocumentKey = Annotated[str, typer.Argument(metavar="DOC", help="Key of the document.")]


class AnswerFormat(StrEnum):
    """How an answer is shown."""

    TEXT = "text"
    JSON = "json"


AnswerForm = Annotated[AnswerFormat, typer.Option("--format", "-f", help="How to print the answer.")]


@app.command()
def verify(context: typer.Context, documents: Documents = None, form: AnswerForm = AnswerFormat.TEXT) -> None:
    """Prove the citations against your copies of the documents.

    Exits with 1 when something does not hold, and names each citation that moved. A citation with a quote is proven to
    the word; of one without, that its paragraph exists.
    """
    from warehouse.seeds.proofs import prove
    from warehouse.seeds.texts import list_copies

    session = session_of(context)
    copies = list_copies(documents or session.settings.documents)
    proofs = prove(read(session), copies)
    print_data(_proofs_as_json(proofs) if form is AnswerFormat.JSON else _proofs_as_text(proofs))
    if proofs and all(proof.copy is None for proof in proofs):
        hint = "A copy is told by its SHA-256, or by its name, KEY.txt."
        raise ConfigurationError(f"{copies.folder} holds no copy of any document", hint=hint)
    session.say(_verdict(proofs))
    if any(proof.problems for proof in proofs):
        raise typer.Exit(ExitCode.FAILED)


def _proofs_as_json(proofs: Sequence[Proof]) -> str:
    from warehouse.strictyaml import as_json

    documents = [
        {
            "document": proof.document,
            "outcome": proof.outcome.value,
            "copy": str(proof.copy) if proof.copy else None,
            "citations": proof.citations,
            "quotes": proof.quotes,
        }
        for proof in proofs
    ]
    problems = json.loads(as_json(problem for proof in proofs for problem in proof.problems))
    return json.dumps({"documents": documents, "problems": problems}, ensure_ascii=False, indent=2)


def _proofs_as_text(proofs: Sequence[Proof]) -> str:
    from warehouse.strictyaml import as_text

    problems = [problem for proof in proofs for problem in proof.problems]
    lines = [as_text(problems)] if problems else []
    for proof in proofs:
        counted = f"{proof.citations} citations, {proof.quotes} of them with a quote"
        lines.append(f"{proof.outcome:<13}  {proof.document}: {counted if proof.copy else 'no copy'}")
    return "\n".join(lines)


def _verdict(proofs: Sequence[Proof]) -> str:
    proven = [proof for proof in proofs if proof.copy and not proof.problems]
    wrong = sum(len(proof.problems) for proof in proofs)
    missing = sum(proof.copy is None for proof in proofs)
    citations, quotes = sum(proof.citations for proof in proven), sum(proof.quotes for proof in proven)
    parts = [
        f"{len(proven)} of {len(proofs)} documents proven",
        f"{citations} citations, {quotes} of them with a quote",
        f"{missing} without a copy" if missing else "",
        f"{wrong} problem{'s' if wrong != 1 else ''}" if wrong else "no problem",
    ]
    return f"{'; '.join(part for part in parts if part)}."


@app.command()
def cite(
    context: typer.Context,
    document: DocumentKey,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Words of the text, in quotation marks.")],
    documents: Documents = None,
    occurrence: Annotated[
        int | None, typer.Option("--occurrence", metavar="N", min=1, help="Which place, where the words stand often.")
    ] = None,
) -> None:
    """Find words in a document, print the citation to paste.

    Printed are the citation of the paragraph and that of the very words. Only your copy and the record of the document
    are needed.
    """
    from warehouse.seeds.documents import find_document, text_of
    from warehouse.seeds.quotes import full_citation, look_up, short_citation
    from warehouse.seeds.read import read_folder
    from warehouse.seeds.texts import list_copies, quote_digest

    session = session_of(context)
    described = find_document(read_folder(session.settings.seeds, session.settings.project), document)
    text = text_of(described, list_copies(documents or session.settings.documents))
    places, is_exact = look_up(text, words)
    quote = _chosen(places, occurrence, text)
    quoted = quote.words(text)
    if not is_exact:
        session.say(f"Not found exactly; printed is: {_visible(quoted)}")
    print_data(short_citation(document, quote))
    print_data(full_citation(document, quote, quote_digest(quoted)))


def _chosen(places: Sequence[Quote], occurrence: int | None, text: DocumentText) -> Quote:
    """Give the place asked for.

    Raises:
        UsageError: There are several and none is chosen, or fewer than the number asked for.
    """
    if len(places) == 1 and occurrence is None:
        return places[0]
    if occurrence is not None and occurrence <= len(places):
        return places[occurrence - 1]
    if occurrence is not None:
        hint = f"Choose one from 1 to {len(places)}."
        raise UsageError(f"there is no occurrence {occurrence} of the words", hint=hint)
    listed = [f"  {number}: {_shown(quote, text)}" for number, quote in enumerate(places[:MOST_LISTED], start=1)]
    more = [f"  … and {len(places) - MOST_LISTED} more"] if len(places) > MOST_LISTED else []
    what = "\n".join([f"the words stand in {len(places)} places:", *listed, *more])
    raise UsageError(what, hint="Choose one with --occurrence N, or give more words.")


def _shown(quote: Quote, text: DocumentText) -> str:
    before, after = quote.surroundings(text)
    return _visible(f"{quote}: …{before}[{quote.words(text)}]{after}…")


def _visible(text: str) -> str:
    from warehouse.reports.formats.visible import visible

    return visible(text)


@app.command()
def coverage(
    context: typer.Context,
    document: DocumentKey,
    documents: Documents = None,
    form: AnswerForm = AnswerFormat.TEXT,
) -> None:
    """Show how many facts cite each paragraph.

    Paragraphs that no fact cites come first. With your copy at hand each is shown with its first words.
    """
    from warehouse.seeds.coverage import cover

    session = session_of(context)
    covered = cover(read(session), document)
    beginnings = _beginnings(session, covered, documents or session.settings.documents)
    if form is AnswerFormat.JSON:
        print_data(_coverage_as_json(covered, beginnings))
        return
    print_data(f"{'paragraph':>9}  {'facts':>5}{'  begins' if beginnings else ''}")
    for number, facts in covered.uncovered_first():
        begins = f"  {beginnings[number - 1]}" if beginnings else ""
        print_data(f"{number:>9}  {facts:>5}{begins}")
    total = len(covered.facts)
    print_data(f"{total - covered.uncovered} of {total} paragraphs cited, by {covered.fact_count} facts.")


def _beginnings(session: Session, covered: Coverage, documents: Path | None) -> list[str]:
    """Give the first words of each paragraph; nothing where no folder is named or it holds no such text."""
    from warehouse.seeds.texts import list_copies

    if documents is None or covered.sha256 is None:
        return []
    copy = list_copies(documents).find(covered.document, covered.sha256)
    if copy is None or copy.is_changed:
        session.say(f"{documents} holds no unchanged copy of {covered.document}; paragraphs are shown by number only.")
        return []
    return [_visible(_first_words(paragraph)) for paragraph in copy.text().paragraphs]


def _first_words(paragraph: str) -> str:
    words = " ".join(paragraph.split())
    return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]} …"


def _coverage_as_json(covered: Coverage, beginnings: Sequence[str]) -> str:
    paragraphs = [
        {"paragraph": number, "facts": facts, "begins": beginnings[number - 1] if beginnings else None}
        for number, facts in covered.uncovered_first()
    ]
    answer = {
        "document": covered.document,
        "paragraphs": paragraphs,
        "covered": len(covered.facts) - covered.uncovered,
        "uncovered": covered.uncovered,
        "facts": covered.fact_count,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)
