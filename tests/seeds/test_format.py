"""The layout of seed files: nothing said is lost, no comment is lost, and laying out twice changes nothing."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.seeds.messy import FILES, Scribe
from warehouse.errors import InvalidSource
from warehouse.seeds.format import format_files, formatted, seed_files
from warehouse.yamlfiles import parse

if TYPE_CHECKING:
    from pathlib import Path


def laid_out(text: str) -> str:
    made, problems = formatted(text.encode(), "f.yaml")
    assert problems == []
    assert made is not None
    return made.decode()


def said(text: str) -> Any:
    root, problems = parse(text.encode(), "f.yaml")
    assert problems == []
    return (root.plain() if root else "") or ""


def marks(text: str) -> list[str]:
    return re.findall(r"<\d+>", text)


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(families=FILES, shuffles=st.booleans(), seed=st.integers(0, 2**32))
def test_layout_keeps_what_is_said_and_every_comment(families: Any, *, shuffles: bool, seed: int) -> None:
    text = Scribe(Random(seed), shuffles).file(families)  # noqa: S311 - no secret
    assert said(text) in (families, ""), "the text says what the test means it to"
    after = laid_out(text)
    assert said(after) == said(text)
    assert list(said(after)) == list(families)
    assert sorted(marks(after)) == sorted(marks(text))
    if not shuffles:
        assert marks(after) == marks(text)
    assert laid_out(after) == after


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), name=st.sampled_from([path.name for path in seed_files(ROOT / "seeds")]))
def test_comments_strewn_into_the_curated_seeds_stay_where_they_are(seed: int, name: str) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    (path,) = (ROOT / "seeds").rglob(name)
    calm = laid_out(path.read_text())
    strewn = []
    for number, line in enumerate(calm.splitlines()):
        indentation = len(line) - len(line.lstrip())
        if line and random.random() < 0.1:
            strewn.append(" " * indentation + f"# <{number}a>")
        strewn.append(f"{line}  # <{number}b>" if line and "#" not in line[:3] and random.random() < 0.1 else line)
    text = "\n".join([*strewn, ""])
    assert said(text) == said(calm)
    assert sorted(marks(laid_out(text))) == sorted(marks(text))
    assert said(laid_out(text)) == said(calm)
    assert laid_out(laid_out(text)) == laid_out(text)


EXAMPLES = {
    "keys come in the order of the shape, unknown ones last": (
        "agreements:\n- {zzz: 1, cite: a#1, modality: planned, kind: joint venture, key: b, aaa: 2}\n",
        "agreements:\n  - {key: b, kind: joint venture, modality: planned, cite: a#1, zzz: 1, aaa: 2}\n",
    ),
    "nested facts too, below who says so": (
        "agreements:\n- values:\n  - amount: 1 KRW\n    kind: pledge\n  note: n\n  key: a\n",
        "agreements:\n  - key: a\n    note: n\n    values:\n      - kind: pledge\n        amount: 1 KRW\n",
    ),
    "a comment moves with its key": (
        "places:\n  - # why\n    name: A  # as printed\n    # the key\n    key: a\n",
        "places:\n  # the key\n  - key: a\n    # why\n    name: A  # as printed\n",
    ),
    "families and records keep their order": ("units:\n- key: b\n- key: a\nplaces: []\n", None),
    "records of one line stand together, others apart": (
        (
            "places:\n  - {key: a}\n\n\n  - {key: b}\n  - key: c\n    name: c\n  - {key: d}\n"
            "  # on e\n  - {key: e}\nunits: []\n"
        ),
        (
            "places:\n  - {key: a}\n  - {key: b}\n\n  - key: c\n    name: c\n\n  - {key: d}\n\n"
            "  # on e\n  - {key: e}\n\nunits: []\n"
        ),
    ),
    "quotes stand only where a text needs them": (
        (
            'places:\n- {key: "a", name: \'b\', note: "99.3", iso_code: "no", x: "a, b"}\n'
            "- key: 'c'\n  name: \"a, b: c\"\n  note: 'a, b'\n  x: 'say \"a: b\"'\n"
        ),
        (
            'places:\n  - {key: a, name: b, iso_code: no, note: 99.3, x: "a, b"}\n\n'
            '  - key: c\n    name: "a, b: c"\n    note: a, b\n    x: \'say "a: b"\'\n'
        ),
    ),
    "a text that YAML would take for nothing keeps its quotes": (
        "places:\n- note: 'null'\n  name: \"~\"\n  'Null': [\"NULL\", a]\n",
        'places:\n  - name: "~"\n    note: "null"\n    "Null": ["NULL", a]\n',
    ),
    "a key left open stays open": ("places:\n- key:  \n  name: # which?\n", "places:\n  - key:\n    name:  # which?\n"),
    "an empty text is seen": ("places:\n- key: ''\n- {key: }\n", 'places:\n  - key: ""\n  - {key: ""}\n'),
    "what stands between brackets stays there while it fits": (
        f"places:\n- key: a\n  cite: [b#1,\n    {'c' * 94}#3]\n",
        f"places:\n  - key: a\n    cite: [b#1, {'c' * 94}#3]\n",
    ),
    "and is written line by line where it does not": (
        f"places:\n- key: a\n  cite: [b#1, {'c' * 105}#23]  # why\n",
        f"places:\n  - key: a\n    cite:  # why\n      - b#1\n      - {'c' * 105}#23\n",
    ),
    "a comment between brackets opens them": (
        "places:\n- {key: a, # first\n   name: b} # last\n",
        "places:\n  - key: a  # first\n    name: b\n    # last\n",
    ),
    "texts on several lines stay on them": (
        "places:\n- note: one\n         two\n  name: |\n     a\n\n     b\n  key: >-\n   c\n   d\n",
        "places:\n  - key: >-\n      c\n      d\n    name: |\n      a\n\n      b\n    note: one\n      two\n",
    ),
    "comments stand at the depth of what they are about": (
        "# file\n\n# places\nplaces:\n- key: a\n  # end of a\n# before b\n- key: b\n# units\nunits: [] # none\n# end\n",
        (
            "# file\n\n# places\nplaces:\n  - key: a\n    # end of a\n\n  # before b\n  - key: b\n\n"
            "# units\nunits: []  # none\n\n# end\n"
        ),
    ),
    "two comments do not share a line": (
        "places:\n- key: # one\n    # two\n    a # three\n",
        "places:\n  # one\n  # two\n  - key: a  # three\n",
    ),
    "lines end in line feeds": ("places:\r\n- key: a\r\n", "places:\n  - key: a\n"),
    "the last line is ended": ("places: []", "places: []\n"),
    "but not that of a text": ("places:\n- note: |\n   a", "places:\n  - note: |-\n      a\n"),
    "nor one that is not there": ("places:\n- note: |", 'places:\n  - note: ""\n'),
    "a last comment stands where it stood": (
        "places:\n- key: a\n  name: b\n# end",
        "places:\n  - key: a\n    name: b\n\n# end\n",
    ),
    "marks of the document go": ("---\nplaces: []\n...\n# end\n", "places: []\n\n# end\n"),
    "an empty file stays empty": ("", ""),
    "and so does one that holds a mark only": ("---\n", ""),
    "or an empty mapping": ("{}\n", ""),
    "a file of comments stays one": ("\n\n# a\n\n\n# b", "# a\n\n# b\n"),
}


@pytest.mark.parametrize(("before", "after"), EXAMPLES.values(), ids=EXAMPLES)
def test_layout(before: str, after: str | None) -> None:
    made = laid_out(before)
    assert made == after if after is not None else list(said(made)) == list(said(before))
    assert said(made) == said(before)


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("a: 1\na: 2\n", "f.yaml:2:1", "E-duplicate-key"),
        ("- a\n", "f.yaml:1:1", "E-type"),
        ("text\n", "f.yaml:1:1", "E-type"),
        (f"? {'x' * 1025}\n: 1\n", "f.yaml:1:1", "E-layout"),
    ],
)
def test_file_with_problems_is_refused(text: str, place: str, code: str) -> None:
    made, (problem,) = formatted(text.encode(), "f.yaml")
    assert made is None
    assert (str(problem.position), problem.code) == (place, code)


def test_missing_folder_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(InvalidSource, match="no seeds folder at"):
        seed_files(tmp_path / "nowhere")


def test_hidden_files_and_other_endings_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in (".git/a.yaml", ".b.yaml", "c.txt", "d.yaml"):
        (tmp_path / name).touch()
    assert seed_files(tmp_path) == [tmp_path / "d.yaml"]


def test_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text("places: []\r\n")
    real.chmod(0o640)
    link.symlink_to(real)
    (file,), problems = format_files([link], tmp_path)
    file.write()
    assert problems == []
    assert link.is_symlink()
    assert real.read_bytes() == b"places: []\n"
    assert real.stat().st_mode & 0o7777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "real.yaml"]
