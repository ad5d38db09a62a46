"""Draw an answer as SVG: bars, stacks, dots with intervals, timelines, steps and matrices, by a writer of our own.

Comes in: a ``Result`` whose rows have not been read, and how its header says it is to be drawn. Goes out: one SVG
document, the same bytes for the same answer, with no script, no font and no address that is asked for anything. Never
mixes units on one axis, never converts or rounds a value that is written, never leaves rows out without saying so.

``table`` reads the answer, ``scale`` and ``days`` say where things lie, ``text`` and ``canvas`` where labels have room,
one module per family draws, ``draw`` puts it together.
"""

from warehouse.reports.charts.draw import WIDTH, Drawing, draw

__all__ = ["WIDTH", "Drawing", "draw"]
