"""Bring ``core`` in step with the seeds, in one transaction of the caller's.

Comes in: an open connection and checked seeds. Goes out: the ``Plan`` that was found and carried out; the caller
commits it, or rolls it back when it only wanted to see it. Rows are staged by COPY and compared inside the database; an
unchanged row is not written. ``ledger`` records the run on a connection of its own, so that failed runs are known too.
Never reads a file, never commits, never writes to any schema but ``core`` and ``ops``.
"""

from warehouse.load.carry_out import bring_in_step
from warehouse.load.ledger import Run, recorded
from warehouse.load.lock import only_one_load

__all__ = ["Run", "bring_in_step", "only_one_load", "recorded"]
