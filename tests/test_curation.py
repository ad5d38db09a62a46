"""The guide to curating works as it is written: an article and a table become facts and a site, by its own commands.

So does the example that a new project holds, which is the same article and table.
"""

from __future__ import annotations

import re
import shlex
import subprocess
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


def name_of(kind: str, text: str) -> str:
    """Return the name of a file that the guide shows: yaml names its file, and there is one text and one table."""
    return NAMES.get(kind) or text.partition("\n")[0].removeprefix("# ")


def take(project: Path, kind: str, text: str) -> None:
    """Write a file that the guide shows."""
    path = project / name_of(kind, text)
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


def test_new_projects_hold_the_files_of_the_guide_as_an_example() -> None:
    example = ROOT / "warehouse" / "starting" / "project" / "example"
    there = {path.relative_to(example).as_posix(): path.read_text("utf-8") for path in example.rglob("*.*")}
    del there["README.md"]
    assert there == {name_of(kind, text): text for kind, text in BLOCKS if kind != "sh"}


@pytest.mark.slow
def test_commands_of_the_example_work_in_a_new_project(
    tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = Warehouse(tmp_path / "tin", database_url, capsys)
    assert warehouse("init", str(warehouse.project))[0] == 0
    read_me = (warehouse.project / "example" / "README.md").read_text("utf-8")
    lines = read_me.partition("```sh\n")[2].partition("```")[0].splitlines()
    for line in lines:
        program, *words = shlex.split(line, comments=True)
        if program == "cp":
            subprocess.run([program, *words], cwd=warehouse.project, check=True)
        elif words[0] != "demo":
            words[1:] = [str(warehouse.project / word) if IN_PROJECT.match(word) else word for word in words[1:]]
            code, out, said = warehouse(*words)
            assert code == 0, (line, out, said)
    assert warehouse("db", "upgrade")[0] == 0
    assert warehouse("load")[0] == 0


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
