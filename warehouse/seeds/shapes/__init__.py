"""What a seed record may hold: one pydantic model per register and per kind of fact, each field described once.

Comes in: strings, lists and dictionaries as written. Goes out: checked records that know the columns they fill. The
description and example of a field are what messages show. Never looks at another record: that is ``resolve``'s part.
"""

from typing import Final

from warehouse.seeds.shapes import parties, policies, quantities, registers, statements, subjects
from warehouse.seeds.shapes.base import Cited, Fact, Record, When
from warehouse.seeds.shapes.citations import Citation

FACTS: Final[dict[str, type[Fact]]] = {
    shape.table: shape for room in (parties, quantities, policies, statements) for shape in room.FACTS
}
"""The shape of each family of facts, by the name of its table."""

REGISTERS: Final[dict[str, type[registers.Document | Record]]] = {
    "places": registers.Place,
    "currencies": registers.Currency,
    "units": registers.Unit,
    "minerals": registers.Mineral,
    "entities": subjects.Entity,
    "documents": registers.Document,
    "agreements": subjects.Agreement,
    "facilities": subjects.Facility,
    "strategies": subjects.Strategy,
    "mineral_lists": subjects.MineralList,
    "events": subjects.Event,
    "indicators": registers.Indicator,
    "supply_chain_stages": registers.SupplyChainStage,
    "disagreements": subjects.Disagreement,
}
"""The shape of each register, by the name of its table."""

__all__ = ["FACTS", "REGISTERS", "Citation", "Cited", "Fact", "Record", "When"]
