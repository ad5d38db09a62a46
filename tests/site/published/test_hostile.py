"""Whatever the texts of sources, curators and reports hold, pages show it as text and do nothing else."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING, Final

import psycopg
import pytest
from psycopg import sql

from tests.builders import ProjectFolder
from tests.conftest import ROOT
from tests.publish.building import FEW, Index, bytes_of
from tests.site.accessibility import overflow
from tests.site.auditing import audit
from tests.site.browsing import NARROW
from tests.site.links import documents
from tests.site.reading import Site
from warehouse.mart.objects import list_objects
from warehouse.publish.site import View, publish
from warehouse.reports.definition import list_reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Dialog

    from tests.conftest import Databases
    from tests.site.browsing import Visitor

pytestmark = pytest.mark.slow

TEXTS: Final = [
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "{{ 7*7 }} {% raw %} {# x #} ${7*7} #{7*7} %s",
    "</script><svg onload=alert(1)>",
    "]]> <!-- --> <![CDATA[ &lt; &amp;amp; &#60;",
    "\u202egnorw\u202c \u2066x \u200f \u2028 \u2029",
    "\x01\x08\x0b\x1b[31m\x7f\x85\ufffe",
    "W" + "o" * 200 + "rd",
    "희토류 稀土類 レアアース \uff32\uff25\uff25",
    "`</code><b>` \\ \\u003c /*",
    "a\tb\r\nc\n\nd",
]
URLS: Final = [
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//example.org",
]
GOOD: Final = "https://example.org/paper?a=1&b=%22x%22#part"
KEPT: Final = {"family", "path", "status", "rank", "basis", "modality", "operation", "table_name", "url", "date_edtf"}
"""Columns that hold one of the warehouse's own words, or are treated by themselves."""
HANDLERS: Final = "all => all.flatMap((each) => each.getAttributeNames()).filter((name) => name.startsWith('on'))"
REPORT: Final = """\
/* report
title: "<script>alert(1)</script> {{ 7*7 }} \\"><img src=x onerror=alert(1)>"
question: "</title><script>alert(1)</script> & 희토류?"
grain: [name]
columns:
  name: {meaning: "<b onclick=alert(1)>name</b> `x`", empty: "\\"><script>alert(1)</script>"}
  figure: {meaning: "]]></svg>", unit: "<i>"}
params:
  since: {type: text, help: "<script>alert(1)</script>", default: "\\"><img src=x onerror=alert(1)>"}
chart: {kind: bar, x: name, y: figure}
*/
SELECT u.name, 7 AS figure -- </code></pre><script>alert(1)</script>
FROM mart.dim_unit AS u
WHERE :since <> '</pre><img src=x onerror=alert(1)>'
ORDER BY u.name;
"""


def poison(connection: psycopg.Connection) -> None:
    """Put every text into every column of the mart that holds words of people, row by row another one."""
    connection.execute("SET session_replication_role = replica")
    for found in list_objects(ROOT / "sql"):
        keys = {*found.header.key, *found.foreign_keys, *KEPT}
        names = [name for name, column in found.header.columns.items() if column.type == "text" and name not in keys]
        names = [name for name in names if not name.endswith(("_key", "_code", "sha256", "locator"))]
        if not found.is_table or not names:
            continue
        changes = [
            sql.SQL("{0} = {0} || ' ' || (%(texts)s::text[])[1 + (n.place + {1}) %% {2}]").format(
                sql.Identifier(name), sql.Literal(number), sql.Literal(len(TEXTS))
            )
            for number, name in enumerate(names)
        ]
        statement = sql.SQL("""UPDATE {0} AS t SET {1} FROM (
            SELECT ctid AS at, row_number() OVER () AS place FROM {0}) AS n WHERE n.at = t.ctid""")
        table = sql.Identifier("mart", found.name)
        connection.execute(statement.format(table, sql.SQL(", ").join(changes)), {"texts": TEXTS})
    urls = connection.execute("SELECT document_key FROM mart.dim_document ORDER BY document_key").fetchall()
    for (key,), url in zip(urls, [GOOD, *URLS], strict=False):
        connection.execute("UPDATE mart.dim_document SET url = %s WHERE document_key = %s", [url, key])
    connection.commit()


@pytest.fixture(scope="module")
def hostile(databases: Databases, curated: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a database and a report full of texts that would do something; give the site."""
    project = tmp_path_factory.mktemp("hostile")
    ProjectFolder(project).add_report("hostile", REPORT)
    reports = [
        report
        for report in list_reports((project / "sql", ROOT / "sql"))
        if report.name in (*FEW, "hostile", "entity-dossier")
    ]
    assert len(reports) == 4
    with (
        databases.copy(curated, f"{curated}_hostile") as dsn,
        closing(psycopg.connect(dsn)) as connection,
    ):
        poison(connection)
        publish(connection, ROOT / "sql", list_objects(ROOT / "sql"), reports, project / "site", view=View())
    return project / "site"


def some_pages(site: Path, folder: Path) -> Path:
    """Copy what stands at the top, the reports, and the first page of each other folder: the checker takes its time."""
    for path in sorted(site.glob("*.html")) + sorted(site.glob("reports/*.html")):
        shutil.copy(path, folder)
    for below in sorted(site.glob("*/")):
        for path in sorted(below.glob("*.html"))[:1]:
            shutil.copy(path, folder / f"{below.name}-{path.name}")
    return folder


def test_pages_stay_sound_and_valid(hostile: Path, nu: Callable[[Path], list[str]], tmp_path: Path) -> None:
    assert audit(hostile) == []
    assert nu(some_pages(hostile, tmp_path)) == []
    assert list(documents(Site(hostile))) == [GOOD]
    assert Index(hostile).meta["count"] > 300


def test_texts_are_shown_as_they_are(hostile: Path) -> None:
    site = Site(hostile)
    shown = "\n".join(page.part("body").text for page in site.pages.values())
    for text in TEXTS:
        if text.isprintable():
            assert " ".join(text.split()) in shown, text
    assert "[U+0001][U+0008][U+000B][U+001B][31m" in shown
    report = site.pages["reports/hostile.html"]
    assert report.part("h1").text == '<script>alert(1)</script> {{ 7*7 }} "><img src=x onerror=alert(1)>'
    scripts = {script["src"].rsplit("/", 1)[-1] for page in site.pages.values() for script in page.all("script")}
    assert scripts == {"theme.js", "site.js", "search.js"}
    texts = [data for path, data in bytes_of(hostile).items() if path.endswith((".html", ".js", ".svg"))]
    assert [text for text in texts if b"\x01" in text or b"\x1b" in text] == []


def test_nothing_happens_in_a_browser(hostile: Path, visit: Visitor) -> None:
    visited = visit(hostile, viewport=NARROW)
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    visited.page.on("dialog", refuse)
    kinds = ("entities", "agreements", "documents", "changes", "reports")
    paths = [min((hostile / kind).glob("*.html")).relative_to(hostile).as_posix() for kind in kinds]
    paths += ["index.html", "entities.html", "documents.html", "disagreements.html", "reports/hostile.html"]
    for path in [*paths, "search.html?q=script%20alert"]:
        page = visited.open(path)
        assert page.locator("main script, main iframe, main object, img[onerror], svg[onload], main b").count() == 0
        assert page.locator("main *").evaluate_all(HANDLERS) == []
        assert overflow(page) == [], path
    page.locator("#results li").first.wait_for()
    assert "<script>alert(1)</script>" in page.locator("#results").inner_text()
    assert page.locator("#results script, #results img").count() == 0
    assert dialogs == []
