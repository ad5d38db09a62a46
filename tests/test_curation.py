"""The worked example of docs/curation.md is a seed that passes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.seeds.reader import check

if TYPE_CHECKING:
    from tests.conftest import Warehouse

GUIDE = (Path(__file__).resolve().parent.parent / "docs" / "curation.md").read_text()
AROUND = """
documents:
  - key: tin-news
    kind: article
    title: Tin news
    language: en
    page_date: 2030-05-15
    sha256: 0000000000000000000000000000000000000000000000000000000000000000
    characters: 900
    paragraphs: 12
places:
  - {key: freedonia, kind: country, name: Freedonia, cite: tin-news#4}
minerals:
  - {key: tin, kind: ore, name: tin, cite: tin-news#4}
"""


def test_example_passes_beside_the_registers(offline: Warehouse) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    example = next(block for block in blocks if "key: tinworks" in block)
    (offline.seeds / "around.yaml").write_text(AROUND)
    (offline.seeds / "example.yaml").write_text(example)
    rows = check(offline.seeds, offline.project).rows
    assert sum(row.path.startswith("agreements/tinworks-carmaker") for row in rows["facts"]) == 6
    dates = [row.values["date_earliest"].isoformat() for row in rows["milestones"] if "tinworks" in row.path]
    assert dates == ["2030-05-13"]
