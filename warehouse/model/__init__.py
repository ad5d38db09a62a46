"""The model: each register and family of facts, described once.

A class per register and family names its fields. The type of a field knows the texts it takes, the columns that hold
them, their constraints and comments, and the way from a seed file to a row and back. ``fields``, ``groups`` and
``pointers`` hold the types, ``shape`` the plan from fields to columns, ``base`` what all records share, ``facts``,
``figures``, ``registers`` and ``terms`` the classes. A shape never looks at another record; ``seeds.references`` does
that.
"""

from warehouse.model.base import Cited, Fact, Record
from warehouse.model.citations import Citation
from warehouse.model.facts import FACTS
from warehouse.model.groups import When
from warehouse.model.registers import REGISTERS, Document
from warehouse.model.terms import WORDS

__all__ = ["FACTS", "REGISTERS", "WORDS", "Citation", "Cited", "Document", "Fact", "Record", "When"]
