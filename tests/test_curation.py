"""The guide to curating works as it is written: an article and a table become facts and a site, by its own commands."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

import pytest

from tests.conftest import ROOT, Warehouse

if TYPE_CHECKING:
    from pathlib import Path

GUIDE: Final = (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
WAY: Final = GUIDE.partition("## From an article and a table to the site\n")[2].partition("\n## ")[0]
BLOCKS: Final = re.findall(r"```(text|csv|yaml|sh)\n(.*?)```", WAY, re.DOTALL)
NAMES: Final = {"text": "texts/tin-news.txt", "csv": "tables/output.csv"}
MOST_COMMANDS: Final = 15
IN_PROJECT: Final = re.compile("texts|tables/|seeds/|site$")
"""Names of files and folders of the project."""
AROUND: Final = """
documents:
  - key: tin-news
    kind: article
    title: Tin news
    language: en
    page_date: 2030-05-15
    sha256: SHA
    characters: 900
    paragraphs: 9
entities:
  - {key: tin-group, kind: corporate group, name: Tin group, cite: tin-news#5}
  - {key: tinworks, kind: company, name: Tinworks, cite: tin-news#5}
""".replace("SHA", "0" * 64)


def take(project: Path, kind: str, text: str) -> None:
    """Write a file that the guide shows: yaml names its file, and there is one text and one table."""
    first_line = text.partition("\n")[0]
    name = NAMES.get(kind) or first_line.removeprefix("# ")
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_the_way_from_an_article_and_a_table_to_the_site(
    tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = Warehouse(tmp_path / "tin", database_url, capsys)
    commands = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
    assert len(commands) <= MOST_COMMANDS
    for kind, text in BLOCKS:
        if kind != "sh":
            take(warehouse.project, kind, text)
            continue
        for line in text.splitlines():
            _, *words = shlex.split(line)
            words = [str(warehouse.project / word) if IN_PROJECT.match(word) else word for word in words]
            if words[0] == "init":
                words[1] = str(warehouse.project)
            code, out, said = warehouse(*words)
            assert code == 0, (line, out, said)
    _, out, _ = warehouse("report", "run", "latest-by-place", "-f", "json")
    assert "9000" in out
    assert (warehouse.project / "site" / "facilities" / "tinworks-smelter.html").is_file()


def test_example_of_owners_and_comparisons_passes(offline: Warehouse) -> None:
    (example,) = (
        block for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL) if block.startswith("holdings:")
    )
    offline.write(AROUND, "around.yaml")
    offline.write(example, "example.yaml")
    rows = offline.check().rows
    stated = [
        row.path for table in ("holdings", "comparisons") for row in rows[table] if row.path.endswith("@tin-news")
    ]
    assert [path.split("/")[1:3] for path in stated] == [["tin-group", "holdings"], ["tinworks", "comparisons"]]
