"""``warehouse publish`` over several loads: ``--if-changed``, ``--as-of``, and the states that ``--loads`` shows."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.conftest import ROOT
from tests.publish.building import FEW, beside, built, bytes_of
from tests.site.auditing import audit
from tests.site.reading import Site
from warehouse.errors import ExitCode
from warehouse.history import parse_moment
from warehouse.mart.objects import list_objects
from warehouse.publish.queries import SiteQueries
from warehouse.publish.states import newest
from warehouse.reports.execute import snapshot

if TYPE_CHECKING:
    from tests.conftest import Databases, Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.holds("curated")]

SEED = "korean-firms-us-rare-earth-push.yaml"
PAGE = "agreements/posco-magnets-europe.html"
REPORT = """\
/* report
title: {title}
question: Which units are there?
grain: [unit_key]
columns:
  unit_key: {{meaning: key of the unit}}
*/
SELECT u.unit_key FROM mart.dim_unit AS u ORDER BY u.unit_key;
"""


def changed(warehouse: Warehouse) -> None:
    seed = warehouse.seeds / SEED
    text = seed.read_text()
    assert "260 billion KRW" in text
    seed.write_text(text.replace("260 billion KRW", "261 billion KRW"))
    assert warehouse("load")[0] == ExitCode.DONE


@pytest.fixture(scope="module")
def built_before(databases: Databases, curated: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish with few reports, for every test to copy."""
    folder = tmp_path_factory.mktemp("changed") / "site"
    built(databases.dsn(curated), folder, *FEW)
    return folder


