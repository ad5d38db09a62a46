"""The workbook: typed cells that keep their digits, nothing that calculates, and words about what did not fit."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.reports.answers import PUSH, answer, nothing, texts, written
from tests.reports.workbook import Sheet, read
from warehouse.errors import UsageError
from warehouse.reports.result import Row


def column(type_name: str, *cells: str | None) -> dict[str, Sheet]:
    """Write a column of this type and read the workbook."""
    rows = (Row((cell,), ((),)) for cell in cells)
    return read(written(answer(*rows, types={"amount": type_name}), "xlsx"))


def said(sheets: dict[str, Sheet]) -> str:
    return "\n".join(" ".join(cell or "" for cell in row).strip() for row in sheets["About"].rows())


@pytest.mark.parametrize(
    ("type_name", "cell", "form"),
    [
        ("numeric", "1.10", "0.00"),
        ("numeric", "-0.000000001", "0.000000000"),
        ("numeric", "9.95", "0.00"),
        ("numeric", "123456789012.345", "0.000"),
        ("bigint", "622000000", "0"),
        ("integer", "2025", "0"),
        ("double precision", "1000000000000000000000", "0"),
        ("date", "1900-03-01", "yyyy-mm-dd"),
        ("date", "9999-12-31", "yyyy-mm-dd"),
        ("timestamptz", "2026-02-18T23:59:59.999Z", 'yyyy-mm-dd"T"hh:mm:ss.000"Z"'),
        ("timestamptz", "2026-02-18T00:30:00Z", 'yyyy-mm-dd"T"hh:mm:ss"Z"'),
    ],
)
def test_cell_is_a_number_that_shows_its_digits(type_name: str, cell: str, form: str) -> None:
    found = column(type_name, cell)["Answer"].cells["A2"]
    assert (found.kind, found.form, found.shown) == ("number", form, cell)


@pytest.mark.parametrize(
    ("type_name", "cell"),
    [
        ("numeric", "1234567890123456.7"),
        ("bigint", "9007199254740993"),
        ("numeric", "NaN"),
        ("double precision", "-Infinity"),
        ("numeric", "0." + "0" * 30 + "1"),
        ("numeric", "9" * 400),
        ("date", "1899-12-31"),
        ("date", "infinity"),
        ("date", "0044-03-15 BC"),
        ("timestamptz", "2026-02-18T00:30:00.123456Z"),
        ("timestamptz", "1850-01-01T00:00:00Z"),
    ],
)
def test_cell_that_would_change_stays_a_text_and_that_is_said(type_name: str, cell: str) -> None:
    sheets = column(type_name, cell, None)
    assert (sheets["Answer"].cells["A2"].kind, sheets["Answer"].cells["A2"].stored) == ("text", cell)
    assert "amount: 1 kept as text" in said(sheets)


@pytest.mark.parametrize("cell", ["2026-02-18", "1900-03-01"])
def test_a_whole_day_among_texts_is_a_date(cell: str) -> None:
    found = column("text", cell)["Answer"].cells["A2"]
    assert (found.kind, found.form, found.shown) == ("number", "yyyy-mm-dd", cell)


@pytest.mark.parametrize("cell", ["2026", "2026-02", "2026-02-30", "1899-12-31", "2026-02-18~", " 2026-02-18"])
def test_a_partial_date_stays_as_printed(cell: str) -> None:
    sheets = column("text", cell)
    assert (sheets["Answer"].cells["A2"].kind, sheets["Answer"].cells["A2"].stored) == ("text", cell)
    assert "kept as text" not in said(sheets)


def quantities(unit: str, type_name: str, *rows: tuple[str, str | None]) -> list[tuple[str, str]]:
    """Write quantities with a column of their currency, and give the number format and the text of each."""
    result = answer(
        *(Row(cells, ((), ())) for cells in rows), types={"worth": type_name, "currency": "text"}, units={"worth": unit}
    )
    cells = read(written(result, "xlsx"))["Answer"].cells
    return [(cells[f"A{place}"].form, cells[f"A{place}"].shown) for place in range(2, len(rows) + 2)]


@pytest.mark.parametrize(
    ("unit", "type_name", "cell", "form"),
    [
        ("see currency", "numeric", "622000000.10", '#,##0.00" KRW"'),
        ("see nothing", "numeric", "1", "#,##0"),
        ("percent", "numeric", "99.3", '#,##0.0"%"'),
        ("years", "numeric", "6", '#,##0" years"'),
        ("documents", "integer", "3", "#,##0"),
        ('5" pipes', "numeric", "3", """#,##0" 5' pipes\""""),
        ("x" * 300, "numeric", "3", "#,##0"),
    ],
)
def test_quantities_have_separators_and_units(unit: str, type_name: str, cell: str, form: str) -> None:
    assert quantities(unit, type_name, (cell, "KRW")) == [(form, cell)]


