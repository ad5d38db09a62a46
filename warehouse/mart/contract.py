"""The published contract of the mart: the columns of each object, and how long an old shape stays available.

A shape is the columns of an object with their types, in any order: clients read columns by name. If you remove, rename
or retype a column, keep the old shape as a view of the same name in the schema ``mart_v1``, record until when it stays
available, and announce this in the changelog.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Final, TypedDict

from warehouse.mart.definitions import SYSTEM_FROM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from warehouse.mart.objects import MartObject

FILE: Final = "contract.json"

Shape = dict[str, str]
"""The type of each column, by name."""


class Kept(TypedDict):
    """An old shape that is still available in ``mart_v1``.

    Attributes:
        until: The date until which it stays available, in ISO format.
        columns: The columns of the old shape.
    """

    until: str
    columns: Shape


class Contract(TypedDict):
    """The published contract.

    Attributes:
        objects: The shape of each object, by name.
        kept: The old shape that is still available, by name of the object.
    """

    objects: dict[str, Shape]
    kept: dict[str, Kept]


def read(folder: Path) -> Contract:
    """Read the contract from the folder of the mart objects."""
    contract: Contract = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return contract


def shapes(objects: Iterable[MartObject]) -> dict[str, Shape]:
    """Return the shape of each object, by name."""
    return {
        found.name: {
            **{name: column.type for name, column in found.header.columns.items()},
            **({SYSTEM_FROM: "timestamptz"} if found.is_table else {}),
        }
        for found in sorted(objects, key=lambda found: found.name)
    }


def breaches(
    contract: Contract, current: Mapping[str, Shape], old: Mapping[str, Shape], changelog: str
) -> Iterator[str]:
    """Yield each way in which the mart breaks its published contract.

    Args:
        contract: The published contract.
        current: The shapes of ``mart``.
        old: The shapes of ``mart_v1``.
        changelog: The text of the changelog.

    Yields:
        One sentence for each breach.
    """
    for name, published in contract["objects"].items():
        columns = current.get(name, {})
        if not published.items() <= columns.items() and name not in contract["kept"]:
            yield f"mart.{name} no longer has the columns it was published with; keep them as mart_v1.{name}"
        elif columns != published:
            yield f"mart.{name} has columns that are not recorded; run: make docs"
    for name in sorted(current.keys() - contract["objects"].keys()):
        yield f"mart.{name} is not recorded; run: make docs"
    for name, kept in contract["kept"].items():
        if old.get(name) != kept["columns"]:
            yield f"mart_v1.{name} does not have the columns that are to be kept"
        if f"mart_v1.{name}" not in changelog or str(date.fromisoformat(kept["until"])) not in changelog:
            yield f"the changelog does not say that mart_v1.{name} lives until {kept['until']}"
    for name in sorted(old.keys() - contract["kept"].keys()):
        yield f"mart_v1.{name} stands without a date until which it lives"


def text(contract: Contract, current: Mapping[str, Shape]) -> str:
    """Return the text of the contract, updated with new objects and new columns.

    A shape that changed in another way stays as it was published, unless its old shape is kept in ``mart_v1``.

    Args:
        contract: The published contract.
        current: The shapes of ``mart``.
    """
    grown = dict(contract["objects"])
    for name, shape in current.items():
        if grown.get(name, {}).items() <= shape.items() or name in contract["kept"]:
            grown[name] = shape
    whole: Contract = {"objects": dict(sorted(grown.items())), "kept": contract["kept"]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
