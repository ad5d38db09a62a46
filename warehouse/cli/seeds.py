"""``warehouse seeds``: the commands for seed files; only ``export`` needs a database."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from warehouse.cli import reviews, revisions, tables
from warehouse.cli.draft import draft
from warehouse.cli.session import (
    CommandGroup,
    DocumentsOption,
    ProblemFormat,
    Session,
    print_data,
    print_problems,
    reader_may_leave,
    session_of,
)
from warehouse.errors import ConfigurationError, ExitCode, PermissionRefused, UsageError
from warehouse.files import write_new

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from warehouse.cli.tables import Compared
    from warehouse.load.runner import ShowPhase
    from warehouse.seeds.citations import Proof
    from warehouse.seeds.reader import Reading, Seeds
    from warehouse.texts import DocumentText, Quote
    from warehouse.yamlfiles import Problem

app = typer.Typer(cls=CommandGroup, help="Check and work on the curated seed files (no database needed).")
app.command()(tables.table)


def read(session: Session) -> Seeds:
    """Read and check the seeds, and return their rows; show progress on a terminal."""
    from warehouse.seeds.reader import check as check_seeds

    with session.phases() as phases:
        return check_seeds(session.settings.seeds, session.settings.project, _teller(phases))


def _teller(phases: ShowPhase) -> Callable[[int, int], None]:
    return lambda done, total: phases(f"reading seeds: {done} of {total} files")


@app.command()
def check(
    context: typer.Context,
    form: Annotated[ProblemFormat, typer.Option("--format", "-f", help="How to print problems.")] = ProblemFormat.TEXT,
    *,
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Exit with 1 if a record is not reviewed.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again after every save, until Ctrl+C.")] = False,
) -> None:
    """Check every seed file and print all problems with file:line:column."""
    from warehouse.cli.watching import keep_checking
    from warehouse.seeds.reader import survey

    session = session_of(context)
    settings = session.settings
    if watch:
        keep_checking(session, lambda check: _tell_check(session, form, check, reviewed=reviewed))
        return
    with session.phases() as phases:
        reads = partial(survey, settings.seeds, settings.project, on_file=_teller(phases))
        code = _tell_check(session, form, reads, reviewed=reviewed)
    raise typer.Exit(code)


def _tell_check(session: Session, form: ProblemFormat, check: Callable[[], Reading], *, reviewed: bool) -> ExitCode:
    """Run a check, print the problems that it finds, and return the exit code."""
    from warehouse.yamlfiles import ProblemsFound

    try:
        reading = check()
    except ProblemsFound as error:
        print_problems(form, error.problems)
        session.say(f"warehouse: {error.what}")
        return error.exit_code
    stale = [problem for one in tables.compare_all(session, None, proves=False) for problem in one.problems]
    open_ = [one.problem() for one in reviews.unreviewed(session)] if reviewed else []
    print_problems(form, [*stale, *open_])
    if stale:
        session.say(f"warehouse: {len(stale)} files made from tables are stale")
    if open_:
        session.say(f"warehouse: {len(open_)} records are not reviewed as they stand")
    if stale or open_:
        return ExitCode.FAILED
    session.say(f"{len(reading.inventory.files)} files, {len(reading.index.facts)} facts, no problem.")
    return ExitCode.DONE


MOST_LISTED: Final = 20

DocumentKey = Annotated[str, typer.Argument(metavar="DOC", help="Key of the document.")]


class AnswerFormat(StrEnum):
    """The output formats of an answer."""

    TEXT = "text"
    JSON = "json"


AnswerForm = Annotated[AnswerFormat, typer.Option("--format", "-f", help="How to print the answer.")]


@app.command()
def verify(context: typer.Context, documents: DocumentsOption = None, form: AnswerForm = AnswerFormat.TEXT) -> None:
    """Prove the citations against your copies of the documents.

    Exits with 1 when something does not hold, and names each citation that moved. A citation with a quote is proven to
    the word; of one without, that its paragraph exists. What facts give as printed, such as figures, dates and words,
    has to stand in the cited place. Seed files made from tables are compared with their tables, record by record.
    """
    from warehouse.seeds.citations import prove
    from warehouse.texts import list_copies

    session = session_of(context)
    copies = list_copies(documents or session.settings.documents)
    proofs = prove(read(session), copies)
    of_tables = tables.compare_all(session, documents, proves=True)
    print_data((_proofs_as_json if form is AnswerFormat.JSON else _proofs_as_text)(proofs, of_tables))
    for key in (proof.document for proof in proofs if proof.copy is None):
        if copies.folder / f"{key}.pdf" in copies.by_name:
            session.say(f"{key}.pdf is no text; take it out, such as with: pdftotext -layout {key}.pdf {key}.txt")
    has_table = any(one.outcome != tables.NO_TABLE for one in of_tables)
    if proofs and not has_table and all(proof.copy is None for proof in proofs):
        hint = "A copy is told by its SHA-256, or by its name, KEY.txt."
        raise ConfigurationError(f"{copies.folder} holds no copy of any document", hint=hint)
    session.say(_verdict(proofs, of_tables))
    if _problems(proofs, of_tables):
        raise typer.Exit(ExitCode.FAILED)


def _problems(proofs: Sequence[Proof], of_tables: Sequence[Compared]) -> list[Problem]:
    found = [*(proof.problems for proof in proofs), *(compared.problems for compared in of_tables)]
    return [problem for problems in found for problem in problems]


def _proofs_as_json(proofs: Sequence[Proof], of_tables: Sequence[Compared]) -> str:
    from warehouse.yamlfiles import as_json

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
    made = [
        {"file": one.made.shown, "outcome": one.outcome, "records": int(one.made.origin.records or 0)}
        for one in of_tables
    ]
    problems = json.loads(as_json(_problems(proofs, of_tables)))
    return json.dumps({"documents": documents, "tables": made, "problems": problems}, ensure_ascii=False, indent=2)


def _proofs_as_text(proofs: Sequence[Proof], of_tables: Sequence[Compared]) -> str:
    from warehouse.yamlfiles import as_text

    problems = _problems(proofs, of_tables)
    lines = [as_text(problems)] if problems else []
    for proof in proofs:
        counted = f"{proof.citations} citations, {proof.quotes} of them with a quote"
        lines.append(f"{proof.outcome:<13}  {proof.document}: {counted if proof.copy else 'no copy'}")
    return "\n".join([*lines, *map(str, of_tables)])


def _verdict(proofs: Sequence[Proof], of_tables: Sequence[Compared]) -> str:
    proven = [proof for proof in proofs if proof.copy and not proof.problems]
    wrong = len(_problems(proofs, of_tables))
    tables_proven = sum(one.outcome == tables.PROVEN for one in of_tables)
    missing = sum(proof.copy is None for proof in proofs)
    citations, quotes = sum(proof.citations for proof in proven), sum(proof.quotes for proof in proven)
    parts = [
        f"{len(proven)} of {len(proofs)} documents proven",
        f"{citations} citations, {quotes} of them with a quote",
        f"{missing} without a copy" if missing else "",
        f"{tables_proven} of {len(of_tables)} tables proven" if of_tables else "",
        f"{wrong} problem{'s' if wrong != 1 else ''}" if wrong else "no problem",
    ]
    return f"{'; '.join(part for part in parts if part)}."


@app.command()
def cite(
    context: typer.Context,
    document: Annotated[str | None, typer.Argument(metavar="DOC", help="Key of the document.")] = None,
    words: Annotated[str | None, typer.Argument(metavar="WORDS", help="Words of the text, in quotation marks.")] = None,
    documents: DocumentsOption = None,
    occurrence: Annotated[
        int | None,
        typer.Option("--occurrence", metavar="N", min=1, help="Number of the place, if the words occur several times."),
    ] = None,
    *,
    fill: Annotated[
        bool,
        typer.Option("--fill", help="Write spans and digests into the seed files, of DOC or of all documents."),
    ] = False,
) -> None:
    """Find words in a document, print the citation to paste; or fill in what citations leave out.

    Printed are the citation of the paragraph and that of the very words. Only your copy and the record of the document
    are needed. --fill looks for the printed words of each fact in the paragraph it cites. Where they occur twice or not
    at all, it asks on a terminal, and else lists them and exits with 1.
    """
    from warehouse.cli import filling
    from warehouse.texts import list_copies

    session = session_of(context)
    if fill and words is None and occurrence is None:
        filling.fill(session, list_copies(documents or session.settings.documents), document)
    elif fill or document is None or words is None:
        raise UsageError("the words to look for are missing" if not fill else "--fill takes no words", hint=CITE_HINT)
    else:
        _cite(session, document, words, documents, occurrence)


CITE_HINT: Final = 'Write: warehouse seeds cite DOC "WORDS", or: warehouse seeds cite --fill [DOC]'


def _cite(session: Session, document: str, words: str, documents: Path | None, occurrence: int | None) -> None:
    from warehouse.seeds.citations import full_citation, look_up, short_citation
    from warehouse.seeds.reader import read_folder
    from warehouse.seeds.templates import find_document, text_of
    from warehouse.texts import list_copies, quote_digest

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
    """Return the chosen quote.

    Args:
        places: All quotes that match.
        occurrence: Number of the wanted one, from 1; None: there must be only one.
        text: Text of the document, to show the quotes.

    Raises:
        UsageError: There are several quotes and none is chosen, or fewer than the chosen number.
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
    message = "\n".join([f"the words stand in {len(places)} places:", *listed, *more])
    raise UsageError(message, hint="Choose one with --occurrence N, or give more words.")


