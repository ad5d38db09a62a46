"""``report run --quotes``: the words that the sources cite, below the answer, where the project allows it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Warehouse
from tests.quoted import HOSTILE, LEFT_OUT, TEXTS, UNPRINTED, WHOLE, write_world
from tests.reports import workbook
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

QUOTES = {
    ("open-news", 2): [HOSTILE],
    ("open-news", 3): ["Tin Makers, once", "once known as Tinsmiths"],
    ("short-news", 1): ["Tinette"],
}
IN_REPORT = ["Printed 4 quotes of 2 documents.", *LEFT_OUT]


@pytest.fixture
def loaded(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Warehouse:
    write_world(tmp_path / "project", tmp_path / "copies")
    warehouse = Warehouse(tmp_path / "project", database_url, capsys)
    assert warehouse("load")[0] == ExitCode.DONE
    return warehouse


def test_every_format_with_sources_quotes_them(loaded: Warehouse, tmp_path: Path) -> None:
    copies = ("--quotes", "--documents", str(tmp_path / "copies"))
    code, printed, said = loaded("report", "run", "names", *copies, "-f", "json")
    assert (code, said.splitlines()) == (ExitCode.DONE, IN_REPORT)
    citations = json.loads(printed)["citations"]
    assert {(each["document"], each["paragraph"]): each["quotes"] for each in citations if each["quotes"]} == QUOTES
    texts = {form: loaded("report", "run", "names", *copies, "-f", form)[1] for form in ("html", "md", "table")}
    goal = tmp_path / "names.xlsx"
    loaded("report", "run", "names", *copies, "-o", str(goal))
    sources = workbook.read(goal.read_bytes())["Sources"]
    texts["xlsx"] = str(sources.rows())
    for form, text in texts.items():
        assert "once known as Tinsmiths" in text, form
        assert [word for word in UNPRINTED if word in text] == [], form
        assert form == "xlsx" or not {"\x1b", "\u202e"} & set(text), form
    quoted = Quoted()
    quoted.feed(texts["html"])
    assert len(quoted.found) == 4
    assert {"Tin Makers, once", "once known as Tinsmiths", "Tinette"} < set(quoted.found)
    assert "<b>" not in texts["html"]
    assert "  > “=1+1 of \\<b\\>Tinny\\</b\\> &amp; " in texts["md"]
    (hostile,) = (cell for cell in sources.cells.values() if "Tinny" in cell.stored)
    assert (hostile.kind, hostile.is_quoted) == ("text", True)
    assert "quotes" not in json.loads(loaded("report", "run", "names", "-f", "json")[1])["citations"][0]


class Quoted(HTMLParser):
    """The quotes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_quote = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "q":
            assert ("lang", "ko") in attrs
            self.found.append("")
            self._is_quote = True

    def handle_endtag(self, tag: str) -> None:
        self._is_quote = self._is_quote and tag != "q"

    def handle_data(self, data: str) -> None:
        if self._is_quote:
            self.found[-1] += data


def test_what_is_allowed_now_decides_about_the_past(loaded: Warehouse, tmp_path: Path) -> None:
    loaded.edit("documents.yaml", "texts: quote", "texts: none")
    assert loaded("load")[0] == ExitCode.DONE
    copies = ("--quotes", "--documents", str(tmp_path / "copies"))
    for moment in ((), ("--as-of", "1")):
        _, printed, said = loaded("report", "run", "names", *copies, *moment)
        assert "Tinette" not in printed
        assert "Left out 3 quotes of closed-news, short-news: the project does not allow it." in said
        assert "Tinsmiths" in printed


def test_copy_that_changes_is_not_used(loaded: Warehouse, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "open-news.txt"
    copy.write_text(TEXTS["open-news"].replace("Tinsmiths", "Tinkerers"), "utf-8")
    _, printed, said = loaded("report", "run", "names", "--quotes", "--documents", str(tmp_path / "copies"))
    assert "Tinkerers" not in printed
    assert WHOLE not in printed
    assert "Left out 5 quotes of changed-news, open-news: the copy is another text." in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--quotes",), ExitCode.CONFIGURATION, "no documents folder is named"),
        (("--quotes", "--documents", "nowhere"), ExitCode.CONFIGURATION, "no documents folder at nowhere"),
        (("--quotes", "-f", "csv"), ExitCode.USAGE, "csv has no list of sources, and so no room for quotes"),
        (("--documents", "."), ExitCode.USAGE, "--documents alone prints no words of documents"),
    ],
)
def test_wrong_use_is_told(
    offline: Warehouse, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: ExitCode, said: str
) -> None:
    monkeypatch.delenv("WAREHOUSE_DOCUMENTS", raising=False)
    found, printed, told = offline("report", "run", "import-dependence", *arguments)
    assert (found, printed) == (code, "")
    assert said in told
    if "csv" not in arguments:
        assert offline("publish", "site", *arguments)[0] == code


def test_word_that_no_licence_has_is_refused(offline: Warehouse) -> None:
    offline.edit("documents/articles.yaml", "    section: Etc", "    licence: CC BI 4.0\n    texts: some")
    code, found, _ = offline("seeds", "check")
    assert code == ExitCode.INVALID_SOURCE
    assert 'E-unknown-word  unknown word "CC BI 4.0"' in found
    assert "CC BY 4.0" in found
    assert 'E-unknown-word  unknown word "some"' in found
