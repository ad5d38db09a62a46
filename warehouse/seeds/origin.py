"""What a seed file that a program made says of its making: from which table and by which mapping."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from warehouse.model.fields import Count, Sha256, Text
from warehouse.model.shape import Shape

ORIGIN: Final = "made_from"
"""Name of the entry that holds it. It is no family: it makes no row."""


class Origin(Shape):
    """The table and the mapping that a seed file was made from."""

    mapping: Text = Field(description="The mapping, as a path in the project", examples=["tables/nir.table.yaml"])
    mapping_sha256: Sha256 = Field(description="SHA-256 of the mapping")
    table: Text = Field(description="The file of the table", examples=["nir.csv"])
    table_sha256: Sha256 = Field(description="SHA-256 of the table")
    records: Count | None = Field(None, description="Number of records that were made; left out: none")
