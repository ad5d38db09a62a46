"""``warehouse seeds``: work with the curated files, without a database."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.session import Session, print_data, session_of

if TYPE_CHECKING:
    from warehouse.seeds.resolve import Seeds

app = typer.Typer(help="Check and work on the curated seed files (no database needed).", no_args_is_help=True)


class ProblemFormat(StrEnum):
    """How problems are shown."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def read(session: Session) -> Seeds:
    """Read and check the seeds, with progress on a terminal."""
    from warehouse.seeds.resolve import check as check_seeds

    settings = session.settings
    with session.phases() as phases:
        return check_seeds(
            settings.seeds, settings.project, lambda done, all_: phases(f"reading seeds: {done} of {all_} files")
        )


@app.command()
def check(
    context: typer.Context,
    form: Annotated[ProblemFormat, typer.Option("--format", "-f", help="How to print problems.")] = ProblemFormat.TEXT,
) -> None:
    """Check every seed file and print all problems with file:line:column."""
    from warehouse.strictyaml import ProblemsFound, as_github, as_json, as_text

    session = session_of(context)
    try:
        seeds = read(session)
    except ProblemsFound as found:
        shown = {ProblemFormat.TEXT: as_text, ProblemFormat.JSON: as_json, ProblemFormat.GITHUB: as_github}[form]
        print_data(shown(found.problems))
        session.say(f"warehouse: {found.what}")
        raise typer.Exit(found.exit_code) from None
    if form is ProblemFormat.JSON:
        print_data("[]")
    session.say(f"{len(seeds.files)} files, {seeds.fact_count} facts, no problem.")
