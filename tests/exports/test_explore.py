"""Datasette on an exported file, asked as a browser asks it, and ``warehouse serve --explore``."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import duckdb
import pytest

from tests.conftest import ROOT
from tests.publish.building import built
from tests.waiting import PATIENCE
from warehouse.errors import ConfigurationError, ExitCode
from warehouse.exports.explore import HOST, explored
from warehouse.exports.folder import export as export_folder
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import psycopg

    from tests.conftest import Databases, Warehouse
    from warehouse.exports.single_file import Content

pytestmark = pytest.mark.slow


def page(address: str) -> str:
    with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


@pytest.fixture(scope="module")
def datasette(exported: tuple[Path, dict[str, Content]]) -> Iterator[str]:
    folder, _ = exported
    with explored(folder / "minerals.db", folder / "minerals.metadata.json") as address:
        yield address


def rows(address: str) -> Any:
    return json.loads(page(address))


def test_table_has_facets_and_what_its_columns_mean(datasette: str) -> None:
    shown = page(f"{datasette}/fact_money")
    assert "One row per stated sum of money" in shown
    assert "currency of the sum, ISO 4217" in shown
    assert "_facet" in shown
    assert "South Korean won" in shown
    found = rows(f"{datasette}/fact_money.json?currency_code=KRW&_shape=array")
    assert {row["currency_code"] for row in found} == {"KRW"}


def test_row_leads_to_the_row_that_it_refers_to_and_back(datasette: str) -> None:
    shown = page(f"{datasette}/bridge_agreement_party?entity_key=posco-international")
    assert "/minerals/dim_entity/posco-international" in shown
    assert "/minerals/bridge_agreement_party?entity_key=posco-international" in page(
        f"{datasette}/dim_entity/posco-international"
    )


def test_canned_query_takes_parameters_and_explains_them(datasette: str) -> None:
    shown = page(f"{datasette}/contract-values?party=unnamed-european-automaker")
    assert "260 billion KRW" in shown
    assert "600 billion KRW" not in shown
    assert "only agreements it is a party of; without it all" in shown
    assert len(rows(f"{datasette}/contract-values.json?_shape=array")) == 4
    assert rows(f"{datasette}/contract-values.json?currency=USD&_shape=array") == []


def test_words_are_found_in_the_middle(datasette: str) -> None:
    assert rows(f"{datasette}/dim_subject.json?_shape=array&_search={quote('OSCO')}")
    assert rows(f"{datasette}/dim_subject.json?_shape=array&_search={quote('없는말')}") == []


def test_front_page_says_what_to_know_first(datasette: str) -> None:
    shown = page(datasette.removesuffix("/minerals"))
    assert "Never add a total to its parts" in shown
    assert "corroboration</dt><dd>it uses the function numrange" in shown
    assert "/minerals/dim_document" in shown


@pytest.mark.parametrize(
    ("host", "status"), [("localhost:1", 200), ("127.0.0.1", 200), ("example.org", 421), ("", 421)]
)
def test_only_requests_for_this_machine_are_answered(datasette: str, host: str, status: int) -> None:
    connection = http.client.HTTPConnection(HOST, urlsplit(datasette).port, timeout=PATIENCE)
    connection.request("GET", "/minerals/dim_load.json", headers={"Host": host})
    answer = connection.getresponse()
    assert (answer.status, b"load_id" in answer.read()) == (status, status == 200)
    connection.close()


def test_datasette_that_does_not_start_is_told(tmp_path: Path) -> None:
    (tmp_path / "minerals.db").write_text("no database")
    (tmp_path / "metadata.json").write_text("{")
    with (
        pytest.raises(ConfigurationError, match="Datasette does not start: "),
        explored(tmp_path / "minerals.db", tmp_path / "metadata.json"),
    ):
        pass


def test_serve_opens_datasette_beside_the_site_and_leaves_nothing(
    databases: Databases, curated: str, tmp_path: Path
) -> None:
    built(databases.dsn(curated), tmp_path / "site", "contract-values")
    (tmp_path / "temporary").mkdir()
    command = [sys.executable, "-m", "warehouse", "serve", str(tmp_path / "site"), "--port", "0", "--explore"]
    environment = {
        **os.environ, "WAREHOUSE_DATABASE_URL": databases.dsn(curated), "TMPDIR": str(tmp_path / "temporary"),
    }  # fmt: skip
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        site, tables = (process.stdout.readline().strip() for _ in range(2))
        assert "<!DOCTYPE html>" in page(site)
        assert {urlsplit(address).hostname for address in (site, tables)} == {"127.0.0.1"}
        assert "Contract values" in page(tables)
        process.send_signal(signal.SIGINT)
        assert (process.wait(PATIENCE), list((tmp_path / "temporary").iterdir())) == (ExitCode.DONE, [])
    with pytest.raises(OSError, match="refused"):
        page(tables)


@pytest.mark.holds("curated")
def test_missing_datasette_is_told(
    warehouse: Warehouse, databases: Databases, curated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(databases.dsn(curated), tmp_path / "site", "contract-values")
    monkeypatch.setitem(sys.modules, "datasette", None)
    code, out, said = warehouse("serve", str(tmp_path / "site"), "--port", "0", "--explore")
    assert (code, out) == (ExitCode.CONFIGURATION, "")
    assert "--explore needs datasette, which is not installed" in said
    assert "-m pip install 'datasette>=" in said


def test_csv_is_read_in_duckdb_as_the_readme_says(
    source: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_folder(source, list_objects(ROOT / "sql"), tmp_path / "out", ["csv"])
    recipe = (tmp_path / "out" / "README.md").read_text().partition("```sql\n")[2].partition("```")[0]
    monkeypatch.chdir(tmp_path / "out")
    with duckdb.connect() as session:
        contract, trade = session.execute(recipe).fetchall()[0]
    assert (contract > 0, trade) == (True, None)
