"""What things are called across releases and installations: a UUID for each name."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid5

VERSION: Final = "1.0.0"
"""Version of the format that every file of a bundle names."""

_NAMESPACE: Final = UUID("bc7d1505-4ef4-53aa-8b39-78a9a5d52d93")


def uuid_of(kind: str, name: str) -> str:
    """Give the UUID of a thing, the same for ever.

    Args:
        kind: database, dataset, chart, dashboard or filter.
        name: Its name among things of its kind.
    """
    return str(uuid5(_NAMESPACE, f"{kind}/{name}"))
