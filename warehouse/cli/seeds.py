"""``warehouse seeds``: work with the curated files, without a database."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.groups import Group
from warehouse.cli.session import Phases, Session, print_data, session_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.seeds.reading import Seeds

app = typer.Typer(cls=Group, help="Check and work on the curated seed files (no database needed).")


class ProblemFormat(StrEnum):
    """How problems are shown."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def read(session: Session) -> Seeds:
    """Read and check the seeds and keep what they say, with progress on a terminal."""
    from warehouse.seeds.reading import check as check_seeds

    with session.phases() as phases:
        return check_seeds(session.settings.seeds, session.settings.project, _teller(phases))


def _teller(phases: Phases) -> Callable[[int, int], None]:
    return lambda done, total: phases(f"reading seeds: {done} of {total} files")


@app.command()
def check(
    context: typer.Context,
    form: Annotated[ProblemFormat, typer.Option("--format", "-f", help="How to print problems.")] = ProblemFormat.TEXT,
) -> None:
    """Check every seed file and print all problems with file:line:column."""
    from warehouse.seeds.reading import survey
    from warehouse.strictyaml import ProblemsFound, as_github, as_json, as_text

    session = session_of(context)
    settings = session.settings
    try:
        with session.phases() as phases:
            reading = survey(settings.seeds, settings.project, on_file=_teller(phases))
    except ProblemsFound as found:
        shown = {ProblemFormat.TEXT: as_text, ProblemFormat.JSON: as_json, ProblemFormat.GITHUB: as_github}[form]
        print_data(shown(found.problems))
        session.say(f"warehouse: {found.what}")
        raise typer.Exit(found.exit_code) from None
    if form is ProblemFormat.JSON:
        print_data("[]")
    session.say(f"{len(reading.files)} files, {len(reading.knowledge.facts)} facts, no problem.")