def _shown(quote: Quote, text: DocumentText) -> str:
    before, after = quote.surroundings(text)
    return _visible(f"{quote}: …{before}[{quote.words(text)}]{after}…")


def _visible(text: str) -> str:
    from warehouse.yamlfiles import visible

    return visible(text)


@app.command()
def coverage(
    context: typer.Context,
    document: Annotated[
        str | None, typer.Argument(metavar="[DOC]", help="Only this document, paragraph by paragraph.")
    ] = None,
    documents: DocumentsOption = None,
    form: AnswerForm = AnswerFormat.TEXT,
    require: Annotated[
        float | None, typer.Option("--require", metavar="PERCENT", min=0, max=100, help="End in 1 below this coverage.")
    ] = None,
) -> None:
    """Show what of a document facts cite, and what none does.

    Paragraphs that no fact cites come first. With your copy at hand each is shown with its first words, and the
    figures, dates and known names that no fact cites follow. What a document's record ignores counts as cited.
    """
    from warehouse.cli.coverage import as_json, as_text, short
    from warehouse.seeds.citations import unchanged_texts
    from warehouse.seeds.coverage import cover, with_paragraphs
    from warehouse.texts import list_copies

    session = session_of(context)
    seeds, folder = read(session), documents or session.settings.documents
    texts = unchanged_texts(seeds, list_copies(folder)) if folder else {}
    keys = [document] if document else with_paragraphs(seeds)
    covered = [cover(seeds, key, texts.get(key)) for key in keys]
    without = [one.document for one in covered if one.items is None]
    if without and folder:
        session.say(f"{folder} holds no unchanged copy of {', '.join(without)}; only paragraphs are counted.")
    if form is AnswerFormat.JSON:
        print_data(as_json(covered, texts, is_list=document is None))
    else:
        print_data("\n".join(as_text(covered[0], texts.get(document)) if document else map(short, covered)))
    if require is not None and without:
        raise ConfigurationError(
            "coverage can be required only where there are copies", hint="Name them with --documents."
        )
    if require is not None and any(one.percent < require for one in covered):
        raise typer.Exit(ExitCode.FAILED)


