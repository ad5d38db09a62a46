"""``warehouse seeds new``: begin a record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.cli.seeds import app
from warehouse.cli.session import print_data, session_of
from warehouse.errors import PermissionRefused, UsageError

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
    from warehouse.seeds.skeletons import family_of, skeleton, text_fields
    from warehouse.seeds.texts import read_text

    family = family_of(kind)
    if text is not None and family != "documents":
        raise UsageError(f"--text describes a document, not a record of {family}", hint="Leave it out.")
    written = skeleton(family, key, text_fields(read_text(text)) if text else None)
    if output == "-":
        print_data(written.rstrip("\n"))
        return
    _write_new(Path(output), written)
    session_of(context).say(f"Wrote {output}. Fill in what stands open, then: warehouse seeds check")


def _write_new(path: Path, content: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
    except FileExistsError:
        hint = "Choose another name with -o; what is there was left as it is."
        raise UsageError(f"{path} is there already", hint=hint) from None
    except OSError as error:
        raise PermissionRefused(f"cannot write {path}: {error.strerror}", hint="Choose another place.") from error
