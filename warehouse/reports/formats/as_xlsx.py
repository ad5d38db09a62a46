"""A workbook: the answer with typed cells, its sources, and what it is about.

Numbers are numbers with all their digits in view; a cited column is followed by one with its marks, such as ``[1][2]``,
so that it stays a column of numbers. No text becomes a formula, a link or a number. What a spreadsheet cannot hold is
said on the sheet About: numbers of more than 15 digits and days before March 1900 stand as texts, texts over 32,767
characters are cut. The same answer gives the same bytes.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

from warehouse.reports.formats.about import answered, asked
from warehouse.reports.formats.sheet import Formats, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.reports.result import Citation, Result

    Line = tuple[str | None, ...]


def write(result: Result, stream: IO[bytes], _width: int | None) -> None:
    """Write the workbook; it is put together in temporary files, not in memory.

    Raises:
        UsageError: The answer has more rows than a sheet.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with TemporaryDirectory(prefix="warehouse-xlsx-") as folder:
        path = Path(folder, "answer.xlsx")
        try:
            with Workbook(str(path), _options(folder)) as book:
                book.use_zip64()
                book.set_properties(_properties(result))
                formats = Formats(book)
                notes = _answer(result, Sheet(book, formats, "Answer"))
                _sources(result.citations, Sheet(book, formats, "Sources"))
                _about(result, notes, Sheet(book, formats, "About"))
        except FileCreateError as error:
            raise OSError(*getattr(error.args[0], "args", error.args)) from error
        with path.open("rb") as written:
            shutil.copyfileobj(written, stream)


def _options(folder: str) -> dict[str, Any]:
    never = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    return {"constant_memory": True, "tmpdir": folder, **never}


def _properties(result: Result) -> dict[str, Any]:
    header = result.report.header
    created = datetime.fromisoformat(result.run.started_at)
    return {"title": header.title, "subject": header.question, "created": created}


def _answer(result: Result, sheet: Sheet) -> list[str]:
    """Write the rows; give sentences about what the sheet could not show as it is."""
    cited = result.report.header.cite
    places: list[int] = []
    heads: list[str] = []
    for column in result.columns:
        places.append(len(heads))
        heads += [column.name, f"{column.name} sources"] if column.name in cited else [column.name]
    sheet.heads(heads)
    types = [column.type for column in result.columns]
    for row in result.rows:
        sheet.next_row()
        for place, cell, type_name, marks in zip(places, row.cells, types, row.marks, strict=True):
            sheet.cell(place, cell, type_name)
            if marks:
                sheet.cell(place + 1, "".join(f"[{citation.number}]" for citation in marks))
    sheet.finish()
    return list(_notes(heads, sheet))


def _notes(heads: Sequence[str], sheet: Sheet) -> Iterator[str]:
    yield f"{sheet.row} row{'' if sheet.row == 1 else 's'}"
    for column, count in sorted(sheet.kept_as_text.items()):
        yield f"{heads[column]}: {count} kept as text, which a spreadsheet would change"
    for column, count in sorted(sheet.cut.items()):
        yield f"{heads[column]}: {count} cut, with … at the end; a spreadsheet cell holds 32767 characters"


def _sources(citations: Sequence[Citation], sheet: Sheet) -> None:
    sheet.heads(["number", "document", "title", "section", "date", "place"])
    for source in citations:
        sheet.next_row()
        sheet.cell(0, str(source.number), "integer")
        sheet.cell(1, source.document)
        sheet.cell(2, source.title)
        sheet.cell(3, source.section)
        sheet.cell(4, source.page_date, "date")
        sheet.cell(5, source.locator)
    sheet.finish()


def _about(result: Result, notes: Sequence[str], sheet: Sheet) -> None:
    """Write title, question, parameters, columns and run, each under its heads."""
    header = result.report.header
    answer: list[Line] = [
        ("title", header.title),
        ("question", header.question),
        ("name", result.report.name),
        *(("answer", note) for note in notes),
    ]
    columns = [(c.name, c.type, c.doc.meaning, c.doc.unit, c.doc.empty) for c in result.columns]
    _section(sheet, ("report", ""), answer)
    if result.values:
        _section(sheet, ("parameter", "value"), asked(result.values))
    _section(sheet, ("column", "type", "meaning", "unit", "empty"), columns)
    _section(sheet, ("run", ""), answered(result.run))
    sheet.finish(is_list=False)


def _section(sheet: Sheet, heads: Sequence[str], lines: Sequence[Line]) -> None:
    sheet.heads(heads)
    for line in lines:
        sheet.next_row()
        for column, cell in enumerate(line):
            sheet.cell(column, cell)
    sheet.next_row()
