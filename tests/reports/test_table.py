from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

from warehouse.reports import formats
from warehouse.reports.definition import ColumnDoc
from warehouse.reports.result import Citation, Column, Result, Row, RunInfo

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.reports.definition import Report

    Show = Callable[..., list[str]]

PUSH = Citation(1, "push", "The push", None, "2026-02-18", 18, "¶18")
LAW = Citation(12, "law", "The law", None, None, None, "article 4")
LONG = "permanent magnets for motors of electric vehicles and for robots"


@pytest.fixture
def show(make_report: Callable[[str, str], Report]) -> Show:
    """Give the lines of a table of companies, amounts and notes, without title and question."""
    report = make_report("SELECT 1", "grain: [a]\ncolumns: {a: {meaning: x}}\n")

    def lines(
        *rows: Row, names: tuple[str, ...] = ("company", "amount", "note"), width: int | None = None
    ) -> list[str]:
        types = ("text", "numeric", "text")
        columns = [Column(n, t, ColumnDoc(meaning="x")) for n, t in zip(names, types, strict=True)]
        citations = sorted({mark for row in rows for marks in row.marks for mark in marks}, key=lambda c: c.number)
        run = RunInfo("2026-02-22T00:00:00Z", None, None, "0.1.0")
        stream = StringIO()
        formats.write(Result(report, {}, columns, run, iter(rows), citations), "table", stream, width)
        title, question, empty, *others = stream.getvalue().splitlines()
        assert (title, question, empty) == ("A title", "A question?", "")
        return others

    return lines


def row(*cells: str | None, marks: tuple[Citation, ...] = ()) -> Row:
    return Row(cells, ((), marks, ()))


def test_numbers_end_under_each_other_and_marks_stand_behind(show: Show) -> None:
    rows = (
        row("포스코", "1.10", "a", marks=(PUSH,)),
        row("Acme", "622000000", None, marks=(PUSH, LAW)),
        row("B", None, ""),
    )
    assert show(*rows) == [
        "company     amount          note",
        "-------  -----------------  ----",
        "포스코        1.10 [1]      a",
        "Acme     622000000 [1][12]",
        "B",
        "(3 rows)",
        "",
        "[1] The push, 2026-02-18, ¶18",
        "[12] The law, article 4",
    ]


def test_without_a_width_nothing_is_broken_or_left_out(show: Show) -> None:
    lines = show(row(LONG, "1", None))
    assert lines[0].split() == ["company", "amount", "note"]
    assert lines[2] == f"{LONG}       1"


def test_with_a_width_long_texts_continue_in_their_column(show: Show) -> None:
    lines = show(row("Acme", "1", LONG), width=40)
    assert lines[:-1] == [
        "company  amount  note",
        "-------  ------  -----------------------",
        "Acme          1  permanent magnets for",
        "                 motors of electric",
        "                 vehicles and for robots",
    ]


@pytest.mark.parametrize("width", range(20, 90, 7))
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(show: Show, width: int) -> None:
    korean = "한국무역협회는 중국 의존도가 높다고 밝혔다"
    lines = show(row(korean, "99.3", LONG, marks=(PUSH,)), width=width)
    body = lines[: lines.index("(1 row)")]
    assert all(wcswidth(line) <= max(width, 29) for line in body)
    assert set("".join(korean.split()) + "".join(LONG.split())) <= set("".join(body))
    for word in (*LONG.split(), *korean.split(), "99.3", "[1]"):
        assert wcswidth(word) > 12 or word in " ".join(body), "words of usual length stay whole"


def test_heads_continue_below_after_an_underscore(show: Show) -> None:
    lines = show(row("a", "1", "b"), names=("contract_partner_name", "amount_in_currency", "note"), width=32)
    assert lines[:4] == [
        "contract_       amount_in_  note",
        "partner_name      currency",
        "------------  ------------  ----",
        "a                        1  b",
    ]


def test_rows_that_do_not_fit_become_lists(show: Show) -> None:
    lines = show(row("Acme", "622000000", LONG, marks=(PUSH,)), row("포스코", "1", "b"), width=30)
    assert lines[:12] == [
        "-- 1 --",
        "company  Acme",
        "amount   622000000 [1]",
        "note     permanent magnets for",
        "         motors of electric",
        "         vehicles and for",
        "         robots",
        "",
        "-- 2 --",
        "company  포스코",
        "amount   1",
        "note     b",
    ]


def test_on_a_terminal_columns_without_values_are_named_below(show: Show) -> None:
    rows = row("Acme", "1", None), row("B", "2", "")
    assert show(*rows, width=80)[0] == "company  amount"
    assert show(*rows, width=80)[-1] == "No values in: note"
    assert "note" in show(*rows)[0]


def test_no_rows(show: Show) -> None:
    for width in (None, 80):
        assert show(width=width) == ["company  amount  note", "-------  ------  ----", "(0 rows)"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("a\nb", "a\\nb"),
        ("a\tb", "a\\tb"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202edef", "abc\\u202edef"),
        ("\x00\x7f", "\\x00\\x7f"),
        ("\u2028", "\\u2028"),
    ],
)
@pytest.mark.parametrize("width", [None, 60])
def test_what_acts_on_a_terminal_is_made_visible(show: Show, text: str, shown: str, width: int | None) -> None:
    lines = show(row(text, "1", "x"), width=width)
    assert lines[2].split()[0] == shown


def test_on_a_terminal_a_very_long_cell_is_cut_and_that_is_said(show: Show) -> None:
    lines = show(row("a" * 1_000_000, "1", "x"), row("b" * 2001, "2", "한" * 2000), width=80)
    assert len(lines) < 200
    assert "Cut after 2000 characters: company (2 cells); write a file (-o) to get the full texts." in lines
    assert sum("…" in line for line in lines) == 2


def test_without_a_terminal_nothing_is_cut_and_other_lines_stay_short(show: Show) -> None:
    lines = show(row("a" * 1_000_000, "1", "x"), row("b", "2", "y"))
    is_whole = lines[2].startswith("a" * 1_000_000 + "  ")
    assert is_whole
    assert lines[2][1_000_000:].split() == ["1", "x"]
    assert lines[3].split() == ["b", "2", "y"]
    assert len(lines[3]) < 1000
    assert not any("Cut" in line for line in lines)
