"""A project with made-up minerals, places and indicators, and tables and mappings beside its seeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.builders import BASE, ProjectFolder
from warehouse.seeds.tables.convert import convert, find_table, open_table
from warehouse.seeds.tables.mapping import read_mapping
from warehouse.seeds.tables.names import read_names
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.seeds.tables.convert import Conversion
    from warehouse.yamlfiles import Problem

REGISTERS: Final = """\
places:
  - {key: sylvania, kind: country, name: Sylvania, iso_code: SY, cite: tin-news#1}
  - {key: arcadia, kind: country, name: Republic of Arcadia, cite: tin-news#1}
  - {key: north, kind: region, name: The Twins, cite: tin-news#1}
  - {key: south, kind: region, name: The Twins, cite: tin-news#1}
names:
  - {about: places/arcadia, kind: alias, name: Arcady, cite: tin-news#1}
identifiers:
  - {about: entities/tinworks, scheme: ticker, value: "FSE:TIN", cite: tin-news#2}
minerals:
  - {key: tin, kind: element, symbol: Sn, atomic_number: 50, name: tin, cite: tin-news#1}
  - {key: lead, kind: element, symbol: Pb, atomic_number: 82, name: lead, cite: tin-news#1}
units:
  - {key: tonne, name: tonne, symbol: t, cite: handbook#T, basis: reference}
indicators:
  - {key: output, name: Output, definition: what is made, unit: tonne, cite: tin-news#2}
  - {key: reserves, name: Reserves, definition: what can be mined, unit: tonne, cite: tin-news#2}
"""
HEAD: Final = "table: t.csv\ndocument: handbook\n"
OBSERVATION: Final = """\
make:
  - observations:
      about: {column: Country, find: places}
      indicator: output
      period: "2020"
      value: {column: Output}
      modality: assessed
"""
"""The rest of a mapping of a table of the columns Country and Output."""


@dataclass(eq=False)
class TableFolder(ProjectFolder):
    """A project with a table and its mapping."""

    def __post_init__(self) -> None:
        self.write(BASE, "base.yaml")
        self.write(REGISTERS, "registers.yaml")

    @property
    def mapping(self) -> Path:
        return self.project / "tables" / "t.table.yaml"

    def lay(self, table: str | bytes, mapping: str, name: str = "t.csv") -> Path:
        """Write a table and its mapping, and return the path of the table."""
        path = self.project / "tables" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(table if isinstance(table, bytes) else table.encode())
        self.mapping.write_text(mapping, "utf-8")
        return path

    def convert(self) -> Conversion:
        file = read_mapping(self.mapping, "t.table.yaml")
        names = read_names(self.seeds, self.project, None)
        table = find_table(file.path, file.mapping.table, [])
        return convert(file, open_table(file, table, self.mapping.parent), names)

    def made(self, table: str | bytes, mapping: str) -> list[dict[str, Any]]:
        """Return the records that a table makes."""
        self.lay(table, mapping)
        return [record for _, record in self.convert().records]

    def problems_with(self, table: str | bytes, mapping: str) -> list[Problem]:
        """Return the problems of a table and its mapping, of which there must be some."""
        self.lay(table, mapping)
        with pytest.raises(ProblemsFound) as caught:
            self.convert()
        return list(caught.value.problems)

    def told(self, table: str | bytes, mapping: str) -> list[str]:
        """Return each problem as ``file:row:column code what``."""
        return [f"{one.position} {one.code} {one.what}" for one in self.problems_with(table, mapping)]


def simple(*lines: str, columns: str = "Country, Output", rows: int = 1) -> str:
    """Return a mapping of a table of the columns Country and Output, with further lines."""
    return "\n".join([f"{HEAD}columns: [{columns}]", f"rows: {rows}", *lines, OBSERVATION])
