"""A curator's desk with a small made-up document, for the commands that work on citations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.builders import REFERENCE, ProjectFolder
from tests.conftest import Warehouse
from warehouse.seeds.templates import text_fields
from warehouse.texts import quote_digest, read_text

if TYPE_CHECKING:
    from pathlib import Path

TIN = "Tin news\n\nThe smelter \u2018opens\u2019 in May,\nand makes 80 tons of tin.\nThe smelter is old.\n"
DOCUMENT = """\
documents:
  - key: {key}
    kind: article
    title: News
    language: en
    page_date: 2030-05-15
    sha256: {sha256}
    characters: {characters}
    paragraphs: {paragraphs}
"""
TONS = f'{{document: tin-news, locator: "3", span: 10-17, quote_sha256: {quote_digest("80 tons")}}}'


@dataclass(eq=False)
class Desk(ProjectFolder):
    """A curator's desk: a project with seeds, and a folder of copies elsewhere."""

    copies: Path
    run: Warehouse

    def __call__(self, verb: str, *arguments: str) -> tuple[int, str, str]:
        return self.run("seeds", verb, *arguments, "--documents", str(self.copies))

    def describe(self, key: str = "tin-news", text: str = TIN, **fields: str) -> Path:
        copy = self.copies / f"{key}.txt"
        copy.write_text(text)
        counted = {**text_fields(read_text(copy)), **fields}
        self.write(DOCUMENT.format(key=key, **counted), f"{key}.yaml")
        return copy

    def cite(self, *citations: str) -> None:
        """Write one place for each citation, its ``cite`` on lines 2, 3 and so on in column 53."""
        keys = ("arcadia", "freedon", "ruritan")
        lines = [
            f"  - {{kind: country, name: Land, key: {key}, cite: {cited}}}"
            for key, cited in zip(keys, citations, strict=False)
        ]
        self.write("\n".join(["places:", *lines, ""]), "places.yaml")

    def unproven(self) -> list[tuple[str, int, int, str]]:
        """Return what ``seeds verify`` finds: file, line, column and code."""
        found = json.loads(self("verify", "-f", "json")[1])["problems"]
        return [(each["file"], each["line"], each["column"], each["code"]) for each in found]


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.delenv("WAREHOUSE_DOCUMENTS", raising=False)
    project, copies = tmp_path / "project", tmp_path / "copies"
    copies.mkdir()
    desk = Desk(project, copies, Warehouse(project, None, capsys))
    desk.write(REFERENCE, "handbook.yaml")
    desk.describe()
    desk.cite("tin-news#2", TONS, "handbook#K")
    return desk
