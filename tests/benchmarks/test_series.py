"""A yearly series of thirty countries and twenty minerals loads, and a report answers by country and by year."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import series
from benchmarks.series import FULL, Size

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path) -> Path:
    series.write(tmp_path / "seeds")
    return tmp_path


def figures(project: Path) -> list[dict[str, Any]]:
    lines = (project / "seeds" / "figures.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["observations"] for line in lines]


def answered(warehouse: Warehouse, report: str, *parameters: str) -> list[dict[str, str]]:
    code, out, said = warehouse(
        "--quiet", "report", "run", report, "-f", "csv", *(part for each in parameters for part in ("-p", each))
    )
    assert code == 0, said
    return list(csv.DictReader(io.StringIO(out)))


def cells(rows: list[dict[str, str]]) -> set[tuple[str, ...]]:
    return {(row["subject"], row["quantity"], row["period"], row["value"], row["unit"]) for row in rows}


def owed(figure: dict[str, Any]) -> tuple[str, ...]:
    place = figure["about"].removeprefix("places/").replace("land-", "Land ")
    mineral = figure["mineral"].replace("-", " ")
    return place, f"Mine output of {mineral}", figure["period"]["edtf"], str(figure["value"]), "tonne"


def test_the_report_by_country_and_year_holds_every_figure(warehouse: Warehouse) -> None:
    written = figures(warehouse.project)
    assert len(written) == FULL.figures == 12_000
    code, out, said = warehouse("--quiet", "load")
    assert code == 0, (out, said)
    land = [each for each in written if each["about"] == "places/land-07"]
    found = answered(warehouse, "figures-over-time", "place=land-07")
    assert (len(found), cells(found)) == (400, {owed(each) for each in land})
    recent = [each for each in written if each["mineral"] == "ore-20" and int(each["period"]["edtf"]) >= 2021]
    found = answered(warehouse, "figures-over-time", "mineral=ore-20", "since=2021-01-01")
    assert (len(found), cells(found)) == (120, {owed(each) for each in recent})
    latest = answered(warehouse, "latest-by-place", "indicator=mine-output")
    assert {(row["place"], row["quantity"], row["value"]) for row in latest} == {
        (*owed(each)[:2], owed(each)[3]) for each in written if each["period"]["edtf"] == "2024"
    }
    assert {row["earlier_periods"] for row in latest} == {"19"}


def test_the_same_size_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (series.write(tmp_path / name, Size(3, 2, 4)) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
    assert len(one.read_text().splitlines()) == 24
