"""Which paragraphs of a document the facts cite, and which none does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.errors import UsageError
from warehouse.strictyaml import nearest

if TYPE_CHECKING:
    from warehouse.seeds.reading import Seeds


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the facts cite a document.

    Attributes:
        document: Its key.
        sha256: Of its text; None where the seeds do not record it.
        facts: Number of facts that cite each paragraph; the first is paragraph 1.
        fact_count: Number of facts that cite any of them.
    """

    document: str
    sha256: str | None
    facts: tuple[int, ...]
    fact_count: int

    @property
    def uncovered(self) -> int:
        """Number of paragraphs that no fact cites."""
        return self.facts.count(0)

    def uncovered_first(self) -> list[tuple[int, int]]:
        """Give number and facts of each paragraph, uncovered ones first, each part in the order of the text."""
        return sorted(enumerate(self.facts, start=1), key=lambda paragraph: (paragraph[1] > 0, paragraph[0]))


def cover(seeds: Seeds, document: str) -> Coverage:
    """Count the facts that cite each paragraph of the document with this key.

    Raises:
        UsageError: There is no such document, or its paragraphs are not numbered.
    """
    documents = {row.values["key"]: row.values for row in seeds.rows["documents"]}
    if document not in documents:
        raise UsageError(f'no document "{document}" in the seeds', hint=nearest(document, documents))
    count = documents[document]["paragraph_count"]
    if count is None:
        raise UsageError(f'"{document}" has no numbered paragraphs', hint="It is cited by section.")
    cited: dict[int, set[object]] = defaultdict(set)
    for row in seeds.rows["citations"]:
        if row.values["document_key"] == document:
            cited[row.values["paragraph"]].add(row.values["fact_id"])
    facts = tuple(len(cited[number]) for number in range(1, count + 1))
    return Coverage(document, documents[document]["sha256"], facts, len(set().union(*cited.values())))
