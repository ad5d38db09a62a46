"""Reports, checks and the site count an added word where its broadest word belongs.

Every fact of the curated seeds gets a narrower word in place of each word of an open scheme. All answers must stay the
same, but for the words themselves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import psycopg
import pytest
from psycopg import sql

from tests.conftest import ROOT
from warehouse.mart.objects import list_objects
from warehouse.mart.refresh import recompute
from warehouse.reports.definition import list_reports

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.holds("curated")

MARK: Final = "uncommon "
STATES: Final = ("before", "after")

ADD: Final = """
INSERT INTO core.terms (scheme, key, label, definition, broader, broadest, aliases, flags, inverse)
SELECT term.scheme, %(mark)s || term.key, %(mark)s || term.label, term.definition, term.key, term.broadest, '{}', flags,
  %(mark)s || term.inverse
FROM core.terms AS term JOIN core.schemes AS scheme ON scheme.key = term.scheme WHERE scheme.is_open
"""
MISTAKES: Final = (
    "UPDATE core.monetary_values SET amount = amount * 100 WHERE kind = 'contract value'",
    "UPDATE core.mineral_list_versions SET stated_count = 1, counted = 'minerals'",
    "UPDATE core.mineral_list_versions SET counted = 'rare earth elements' WHERE label = 'first'",
)
COLUMNS: Final = """
SELECT table_name, replace(column_name, '_scheme', '') FROM information_schema.columns
WHERE table_schema = 'core' AND is_generated = 'ALWAYS'
"""


def narrow(database_url: str) -> None:
    """Put a narrower word in place of every word of an open scheme."""
    with psycopg.connect(database_url) as connection:
        connection.execute(ADD, {"mark": MARK})
        columns = connection.execute(COLUMNS).fetchall()
        assert len(columns) > 15
        for table, column in columns:
            place, name = sql.Identifier("core", table), sql.Identifier(column)
            statement = sql.SQL("UPDATE {0} SET {1} = {2} || {1}").format(place, name, sql.Literal(MARK))
            connection.execute(statement)
        recompute(connection, list_objects(ROOT / "sql"), ROOT / "sql")


def pages(site: Path) -> dict[str, str]:
    """Return the text of the start page and the reports, without charts and file sizes, which depend on the words."""
    texts = {}
    for path in (site / "index.html", *(site / "reports").glob("*.html")):
        text = re.sub("(?s)<svg.*?</svg>|<[^>]*>", " ", path.read_text())
        texts[path.relative_to(site).as_posix()] = " ".join(re.sub("[0-9.]+ (bytes|kB|MB)", "", text).split())
    return texts


def test_every_report_counts_an_added_word_as_its_broadest(warehouse: Warehouse) -> None:
    names = [report.name for report in list_reports(ROOT / "sql")]
    before = {name: warehouse("report", "run", name, "-f", "csv") for name in names}
    assert warehouse.database_url is not None
    narrow(warehouse.database_url)
    for name in names:
        code, answer, _ = warehouse("report", "run", name, "-f", "csv")
        assert (name, code, answer.replace(MARK, "")) == (name, *before[name][:2])
    answers = "".join(
        warehouse("report", "run", name, "-f", "csv")[1] for name in ("agreement-register", "who-with-whom")
    )
    assert f"{MARK}supply contract" in answers


def test_every_check_judges_an_added_word_as_its_broadest(warehouse: Warehouse) -> None:
    assert warehouse.database_url is not None
    with psycopg.connect(warehouse.database_url) as connection:
        for statement in MISTAKES:
            connection.execute(statement)
        recompute(connection, list_objects(ROOT / "sql"), ROOT / "sql")
    before = warehouse("check")
    assert all(name in before[1] + before[2] for name in ("stated-totals", "list-members-fit"))
    narrow(warehouse.database_url)
    code, found, _ = warehouse("check")
    assert (code, found.replace(MARK, "")) == before[:2]


def test_site_shows_an_added_word_where_its_broadest_belongs(warehouse: Warehouse, tmp_path: Path) -> None:
    assert warehouse("publish", str(tmp_path / STATES[0]))[0] == 0
    assert warehouse.database_url is not None
    narrow(warehouse.database_url)
    assert warehouse("publish", str(tmp_path / STATES[1]))[0] == 0
    before, after = (pages(tmp_path / name) for name in STATES)
    assert before.keys() == after.keys()
    for page, text in after.items():
        assert text.replace(MARK, "") == before[page], page
