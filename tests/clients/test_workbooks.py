"""LibreOffice opens the workbook of every report, and shows numbers, units and dates as they are meant."""

from __future__ import annotations

import csv
import re
import subprocess
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.clients.programs import command
from tests.conftest import ROOT
from warehouse.reports.definition import list_reports

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.clients, pytest.mark.holds("curated")]

AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true"
"""The first sheet as csv in UTF-8, the cells as they are shown."""
GIVEN = {"entity-dossier": ["-p", "entity=posco-group"]}


def convert(books: list[Path], folder: Path, to: str) -> None:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    options = ["--headless", "--norestore", profile, "--convert-to", to, "--outdir", str(folder)]
    subprocess.run([command("soffice"), *options, *books], capture_output=True, check=True, timeout=600)


def converted(books: list[Path], folder: Path) -> dict[str, list[list[str]]]:
    """Give what LibreOffice shows of each workbook."""
    convert(books, folder, AS_SHOWN)
    shown = {}
    for book in books:
        with (folder / f"{book.stem}.csv").open(newline="") as lines:
            shown[book.stem] = list(csv.reader(lines))
    return shown


def test_every_workbook_is_opened(warehouse: Warehouse, tmp_path: Path) -> None:
    command("soffice")
    books = []
    for report in list_reports(ROOT / "sql"):
        books.append(tmp_path / f"{report.name}.xlsx")
        assert warehouse("report", "run", report.name, *GIVEN.get(report.name, []), "-o", str(books[-1]))[0] == 0
    books.append(tmp_path / "book.xlsx")
    assert warehouse("report", "book", str(books[-1]))[0] == 0
    shown = converted(books, tmp_path)
    assert all(set(report.header.columns) <= set(shown[report.name][0]) for report in list_reports(ROOT / "sql"))
    assert [row[0] for row in shown["book"]][:3] == ["report", "agreement-register", "annualised-values"]
    (total, *_) = (row for row in shown["contract-values"] if "portfolio total" in row)
    assert {"1,760,000,000,000 KRW", "1,210,000,000 USD"} <= set(total)
    assert "99.3%" in {cell for row in shown["import-dependence"] for cell in row}
    dates = {cell for row in shown["milestones-due"] for cell in row}
    assert {"2027", "2027-12-31"} <= dates


def test_charts_are_drawn_from_their_cells(warehouse: Warehouse, tmp_path: Path) -> None:
    command("soffice")
    book = tmp_path / "book.xlsx"
    assert warehouse("report", "book", str(book))[0] == 0
    with ZipFile(book) as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) >= 15
    convert([book], tmp_path, "ods")
    convert([book], tmp_path, "pdf")
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF")
    with ZipFile(tmp_path / "book.ods") as parts:
        drawn = [
            parts.read(name).decode() for name in parts.namelist() if re.fullmatch(r"Object \d+/content\.xml", name)
        ]
    assert len(drawn) == len(charts)
    (values,) = (text for text in drawn if "Contract values: KRW" in text)
    assert "Permanent magnets for a European automaker" in values
    assert 'office:value="1760000000000"' in values
    (about,) = (row for row in converted([book], tmp_path)["book"] if row[0] == "agreement-register")
    assert "a spreadsheet draws no matrix" in about[-1]
