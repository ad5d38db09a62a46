"""The xlsx format: a workbook with the sheets Answer, Sources and About, and Chart data if there is a chart.

A cell becomes a number with a number format that shows its digits and its unit, or a text if a spreadsheet would change
the number. Whole days become dates; years and months stay texts.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain, islice
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from warehouse.errors import UsageError
from warehouse.reports.charts import MOST_ROWS
from warehouse.reports.charts.data import read
from warehouse.reports.figures import PERCENT
from warehouse.reports.formats.terminal import cells_of
from warehouse.reports.formats.xlsx_charts import DATA, Drawer
from warehouse.reports.parameters import asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format

    from warehouse.reports.quotes import Quoted
    from warehouse.reports.result import Citation, Column, Result, Row

    Line = tuple[str | None, ...]

LAST_ROW: Final = 1_048_575
"""Index of the last row of a sheet."""

_LONGEST: Final = 32_767
_LONGEST_PROPERTY: Final = 255
_MOST_DIGITS: Final = 15
_MOST_PLACES: Final = 30
_LONGEST_UNIT: Final = 60
_MOST_FORMS: Final = 150
"""The number of number formats with units in a workbook. Some programs open no workbook with more than 200."""
_NUMBER: Final = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?")
_DAY_LENGTH: Final = 10
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
    if len(cell) != _DAY_LENGTH or not _DAY.fullmatch(cell) or cell < _FIRST_SURE_DAY or not _is_day(cell):
        return None
    return Shown((date.fromisoformat(cell) - _ORIGIN).days, "yyyy-mm-dd")


def _is_day(cell: str) -> bool:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


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


_COUNTS: Final = frozenset({"integer", "bigint"})

SHOWN_BY_TYPE: Final[Mapping[str, Callable[[str], Shown | None]]] = {
    "integer": number,
    "bigint": number,
    "numeric": number,
    "double precision": number,
    "date": day,
    "timestamptz": instant,
    "text": day,
}
"""The functions that convert cells to numbers, by type of the column. Texts hold days beside years and months."""


def measured(form: str, unit: str) -> str:
    """Return the number format of a quantity: with commas between thousands and the unit after the number.

    Args:
        form: Number format of the bare number.
        unit: The unit; empty for none. A unit that is too long for a number format is left out.
    """
    shown = "%" if unit in PERCENT else f" {unit}" if unit else ""
    literal = shown.replace('"', "'").replace("\\", "/")
    return f'#,##{form}"{literal}"' if 0 < len(literal) <= _LONGEST_UNIT else f"#,##{form}"


def fitted(text: str) -> str:
    """Return a text, cut to the 32,767 characters that a spreadsheet cell can hold. Its end says that it was cut."""
    if len(text) * 2 <= _LONGEST:
        return text
    coded = text.encode("utf-16-le", "surrogatepass")
    if len(coded) <= _LONGEST * 2:
        return text
    note = f"… [cut: {len(text):,} characters]"
    return coded[: (_LONGEST - len(note)) * 2].decode("utf-16-le", "ignore") + note


_A3, _A4, _WIDE = 8, 9, 200
_WIDEST: Final = 60
_NARROWEST: Final = 8
_LINE: Final = 15
"""The height of a line, in points."""
_HIGHEST: Final = 409
"""The greatest height of a row, in points, that a spreadsheet allows."""
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
        self._by_form: dict[tuple[str, str | None], Format] = {}
        self.head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})

    def of(self, form: str, unit: str | None = None) -> Format:
        """Return the cell format with the number format ``form``, of a quantity in this unit if one is given."""
        key = form, unit
        if key not in self._by_form:
            if unit and len(self._by_form) >= _MOST_FORMS:
                return self.of(form, "")
            num_format = form if unit is None else measured(form, unit)
            self._by_form[key] = self._book.add_format({"num_format": num_format, "valign": "top"})
        return self._by_form[key]


class Sheet:
    """A sheet that is filled row by row; finished rows do not stay in memory.

    Attributes:
        name: Its name.
        row: Index of the current row; -1 before the first.
        cut: The number of texts that were cut, by column.
        kept_as_text: The number of cells that were written as text instead of as numbers, by column.
    """

    def __init__(self, book: Workbook, formats: Formats, name: str) -> None:
        """Add an empty sheet called ``name`` to a workbook."""
        self.name = name
        self._sheet = book.add_worksheet(name)
        self._formats = formats
        self._widths: Counter[int] = Counter()
        self._lines = 1
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
        self._heighten()
        self.row += 1

    def _heighten(self) -> None:
        """Make the current row as high as its longest text, for programs that do not do it themselves."""
        if self._lines > 1:
            self._sheet.set_row(self.row, min(self._lines * _LINE, _HIGHEST))
        self._lines = 1

    def heads(self, names: Sequence[str]) -> None:
        """Write a row of heads."""
        self.next_row()
        for column, name in enumerate(names):
            self._sheet.write_string(self.row, column, name, self._formats.head)
            self._widen(column, name)

    def cell(self, column: int, cell: str | None, type_name: str = "text", unit: str | None = None) -> None:
        """Write a cell of the current row.

        A missing value is left out. A number that would lose digits is written as a text.

        Args:
            column: Index of the column.
            cell: The cell as text; None for a missing value.
            type_name: PostgreSQL type of the column.
            unit: Unit of a quantity, shown after the number; empty for none. None for a number that is no quantity,
                such as a year, which gets no commas.
        """
        if cell is None:
            return
        self._widen(column, cell if unit is None else f"{cell}{',' * (len(cell) // 3)} {unit}")
        if type_name == "boolean":
            self._sheet.write_boolean(self.row, column, cell == "true", self._formats.text)
            return
        shown_of = SHOWN_BY_TYPE.get(type_name)
        shown = shown_of(cell) if shown_of else None
        if shown:
            self._sheet.write_number(self.row, column, shown.number, self._formats.of(shown.form, unit))
            return
        if shown_of and type_name != "text":
            self.kept_as_text[column] += 1
        self._text(column, cell)

    def link(self, column: int, sheet: str, text: str) -> None:
        """Write a link to another sheet of the workbook."""
        self._widen(column, text)
        self._sheet.write_url(self.row, column, f"internal:'{sheet}'!A1", None, text)

    def insert(self, row: int, chart: Chart) -> None:
        """Place a chart at the beginning of a row."""
        self._sheet.insert_chart(row, 0, chart)

    def section(self, heads: Sequence[str], lines: Sequence[Line]) -> None:
        """Write a list under its own heads, and leave a row free below it."""
        self.heads(heads)
        for line in lines:
            self.next_row()
            for column, cell in enumerate(line):
                self.cell(column, cell)
        self.next_row()

    def _text(self, column: int, text: str) -> None:
        """Write a text. A text that looks like a formula stays a text even if a user edits the cell."""
        written = fitted(text)
        if written is not text:
            self.cut[column] += 1
        if len(text) * 2 > _WIDEST or "\n" in text:
            lines = sum(max(1, ceil(cells_of(line) / _WIDEST)) for line in written.split("\n"))
            self._lines = max(self._lines, lines)
        form = self._formats.quoted if text.startswith(_FORMULA_SIGNS) else self._formats.text
        self._sheet.write_string(self.row, column, written, form)

    def _widen(self, column: int, text: str) -> None:
        """Widen a column for a text, up to the maximum width. Korean letters take two cells."""
        width = self._widths[column]
        if width >= _WIDEST or len(text) * 2 <= width:
            return
        if text.isascii() and len(text) <= width:
            return
        needed = max((cells_of(line) for line in text[: _WIDEST * 10].split("\n")), default=0)
        self._widths[column] = max(width, min(needed, _WIDEST))

    def finish(self, *, is_list: bool = True) -> None:
        """Set the widths of the columns, and print the sheet as wide as the page, so that no chart is cut.

        Args:
            is_list: Whether the sheet is one list. If so, its heads stay visible and get filters.
        """
        self._heighten()
        for column, width in sorted(self._widths.items()):
            self._sheet.set_column(column, column, max(width + 2, _NARROWEST))
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4 if sum(self._widths.values()) <= _WIDE else _A3)
        self._sheet.fit_to_pages(1, 0)
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
    header = result.report.header
    with saved(stream, title=header.title, subject=header.question, created=result.run.started_at) as book:
        formats = Formats(book)
        answer, sources, about = (Sheet(book, formats, name) for name in ("Answer", "Sources", "About"))
        drawer = drawer_of(book, formats)
        notes = write_answer(result, answer, drawer)
        write_sources(result.citations, sources, result.quoted)
        write_about(result, notes, about)
        about.section(("run", ""), result.run.details())
        about.finish(is_list=False)
        drawer.finish()


@contextmanager
def saved(stream: IO[bytes], *, title: str, subject: str, created: str) -> Iterator[Workbook]:
    """Yield an empty workbook, and write it to the stream at the end.

    Args:
        stream: The stream of bytes that gets the workbook.
        title: Title of the workbook.
        subject: What it is about.
        created: When it was made, ISO 8601.

    Raises:
        OSError: The temporary files cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with TemporaryDirectory(prefix="warehouse-xlsx-") as folder:
        path = Path(folder, "answer.xlsx")
        try:
            with Workbook(str(path), _options(folder)) as book:
                book.use_zip64()
                book.set_properties(
                    {"title": title, "subject": subject[:_LONGEST_PROPERTY], "created": datetime.fromisoformat(created)}
                )
                yield book
        except FileCreateError as error:
            raise OSError(*getattr(error.args[0], "args", error.args)) from error
        with path.open("rb") as written:
            shutil.copyfileobj(written, stream)


