"""What a load will change: a frozen list, and how it is shown.

Comes in: the differences that ``load`` found inside the database. Goes out: a ``Plan`` that ``load`` carries out and
``show`` prints, so that what is shown is what is done. Never touches a connection, never decides what changes.
"""

from warehouse.plan.definition import Cell, Change, Counts, Operation, Plan
from warehouse.plan.guard import Allowance, refuse_mass_retirement
from warehouse.plan.show import as_json, as_text, summary

__all__ = [
    "Allowance",
    "Cell",
    "Change",
    "Counts",
    "Operation",
    "Plan",
    "as_json",
    "as_text",
    "refuse_mass_retirement",
    "summary",
]