def test_each_amount_has_the_currency_of_its_row() -> None:
    rows = (("1", "KRW"), ("2", "USD"), ("3", None))
    assert [form for form, _ in quantities("see currency", "numeric", *rows)] == ['#,##0" KRW"', '#,##0" USD"', "#,##0"]


def test_a_workbook_has_no_more_number_formats_than_programs_open() -> None:
    rows = [("1", f"C{number}") for number in range(500)]
    assert len({form for form, _ in quantities("see currency", "numeric", *rows)}) <= 160


def test_truth_values_are_truth_values() -> None:
    assert [cell.kind for cell in column("boolean", "true", "false")["Answer"].cells.values()][2:] == ["boolean"] * 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "{=1}", "0012", "1e5"])
def test_no_text_calculates(text: str) -> None:
    cell = read(written(texts(text), "xlsx"))["Answer"].cells["A2"]
    assert (cell.kind, cell.stored) == ("text", text)
    assert cell.is_quoted == text.startswith(("=", "+", "-", "@", "\t")), "stays a text when its cell is edited"


def test_no_text_becomes_a_link() -> None:
    data = written(
        texts("https://example.org/x", "mailto:a@example.org", "internal:About!A1", "file:///etc/passwd"), "xlsx"
    )
    with ZipFile(BytesIO(data)) as book:
        assert b"hyperlink" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", ["a" * 1_000_000, "한" * 40_000, "x" + "😀" * 20_000])
def test_text_that_is_too_long_is_cut_and_that_is_said(text: str) -> None:
    sheets = read(written(texts(text, "short"), "xlsx"))
    stored = sheets["Answer"].cells["A2"].stored
    assert 32_765 < len(stored.encode("utf-16-le")) / 2 <= 32_767
    kept, _, note = stored.rpartition("…")
    assert note == f" [cut: {len(text):,} characters]"
    assert text.startswith(kept)
    assert "company: 1 cut" in said(sheets)


def test_longest_text_that_fits_is_whole() -> None:
    sheets = read(written(texts("a" * 32_767), "xlsx"))
    assert sheets["Answer"].cells["A2"].stored == "a" * 32_767
    assert "cut" not in said(sheets)


def test_heads_stay_in_view_and_filter() -> None:
    sheets = read(written(answer(), "xlsx"))
    assert list(sheets) == ["Answer", "Sources", "About"]
    assert [sheet.frozen_rows for sheet in sheets.values()] == [1, 1, 0]
    assert [sheet.filtered for sheet in sheets.values()] == ["A1:J7", "A1:F3", None]


def test_columns_are_as_wide_as_their_cells() -> None:
    narrow, korean, wide = (
        read(written(texts(text), "xlsx"))["Answer"].widths[0] for text in ("a" * 20, "한" * 20, "a" * 5000)
    )
    assert narrow + 19 < korean < narrow + 21
    assert 60 < wide < 64


def test_a_cited_column_of_numbers_holds_numbers_only() -> None:
    rows = Row(("1",), ((PUSH,),)), Row(("2",), ((),))
    cells = read(written(answer(*rows, types={"amount": "integer"}), "xlsx"))["Answer"].cells
    assert {name: (cell.kind, cell.stored) for name, cell in cells.items() if name[1] != "1"} == {
        "A2": ("number", "1"),
        "B2": ("text", "[1]"),
        "A3": ("number", "2"),
    }


def test_about_says_what_the_report_is() -> None:
    about = said(read(written(answer(currency="KRW", kinds=["a"], party=None), "xlsx")))
    for line in (
        "title Contract <values>",
        "question What is it worth?",
        "answer 6 rows",
        "currency KRW",
        'kinds ["a"]',
        "amount numeric the amount  not said",
        "load run 7",
        "started at 2026-02-22T00:00:00Z",
    ):
        assert line in about.split("\n"), line


@pytest.mark.slow
def test_more_rows_than_a_sheet_are_refused() -> None:
    result = nothing()
    none = Row((None,) * 8, ((),) * 8)
    result.rows = (none for _ in range(1_048_576))
    with pytest.raises(UsageError, match=r"more rows than a spreadsheet can hold \(1048575\)"):
        written(result, "xlsx")


def test_rows_are_as_high_as_their_longest_text() -> None:
    long, lines, korean = "word " * 60, "a\nb\nc", "희토류" * 12
    with ZipFile(BytesIO(written(texts(long, lines, korean, "one"), "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    heights = [re.search(r' ht="(\d+)"', row) for row in re.findall("<row [^>]*>", sheet)]
    assert [int(found[1]) if found else None for found in heights] == [None, 5 * 15, 3 * 15, 2 * 15, None]
