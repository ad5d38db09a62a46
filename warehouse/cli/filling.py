"""``warehouse seeds cite --fill``: spans and digests for citations that have none."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import typer

from warehouse.cli.session import print_data
from warehouse.errors import ExitCode
from warehouse.model.registers import Document
from warehouse.seeds import filling
from warehouse.seeds.inventory import take_inventory
from warehouse.seeds.reader import read_folder
from warehouse.seeds.templates import find_document, text_of
from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.cli.session import Session
    from warehouse.seeds.filling import Gap
    from warehouse.seeds.reader import Folder
    from warehouse.texts import Copies, DocumentText, Quote

MOST_SHOWN = 5


def fill(session: Session, copies: Copies, document: str | None) -> None:
    """Fill the citations of one document, or of all of which there is a copy; ask or list where it is not clear how.

    Raises:
        typer.Exit: Some citations stay open.
    """
    settings = session.settings
    folder = read_folder(settings.seeds, settings.project)
    if folder.found.problems:
        session.say("Records with problems are passed over; see: warehouse seeds check")
    texts = _texts(session, folder, copies, document)
    chosen: dict[str, list[tuple[Gap, Quote]]] = defaultdict(list)
    left: list[Gap] = []
    for gap in filling.gaps(folder.entries, texts):
        quote = gap.quotes[0] if len(gap.quotes) == 1 else _asked(gap)
        if quote:
            chosen[gap.position.file].append((gap, quote))
        else:
            left.append(gap)
    files = {file.shown: file for file in take_inventory(settings.seeds, settings.project).files}
    count = 0
    for name, of_file in chosen.items():
        made, odd = filling.fill(files[name], of_file)
        left += odd
        count += len(of_file) - len(odd)
        if made.is_changed:
            made.write()
            print_data(name)
    if left:
        print_data("\n".join(line for gap in left for line in _described(gap)))
    session.say(f"{count} citation{'' if count == 1 else 's'} filled, {len(left)} left open.")
    if left:
        raise typer.Exit(ExitCode.FAILED)


def _texts(session: Session, folder: Folder, copies: Copies, document: str | None) -> dict[str, DocumentText]:
    """Return the text of a document, or of every one of which there is an unchanged copy."""
    if document is not None:
        return {document: text_of(find_document(folder, document), copies)}
    texts = {}
    for entry in folder.entries:
        if isinstance(entry.record, Document) and entry.record.sha256:
            copy = copies.find(entry.record.key, entry.record.sha256)
            if copy is None or copy.is_changed:
                session.say(f"{entry.record.key}: no unchanged copy")
            else:
                texts[entry.record.key] = copy.text()
    return texts


def _asked(gap: Gap) -> Quote | None:
    """Ask on a terminal which place is meant, or for other words; None: nobody is there to answer, or none is."""
    quotes: Sequence[Quote] = gap.quotes
    if not sys.stdin.isatty():
        return None
    lines = _described(gap)
    while True:
        print("\n".join(lines), file=sys.stderr)  # noqa: T201
        question = "Number of the place, other words of the paragraph, or nothing to leave it open"
        answer = str(typer.prompt(question, default="", show_default=False, err=True)).strip()
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(quotes):
            return quotes[int(answer) - 1]
        quotes = gap.find(answer)
        if len(quotes) == 1:
            return quotes[0]
        lines = _places(gap, quotes) or [f'  "{visible(answer)}" is not in the paragraph']


def _described(gap: Gap) -> list[str]:
    words = ", ".join(f'"{each}"' for each in gap.words)
    where = f"{gap.citation.document}#{gap.citation.locator}"
    found = f"stands in {len(gap.quotes)} places of" if len(gap.quotes) > 1 else "is not in"
    if len(gap.quotes) == 1:
        found = "is written in a form that cannot be filled in; write it by hand:"
    return [visible(f"{gap.position}  {words} {found} {where}"), *_places(gap, gap.quotes)]


def _places(gap: Gap, quotes: Sequence[Quote]) -> list[str]:
    lines = []
    for number, quote in enumerate(quotes[:MOST_SHOWN], start=1):
        before, after = quote.surroundings(gap.text)
        lines.append(visible(f"  {number}: {quote}: …{before}[{quote.words(gap.text)}]{after}…"))
    return lines + ([f"  … and {len(quotes) - MOST_SHOWN} more"] if len(quotes) > MOST_SHOWN else [])
