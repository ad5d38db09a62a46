"""Every format is read back and holds the same cells and the same sources."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.reports import readback, workbook
from tests.reports.answers import ROWS, TYPES, answer, nothing, texts, written
from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reports.readback import Cells

pytestmark = pytest.mark.slow

NAMES = list(TYPES)
NO_PYARROW = "pyarrow is not installed"
SOURCES = [["push#18; law#article 4"], ["law#article 4"], [None], [None], [None], [None]]


def without_sources(rows: Cells) -> Cells:
    return [row[:-1] for row in rows]


READERS: dict[str, Callable[[bytes], Cells]] = {
    "csv": lambda data: without_sources(readback.read_csv(data)),
    "json": readback.read_json,
    "ndjson": readback.read_ndjson,
    "html": readback.read_html,
}


@pytest.mark.parametrize("name", READERS)
def test_exact_formats_hold_every_cell(name: str) -> None:
    assert READERS[name](written(answer(), name)) == [NAMES, *(list(row.cells) for row in ROWS)]


def test_tsv_holds_every_cell_but_tells_no_value_from_an_empty_text() -> None:
    rows = without_sources(readback.read_tsv(written(answer(), "tsv")))
    assert rows == [NAMES, *([cell or None for cell in row.cells] for row in ROWS)]


def shown_in_markdown(cell: str | None) -> str:
    return "\n".join(visible(line) for line in re.split(r"\r\n|\n|\r", cell or "")).strip()


def test_markdown_holds_every_cell_with_odd_characters_made_visible() -> None:
    rows = readback.read_md(written(answer(), "md"))
    plain = [[re.sub(r" ?(\[[0-9]+\])+$", "", cell or "") for cell in row] for row in rows]
    assert plain == [NAMES, *([shown_in_markdown(cell) for cell in row.cells] for row in ROWS)]


def test_table_holds_every_cell_with_odd_characters_made_visible() -> None:
    lines = written(answer(), "table").decode().split("\n")
    assert lines[3].split() == NAMES
    for line, row in zip(lines[5:], ROWS, strict=False):
        rest = line
        for cell in filter(None, row.cells):
            before, found, rest = rest.partition(visible(cell))
            assert found, f"{cell!r} in order in {line!r}"
            assert re.fullmatch(r"(\[[0-9]+\]| )*", before)


def test_workbook_shows_every_cell() -> None:
    rows = workbook.read(written(answer(), "xlsx"))["Answer"].rows()
    assert rows[0] == ["company", "company sources", "amount", "amount sources", *NAMES[2:]]
    shown = [row[:1] + row[2:3] + row[4:] for row in rows[1:]]
    assert shown == [list(row.cells) for row in ROWS]
    assert [row[1::2][:2] for row in rows[1:3]] == [["[1]", "[1][2]"], [None, "[2]"]]


def comparable(cell: str | None, kind: str) -> Decimal | str | None:
    try:
        return cell if cell is None or kind != "double precision" else Decimal(cell)
    except InvalidOperation:
        return cell


def test_parquet_holds_every_cell() -> None:
    pytest.importorskip("pyarrow", reason=NO_PYARROW)
    import pyarrow.parquet as pq

    found = pq.read_table(BytesIO(written(answer(), "parquet"))).to_pylist()
    assert [list(row) for row in found] == [[*NAMES, "_citations"]] * len(ROWS)
    kinds = list(TYPES.values())
    for values, row in zip(found, ROWS, strict=True):
        cells = map(readback.as_text, list(values.values())[:-1])
        expected = list(map(comparable, row.cells, kinds))
        assert [comparable(cell, kind) for cell, kind in zip(cells, kinds, strict=True)] == expected
    assert [[(one["column"], one["number"]) for one in row["_citations"]] for row in found[:3]] == [
        [("company", 1), ("amount", 1), ("amount", 2)],
        [("amount", 2)],
        [],
    ]


def test_sources_stand_in_every_format() -> None:
    assert [row[-1:] for row in readback.read_csv(written(answer(), "csv"))[1:]] == SOURCES
    assert [row[-1:] for row in readback.read_tsv(written(answer(), "tsv"))[1:]] == SOURCES
    lines = [json.loads(line) for line in written(answer(), "ndjson").splitlines()]
    assert [sorted(line["_citations"]) for line in lines[:3]] == [["amount", "company"], ["amount"], []]
    parsed = json.loads(written(answer(), "json"))
    first, second = parsed["citations"]
    assert lines[0]["_citations"]["company"] == [{name: first[name] for name in first if name != "cells"}]
    assert second["cells"] == [{"row": 0, "column": "amount"}, {"row": 1, "column": "amount"}]
    sources = workbook.read(written(answer(), "xlsx"))["Sources"].rows()
    assert sources[1:] == [
        ["1", "push", "The push", "Politics", "2026-02-18", "¶18"],
        ["2", "law", "희토류 <법>", None, None, "article 4"],
    ]


def test_a_column_called_sources_is_told_from_ours() -> None:
    result = answer(types={"sources": "text", "company": "text"})
    result.rows = iter(())
    assert written(result, "csv") == b"sources,company,_sources\r\n"


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "html", "md"])
def test_an_empty_answer_has_heads(name: str) -> None:
    rows = getattr(readback, f"read_{name}")(written(nothing(), name))
    assert rows == [[*NAMES, "sources"] if name in {"csv", "tsv"} else NAMES]


def test_an_empty_answer_is_empty_where_there_are_no_heads() -> None:
    assert written(nothing(), "ndjson") == b""
    assert b"(0 rows)" in written(nothing(), "table")
    assert b"Sources" not in written(nothing(), "html")
    sheets = workbook.read(written(nothing(), "xlsx"))
    assert (len(sheets["Answer"].rows()), len(sheets["Sources"].rows())) == (1, 1)


def test_an_empty_parquet_file_has_types() -> None:
    pytest.importorskip("pyarrow", reason=NO_PYARROW)
    import pyarrow.parquet as pq

    table = pq.read_table(BytesIO(written(nothing(), "parquet")))
    assert (table.num_rows, table.column_names) == (0, [*NAMES, "_citations"])


HOSTILE = st.one_of(
    st.none(), st.text(), st.text(alphabet="\\\t\n\r\"',;|<>&[]=x0 \x00\x1b\x7f\u202e\u2028\ufeff\ufffe")
)


@given(cells=st.lists(HOSTILE, max_size=4))
@example(cells=["=cmd|' /C calc'!A0", "a" * 200, '"', '""', "\\t", "\\", "\r\n", "</td><script>"])
@pytest.mark.parametrize("name", READERS)
def test_exact_formats_give_any_text_back(name: str, cells: list[str | None]) -> None:
    rows = READERS[name](written(texts(*cells), name))
    assert rows[1:] == ([[cell] for cell in cells] if cells or name != "ndjson" else [])


@pytest.mark.parametrize("name", READERS)
def test_a_million_letters_are_whole(name: str) -> None:
    text = "한" * 1_000_000
    is_whole = READERS[name](written(texts(text), name))[1] == [text]
    assert is_whole


@given(cells=st.lists(HOSTILE, min_size=1, max_size=4))
def test_tsv_gives_any_text_back_in_a_line_of_two_columns(cells: list[str | None]) -> None:
    data = written(texts(*cells), "tsv")
    assert data.count(b"\n") == len(cells) + 1
    assert data.count(b"\t") == len(cells) + 1
    assert without_sources(readback.read_tsv(data))[1:] == [[cell or None] for cell in cells]


@given(cells=st.lists(HOSTILE, min_size=1, max_size=4))
def test_markdown_gives_any_text_back_as_it_is_shown(cells: list[str | None]) -> None:
    rows = readback.read_md(written(texts(*cells), "md"))
    assert [(row[0] or "").strip() for row in rows[1:]] == [shown_in_markdown(cell) for cell in cells]


ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.mark.parametrize("name", ["table", "csv", "tsv", "json", "ndjson", "md", "html"])
def test_nothing_acts_on_a_terminal(name: str) -> None:
    every: list[Any] = [
        f"x{chr(code)}y" for code in (*range(160), 0x61C, *range(0x200E, 0x2010), *range(0x2028, 0x2070))
    ]
    found = ACTING.findall(written(texts(*every), name, 80).decode())
    assert found == []
