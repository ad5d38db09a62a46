"""``warehouse seeds review``: what nobody reviewed as it stands, and the note of a review in the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builders import BASE
from tests.conftest import Warehouse
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

CLUB = """\
entities:
  - key: tin-club  # the old one
    kind: association
    name: Club
    cite: tin-news#7
    milestones:
      - {kind: founded, modality: occurred, cite: tin-news#7}

  - {key: tin-folk, kind: association, name: Folk, cite: tin-news#7}
"""


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "reader 2")
    made = Warehouse(tmp_path, None, capsys)
    made.write(BASE, "base.yaml")
    made.write(CLUB)
    return made


def open_ones(desk: Warehouse, *options: str) -> list[str]:
    code, out, _ = desk("seeds", "review", "--format", "json", *options)
    assert code == ExitCode.DONE
    return [problem["what"] for problem in json.loads(out)]


def mark(desk: Warehouse, *keys: str) -> None:
    marks = [word for key in keys for word in ("--mark", key)]
    code, out, said = desk("seeds", "review", *marks)
    assert (code, out) == (ExitCode.DONE, "seeds/extra.yaml\n"), said


def test_review_is_written_where_the_record_stands_and_nothing_else_changes(desk: Warehouse) -> None:
    mark(desk, "tin-club", "entities/tin-folk")
    lines = (desk.seeds / "extra.yaml").read_text().splitlines()
    first, second = (line for line in lines if "reviewed: " in line)
    assert first.startswith("    reviewed: {by: reader 2, on: ")
    assert lines.index(first) == lines.index("    cite: tin-news#7") + 1
    assert second.strip().startswith("reviewed: {by: reader 2, on: ")
    assert "  - key: tin-club  # the old one" in lines
    assert desk("seeds", "check")[0] == ExitCode.DONE
    assert desk("seeds", "format", "--check", str(desk.seeds / "extra.yaml"))[0] == ExitCode.DONE
    assert not [what for what in open_ones(desk) if "entities/tin-" in what and "tinworks" not in what]


def test_change_of_the_record_or_of_a_fact_about_it_asks_for_another_review(desk: Warehouse) -> None:
    mark(desk, "tin-club")
    desk.edit("extra.yaml", "tin-club  # the old one", "tin-club")
    assert "entities/tin-club is not reviewed" not in open_ones(desk)
    desk.write(
        "milestones:\n  - {about: entities/tin-club, kind: closed, modality: occurred, cite: tin-news#8}\n", "m.yaml"
    )
    (what,) = (what for what in open_ones(desk) if "tin-club" in what)
    assert what.startswith("entities/tin-club changed since reader 2 reviewed it on 20")
    mark(desk, "tin-club")
    assert (desk.seeds / "extra.yaml").read_text().count("reviewed") == 1
    assert not [what for what in open_ones(desk) if "tin-club" in what]
    desk.edit("extra.yaml", "name: Club", "name: Tin club")
    assert [what for what in open_ones(desk) if "tin-club" in what]


def test_records_that_cite_a_document(desk: Warehouse) -> None:
    assert open_ones(desk, "--document", "handbook") == [
        f"{name} is not reviewed"
        for name in ("documents/handbook", "currencies/krw", "currencies/usd", "units/percent")
    ]


def test_check_that_asks_for_reviews(desk: Warehouse) -> None:
    code, out, said = desk("seeds", "check", "--reviewed")
    assert code == ExitCode.FAILED
    assert "seeds/extra.yaml:2:5  E-review  entities/tin-club is not reviewed; review it, then run: " in out
    assert said == "warehouse: 11 records are not reviewed as they stand\n"
    names = [what.partition(" ")[0] for what in open_ones(desk)]
    assert desk("seeds", "format")[0] == ExitCode.DONE
    assert desk("seeds", "review", *(word for name in names for word in ("--mark", name)))[0] == ExitCode.DONE
    assert desk("seeds", "check", "--reviewed")[0] == ExitCode.DONE
    assert desk("seeds", "check", "--reviewed", "--format", "json")[1] == "[]\n"
    assert desk("seeds", "review")[2] == "11 of 11 records reviewed as they stand, 0 changed since a review.\n"


def test_what_cannot_be_marked_is_explained(desk: Warehouse) -> None:
    desk.write('{"places": {"key": "sylvania", "kind": "country", "name": "S", "cite": "tin-news#1"}}\n', "p.jsonl")
    desk.write("places:\n- {key: tinworks, kind: site, name: T, cite: tin-news#1}\n", "messy.yaml")
    for arguments, expected, says in (
        (["--mark", "tin-clubb"], ExitCode.USAGE, 'did you mean "tin-club"?'),
        (["--mark", "tinworks"], ExitCode.USAGE, "Name one of "),
        (["--mark", "sylvania"], ExitCode.USAGE, "is written by a program"),
        (["--mark", "places/tinworks"], ExitCode.FAILED, "is not in the common layout"),
        (["--by", "Ana"], ExitCode.USAGE, "Use it with --mark KEY."),
    ):
        code, _, said = desk("seeds", "review", *arguments)
        assert (code, says in said) == (expected, True), said


def test_note_of_a_review_must_be_whole(desk: Warehouse) -> None:
    desk.edit("extra.yaml", "    name: Club", "    name: Club\n    reviewed: {by: Ana, on: 2026-11-30}")
    code, out, _ = desk("seeds", "check")
    assert code == ExitCode.INVALID_SOURCE
    assert 'E-missing-key  "sha256" is missing; Digest of what was reviewed, as "warehouse seeds review' in out