@app.command()
def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write. It must not exist, or be empty.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the seed files in DIR.")] = False,
) -> None:
    """Write the present content of the database as seed files, which load to the same database."""
    from warehouse.database.migrate import require_head
    from warehouse.load.drift import current_rows
    from warehouse.seeds.export import export as write

    session = session_of(context)
    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        connection.rollback()
        rows = current_rows(connection)
    count = write(rows, folder, replace=force)
    session.say(f"Wrote {len(rows['facts'])} facts in {count} files to {folder}.")


Fold = Annotated[
    bool | None,
    typer.Option(
        "--fold/--unfold",
        help="Leave out, or write out, the cite and modality that nested facts take from their record.",
        show_default=False,
    ),
]


@app.command("format")
def format_(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Files to format. Default: all seed files."),
    ] = None,
    *,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; name the files that would change, and end in 1 if any would."),
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; print what would change.")] = False,
    fold: Fold = None,
) -> None:
    """Format seed files in the common layout, without changing content or comments."""
    from warehouse.seeds import folding
    from warehouse.seeds.format import format_files, seed_files

    session = session_of(context)
    paths = [path.absolute() for path in files] if files else seed_files(session.settings.seeds)
    shorten = {None: lambda _: None, True: folding.fold, False: folding.unfold}[fold]
    read, problems = format_files(paths, session.settings.project, shorten)
    changed = [file for file in read if file.is_changed]
    for file in changed:
        if diff:
            with reader_may_leave():
                sys.stdout.write(file.diff())
        else:
            print_data(file.name)
        if not check and not diff:
            file.write()
    would = "would change" if check or diff else "changed"
    session.say(f"{_files(len(changed))} {would}, {len(read) - len(changed)} in order.")
    if problems:
        _leave_alone(problems)
    if check and changed:
        raise typer.Exit(ExitCode.FAILED)


