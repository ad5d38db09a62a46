"""What every page of a static site owes, found without a browser: one list of lines ``page: what``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.site import links, policy, structure
from tests.site.reading import Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHECKS: tuple[Callable[[Site], list[str]], ...] = (
    structure.unclosed,
    structure.heads,
    structure.ids,
    structure.headings,
    structure.landmarks,
    structure.pictures,
    structure.tables,
    structure.controls,
    policy.lax_policies,
    policy.inline_code,
    links.outside,
    links.broken,
    links.unreached,
)


def audit(folder: Path) -> list[str]:
    """Run every check over the site in a folder; nothing is wrong when the list is empty."""
    site = Site(folder)
    if "index.html" not in site.pages:
        return [f"{folder}: there is no index.html"]
    return [finding for check in CHECKS for finding in check(site)]
