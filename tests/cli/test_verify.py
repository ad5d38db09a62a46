"""``warehouse seeds verify``: what is proven, and what is said where something does not hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import DOCUMENT, TIN, TONS
from warehouse.errors import ExitCode
from warehouse.seeds.templates import text_fields
from warehouse.texts import quote_digest, read_text

if TYPE_CHECKING:
    from tests.cli.conftest import Desk


def test_citations_that_hold_are_proven(desk: Desk) -> None:
    assert desk("verify") == (
        ExitCode.DONE,
        "proven         tin-news: 2 citations, 1 of them with a quote\n",
        "1 of 1 documents proven; 2 citations, 1 of them with a quote; no problem.\n",
    )


def test_folder_may_be_named_by_the_environment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE_DOCUMENTS", str(desk.copies))
    assert desk.run("seeds", "verify")[0] == ExitCode.DONE


def test_quote_that_is_not_there_is_named_with_its_place(desk: Desk) -> None:
    desk.cite("tin-news#2", TONS.replace("10-17", "11-18"))
    code, out, said = desk("verify")
    assert code == ExitCode.FAILED
    found, document = out.splitlines()
    assert found.startswith("seeds/places.yaml:3:53  E-quote  paragraph 3, span 11-18 does not hold the quoted text;")
    assert found.endswith(f"; its text now stands in paragraph 3, span 10-17; write {TONS}")
    assert document == "does not hold  tin-news: 2 citations, 1 of them with a quote"
    assert said.endswith("; 1 problem.\n")


@pytest.mark.parametrize(
    ("citation", "code", "says"),
    [
        (
            TONS.replace("10-17", "19-26"),
            "E-span",
            "span 19-26 runs past the end of paragraph 3, which has 25 characters",
        ),
        ("{document: tin-news, locator: '3', span: 0-26}", "E-span", "cite it anew with: warehouse seeds cite"),
        (TONS.replace(quote_digest("80 tons"), quote_digest("70 tons")), "E-quote", "stands nowhere in the copy"),
        (
            f"{{document: tin-news, locator: '1', span: 0-11, quote_sha256: {quote_digest('The smelter')}}}",
            "E-span",
            "its text stands in 2 places: paragraph 2, span 0-11; paragraph 4, span 0-11",
        ),
        (
            f"{{document: tin-news, locator: '1', quote_sha256: {quote_digest('The smelter is old.')}}}",
            "E-quote",
            "paragraph 1 does not hold the quoted text; its text now stands in paragraph 4, span 0-19",
        ),
    ],
    ids=["span too long", "span without digest", "nowhere", "twice", "whole paragraph"],
)
def test_what_a_citation_gets_wrong_is_said(desk: Desk, citation: str, code: str, says: str) -> None:
    desk.cite(citation)
    assert desk.unproven() == [("seeds/places.yaml", 2, 53, code)]
    assert says in desk("verify")[1]


def test_digest_without_a_span_is_that_of_the_paragraph(desk: Desk) -> None:
    desk.cite(f"{{document: tin-news, locator: '1', quote_sha256: {quote_digest('Tin news')}}}")
    assert desk("verify")[0] == ExitCode.DONE


def test_changed_text_names_every_citation_that_moved(desk: Desk) -> None:
    tin = f"{{document: tin-news, locator: '1', span: 0-3, quote_sha256: {quote_digest('Tin')}}}"
    desk.cite("tin-news#4", TONS, tin)
    (desk.copies / "tin-news.txt").write_text(f"Tin\nnew first line\n{TIN}")
    assert desk.unproven() == [
        ("seeds/places.yaml", 3, 53, "E-span"),
        ("seeds/tin-news.yaml", 7, 13, "E-changed"),
        ("seeds/tin-news.yaml", 7, 13, "E-unproven"),
    ]
    code, out, _ = desk("verify")
    assert code == ExitCode.FAILED
    assert "its text now stands in paragraph 5, span 10-17" in out
    assert "characters: 103, paragraphs: 6" in out
    assert "1 of 3 citations carry no quote_sha256" in out


def test_mending_as_told_proves_a_changed_text(desk: Desk) -> None:
    changed = f"new first line\n{TIN}"
    (desk.copies / "tin-news.txt").write_text(changed)
    told = desk("verify")[1].partition("; write ")[2].partition("\n")[0]
    desk.describe(text=changed)
    desk.cite("tin-news#3", told)
    assert desk("verify")[0] == ExitCode.DONE


def test_paragraph_that_a_changed_text_no_longer_has_is_named(desk: Desk) -> None:
    desk.cite("tin-news#4")
    (desk.copies / "tin-news.txt").write_text("Tin news\n")
    assert ("seeds/places.yaml", 2, 53, "E-paragraph") in desk.unproven()


@pytest.mark.parametrize(("field", "line"), [("characters", 8), ("paragraphs", 9)])
def test_wrong_counts_are_named_at_their_field(desk: Desk, field: str, line: int) -> None:
    desk.describe(**{field: "99"})
    assert desk.unproven() == [("seeds/tin-news.yaml", line, 17, f"E-{field}")]


def test_copy_that_is_not_utf_8_is_named(desk: Desk) -> None:
    (desk.copies / "tin-news.txt").write_bytes(b"Tin\xff\n")
    code, out, _ = desk("verify")
    assert code == ExitCode.FAILED
    assert "seeds/tin-news.yaml:7:13  E-text  tin-news.txt, line 1: byte 0xff is not UTF-8" in out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            b"%PDF-1.7\n",
            "tin-news.txt is a PDF or a packed file, and no text; Take its text out, such as",
        ),
        ("Tin\n".encode("utf-16"), "tin-news.txt is UTF-16; Save the text as UTF-8, such as with: iconv -f UTF-16"),
        ("\uc8fc\uc11d ".encode("cp949") * 30, "is not UTF-8; Save the text as UTF-8, such as with: iconv -f CP949"),
        (b"caf\xe9\n", "is not UTF-8; Save the text as UTF-8, such as with: iconv -f CP1252"),
    ],
    ids=["pdf", "utf-16", "korean", "latin"],
)
def test_copy_that_is_no_text_is_told_with_what_to_do(desk: Desk, content: bytes, says: str) -> None:
    (desk.copies / "tin-news.txt").write_bytes(content)
    assert says in desk("verify")[1]


def test_name_that_is_not_printed_is_told_with_its_place(desk: Desk) -> None:
    desk.write("names:\n  - {about: places/arcadia, name: AR, kind: short, cite: tin-news#1}\n", "names.yaml")
    code, out, said = desk("verify")
    assert code == ExitCode.FAILED
    assert out.splitlines()[0].startswith(
        'seeds/names.yaml:2:35  E-unprinted  "AR" is not printed there: paragraph 1 prints "Tin news"; mend it, '
    )
    assert said.endswith("; 1 problem.\n")


def test_figures_are_compared_in_texts_with_other_line_ends_and_letters(desk: Desk) -> None:
    text = "Tin news\r\n\r\nSa\u0303o Pau\xadlo ma\u200bkes\r\n80\u00a0tons\r\n"
    copy = desk.copies / "tin-news.txt"
    copy.write_bytes(text.encode())
    desk.write(DOCUMENT.format(key="tin-news", **text_fields(read_text(copy))), "tin-news.yaml")
    desk.cite("tin-news#2")
    desk.write(
        "names:\n  - {about: places/arcadia, name: S\u00e3o Paulo, kind: alias, cite: tin-news#2}\n", "names.yaml"
    )
    assert desk("verify")[0] == ExitCode.DONE


def test_reference_work_with_a_text_is_cited_by_section_all_the_same(desk: Desk) -> None:
    text = desk.copies / "handbook.txt"
    text.write_text("Handbook\n")
    sha256 = quote_digest("Handbook\n")
    record = f"{{key: handbook, kind: reference, title: Handbook, language: en, sha256: {sha256}}}"
    desk.write(f"documents:\n  - {record}\n", "handbook.yaml")
    assert "proven         handbook: 0 citations" in desk("verify")[1]


def test_document_without_a_copy_is_not_verified(desk: Desk) -> None:
    desk.describe("lead-news", "Lead.\n").unlink()
    code, out, said = desk("verify")
    assert code == ExitCode.DONE
    assert "not verified   lead-news: no copy\n" in out
    assert said.startswith("1 of 2 documents proven;")
    assert "1 without a copy" in said


def test_large_copy_is_proven_and_covered(desk: Desk) -> None:
    lines = "Tinworks made 80 tons of tin in May 2029, about 9 % more.\n" * 20
    desk.describe(text=f"Tin news\nThe smelter\nand makes 80 tons\n{lines}{('tinandlead' * 50 + ' ') * 10_000}\n")
    assert desk("verify")[0] == ExitCode.DONE
    assert "of 61 figures, dates and names" in desk("coverage", "tin-news")[1].splitlines()[-1]


def test_pdf_in_the_place_of_a_text_is_told_with_what_to_do(desk: Desk) -> None:
    desk.describe("lead-news", "Lead.\n").rename(desk.copies / "lead-news.pdf").write_bytes(b"%PDF-1.7\n")
    assert "such as with: pdftotext -layout lead-news.pdf lead-news.txt" in desk("verify")[2]


def test_folder_without_any_copy_is_the_wrong_one(desk: Desk) -> None:
    (desk.copies / "tin-news.txt").rename(desk.copies / "other.md").write_text("something else")
    code, _, said = desk("verify")
    assert code == ExitCode.CONFIGURATION
    assert "holds no copy of any document" in said


def test_folder_must_be_named_and_be_there(desk: Desk) -> None:
    code, _, said = desk.run("seeds", "verify")
    assert (code, said.splitlines()[0]) == (ExitCode.CONFIGURATION, "warehouse: no documents folder is named")
    assert desk.run("seeds", "verify", "--documents", str(desk.copies / "gone"))[0] == ExitCode.CONFIGURATION


def test_invalid_seeds_are_not_verified(desk: Desk) -> None:
    desk.cite("tin-news#99")
    code, _, said = desk("verify")
    assert code == ExitCode.INVALID_SOURCE
    assert "E-paragraph" in said


def test_proofs_as_json(desk: Desk) -> None:
    assert json.loads(desk("verify", "--format", "json")[1]) == {
        "documents": [
            {
                "document": "tin-news",
                "outcome": "proven",
                "copy": str(desk.copies / "tin-news.txt"),
                "citations": 2,
                "quotes": 1,
            }
        ],
        "tables": [],
        "problems": [],
    }
