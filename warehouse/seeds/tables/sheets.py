"""The reader of tables: each cell of a CSV file or a sheet of a workbook as the text that a reader sees."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from warehouse.yamlfiles import Position, Problem, ProblemsFound
from warehouse.yamlfiles.nodes import INVISIBLE

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

MAX_BYTES: Final = 256 * 1024 * 1024
WORKBOOKS: Final = (".xlsx", ".xlsm")
OTHER_FORMATS: Final = (".xls", ".xlsb", ".ods", ".pdf")
LONGEST_CELL: Final = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table as they stand in the file.

    Attributes:
        shown: Name of the file in messages.
        sha256: SHA-256 of its bytes.
        rows: The texts of the cells, row by row, as a spreadsheet numbers them from 1; blank rows count.
        sheet: Name of the sheet, if the file has several; empty otherwise.
        unsolved: By row, the columns of formulas whose result the file does not hold.
        merged: First row, first column, last row and last column of merged cells.
    """

    shown: str
    sha256: str
    rows: Sequence[tuple[str, ...]]
    sheet: str = ""
    unsolved: Mapping[int, Sequence[int]] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def at(self, row: int, column: int = 1) -> Position:
        """Return the position of a cell."""
        return Position(self.shown, row, column)

    def refused(self, code: str, what: str, hint: str, row: int = 1, column: int = 1) -> ProblemsFound:
        """Return the error that something is wrong with the table."""
        return ProblemsFound([Problem(self.at(row, column), code, what, hint)])


def read_grid(path: Path, shown: str, *, encoding: str = "utf-8", delimiter: str = ",", sheet: str = "") -> Grid:
    """Read a table.

    Args:
        path: The file; a name that ends in .xlsx is a workbook, any other is text.
        shown: Its name in messages.
        encoding: Encoding of a text file; a byte order mark is not part of the text.
        delimiter: What stands between the cells of a text file.
        sheet: Name of the sheet of a workbook; empty: its only one.

    Raises:
        ProblemsFound: The table cannot be read.
    """
    content = _content(path, shown)
    sha256 = hashlib.sha256(content).hexdigest()
    if path.suffix.lower() in WORKBOOKS:
        from warehouse.seeds.tables.workbooks import read_workbook

        return read_workbook(content, shown, sha256, sheet)
    if path.suffix.lower() in OTHER_FORMATS:
        hint = "save it as .xlsx or .csv"
        raise _refused(shown, f"a file of the kind {path.suffix} cannot be read", hint)
    if sheet:
        raise _refused(
            shown, f'a text file has no sheet "{sheet}"', "remove sheet from the mapping", code="E-table-sheet"
        )
    rows = list(_csv_rows(_decoded(content, shown, encoding), shown, delimiter))
    if not any(map(any, rows)):
        raise _empty(shown)
    return Grid(shown, sha256, rows)


def _refused(shown: str, what: str, hint: str, row: int = 1, code: str = "E-table-file") -> ProblemsFound:
    return ProblemsFound([Problem(Position(shown, row), code, what, hint)])


def _empty(shown: str) -> ProblemsFound:
    return _refused(shown, "the file is empty", "fetch it again")


def _content(path: Path, shown: str) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        hint = "put the table beside the mapping, or into the folder of the documents"
        raise _refused(shown, f"cannot be read: {error.strerror}", hint) from error
    if len(content) > MAX_BYTES:
        raise _refused(shown, f"the file has more than {MAX_BYTES:,} bytes", "split it into several tables")
    if not content.strip():
        raise _empty(shown)
    return content


def _decoded(content: bytes, shown: str, encoding: str) -> str:
    known = "utf-8-sig" if encoding.lower().replace("_", "-") in {"utf-8", "utf8"} else encoding
    try:
        return content.decode(known)
    except LookupError:
        raise _refused(shown, f'no encoding is called "{encoding}"', "write utf-8, cp1252 or utf-16") from None
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        hint = "say in the mapping which it is, such as encoding: cp1252"
        raise _refused(shown, f"byte 0x{content[error.start]:02x} is not {encoding}", hint, row) from error


def _csv_rows(text: str, shown: str, delimiter: str) -> Iterable[tuple[str, ...]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            yield tuple(map(one_line, cells))
            number += 1
    except csv.Error as error:
        raise _refused(shown, f"not valid CSV: {error}", "check its quotes and the delimiter", number + 1) from error


def one_line(text: str) -> str:
    """Return the text of a cell on one line: no characters that show nothing, one blank between words."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(INVISIBLE.sub(_blank_if_break, text).split())


def _blank_if_break(match: re.Match[str]) -> str:
    return " " if match[0].isspace() else ""


def head_of(grid: Grid, lines: Sequence[int]) -> tuple[str, ...]:
    """Return the names of the columns.

    Names in several lines are joined with a slash; an empty cell of an upper line belongs to the name on its left, as
    merged cells do. A second column of one name and a column without a name get their number.

    Args:
        grid: The table.
        lines: The rows that hold the names, from the top.
    """
    if lines[-1] > len(grid.rows):
        hint = "say in head which row names the columns"
        raise grid.refused("E-table-head", f"there is no row {lines[-1]}, where the names should be", hint)
    named = [column for line in lines for column, cell in enumerate(grid.rows[line - 1], start=1) if cell]
    width = max(named, default=0)
    parts = [_upper(grid, line, width) for line in lines[:-1]]
    parts.append(_filled(grid, lines[-1], width))
    names: list[str] = []
    for column in range(width):
        said = dict.fromkeys(part[column] for part in parts if part[column])
        name = " / ".join(said) or f"column {column + 1}"
        names.append(name if name not in names else f"{name} (column {column + 1})")
    return tuple(names)


def _filled(grid: Grid, line: int, width: int) -> list[str]:
    """Return a row of names; merged cells all have the text of the first."""
    cells = [*grid.rows[line - 1], *[""] * width][:width]
    for top, left, bottom, right in grid.merged:
        if top <= line <= bottom:
            for column in range(left, min(right, width) + 1):
                first = grid.rows[top - 1]
                cells[column - 1] = first[left - 1] if left <= len(first) else ""
    return cells


def _upper(grid: Grid, line: int, width: int) -> list[str]:
    cells = _filled(grid, line, width)
    if grid.merged:
        return cells
    for column in range(1, width):
        cells[column] = cells[column] or cells[column - 1]
    return cells
