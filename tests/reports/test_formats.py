"""All formats show the same cells; each keeps its own rules of writing them."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.errors import UsageError
from warehouse.reports import formats
from warehouse.reports.header import ColumnDoc
from warehouse.reports.result import Citation, Column, Result, Row, RunInfo

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.reports.library import Report

    Build = Callable[..., Result]

PUSH = Citation(1, "push", "The push", "Politics", "2026-02-18", 18, "¶18")
LAW = Citation(2, "law", "The law", None, None, None, "article 4")
NAMES = ("company", "amount", "note")
TYPES = ("text", "numeric", "text")
ROWS = (
    Row(("포스코", "1.10", "plain"), ((PUSH,), (PUSH, LAW), ())),
    Row(("Acme", "622000000", None), ((), (LAW,), ())),
    Row(("", None, "a|b"), ((), (), ())),
)


@pytest.fixture
def build(make_report: Callable[[str, str], Report]) -> Build:
    """Make an answer without a database, of the rows above or others."""
    header = "grain: [company]\ncolumns:\n" + "".join(f"  {name}: {{meaning: the {name}}}\n" for name in NAMES)
    report = make_report("SELECT 1", header)

    def make(*rows: Row, **values: Any) -> Result:
        columns = [Column(n, t, ColumnDoc(meaning=f"the {n}")) for n, t in zip(NAMES, TYPES, strict=True)]
        run = RunInfo("2026-02-22T00:00:00Z", 7, "20260101_0000", "0.1.0")
        shown = rows or ROWS
        citations = [PUSH, LAW] if any(mark for row in shown for mark in row.marks) else []
        return Result(report, values, columns, run, iter(shown), citations)

    return make


def written(result: Result, format_name: str, width: int | None = None) -> str:
    stream = StringIO(newline="")
    formats.write(result, format_name, stream, width)
    return stream.getvalue()


def test_an_unknown_format_is_refused(build: Build) -> None:
    with pytest.raises(UsageError) as raised:
        written(build(), "jsn")
    assert raised.value.hint == 'did you mean "json"?'


def test_csv(build: Build) -> None:
    assert written(build(), "csv") == (
        "company,amount,note,sources\r\n"
        "포스코,1.10,plain,push#18; law#article 4\r\n"
        "Acme,622000000,,law#article 4\r\n"
        '"",,"a|b",\r\n'
    )


@pytest.mark.parametrize("text", ['say "hi"', "a,b", "two\nlines", "cr\rlf", " leads", "trails ", ";", "=1+1"])
def test_csv_is_read_back_as_it_was(build: Build, text: str) -> None:
    result = build(Row((text, None, text), ((), (), ())))
    parsed = list(csv.reader(StringIO(written(result, "csv"), newline=""), strict=True))
    assert parsed[1] == [text, "", text, ""]


def test_markdown(build: Build) -> None:
    assert written(build(), "md") == (
        "# A title\n\nA question?\n\n"
        "| company | amount | note |\n"
        "| --- | ---: | --- |\n"
        "| 포스코 \\[1\\] | 1.10 \\[1\\]\\[2\\] | plain |\n"
        "| Acme | 622000000 \\[2\\] |  |\n"
        "|  |  | a\\|b |\n"
        "\n## Sources\n\n"
        "- \\[1\\] The push, Politics, 2026-02-18, ¶18\n"
        "- \\[2\\] The law, article 4\n"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines", "two<br>lines"),
        ("two\r\nlines", "two<br>lines"),
        ("<b>&amp;", "\\<b\\>&amp;amp;"),
        ("[a](b)", "\\[a\\](b)"),
        ("*a* `b` ~~c~~", "\\*a\\* \\`b\\` \\~\\~c\\~\\~"),
        ("a_b _c_", "a_b \\_c\\_"),
        ("back\\|slash", "back\\\\\\|slash"),
        ("\x1b[31m", "\\\\x1b\\[31m"),
    ],
)
def test_markdown_means_nothing_by_data(build: Build, text: str, shown: str) -> None:
    lines = written(build(Row((text, None, None), ((), (), ()))), "md").split("\n")
    assert lines[6] == f"| {shown} |  |  |"


def test_json_is_exact_and_complete(build: Build) -> None:
    parsed = json.loads(written(build(mineral=None, minimum=Decimal("1.10"), kinds=["a"]), "json"), parse_float=str)
    assert list(parsed) == ["report", "params", "columns", "rows", "citations", "run"]
    assert parsed["report"] == "sample"
    assert parsed["params"] == {"mineral": None, "minimum": "1.10", "kinds": ["a"]}
    assert parsed["columns"][1] == {
        "name": "amount",
        "type": "numeric",
        "meaning": "the amount",
        "unit": None,
        "empty": None,
    }
    assert parsed["rows"] == [
        {"company": "포스코", "amount": "1.10", "note": "plain"},
        {"company": "Acme", "amount": 622000000, "note": None},
        {"company": "", "amount": None, "note": "a|b"},
    ]
    assert parsed["citations"][1] == {
        "number": 2,
        "document": "law",
        "title": "The law",
        "section": None,
        "page_date": None,
        "paragraph": None,
        "locator": "article 4",
        "cells": [{"row": 0, "column": "amount"}, {"row": 1, "column": "amount"}],
    }
    assert parsed["run"] == {
        "started_at": "2026-02-22T00:00:00Z",
        "load_run": 7,
        "schema_revision": "20260101_0000",
        "software_version": "0.1.0",
    }


@pytest.mark.parametrize("number", ["12345678901234567890.123456789", "-0.10", "0", "1000000000000000000000"])
def test_json_keeps_every_digit(build: Build, number: str) -> None:
    text = written(build(Row(("a", number, None), ((), (), ()))), "json")
    assert f'"amount": {number}, "note"' in text


def test_json_of_what_is_no_json_number_is_a_text(build: Build) -> None:
    parsed = json.loads(written(build(Row(("a", "NaN", None), ((), (), ()))), "json"))
    assert parsed["rows"] == [{"company": "a", "amount": "NaN", "note": None}]


def test_json_without_rows(build: Build) -> None:
    result = build()
    result.rows, result.citations = iter(()), []
    parsed = json.loads(written(result, "json"))
    assert (parsed["rows"], parsed["citations"]) == ([], [])


def test_all_formats_agree_cell_for_cell(build: Build) -> None:
    lines = list(csv.reader(StringIO(written(build(), "csv"), newline="")))
    parsed = json.loads(written(build(), "json"), parse_float=str, parse_int=str)
    pipes = [line.replace("\\|", "\0").strip("| ").split(" | ") for line in written(build(), "md").split("\n")[4:9]]
    assert pipes[0] == lines[0][:-1] == [column["name"] for column in parsed["columns"]]
    for cells, row in zip(lines[1:], parsed["rows"], strict=True):
        assert cells[:-1] == [value or "" for value in row.values()]
        for value in filter(None, cells[:-1]):
            assert any(value.replace("|", "\0") in cell for line in pipes[2:] for cell in line)
            assert value in written(build(), "table")
