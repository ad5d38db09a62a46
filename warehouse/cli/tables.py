"""``warehouse seeds table``: facts from the cells of a published table."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from warehouse.cli.session import print_data, session_of
from warehouse.errors import ExitCode, PermissionRefused, UsageError
from warehouse.files import write_new

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.cli.session import Session
    from warehouse.load.runner import ShowPhase
    from warehouse.seeds.tables.convert import Conversion
    from warehouse.seeds.tables.made import MadeFile
    from warehouse.seeds.tables.mapping import MappingFile
    from warehouse.seeds.tables.sheets import Grid
    from warehouse.yamlfiles import Problem

UNCHANGED, PROVEN, NO_TABLE, DIFFERS = "unchanged", "proven", "no table", "differs"
"""The outcomes of a comparison of a seed file with its table."""

MADE_ANEW = "Make them anew with: warehouse seeds table MAPPING"


MappingPath = Annotated[
    Path | None,
    typer.Argument(metavar="MAPPING", help="The mapping, NAME.table.yaml. With --check and --verify: all by default."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="File to write. Default: tables/NAME.jsonl of the seeds."),
]
Propose = Annotated[
    Path | None,
    typer.Option("--propose", metavar="TABLE", help="Print a first mapping of this table, to be completed."),
]
Documents = Annotated[
    Path | None,
    typer.Option("--documents", metavar="DIR", help="Folder of tables that do not lie beside their mapping."),
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; end with 1 if a table or mapping changed since.")]
Verify = Annotated[
    bool, typer.Option("--verify", help="Write nothing; prove every record of the seed file against the table.")
]


def table(
    context: typer.Context,
    mapping: MappingPath = None,
    output: Output = None,
    propose: Propose = None,
    documents: Documents = None,
    *,
    check: Check = False,
    verify: Verify = False,
) -> None:
    """Make seeds from a table, one fact per cell or row, as a mapping says."""
    session = session_of(context)
    if sum([propose is not None, check, verify]) > 1:
        raise UsageError("--propose, --check and --verify are three questions", hint="Ask one of them.")
    if propose is not None:
        _propose(session, propose, output)
    elif check or verify:
        _compare(session, mapping, output, documents, proves=verify)
    elif mapping is None:
        hint = "Name one; --propose TABLE begins one."
        raise UsageError("no mapping is named", hint=hint)
    else:
        _make(session, mapping, output, documents)


def _make(session: Session, mapping: Path, output: Path | None, documents: Path | None) -> None:
    from warehouse.seeds.tables.made import write

    path, file = output or _default_output(session, mapping), _mapping(session, mapping)
    _refuse_other(session, path, file)
    made = _converted(session, file, _table(session, file, _table_path(session, file, documents)), path)
    if output is None:
        _make_folder(path.parent)
    write(path, made, file)
    print_data(_shown(session, path))
    session.say(f"{made.rows} rows, {len(made.records)} records. Now run: warehouse seeds check")


def _refuse_other(session: Session, path: Path, file: MappingFile) -> None:
    """Check that nothing is lost if the file is written.

    Raises:
        UsageError: It is no seed file, or there is one that this mapping did not make.
    """
    from warehouse.seeds.inventory import SUFFIXES
    from warehouse.seeds.tables.made import read_made

    hint = "Choose another name with -o; what is there was left as it was."
    if path.suffix not in SUFFIXES:
        raise UsageError(f"{path} is no name of a seed file", hint="Let it end in .jsonl or .yaml.")
    if not path.exists():
        return
    there = read_made(path, _shown(session, path))
    if there is None:
        raise UsageError(f"{path} is there already, and was not made from a table", hint=hint)
    if there.origin.mapping != file.shown:
        raise UsageError(f"{path} was made by another mapping, {there.origin.mapping}", hint=hint)


def _default_output(session: Session, mapping: Path) -> Path:
    from warehouse.seeds.inventory import MAPPING_SUFFIX

    return session.settings.seeds / "tables" / f"{mapping.name.removesuffix(MAPPING_SUFFIX)}.jsonl"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PermissionRefused(f"cannot make {folder}: {error.strerror}", hint="Choose a place with -o.") from error


def _shown(session: Session, path: Path) -> str:
    from warehouse.seeds.inventory import shown_name

    return shown_name(Path(os.path.abspath(path)), session.settings.project)  # noqa: PTH100 - links stay as named


def _mapping(session: Session, path: Path) -> MappingFile:
    from warehouse.seeds.tables.mapping import read_mapping

    return read_mapping(path, _shown(session, path))


def _table_path(session: Session, file: MappingFile, documents: Path | None) -> Path:
    from warehouse.seeds.tables.convert import find_table

    return find_table(file.path, file.mapping.table, _folders(session, documents))


def _folders(session: Session, documents: Path | None) -> list[Path]:
    """Return the folders of tables that do not lie beside their mapping."""
    return [folder.absolute() for folder in (documents, session.settings.documents) if folder]


def _table(session: Session, file: MappingFile, path: Path) -> Grid:
    from warehouse.seeds.tables.convert import open_table

    with session.phases() as phases:
        phases(f"reading {file.mapping.table}")
        return open_table(file, path, session.settings.project)


def _converted(session: Session, file: MappingFile, grid: Grid, output: Path) -> Conversion:
    from warehouse.seeds.tables.convert import convert
    from warehouse.seeds.tables.names import read_names

    settings = session.settings
    with session.phases() as phases:
        names = read_names(settings.seeds, settings.project, output, _teller(phases, "reading seeds: {} of {} files"))
        return convert(file, grid, names, _teller(phases, "making records: {} of {} rows"))


def _teller(phases: ShowPhase, text: str) -> Callable[[int, int], None]:
    return lambda done, total: phases(text.format(done, total))


def _compare(
    session: Session, mapping: Path | None, output: Path | None, documents: Path | None, *, proves: bool
) -> None:
    made = _made_files(session, mapping, output)
    compared = [compare(session, one, documents, mapping, proves=proves) for one in made]
    for one in compared:
        if not one.problems:
            print_data(str(one))
    problems = [problem for one in compared for problem in one.problems]
    if not problems:
        session.say(f"{len(made)} files made from tables, no problem.")
        return
    from warehouse.yamlfiles import as_text

    print_data(as_text(problems))
    session.say(MADE_ANEW)
    raise typer.Exit(ExitCode.FAILED)


class Compared(NamedTuple):
    """A seed file made from a table, compared with that table.

    Attributes:
        made: The file.
        outcome: What came out.
        problems: What differs.
    """

    made: MadeFile
    outcome: str
    problems: list[Problem]

    def __str__(self) -> str:
        return f"{self.outcome:<13}  {self.made.shown}: {self.made.origin.records or 0} records"


def compare_all(session: Session, documents: Path | None, *, proves: bool) -> list[Compared]:
    """Compare all seed files made from tables with their tables."""
    return [compare(session, one, documents, proves=proves) for one in _made_files(session, None, None)]


def compare(
    session: Session, made: MadeFile, documents: Path | None, mapping: Path | None = None, *, proves: bool
) -> Compared:
    """Compare a seed file made from a table with that table.

    Args:
        session: The session.
        made: The seed file.
        documents: A further folder of tables.
        mapping: The mapping; None: the one that the file names.
        proves: Whether to make each record anew and compare it; otherwise only whether table and mapping changed.
    """
    from warehouse.seeds.tables.convert import find_table

    mapping, folders = mapping or session.settings.project / made.origin.mapping, _folders(session, documents)
    stale = made.stale(mapping, folders)
    if stale and not mapping.exists():
        return Compared(made, DIFFERS, [stale])
    path = find_table(mapping, made.origin.table, folders)
    problems = [stale] if stale else []
    if proves and path.exists():
        file = _mapping(session, mapping)
        problems += _differences(session, made, file, _table(session, file, path))
    outcome = NO_TABLE if not path.exists() else PROVEN if proves else UNCHANGED
    return Compared(made, DIFFERS if problems else outcome, problems)


def _differences(session: Session, one: MadeFile, file: MappingFile, grid: Grid) -> list[Problem]:
    from warehouse.seeds.tables.made import differences

    return differences(one.path, one.shown, _converted(session, file, grid, one.path))


def _made_files(session: Session, mapping: Path | None, output: Path | None) -> list[MadeFile]:
    from warehouse.seeds.tables.made import find_made, read_made

    settings = session.settings
    if mapping is None and output is None:
        return find_made(settings.seeds, settings.project)
    path = output or _default_output(session, mapping or Path())
    made = read_made(path, _shown(session, path))
    if made is None:
        hint = "Make it with: warehouse seeds table MAPPING, or name it with -o."
        raise UsageError(f"{_shown(session, path)} is no seed file made from a table", hint=hint)
    return [made]


def _propose(session: Session, path: Path, output: Path | None) -> None:
    from warehouse.seeds.tables.names import read_names
    from warehouse.seeds.tables.propose import proposal

    names = read_names(session.settings.seeds, session.settings.project, None)
    written = proposal(path, _shown(session, path), names)
    if output is None:
        print_data(written.rstrip("\n"))
        return
    write_new(output, written)
    session.say(f'Wrote {output}. Fill in what says "?", then run: warehouse seeds table {output}')
