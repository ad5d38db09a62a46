"""One sheet of a workbook: rows from top to bottom, heads that stay in view, columns as wide as what they hold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from warehouse.errors import UsageError
from warehouse.reports.formats.layout import cells_of
from warehouse.reports.formats.spreadsheet import LAST_ROW, SHOWN_BY_TYPE, fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_WIDEST: Final = 60
_NARROWEST: Final = 8
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


class Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        """Make the ones that every sheet needs."""
        self._book = book
        self._by_form: dict[str, Format] = {}
        self.head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})

    def of(self, form: str) -> Format:
        """Give the format of numbers that shows them as ``form`` says."""
        if form not in self._by_form:
            self._by_form[form] = self._book.add_format({"num_format": form, "valign": "top"})
        return self._by_form[form]


class Sheet:
    """A sheet that is filled row by row; rows that are done are no longer in memory."""

    def __init__(self, book: Workbook, formats: Formats, name: str) -> None:
        """Add an empty sheet to a workbook."""
        self._sheet = book.add_worksheet(name)
        self._formats = formats
        self._widths: Counter[int] = Counter()
        self.row = -1
        self.cut: Counter[int] = Counter()
        self.kept_as_text: Counter[int] = Counter()

    def next_row(self) -> None:
        """Begin a row.

        Raises:
            UsageError: The sheet is full.
        """
        if self.row == LAST_ROW:
            hint = "write csv or parquet, or narrow the report"
            raise UsageError(f"the answer has more rows than a spreadsheet, {LAST_ROW} below the heads", hint=hint)
        self.row += 1

    def heads(self, names: Sequence[str]) -> None:
        """Write a row of heads."""
        self.next_row()
        for column, name in enumerate(names):
            self._sheet.write_string(self.row, column, name, self._formats.head)
            self._widen(column, name)

    def cell(self, column: int, cell: str | None, type_name: str = "text") -> None:
        """Write a cell of the row; no value is nothing, a number that would lose digits is written as a text."""
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
        """Write a text; one that reads like a formula stays a text even when somebody edits its cell."""
        written = fitted(text)
        if written is not text:
            self.cut[column] += 1
        form = self._formats.quoted if text.startswith(_FORMULA_SIGNS) else self._formats.text
        self._sheet.write_string(self.row, column, written, form)

    def _widen(self, column: int, text: str) -> None:
        """Make room for a text; Korean letters take two cells."""
        width = self._widths[column]
        if width < _WIDEST and len(text) * 2 > width:
            needed = max((cells_of(line) for line in text[: _WIDEST * 10].split("\n")), default=0)
            self._widths[column] = max(width, min(needed, _WIDEST))

    def finish(self, *, is_list: bool = True) -> None:
        """Set the widths; the heads of a list stay in view and filter it."""
        for column, width in sorted(self._widths.items()):
            self._sheet.set_column(column, column, max(width + 2, _NARROWEST))
        if is_list:
            self._sheet.freeze_panes(1, 0)
            self._sheet.autofilter(0, 0, self.row, max(self._widths))
