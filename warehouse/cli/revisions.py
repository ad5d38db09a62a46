"""``warehouse seeds diff``: the facts that differ between two revisions of the seed files, without a database."""

from __future__ import annotations

import json
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.load import seeds_prefix, tinted
from warehouse.cli.session import print_data, reader_may_leave, session_of
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.cli.session import Session
    from warehouse.plan import Change
    from warehouse.seeds.reader import Seeds

MOST_LETTERS: Final = 60_000
"""Most letters of a comment: forges refuse longer ones."""


class DiffFormat(StrEnum):
    """The output formats of the changes."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    GITHUB = "github"


def diff(
    context: typer.Context,
    revision: Annotated[
        str,
        typer.Argument(
            metavar="REV",
            help="A git revision, compared with the files as they are now; or A..B; or A...B, from where B left A.",
        ),
    ],
    *,
    stat: Annotated[bool, typer.Option("--stat", help="Show numbers per table only.")] = False,
    form: Annotated[DiffFormat, typer.Option("--format", "-f", help="How to print the changes.")] = DiffFormat.TEXT,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 2 when there are changes.")] = False,
) -> None:
    """Show which facts differ between two git revisions of the seeds, cell by cell."""
    session = session_of(context)
    changes = _changes(session, revision)
    if form is DiffFormat.TEXT:
        _print_lines(tinted(session, line) for line in _lines(session, changes, stat=stat))
    elif form is DiffFormat.JSON:
        print_data(_as_json(changes, stat=stat))
    elif form is DiffFormat.MARKDOWN:
        print_data(_as_markdown(list(_lines(session, changes, stat=stat))))
    else:
        _print_lines(_annotations(session, changes))
    if exit_code and changes:
        raise typer.Exit(ExitCode.CHANGES_PENDING)


def _changes(session: Session, revision: str) -> list[Change]:
    from warehouse.load.between import changes_of
    from warehouse.seeds.revisions import Checkout

    settings = session.settings
    checkout = Checkout(settings.seeds, settings.project)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        if not settings.seeds.is_dir():
            from warehouse.seeds.inventory import take_inventory

            take_inventory(settings.seeds, settings.project)
        interval = checkout.interval(revision)
        old = _read(session, checkout.take_out(interval.old, folder / "old"), folder / "old")
        if interval.new is None:
            return changes_of(old, _read(session, settings.seeds, settings.project), seeds_prefix(session))
        taken = checkout.take_out(interval.new, folder / "new")
        new = _read(session, taken, folder / "new")
        return changes_of(old, new, f"{taken.relative_to(folder / 'new')}/" if taken else "")


def _read(session: Session, seeds: Path | None, project: Path) -> Seeds | None:
    """Read and check seed files; None: there are none."""
    from warehouse.seeds.reader import check

    if seeds is None:
        return None
    with session.phases() as phases:
        return check(seeds, project, lambda done, total: phases(f"reading seeds: {done} of {total} files"))


def _lines(session: Session, changes: Iterable[Change], *, stat: bool) -> Iterator[str]:
    from warehouse.history.render import diff_lines
    from warehouse.yamlfiles import visible

    return map(visible, diff_lines(changes, stat=stat, seeds=seeds_prefix(session)))


def _as_json(changes: list[Change], *, stat: bool) -> str:
    from warehouse.history.changes import Tally
    from warehouse.plan import FORMAT_VERSION, change_as_dict, counts_as_dict

    tally = Tally()
    shown = [change_as_dict(change) for change in tally.counting(changes)]
    answer = {
        "format": FORMAT_VERSION,
        "facts": tally.facts,
        "tables": {table: counts_as_dict(counts) for table, counts in tally.tables().items()},
        **({} if stat else {"changes": shown}),
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _as_markdown(lines: list[str]) -> str:
    """Return a comment for a forge: the summary, and the changes below it, cut where the comment would be too long."""
    *shown, summary = lines
    if not shown:
        return f"**{summary}**"
    kept: list[str] = []
    length = 0
    for line in shown[:-1]:
        length += len(line) + 1
        if length > MOST_LETTERS:
            kept.append(f"… and {len(shown) - 1 - len(kept)} lines more; see: warehouse seeds diff")
            break
        kept.append(line)
    fence = "`" * max(3, 1 + max((len(line) for line in kept if not line.strip("`")), default=0))
    body = "\n".join(kept)
    return f"**{summary}**\n\n<details><summary>Show the facts</summary>\n\n{fence}diff\n{body}\n{fence}\n\n</details>"


def _annotations(session: Session, changes: Iterable[Change]) -> Iterator[str]:
    """Yield a workflow command for each fact, which a forge shows beside its line."""
    from itertools import groupby

    from warehouse.plan import change_lines
    from warehouse.yamlfiles import Position, annotation

    prefix = seeds_prefix(session)
    for path, rows in groupby(changes, key=lambda change: change.path):
        of_fact = list(rows)
        first, *others = (line.strip() for line in change_lines(of_fact))
        place = next((Position(f"{prefix}{row.file}", row.line or 1) for row in of_fact if row.file), None)
        title = TITLES[first[:1]]
        yield annotation("notice", place, f"{title} {path}", "\n".join(others) or path)


TITLES: Final = {"+": "Added", "~": "Changed", "-": "Retired", "»": "Renamed", "!": "Restored"}


def _print_lines(lines: Iterable[str]) -> None:
    with reader_may_leave():
        for line in lines:
            print(line)  # noqa: T201
