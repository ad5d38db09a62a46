"""``warehouse report book``: contents, one numbering of the sources, one snapshot, and what is refused or left out."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.reports import workbook
from tests.reports.readback import Page
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.holds("curated")]

ROWS = """\
/* report
title: Rows
question: Which rows?
grain: [number]
columns:
  number: {meaning: a number}
  words: {meaning: some words}
chart: {kind: bar, x: words, y: number}
*/
SELECT i AS number, 'row ' || i AS words FROM generate_series(1, 1) AS i ORDER BY i;
"""
TRANSACTION = """\
/* report
title: Transaction
question: Which one?
grain: [isolation]
columns:
  isolation: {meaning: its isolation}
  began: {meaning: when it began}
*/
SELECT current_setting('transaction_isolation') AS isolation, transaction_timestamp() AS began ORDER BY 1;
"""


@pytest.fixture
def page(warehouse: Warehouse) -> Page:
    """Write a book of all reports, and read it."""
    target = warehouse.project / "book.html"
    code, out, said = warehouse("report", "book", str(target))
    assert (code, out) == (ExitCode.DONE, ""), said
    assert "Left out, because they need a value (-p): entity-dossier." in said
    return Page(target.read_bytes())


def test_every_report_stands_in_the_contents_and_every_link_leads_to_one_place(page: Page) -> None:
    places = Counter(given["id"] for _, given in page.tags if "id" in given)
    links = [str(given["href"])[1:] for tag, given in page.tags if tag == "a"]
    sections = [given["id"] for tag, given in page.tags if tag == "section" and "id" in given]
    assert set(places.values()) == {1}
    assert set(links) <= set(places)
    assert links[: len(sections)] == sections
    assert len(sections) == 34
    assert sum(tag == "svg" for tag, _ in page.tags) >= 28


def test_sources_are_numbered_once_for_all_reports(page: Page) -> None:
    numbers = [int(given["value"] or "") for tag, given in page.tags if tag == "li" and "value" in given]
    assert numbers == list(range(1, len(numbers) + 1))
    first_marks = [given["id"] for tag, given in page.tags if tag == "a" and str(given.get("id")).startswith("mark-")]
    assert first_marks == [f"mark-{number}" for number in numbers]
    assert sum(tag == "h2" and given.get("id") == "sources" for tag, given in page.tags) == 1
    assert re.search('database "[a-z0-9_]+" at 127', page.text)
    assert "load run" in page.text


def test_a_workbook_has_a_sheet_for_each_report_and_one_of_sources(warehouse: Warehouse) -> None:
    warehouse.add_report("a-name-that-is-longer-than-a-sheet-can-have", ROWS)
    warehouse.add_report("a-name-that-is-longer-than-a-sheet-may-have", ROWS)
    target = warehouse.project / "book.xlsx"
    names = ["contract-values", "country-flows", "a-name-that-is-longer-than-a-sheet-can-have"]
    names.append("a-name-that-is-longer-than-a-sheet-may-have")
    assert warehouse("report", "book", str(target), *names)[0] == ExitCode.DONE
    sheets = workbook.read(target.read_bytes())
    assert list(sheets) == [
        "Contents", "contract-values", "country-flows", "a-name-that-is-longer-than-a-sh",
        "a-name-that-is-longer-than-a--2", "Sources", "About", "Chart data",
    ]  # fmt: skip
    assert [row[0] for row in sheets["Contents"].rows()] == ["report", *names]
    marks = [set(re.findall(r"\[(\d+)\]", str(sheets[name].rows()))) for name in names[:2]]
    numbers = [row[0] for row in sheets["Sources"].rows()[1:]]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert marks[0] < marks[1] == set(numbers), "a source of both reports has one number"


def test_all_reports_read_one_snapshot(warehouse: Warehouse) -> None:
    for name in ("one", "two"):
        warehouse.add_report(name, TRANSACTION)
    target = warehouse.project / "book.html"
    assert warehouse("report", "book", str(target), "one", "two")[0] == ExitCode.DONE
    one, two = (row for row in Page(target.read_bytes()).cells if row[0] == "repeatable read")
    assert one == two


def test_a_book_shows_the_past(warehouse: Warehouse) -> None:
    target = warehouse.project / "book.html"
    assert warehouse("report", "book", str(target), "contract-values", "--as-of", "1")[0] == ExitCode.DONE
    assert "as of" in Page(target.read_bytes()).text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["book.html", "entity-dossier"], ExitCode.USAGE, 'report entity-dossier needs a value for "entity" (text)'),
        (["book.html", "contract-value"], ExitCode.USAGE, "contract-values"),
        (["book.html", "-p", "curency=KRW"], ExitCode.USAGE, 'no report of the book has a parameter "curency"'),
        (["book.html", "prices", "-p", "currency=XYZ"], ExitCode.USAGE, "'XYZ' cannot be currency (text) of report"),
        (["book.docx"], ExitCode.USAGE, '" does not tell a kind of book\n  End the name in .html, .xlsx, .pdf.'),
        (["nowhere/book.html", "prices"], ExitCode.PERMISSION, "cannot write"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_a_book_is_refused_before_anything_is_written(
    warehouse: Warehouse, arguments: list[str], code: ExitCode, said: str
) -> None:
    target, *others = arguments
    found, out, told = warehouse("report", "book", str(warehouse.project / target), *others)
    assert (found, out) == (code, "")
    assert said in told
    assert not (warehouse.project / target).exists()
    assert [path.name for path in warehouse.project.iterdir() if path.name.startswith(".book")] == []


def test_a_value_goes_to_each_report_that_has_the_parameter(warehouse: Warehouse) -> None:
    target = warehouse.project / "book.html"
    code, _, said = warehouse("report", "book", str(target), "entity-dossier", "freshness", "-p", "entity=posco-group")
    assert code == ExitCode.DONE, said
    assert "entity-dossier: entity posco-group" in Page(target.read_bytes()).text


@pytest.mark.parametrize("rows", [0, 1, 100_000])
def test_a_book_holds_few_and_many_rows(warehouse: Warehouse, rows: int) -> None:
    warehouse.add_report("rows", ROWS.replace("(1, 1)", f"(1, {rows})"))
    for name in ("book.html", "book.xlsx"):
        assert warehouse("report", "book", str(warehouse.project / name), "rows")[0] == ExitCode.DONE
    text = (warehouse.project / "book.html").read_text()
    assert f"<p>{rows} row{'' if rows == 1 else 's'}</p>" in text
    assert ("No chart: the answer has more than 500 rows." in text) == (rows > 500)
    assert text.count("<svg") == (rows <= 500)
    with ZipFile(warehouse.project / "book.xlsx") as book:
        assert f"{rows} row" in book.read("xl/worksheets/sheet1.xml").decode()


def test_without_a_browser_a_pdf_is_refused(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    target = warehouse.project / "book.pdf"
    code, out, said = warehouse("report", "book", str(target), "contract-values")
    assert (code, out) == (ExitCode.CONFIGURATION, "")
    assert "a PDF is printed by Chromium" in said
    assert "write the book as .html" in said
    assert not target.exists()


def test_a_browser_that_prints_nothing_is_told(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\necho 'no display' >&2\nexit 1\n")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    code, _, said = warehouse("report", "book", str(warehouse.project / "book.pdf"), "contract-values")
    assert code == ExitCode.CONFIGURATION
    assert "did not print the book: no display" in said
    assert not (warehouse.project / "book.pdf").exists()


@pytest.mark.skipif(
    not (shutil.which("chromium") or shutil.which("google-chrome")),
    reason="neither chromium nor google-chrome is there",
)
def test_a_pdf_is_printed(warehouse: Warehouse) -> None:
    target = warehouse.project / "book.pdf"
    code, _, said = warehouse("report", "book", str(target), "contract-values", "country-flows")
    assert code == ExitCode.DONE, said
    printed = target.read_bytes()
    assert printed.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 3
