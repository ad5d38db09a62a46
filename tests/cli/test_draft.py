"""``warehouse seeds draft``: from a text to a reading view with candidates, and to seeds that a person completes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import TONS
from warehouse.errors import ExitCode
from warehouse.seeds.reader import FAMILIES
from warehouse.vocabulary import base
from warehouse.yamlfiles import parse, validate

if TYPE_CHECKING:
    from tests.cli.conftest import Desk

NEWS = """\
Tin news
On May 2 Tinworks signed a supply contract with Freedonia Metals worth 900 billion KRW (about 622 million USD).
틴웍스는 2027년까지 100톤을 공급한다. By 2033, "non-binding".
"""
FILLED = {
    "about": "agreements/tin-deal",
    "kind": "contract value",
    "modality": "in force",
    "indicator": "tin-output",
    "name": "Tin",
    "key": "tin-deal",
    "object": "tinworks",
    "date": '"2030"',
}


def skeleton(desk: Desk) -> str:
    code, out, _ = desk("draft", "tin-news", "-o", "-")
    assert code == ExitCode.DONE
    return out


def test_reading_view_numbers_paragraphs_and_cites_candidates(desk: Desk) -> None:
    desk.describe(text="Tin news\nIt makes\nand 80 tons of tin.\n")
    code, out, said = desk("draft", "tin-news")
    assert (code, said) == (ExitCode.DONE, "")
    assert out.splitlines()[:3] == ["   1  Tin news", "", "   2  It makes"]
    assert "quantity    80 tons  =  80 ton\n" in out
    assert '{document: tin-news, locator: "3", span: 4-11, quote_sha256: ' in out


def test_what_the_seeds_cite_already_is_marked(desk: Desk) -> None:
    assert "    * quantity    80 tons  =  80 ton\n                  " + TONS in desk("draft", "tin-news")[1]
    assert "## 3: 80 tons; cited already by places/freedon\n" in skeleton(desk)


def test_the_same_text_gives_the_same_draft(desk: Desk) -> None:
    desk.describe(text=NEWS)
    assert skeleton(desk) == skeleton(desk)


def test_a_skeleton_is_no_seed_until_somebody_takes_it(desk: Desk) -> None:
    desk.describe(text=NEWS)
    root, problems = parse(skeleton(desk).encode(), "draft.yaml")
    assert (root is None or root.value == "", problems) == (True, [])


def test_taken_records_are_valid_up_to_what_a_person_fills_in(desk: Desk) -> None:
    desk.describe(text=NEWS)
    taken = re.sub("^# ?", "", skeleton(desk), flags=re.MULTILINE)
    root, problems = parse(taken.encode(), "draft.yaml")
    assert problems == []
    assert root is not None
    families = root.plain()
    assert {"entities", "agreements", "monetary_values", "observations", "milestones", "clauses"} == set(families)
    vocabulary = base()
    for family, records in families.items():
        for number, record in enumerate(records):
            node = root.child((family, number))
            missing = {name for name, value in record.items() if value == ""}
            assert missing <= FILLED.keys()
            named = {problem.position for problem in validate(FAMILIES[family], node, vocabulary)[1]}
            assert {position.line for position in named} <= {node.at((name,)).line for name in missing}


def test_sums_dates_and_citations_stand_in_the_skeleton(desk: Desk) -> None:
    desk.describe(text=NEWS)
    out = skeleton(desk)
    assert "#     amount: 900 billion KRW\n#     equivalent: about 622 million USD\n" in out
    assert "#     date: {words: May 2, edtf: 2030-05-02, rule: document year}\n" in out
    assert "#     date: {words: 2027년, edtf: 2027, qualifier: by}\n" in out
    assert "#     value: 100\n#     words: 100톤\n" in out
    assert "#   - key: freedonia-metals\n" in out


def test_skeleton_is_written_and_nothing_is_replaced(desk: Desk) -> None:
    path = desk.project / "seeds" / "draft.yaml"
    assert desk("draft", "tin-news", "-o", str(path))[0] == ExitCode.DONE
    before = path.read_bytes()
    assert desk.run("seeds", "check")[0] == ExitCode.DONE
    code, _, said = desk("draft", "tin-news", "-o", str(path))
    assert (code, path.read_bytes()) == (ExitCode.USAGE, before)
    assert "is there already" in said


def test_a_text_can_be_named(desk: Desk) -> None:
    file = desk.copies / "elsewhere.txt"
    file.write_bytes((desk.copies / "tin-news.txt").read_bytes())
    assert desk.run("seeds", "draft", "tin-news", "--text", str(file))[0] == ExitCode.DONE


@pytest.mark.parametrize(
    ("document", "content", "code", "says"),
    [
        ("tin-nws", b"", ExitCode.USAGE, 'did you mean "tin-news"?'),
        (
            "qqqqqqqq",
            b"",
            ExitCode.USAGE,
            "Describe a new one first: warehouse seeds new document qqqqqqqq --text FILE",
        ),
        ("handbook", b"Tin", ExitCode.USAGE, 'the seeds describe no text of "handbook"'),
        ("tin-news", b"Another text", ExitCode.FAILED, 'given.txt is not the text of "tin-news" in the seeds'),
        ("tin-news", "Zinn für 5 €".encode("latin-1", "replace"), ExitCode.INVALID_SOURCE, "is not UTF-8"),
        ("tin-news", "Tin".encode("utf-16"), ExitCode.INVALID_SOURCE, "is UTF-16"),
        ("tin-news", b"%PDF-1.7 \xff", ExitCode.USAGE, "Get its text with: pdftotext -layout given.txt"),
    ],
)
def test_texts_that_cannot_be_drafted_from(desk: Desk, document: str, content: bytes, code: int, says: str) -> None:
    file = desk.project / "given.txt"
    file.write_bytes(content)
    found, out, said = desk.run("seeds", "draft", document, "--text", str(file))
    assert (found, out) == (code, "")
    assert says in said


def test_a_copy_that_changed_is_refused(desk: Desk) -> None:
    (desk.copies / "tin-news.txt").write_text("changed\n")
    code, out, said = desk("draft", "tin-news")
    assert (code, out) == (ExitCode.FAILED, "")
    assert "tin-news.txt is not the text" in said


def test_marks_that_act_on_a_terminal_are_shown_as_text(desk: Desk) -> None:
    desk.describe(text="80 tons \x1b[31m\n")
    out = desk("draft", "tin-news")[1]
    assert "\x1b" not in out
    assert "\\x1b[31m" in out


def test_page_marks_candidates_and_what_is_cited_and_needs_nothing_else(desk: Desk) -> None:
    file = desk.project / "draft.html"
    code, out, said = desk("draft", "tin-news", "--html", str(file))
    assert (code, out, said) == (ExitCode.DONE, "", f"Wrote {file}.\n")
    page = file.read_text()
    mark = '<mark class="quantity" title="quantity: 80 ton"><span class="cited">80 tons</span></mark>'
    assert f"and makes {mark} of tin." in page
    assert "<summary>cited by 1 in the seeds</summary>\n<ul>\n<li>places/freedon</li>" in page
    assert not re.search("<script|<link|https?://|src=", page)
    assert "prefers-color-scheme: dark" in page
    assert "max-width: 46rem" in page


def test_page_shows_hostile_text_as_text(desk: Desk) -> None:
    desk.describe(text="<script>alert()</script> \u202e 80 tons\n")
    file = desk.project / "draft.html"
    desk("draft", "tin-news", "--html", str(file))
    assert "&lt;script&gt;alert()&lt;/script&gt; " in file.read_text()
    assert "\u202e" not in file.read_text()
