"""What is new: the start page, and what loads changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.publish.views.answers import Picture
    from warehouse.publish.views.frame import Count, Link, Source
    from warehouse.publish.views.said import Fact


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that a load added, changed, retired or renamed."""

    operation: str
    about: Link
    says: str
    where: str | None


@dataclass(frozen=True, slots=True)
class Load:
    """A load: when it was, what it changed, and the changes themselves (or the first of them)."""

    number: int
    path: str
    loaded_at: str
    facts: int
    added: int
    changed: int
    retired: int
    version: str
    git_revision: str | None
    changes: Sequence[Change] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure for the start page: the figure as printed, what it is, what it is about, who says so."""

    figure: str
    what: str
    about: Link
    date: str | None
    modality: str | None
    marks: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Front:
    """The start page."""

    headlines: Sequence[Headline]
    pictures: Sequence[Picture]
    ways: Sequence[Count]
    newest: Sequence[Fact]
    open_questions: Sequence[Link]
    loads: Sequence[Load]
    sources: Sequence[Source] = field(default=())
