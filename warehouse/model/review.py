"""The review of a record, which only its file holds."""

from __future__ import annotations

from pydantic import Field

from warehouse.model.fields import Day, Sha256, Text
from warehouse.model.shape import Shape


class Review(Shape):
    """Who reviewed a record as it stands, and when; no column holds it."""

    by: Text = Field(description="Who reviewed it", examples=["reader 2"])
    on: Day = Field(description="Day of the review", examples=["2026-11-30"])
    sha256: Sha256 = Field(
        description='Digest of what was reviewed, as "warehouse seeds review --mark" writes it', examples=["0" * 64]
    )
