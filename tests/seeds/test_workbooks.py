"""Tables in workbooks: superscripts, merged heads, formats, formulas and sheets."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.tables import TableFolder, simple
from warehouse.seeds.tables.workbooks import raised

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RAISED = InlineFont(vertAlign="superscript")


@pytest.fixture
def folder(tmp_path: Path) -> TableFolder:
    return TableFolder(tmp_path)


def workbook(*rows: Sequence[Any], merge: str = "", formats: dict[str, str] | None = None, more: str = "") -> bytes:
    """Return the bytes of a workbook of one sheet, and of a second one if it has a name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Output"
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    for cell, form in (formats or {}).items():
        sheet[cell].number_format = form
    if more:
        book.create_sheet(more).append(["nothing"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def lay(folder: TableFolder, table: bytes, *lines: str, columns: str = "Country, Output", rows: int = 1) -> None:
    mapping = simple(*lines, columns=columns, rows=rows).replace("t.csv", "t.xlsx")
    folder.lay(table, mapping, "t.xlsx")


def first(folder: TableFolder) -> dict[str, Any]:
    record: dict[str, Any] = folder.convert().records[0][1]
    return record


def told(folder: TableFolder) -> str:
    from warehouse.yamlfiles import ProblemsFound

    with pytest.raises(ProblemsFound) as caught:
        folder.convert()
    (problem,) = caught.value.problems
    return f"{problem.position} {problem.code} {problem.what}"


@pytest.mark.parametrize(
    ("value", "form", "wanted"),
    [
        (1200, "General", "1200"),
        (0.1 + 0.2, "General", "0.3"),
        (60.2, "0.00", "60.20"),
        (1234567.5, "#,##0.00", "1234567.50"),
        (12.34, "0", "12.34"),
        (1e-7, "General", "0.0000001"),
        (-5, "#,##0", "-5"),
        ("1,200", "General", "1200"),
    ],
)
def test_a_number_keeps_its_digits_and_the_zeros_of_its_format(
    folder: TableFolder, value: object, form: str, wanted: str
) -> None:
    lay(folder, workbook(["Country", "Output"], ["Sylvania", value], formats={"B2": form}))
    assert first(folder)["value"] == wanted


def test_a_superscript_is_a_footnote_and_no_part_of_the_number(folder: TableFolder) -> None:
    cell = CellRichText(TextBlock(RAISED, "12"), "16,000")
    table = workbook(["Country", "Output"], ["Sylvania", cell])
    lay(folder, table)
    assert told(folder) == 't.xlsx:2:2 E-table-cell the raised "12" of "¹²16,000" is not explained (Output)'
    lay(folder, table, 'markers: {footnotes: ["12"]}')
    made = first(folder)
    assert (made["value"], made["words"]) == ("16000", "¹²16,000")


def test_a_raised_e_is_an_estimate_and_a_raised_year_keeps_its_mark(folder: TableFolder) -> None:
    head = CellRichText("2024", TextBlock(RAISED, "e"))
    lay(folder, workbook(["Country", head], ["Sylvania", CellRichText("5", TextBlock(RAISED, "e"))]), "markers: usgs")
    folder.mapping.write_text(folder.mapping.read_text().replace("Output", "2024ᵉ"))
    made = first(folder)
    assert (made["value"], made["status"], made["cite"]["locator"]) == ("5", "estimated", "row 2, 2024ᵉ")


def test_a_merged_head_names_all_columns_below_it(folder: TableFolder) -> None:
    table = workbook(["Country", "2020", None], [None, "Output", "Reserves"], ["Sylvania", 1, 2], merge="B1:C1")
    lay(folder, table, "head: [1, 2]", columns="Country, 2020 / Output, 2020 / Reserves")
    folder.mapping.write_text(folder.mapping.read_text().replace("column: Output", "column: 2020 / Output"))
    assert first(folder)["value"] == "1"


def test_a_formula_without_a_result_is_told(folder: TableFolder) -> None:
    lay(folder, workbook(["Country", "Output"], ["Sylvania", "=1+2"]))
    assert told(folder) == "t.xlsx:2:2 E-table-cell a formula whose result is not in the file (Output)"


def test_a_formula_with_a_result_has_its_value(folder: TableFolder) -> None:
    table = workbook(["Country", "Output"], ["Sylvania", "=1+2"])
    lay(folder, edited(table, "xl/worksheets/sheet1.xml", b"<f>1+2</f><v></v>", b"<f>1+2</f><v>3</v>"))
    assert first(folder)["value"] == "3"


def edited(table: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return the workbook with a piece of one of its parts replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(table)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                content = content.replace(b"<v />", b"<v></v>").replace(b"<v/>", b"<v></v>")
                assert old in content
                content = content.replace(old, new)
            after.writestr(name, content)
    return stream.getvalue()


def test_one_of_two_sheets_must_be_named_and_is_cited(folder: TableFolder) -> None:
    table = workbook(["Country", "Output"], ["Sylvania", 1], more="Notes")
    lay(folder, table)
    assert told(folder) == "t.xlsx:1:1 E-table-sheet there are 2 sheets"
    lay(folder, table, "sheet: Outputs")
    assert told(folder) == 't.xlsx:1:1 E-table-sheet there is no sheet "Outputs"'
    lay(folder, table, "sheet: Output")
    assert first(folder)["cite"]["locator"] == "Output, row 2, Output"


def test_a_day_is_written_as_one_and_an_error_is_unexplained(folder: TableFolder) -> None:
    lay(folder, workbook(["Country", "Output"], ["Sylvania", date(2025, 7, 10)]))
    assert '"2025-07-10" is neither' in told(folder)
    lay(folder, workbook(["Country", "Output"], ["Sylvania", "#N/A"]))
    assert '"#N/A" is neither' in told(folder)


def test_a_share_is_written_as_its_format_shows_it(folder: TableFolder) -> None:
    lay(folder, workbook(["Country", "Output"], ["Sylvania", 0.435], formats={"B2": "0%"}))
    assert '"43.5%" is neither' in told(folder)


@pytest.mark.parametrize("name", ["t.xls", "t.ods"])
def test_formats_that_are_not_read(folder: TableFolder, name: str) -> None:
    folder.lay(b"x", simple().replace("t.csv", name), name)
    assert told(folder).startswith(f"{name}:1:1 E-table-file a file of the kind .")


@pytest.mark.parametrize("content", [b"PK not a workbook", b"Country,Output\nSylvania,1\n"])
def test_a_file_that_is_no_workbook(folder: TableFolder, content: bytes) -> None:
    lay(folder, content)
    assert told(folder) == "t.xlsx:1:1 E-table-file the file is no workbook"


def test_an_archive_that_is_no_workbook(folder: TableFolder) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    lay(folder, stream.getvalue())
    assert told(folder).startswith("t.xlsx:1:1 E-table-file the workbook cannot be read: ")


def test_an_empty_sheet(folder: TableFolder) -> None:
    lay(folder, workbook())
    assert told(folder) == 't.xlsx:1:1 E-table-file the sheet "Output" is empty'


def test_superscripts_become_characters_that_stay_raised() -> None:
    assert raised("12e") == "¹²ᵉ"
