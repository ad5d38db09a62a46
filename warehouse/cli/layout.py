"""``warehouse seeds format`` and ``schema``: how seed files are laid out, and what editors know about them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from warehouse.cli.seeds import app
from warehouse.cli.session import print_data, reader_may_leave, session_of
from warehouse.errors import ExitCode, PermissionRefused


@app.command("format")
def format_(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE", exists=True, dir_okay=False, help="Files to lay out; without any, all seed files."
        ),
    ] = None,
    *,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; name the files that would change, and end in 1 if any would."),
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; print what would change.")] = False,
) -> None:
    """Bring seed files into the common layout; what they say and their comments stay."""
    from warehouse.seeds.format import format_files, seed_files
    from warehouse.strictyaml import as_text

    session = session_of(context)
    paths = [path.absolute() for path in files] if files else seed_files(session.settings.seeds)
    read, problems = format_files(paths, session.settings.project)
    changed = [file for file in read if file.is_changed]
    for file in changed:
        if diff:
            with reader_may_leave():
                sys.stdout.write(file.diff())
        else:
            print_data(file.name)
        if not check and not diff:
            file.write()
    would = "would change" if check or diff else "changed"
    session.say(f"{_files(len(changed))} {would}, {len(read) - len(changed)} in order.")
    if problems:
        print(as_text(problems), file=sys.stderr)  # noqa: T201
        unread = len({problem.position.file for problem in problems})
        print(f"warehouse: {_files(unread)} left alone because of problems", file=sys.stderr)  # noqa: T201
        raise typer.Exit(ExitCode.INVALID_SOURCE)
    if check and changed:
        raise typer.Exit(ExitCode.FAILED)


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"


@app.command()
def schema(
    context: typer.Context,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="File to write; - is stdout.")] = "-",
) -> None:
    """Print the JSON Schema of seed files, with which editors complete, explain and check while you type."""
    from warehouse.seeds.schema import schema_text

    if output == "-":
        print_data(schema_text().rstrip("\n"))
        return
    try:
        Path(output).write_text(schema_text(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise PermissionRefused(f"cannot write {output}: {error.strerror}", hint="Choose another place.") from error
    session_of(context).say(f"Wrote {output}.")