def _leave_alone(problems: Sequence[Problem]) -> NoReturn:
    from warehouse.yamlfiles import as_text

    print(as_text(problems), file=sys.stderr)  # noqa: T201
    unread = len({problem.position.file for problem in problems})
    print(f"warehouse: {_files(unread)} left alone because of problems", file=sys.stderr)  # noqa: T201
    raise typer.Exit(ExitCode.INVALID_SOURCE)


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"


@app.command()
def schema(
    context: typer.Context,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="File to write; - is stdout.")] = "-",
    *,
    project: Annotated[bool, typer.Option("--project", help="List the keys and words of your seeds too.")] = False,
) -> None:
    """Print the JSON Schema of seed files, with which editors complete, explain and check while you type."""
    from warehouse.seeds.json_schema import OwnNames, schema_text

    settings = session_of(context).settings
    text = schema_text(OwnNames.of(settings.seeds, settings.project) if project else None)
    if output == "-":
        print_data(text.rstrip("\n"))
        return
    try:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise PermissionRefused(f"cannot write {output}: {error.strerror}", hint="Choose another place.") from error
    session_of(context).say(f"Wrote {output}.")


KINDS = "document, entity, agreement, facility, strategy, mineral-list, event, place, mineral, …"


@app.command()
def new(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"What to begin: {KINDS}")],
    key: Annotated[str, typer.Argument(metavar="KEY", help="Its key: lower-case words joined by hyphens.")],
    text: Annotated[
        Path | None,
        typer.Option(
            "--text",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="For a document: your copy of its text, to fill in digest, characters and paragraphs.",
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="File to write, which must not exist; - is stdout.")
    ] = "-",
) -> None:
    """Write a commented skeleton of a record, to be filled in."""
    from warehouse.seeds.templates import family_of, skeleton, text_fields
    from warehouse.texts import read_text

    family = family_of(kind)
    if text is not None and family != "documents":
        raise UsageError(f"--text describes a document, not a record of {family}", hint="Leave it out.")
    written = skeleton(family, key, text_fields(read_text(text)) if text else None)
    if output == "-":
        print_data(written.rstrip("\n"))
        return
    write_new(Path(output), written)
    session_of(context).say(f"Wrote {output}. Fill in the open fields, then run: warehouse seeds check")


@app.command()
def terms(
    context: typer.Context,
    scheme: Annotated[str | None, typer.Argument(metavar="SCHEME", help="Only the words of this scheme.")] = None,
    form: AnswerForm = AnswerFormat.TEXT,
) -> None:
    """List the words that fields take, shipped and added by your seeds, each below its broader word."""
    from warehouse.seeds.inventory import take_inventory
    from warehouse.seeds.terms import listing_as_json, listing_as_text, with_terms_of
    from warehouse.yamlfiles import nearest

    settings = session_of(context).settings
    inventory = take_inventory(settings.seeds, settings.project)
    vocabulary = with_terms_of(inventory, inventory.files)
    if scheme is not None and scheme not in vocabulary.schemes:
        hint = nearest(scheme, vocabulary.schemes) or 'See "warehouse seeds terms" for all.'
        raise UsageError(f'there is no scheme "{scheme}"', hint=hint)
    schemes = [vocabulary.schemes[scheme]] if scheme else list(vocabulary.schemes.values())
    listed = listing_as_json if form is AnswerFormat.JSON else listing_as_text
    print_data(listed(vocabulary, schemes))


app.command()(draft)
app.command()(revisions.diff)
app.command()(reviews.review)
