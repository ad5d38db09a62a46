"""The questions of ``docs/data-model.md`` are answered by the SQL that stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from psycopg import Connection

pytestmark = pytest.mark.slow

SECTION: Final = (
    (ROOT / "docs" / "data-model.md").read_text().partition("## Questions in SQL\n")[2].partition("\n## ")[0]
)
QUERIES: Final = re.findall("```sql\n(.*?)```", SECTION, re.DOTALL)


def answers(connection: Connection[Any], schema: str) -> list[list[tuple[Any, ...]]]:
    with connection.transaction(force_rollback=True):
        connection.execute(f"SET LOCAL search_path = {schema}".encode())
        return [connection.execute(query.encode()).fetchall() for query in QUERIES]


@pytest.mark.parametrize("schema", ["mart", "as_of"])
def test_questions_are_answered(loaded_mart: Connection[Any], schema: str) -> None:
    regions, members, given, alike = answers(loaded_mart, schema)
    assert [region for region, _ in regions] == ["Asia", "Australia", "Europe", "North America"]
    assert dict(regions)["North America"].count(";") == 2
    assert members == [("POSCO Group", 0, 0), ("POSCO International", 9, 2)]
    assert [(giver, country, what) for giver, country, _, what in given] == [
        ("POSCO International", "South Korea", "rare earth permanent magnets"),
        ("POSCO International", "South Korea", "rare earth permanent magnets"),
        ("POSCO International", "South Korea", "motor cores"),
    ]
    assert ("South Korea's rare-earth supply chain strategy", "unveiled 2026-02-05 (February 5)") in alike
    assert not any(subject == "Acquisition" for subject, _ in alike)
