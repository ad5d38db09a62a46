"""A seeds folder of made-up records, as small as a valid one can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from warehouse.seeds.reader import check
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.seeds.reader import Seeds
    from warehouse.yamlfiles import Problem

BASE = """\
documents:
  - key: tin-news
    kind: article
    title: Tin news
    language: en
    page_date: 2030-05-15
    sha256: 0000000000000000000000000000000000000000000000000000000000000000
    characters: 900
    paragraphs: 12
  - key: handbook
    kind: reference
    title: Handbook of tin
    language: en
places:
  - {key: freedonia, kind: country, name: Freedonia, cite: tin-news#1}
currencies:
  - {key: krw, code: KRW, name: won, minor_units: 0, cite: handbook#K, basis: reference}
  - {key: usd, code: USD, name: dollar, minor_units: 2, cite: handbook#U, basis: reference}
units:
  - {key: percent, name: percent, symbol: "%", cite: handbook#P, basis: reference}
indicators:
  - {key: tin-share, name: Tin share, definition: share of tin, unit: percent, cite: tin-news#2}
entities:
  - {key: tinworks, kind: company, name: Tinworks, cite: tin-news#2}
agreements:
  - {key: tin-deal, kind: supply contract, name: Tin deal, modality: in force, cite: tin-news#3}
"""


@dataclass(frozen=True)
class SeedFolder:
    """A project whose seeds hold the base records and what a test adds."""

    project: Path

    @property
    def seeds(self) -> Path:
        return self.project / "seeds"

    def write(self, text: str | bytes, name: str = "extra.yaml") -> Path:
        path = self.seeds / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def check(self) -> Seeds:
        return check(self.seeds, self.project)

    def problems(self) -> list[Problem]:
        with pytest.raises(ProblemsFound) as caught:
            self.check()
        return list(caught.value.problems)

    def places(self) -> list[str]:
        """Say where each problem is and of which kind, as ``file:line:column code``."""
        return [f"{found.position} {found.code}".removeprefix("seeds/") for found in self.problems()]


@pytest.fixture
def folder(tmp_path: Path) -> SeedFolder:
    made = SeedFolder(tmp_path)
    made.write(BASE, "base.yaml")
    return made
