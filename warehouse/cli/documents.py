"""``warehouse documents``: the sources, for reference managers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, cast

import typer

from warehouse.cli.report_checks import Params, When, values_of
from warehouse.cli.session import CommandGroup, names_of, opened, session_of
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reports.result import Document

app = typer.Typer(cls=CommandGroup, help="Hand the sources on to reference managers, such as Zotero.")


class BibliographyFormat(StrEnum):
    """The formats of reference managers."""

    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"


@app.command()
def export(
    context: typer.Context,
    *,
    form: Annotated[
        BibliographyFormat | None,
        typer.Option("--format", "-f", help="Format. Default: bibtex if FILE ends in .bib, else csl-json."),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="File to write, replaced as a whole; - is stdout.")
    ] = "-",
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="REGISTER/KEY", help="Only what facts about this thing, or naming it, cite."),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--report", metavar="NAME", help="Only what this report cites.", autocompletion=names_of("report")
        ),
    ] = None,
    params: Params = None,
    as_of: When = None,
) -> None:
    """Write the documents as CSL-JSON or BibTeX: all of them, or those of a thing or a report."""
    from warehouse.reports.formats import bibliography

    if of is not None and name is not None:
        raise UsageError("--of and --report exclude each other", hint="Keep one of them.")
    if params and name is None:
        raise UsageError("--param belongs to a report", hint="Name it with --report.")
    session, values = session_of(context), values_of(params)
    with session.project() as project:
        if name is None:
            found: Sequence[Document] = project.documents(of, as_of=as_of)
        else:
            with project.running(name, values, as_of) as result:
                found = bibliography.cited(result)
    is_bibtex = form is BibliographyFormat.BIBTEX or (form is None and Path(output).suffix.lower() == ".bib")
    with opened(session, output) as stream:
        (bibliography.write_entries if is_bibtex else bibliography.write_items)(found, cast("IO[str]", stream))
