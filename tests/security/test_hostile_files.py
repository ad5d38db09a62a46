"""What a hostile seed file can do: be refused, or be shown as the text it is, in terminals, pages and sheets."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

MEGABYTE = 1024 * 1024

REFUSED = {
    "bomb.yaml": b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "merge.yaml": b"a: &a {x: 1}\nb:\n  <<: *a\n",
    "tag.yaml": b"entities: !!python/object/apply:os.system [touch proof]\n",
    "deep.yaml": b"a: " + b"[" * 100_000,
    "deep.jsonl": b"[" * 100_000 + b"\n",
    "deep-objects.jsonl": b'{"a":' * 50_000 + b"\n",
    "nul.yaml": b"entities: \x00\n",
    "escape.yaml": b'documents:\n  - key: "\\e[31mred"\n',
    "escape.jsonl": b'{"entities": {"key": "x", "\\u001b[31mred": 1}}\n',
    "turned.yaml": "documents:\n  - key: x\u2028y\n".encode(),
    "large.yaml": b"#" * (17 * MEGABYTE),
    "latin.yaml": b"entities: \xff\n",
    "long-key.yaml": b"documents:\n  - key: " + b"9" * (2 * MEGABYTE) + b"\n",
    "number.jsonl": b'{"units": {"key": ' + b"9" * MEGABYTE + b"}}\n",
    "red\x1b[31m.yaml": b"what: 1\n",
    "turned\u202e.yaml": b"what: 1\n",
    "lines\nother.yaml:1:1  E-text  not so.yaml": b"what: 1\n",
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_hostile_file_is_refused_in_few_plain_words(offline: Warehouse, name: str, form: str) -> None:
    for path in offline.seeds.iterdir():
        if path.suffix:
            path.unlink()
    (offline.seeds / name).write_bytes(REFUSED[name])
    code, out, said = offline("seeds", "check", "--format", form)
    assert code == ExitCode.INVALID_SOURCE
    shown = out + said
    acting = "\x00\x1b" if form == "json" else "\x00\x1b\u202e\u2028"  # programs get names as they are
    assert [character for character in acting if character in shown] == []
    assert not (offline.project / "proof").exists()
    if form == "text":
        assert len(shown) < 100_000
        assert [line for line in shown.splitlines() if line.startswith("other.yaml")] == []


def test_names_on_the_command_line_do_not_act_on_the_terminal(offline: Warehouse) -> None:
    red = "\x1b[31mred"
    for command in (["report", "run", red], ["load", red], [red], ["seeds", "new", "entity", red], ["blame", red]):
        code, out, said = offline(*command)
        assert code != ExitCode.DONE
        assert "\x1b" not in out + said, command


def test_a_link_is_read_but_what_it_leads_to_is_not_told(offline: Warehouse, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("of nobody's business: Canary-7b3f\n")
    (offline.seeds / "link.yaml").symlink_to(secret)
    code, out, said = offline("seeds", "check")
    assert code == ExitCode.INVALID_SOURCE
    assert "Canary" not in out + said


HOSTILE = """\
documents:
  - key: hostile-news
    kind: reference
    title: "<script>alert('title')</script>"
    language: en
    url: "javascript:alert('url')"

entities:
  - key: hostile
    kind: company
    name: "<img src=x onerror=alert('name')>"
    cite: hostile-news#front
    note: "=cmd|' /C calc'!A0 </script><script>alert('note')</script> ]]> --> %s {{ 7001 * 7 }} ${x}"
"""


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_a_site_shows_hostile_words_as_words(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.write(HOSTILE)
    code, _, said = warehouse("load")
    assert code == ExitCode.DONE, said
    site = tmp_path / "site"
    assert warehouse("publish", str(site))[0] == ExitCode.DONE
    pages = {path: path.read_text() for path in site.rglob("*") if path.suffix in {".html", ".svg"}}
    for path, text in pages.items():
        for word in ("<script>alert", "<img src=x", "</script><script>", "49007"):
            assert word not in text, (path, word)
        assert 'href="javascript' not in text
        assert path.suffix != ".html" or "Content-Security-Policy" in text
    assert any("&lt;img src=x onerror=alert" in text for text in pages.values()), "it is shown as words"
    scripts = [path for path in site.rglob("*.js") if "</script" in path.read_text()]
    assert scripts == []


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_a_sheet_and_a_drawing_take_hostile_words_for_words(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.write(HOSTILE.replace("<img src=x onerror=alert('name')>", "=1+1"))
    assert warehouse("load")[0] == ExitCode.DONE
    warehouse.add_report(
        "names",
        "/* report\ntitle: Names\nquestion: Which?\ngrain: [name]\ncolumns:\n  name: {meaning: x}\n*/\n"
        "SELECT e.name FROM mart.dim_entity AS e WHERE e.entity_key = 'hostile' ORDER BY e.name\n",
    )
    goal = tmp_path / "names.xlsx"
    assert warehouse("report", "run", "names", "-o", str(goal))[0] == ExitCode.DONE
    with zipfile.ZipFile(BytesIO(goal.read_bytes())) as archive:
        sheets = [
            archive.read(name).decode() for name in archive.namelist() if "sheet" in name and name.endswith("xml")
        ]
        assert [name for name in archive.namelist() if name.startswith("/") or ".." in name] == []
    assert any("=1+1" in sheet for sheet in sheets) or "=1+1" in str(goal.read_bytes())
    assert [sheet for sheet in sheets if "<f>" in sheet] == []
    assert warehouse("report", "run", "names", "-f", "csv")[1].splitlines()[1].startswith("=1+1")
