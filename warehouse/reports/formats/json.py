"""The JSON and NDJSON formats. Numbers keep every digit that the server returned."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from json.encoder import encode_basestring as quoted
from typing import IO, TYPE_CHECKING, Any, Final

from warehouse.reports.parameters import value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from warehouse.reports.result import Citation, Column, Result, Row

    Cited = dict[int, list[dict[str, int | str]]]

__all__ = ["cited_cells", "harmless", "members_of", "quoted", "write_json", "write_ndjson"]

_NO_JSON_NUMBERS: Final = frozenset({"NaN", "Infinity", "-Infinity"})
_ACTING: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def harmless(text: str) -> str:
    """Return JSON text with escapes for characters that JSON allows but a terminal obeys.

    These are control characters and marks of text direction.
    """
    if text.isascii() and "\x7f" not in text:
        return text
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def members_of(columns: Sequence[Column]) -> Callable[[Row], str]:
    """Return a function that formats the cells of a row as the members of a JSON object, without the braces."""
    names = [f"{quoted(column.name)}: " for column in columns]
    are_texts = [not column.is_number and column.type != "boolean" for column in columns]

    def members(row: Row) -> str:
        cells = zip(names, row.cells, are_texts, strict=True)
        return ", ".join(name + _cell(cell, is_text=is_text) for name, cell, is_text in cells)

    return members


def _cell(cell: str | None, *, is_text: bool) -> str:
    if cell is None:
        return "null"
    return quoted(cell) if is_text or cell in _NO_JSON_NUMBERS else cell


def write_json(result: Result, stream: IO[str], _width: int | None) -> None:
    """Write the answer as one JSON object, with a line per row and per citation."""
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
    """Write a JSON list with an item per line, as the items arrive."""
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
        _note(cited, result.columns, number, row)
        yield "{" + members(row) + "}"


def _note(cited: Cited, columns: Sequence[Column], number: int, row: Row) -> None:
    """Add the cells of a row to those that each source supports."""
    for column, marks in zip(columns, row.marks, strict=True):
        for citation in marks:
            cited.setdefault(citation.number, []).append({"row": number, "column": column.name})


def _citations(result: Result, cited: Cited) -> Iterator[str]:
    for citation in result.citations:
        yield json.dumps(_about(result, citation, cited), ensure_ascii=False)


def _about(result: Result, citation: Citation, cited: Cited) -> dict[str, Any]:
    about = {**asdict(citation), "cells": cited.get(citation.number, [])}
    if result.quoted is not None:
        about["quotes"] = [quote.words for quote in result.quotes_of(citation)]
    return about


def cited_cells(result: Result, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the sources of an answer as the JSON format does: each with the cells that it supports.

    Args:
        result: The answer.
        rows: Its rows, which were read from it.
    """
    cited: Cited = {}
    for number, row in enumerate(rows):
        _note(cited, result.columns, number, row)
    return [_about(result, citation, cited) for citation in result.citations]


_CITATIONS: Final = "_citations"
"""The member for the sources. No column has this name, because names of columns start with a letter."""


def write_ndjson(result: Result, stream: IO[str], _width: int | None) -> None:
    """Write the answer as NDJSON, an object per row.

    The member ``_citations`` maps the cited columns of the row to their sources; it may be empty.
    """
    members = members_of(result.columns)
    names = [quoted(column.name) for column in result.columns]
    known: dict[int, str] = {}
    for row in result.rows:
        cited = ", ".join(
            f"{name}: [{', '.join(_source(citation, known) for citation in marks)}]"
            for name, marks in zip(names, row.marks, strict=True)
            if marks
        )
        stream.write(harmless(f'{{{members(row)}, "{_CITATIONS}": {{{cited}}}}}\n'))


def _source(citation: Citation, known: dict[int, str]) -> str:
    """Return a source as JSON text; ``known`` caches the texts by number."""
    if citation.number not in known:
        known[citation.number] = json.dumps(asdict(citation), ensure_ascii=False)
    return known[citation.number]