def _options(folder: str) -> dict[str, Any]:
    never = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    return {"constant_memory": True, "tmpdir": folder, **never}


def drawer_of(book: Workbook, formats: Formats) -> Drawer:
    """Return what draws the charts of a workbook."""
    return Drawer(book, lambda: Sheet(book, formats, DATA), measured)


def write_answer(result: Result, sheet: Sheet, drawer: Drawer) -> list[str]:
    """Write the rows and the chart, and return sentences about both, such as the number of rows."""
    first = list(islice(result.rows, MOST_ROWS + 1)) if result.report.header.chart else []
    result.rows = chain(first, result.rows)
    notes = _write_rows(result, sheet)
    return [*notes, *_draw(result, first, sheet, drawer)] if result.report.header.chart else notes


def _draw(result: Result, rows: Sequence[Row], sheet: Sheet, drawer: Drawer) -> list[str]:
    if len(rows) > MOST_ROWS:
        return [f"chart: none, because the answer has more than {MOST_ROWS} rows"]
    try:
        return drawer.draw(read(replace(result, rows=iter(rows))), sheet)
    except UsageError as error:
        return [f"chart: none; {error.what}"]


def _write_rows(result: Result, sheet: Sheet) -> list[str]:
    """Write the rows, and return sentences with the numbers of rows, of cells kept as text, and of cells cut."""
    cited = result.report.header.cite
    places: list[int] = []
    heads: list[str] = []
    for column in result.columns:
        places.append(len(heads))
        heads += [column.name, f"{column.name} sources"] if column.name in cited else [column.name]
    sheet.heads(heads)
    types = [column.type for column in result.columns]
    units = _units(result.columns)
    for row in result.rows:
        sheet.next_row()
        for place, cell, type_name, unit, marks in zip(places, row.cells, types, units, row.marks, strict=True):
            sheet.cell(place, cell, type_name, (row.cells[unit] or "") if isinstance(unit, int) else unit)
            if marks:
                sheet.cell(place + 1, "".join(f"[{citation.number}]" for citation in marks))
    sheet.finish()
    return list(_notes(heads, sheet))


