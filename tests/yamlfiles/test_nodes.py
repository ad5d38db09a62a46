"""Reading YAML: every scalar as written, every node with its place, everything odd refused where it stands."""

from __future__ import annotations

import gc

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from warehouse.yamlfiles import Node, Position, Problem, parse
from warehouse.yamlfiles.nodes import MAX_BYTES, MAX_DEPTH


def read(text: str | bytes) -> Node:
    root, problems = parse(text if isinstance(text, bytes) else text.encode(), "f.yaml")
    assert problems == []
    assert root is not None
    return root


def refuse(text: str | bytes) -> list[Problem]:
    root, problems = parse(text if isinstance(text, bytes) else text.encode(), "f.yaml")
    assert root is None
    assert problems
    return problems


def places(text: str | bytes) -> list[tuple[int, int, str]]:
    return [(found.position.line, found.position.column, found.code) for found in refuse(text)]


KEYS = st.from_regex("[a-z]{1,8}", fullmatch=True)
PLAIN = st.from_regex("[a-zA-Z0-9.: #+-]{0,9}", fullmatch=True)
LAUGHS = "a0: &a0 [ha, ha]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))

REFUSED = {
    "same key twice": ("a: 1\nb: 2\na: 3\n", [(3, 1, "E-duplicate-key")]),
    "same key twice, once quoted": ('a: 1\n"a": 2\n', [(2, 1, "E-duplicate-key")]),
    "same key twice, nested": ("x:\n  - a: 1\n    a: 2\n", [(3, 5, "E-duplicate-key")]),
    "same key three times": ("a: 1\na: 2\na: 3\n", [(2, 1, "E-duplicate-key"), (3, 1, "E-duplicate-key")]),
    "key that is a list": ("? [a]\n: 1\n", [(1, 3, "E-key")]),
    "tab as indentation": ("a:\n\t- b\n", [(2, 1, "E-tab")]),
    "tab inside a text": ('a: "x\ty"\nb:\tc\n', [(1, 6, "E-tab"), (2, 3, "E-tab")]),
    "byte order mark": (b"\xef\xbb\xbfa: 1\n", [(1, 1, "E-text")]),
    "byte order mark in the middle": ("a: b\ufeffc\n", [(1, 5, "E-text")]),
    "NUL": (b"a: b\nc: \x00\n", [(2, 4, "E-text")]),
    "NUL as an escape": ('a: b\nc: "x\\0"\n', [(2, 4, "E-text")]),
    "terminal escape": ("a: \x1b[31m\n", [(1, 4, "E-text")]),
    "terminal escape as an escape": ('"\\e[31m": 1\n', [(1, 1, "E-text")]),
    "control character of the second block": ("한: \x80\n", [(1, 4, "E-text")]),
    "line break that no editor counts": ("a: b\u0085c\nd: e\n", [(1, 5, "E-text")]),
    "line separator": ("a: 'b\u2028c'\n", [(1, 6, "E-text")]),
    "soft hyphen": ("a: b\u00adc\n", [(1, 5, "E-text")]),
    "blank without width": ("a: b\nc: 한\u200b\n", [(2, 5, "E-text")]),
    "mark that turns the direction of writing": ("a: b\u202ec\n", [(1, 5, "E-text")]),
    "mark that isolates, as an escape": ('a: "b\\u2066c"\n', [(1, 4, "E-text")]),
    "non-character": ("a: \ufffe\n", [(1, 4, "E-text")]),
    "byte that is not UTF-8": (b"a: 1\nb: \xed\x95\x9c\xff\n", [(2, 5, "E-text")]),
    "UTF-16": ("a: 1\n".encode("utf-16"), [(1, 1, "E-text")]),
    "lone surrogate": (b"a: \xed\xa0\x80\n", [(1, 4, "E-text")]),
    "anchor": ("a: &x [1]\n", [(1, 4, "E-alias")]),
    "anchor on a scalar": ("a: &x 1\n", [(1, 4, "E-alias")]),
    "alias": ("a: *x\n", [(1, 4, "E-alias")]),
    "tag": ("a: !!str 1\n", [(1, 4, "E-tag")]),
    "tag that would run something": ("- !!python/object/apply:os.getcwd []\n", [(1, 3, "E-tag")]),
    "tag on a mapping": ("a: !!set {x}\n", [(1, 4, "E-tag")]),
    "second document": ("a: 1\n---\nb: 2\n", [(2, 1, "E-documents")]),
    "colon in a plain text": ("name: one: two\n", [(1, 10, "E-yaml")]),
    "unclosed list": ("a:\n  - [1, 2\nb: 3\n", [(3, 2, "E-yaml")]),
    "unclosed quote": ("a: 'b\n", [(2, 1, "E-yaml")]),
    "null and its kin": (
        "a: null\nb: {c: ~, d: Null}\ne: [x, NULL]\n",
        [(1, 4, "E-empty"), (2, 8, "E-empty"), (2, 14, "E-empty"), (3, 8, "E-empty")],
    ),
    "null in a list of lines": ("a:\n  - null  # none\n  - ~\n", [(2, 5, "E-empty"), (3, 5, "E-empty")]),
    "null as a key": ("null: 1\n? ~\n: 2\n", [(1, 1, "E-empty"), (2, 3, "E-empty")]),
    "null as the whole file": ("~\n", [(1, 1, "E-empty")]),
    "several kinds at once": ("a: &x 1\na: !t 2\n", [(1, 4, "E-alias"), (2, 4, "E-tag"), (2, 1, "E-duplicate-key")]),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_odd_text_is_refused_at_its_place(text: str | bytes, expected: list[tuple[int, int, str]]) -> None:
    assert places(text) == expected


def test_doubled_key_names_the_first_place_too() -> None:
    (problem,) = refuse("x:\n  a: 1\n  b: 2\n  a: 3\n")
    assert problem.what == 'the key "a" stands twice in one mapping, first on line 2'


def test_billion_laughs_stop_at_the_first_alias() -> None:
    assert places(LAUGHS)[-1] == (2, 10, "E-alias")


def test_second_document_is_not_read() -> None:
    assert places("a: 1\n---\nb: &x [*x, *x]\n") == [(2, 1, "E-documents")]


def test_depth_up_to_the_limit_is_read() -> None:
    node = read("[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH)
    assert node.child((0,) * MAX_DEPTH).value == "x"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_beyond_the_limit_is_refused_where_it_begins(opening: str) -> None:
    assert places(opening * 50_000) == [(1, MAX_DEPTH * len(opening) + 1, "E-depth")]


def test_size_beyond_the_limit_is_refused_before_anything_is_read() -> None:
    assert places(b"a: &x *y\n" + b"#" * MAX_BYTES) == [(1, 1, "E-text")]


def test_size_at_the_limit_is_read() -> None:
    assert read(b"a: 1\n#".ljust(MAX_BYTES, b"x")).plain() == {"a": "1"}


@pytest.mark.parametrize(
    "written",
    ["NO", "yes", "nUll", "~~", "007", "0x10", "12:30", "1.10", "1e400", ".inf", "2026-02-13", "1_000", "1,000", "<<"],
)
def test_scalar_stays_as_written(written: str) -> None:
    assert read(f"a: {written}\n").plain() == {"a": written}


@pytest.mark.parametrize("word", ["null", "Null", "NULL", "~"])
def test_quoted_null_is_a_text(word: str) -> None:
    text = f'a: "{word}"\nb: \'{word}\'\nc: |-\n  {word}\n"{word}": ["{word}"]\n'
    assert read(text).plain() == {"a": word, "b": word, "c": word, word: [word]}


def test_null_says_what_to_do() -> None:
    (problem,) = refuse("note: ~\n")
    assert problem.what == "~ is not a value"
    assert problem.hint == 'leave the key out if nothing is known; if you mean the word, write "~" in quotes'


@pytest.mark.parametrize("text", ["", "\n", "# only a remark\n"])
def test_empty_file_is_no_problem(text: str) -> None:
    assert parse(text.encode(), "f.yaml") == (None, [])


def test_missing_value_is_an_empty_text() -> None:
    assert read("a:\nb: ''\n").plain() == {"a": "", "b": ""}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_positions_of_nested_values_and_keys(newline: str) -> None:
    text = newline.join(["list:", "  - name: 한국 x", "    inner: {a: 1, 'b': [2, 33]}", ""])
    node = read(text)
    assert node.plain() == {"list": [{"name": "한국 x", "inner": {"a": "1", "b": ["2", "33"]}}]}
    at = {
        ("list",): (2, 3),
        ("list", 0): (2, 5),
        ("list", 0, "name"): (2, 11),
        ("list", 0, "inner"): (3, 12),
        ("list", 0, "inner", "b"): (3, 24),
        ("list", 0, "inner", "b", 1): (3, 28),
    }
    for path, (line, column) in at.items():
        assert node.at(path) == Position("f.yaml", line, column)
        assert node.line_at(path) == line
        assert node.child(path).position == Position("f.yaml", line, column)
    assert node.at(("list", 0, "inner", "b"), key=True) == Position("f.yaml", 3, 19)


def test_node_made_by_hand_is_like_one_of_a_file() -> None:
    inner = Node(Position("g", 2, 3), "b")
    node = Node(Position("f"), {"a": Node(Position("f", 2), [inner])}, {"a": Position("f", 1, 5)})
    assert node.plain() == {"a": ["b"]}
    assert node.at(("a", 0, "c")) == Position("g", 2, 3)
    assert node.at(("a",), key=True) == Position("f", 1, 5)
    assert (node.child(("a", 0)), node.line_at(("a", 0))) == (inner, 2)


def test_garbage_collector_is_left_as_it_was() -> None:
    was_enabled = gc.isenabled()
    for is_enabled in (False, True):
        (gc.enable if is_enabled else gc.disable)()
        read("a: 1\n")
        refuse("a: [\n")
        assert gc.isenabled() == is_enabled
    (gc.enable if was_enabled else gc.disable)()


def test_columns_count_code_points() -> None:
    assert read("{😀한: a, b: c}").at(("b",)) == Position("f.yaml", 1, 12)


def test_path_that_goes_on_past_the_file_gives_the_last_place_there_is() -> None:
    node = read("a:\n  - b: 1\n")
    assert node.at(("a", 0, "c", "d")) == Position("f.yaml", 2, 5)
    assert node.at(("a", 7)) == Position("f.yaml", 2, 3)
    assert node.at(("a", 0, "b", 0)) == Position("f.yaml", 2, 8)


@settings(deadline=None)
@given(st.binary(max_size=200))
@example(b"%YAML 9.9\n---\na\n")
@example(b"!<x> a")
@example(b'"\\ud800"')
def test_no_bytes_make_it_raise(content: bytes) -> None:
    root, problems = parse(content, "f.yaml")
    assert root is None or not problems


@settings(deadline=None)
@given(st.text(st.sampled_from("ab01:-?[]{},&*!|>'\"%@#\\ \n\r\u0080\u0085\u2028\ufffe한"), max_size=60))
def test_no_text_of_yaml_signs_makes_it_raise(text: str) -> None:
    lines = text.count("\n") + text.count("\r") + 1
    for problem in parse(text.encode(), "f.yaml")[1]:
        assert 1 <= problem.position.line <= lines + 1
        assert problem.position.column >= 1


@settings(deadline=None)
@given(st.dictionaries(KEYS, PLAIN, max_size=5))
def test_quoted_texts_come_back_as_they_were(entries: dict[str, str]) -> None:
    text = "".join(f"{key}: '{value}'\n" for key, value in entries.items())
    root, problems = parse(text.encode(), "f.yaml")
    assert problems == []
    assert (root.plain() if root else {}) == entries
