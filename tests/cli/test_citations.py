"""``warehouse seeds cite`` and ``coverage``: from words to citations, and which paragraphs have none."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import TONS
from tests.conftest import ROOT
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.cli.conftest import Desk


def test_words_are_cited_short_and_in_full(desk: Desk) -> None:
    code, out, said = desk("cite", "tin-news", "80 tons")
    assert (code, said) == (ExitCode.DONE, "")
    assert out.splitlines() == ["tin-news#3", TONS]


def test_printed_citation_is_proven_when_pasted(desk: Desk) -> None:
    out = desk("cite", "tin-news", "smelter 'OPENS'")[1]
    desk.cite(*out.splitlines())
    assert desk("verify")[0] == ExitCode.DONE


def test_guide_shows_what_is_printed(desk: Desk) -> None:
    guide = (ROOT / "docs" / "curation.md").read_text()
    text = re.search(r"```text\n(.*?)```", guide, re.DOTALL)
    shown = re.search(r"\$ warehouse seeds cite tin-news '(.*)'\n((?:.*\n)*?)```", guide)
    assert text is not None
    assert shown is not None
    desk.describe(text=text[1])
    assert desk("cite", "tin-news", shown[1]) == (ExitCode.DONE, shown[2], "")


def test_words_found_otherwise_are_shown_as_printed(desk: Desk) -> None:
    code, _, said = desk("cite", "tin-news", "smelter 'OPENS'")
    assert (code, said) == (ExitCode.DONE, "Not found exactly; printed is: smelter \u2018opens\u2019\n")


def test_one_of_several_places_must_be_chosen(desk: Desk) -> None:
    code, out, said = desk("cite", "tin-news", "The smelter")
    assert (code, out) == (ExitCode.USAGE, "")
    assert said.splitlines() == [
        "warehouse: the words stand in 2 places:",
        "  1: paragraph 2, span 0-11: …[The smelter] \u2018opens\u2019 in May,…",
        "  2: paragraph 4, span 0-11: …[The smelter] is old.…",
        "  Choose one with --occurrence N, or give more words.",
    ]
    assert desk("cite", "tin-news", "The smelter", "--occurrence", "2")[1].startswith("tin-news#4\n")
    assert desk("cite", "tin-news", "The smelter", "--occurrence", "3")[0] == ExitCode.USAGE


def test_occurrence_that_is_not_there_is_refused(desk: Desk) -> None:
    code, _, said = desk("cite", "tin-news", "80 tons", "--occurrence", "2")
    assert (code, said.splitlines()[1]) == (ExitCode.USAGE, "  Choose one from 1 to 1.")


def test_only_so_many_places_are_listed(desk: Desk) -> None:
    desk.describe(text="tin " * 25)
    said = desk("cite", "tin-news", "tin")[2].splitlines()
    assert (len(said), said[-2]) == (23, "  … and 5 more")


def test_marks_that_act_on_a_terminal_are_shown_as_text(desk: Desk) -> None:
    desk.describe(text="tin \x1b[31m tin\n")
    assert "\\x1b[31m" in desk("cite", "tin-news", "tin")[2]


def test_other_records_may_be_wrong_while_citing(desk: Desk) -> None:
    desk.write("agreements:\n  - key: tin-deal\n", "unfinished.yaml")
    assert desk("cite", "tin-news", "80 tons")[0] == ExitCode.DONE


def test_document_may_stand_in_a_file_that_cannot_be_read(desk: Desk) -> None:
    desk.write("documents:\n\t- key: zinc-news\n", "zinc-news.yaml")
    code, _, said = desk("cite", "zinc-news", "zinc")
    assert code == ExitCode.INVALID_SOURCE
    assert said.startswith("seeds/zinc-news.yaml:2:1  E-tab")


def test_record_of_the_document_must_be_right_for_citing(desk: Desk) -> None:
    desk.describe(sha256="short")
    code, _, said = desk("cite", "tin-news", "80 tons")
    assert code == ExitCode.INVALID_SOURCE
    assert said.startswith("seeds/tin-news.yaml:7:13  E-form")


@pytest.mark.parametrize(
    ("document", "words", "code", "says"),
    [
        ("tin-nws", "80 tons", ExitCode.USAGE, 'did you mean "tin-news"?'),
        ("handbook", "80 tons", ExitCode.USAGE, 'the seeds describe no text of "handbook"'),
        ("tin-news", "may, and makes", ExitCode.USAGE, "run over the paragraphs 2 to 3"),
        ("tin-news", "90 tons", ExitCode.USAGE, "the words are nowhere in the text"),
        ("lead-news", "lead", ExitCode.CONFIGURATION, 'holds no copy of "lead-news"'),
        ("zinc-news", "zinc", ExitCode.FAILED, "zinc-news.txt is not the text"),
    ],
)
def test_words_that_cannot_be_cited(desk: Desk, document: str, words: str, code: int, says: str) -> None:
    desk.describe("lead-news", "Lead.\n").unlink()
    desk.describe("zinc-news", "Zinc.\n").write_text("More zinc.\n")
    found, out, said = desk("cite", document, words)
    assert (found, out) == (code, "")
    assert says in said


def test_uncovered_paragraphs_come_first_and_the_summary_last(desk: Desk) -> None:
    desk.cite("tin-news#2", TONS, "[tin-news#3, tin-news#1]")
    code, out, said = desk("coverage", "tin-news")
    assert (code, said) == (ExitCode.DONE, "")
    assert out.splitlines() == [
        "paragraph    facts  begins",
        "        4        0  The smelter is old.",
        "        1        1  Tin news",
        "        2        1  The smelter \u2018opens\u2019 in May,",
        "        3        2  and makes 80 tons of tin.",
        "paragraph     what  not cited",
        "        2     date  May",
        "3 of 4 paragraphs cited, by 3 facts; 1 of 2 figures, dates and names; 66.6 %.",
    ]


def test_coverage_needs_no_copy(desk: Desk) -> None:
    out = desk.run("seeds", "coverage", "tin-news")[1].splitlines()
    assert out[:2] == ["paragraph    facts", "        1        0"]
    assert out[-1] == "2 of 4 paragraphs cited, by 2 facts."


def test_coverage_shows_no_words_of_a_changed_copy(desk: Desk) -> None:
    (desk.copies / "tin-news.txt").write_text("changed\n")
    code, out, said = desk("coverage", "tin-news")
    assert (code, out.splitlines()[0]) == (ExitCode.DONE, "paragraph    facts")
    assert "holds no unchanged copy of tin-news" in said


def test_long_paragraphs_begin_with_whole_words(desk: Desk) -> None:
    desk.describe(text=f"{'tin  ' * 30}\n")
    desk.cite("tin-news#1")
    assert desk("coverage", "tin-news")[1].splitlines()[1] == f"        1        1  {'tin ' * 15}…"


def test_coverage_as_json(desk: Desk) -> None:
    found: dict[str, Any] = json.loads(desk("coverage", "tin-news", "-f", "json")[1])
    assert found.pop("paragraphs")[:3:2] == [
        {"paragraph": 1, "facts": 0, "begins": "Tin news", "ignored": False},
        {"paragraph": 2, "facts": 1, "begins": "The smelter \u2018opens\u2019 in May,", "ignored": False},
    ]
    assert found == {
        "document": "tin-news",
        "covered": 2,
        "uncovered": 2,
        "facts": 2,
        "items": 2,
        "missing": [{"paragraph": 2, "kind": "date", "words": "May"}],
        "percent": 50.0,
    }


def ignoring(desk: Desk, ignored: str) -> None:
    desk.edit("tin-news.yaml", "paragraphs: 4\n", f"paragraphs: 4\n    ignore: {ignored}\n")


def test_what_is_ignored_on_purpose_counts_as_covered(desk: Desk) -> None:
    desk.cite(TONS, "tin-news#2")
    ignoring(desk, "[1, {paragraph: 2, words: in May, why: The year is not printed}, 4]")
    code, out, _ = desk("coverage", "--require", "100")
    end = "tin-news: 2 of 4 paragraphs cited, 2 ignored, by 2 facts; 2 of 2 figures, dates and names; 100 %.\n"
    assert (code, out) == (ExitCode.DONE, end)
    assert "        1  ignored  Tin news" in desk("coverage", "tin-news")[1].splitlines()
    assert desk("verify")[0] == ExitCode.DONE


def test_coverage_that_is_required_is_reached_or_fails(desk: Desk) -> None:
    ignoring(desk, "1")
    assert desk("coverage", "--require", "70")[0] == ExitCode.FAILED
    assert desk("coverage", "tin-news", "--require", "66")[0] == ExitCode.DONE
    assert desk.run("seeds", "coverage", "--require", "1")[0] == ExitCode.CONFIGURATION


@pytest.mark.parametrize(
    ("ignored", "says"),
    [
        ("[1-3, 2]", 'paragraph 2 is ignored twice: by "1-3" and by "2"'),
        ("[2, {paragraph: 2, words: May, why: Vague}]", 'paragraph 2 is ignored twice: by "2" and by "2: May"'),
        ("5", "there is no paragraph 5; the document has 4"),
        ("3-1", '"3-1" does not run forwards'),
        ("{paragraph: 2, words: May}", "ignored words without a paragraph or a reason"),
        ("{paragraph: 1-2, words: May, why: Vague}", "ignored words without a paragraph or a reason"),
    ],
)
def test_parts_that_cannot_be_ignored_are_refused(desk: Desk, ignored: str, says: str) -> None:
    ignoring(desk, ignored)
    code, _, said = desk("coverage")
    assert code == ExitCode.INVALID_SOURCE
    assert f"E-ignore  {says}" in said


def test_ignored_words_must_be_printed(desk: Desk) -> None:
    ignoring(desk, "{paragraph: 2, words: in June, why: The year is not printed}")
    assert desk.unproven() == [("seeds/tin-news.yaml", 10, 35, "E-ignore")]


def test_names_are_covered_by_facts_about_them(desk: Desk) -> None:
    desk.describe(text="Arcadia and Ruritania trade.\nArcadia, or the AR.\n")
    desk.write(
        "places:\n  - {kind: country, name: Arcadia, key: arcadia, cite: tin-news#1}\n"
        "  - {kind: country, name: Ruritania, key: ruritania, cite: handbook#R}\n"
        "names:\n  - {about: places/arcadia, name: AR, kind: short, cite: tin-news#2}\n",
        "places.yaml",
    )
    missing = json.loads(desk("coverage", "tin-news", "-f", "json")[1])["missing"]
    assert missing == [{"paragraph": 1, "kind": "name", "words": "Ruritania"}]


def test_coverage_of_a_document_that_has_none(desk: Desk) -> None:
    assert desk("coverage", "tin-nws")[2].endswith('did you mean "tin-news"?\n')
    assert desk("coverage", "handbook")[0] == ExitCode.USAGE
