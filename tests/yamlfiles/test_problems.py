"""Problems: sorted, told once, and shown so that a terminal, a program and a forge can read them."""

from __future__ import annotations

import json

import pytest

from warehouse.errors import ExitCode
from warehouse.yamlfiles import Position, Problem, ProblemsFound, as_github, as_json, as_text, nearest

LATER = Problem(Position("b.yaml", 1, 1), "E-tab", "a tab", "use spaces")
SECOND = Problem(Position("a.yaml", 10, 2), "E-key", "no key")
FIRST = Problem(Position("a.yaml", 9, 7), "E-type", "100% wrong,\nreally: 1 한", "mend it\r")


def test_problems_are_sorted_by_file_line_and_column_and_told_once() -> None:
    found = ProblemsFound([LATER, SECOND, FIRST, SECOND])
    assert list(found.problems) == [FIRST, SECOND, LATER]
    assert found.what == "3 problems found"
    assert found.exit_code == ExitCode.INVALID_SOURCE


def test_one_problem_is_not_said_to_be_several() -> None:
    assert ProblemsFound([LATER, LATER]).what == "1 problem found"


def test_text_is_one_line_per_problem() -> None:
    assert as_text([LATER, SECOND, FIRST]).split("\n") == [
        "b.yaml:1:1  E-tab  a tab; use spaces",
        "a.yaml:10:2  E-key  no key",
        r"a.yaml:9:7  E-type  100% wrong,\nreally: 1 한; mend it\r",
    ]


def test_json_keeps_every_part_as_it_is() -> None:
    shown = as_json([FIRST])
    assert "한" in shown
    assert json.loads(shown) == [
        {
            "file": "a.yaml",
            "line": 9,
            "column": 7,
            "code": "E-type",
            "what": "100% wrong,\nreally: 1 한",
            "hint": "mend it\r",
        }
    ]


def test_no_problems_are_an_empty_json_list() -> None:
    assert json.loads(as_json([])) == []


def test_annotation_cannot_be_broken_by_its_message() -> None:
    line = "::error file=a.yaml,line=9,col=7,title=E-type::100%25 wrong,%0Areally: 1 한; mend it%0D"
    assert as_github([FIRST]) == line


def test_annotation_cannot_be_broken_by_the_name_of_a_file() -> None:
    odd = Problem(Position("a,line=1::100%\n.yaml", 2, 3), "E-file", "no")
    assert as_github([odd]) == "::error file=a%2Cline=1%3A%3A100%25%0A.yaml,line=2,col=3,title=E-file::no"


FIVE = "word-100, word-101, word-102, word-103, word-104"


@pytest.mark.parametrize(
    ("word", "known", "advice"),
    [
        ("amout", ["amount", "date"], 'did you mean "amount"?'),
        ("zzz", ["b", "a"], "known are: a, b"),
        ("zzz", [], ""),
        ("zzz", [f"word-{number}" for number in range(21)], ""),
        ("Cat", [*(f"word-{number}" for number in range(21)), "concatenate"], "did you mean one of: concatenate?"),
        ("W", [f"word-{number}" for number in range(100, 121)], f"did you mean one of: {FIVE}, …?"),
        ("", [f"word-{number}" for number in range(21)], ""),
        ("word-0", [f"word-{number}" for number in range(21)], 'did you mean "word-0"?'),
    ],
)
def test_nearest_word_or_all_words_if_they_are_few(word: str, known: list[str], advice: str) -> None:
    assert nearest(word, known) == advice
