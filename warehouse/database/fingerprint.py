"""What a database's schemas hold, as the server's own catalog tells it, and how two of them differ.

Each file of ``sql/catalog`` is a query for one kind of object: its name, the name of what it belongs to, and its
attributes. What others may add is left out there: other schemas, members of extensions, reading rights of accounts of
their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import psycopg

PLACE: Final = "place"
"""Attribute that counts only among the objects that both sides have; None where it does not count at all."""

SETTINGS: Final = """
SELECT set_config(name, value, true) FROM (VALUES
    ('search_path', 'pg_catalog'), ('quote_all_identifiers', 'off'), ('TimeZone', 'UTC'), ('DateStyle', 'ISO'),
    ('IntervalStyle', 'postgres'), ('extra_float_digits', '1'), ('bytea_output', 'hex')
) AS settings (name, value)
"""
"""The server spells expressions in the light of these."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One object.

    Attributes:
        parent: Name of what it belongs to, and goes with.
        attributes: What is known of it, in words; None where the catalog has nothing.
    """

    parent: str | None
    attributes: Mapping[str, str | None]

    def word(self, kind: str) -> str:
        """Give what it is called: a view is kept among the tables."""
        return self.attributes.get("kind") or kind


Fingerprint = dict[tuple[str, str], Thing]
"""Objects by kind and name."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a database is not what it should be.

    Attributes:
        sign: ``+`` it is there and should not be, ``-`` it is missing, ``~`` it is another.
        kind: What it is, such as ``column``.
        name: Its name.
        attribute: What of it differs; empty for what is there or missing as a whole.
        found: How the attribute is.
        expected: How it should be.
    """

    sign: str
    kind: str
    name: str
    attribute: str = ""
    found: str | None = None
    expected: str | None = None


def read_fingerprint(connection: psycopg.Connection, folder: Path) -> Fingerprint:
    """Read what the warehouse's schemas hold, in the state of the connection's transaction, and leave that as it is.

    Args:
        connection: To the database.
        folder: The folder with ``catalog/``, which belongs to this version.

    Raises:
        ConfigurationError: The folder is not there.
    """
    found: Fingerprint = {}
    with connection.transaction(force_rollback=True):
        connection.execute(SETTINGS.encode())
        for path in _queries(folder):
            cursor = connection.execute(path.read_bytes())
            names = [column.name for column in cursor.description or ()][2:]
            for name, parent, *values in cursor:
                attributes = {
                    attribute: None if value is None else str(value)
                    for attribute, value in zip(names, values, strict=True)
                }
                found[path.stem, name] = Thing(parent, attributes)
    return found


def _queries(folder: Path) -> list[Path]:
    paths = sorted((folder / "catalog").glob("*.sql"))
    if not paths:
        raise ConfigurationError(f"no queries in {folder / 'catalog'}", hint="Install the package again.")
    return paths


def compare(found: Fingerprint, expected: Fingerprint) -> list[Difference]:
    """Give how a database differs from what it should be, by name; what goes with a whole object is not told apart.

    Args:
        found: Of the database.
        expected: Of one that the migrations made.
    """
    added = {key: found[key] for key in found.keys() - expected.keys()}
    missing = {key: expected[key] for key in expected.keys() - found.keys()}
    common = sorted(found.keys() & expected.keys())
    differences = [
        *(Difference("+", found[key].word(key[0]), key[1]) for key in _topmost(added)),
        *(Difference("-", expected[key].word(key[0]), key[1]) for key in _topmost(missing)),
        *_moved(found, expected, common),
    ]
    for key in common:
        here, there = found[key].attributes, expected[key].attributes
        differences += [
            Difference("~", expected[key].word(key[0]), key[1], attribute, value, there[attribute])
            for attribute, value in here.items()
            if attribute != PLACE and value != there[attribute]
        ]
    return sorted(differences, key=lambda one: (one.name, one.kind, one.attribute))


def _topmost(things: Fingerprint) -> list[tuple[str, str]]:
    """Leave out what belongs to another one of them."""
    names = {name for _, name in things}
    return [(kind, name) for (kind, name), thing in things.items() if thing.parent not in names - {name}]


def _moved(found: Fingerprint, expected: Fingerprint, common: list[tuple[str, str]]) -> Iterator[Difference]:
    """Tell tables whose columns stand in another order."""
    parents: dict[str, list[tuple[str, str]]] = {}
    for key in common:
        if found[key].attributes.get(PLACE) is not None:
            parents.setdefault(found[key].parent or "", []).append(key)
    for parent, keys in parents.items():
        here, there = (_in_order(side, keys) for side in (found, expected))
        if here != there:
            yield Difference("~", "table", parent, "order of columns", here, there)


def _in_order(side: Fingerprint, keys: list[tuple[str, str]]) -> str:
    ordered = sorted(keys, key=lambda key: int(side[key].attributes[PLACE] or 0))
    return ", ".join(name.rpartition(".")[2] for _, name in ordered)
