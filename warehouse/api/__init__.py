"""The interface for Python programs and notebooks: ``warehouse.open_project`` and what it returns.

Input: a project folder and the address of its database, as on the command line. Output: answers, runs and plans as
Python objects. The command line is built on this package. It never prints, never ends the process, and commits only
through ``load``. It imports what a call needs when the call is made, so that ``import warehouse`` is fast.
"""

from warehouse.api.answer import Answer
from warehouse.api.project import Awaited, Listener, Project, open_project

__all__ = ["Answer", "Awaited", "Listener", "Project", "open_project"]
