"""``warehouse docs``: what the mart is, as a page, a picture, a data package and a semantic model."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.session import Session, print_data, session_of
from warehouse.errors import ExitCode, PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


def docs(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Folder to write to; docs/ of the project.")
    ] = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; name the files that are not fresh, and end in 1 if any is.")
    ] = False,
    superset: Annotated[
        Path | None,
        typer.Option("--superset", metavar="DIR|ZIP", help="Write a bundle for Apache Superset there instead."),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--superset-address", metavar="URI", help="How Superset reaches the database; no password."),
    ] = None,
) -> None:
    """Describe the mart: data dictionary, diagram, Data Package and semantic model; needs no database."""
    from warehouse.dictionary.files import files
    from warehouse.mart.library import list_objects

    session = session_of(context)
    if superset is not None:
        _write_bundle(session, superset, address, is_alone=folder is None and not check)
        return
    if address is not None:
        raise UsageError("--superset-address is about a bundle", hint="Name it with --superset.")
    goal = folder if folder is not None else session.settings.project / "docs"
    written = files(list_objects(session.settings.shipped_sql))
    stale = _renewed(goal, written, is_check=check)
    session.say(f"{len(stale)} {'not fresh' if check else 'written'}, {len(written) - len(stale)} in order.")
    if check and stale:
        raise typer.Exit(ExitCode.FAILED)


def _renewed(goal: Path, written: Mapping[str, str], *, is_check: bool) -> list[str]:
    """Write the files that are not fresh, or only name them."""
    try:
        stale = [name for name, text in written.items() if not _holds(goal / name, text)]
        for name in stale:
            if not is_check:
                goal.mkdir(parents=True, exist_ok=True)
                (goal / name).write_text(written[name], encoding="utf-8", newline="\n")
            print_data(str(goal / name))
    except OSError as error:
        what = f"cannot write {goal}: {error.strerror}"
        raise PermissionRefused(what, hint="Make room, or choose another place.") from error
    return stale


def _write_bundle(session: Session, goal: Path, address: str | None, *, is_alone: bool) -> None:
    from warehouse.cli.superset import write_bundle
    from warehouse.mart.library import list_objects

    if not is_alone:
        raise UsageError("--superset writes a bundle and nothing else", hint="Leave out DIR and --check.")
    count = write_bundle(list_objects(session.settings.shipped_sql), goal, address)
    session.say(f"Wrote {count} files to {goal}; docs/bi.md says how to import them.")


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()
