"""Views on the sums in one currency: an upgrade adds them, a load only says which are missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import psycopg
import pytest

from tests.conftest import ROOT
from warehouse.database.connect import connect
from warehouse.database.derived import viewed_currencies
from warehouse.mart.definitions import selected
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.holds("curated")]

SEEDS: Final = """\
documents:
  - {key: tin-news, kind: article, title: Tin news, language: en, page_date: 2030-05-15, sha256: SHA,
     characters: 900, paragraphs: 12}
  - {key: handbook, kind: reference, title: Handbook of tin, language: en}
currencies:
  - {key: sek, code: SEK, name: Swedish krona, minor_units: 2, cite: handbook#S, basis: reference}
agreements:
  - key: tin-deal
    kind: supply contract
    name: Tin deal
    modality: in force
    cite: tin-news#3
    values:
      - {kind: contract value, amount: 40 million SEK, equivalent: about 4 million USD, modality: in force,
         cite: tin-news#3}
""".replace("SHA", "0" * 64)
TAMPERED: Final = "CREATE OR REPLACE VIEW mart.money_sek AS {}"


@pytest.fixture
def with_krona(warehouse: Warehouse) -> Warehouse:
    """Give the command line on a database that holds a sum in a currency of its own, before an upgrade."""
    (warehouse.project / "seeds" / "tin.yaml").write_text(SEEDS)
    code, _, said = warehouse("load")
    assert code == 0
    assert 'Currency SEK has no view mart.money_sek yet: "warehouse db upgrade" makes it.' in said
    return warehouse


def ask(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    with connect(warehouse.database_url or "") as connection:
        return connection.execute(query.encode()).fetchall()


def test_an_upgrade_adds_a_view_for_a_registered_currency(with_krona: Warehouse, tmp_path: Path) -> None:
    assert with_krona("db", "check")[0] == 0, "a currency without a view is no fault"
    assert with_krona("db", "upgrade")[0] == 0
    for schema in ("mart", "as_of"):
        assert ask(with_krona, f"SELECT contract::bigint, other_as_printed FROM {schema}.money_sek") == [
            (40_000_000, "about 4 million USD")
        ]
    assert with_krona("db", "check")[0] == 0
    (with_krona.project / "seeds" / "tin.yaml").write_text(SEEDS.replace("Swedish krona", "krona"))
    assert "money_sek" not in with_krona("load")[2], "it has a view now"
    assert with_krona("export", str(tmp_path / "out"))[0] == 0
    assert "40000000" in (tmp_path / "out" / "data" / "money_sek.csv").read_text()
    listed = json.loads((tmp_path / "out" / "datapackage.json").read_text())["resources"]
    assert "money_sek" in {resource["name"] for resource in listed}


def test_a_view_that_somebody_changed_is_named(with_krona: Warehouse) -> None:
    assert with_krona("db", "upgrade")[0] == 0
    ((query,),) = ask(with_krona, "SELECT pg_get_viewdef('mart.money_sek'::regclass)")
    with psycopg.connect(with_krona.database_url or "") as connection:
        connection.execute(TAMPERED.format(query.replace("'SEK'", "'USD'")).encode())
        connection.execute("CREATE VIEW mart.money_nok AS SELECT 1 AS one")
    code, shown, said = with_krona("db", "check")
    assert code != 0
    assert "~ view mart.money_sek" in shown + said
    assert "+ view mart.money_nok" in shown + said


def test_a_view_made_later_is_what_the_files_would_make(with_krona: Warehouse) -> None:
    assert with_krona("db", "upgrade")[0] == 0
    objects = {found.name: found for found in list_objects(ROOT / "sql", ["SEK"])}
    assert objects.keys() - {found.name for found in list_objects(ROOT / "sql")} == {"money_sek"}
    for schema in ("mart", "as_of"):
        columns = "query, comment, columns, constraints, indexes"
        ((query, comment, listed, *none),) = ask(
            with_krona,
            f"SELECT {columns} FROM ops.derived WHERE (schema_name, object_name) = ('{schema}', 'money_sek')",
        )
        found = objects["money_sek"]
        assert (query, comment, none) == (selected(found), found.header.grain, [[], []])
        assert [(one["name"], one["comment"]) for one in listed] == [
            (name, column.comment) for name, column in found.header.columns.items()
        ]


def test_a_view_goes_with_its_currency(with_krona: Warehouse) -> None:
    assert with_krona("db", "upgrade")[0] == 0
    (with_krona.project / "seeds" / "tin.yaml").unlink()
    assert with_krona("load", "--max-retire", "100%")[0] == 0
    kept = [text for (text,) in ask(with_krona, "SELECT to_jsonb(d)::text FROM ops.derived AS d")]
    assert "SEK" in viewed_currencies(kept)
    with psycopg.connect(with_krona.database_url or "") as connection:
        connection.execute("UPDATE ops.derived SET source_sha256 = 'older' WHERE source_sha256 IS NOT NULL")
    assert with_krona("db", "upgrade")[0] == 0
    assert ask(with_krona, "SELECT to_regclass('mart.money_sek')") == [(None,)]
    assert with_krona("db", "check")[0] == 0
