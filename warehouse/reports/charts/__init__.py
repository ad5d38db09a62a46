"""SVG charts of an answer: bars, stacks, dots with intervals, timelines, steps and matrices, without a chart library.

Input: a ``Result`` whose rows have not been read, and the chart in its report's header. Output: one SVG document, the
same bytes for the same answer. The document contains no script and no font, and loads nothing from any address. A chart
never mixes units on one axis, never converts or rounds a value that is written, and never omits rows without a note.

``data`` reads the answer and describes it in words, ``axes`` places numbers, ``canvas`` places labels and writes SVG,
``marks`` makes shapes and legends. ``bars``, ``steps``, ``timeline`` and ``matrix`` draw one family of charts each;
``draw`` combines them.
"""

from warehouse.reports.charts.draw import WIDTH, Drawing, draw

__all__ = ["WIDTH", "Drawing", "draw"]
