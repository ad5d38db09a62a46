"""Read the formats back: the names of the columns, and the cells as the texts that went in."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt

Cells = list[list[str | None]]


def read_csv(data: bytes) -> Cells:
    """Read by hand: the reader of Python 3.11 does not tell no value from an empty text."""
    rows: Cells = [[]]
    for quoted, plain, end in re.findall(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)', _unambiguous(data.decode())):
        rows[-1].append(quoted[1:].replace('""', '"') if quoted else plain or None)
        if end != ",":
            rows.append([])
    assert rows.pop() == []
    return rows


def _unambiguous(text: str) -> str:
    """Put a letter at the start of every quoted field, so that an empty one is told from none."""
    return re.sub(r'"((?:[^"]|"")*)"', lambda found: f'"x{found[1]}"', text)


def read_tsv(data: bytes) -> Cells:
    return [[_from_tsv(cell) for cell in line.split("\t")] for line in data.decode().split("\n")[:-1]]


def _from_tsv(cell: str) -> str | None:
    plain = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
    return (
        re.sub(r"\\(?:x([0-9a-f]{2})|(.))", lambda hit: chr(int(hit[1], 16)) if hit[1] else plain[hit[2]], cell) or None
    )


def as_text(value: Any) -> str | None:
    """Give a value as the server printed it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z").replace(".500000", ".5")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(
            str(value), format(Decimal(repr(value)), "f").removesuffix(".0")
        )
    return str(value)


def _object(value: dict[str, Any]) -> list[str | None]:
    return [as_text(cell) for name, cell in value.items() if name != "_citations"]


def read_json(data: bytes) -> Cells:
    parsed = json.loads(data, parse_float=str, parse_int=str)
    return [[column["name"] for column in parsed["columns"]], *map(_object, parsed["rows"])]


def read_ndjson(data: bytes) -> Cells:
    lines = [json.loads(line, parse_float=str, parse_int=str) for line in data.decode().split("\n")[:-1]]
    return [list(lines[0])[:-1] if lines else [], *map(_object, lines)]


class Page(HTMLParser):
    """An HTML page: its cells, every tag with its attributes, and all text."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.cells: Cells = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._inside: list[str] = []
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "tr":
            self.cells.append([])
        elif tag in {"td", "th"}:
            self.cells[-1].append(None if "data-empty" in given else "")
        elif tag == "br":
            self._add("\n")
        elif tag == "data":
            self._add(given["value"] or "")
        if tag not in {"br", "meta", "wbr"}:
            self._inside.append(str(given.get("class") if tag == "span" else tag))

    def handle_endtag(self, tag: str) -> None:
        assert self._inside.pop() == ("sign" if tag == "span" else tag)

    def handle_data(self, data: str) -> None:
        self.text += data
        self._add(chr(int(data.removeprefix("U+"), 16)) if self._inside[-1:] == ["sign"] else data)

    def _add(self, text: str) -> None:
        if {"td", "th"} & set(self._inside) and not {"sup", "data"} & set(self._inside):
            self.cells[-1][-1] = (self.cells[-1][-1] or "") + text


def read_html(data: bytes) -> Cells:
    return Page(data).cells


def read_md(data: bytes) -> Cells:
    """Read as CommonMark with tables; marks and the numbers of odd characters stay as they are."""
    rows: Cells = []
    is_cell = False
    for token in MarkdownIt("commonmark").enable("table").parse(data.decode()):
        if token.type == "tr_open":
            rows.append([])
        is_cell = token.type in {"td_open", "th_open"} or (is_cell and token.type == "inline")
        if is_cell and token.type == "inline":
            parts = token.children or []
            assert {part.type for part in parts} <= {"text", "text_special", "html_inline"}
            rows[-1].append("".join("\n" if part.type == "html_inline" else part.content for part in parts))
    return rows
