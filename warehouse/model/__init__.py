"""The shapes of seed records: one pydantic model per register and per kind of fact.

Input: strings, lists and dictionaries as a file states them. Output: validated records that know the columns they fill.
Messages and the JSON Schema show the description and the example of each field. A shape never looks at another record;
``seeds.references`` does that.
"""

from typing import Final

from warehouse.model import parties, policies, quantities, registers, statements, subjects
from warehouse.model.base import Cited, Fact, Record, When
from warehouse.model.citations import Citation

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
