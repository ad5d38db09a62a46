"""The formatter of seed files; it keeps all values and comments."""

from __future__ import annotations

import difflib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.errors import InvalidSource, PermissionRefused
from warehouse.seeds.folding import written_out
from warehouse.seeds.inventory import MAPPING_SUFFIX, shown_name
from warehouse.seeds.json_schema import in_order, shapes_below
from warehouse.seeds.reader import FAMILIES
from warehouse.yamlfiles import Position, Problem, parse
from warehouse.yamlfiles.formatting import Collection, printed, read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic import BaseModel

    from warehouse.yamlfiles import Node


@dataclass(frozen=True, slots=True)
class Formatted:
    """A seed file that can be read, with its formatted content.

    Attributes:
        path: Path of the file.
        name: Name of the file in messages.
        before: Bytes of the file now.
        after: Bytes of the file once it is formatted.
    """

    path: Path
    name: str
    before: bytes
    after: bytes

    @property
    def is_changed(self) -> bool:
        """Whether formatting changes the file."""
        return self.before != self.after

    def diff(self) -> str:
        """Return the changes as a unified diff."""
        before, after = (
            [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in _lines(content)]
            for content in (self.before, self.after)
        )
        return "".join(difflib.unified_diff(before, after, f"a/{self.name}", f"b/{self.name}"))

    def write(self) -> None:
        """Replace the file atomically with the formatted content; its mode stays the same.

        Raises:
            PermissionRefused: The folder or the file cannot be written.
        """
        target = self.path.resolve()
        try:
            mode = target.stat().st_mode & 0o7777
            descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
            try:
                with os.fdopen(descriptor, "wb") as stream:
                    stream.write(self.after)
                Path(temporary).chmod(mode)
                Path(temporary).replace(target)
            finally:
                Path(temporary).unlink(missing_ok=True)
        except OSError as error:
            hint = "Check the permissions of the file and its folder; it is as it was."
            raise PermissionRefused(f"cannot write {self.name}: {error.strerror}", hint=hint) from error


def seed_files(seeds: Path) -> list[Path]:
    """Return the YAML seed files below a folder, sorted; hidden files and folders are left out.

    Raises:
        InvalidSource: The folder does not exist.
    """
    if not seeds.is_dir():
        raise InvalidSource(f"no seeds folder at {seeds}", hint="Name one with --seeds.")
    visible = (path for path in seeds.rglob("*.yaml") if not _is_hidden(path.relative_to(seeds)))
    return sorted(path for path in visible if path.is_file() and not path.name.endswith(MAPPING_SUFFIX))


def format_files(
    paths: Sequence[Path], project: Path, shorten: Callable[[Collection], None] = lambda _: None
) -> tuple[list[Formatted], list[Problem]]:
    """Format files in memory, without writing them.

    Args:
        paths: The files.
        project: The project folder; messages show paths relative to it where possible.
        shorten: Folds or unfolds each file in place; see ``folding``.

    Returns:
        The files that can be read, and the problems of the others.
    """
    files: list[Formatted] = []
    problems: list[Problem] = []
    for path in paths:
        name = shown_name(path, project)
        try:
            before = path.read_bytes()
        except OSError as error:
            what = f"cannot be read: {error.strerror}"
            problems.append(Problem(Position(name), "E-file", what, "check its permissions"))
            continue
        after, found = formatted(before, name, shorten)
        problems += found
        if after is not None:
            files.append(Formatted(path, name, before, after))
    return files, problems


def formatted(
    content: bytes, file: str, shorten: Callable[[Collection], None] = lambda _: None
) -> tuple[bytes | None, list[Problem]]:
    """Format the content of one file.

    Args:
        content: Bytes of the file.
        file: Name of the file in positions.
        shorten: Folds or unfolds the file in place; see ``folding``.

    Returns:
        The formatted bytes, or None if the file cannot be read; and the problems.
    """
    root, problems = parse(content, file)
    if problems:
        return None, problems
    if root is not None and root.value != "" and not isinstance(root.value, dict):
        what, hint = "a seed file is a mapping of families", "start with a line like: agreements:"
        return None, [Problem(root.position, "E-type", what, hint)]
    text = content.decode().replace("\r\n", "\n").replace("\r", "\n")
    written = read(text)
    shorten(written)
    for unit in written.units:
        if unit.key in FAMILIES and isinstance(unit.value, Collection):
            _order(unit.value, [FAMILIES[unit.key]])
    after = printed(written).encode()
    again, _ = parse(after, file)
    if _said(root) != _said(again) and written_out(_said(root)) != written_out(_said(again)):
        what, hint = "laid out, the file would say something else", "write what is unusual in it more simply"
        return None, [Problem(Position(file), "E-layout", what, hint)]
    return after, []


def _order(collection: Collection, shapes: Sequence[type[BaseModel]]) -> None:
    """Sort the keys of a record and of all that is nested in it; keys no shape knows go last, in their old order."""
    if collection.is_mapping:
        names = [name for shape in shapes for name in in_order(shape)]
        collection.units.sort(key=lambda unit: names.index(unit.key) if unit.key in names else len(names))
    for unit in collection.units:
        if isinstance(unit.value, Collection):
            known = [shape for shape in shapes if unit.key in shape.model_fields]
            below = [inner for shape in known for inner in shapes_below(shape, unit.key)]
            _order(unit.value, below if collection.is_mapping else shapes)


def _said(root: Node | None) -> dict[str, Any]:
    return root.plain() or {} if root else {}


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _lines(content: bytes) -> list[str]:
    return content.decode().splitlines(keepends=True)
