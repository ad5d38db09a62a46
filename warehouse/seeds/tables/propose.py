"""A first mapping of a table, from what can be seen in it; what cannot be seen stays open."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.seeds.tables.figures import FigureReader, Marks, UnexplainedError, marker_sets
from warehouse.seeds.tables.mapping import OPEN
from warehouse.seeds.tables.sheets import WORKBOOKS, head_of, read_grid
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from warehouse.seeds.tables.names import Names
    from warehouse.seeds.tables.sheets import Grid

DELIMITERS: Final = (",", ";", "\t", "|")
LOOKED_UP: Final = ("places", "minerals", "entities", "facilities")
FIELD_OF: Final = {"minerals": "mineral", "places": "counterpart", "entities": "counterpart_entity"}
FIRST_ROWS: Final = 30
MOST_MARKS: Final = 20
_FILLED: Final = 0.6
_YEAR: Final = re.compile("(?P<year>(?:19|20)[0-9]{2})(?:[a-zᵃ-ᶻ⁰-⁹ʰ-ʸ]*)")
_DECIMAL_COMMA: Final = re.compile(r"-?[0-9]{1,3}(?:(?P<group>[. ])[0-9]{3})+,[0-9]+|-?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})")
_PLAIN: Final = re.compile("[A-Za-z][A-Za-z0-9 _()/-]*")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a table shows.

    Attributes:
        head: The row of the names.
        columns: The names.
        rows: The rows of data.
        last: The last of them; 0: the last row of the table.
        form: How numbers are written.
    """

    head: int
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    last: int
    form: str

    def cells(self, column: int) -> list[str]:
        """Return the texts of a column that are not empty."""
        return [row[column] for row in self.rows if column < len(row) and row[column]]


def proposal(path: Path, shown: str, names: Names) -> str:
    """Return the text of a first mapping.

    Args:
        path: The table.
        shown: Its name in messages.
        names: The records of the seeds.

    Raises:
        ProblemsFound: The table cannot be read.
    """
    how, grid = _opened(path, shown)
    seen = _seen(grid)
    lines = [f"# {OPEN} stands where you must say what only the source says.", f"table: {_scalar(path.name)}"]
    lines += [*how, f'document: "{OPEN}"']
    lines += [f"head: {seen.head}"] if seen.head != 1 else []
    lines.append(f"columns: [{', '.join(map(_scalar, seen.columns))}]")
    lines.append(f"rows: {len(seen.rows)}")
    lines += [f"to: {seen.last}"] if seen.last else []
    lines += [f"numbers: {json.dumps(seen.form)}"] if seen.form != "1,234.5" else []
    figures = [index for index in range(len(seen.columns)) if _is_figure(seen, index)]
    lines += _markers(seen, figures)
    lines += ["make:", "  - observations:", *(f"      {line}" for line in _record(seen, figures, names))]
    return "\n".join(lines) + "\n"


def _opened(path: Path, shown: str) -> tuple[list[str], Grid]:
    """Return the lines that say how the table is read, and its cells."""
    if path.suffix.lower() in WORKBOOKS:
        try:
            return [], read_grid(path, shown)
        except ProblemsFound as error:
            several = error.problems[0].hint.partition("name one in sheet: ")[2].split(", ")
            if error.problems[0].code != "E-table-sheet" or not several[0]:
                raise
            line = f"sheet: {_scalar(several[0])}  # the others: {', '.join(several[1:])}"
            return [line], read_grid(path, shown, sheet=several[0])
    encoding = "utf-8"
    try:
        grid = read_grid(path, shown)
    except ProblemsFound as error:
        if "is not utf-8" not in error.problems[0].what:
            raise
        encoding = "cp1252"
        grid = read_grid(path, shown, encoding=encoding)
    lines = [f"encoding: {encoding}  # it is not UTF-8; compare letters with accents"] if encoding != "utf-8" else []
    delimiter = _delimiter(path.read_bytes().decode(encoding, "replace"))
    if delimiter == ",":
        return lines, grid
    written = "tab" if delimiter == "\t" else json.dumps(delimiter)
    return [*lines, f"delimiter: {written}"], read_grid(path, shown, encoding=encoding, delimiter=delimiter)


def _delimiter(text: str) -> str:
    lines = [line for line in text.splitlines()[:FIRST_ROWS] if line.strip()]
    return max(DELIMITERS, key=lambda one: sum(line.count(one) > 0 for line in lines) * 1000 + text.count(one))


