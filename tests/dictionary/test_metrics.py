"""The metrics of the semantic model, asked of the database as they stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    import psycopg


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_metrics_are_right(postgresql: psycopg.Connection, written: dict[str, str]) -> None:
    (model,) = yaml.safe_load(written["semantic-model.yaml"])["semantic_model"]
    sources = {data["name"]: data["source"] for data in model["datasets"]}
    found = {}
    for metric in model["metrics"]:
        expression = metric["expression"]["dialects"][0]["expression"]
        table = next(name for name in sources if f"{name}." in expression)
        row = postgresql.execute(f"SELECT {expression} FROM {sources[table]} AS {table}".encode()).fetchone()
        assert row
        found[metric["name"]] = row[0]
    counted = "SELECT (SELECT count(*) FROM core.facts), (SELECT count(DISTINCT document_key) FROM core.citations)"
    assert (found["fact_count"], found["source_count"]) == postgresql.execute(counted).fetchone()
    assert found["money_krw_contract_sum"] == 1760 * 10**9
    assert found["money_krw_pledge_sum"] == 10**12
    assert found["money_usd_pledge_sum"] == 691_000_000
