"""The files that describe the mart, as ``warehouse docs`` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.dictionary import datapackage, diagram, page, semantic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from warehouse.mart.objects import MartObject

WRITERS: Final[Mapping[str, Callable[[Sequence[MartObject]], str]]] = {
    "data-dictionary.md": page.text,
    "er-diagram.svg": diagram.text,
    "datapackage.json": datapackage.text,
    "semantic-model.yaml": semantic.text,
}
"""The function that returns the text of each file, by file name."""


def files(objects: Sequence[MartObject]) -> dict[str, str]:
    """Return the text of each file, by file name.

    Args:
        objects: All objects of the mart.
    """
    return {name: write(objects) for name, write in WRITERS.items()}