def _seen(grid: Grid) -> _Seen:
    filled = [sum(map(bool, row)) for row in grid.rows]
    widest = max(filled)
    head = next(number for number, count in enumerate(filled, start=1) if count >= _FILLED * widest)
    columns = head_of(grid, [head])
    least = 2 if len(columns) > 1 else 1
    data = [number for number in range(head + 1, len(filled) + 1) if filled[number - 1] >= least]
    last = data[-1] if data else head
    rows = [row for number, row in enumerate(grid.rows, start=1) if head < number <= last and any(row)]
    return _Seen(head, columns, rows, last if any(filled[last:]) else 0, _form(rows))


def _form(rows: Sequence[Sequence[str]]) -> str:
    found = [match for row in rows for cell in row if (match := _DECIMAL_COMMA.fullmatch(cell))]
    group = next((match["group"] for match in found if match["group"]), "")
    return f"1{group}234,5" if found else "1,234.5"


def _is_figure(seen: _Seen, column: int) -> bool:
    cells = seen.cells(column)
    if _YEAR.fullmatch(seen.columns[column]):
        return True
    read = [cell for cell in cells if _is_number(cell, seen.form)]
    return bool(read) and len(read) >= _FILLED * len(cells) and not all(_YEAR.fullmatch(cell) for cell in cells)


def _is_number(text: str, form: str) -> bool:
    try:
        figure = FigureReader(Marks({}, {}), form).read(text, is_percent=True)
    except UnexplainedError:
        return False
    return figure is not None


def _markers(seen: _Seen, figures: Sequence[int]) -> Iterator[str]:
    """Yield the lines of the marks that stand in the columns of figures, with what they mean elsewhere."""
    marks = Counter(cell for index in figures for cell in seen.cells(index) if not _is_number(cell, seen.form))
    yield "markers:"
    yield '  cells:\n    "": nothing'
    for mark, count in marks.most_common(MOST_MARKS):
        elsewhere = [f"{name}: {sets['cells'][mark]}" for name, sets in marker_sets().items() if mark in sets["cells"]]
        hint = f"; in the set {', '.join(elsewhere)}" if elsewhere else ""
        yield f'    {_scalar(mark)}: "{OPEN}"  # {count} times{hint}'


def _record(seen: _Seen, figures: Sequence[int], names: Names) -> Iterator[str]:
    """Yield the lines of the record that a row makes."""
    fields: dict[str, str] = {"about": f'"{OPEN}"'}
    for index, column in enumerate(seen.columns):
        cells = seen.cells(index)
        if index in figures or not cells:
            continue
        source = f"{{column: {_scalar(column)}"
        register = _register(cells, names)
        if all(_YEAR.fullmatch(cell) for cell in cells):
            fields["period"] = f"{source}}}"
        elif register in {"places", "entities", "facilities"} and fields["about"] == f'"{OPEN}"':
            fields["about"] = f"{source}, find: {register}}}"
        elif register:
            fields.setdefault(FIELD_OF.get(register, "note"), f"{source}, find: {register}}}")
        else:
            fields[f"# {column}"] = f"{len(set(cells))} texts, such as {_scalar(cells[0])}"
    yield from (f"{name}: {value}" for name, value in fields.items())
    yield from _figures(seen, figures)
    yield f'unit: "{OPEN}"'
    yield "modality: assessed"


def _figures(seen: _Seen, figures: Sequence[int]) -> Iterator[str]:
    years = {seen.columns[index]: match["year"] for index in figures if (match := _YEAR.fullmatch(seen.columns[index]))}
    if years:
        yield f'indicator: "{OPEN}"'
        yield "each:"
        yield from (f'  {_scalar(column)}: {{period: "{year}"}}' for column, year in years.items())
    elif len(figures) == 1:
        yield f'indicator: "{OPEN}"'
        yield f"value: {{column: {_scalar(seen.columns[figures[0]])}}}"
        return
    else:
        yield "each:"
        yield from (f'  {_scalar(seen.columns[index])}: {{indicator: "{OPEN}"}}' for index in figures)
    yield "value: {column: each}"


def _register(cells: Sequence[str], names: Names) -> str:
    """Return the register that knows most of the texts as names; empty: none does."""
    texts = set(cells)
    known = {register: sum(_is_name(text, register, names) for text in texts) for register in LOOKED_UP}
    best = max(LOOKED_UP, key=lambda register: known[register])
    return best if known[best] >= _FILLED * len(texts) else ""


def _is_name(text: str, register: str, names: Names) -> bool:
    try:
        return bool(names.find(register, text))
    except UnexplainedError:
        return False


def _scalar(text: str) -> str:
    is_plain = _PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in {"null", "true", "false"}
    return text if is_plain else json.dumps(text, ensure_ascii=False)
