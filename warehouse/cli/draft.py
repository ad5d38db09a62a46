"""``warehouse seeds draft``: from a text to candidates of seeds; beside the other commands of ``seeds``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.session import DocumentsOption, Session, print_data, session_of
from warehouse.errors import UsageError
from warehouse.files import write_new

if TYPE_CHECKING:
    from warehouse.seeds.draft import Draft
    from warehouse.vocabulary import Vocabulary


Text = Annotated[
    Path | None,
    typer.Option("--text", metavar="FILE", exists=True, dir_okay=False, help="Its text. Default: your copy of it."),
]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Seed file to begin, which must not exist; - is stdout."),
]
Page = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Page to write: the text, its candidates, what is cited already."),
]
Interactive = Annotated[
    bool, typer.Option("--interactive", help="Ask about each candidate, and keep every answer in FILE at once.")
]


def draft(  # noqa: PLR0917 - typer calls it by name
    context: typer.Context,
    document: Annotated[str, typer.Argument(metavar="DOC", help="Key of the document.")],
    text: Text = None,
    documents: DocumentsOption = None,
    output: Output = None,
    page: Page = None,
    *,
    interactive: Interactive = False,
) -> None:
    """Find figures, dates and names in a text and begin seeds.

    Printed is the text with numbered paragraphs and the candidates below each, with citations; * is cited already.
    Candidates are no facts: in the seed file they are commented out. With --interactive it holds what you took.
    """
    if interactive and output in {None, "-"}:
        raise UsageError("--interactive needs a seed file for what you take", hint="Name it with -o FILE.")
    session = session_of(context)
    drafted, vocabulary = _prepared(session, document, text, documents)
    if page is not None:
        _write_page(drafted, page)
        session.say(f"Wrote {page}.")
    if interactive:
        from warehouse.cli.draft_interactive import ask

        ask(session, drafted, vocabulary, Path(str(output)))
    elif output is not None or page is None:
        _print(session, drafted, output)


def _print(session: Session, drafted: Draft, output: str | None) -> None:
    from warehouse.seeds.draft import reading_view, skeleton

    if output is None:
        for line in reading_view(drafted):
            print_data(line)
    elif output == "-":
        print_data(skeleton(drafted).rstrip("\n"))
    else:
        write_new(Path(output), skeleton(drafted))
        session.say(f"Wrote {output}. Take what the text says, then run: warehouse seeds check")


def _prepared(session: Session, key: str, text: Path | None, documents: Path | None) -> tuple[Draft, Vocabulary]:
    from warehouse.seeds.draft import Draft, read_draft_text
    from warehouse.seeds.inventory import take_inventory
    from warehouse.seeds.reader import read_folder
    from warehouse.seeds.templates import find_document
    from warehouse.seeds.terms import with_terms_of
    from warehouse.texts import list_copies

    settings = session.settings
    folder = read_folder(settings.seeds, settings.project)
    try:
        described = find_document(folder, key)
    except UsageError as error:
        begin = f"Describe a new one first: warehouse seeds new document {key} --text FILE"
        raise UsageError(error.what, hint=f"{error.hint}\n  {begin}" if error.hint else begin) from None
    copies = None if text else list_copies(documents or settings.documents)
    inventory = take_inventory(settings.seeds, settings.project)
    vocabulary = with_terms_of(inventory, inventory.files)
    return Draft.of(folder, described, read_draft_text(described, copies, text), vocabulary), vocabulary


def _write_page(drafted: Draft, path: Path) -> None:
    from warehouse.cli.draft_page import page
    from warehouse.files import replaced_file

    with replaced_file(path, is_binary=False) as stream:
        stream.writelines(page(drafted))  # type: ignore[arg-type]
