"""The unit stands beside a figure whose words hold none, in the mart and in everything that reads from it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.builders import BASE

if TYPE_CHECKING:
    from pathlib import Path

    from psycopg import Connection

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

UNITS: Final = """\
units:
  - {key: percent, name: percent, symbol: "%", cite: handbook#P, basis: reference}
  - {key: tonne, name: tonne, symbol: t, cite: handbook#T, basis: reference}
  - {key: count, name: count, symbol: items, cite: handbook#C, basis: reference}
"""
SHOWN: Final = [
    ("output", "3000", "3,000", "3,000 t"),
    ("output", "about 3000", "about 3,000", "about 3,000 t"),
    ("output", "3000", "3,000 t", "3,000 t"),
    ("output", "3000", "3,000 tonnes", "3,000 tonnes"),
    ("output", "3000", "3,000톤", "3,000톤"),
    ("output", "3000", "e3,000", "e3,000 t"),
    ("output", "3000", "3\u00a0000", "3\u00a0000 t"),
    ("output", "3 million", "3 million", "3 million t"),
    ("output", "-5", "\u22125", "\u22125 t"),
    ("tin-share", "40", "40", "40 %"),
    ("tin-share", "40", "40%", "40%"),
    ("works", "30", "30", "30"),
]
"""Indicator, value, the printed words, and the figure with its unit."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Write the figures as JSON Lines, each with an aspect that tells it apart, beside a figure that is withheld."""
    common = {"about": "places/freedonia", "modality": "assessed", "cite": "tin-news#4"}
    figures: list[dict[str, Any]] = [
        {**common, "indicator": indicator, "value": value, "words": words, "aspect": f"case-{number:02d}"}
        for number, (indicator, value, words, _) in enumerate(SHOWN)
    ]
    figures.append({**common, "indicator": "output", "words": "W", "status": "withheld", "aspect": "case-99"})
    written = [
        {**common, "indicator": "output", "about": "agreements/tin-deal", "value": "70", "words": "70", "aspect": "a"}
    ]
    (tmp_path / "seeds").mkdir()
    base = BASE[: BASE.index("\nunits:") + 1] + UNITS + BASE[BASE.index("indicators:") :]
    indicators = "".join(
        f"  - {{key: {key}, name: {key.title()}, definition: some, unit: {unit}, value_range: any, cite: tin-news#2}}\n"
        for key, unit in (("output", "tonne"), ("works", "count"))
    )
    base = base.replace("indicators:\n", f"indicators:\n{indicators}")
    (tmp_path / "seeds" / "base.yaml").write_text(base)
    (tmp_path / "seeds" / "figures.jsonl").write_text(
        "".join(json.dumps({"observations": figure}) + "\n" for figure in [*figures, *written])
    )
    return tmp_path


def test_the_unit_stands_beside_words_that_hold_none(warehouse: Warehouse, own_database: Connection[Any]) -> None:
    code, out, said = warehouse("--quiet", "load")
    assert code == 0, (out, said)
    shown = own_database.execute(
        "SELECT printed_with_unit FROM mart.fact_observation WHERE place_key IS NOT NULL ORDER BY aspect"
    ).fetchall()
    assert [row[0] for row in shown] == [*(figure for *_, figure in SHOWN), "W"]
    said_of_places = own_database.execute(
        "SELECT says FROM mart.wide_facts WHERE topic = 'figure' AND subject = 'Freedonia' ORDER BY path"
    ).fetchall()
    assert "Output [case 01]: about 3,000 t" in {row[0] for row in said_of_places}
    (terms,) = own_database.execute("SELECT figures FROM mart.wide_agreements").fetchall()
    assert terms[0] == "Output: 70 t"


def test_reports_of_words_have_the_unit_too(warehouse: Warehouse) -> None:
    warehouse("--quiet", "load")
    _, out, _ = warehouse("--quiet", "report", "run", "single-source-facts", "-p", "subject=freedonia", "-f", "csv")
    assert {"3,000 t", "about 3,000 t", "40 %"} <= {row["as_printed"] for row in csv.DictReader(io.StringIO(out))}
