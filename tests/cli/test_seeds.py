"""``warehouse seeds check``: problems on stdout in the format asked for, the outcome in the exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.conftest import Warehouse

WRONG = "places:\n  - key: atlantis\n    kind: iland\n    name: Atlantis\n    cite: iso-3166#KR\n"


def test_good_seeds_pass_and_print_no_data(offline: Warehouse) -> None:
    code, out, said = offline("seeds", "check")
    assert (code, out) == (ExitCode.DONE, "")
    assert said.endswith("no problem.\n")


def test_quiet_says_nothing(offline: Warehouse) -> None:
    assert offline("--quiet", "seeds", "check") == (ExitCode.DONE, "", "")


def test_problems_as_text(offline: Warehouse) -> None:
    offline.write(WRONG)
    code, out, said = offline("seeds", "check")
    assert code == ExitCode.INVALID_SOURCE
    assert out.startswith('seeds/extra.yaml:3:11  E-unknown-word  unknown word "iland"')
    assert said == "warehouse: 1 problem found\n"


def test_problems_as_json(offline: Warehouse) -> None:
    offline.write(WRONG)
    code, out, _ = offline("seeds", "check", "--format", "json")
    assert code == ExitCode.INVALID_SOURCE
    assert [(found["file"], found["line"], found["column"]) for found in json.loads(out)] == [
        ("seeds/extra.yaml", 3, 11)
    ]


def test_no_problems_as_json_is_an_empty_list(offline: Warehouse) -> None:
    assert json.loads(offline("seeds", "check", "-f", "json")[1]) == []


def test_problems_as_annotations(offline: Warehouse) -> None:
    offline.write(WRONG)
    out = offline("seeds", "check", "--format", "github")[1]
    assert out.startswith("::error file=seeds/extra.yaml,line=3,col=11,title=E-unknown-word::")
