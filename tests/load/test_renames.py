"""The path of a fact whose subject, or what it refers to, has a new key."""

from __future__ import annotations

from typing import Final

import pytest

from warehouse.load.renames import moved

MOVES: Final = {
    ("entities", "posco"): "posco-group",
    ("facilities", "posco"): "posco-plant",
    ("minerals", "tin"): "tin-metal",
    ("places", "tin"): "tin-town",
    ("units", "kilogram"): "kg",
    ("documents", "news"): "tin-news",
}

PATHS: Final = {
    "entities/posco": "entities/posco-group",
    "facilities/posco/links/near/facilities/posco": "facilities/posco-plant/links/near/facilities/posco-plant",
    "agreements/a/links/for_facility/facilities/posco": "agreements/a/links/for_facility/facilities/posco-plant",
    "entities/a/holdings/entities/posco;instrument=shares;outlook=future@news": (
        "entities/a/holdings/entities/posco-group;instrument=shares;outlook=future@tin-news"
    ),
    "entities/a/values/market_price/USD;mineral=tin;per=kilogram;place=tin;aspect=tin;during=2030@almanac": (
        "entities/a/values/market_price/USD;mineral=tin-metal;per=kg;place=tin-town;aspect=tin;during=2030@almanac"
    ),
    "entities/a/observations/profit-share;with=posco@almanac": (
        "entities/a/observations/profit-share;with=posco-group@almanac"
    ),
    "entities/a/statements/aim/grow@almanac": "entities/a/statements/aim/grow@almanac",
}


@pytest.mark.parametrize(("before", "after"), PATHS.items())
def test_path_takes_the_new_keys_of_the_registers_they_are_in(before: str, after: str) -> None:
    assert moved(before, MOVES) == after
