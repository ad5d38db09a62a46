"""Each format keeps its own rules of writing cells and sources."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.errors import UsageError
from warehouse.reports import formats
from warehouse.reports.definition import ColumnDoc
from warehouse.reports.result import Citation, Column, Result, Row, RunInfo

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.reports.definition import Report

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
        '"",,a|b,\r\n'
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
        "as_of": None,
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


def test_every_suffix_tells_a_format() -> None:
    assert set(formats.SUFFIXES.values()) == set(formats.FORMATS.values())
    assert formats.SUFFIXES[".txt"].name == "table"
    assert {form.name for form in formats.FORMATS.values() if form.is_binary} == {"xlsx", "parquet"}
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in formats.SUFFIXES)


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_on_a_terminal_lines_of_values_show_what_would_act_on_it(build: Build, name: str) -> None:
    rows = Row(("\x1b[31m", None, "abc\u202edef"), ((), (), ()))
    assert "\\x1b[31m" in written(build(rows), name, 80)
    assert "abc\\u202edef" in written(build(rows), name, 80)


def test_tsv_is_a_line_per_row_and_a_tab_per_column(build: Build) -> None:
    rows = Row(("a\tb", "1.10", "two\r\nlines"), ((PUSH,), (LAW,), ())), Row(("C:\\x", None, '"'), ((), (), ()))
    assert written(build(*rows), "tsv") == (
        'company\tamount\tnote\tsources\na\\tb\t1.10\ttwo\\r\\nlines\tpush#18; law#article 4\nC:\\\\x\t\t"\t\n'
    )


def test_ndjson_is_an_object_per_line_with_its_sources(build: Build) -> None:
    lines = [json.loads(line, parse_float=str) for line in written(build(), "ndjson").splitlines()]
    assert [sorted(line["_citations"]) for line in lines] == [["amount", "company"], ["amount"], []]
    assert lines[0]["amount"] == "1.10"
    assert lines[1]["_citations"]["amount"] == [
        {
            "number": 2,
            "document": "law",
            "title": "The law",
            "section": None,
            "page_date": None,
            "paragraph": None,
            "locator": "article 4",
        }
    ]
