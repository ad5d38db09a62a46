"""The documentation of the mart for people and programs: a page, a diagram, a data package and a semantic model.

Input: the objects of the mart, as their files describe them. Output: texts with every object and every column. The same
objects give the same texts. This package never uses a connection or a file, and adds nothing that the objects do not
state.

``rules`` holds what no header of an object can express: the layout of the schema, and how to avoid counting anything
twice. ``page`` writes the Markdown page, ``diagram`` the SVG diagram, ``datapackage`` the descriptor that is part of
every export, ``semantic`` the model for BI and AI tools, and ``dbt`` a source for dbt. ``files`` returns all that
``warehouse docs`` writes if nothing else is asked for.
"""

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
