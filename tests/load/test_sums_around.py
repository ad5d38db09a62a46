"""A sum counts or not because of others: a load that changes few facts says the same of all sums as a whole refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.load.test_mart import contents

if TYPE_CHECKING:
    from tests.load.conftest import Small

pytestmark = pytest.mark.slow

FILLER: Final = "entities:\n" + "".join(
    f"  - {{key: smelter-{number}, kind: company, name: Smelter {number}, cite: tin-news#7}}\n" for number in range(90)
)
FAMILY: Final = """\
agreements:
  - key: frame
    kind: partnership
    name: Frame
    modality: in force
    cite: tin-news#4
    values:
      - {kind: contract value, amount: 900 million USD, modality: in force, cite: tin-news#5}
      - {kind: spending, amount: 30 million USD, modality: occurred, cite: tin-news#5}
  - {key: call, kind: supply contract, name: Call, parent: frame, modality: in force, cite: tin-news#4}
  - key: order
    kind: supply contract
    name: Order
    parent: call
    modality: in force
    cite: tin-news#4
  - key: other-call
    kind: supply contract
    name: Other call
    parent: frame
    modality: in force
    cite: tin-news#4
    values:
      - {kind: contract value, amount: 70 million KRW, modality: in force, cite: tin-news#5}
"""
ORDERED: Final = """\
monetary_values:
  - {about: agreements/order, kind: contract value, amount: 40 million USD, modality: in force, cite: tin-news#6}
"""
SPENT: Final = """\
monetary_values:
  - {about: agreements/frame, kind: capital expenditure, amount: 20 million USD, modality: occurred, cite: tin-news#6}
"""


@pytest.fixture
def family(loaded: Small) -> Small:
    """Give a database that holds agreements above and below each other, among many other facts."""
    loaded.write(FILLER, "filler.yaml")
    loaded.write(FAMILY, "family.yaml")
    loaded.load()
    return loaded


def left_out(family: Small) -> dict[str, Any]:
    """Tell why sums of the family are not counted; what a whole refresh would say is the same."""
    assert contents(family, "mart") == contents(family, "as_of")
    query = "SELECT as_printed, why_not_counted FROM mart.fact_money WHERE agreement_key IN ('frame', 'order', 'call')"
    return dict(family.rows(f"{query} AND NOT is_counted"))


def refreshes_few(family: Small) -> None:
    """Mark a row of another thing, which only a refresh of the whole table would mend."""
    family.run_sql("UPDATE mart.fact_money SET said_by = 'by hand' WHERE agreement_key = 'tin-pact'")


def test_a_new_sum_of_a_part_takes_the_place_of_the_whole_and_gives_it_back(family: Small) -> None:
    assert left_out(family) == {}
    refreshes_few(family)
    family.write(ORDERED, "order.yaml")
    family.load()
    assert family.rows("SELECT said_by FROM mart.fact_money WHERE agreement_key = 'tin-pact'") == [("by hand",)]
    family.run_sql("UPDATE mart.fact_money SET said_by = NULL WHERE agreement_key = 'tin-pact'")
    assert left_out(family) == {"900 million USD": "part counted instead"}
    (family.seeds / "order.yaml").unlink()
    family.load("--max-retire", "100%")
    assert left_out(family) == {}


def test_a_new_narrower_kind_takes_the_place_of_the_broadest(family: Small) -> None:
    family.write(SPENT, "spent.yaml")
    family.load()
    assert left_out(family) == {"30 million USD": "narrower kind counted instead"}
    family.edit("spent.yaml", "kind: capital expenditure", "label: twice, kind: spending")
    family.load()
    assert left_out(family) == {"30 million USD": "counted in another row"}


def test_an_agreement_that_leaves_its_parent_gives_the_sum_back(family: Small) -> None:
    family.write(ORDERED, "order.yaml")
    family.load()
    family.edit("family.yaml", "    parent: call\n", "")
    family.load()
    assert left_out(family) == {}
