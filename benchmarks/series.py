"""A synthetic yearly series as seeds: the output of many minerals in many countries, for tests and for measuring.

The same arguments give the same bytes on every machine. Countries are called Land and minerals ore: nobody takes
them for real.

    python -m benchmarks.series DIR       # writes 30 countries, 20 minerals and 20 years into DIR
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.generate import SEED
from benchmarks.layout import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.registers import Record

YEARBOOK: Final = "yearbook"
INDICATOR: Final = "mine-output"
LAST_YEAR: Final = 2024


class Size(NamedTuple):
    """The size of a series: its figures are the product of all three."""

    countries: int = 30
    minerals: int = 20
    years: int = 20

    @property
    def figures(self) -> int:
        """The number of figures."""
        return self.countries * self.minerals * self.years


FULL: Final = Size()


def write(folder: Path, size: Size = FULL) -> Path:
    """Write the seeds of a series into a folder, and return the file with its figures.

    Args:
        folder: The folder; made if missing.
        size: The size of the series.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "registers.jsonl").write_text("".join(lines(_registers(size), "jsonl")), "utf-8")
    figures = folder / "figures.jsonl"
    with figures.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines([("observations", _figures(size))], "jsonl"))
    return figures


def _registers(size: Size) -> list[tuple[str, list[Record]]]:
    unit = {"key": "tonne", "name": "tonne", "symbol": "t"}
    indicator = {"key": INDICATOR, "name": "Mine output", "definition": "content mined in a period", "unit": "tonne"}
    indicator |= {"adds_over": "parts and time"}
    countries = [{"key": _land(at), "kind": "country", "name": f"Land {at:02d}"} for at in _numbers(size.countries)]
    minerals = [{"key": _ore(at), "kind": "product", "name": f"ore {at:02d}"} for at in _numbers(size.minerals)]
    yearbook = {"key": YEARBOOK, "kind": "reference", "title": "Yearbook: a synthetic one", "language": "en"}
    registers = {"units": [unit], "indicators": [indicator], "places": countries, "minerals": minerals}
    cite = {"cite": f"{YEARBOOK}#registers", "basis": "reference"}
    return [
        ("documents", [yearbook]),
        *((family, [record | cite for record in records]) for family, records in registers.items()),
    ]


def _figures(size: Size) -> Iterator[Record]:
    rng = Random(f"{SEED}/series")  # noqa: S311 - the same figures every time
    for country in _numbers(size.countries):
        for mineral in _numbers(size.minerals):
            tonnes = rng.paretovariate(0.8) * 1000
            for year in range(LAST_YEAR - size.years + 1, LAST_YEAR + 1):
                tonnes *= rng.uniform(0.9, 1.15)
                yield _figure(country, mineral, year, round(tonnes))


def _figure(country: int, mineral: int, year: int, tonnes: int) -> Record:
    return {
        "about": f"places/{_land(country)}",
        "indicator": INDICATOR,
        "mineral": _ore(mineral),
        "value": tonnes,
        "words": f"{tonnes:,}",
        "period": {"words": str(year), "edtf": str(year)},
        "modality": "assessed",
        "cite": f"{YEARBOOK}#table {mineral}",
    }


def _numbers(count: int) -> range:
    return range(1, count + 1)


def _land(number: int) -> str:
    return f"land-{number:02d}"


def _ore(number: int) -> str:
    return f"ore-{number:02d}"


def main() -> None:
    """Write the seeds of a series from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.series", description="Make a synthetic series.")
    parser.add_argument("folder", type=Path, help="where to")
    write(parser.parse_args().folder)


if __name__ == "__main__":
    main()
