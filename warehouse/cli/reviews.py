"""``warehouse seeds review``: the records that nobody reviewed as they stand, and the note of a review."""

from __future__ import annotations

import getpass
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.session import ProblemFormat, Session, print_data, print_problems, session_of
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.seeds.reviews import Reviewable


def review(
    context: typer.Context,
    *,
    mark: Annotated[
        list[str] | None,
        typer.Option("--mark", metavar="KEY", help="Write that you reviewed this record as it stands; repeatable."),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="With --mark: who. Default: the name that git knows.")
    ] = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="DOC", help="Only records with facts that cite this document.")
    ] = None,
    form: Annotated[ProblemFormat, typer.Option("--format", "-f", help="How to print them.")] = ProblemFormat.TEXT,
) -> None:
    """List the records that nobody reviewed as they stand, or write that you did."""
    session = session_of(context)
    if by is not None and not mark:
        raise UsageError("--by says who reviewed what --mark names", hint="Use it with --mark KEY.")
    records = _records(session)
    if mark:
        _mark(session, records, mark, by)
        return
    if document is not None:
        records = [one for one in records if document in one.cited]
    print_problems(form, [one.problem() for one in records if not one.is_reviewed])
    session.say(_counted(records))


def unreviewed(session: Session) -> Sequence[Reviewable]:
    """Return the records that nobody reviewed as they stand."""
    return [one for one in _records(session) if not one.is_reviewed]


def _records(session: Session) -> list[Reviewable]:
    from warehouse.seeds.reader import read_folder
    from warehouse.seeds.reviews import reviewables
    from warehouse.yamlfiles import ProblemsFound

    folder = read_folder(session.settings.seeds, session.settings.project)
    if folder.found.problems:
        raise ProblemsFound(folder.found.problems)
    return reviewables(folder)


def _mark(session: Session, records: Sequence[Reviewable], keys: Sequence[str], by: str | None) -> None:
    from warehouse.seeds.inventory import take_inventory
    from warehouse.seeds.reviews import find, mark

    found = [find(records, key) for key in dict.fromkeys(keys)]
    inventory = take_inventory(session.settings.seeds, session.settings.project)
    name, today = by or _own_name(session), datetime.now(UTC).astimezone().date()
    for file in inventory.files:
        if of_file := [one for one in found if one.entry.node.position.file == file.shown]:
            mark(file, of_file, name, today)
            print_data(file.shown)
    session.say(f"{name} reviewed {', '.join(one.name for one in found)} on {today}.")


def _own_name(session: Session) -> str:
    """Return the name by which git knows the user, or else the account."""
    command = ["git", "-C", str(session.settings.project), "config", "user.name"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    except OSError:
        return getpass.getuser()
    return said.stdout.strip() or getpass.getuser()


def _counted(records: Sequence[Reviewable]) -> str:
    reviewed = sum(one.is_reviewed for one in records)
    changed = sum(one.review is not None and not one.is_reviewed for one in records)
    return f"{reviewed} of {len(records)} records reviewed as they stand, {changed} changed since a review."
