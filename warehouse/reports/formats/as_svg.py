"""A chart in one SVG document; what it shows is what the header's ``chart`` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    from warehouse.reports.result import Result


def write(result: Result, stream: TextIO, _width: int | None) -> None:
    """Draw the answer; the width of a terminal has no say in it.

    Raises:
        UsageError: The report draws no chart, or one of columns that cannot be drawn.
    """
    from warehouse.reports.charts import draw  # charts show texts as the other formats do, and import from there

    stream.write(draw(result).svg)
