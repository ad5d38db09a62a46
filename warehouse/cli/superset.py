"""Writing the bundle for Apache Superset: a folder, or a zip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.errors import PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from warehouse.mart.library import MartObject


def write_bundle(objects: Sequence[MartObject], goal: Path, address: str | None = None) -> int:
    """Write the bundle; give the number of its files.

    Args:
        objects: All objects of the mart.
        goal: A file that ends in .zip, or a folder that is new or holds nothing but a bundle.
        address: SQLAlchemy URI by which Superset reaches the database; None leaves a placeholder.

    Raises:
        PermissionRefused: It cannot be written there.
        UsageError: The folder holds other files, which Superset would import too.
    """
    from warehouse.superset.bundle import ADDRESS, bundle, zipped

    files = bundle(objects, address or ADDRESS)
    try:
        if goal.suffix == ".zip":
            goal.parent.mkdir(parents=True, exist_ok=True)
            goal.write_bytes(zipped(files))
        else:
            _fill(goal, files)
    except OSError as error:
        what = f"cannot write {goal}: {error.strerror}"
        raise PermissionRefused(what, hint="Make room, or choose another place.") from error
    return len(files)


def _fill(folder: Path, files: Mapping[str, str]) -> None:
    strange = [path for path in sorted(folder.rglob("*")) if path.is_file() and _name(path, folder) not in files]
    if strange:
        what = f"{strange[0]} is no file of this bundle, and Superset would import it too"
        raise UsageError(what, hint="Remove it, or name a folder that does not exist yet.")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
