from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site.accessibility import in_all_looks, overflow, violations
from tests.site.browsing import NARROW
from tests.site.small import change

if TYPE_CHECKING:
    from pathlib import Path

    from tests.site.browsing import Visitor

pytestmark = pytest.mark.slow
ALL = "[light 1440x900, dark 1440x900, light 390x844, dark 390x844]"


def test_good_page_is_good_in_every_look(small_site: Path, visit: Visitor, axe: str) -> None:
    assert in_all_looks(visit(small_site).open(), axe) == []


def test_missing_label_is_found(small_site: Path, visit: Visitor, axe: str) -> None:
    change(small_site, '<label for="q">Search</label>', "<span>Search</span>")
    (found,) = in_all_looks(visit(small_site).open(), axe)
    assert found.startswith('label (critical): #q <input id="q" name="q">: ')
    assert found.endswith(ALL)


def test_low_contrast_is_found_in_the_look_that_has_it(small_site: Path, visit: Visitor, axe: str) -> None:
    change(small_site, "light-dark(#111, #eee)", "light-dark(#111, #333)", "site.css")
    found = in_all_looks(visit(small_site).open(), axe)
    assert found
    assert [line for line in found if not line.startswith("color-contrast (serious): ")] == []
    assert [line for line in found if not line.endswith("[dark 1440x900, dark 390x844]")] == []


def test_lesser_violations_are_told_when_asked_for(small_site: Path, visit: Visitor, axe: str) -> None:
    page = visit(change(small_site, "<h2>Shares</h2>", "")).open()
    assert violations(page, axe) == []
    assert [line.split(":")[0] for line in violations(page, axe, ("moderate",))] == ["heading-order (moderate)"]


def test_what_sticks_out_of_the_window_is_found(small_site: Path, visit: Visitor) -> None:
    style = small_site / "site.css"
    style.write_text(f"{style.read_text()} h3 {{ width: 600px; }} table {{ width: 2000px; }}")
    visited = visit(small_site, viewport=NARROW)
    out = overflow(visited.open())
    assert out[0].endswith("wide in a window of 390")
    assert [line for line in out[1:] if not line.startswith("<h3>")] == []
    assert len(out) == 2


def test_what_scrolls_in_a_box_does_not_stick_out(small_site: Path, visit: Visitor) -> None:
    style = small_site / "site.css"
    style.write_text(f"{style.read_text()} table {{ width: 2000px; }}")
    assert overflow(visit(small_site, viewport=NARROW).open()) == []