def _units(columns: Sequence[Column]) -> list[int | str | None]:
    """Return for each column its unit, or the index of the column of its units; an empty unit for counts of things."""
    index = {column.name: place for place, column in enumerate(columns)}

    def unit(column: Column) -> int | str | None:
        if not column.is_number or not column.doc.unit:
            return None
        if column.doc.unit_column:
            return index.get(column.doc.unit_column, "")
        return "" if column.type in _COUNTS else column.doc.unit

    return [unit(column) for column in columns]


def _notes(heads: Sequence[str], sheet: Sheet) -> Iterator[str]:
    yield f"{sheet.row} row{'' if sheet.row == 1 else 's'}"
    for column, count in sorted(sheet.kept_as_text.items()):
        yield f"{heads[column]}: {count} kept as text, because a spreadsheet would change the number"
    for column, count in sorted(sheet.cut.items()):
        yield f"{heads[column]}: {count} cut, with … at the end; a spreadsheet cell holds 32767 characters"


def write_sources(citations: Sequence[Citation], sheet: Sheet, quoted: Quoted | None = None) -> None:
    """Write the list of sources as the sheet, with their quotes if the answer has any."""
    heads = ["number", "document", "title", "section", "date", "place"]
    sheet.heads(heads if quoted is None else [*heads, "quotes"])
    for source in citations:
        sheet.next_row()
        sheet.cell(0, str(source.number), "integer")
        sheet.cell(1, source.document)
        sheet.cell(2, source.title)
        sheet.cell(3, source.section)
        sheet.cell(4, source.page_date)
        sheet.cell(5, source.locator)
        if quoted is not None:
            sheet.cell(6, "\n\n".join(quote.words for quote in quoted.of(source.number)) or None)
    sheet.finish()


def write_about(result: Result, notes: Sequence[str], sheet: Sheet) -> None:
    """Write the title, question, parameters and columns, each section under its own heads."""
    header = result.report.header
    answer: list[Line] = [
        ("title", header.title),
        ("question", header.question),
        ("name", result.report.name),
        *(("answer", note) for note in notes),
    ]
    columns = [(c.name, c.type, c.doc.meaning, c.doc.unit, c.doc.empty) for c in result.columns]
    sheet.section(("report", ""), answer)
    if result.values:
        sheet.section(("parameter", "value"), asked(result.values))
    sheet.section(("column", "type", "meaning", "unit", "empty"), columns)
