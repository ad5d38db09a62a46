"""The book as a workbook: a sheet of contents with links, a sheet per report, the sources, and the columns."""

from __future__ import annotations

from contextlib import closing
from typing import IO, TYPE_CHECKING, Final

from warehouse.reports.formats.xlsx import Formats, Sheet, drawer_of, saved, write_about, write_answer, write_sources
from warehouse.reports.parameters import asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.reports.books.contents import Book
    from warehouse.reports.result import Result

_LONGEST_NAME: Final = 31
_TAKEN: Final = ("contents", "sources", "about", "chart data", "history")
"""The names of the other sheets, and one that spreadsheets keep for themselves."""


def write(book: Book, stream: IO[bytes]) -> None:
    """Write the book; the rows do not stay in memory.

    Raises:
        UsageError: An answer has more rows than a sheet can hold.
        OSError: The temporary files cannot be written.
    """
    names = sheet_names([entry.report.name for entry in book.entries])
    with saved(stream, title=book.title, subject=book.database, created=book.run.started_at) as workbook:
        formats = Formats(workbook)
        contents = Sheet(workbook, formats, "Contents")
        sheets = [Sheet(workbook, formats, name) for name in names]
        sources, about = Sheet(workbook, formats, "Sources"), Sheet(workbook, formats, "About")
        drawer = drawer_of(workbook, formats)
        contents.heads(["report", "title", "question", "parameters", "answer"])
        with closing(book.answers()) as answers:
            for name, sheet, result in zip(names, sheets, answers, strict=True):
                notes = write_answer(result, sheet, drawer)
                write_about(result, notes, about)
                contents.next_row()
                contents.link(0, name, result.report.name)
                for column, text in enumerate(_described(result, notes), start=1):
                    contents.cell(column, text)
        contents.finish()
        write_sources(book.citations, sources)
        about.section(("run", ""), book.origin)
        about.finish(is_list=False)
        drawer.finish()


def sheet_names(reports: Sequence[str]) -> list[str]:
    """Return a name for the sheet of each report: at most 31 characters, and no two alike."""
    names: list[str] = []
    for report in reports:
        number, name = 1, report[:_LONGEST_NAME]
        while name in {*_TAKEN, *names}:
            number += 1
            name = f"{report[: _LONGEST_NAME - len(str(number)) - 1]}-{number}"
        names.append(name)
    return names


def _described(result: Result, notes: Sequence[str]) -> Iterator[str]:
    header = result.report.header
    yield header.title
    yield header.question
    yield "; ".join(f"{name} {value}" for name, value in asked(result.values) if value is not None)
    yield "; ".join(notes)
