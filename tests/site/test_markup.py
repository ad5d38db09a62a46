from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site.markup import nu_findings
from tests.site.small import change

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow


def test_good_site_is_valid(small_site: Path, nu: Callable[[Path], list[str]]) -> None:
    assert nu(small_site) == []


def test_faults_of_pages_drawings_and_style_sheets_are_found(small_site: Path, nu: Callable[[Path], list[str]]) -> None:
    change(small_site, "<h2>Shares</h2>", "<p><div>Shares</div>")
    change(small_site, "</nav>", '</nav><section lang="en"><p>x</p></section>', "metals/cerium.html")
    change(small_site, "<rect", '<rect bogus="1"', "bars.svg")
    change(small_site, "color-scheme", "colour-scheme", "site.css")
    found = nu(small_site)
    assert [line.split(": ")[:2] for line in found] == [
        ["bars.svg", "error"],
        ["index.html", "error"],
        ["metals/cerium.html", "warning"],
        ["site.css", "error"],
    ]


def test_checker_that_gives_no_report_is_no_clean_bill(small_site: Path, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="The Nu checker gave no report"):
        nu_findings(small_site, "java", tmp_path / "gone.jar")
