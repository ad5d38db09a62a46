"""Reports of figures where a quantity has many periods, on seeds of made-up places."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.builders import BASE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow


def observed(value: str, words: str, period: str | None = None, *, more: str = "") -> str:
    dated = f', period: {{words: "{period}", edtf: "{period}"}}' if period else ""
    return (
        "  - {about: places/freedonia, indicator: import-dependence, mineral: tin, counterpart: sylvania, "
        f"value: {value}, words: {words}, modality: assessed, cite: tin-news#4{dated}{more}}}\n"
    )


SEEDS = (
    (
        BASE
        + """\
minerals:
  - {key: tin, kind: element, name: tin, symbol: Sn, atomic_number: 50, cite: tin-news#2}
observations:
"""
        + observed("60", "60%", "2023")
        + observed("over 70", "over 70%", "2024")
        + observed("about 65", "about 65%")
    )
    .replace(
        "  - {key: freedonia,",
        "  - {key: sylvania, kind: country, name: Sylvania, cite: tin-news#1}\n  - {key: freedonia,",
    )
    .replace(
        "  - {key: tin-share,",
        "  - {key: import-dependence, name: Import dependence, definition: share of imports, unit: percent, "
        "cite: tin-news#2}\n  - {key: tin-share,",
    )
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "seeds.yaml").write_text(SEEDS)
    return tmp_path


@pytest.fixture
def loaded(warehouse: Warehouse) -> Warehouse:
    code, out, said = warehouse("--quiet", "load")
    assert code == 0, (out, said)
    return warehouse


def answered(warehouse: Warehouse, report: str) -> list[dict[str, str]]:
    code, out, said = warehouse("--quiet", "report", "run", report, "-f", "csv")
    assert code == 0, said
    return list(csv.DictReader(io.StringIO(out)))


def test_a_share_is_the_latest_and_one_without_a_period_stays(loaded: Warehouse) -> None:
    rows = answered(loaded, "import-dependence")
    assert {(row["period"], row["share"], row["lower"], row["upper"]) for row in rows} == {
        ("2024", "70", "70", "100"),
        ("", "65", "", ""),
    }


def test_flows_name_the_period_of_a_share(loaded: Warehouse) -> None:
    (row,) = answered(loaded, "country-flows")
    assert (row["from_place"], row["flows"]) == ("Sylvania", "1")
    assert row["imports"] == "tin 60% in 2023; tin about 65%; tin over 70% in 2024"


def test_all_periods_are_told_in_their_order(loaded: Warehouse) -> None:
    rows = answered(loaded, "figures-over-time")
    assert [(row["period"], row["last_day"], row["value"], row["unit"]) for row in rows] == [
        ("2023", "2023-12-31", "60", "percent"),
        ("2024", "2024-12-31", "70", "percent"),
        ("", "", "65", "percent"),
    ]


def test_the_latest_of_three_is_the_one_of_the_last_period(loaded: Warehouse) -> None:
    (row,) = answered(loaded, "latest-by-place")
    assert (row["place"], row["period"], row["value"], row["earlier_periods"]) == ("Freedonia", "2024", "70", "2")
