"""The quick reader gives the values and places that the parser gives, and leaves to it whatever is laid out oddly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.generate import write
from tests.conftest import ROOT
from warehouse.yamlfiles import parse
from warehouse.yamlfiles.events import read_events
from warehouse.yamlfiles.nodes import INVISIBLE, MAX_DEPTH
from warehouse.yamlfiles.plain_layout import scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = sorted(
    path for folder in ("seeds", "tests", "warehouse", "docs") for path in (ROOT / folder).rglob("*.yaml")
)  # fmt: skip
SHIPPED = [path for path in FILES if path.is_relative_to(ROOT / "seeds") or path.is_relative_to(ROOT / "tests/load")]


def parsed(text: str) -> Any:
    """Return value and places as the parser gives them; None: it finds a problem, or nothing."""
    root, problems = read_events(text, "f.yaml")
    return None if root is None or problems else (root._plain, root._places)  # type: ignore[attr-defined]  # noqa: SLF001


def agrees(text: str) -> bool:
    """Return whether the quick reader takes a document; if so, both must read the same."""
    found = scan(text)
    if found is not None:
        assert found == parsed(text)
    return found is not None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_of_the_repository_is_read_the_same(path: Path) -> None:
    text = path.read_text()
    agrees(text)
    lines = text.split("\n")
    for start in range(0, len(lines), 40):
        agrees("\n".join([lines[0], *lines[start : start + 60]]))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_seeds_in_the_common_layout_need_no_parser(path: Path) -> None:
    assert agrees(path.read_text())


def test_generated_seeds_need_no_parser(tmp_path: Path) -> None:
    write(tmp_path, 1000)
    assert all(agrees(path.read_text()) for path in tmp_path.rglob("*.yaml"))


TAKEN = [
    "a: b",
    "a: b\n",
    "# c\n\na:\n  - b\n  - c: d\n    e: f\n\n  # c\n  - {g: h, i: [j, k]}  # c\nl: m",
    "a: ''\nb: \"\"\nc: 'it''s'\nd: \"x: y # z\"\ne: it's \"so\"",
    "a: 10:30\nb: https://x.y/z#w\nc: a#b\nd: -1\ne: x -y ?z",
    'a: {b: {c: {d: e}}, f: [g], h: "{i, j}"}',
    "a: [{b: c}, {d: 'e, f'}]",
    "a:\n  b:\n    c:\n      - d:\n          e: f\ng: h",
    "a: 한국 \u3000 é😀 \xa0x\nb: c",
    f"a: {'x' * 3000}\nb: [{'y' * 3000}, z]",
    "a:   # c\n  b: c   \n",
    "a: >-\n  b: c # d\n  - e\n  'f\n\n\ng: >-  # h\n    i \n    # j\n# k\nl:\n  - m: >-\n      n\n    o: p",
]  # fmt: skip


@pytest.mark.parametrize("text", TAKEN)
def test_what_is_laid_out_plainly_is_taken(text: str) -> None:
    assert agrees(text)


LEFT = [
    "", "# c", "a", "- a", "a:", "a:\n", " a: b", "a: b\n c: d", "a: b\n  c", "a:\nb: c", "a:\n- b", "a:\n  - b\n - c",
    "a: b\na: c", "a: {b: c, b: d}", "a: null", "a: ~", "null: a", "a: {b: Null}", "a: [NULL]", "a: {null: b}",
    "a: &b c", "a: *b", "a: !!str b", "a: !b c", "a: |\n  b", "a: >-", "a: >-\nb: c",
    "a: >-\n  b\n\n  c", "a: >-\n\n  b", "a: >-\n  b\n   c", "a: >-\n  b\n c",
    "a: >\n  b", "a: >-\n  b\n  \nc: d", "a:\n  - >-\n    b", "a: >+\n  b", 'a: "b\n  c"', "a: 'b\n  c'",
    'a: "\\u200b"', 'a: "\\"b"', "a: b: c", "a: b:", "a: {b: c: d}", "a: {b: c,d: e}", "a: {b: c, }", "a: {b: c}}",
    "a: {b: c} d", "a: [b, c", "a: [b: c]", "a: [b,]", "a: []", "a: {}", "a: {b: }", "a: {b}", "a: {b: c}: d",
    "a: {b: [c], d]}", 'a: {b: "c, d: e}', "a: [b]]", "a: ['b'c]", "a: {b: 'c'd: e}", "a: {b: 'c' d: e}",
    "a: @b", "a: `b", "a: %b", "a: - b", "a: -", "a: ---", "a: ? b", "a: [? b]", "a: {b: c?}", "a: {b: c?,d: e}",
    "a: b\n---\nc: d", "a: b\n...", "%YAML 1.1\n---\na: b", "a: b\r\nc: d", "a: b\rc: d", "A: b", "a b: c", "? a\n: b",
    "<<: {a: b}", "'a': b", "a: 'b'c", "a: 'b'# c", "a :b", "a:b", "a:  b", "a: b\n  # c\n  d", "- a: b\n- c: d",
    "a:\n  - b: c\n      d: e", "a:\n  - - b", "a:\n  -\n    b: c", "a:\n  b: c\n - d", "a:\n  - b\n  c: d",
    "a:\n  b: c\n  - d", "a: {b: {c: {d: {e: f}}}}",
    "".join(f"{'  ' * depth}a:\n" for depth in range(MAX_DEPTH)) + f"{'  ' * MAX_DEPTH}a: b",
]  # fmt: skip


@pytest.mark.parametrize("text", LEFT)
def test_anything_else_is_left_to_the_parser(text: str) -> None:
    assert scan(text) is None


def test_a_file_has_the_same_problems_however_most_of_it_is_laid_out() -> None:
    root, problems = parse(b"a: b\nc: {d: e, d: f}\n", "f.yaml")
    assert root is None
    assert [(str(problem.position), problem.code) for problem in problems] == [("f.yaml:2:11", "E-duplicate-key")]


PIECES = [
    *" -?:,[]{}#&*!|>'\"%@`~.\\=\nab0", ": ", " #", "- ", "---\n", "...\n", "\n  ", "\n\n", "\n    - ", "  ", "{a: b}",
    "[x, y]", '""', "''", "<<: ", "key:", "\nkey: ", "? ", "!!str ", "é", "한", "😀", "\xa0", "null", "~", ", ", '"a"',
    "'b'", "-1", ">-", ">-\n    a\n    b", "{a: {b: c}}", "[{a: b}]", "\r",
]  # fmt: skip


def documents() -> Iterator[str]:
    """Yield the records of the shipped seeds, each as a document."""
    for path in SHIPPED:
        head, *records = path.read_text().split("\n  - ")
        yield from (f"{head.splitlines()[-1]}\n  - {record}" for record in records)


MUTATION = st.tuples(st.integers(0, 2000), st.integers(0, 6), st.sampled_from(["", *PIECES]))


@settings(max_examples=settings().max_examples * 10)
@given(text=st.sampled_from(sorted(documents())), mutations=st.lists(MUTATION, min_size=1, max_size=4))
def test_no_change_to_a_record_makes_the_readers_differ(text: str, mutations: list[tuple[int, int, str]]) -> None:
    for at, removed, added in mutations:
        index = at % (len(text) + 1)
        text = text[:index] + added + text[index + removed :]
    if not INVISIBLE.search(text):
        agrees(text)


@settings(max_examples=settings().max_examples * 10)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
@example(pieces=["a", ": ", "{a: b}", ": ", "b"])
def test_no_heap_of_signs_makes_the_readers_differ(pieces: list[str]) -> None:
    agrees("key: " + "".join(pieces))
