"""One JSON object: what was asked, the columns, the rows, the citations of each cell, and the run."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import IO, TYPE_CHECKING

from warehouse.reports.formats.jsontext import harmless, members_of, quoted, value_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.reports.result import Column, Result

    Cited = dict[int, list[dict[str, int | str]]]


def write(result: Result, stream: IO[str], _width: int | None) -> None:
    """Write the object, a line per row and per citation; numbers keep every digit the server gave."""
    cited: Cited = {}
    params = harmless(", ".join(f"{quoted(name)}: {value_text(value)}" for name, value in result.values.items()))
    stream.write(f'{{\n"report": {quoted(result.report.name)},\n"params": {{{params}}},\n"columns": ')
    _list(stream, map(_column, result.columns))
    stream.write(',\n"rows": ')
    _list(stream, _rows(result, cited))
    stream.write(',\n"citations": ')
    _list(stream, _citations(result, cited))
    stream.write(f',\n"run": {json.dumps(asdict(result.run), ensure_ascii=False)}\n}}\n')


def _list(stream: IO[str], items: Iterable[str]) -> None:
    """Write a list with an item per line, as the items come."""
    before = "[\n"
    for item in items:
        stream.write(before + harmless(item))
        before = ",\n"
    stream.write("[]" if before == "[\n" else "\n]")


def _column(column: Column) -> str:
    doc = column.doc
    about = {"name": column.name, "type": column.type, "meaning": doc.meaning, "unit": doc.unit, "empty": doc.empty}
    return json.dumps(about, ensure_ascii=False)


def _rows(result: Result, cited: Cited) -> Iterator[str]:
    members = members_of(result.columns)
    for number, row in enumerate(result.rows):
        for column, marks in zip(result.columns, row.marks, strict=True):
            for citation in marks:
                cited.setdefault(citation.number, []).append({"row": number, "column": column.name})
        yield "{" + members(row) + "}"


def _citations(result: Result, cited: Cited) -> Iterator[str]:
    for citation in result.citations:
        about = asdict(citation)
        yield json.dumps({**about, "cells": cited.get(citation.number, [])}, ensure_ascii=False)
