"""Versions of lists: a count is whole or not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.builders import ProjectFolder

LIST = (
    "mineral_lists:\n  - {key: l, name: L, jurisdiction: freedonia, entry_term: ores, cite: tin-news#1,\n"
    "     versions: [{label: a, %s, modality: planned, cite: tin-news#1}]}\n"
)


@pytest.mark.parametrize("part", ["stated_count: 7", "counted: minerals"])
def test_half_a_count_is_told_at_its_place(folder: ProjectFolder, part: str) -> None:
    folder.write(LIST % part)
    assert folder.places() == ["extra.yaml:3:17 E-count"]


def test_whole_count_fills_its_columns(folder: ProjectFolder) -> None:
    folder.write(LIST % "stated_count: 7, counted: minerals")
    row = folder.check().rows["mineral_list_versions"][0].values
    assert (row["label"], row["stated_count"], row["counted"]) == ("a", 7, "minerals")
