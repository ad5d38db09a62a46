"""What a seed record may hold: one pydantic model per register and per kind of fact, each field described once.

Comes in: strings, lists and dictionaries as written. Goes out: checked records that know the columns they fill. The
description and example of a field are what messages show. Never looks at another record: that is ``resolve``'s part.
"""

from warehouse.seeds.shapes.base import Citation, Cited, Fact, Record, When
from warehouse.seeds.shapes.facts import FACTS
from warehouse.seeds.shapes.registers import REGISTERS

__all__ = ["FACTS", "REGISTERS", "Citation", "Cited", "Fact", "Record", "When"]
