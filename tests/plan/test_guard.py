"""A table that loses a large part of its rows looks like an accident."""

from __future__ import annotations

import pytest

from warehouse.errors import CheckFailed, UsageError
from warehouse.plan import Allowance, Counts, Plan, refuse_mass_retirement


def plan_that_retires(retired: int, size: int) -> Plan:
    return Plan({"places": Counts(retired=retired)}, {"places": size}, fact_count=size, seeds_sha256="")


@pytest.mark.parametrize(
    ("allowance", "retired", "size", "is_allowed"),
    [
        ("20%", 2, 2, True),  # fewer than three rows are never many
        ("20%", 3, 15, True),
        ("20%", 3, 14, False),
        ("0%", 3, 1000, False),
        ("100%", 1000, 1000, True),
        ("5", 5, 5, True),
        ("5", 6, 1_000_000, False),
        ("0", 1, 1000, False),
    ],
)
def test_allowance(allowance: str, retired: int, size: int, is_allowed: bool) -> None:  # noqa: FBT001
    plan = plan_that_retires(retired, size)
    if is_allowed:
        refuse_mass_retirement(plan, Allowance.parse(allowance))
        return
    with pytest.raises(CheckFailed, match=f"{retired} of {size} in places") as refusal:
        refuse_mass_retirement(plan, Allowance.parse(allowance))
    assert f"--max-retire {retired}" in refusal.value.hint


@pytest.mark.parametrize("text", ["", "lots", "-1", "1.5", "101%", "20 %", "%", "٣"])
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        Allowance.parse(text)
