"""Read a workbook with nothing but zip and XML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FORMS: Final = {"0": "General", "1": "0", "2": "0.00"}
_ORIGIN: Final = datetime(1899, 12, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Cell:
    """A cell: what kind it is of, what is stored, and its number format."""

    kind: str
    stored: str
    form: str
    is_quoted: bool

    @property
    def shown(self) -> str:
        """What a spreadsheet shows."""
        if self.kind == "boolean":
            return "true" if self.stored == "1" else "false"
        if self.kind == "text" or self.form == "General":
            return self.stored
        if not self.form.startswith("yyyy"):
            shown = re.match(r"0+", self.form.partition(".")[2])
            return f"{float(self.stored):.{len(shown[0]) if shown else 0}f}"
        at = _ORIGIN + timedelta(milliseconds=round(float(self.stored) * 86_400_000))
        places = len(re.findall("0", self.form))
        fraction = f".{at.microsecond:06d}"[: places + 1] if places else ""
        return f"{at:%Y-%m-%d}" + (f"T{at:%H:%M:%S}{fraction}Z" if "hh" in self.form else "")


@dataclass(frozen=True)
class Sheet:
    """A sheet: its cells by place, the rows that stay in view, the filter and the widths of its columns."""

    cells: dict[str, Cell]
    frozen_rows: int
    filtered: str | None
    widths: list[float]

    def rows(self) -> list[list[str | None]]:
        """Give all cells as shown; None where there is none."""
        places = [(int(re.sub("[A-Z]", "", name)), _column(name)) for name in self.cells]
        last_row, last_column = max(row for row, _ in places), max(column for _, column in places)
        found: list[list[str | None]] = [[None] * last_column for _ in range(last_row)]
        for (row, column), cell in zip(places, self.cells.values(), strict=True):
            found[row - 1][column - 1] = cell.shown
        return found


def _column(name: str) -> int:
    number = 0
    for letter in re.sub("[0-9]", "", name):
        number = number * 26 + ord(letter) - 64
    return number


def _xml(book: ZipFile, name: str) -> ET.Element:
    return ET.fromstring(book.read(name))  # noqa: S314 - our own file


def read(data: bytes) -> dict[str, Sheet]:
    """Give the sheets by name."""
    with ZipFile(BytesIO(data)) as book:
        styles = _xml(book, "xl/styles.xml")
        forms = _FORMS | {form.attrib["numFmtId"]: form.attrib["formatCode"] for form in styles.iter(f"{_MAIN}numFmt")}
        formats = styles.find(f"{_MAIN}cellXfs")
        assert formats is not None
        shown = [(forms[one.attrib["numFmtId"]], one.get("quotePrefix") == "1") for one in formats]
        names = [sheet.attrib["name"] for sheet in _xml(book, "xl/workbook.xml").iter(f"{_MAIN}sheet")]
        sheets = [_xml(book, f"xl/worksheets/sheet{number}.xml") for number in range(1, len(names) + 1)]
    return {name: _sheet(sheet, shown) for name, sheet in zip(names, sheets, strict=True)}


def _sheet(sheet: ET.Element, shown: list[tuple[str, bool]]) -> Sheet:
    cells = {cell.attrib["r"]: _cell(cell, *shown[int(cell.get("s", 0))]) for cell in sheet.iter(f"{_MAIN}c")}
    pane = next(sheet.iter(f"{_MAIN}pane"), None)
    filtered = sheet.find(f"{_MAIN}autoFilter")
    widths = [float(column.attrib["width"]) for column in sheet.iter(f"{_MAIN}col")]
    frozen = 0 if pane is None else int(pane.get("ySplit", 0))
    return Sheet(cells, frozen, None if filtered is None else filtered.get("ref"), widths)


def _cell(cell: ET.Element, form: str, is_quoted: bool) -> Cell:  # noqa: FBT001 - a part of a tuple
    kind = {"inlineStr": "text", "b": "boolean", "n": "number"}[cell.get("t", "n")]
    assert cell.find(f"{_MAIN}f") is None, "a formula"
    stored = "".join(part.text or "" for part in cell.iter() if part.tag in {f"{_MAIN}t", f"{_MAIN}v"})
    stored = re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), stored) if kind == "text" else stored
    return Cell(kind, stored, form, is_quoted)
