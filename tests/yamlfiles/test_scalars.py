"""Writing a text as a scalar: it comes back as it was, wherever it stands, and without quotes where it can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.yamlfiles import parse
from warehouse.yamlfiles.formatting import as_key, on_one_line

TEXTS = st.text(st.sampled_from("aA0 .-_:#,?&*!|>'\"%@`\\{}[]~=/()\n\t\r°한"), max_size=8)


def read(text: str) -> object:
    root, problems = parse(text.encode(), "f.yaml")
    assert problems == []
    return root.plain() if root else None


@given(TEXTS)
def test_every_text_comes_back_from_every_place(text: str) -> None:
    block, flow, key = on_one_line(text), on_one_line(text, in_flow=True), as_key(text)
    assert read(f"k: {block}\n") == {"k": text}
    assert read(f"k:\n  - {block}  # c\n") == {"k": [text]}
    assert read(f"k: [{flow}, {{k: {flow}}}, {flow}]\n") == {"k": [text, {"k": text}, text]}
    assert read(f"{key}: v\n") == {text: "v"}
    assert read(f"k: {{{key}: v}}\n") == {"k": {text: "v"}}
    assert "\n" not in block + flow + key


PLAIN = ["KRW", "no", "nUll", "2026-02-18", "99.3", "a, b", "a:b", "a#b", "http://a/b?c=d", "it's", "-1"]


@pytest.mark.parametrize("text", PLAIN)
def test_text_that_needs_no_quotes_gets_none(text: str) -> None:
    assert on_one_line(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", '""'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        (" a", '" a"'),
        ("%", '"%"'),
        ("null", '"null"'),
        ("Null", '"Null"'),
        ("NULL", '"NULL"'),
        ("~", '"~"'),
        ('"a"', "'\"a\"'"),
        ("it's: \\", "'it''s: \\'"),
        ('a\n"b"', '"a\\n\\"b\\""'),
    ],
)
def test_text_that_needs_quotes_gets_the_plainest(text: str, written: str) -> None:
    assert on_one_line(text) == written
    assert read(f"{as_key(text)}: [{on_one_line(text, in_flow=True)}]\n") == {text: [text]}


def test_comma_needs_quotes_between_brackets_only() -> None:
    assert (on_one_line("a, b"), on_one_line("a, b", in_flow=True)) == ("a, b", '"a, b"')
