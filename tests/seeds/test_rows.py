"""Rows: where each of their references is written, so that a problem with it can be told there."""

from __future__ import annotations

import pickle
import uuid
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from warehouse.seeds.rows import NAMESPACE, fact_id

if TYPE_CHECKING:
    from tests.builders import ProjectFolder


@given(st.text())
def test_id_of_a_fact_is_the_one_that_python_computes(path: str) -> None:
    expected = uuid.uuid5(NAMESPACE, path)
    found = fact_id(path)
    assert found == expected
    assert str(found) == str(expected)
    assert (found.version, found.variant, found.is_safe) == (expected.version, expected.variant, expected.is_safe)
    assert hash(found) == hash(expected)
    assert pickle.loads(pickle.dumps(found)) == expected  # noqa: S301 - made on this line


def test_row_knows_the_record_fact_or_citation_it_comes_from(folder: ProjectFolder) -> None:
    folder.write(
        "agreements:\n"
        "  - key: tin-mine\n"
        "    kind: joint venture\n"
        "    name: Mine\n"
        "    modality: planned\n"
        "    cite: tin-news#1\n"
        "    parties:\n"
        "      - {entity: tinworks, role: partner, cite: [tin-news#2, tin-news#3]}\n"
    )
    rows = folder.check().rows
    below = [row for each in rows.values() for row in each if row.path.startswith("agreements/tin-mine")]
    assert sorted(f"{row.table} {row.node.position}".replace("seeds/extra.yaml", "") for row in below) == [
        "agreement_parties :8:9",
        "agreements :2:5",
        "citations :6:11",
        "citations :8:50",
        "citations :8:62",
        "facts :2:5",
        "facts :8:9",
    ]
    assert all(row.line == row.node.position.line for row in below)
    (party,) = (row for row in below if row.table == "agreement_parties")
    assert [str(party.position(name)) for name in ("entity_key", "role", "agreement_key")] == [
        "seeds/extra.yaml:8:18",
        "seeds/extra.yaml:8:34",
        "seeds/extra.yaml:8:9",
    ]
