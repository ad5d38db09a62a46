"""The page on security names tests that are there."""

from __future__ import annotations

import re

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text()


def test_every_claim_names_tests_that_are_there() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", PAGE))
    assert len(named) > 10
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_room_of_security_tests_is_named() -> None:
    here = {path.name for path in (ROOT / "tests" / "security").glob("test_*.py")} - {"test_page.py"}
    assert {name for name in here if name not in PAGE} == set()
