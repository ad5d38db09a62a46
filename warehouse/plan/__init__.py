"""What a load will change: a frozen list, and how it is shown, saved and read back.

Comes in: the differences that ``load`` found inside the database. Goes out: a ``Plan`` that ``load`` carries out and
``show`` prints, so that what is shown is what is done. Never touches a connection, never decides what changes.
"""

from warehouse.plan.definition import Cell, Change, Counts, Operation, Plan
from warehouse.plan.guard import Allowance, refuse_mass_retirement
from warehouse.plan.saved import SavedPlan
from warehouse.plan.show import as_json, as_lines, change_as_dict, change_lines, counted

__all__ = [
    "Allowance",
    "Cell",
    "Change",
    "Counts",
    "Operation",
    "Plan",
    "SavedPlan",
    "as_json",
    "as_lines",
    "change_as_dict",
    "change_lines",
    "counted",
    "refuse_mass_retirement",
]