@pytest.fixture
def site(built_before: Path, tmp_path: Path) -> Path:
    """Copy a site that shows the curated seeds; give the folder."""
    return Path(shutil.copytree(built_before, tmp_path / "out"))


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Give what changes when a file is written or replaced."""
    found = [folder, *folder.rglob("*")]
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def test_what_is_shown_already_is_not_written_again(warehouse: Warehouse, tmp_path: Path) -> None:
    site = tmp_path / "out"
    publish = ("publish", str(site), "--if-changed")
    assert warehouse(*publish)[2].startswith("Wrote ")
    before = stamps(site)
    code, out, said = warehouse(*publish)
    assert (code, out, said) == (ExitCode.DONE, "", f"Nothing to do: {site} shows load 1 already.\n")
    assert stamps(site) == before
    assert warehouse("load")[0] == ExitCode.DONE
    assert "Nothing to do" in warehouse(*publish)[2], "a load that changed nothing"
    assert beside(site) == []


def test_site_is_written_again_after_a_load(warehouse: Warehouse, site: Path) -> None:
    dsn = str(warehouse.database_url)
    assert "260 billion" in (site / PAGE).read_text()
    changed(warehouse)
    assert built(dsn, site, *FEW, if_changed=True).pages > 100
    assert "261 billion" in (site / PAGE).read_text()
    assert "260 billion" not in (site / PAGE).read_text()
    assert built(dsn, site, *FEW, if_changed=True).pages == 0


@pytest.mark.parametrize("lost", [PAGE, "files.sha256", "site.json", "reports/contract-values.xlsx"])
def test_site_that_lost_a_file_is_written_again(warehouse: Warehouse, site: Path, lost: str) -> None:
    dsn = str(warehouse.database_url)
    before = bytes_of(site)
    (site / lost).unlink()
    if lost in ("files.sha256", "site.json"):
        with pytest.raises(Exception, match="no site of this warehouse"):
            built(dsn, site, *FEW, if_changed=True)
        return
    assert built(dsn, site, *FEW, if_changed=True).pages > 100
    assert bytes_of(site) == before


def test_own_report_is_shown_and_a_change_of_it_too(warehouse: Warehouse, tmp_path: Path) -> None:
    site = tmp_path / "out"
    warehouse.add_report("all-units", REPORT.format(title="Every unit"))
    publish = ("publish", str(site), "--if-changed")
    assert warehouse(*publish)[2].startswith("Wrote ")
    assert "Every unit" in (site / "reports" / "all-units.html").read_text()
    warehouse.add_report("all-units", REPORT.format(title="All units there are"))
    assert warehouse(*publish)[2].startswith("Wrote ")
    assert "All units there are" in (site / "reports" / "all-units.html").read_text()
    assert "Nothing to do" in warehouse(*publish)[2]


def test_earlier_state_is_shown_and_said_on_every_page(warehouse: Warehouse, tmp_path: Path) -> None:
    changed(warehouse)
    dsn, now, then = str(warehouse.database_url), tmp_path / "now", tmp_path / "then"
    built(dsn, now, *FEW)
    with psycopg.connect(dsn) as connection:
        first = parse_moment(connection, "1")
    assert built(dsn, then, *FEW, as_of=first).load == 1
    assert "261 billion" in (now / PAGE).read_text()
    assert "261 billion" not in (then / PAGE).read_text()
    assert "260 billion" in (then / PAGE).read_text()
    assert (now / "changes" / "2.html").exists()
    assert not (then / "changes" / "2.html").exists()
    pages = [path.read_text() for path in then.rglob("*.html")]
    assert len(pages) > 100
    assert [page for page in pages if 'class="past">This is the state at' not in page] == []
    assert 'class="past"' not in (now / "index.html").read_text()
    assert built(dsn, then, *FEW, as_of=first, if_changed=True).pages == 0
    code, _, said = warehouse("publish", str(then), "--as-of", "2001-01-01")
    assert (code, "nothing had been loaded at 2001-01-01" in said) == (ExitCode.USAGE, True)
    assert built(dsn, then, *FEW, if_changed=True).pages > 100
    assert bytes_of(then) == bytes_of(now)


def test_report_that_asks_for_the_day_gets_that_of_the_load(warehouse: Warehouse, tmp_path: Path) -> None:
    dsn = str(warehouse.database_url)
    with psycopg.connect(dsn) as connection:
        connection.execute("UPDATE ops.loads SET loaded_at = '2031-05-06 07:08:09.123456+00'")
    built(dsn, tmp_path / "out", "milestones-due", "freshness")
    for name in ("milestones-due", "freshness"):
        assert "2031-05-06" in (tmp_path / "out" / "reports" / f"{name}.json").read_text()
    assert "2031-05-06 07:08 UTC" in (tmp_path / "out" / "index.html").read_text()


def states_of(site: Site, page: str) -> list[str]:
    """Give where the menu of loads on a page leads."""
    return [
        link["href"] for menu in site.pages[page].all("details") if "states" in menu["class"] for link in menu.walk("a")
    ]


def test_pages_lead_to_themselves_in_the_states_of_other_loads(warehouse: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    dsn = str(warehouse.database_url)
    changed(warehouse)
    with (warehouse.seeds / "more.yaml").open("w") as seed:
        seed.write("events: [{key: fair, kind: meeting, name: Fair, modality: planned, cite: iso-3166#Tin}]\n")
    assert warehouse("load")[0] == ExitCode.DONE, "load 3"
    done = built(dsn, folder, *FEW, loads=2)
    site = Site(folder)
    assert (done.load, done.pages) == (3, len(site.pages))
    assert audit(folder) == []
    assert {path.name for path in (folder / "loads").iterdir()} == {"2"}
    assert "261 billion" in (folder / "loads/2" / PAGE).read_text()
    assert states_of(site, PAGE) == [f"../{PAGE}", f"../loads/2/{PAGE}"]
    assert states_of(site, f"loads/2/{PAGE}") == [f"../../../{PAGE}", f"../../../loads/2/{PAGE}"]
    assert states_of(site, "events/fair.html") == ["../events/fair.html", "../loads/2/index.html"]
    assert states_of(site, "changes/3.html") == ["../changes/3.html", "../loads/2/index.html"]
    assert built(dsn, folder, *FEW, loads=2, if_changed=True).pages == 0
    objects = list_objects(ROOT / "sql")
    with closing(psycopg.connect(dsn)) as connection, snapshot(connection):
        found = newest(SiteQueries(connection, ROOT / "sql", objects, None), 9)
    assert [state.folder for state in found] == ["", "loads/2/", "loads/1/"]


@pytest.mark.parametrize("loads", ["0", "-1", "x"])
def test_number_of_loads_that_is_none_is_a_mistake_of_use(warehouse: Warehouse, tmp_path: Path, loads: str) -> None:
    assert warehouse("publish", str(tmp_path / "out"), "--loads", loads)[0] == ExitCode.USAGE
