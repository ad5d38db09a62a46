"""Write the SQL of mart objects into the folder of a migration, where it stays as it is from then on.

    python scripts/freeze_mart.py migrations/versions/20261122_1210_create_mart [NAME ...]

Each object becomes one file, numbered in the order in which they can be made. Without names: all of them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.mart import definitions
from warehouse.mart.library import list_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.mart.library import MartObject

ROOT = Path(__file__).resolve().parent.parent


def statements(found: MartObject) -> Iterator[str]:
    """Give everything that makes an object in ``mart`` and in ``as_of``, with its comments."""
    if found.is_table:
        yield definitions.table(found)
        yield from definitions.indexes(found)
    else:
        yield f"SET LOCAL search_path = {definitions.NOW}"
        yield definitions.view(found, "mart")
    yield from definitions.comments(found, "mart")
    yield f"SET LOCAL search_path = {definitions.THEN}"
    yield definitions.view(found, "as_of")
    yield "SET LOCAL search_path TO DEFAULT"
    yield from definitions.comments(found, "as_of")


def main(folder: Path, names: list[str]) -> None:
    """Write the files."""
    folder.mkdir(exist_ok=True)
    objects = list_objects(ROOT / "sql")
    chosen = [found for found in objects if not names or found.name in names]
    for number, found in enumerate(chosen, start=1):
        text = "".join(f"{statement};\n" for statement in statements(found))
        (folder / f"{number:02d}_{found.name}.sql").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
