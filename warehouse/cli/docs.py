"""``warehouse docs``: what the mart is, as a page, a picture, a data package and a semantic model."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from warehouse.cli.session import print_data, session_of
from warehouse.errors import ExitCode, PermissionRefused


def docs(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Folder to write to; docs/ of the project.")
    ] = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; name the files that are not fresh, and end in 1 if any is.")
    ] = False,
) -> None:
    """Describe the mart: data dictionary, diagram, Data Package and semantic model; needs no database."""
    from warehouse.dictionary.files import files
    from warehouse.mart.library import list_objects

    session = session_of(context)
    goal = folder if folder is not None else session.settings.project / "docs"
    written = files(list_objects(session.settings.shipped_sql))
    try:
        stale = [name for name, text in written.items() if not _holds(goal / name, text)]
        for name in stale:
            if not check:
                goal.mkdir(parents=True, exist_ok=True)
                (goal / name).write_text(written[name], encoding="utf-8", newline="\n")
            print_data(str(goal / name))
    except OSError as error:
        what = f"cannot write {goal}: {error.strerror}"
        raise PermissionRefused(what, hint="Make room, or choose another place.") from error
    session.say(f"{len(stale)} {'not fresh' if check else 'written'}, {len(written) - len(stale)} in order.")
    if check and stale:
        raise typer.Exit(ExitCode.FAILED)


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()
