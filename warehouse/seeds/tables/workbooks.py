"""The reader of workbooks: superscripts stay apart from numbers, and a formula without a result is told."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from warehouse.seeds.tables.sheets import Grid, one_line
from warehouse.yamlfiles import Position, Problem, ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_UNPACKED: Final = 1024 * 1024 * 1024
RAISED: Final = str.maketrans("0123456789+-()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
"""Each character with the one that Unicode has for it in superscript."""
_FIXED: Final = re.compile(r"(?:#,##)?0(?:\.(?P<decimals>0+))?(?:_\)|_-)?(?P<percent>%)?")


def raised(text: str) -> str:
    """Return a superscript as characters that stay superscript wherever they are written."""
    return text.translate(RAISED)


def read_workbook(content: bytes, shown: str, sha256: str, sheet: str) -> Grid:
    """Read a sheet of a workbook.

    Args:
        content: Bytes of the file.
        shown: Its name in messages.
        sha256: Their SHA-256.
        sheet: Name of the sheet; empty: the only one.

    Raises:
        ProblemsFound: The file is no workbook, or does not have this sheet.
    """
    _refuse_bomb(content, shown)
    results, formulas = _opened(content, shown, results=True), _opened(content, shown, results=False)
    names = results.sheetnames
    if not sheet and len(names) > 1:
        raise _refused(
            shown, "E-table-sheet", f"there are {len(names)} sheets", f"name one in sheet: {', '.join(names)}"
        )
    if sheet and sheet not in names:
        raise _refused(shown, "E-table-sheet", f'there is no sheet "{sheet}"', f"it has: {', '.join(names)}")
    chosen = results[sheet or names[0]]
    if not hasattr(chosen, "iter_rows"):
        raise _refused(shown, "E-table-sheet", f'"{chosen.title}" is a chart', "name a sheet that holds cells")
    rows = [tuple(_text(cell) for cell in row) for row in chosen.iter_rows()]
    if not any(any(row) for row in rows):
        raise _refused(shown, "E-table-file", f'the sheet "{chosen.title}" is empty', "name another sheet")
    merged = tuple((one.min_row, one.min_col, one.max_row, one.max_col) for one in chosen.merged_cells.ranges)
    unsolved = dict(_unsolved(formulas[chosen.title].iter_rows(), rows))
    return Grid(shown, sha256, rows, chosen.title if len(names) > 1 else "", unsolved, merged)


def _refused(shown: str, code: str, what: str, hint: str) -> ProblemsFound:
    return ProblemsFound([Problem(Position(shown), code, what, hint)])


def _refuse_bomb(content: bytes, shown: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as error:
        hint = "save it as .xlsx; older formats and locked files cannot be read"
        raise _refused(shown, "E-table-file", "the file is no workbook", hint) from error
    if size > MAX_UNPACKED:
        hint = "save the sheet alone as .csv"
        raise _refused(shown, "E-table-file", f"unpacked, the workbook has {size:,} bytes", hint)


def _opened(content: bytes, shown: str, *, results: bool) -> Any:  # noqa: ANN401 - the library has no types
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that it cannot keep, such as drawings, are not asked for
            return openpyxl.load_workbook(io.BytesIO(content), data_only=results, rich_text=True)
    except Exception as error:  # whatever a damaged part provokes in the library
        hint = "open it in a spreadsheet and save it anew"
        raise _refused(shown, "E-table-file", f"the workbook cannot be read: {error}", hint) from error


def _unsolved(formulas: Iterable[Iterable[Any]], rows: list[tuple[str, ...]]) -> Iterator[tuple[int, list[int]]]:
    for number, cells in enumerate(formulas, start=1):
        open_cells = [cell for cell, text in zip(cells, rows[number - 1], strict=False) if not text]
        columns = [cell.column for cell in open_cells if cell.data_type == "f"]
        if columns:
            yield number, columns


def _text(cell: Any) -> str:  # noqa: ANN401 - the library has no types
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format)
    if isinstance(value, (datetime, date, time)):
        at_midnight = isinstance(value, datetime) and value.time() == time()
        return (value.date() if at_midnight else value).isoformat()  # type: ignore[union-attr]
    if isinstance(value, str) and not isinstance(value, list):
        return one_line(raised(value) if cell.font.vertAlign == "superscript" else value)
    return one_line("".join(_run(run) for run in value))


def _run(run: Any) -> str:  # noqa: ANN401 - the library has no types
    if isinstance(run, str):
        return run
    return raised(run.text) if run.font is not None and run.font.vertAlign == "superscript" else str(run.text)


def _number(value: float, form: str) -> str:
    """Return a number with the digits that the file holds, and the zeros and percent sign that its format adds."""
    shape = _FIXED.fullmatch(form.partition(";")[0])
    percent = bool(shape and shape["percent"])
    digits = f"{Decimal(f'{value * 100 if percent else value:.15g}'):f}"
    decimals = len(shape["decimals"] or "") if shape else 0
    has = len(digits.partition(".")[2])
    if has < decimals:
        digits += ("" if has else ".") + "0" * (decimals - has)
    return digits + ("%" if percent else "")
