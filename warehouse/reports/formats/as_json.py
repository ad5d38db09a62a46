"""One JSON object: what was asked, the columns, the rows, the citations of each cell, and the run."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring as _text
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from warehouse.reports.result import Column, Result
    from warehouse.reports.values import Value

    Cited = dict[int, list[dict[str, int | str]]]

_NO_JSON_NUMBERS: Final = frozenset({"NaN", "Infinity", "-Infinity"})


def write(result: Result, stream: TextIO, _width: int | None) -> None:
    """Write the object, a line per row and per citation; numbers keep every digit the server gave."""
    cited: Cited = {}
    params = ", ".join(f"{_text(name)}: {_value(value)}" for name, value in result.values.items())
    stream.write(f'{{\n"report": {_text(result.report.name)},\n"params": {{{params}}},\n"columns": ')
    _list(stream, map(_column, result.columns))
    stream.write(',\n"rows": ')
    _list(stream, _rows(result, cited))
    stream.write(',\n"citations": ')
    _list(stream, _citations(result, cited))
    stream.write(f',\n"run": {json.dumps(asdict(result.run), ensure_ascii=False)}\n}}\n')


def _list(stream: TextIO, items: Iterable[str]) -> None:
    """Write a list with an item per line, as the items come."""
    before = "[\n"
    for item in items:
        stream.write(before + item)
        before = ",\n"
    stream.write("[]" if before == "[\n" else "\n]")


def _column(column: Column) -> str:
    doc = column.doc
    about = {"name": column.name, "type": column.type, "meaning": doc.meaning, "unit": doc.unit, "empty": doc.empty}
    return json.dumps(about, ensure_ascii=False)


def _rows(result: Result, cited: Cited) -> Iterator[str]:
    names = [_text(column.name) for column in result.columns]
    are_texts = [not column.is_number and column.type != "boolean" for column in result.columns]
    for number, row in enumerate(result.rows):
        cells = [_cell(cell, is_text=is_text) for cell, is_text in zip(row.cells, are_texts, strict=True)]
        for column, marks in zip(result.columns, row.marks, strict=True):
            for citation in marks:
                cited.setdefault(citation.number, []).append({"row": number, "column": column.name})
        yield "{" + ", ".join(f"{name}: {cell}" for name, cell in zip(names, cells, strict=True)) + "}"


def _citations(result: Result, cited: Cited) -> Iterator[str]:
    for citation in result.citations:
        about = asdict(citation)
        yield json.dumps({**about, "cells": cited.get(citation.number, [])}, ensure_ascii=False)


def _cell(cell: str | None, *, is_text: bool) -> str:
    if cell is None:
        return "null"
    return _text(cell) if is_text or cell in _NO_JSON_NUMBERS else cell


def _value(value: Value) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return _text(value.isoformat())
    return json.dumps(value, ensure_ascii=False)
