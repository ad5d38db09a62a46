"""The xlsx format: a workbook with the sheets Answer, Sources and About.

A cell becomes a number with a number format that shows its digits, or a text if a spreadsheet would change the number.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from warehouse.errors import UsageError
from warehouse.reports.formats.terminal import cells_of
from warehouse.reports.parameters import asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from warehouse.reports.result import Result

    Line = tuple[str | None, ...]

LAST_ROW: Final = 1_048_575
"""Index of the last row of a sheet."""

_LONGEST: Final = 32_767
_MOST_DIGITS: Final = 15
_MOST_PLACES: Final = 30
_NUMBER: Final = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,3}))?Z")
_ORIGIN: Final = date(1899, 12, 30)
_FIRST_SURE_DAY: Final = "1900-03-01"
"""The first day with the same number in all programs. Some count a 29 February 1900, which did not exist."""
_SECONDS_OF_DAY: Final = 86_400


class Shown(NamedTuple):
    """A number as a spreadsheet stores it, and the number format that shows it like the other output formats."""

    number: float
    form: str


def number(cell: str) -> Shown | None:
    """Return a number, or None if a spreadsheet would round it, since it keeps only 15 digits."""
    parts = _NUMBER.fullmatch(cell)
    if parts is None:
        return None
    whole, places = parts[1], parts[2] or ""
    if len((whole + places).strip("0")) > _MOST_DIGITS or max(len(whole), len(places)) > _MOST_PLACES:
        return None
    return Shown(float(cell), f"0.{'0' * len(places)}" if places else "0")


def day(cell: str) -> Shown | None:
    """Return a day, or None if spreadsheets do not count it reliably, such as a day before 1 March 1900."""
    if not _DAY.fullmatch(cell) or cell < _FIRST_SURE_DAY:
        return None
    return Shown((date.fromisoformat(cell) - _ORIGIN).days, "yyyy-mm-dd")


def instant(cell: str) -> Shown | None:
    """Return an instant in UTC, or None if spreadsheets cannot count it, or if it is finer than a millisecond."""
    parts = _INSTANT.fullmatch(cell)
    if parts is None or cell < _FIRST_SURE_DAY:
        return None
    at = datetime.fromisoformat(parts[1]).replace(tzinfo=UTC)
    fraction = parts[2] or ""
    seconds = at.hour * 3600 + at.minute * 60 + at.second + (int(fraction) / 10 ** len(fraction) if fraction else 0)
    places = f".{'0' * len(fraction)}" if fraction else ""
    return Shown((at.date() - _ORIGIN).days + seconds / _SECONDS_OF_DAY, f'yyyy-mm-dd"T"hh:mm:ss{places}"Z"')


SHOWN_BY_TYPE: Final[Mapping[str, Callable[[str], Shown | None]]] = {
    "integer": number,
    "bigint": number,
    "numeric": number,
    "double precision": number,
    "date": day,
    "timestamptz": instant,
}
"""The functions that convert cells to numbers, by type of the column. Columns of other types are booleans or texts."""


def fitted(text: str) -> str:
    """Return a text, cut to the 32,767 characters that a spreadsheet cell can hold. A cut text ends in an ellipsis."""
    if len(text) * 2 <= _LONGEST:
        return text
    coded = text.encode("utf-16-le", "surrogatepass")
    if len(coded) <= _LONGEST * 2:
        return text
    return coded[: (_LONGEST - 1) * 2].decode("utf-16-le", "ignore") + "…"


_WIDEST: Final = 60
_NARROWEST: Final = 8
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


class Formats:
    """The cell formats of a workbook. Each is created once.

    Attributes:
        head: For heads.
        text: For texts.
        quoted: For texts that look like formulas.
    """

    def __init__(self, book: Workbook) -> None:
        """Create the formats that every sheet needs."""
        self._book = book
        self._by_form: dict[str, Format] = {}
        self.head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})

    def of(self, form: str) -> Format:
        """Return the cell format with the number format ``form``."""
        if form not in self._by_form:
            self._by_form[form] = self._book.add_format({"num_format": form, "valign": "top"})
        return self._by_form[form]


class Sheet:
    """A sheet that is filled row by row; finished rows do not stay in memory.

    Attributes:
        row: Index of the current row; -1 before the first.
        cut: The number of texts that were cut, by column.
        kept_as_text: The number of cells that were written as text instead of as numbers, by column.
    """

    def __init__(self, book: Workbook, formats: Formats, name: str) -> None:
        """Add an empty sheet called ``name`` to a workbook."""
        self._sheet = book.add_worksheet(name)
        self._formats = formats
        self._widths: Counter[int] = Counter()
        self.row = -1
        self.cut: Counter[int] = Counter()
        self.kept_as_text: Counter[int] = Counter()

    def next_row(self) -> None:
        """Start the next row.

        Raises:
            UsageError: The sheet is full.
        """
        if self.row == LAST_ROW:
            hint = "Write csv or parquet, or set a parameter to get fewer rows."
            raise UsageError(f"the answer has more rows than a spreadsheet can hold ({LAST_ROW})", hint=hint)
        self.row += 1

    def heads(self, names: Sequence[str]) -> None:
        """Write a row of heads."""
        self.next_row()
        for column, name in enumerate(names):
            self._sheet.write_string(self.row, column, name, self._formats.head)
            self._widen(column, name)

    def cell(self, column: int, cell: str | None, type_name: str = "text") -> None:
        """Write a cell of the current row.

        A missing value is left out. A number that would lose digits is written as a text.

        Args:
            column: Index of the column.
            cell: The cell as text; None for a missing value.
            type_name: PostgreSQL type of the column.
        """
        if cell is None:
            return
        self._widen(column, cell)
        if type_name == "boolean":
            self._sheet.write_boolean(self.row, column, cell == "true", self._formats.text)
            return
        shown_of = SHOWN_BY_TYPE.get(type_name)
        shown = shown_of(cell) if shown_of else None
        if shown:
            self._sheet.write_number(self.row, column, shown.number, self._formats.of(shown.form))
            return
        if shown_of:
            self.kept_as_text[column] += 1
        self._text(column, cell)

    def _text(self, column: int, text: str) -> None:
        """Write a text. A text that looks like a formula stays a text even if a user edits the cell."""
        written = fitted(text)
        if written is not text:
            self.cut[column] += 1
        form = self._formats.quoted if text.startswith(_FORMULA_SIGNS) else self._formats.text
        self._sheet.write_string(self.row, column, written, form)

    def _widen(self, column: int, text: str) -> None:
        """Widen a column for a text, up to the maximum width. Korean letters take two cells."""
        width = self._widths[column]
        if width < _WIDEST and len(text) * 2 > width:
            needed = max((cells_of(line) for line in text[: _WIDEST * 10].split("\n")), default=0)
            self._widths[column] = max(width, min(needed, _WIDEST))

    def finish(self, *, is_list: bool = True) -> None:
        """Set the widths of the columns.

        Args:
            is_list: Whether the sheet is one list. If so, its heads stay visible and get filters.
        """
        for column, width in sorted(self._widths.items()):
            self._sheet.set_column(column, column, max(width + 2, _NARROWEST))
        if is_list:
            self._sheet.freeze_panes(1, 0)
            self._sheet.autofilter(0, 0, self.row, max(self._widths))


def write_xlsx(result: Result, stream: IO[bytes], _width: int | None) -> None:
    """Write the answer as a workbook, which is built in temporary files, not in memory.

    Args:
        result: The answer.
        stream: The stream of bytes that gets the workbook.

    Raises:
        UsageError: The answer has more rows than a sheet can hold.
        OSError: The temporary files cannot be written.
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
                _sources(result, Sheet(book, formats, "Sources"))
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
    """Write the rows, and return sentences with the numbers of rows, of cells kept as text, and of cells cut."""
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
        yield f"{heads[column]}: {count} kept as text, because a spreadsheet would change the number"
    for column, count in sorted(sheet.cut.items()):
        yield f"{heads[column]}: {count} cut, with … at the end; a spreadsheet cell holds 32767 characters"


def _sources(result: Result, sheet: Sheet) -> None:
    heads = ["number", "document", "title", "section", "date", "place"]
    sheet.heads(heads if result.quoted is None else [*heads, "quotes"])
    for source in result.citations:
        sheet.next_row()
        sheet.cell(0, str(source.number), "integer")
        sheet.cell(1, source.document)
        sheet.cell(2, source.title)
        sheet.cell(3, source.section)
        sheet.cell(4, source.page_date, "date")
        sheet.cell(5, source.locator)
        sheet.cell(6, "\n\n".join(quote.words for quote in result.quotes_of(source)) or None)
    sheet.finish()


def _about(result: Result, notes: Sequence[str], sheet: Sheet) -> None:
    """Write the title, question, parameters, columns and run, each section under its own heads."""
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
    _section(sheet, ("run", ""), result.run.details())
    sheet.finish(is_list=False)


def _section(sheet: Sheet, heads: Sequence[str], lines: Sequence[Line]) -> None:
    sheet.heads(heads)
    for line in lines:
        sheet.next_row()
        for column, cell in enumerate(line):
            sheet.cell(column, cell)
    sheet.next_row()
