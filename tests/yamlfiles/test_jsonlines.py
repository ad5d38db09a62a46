"""Reading JSON Lines: the same texts as from YAML, the same things refused, each where it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from warehouse.yamlfiles import Node, Position, Problem, parse, parse_lines, validate
from warehouse.yamlfiles.jsonlines import scan
from warehouse.yamlfiles.nodes import INVISIBLE, MAX_BYTES, MAX_DEPTH


def read(text: str | bytes) -> Node:
    ((root, problems),) = parse_lines(text if isinstance(text, bytes) else text.encode(), "f.jsonl")
    assert problems == []
    assert root is not None
    return root


def refuse(text: str | bytes) -> list[Problem]:
    found: list[Problem] = []
    for root, problems in parse_lines(text if isinstance(text, bytes) else text.encode(), "f.jsonl"):
        assert (root is None) == bool(problems)
        found += problems
    return found


def places(text: str | bytes) -> list[tuple[int, int, str]]:
    return [(found.position.line, found.position.column, found.code) for found in refuse(text)]


GOOD = '{"places": {"key": "a"}}'
DEEP = '{"a": ' + "[" * 1_000_000
SEEN = st.characters(exclude_categories=["Cs"]).filter(lambda letter: not INVISIBLE.search(letter) and letter != "\t")
TEXTS = st.text(SEEN, max_size=12) | st.sampled_from(["true", "null", "1.10", '":', '\\":', " :", "\n", "a\nb "])
RECORDS: st.SearchStrategy[Any] = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=12
)

REFUSED = {
    "same key twice": ('{"a": {"b": "1", "b": "1"}}', [(1, 18, "E-duplicate-key")]),
    "same key twice, once as an escape": ('{"a": {"b": "1", "\\u0062": "1"}}', [(1, 18, "E-duplicate-key")]),
    "same key three times": (
        '{"a": "1", "a": "2", "a": "3"}',
        [(1, 12, "E-duplicate-key"), (1, 22, "E-duplicate-key")],
    ),
    "null": ('{"a": {"b": null}}', [(1, 13, "E-empty")]),
    "number that is none": ('{"a": NaN}', [(1, 7, "E-json")]),
    "endless number": ('{"a": -Infinity}', [(1, 7, "E-json")]),
    "number with a zero before": ('{"a": 007}', [(1, 8, "E-json")]),
    "something behind the object": (f"{GOOD} x", [(1, 26, "E-json")]),
    "two objects on a line": (f"{GOOD}{GOOD}", [(1, 25, "E-json")]),
    "object over two lines": ('{"a":\n"b"}', [(1, 6, "E-json"), (2, 4, "E-json")]),
    "comma too many": ('{"a": ["b",]}', [(1, 12, "E-json")]),
    "key without quotes": ("{a: 1}", [(1, 2, "E-json")]),
    "single quotes": ("{'a': 1}", [(1, 2, "E-json")]),
    "text without an end": ('{"a": "b', [(1, 7, "E-json")]),
    "tab inside a text": ('{"a": "b\tc"}', [(1, 9, "E-json")]),
    "list on a line": (' ["a"]', [(1, 2, "E-type")]),
    "text on a line": ('"a"', [(1, 1, "E-type")]),
    "empty object": ("{}", [(1, 1, "E-type")]),
    "two entries": ('{"a": {}, "b": {}}', [(1, 1, "E-type")]),
    "byte order mark": (b"\xef\xbb\xbf{}", [(1, 1, "E-text")]),
    "byte order mark on another line": (f"{GOOD}\n\ufeff{GOOD}", [(2, 1, "E-text")]),
    "byte that is not UTF-8": (b'\n{"a": "\xed\x95\x9c\xff"}', [(2, 9, "E-text")]),
    "UTF-16": (GOOD.encode("utf-16"), [(1, 1, "E-text")]),
    "NUL": (b'{"a": "\0"}', [(1, 8, "E-text")]),
    "NUL as an escape": ('{"a": "b\\u0000"}', [(1, 7, "E-text")]),
    "terminal escape as an escape": ('{"\\u001b[31m": ""}', [(1, 2, "E-text")]),
    "backspace as an escape": ('{"a": ["b", "\\b"]}', [(1, 13, "E-text")]),
    "line separator": ('{"a": "b\u2028"}', [(1, 9, "E-text")]),
    "line separator as an escape": ('{"a": "b\\u2028"}', [(1, 7, "E-text")]),
    "byte order mark as an escape": ('{"a": "\\uFEFF"}', [(1, 7, "E-text")]),
    "blank without width": ('{"a": "b\u200b"}', [(1, 9, "E-text")]),
    "blank without width as an escape": ('{"a": "b\\u200B"}', [(1, 7, "E-text")]),
    "soft hyphen as an escape": ('{"a": "\\u00AD"}', [(1, 7, "E-text")]),
    "mark of direction as an escape": ('{"a": "\\u061c"}', [(1, 7, "E-text")]),
    "mark that isolates, as an escape": ('{"a": "\\u2066"}', [(1, 7, "E-text")]),
    "non-character as an escape": ('{"a": "\\uffFE"}', [(1, 7, "E-text")]),
    "half of a character": ('{"a": "\\uD83d"}', [(1, 7, "E-text")]),
    "several at once": (
        '{"a": {"b": null, "c": "\\b", "b": "d"}}',
        [(1, 13, "E-empty"), (1, 24, "E-text"), (1, 30, "E-duplicate-key")],
    ),
    "too deep by far": (DEEP, [(1, 6 + MAX_DEPTH, "E-depth")]),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_odd_line_is_refused_at_its_place(text: str | bytes, expected: list[tuple[int, int, str]]) -> None:
    assert places(text) == expected


def test_depth_up_to_the_limit_is_read() -> None:
    inner = MAX_DEPTH - 1
    node = read('{"a": ' + "[" * inner + '"x"' + "]" * inner + "}")
    assert node.child(("a", *(0,) * inner)).value == "x"


def test_depth_beyond_the_limit_is_refused_where_it_begins() -> None:
    text = '{"a": ' + "[" * MAX_DEPTH + '"x"' + "]" * MAX_DEPTH + "}"
    assert places(text) == [(1, 6 + MAX_DEPTH, "E-depth")]


def test_size_of_a_line_has_a_limit() -> None:
    line = b'{"a": "%s"}' % (b"x" * (MAX_BYTES - 9))
    assert read(line).position == Position("f.jsonl", 1, 1)
    assert places(b'{"b": "c"}\n{' + line) == [(2, 1, "E-text")]


@pytest.mark.parametrize(
    "written", ["1.10", "-0", "-0.0", "0.10e+07", "1E400", "12345678901234567890123", "9" * 5000, "true", "false"]
)
def test_number_and_truth_value_stay_as_written(written: str) -> None:
    assert read(f'{{"a": {{"b": [{written}], "c": {written}}}}}').plain() == {"a": {"b": [written], "c": written}}


@pytest.mark.parametrize("text", ["", "\n", "\r\n \t\n"])
def test_blank_lines_are_no_records(text: str) -> None:
    assert list(parse_lines(text.encode(), "f.jsonl")) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_are_counted_as_editors_count_them(newline: str) -> None:
    content = newline.join(["", GOOD, " ", f" {GOOD} ", "null", GOOD]).encode()
    found = list(parse_lines(content, "f.jsonl"))
    assert [root.position.line if root else problems[0].position.line for root, problems in found] == [2, 4, 5, 6]
    assert found[2][1][0].code == "E-empty"


def test_nodes_stand_on_their_line_and_are_found_in_their_column() -> None:
    node = read('{"a": {"b": [1, {"한": "x", "c": true}], "d": ""}}')
    inner = node.child(("a", "b", 1))
    assert inner.plain() == {"한": "x", "c": "true"}
    assert isinstance(inner.value, dict)
    assert inner.value["c"].value == "true"
    assert inner.keys == dict.fromkeys(("한", "c"), Position("f.jsonl", 1, 1))
    at = {
        (): 1,
        ("a",): 7,
        ("a", "b"): 13,
        ("a", "b", 0): 14,
        ("a", "b", 1): 17,
        ("a", "b", 1, "c"): 33,
        ("a", "d"): 46,
    }
    for path, column in at.items():
        assert node.child(path).position == Position("f.jsonl", 1, 1)
        assert node.line_at(path) == 1
        assert node.at(path) == Position("f.jsonl", 1, column)
        assert node.child(path).at(()) == Position("f.jsonl", 1, column)
    assert inner.at(("c",), key=True) == Position("f.jsonl", 1, 28)
    assert inner.at(("missing", 3)) == Position("f.jsonl", 1, 17)


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str


def test_misfit_is_told_in_its_column() -> None:
    node = read('{"parts": {"nmae": "x"}}')
    _, problems = validate(Part, node.child(("parts",)))
    assert sorted(f"{found.position} {found.code}" for found in problems) == [
        "f.jsonl:1:11 E-missing-key",
        "f.jsonl:1:12 E-unknown-key",
    ]


@given(RECORDS)
@example({"a": '":', "b": {'"': " :", "\\": "\\u0041"}})
@example("annulled, untrue and falsehood")
def test_record_is_the_same_as_from_yaml(record: Any) -> None:
    written = yaml.dump({"r": record}, default_flow_style=True, default_style='"', allow_unicode=True, width=10**6)
    root, problems = parse(written.encode(), "f.yaml")
    assert problems == []
    assert root is not None
    for is_ascii in (True, False):
        line = json.dumps({"r": record}, ensure_ascii=is_ascii)
        assert read(line).plain() == root.plain() == {"r": record}


LOOSE = st.text(st.sampled_from('{}[]":,\\ \t\rabu0123456789dDfFeE.-+ntruefalse\u2028한'), max_size=40)


@settings(max_examples=500)
@given(LOOSE | LOOSE.map(lambda text: f'{{"a": {text}}}') | LOOSE.map(lambda text: f'{{"a": ["{text}"]}}'))
def test_careful_reading_agrees_with_fast_reading(text: str) -> None:
    for root, problems in parse_lines(text.encode(), "f.jsonl"):
        assert (root is None) == bool(problems)
        if root is not None:
            found: list[Problem] = []
            assert scan(text.strip(" \t\r"), Position("f.jsonl"), found)[0] == root.plain()
            assert found == []


@given(st.binary(max_size=60))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    for root, problems in parse_lines(content, "f.jsonl"):
        assert (root is None) == bool(problems)
