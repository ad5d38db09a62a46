"""The creation of a new project folder: settings, first seeds, a first report, and settings for an editor.

Input: the path of the folder, and the example seeds if they are wanted. Output: the folder with all files; after an
error, the folder as it was. This package never replaces a file and never connects to a database.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import warehouse
from warehouse.errors import PermissionRefused, UsageError
from warehouse.seeds.json_schema import OwnNames, schema_text
from warehouse.settings import FILE_NAME
from warehouse.settings.definitions import example

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATTERN: Final = Path(__file__).resolve().parent / "project"
_HIDDEN: Final = "dot-"
"""The prefix of a template file whose name begins with a dot in the project."""

SCHEMA: Final = "seed.schema.json"


PIPELINES: Final = {"github": ".github/workflows/seeds.yml", "gitlab": ".gitlab-ci.yml"}
"""By forge, the file of its pipeline."""


def begin(folder: Path, examples: Path | None, forge: str | None = None) -> list[str]:
    """Write a new project.

    Args:
        folder: The project folder. It is absent, empty, or holds no file or folder with a name that the project uses.
        examples: Folder of example seeds to copy; None means seeds with registers only.
        forge: Key of ``PIPELINES``: the forge that gets a pipeline; None: none.

    Returns:
        The names of the files and folders written at the top of the project folder.

    Raises:
        UsageError: ``folder`` is not a folder, or holds one of these names already; nothing was changed.
        PermissionRefused: ``folder`` cannot be written; nothing was changed.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder", hint="Name a new folder.")
    names = sorted({_called(path) for path in _PATTERN.iterdir()} | {FILE_NAME, SCHEMA})
    pipeline = Path(PIPELINES[forge]) if forge else None
    names += [pipeline.parts[0]] if pipeline else []
    taken = [name for name in names if os.path.lexists(folder / name)]
    if taken:
        what = f"{folder} already holds {', '.join(taken)}; nothing was changed"
        raise UsageError(what, hint="Name a new folder, or move these away.")
    try:
        with _made(folder), tempfile.TemporaryDirectory(prefix=".warehouse-init-", dir=folder) as beside:
            _write(Path(beside), examples)
            if pipeline:
                _write_pipeline(Path(beside) / pipeline, f"{forge}.yml")
            _move(Path(beside), folder, names)
    except OSError as error:
        what = f"cannot write {folder}: {error.strerror or error}"
        raise PermissionRefused(what, hint="Nothing was changed. Make room, or choose another folder.") from error
    return names


def _called(path: Path) -> str:
    return path.name.replace(_HIDDEN, ".", 1) if path.name.startswith(_HIDDEN) else path.name


def _write(new: Path, examples: Path | None) -> None:
    for path in _PATTERN.iterdir():
        goal = new / _called(path)
        if path.name == "seeds" and examples is not None:
            shutil.copytree(examples, goal, copy_function=shutil.copyfile)
        elif path.is_dir():
            shutil.copytree(path, goal, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(path, goal)
    (new / FILE_NAME).write_text(example(), encoding="utf-8", newline="\n")
    (new / SCHEMA).write_text(schema_text(OwnNames.of(new / "seeds", new)), encoding="utf-8", newline="\n")


def _write_pipeline(goal: Path, name: str) -> None:
    text = (_PATTERN.parent / "pipelines" / name).read_text(encoding="utf-8")
    goal.parent.mkdir(parents=True, exist_ok=True)
    goal.write_text(text.replace("VERSION", warehouse.__version__), encoding="utf-8", newline="\n")


def _move(new: Path, folder: Path, names: list[str]) -> None:
    """Move all files and folders into the project folder. If one cannot be moved, move the others back."""
    moved: list[str] = []
    try:
        for name in names:
            (new / name).rename(folder / name)
            moved.append(name)
    except BaseException:
        for name in moved:
            (folder / name).rename(new / name)
        raise


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Create the folder and its missing parents. If the block fails, remove the ones that were created."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            for each in missing:
                each.rmdir()
        raise
